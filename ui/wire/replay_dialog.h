#pragma once

#include "core/lab/replay.h"

#include <QDialog>
#include <QThread>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace transom::ui {

class Banner;

/// Says a recorded client's side to a server again, and shows where the answers differ. The conversation is held in a thread of its own.
class ReplayDialog : public QDialog
{
    Q_OBJECT

public:
    ReplayDialog(QList<lab::ReplayStep> steps, const QString &target, QWidget *parent = nullptr);
    ~ReplayDialog() override;

Q_SIGNALS:
    void replayed(const transom::lab::ReplayResult &result);

private:
    void begin();
    void stop();
    void stepped(qsizetype step, const lab::ReplayStep &what);
    void over(const lab::ReplayResult &result);
    void showRunning(bool running);

    const QList<lab::ReplayStep> m_steps;
    QThread m_thread;
    QObject *m_worker;                ///< lives in m_thread
    lab::Replay *m_replay = nullptr;  ///< lives in m_thread; used there
    bool m_running = false;
    QLineEdit *m_target;
    QComboBox *m_pace;
    QPushButton *m_start;
    QPushButton *m_next;
    QProgressBar *m_progress;
    QLabel *m_news;
    Banner *m_result;
    QLabel *m_recordedTitle;
    QLabel *m_recorded;
    QLabel *m_answeredTitle;
    QLabel *m_answered;
};

} // namespace transom::ui
