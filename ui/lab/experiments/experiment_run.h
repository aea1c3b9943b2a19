#pragma once

#include "core/lab/experiment/experiment.h"
#include "ui/lab/experiments/call_feed.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <optional>
#include <thread>

namespace transom::ui {

/// Does work on lab sockets in a thread of its own, one at a time: an experiment, or the other side of somebody's script. GUI thread, which never waits
/// but when this goes while something runs: then until that has heard that it is to stop.
class LabWork : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<void(const lab::CallObserver &calls, std::stop_token stop)>;

    explicit LabWork(QObject *parent = nullptr);
    ~LabWork() override;

    bool isRunning() const { return m_running; }
    /// False if something runs already. `done`: afterwards, in this thread, also where it was stopped.
    bool start(Work work, std::function<void()> done);
    void stop();
    bool isStopping() const { return m_running && m_thread.get_stop_token().stop_requested(); }
    CallCollector &calls() { return *m_calls; }

Q_SIGNALS:
    void runningChanged(bool running);

private:
    std::shared_ptr<CallCollector> m_calls;
    std::jthread m_thread;
    bool m_running = false;
};

/// One experiment as it is run: result or error, and its calls. GUI thread.
class ExperimentRun : public QObject
{
    Q_OBJECT

public:
    explicit ExperimentRun(QObject *parent = nullptr);

    bool start(const lab::Experiment &experiment, const QHash<QString, QString> &knobs);
    void stop() { m_work.stop(); }
    bool isRunning() const { return m_work.isRunning(); }
    bool isStopping() const { return m_work.isStopping(); }
    /// So far.
    qsizetype callCount() { return m_work.calls().count(); }
    /// Of the last run. Error Cancelled: it was stopped.
    const Result<lab::ExperimentResult> &result() const { return *m_result; }
    QList<lab::CallRecord> takeCalls() { return m_work.calls().take(); }
    /// Calls that there was no room for.
    quint64 dropped() { return m_work.calls().dropped(); }

Q_SIGNALS:
    void runningChanged(bool running);
    /// result() is there, and the calls.
    void finished();

private:
    LabWork m_work;
    std::shared_ptr<const Result<lab::ExperimentResult>> m_result;
};

} // namespace transom::ui
