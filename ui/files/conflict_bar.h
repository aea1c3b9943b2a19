#pragma once

#include "core/files/transfer_info.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QPushButton;

namespace transom::ui {

/// Asks about one file of which there is one already, both compared side by side, in its place instead of a window in the way.
/// Further questions wait behind it. Hidden while there is none; Escape is "Skip".
class ConflictBar : public QFrame
{
    Q_OBJECT

public:
    explicit ConflictBar(QWidget *parent = nullptr);

    void add(const files::TransferConflict &conflict);
    void remove(qint64 id);
    void clear();
    int count() const { return static_cast<int>(m_conflicts.size()); }
    /// What is being asked about; nothing while it is hidden.
    const files::TransferConflict *current() const { return m_conflicts.isEmpty() ? nullptr : &m_conflicts.first(); }

Q_SIGNALS:
    void answered(qint64 id, const QString &policy, transom::files::AnswerScope scope);

private:
    struct Side
    {
        QLabel *place = nullptr;
        QLabel *size = nullptr;
        QLabel *time = nullptr;
        QLabel *remark = nullptr;
    };

    void showNext();
    void answer(const QString &policy);
    QWidget *makeSide(Side &side, const QString &name);
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

    QList<files::TransferConflict> m_conflicts;
    QLabel *m_text;
    QLabel *m_more;
    Side m_coming;
    Side m_there;
    QComboBox *m_scope;
    QList<QPushButton *> m_buttons;
};

} // namespace transom::ui
