#pragma once

#include "core/base/error.h"

#include <QObject>
#include <QVariantMap>

#include <memory>

namespace transom {

/// What a job has done so far. Amounts are bytes unless a field says otherwise; -1 is "not known".
struct Progress
{
    qint64 done = 0;
    qint64 total = -1;
    qint64 itemsDone = 0;
    qint64 itemsTotal = -1;
    double rate = 0;     ///< smoothed, bytes per second
    qint64 leftMs = -1;  ///< estimated time left, milliseconds
    QString current;     ///< what is being worked on now, fit to show
    qint64 currentDone = -1;  ///< of `current`, where it is large enough to tell
    qint64 currentTotal = -1;

    bool operator==(const Progress &) const = default;
};

/// How a job ended: once, with an error whose code is None on success, and details by name (see each job).
struct JobResult
{
    Error error;
    QVariantMap details;

    bool ok() const { return error.code == ErrorCode::None; }
};

enum class JobState { Waiting, Running, Suspended, Finished };

/// Long work that can be started, watched, suspended and cancelled, and that ends with exactly one result.
///
/// A job lives in the thread that does its work (usually an I/O thread). start, cancel, suspend and resume may be called
/// from any thread and are carried out in the job's own; the signals are emitted there, so connect to them with a
/// context object. Hold jobs by JobPtr: the last owner's release deletes the job in its own thread.
class Job : public QObject
{
    Q_OBJECT

public:
    Job();
    ~Job() override;

    void start();
    void cancel();
    void suspend();
    void resume();

    /// The job's own thread only.
    JobState state() const { return m_state; }
    const Progress &progress() const { return m_progress; }

Q_SIGNALS:
    void stateChanged(transom::JobState state);
    /// At most 30 a second, and always once before `finished`.
    void progressChanged(const transom::Progress &progress);
    void finished(const transom::JobResult &result);

protected:
    virtual void doStart() = 0;
    /// Must lead to finish(), now or soon.
    virtual void doCancel() = 0;
    virtual void doSuspend() {}
    virtual void doResume() {}

    /// Counts towards the smoothed rate and the time left; throttles the signal.
    void report(qint64 done, qint64 total);
    void reportItems(qint64 done, qint64 total, const QString &current);
    /// How far the one named is; without a signal of its own: report() follows.
    void reportCurrent(const QString &current, qint64 done, qint64 total);
    /// The first call wins; later ones are ignored.
    void finish(JobResult result);
    void finish(Error error) { finish(JobResult{std::move(error), {}}); }

private:
    void setState(JobState state);
    void publish(bool force);
    void timerEvent(QTimerEvent *event) override;

    JobState m_state = JobState::Waiting;
    Progress m_progress;
    qint64 m_rateSinceNs = 0;
    qint64 m_rateDone = 0;
    qint64 m_publishedNs = 0;
    int m_publishTimer = 0;
    bool m_finishing = false;
};

template<class T>
using JobHandle = std::shared_ptr<T>;
using JobPtr = JobHandle<Job>;

/// Makes a job that is deleted in its own thread whichever thread lets go of it last.
template<class T, class... Arguments>
JobHandle<T> makeJob(Arguments &&...arguments)
{
    return JobHandle<T>(new T(std::forward<Arguments>(arguments)...), [](T *job) { job->deleteLater(); });
}

} // namespace transom

Q_DECLARE_METATYPE(transom::JobState)
Q_DECLARE_METATYPE(transom::Progress)
Q_DECLARE_METATYPE(transom::JobResult)
