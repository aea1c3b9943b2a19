#pragma once

#include <QFrame>

class QCheckBox;
class QHBoxLayout;
class QLabel;

namespace transom::ui {

/// A question in its place instead of a window in the way. Hidden while there is none; Escape is the last answer.
class QuestionBar : public QFrame
{
    Q_OBJECT

public:
    struct Answer
    {
        QString id;
        QString text;
        bool primary = false;
    };

    explicit QuestionBar(QWidget *parent = nullptr);

    /// `forAll`: the text of a box to tick, none where empty. The last answer is the harmless one.
    void ask(const QString &text, const QList<Answer> &answers, const QString &forAll = {});
    QString text() const;
    /// Says it better while it stands there.
    void setText(const QString &text);

Q_SIGNALS:
    void answered(const QString &id, bool forAll);

private:
    void answer(const QString &id);
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

    QLabel *m_text;
    QCheckBox *m_all;
    QHBoxLayout *m_buttons;
    QString m_harmless;
};

} // namespace transom::ui
