#include "core/base/job.h"

#include "core/base/clock.h"

#include <QTimerEvent>

namespace transom {

namespace {

constexpr qint64 PublishEveryNs = 1'000'000'000 / 30;
constexpr qint64 RateWindowNs = 250'000'000;
constexpr double RateWeight = 0.3; // of the newest window, in the exponential average

} // namespace

Job::Job()
{
    static const bool registered = [] {
        qRegisterMetaType<JobState>();
        qRegisterMetaType<Progress>();
        qRegisterMetaType<JobResult>();
        return true;
    }();
    Q_UNUSED(registered);
}

Job::~Job() = default;

void Job::start()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_state != JobState::Waiting)
            return;
        m_rateSinceNs = monotonicNs();
        setState(JobState::Running);
        doStart();
    });
}

void Job::cancel()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_state == JobState::Waiting)
            finish(Error{ErrorCode::Cancelled, {}});
        else if (m_state != JobState::Finished)
            doCancel();
    });
}

void Job::suspend()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_state != JobState::Running)
            return;
        setState(JobState::Suspended);
        doSuspend();
    });
}

void Job::resume()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_state != JobState::Suspended)
            return;
        m_rateSinceNs = monotonicNs();
        m_rateDone = m_progress.done;
        setState(JobState::Running);
        doResume();
    });
}

void Job::report(qint64 done, qint64 total)
{
    m_progress.done = done;
    m_progress.total = total;
    const qint64 now = monotonicNs();
    if (const qint64 elapsed = now - m_rateSinceNs; elapsed >= RateWindowNs) {
        const double latest = static_cast<double>(done - m_rateDone) * 1e9 / static_cast<double>(elapsed);
        m_progress.rate = m_progress.rate > 0 ? m_progress.rate * (1 - RateWeight) + latest * RateWeight : latest;
        m_rateSinceNs = now;
        m_rateDone = done;
    }
    m_progress.leftMs = m_progress.rate > 1 && total >= done
            ? static_cast<qint64>(static_cast<double>(total - done) * 1000 / m_progress.rate)
            : -1;
    publish(false);
}

void Job::reportItems(qint64 done, qint64 total, const QString &current)
{
    m_progress.itemsDone = done;
    m_progress.itemsTotal = total;
    m_progress.current = current;
    m_progress.currentDone = -1;
    m_progress.currentTotal = -1;
    publish(false);
}

void Job::reportCurrent(const QString &current, qint64 done, qint64 total)
{
    m_progress.current = current;
    m_progress.currentDone = done;
    m_progress.currentTotal = total;
}

void Job::finish(JobResult result)
{
    // Whoever hears of the last progress may cancel, and that would end here again.
    if (std::exchange(m_finishing, true))
        return;
    publish(true);
    setState(JobState::Finished);
    Q_EMIT finished(result);
}

void Job::setState(JobState state)
{
    m_state = state;
    Q_EMIT stateChanged(state);
}

void Job::publish(bool force)
{
    if (m_state == JobState::Finished)
        return;
    const qint64 now = monotonicNs();
    const qint64 due = m_publishedNs + PublishEveryNs;
    if (!force && now < due) {
        if (m_publishTimer == 0)
            m_publishTimer = startTimer(static_cast<int>((due - now) / 1'000'000) + 1, Qt::PreciseTimer);
        return;
    }
    if (m_publishTimer != 0)
        killTimer(std::exchange(m_publishTimer, 0));
    m_publishedNs = now;
    Q_EMIT progressChanged(m_progress);
}

void Job::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_publishTimer)
        publish(true);
}

} // namespace transom
