#pragma once

#include "core/lab/check/class_check.h"

#include <QObject>

#include <thread>

namespace transom::ui {

/// Trials in a thread of their own, told in the GUI thread.
class CheckRunner : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~CheckRunner() override;

    bool isRunning() const { return m_running; }
    void start(const lab::CheckOptions &options);
    void startClass(const lab::CheckOptions &options, const QString &folder);
    void stop();

Q_SIGNALS:
    /// `columns` are the trials that will be tried.
    void began(const QList<const transom::lab::TrialInfo *> &columns);
    void trialBegan(const transom::lab::TrialInfo *trial);
    void trialEnded(const transom::lab::TrialResult &result);
    void studentsFound(const QStringList &names);
    void studentEnded(int row, const transom::lab::ClassTable::Row &results);
    void failed(const transom::Error &error);
    void finished();

private:
    void work(std::function<void(const std::stop_token &)> task);
    /// In the GUI thread, unless another run has begun meanwhile.
    void tell(std::function<void()> what);

    std::jthread m_thread;
    bool m_running = false;
};

} // namespace transom::ui
