#pragma once

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace transom::ui {

class ElidedLabel;

/// Something that takes a while in a pane, how far it is, and a way to stop it. Hidden while there is nothing.
class WorkBar : public QFrame
{
    Q_OBJECT

public:
    explicit WorkBar(QWidget *parent = nullptr);

    void begin(const QString &text);
    /// `total` not above 0: nobody knows how much it is.
    void setProgress(qint64 done, qint64 total);
    void end() { hide(); }

Q_SIGNALS:
    void stopWanted();

private:
    ElidedLabel *m_text;
    QProgressBar *m_bar;
    QLabel *m_amount;
    QPushButton *m_stop;
};

} // namespace transom::ui
