#include "core/transport/epoll_dispatcher.h"

#include "core/base/clock.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>
#include <QTimerEvent>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace transom::transport {

namespace {

constexpr quint64 WakeUpToken = std::numeric_limits<quint64>::max();
constexpr int EventsPerWait = 256; ///< more that are ready come with the next wait; epoll goes round them fairly

struct Interest
{
    QSocketNotifier::Type type;
    quint32 asked;
    quint32 reported; ///< EPOLLHUP and EPOLLERR are always reported, and wake whoever waits, as with poll(2)
};

constexpr std::array<Interest, 3> Interests{{
    {QSocketNotifier::Read, EPOLLIN, EPOLLIN | EPOLLHUP | EPOLLERR},
    {QSocketNotifier::Write, EPOLLOUT, EPOLLOUT | EPOLLHUP | EPOLLERR},
    {QSocketNotifier::Exception, EPOLLPRI, EPOLLPRI | EPOLLHUP | EPOLLERR},
}};

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_epoll < 0 || m_wakeUp < 0)
        qFatal("No descriptors left for an event loop");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = WakeUpToken;
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wakeUp, &event) != 0)
        qFatal("The event loop's descriptor cannot be watched");
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_epoll);
    ::close(m_wakeUp);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false, std::memory_order_relaxed);
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    if (m_interrupted.load(std::memory_order_relaxed))
        return false;

    int timeout = 0;
    if (flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_wokenHere) {
        Q_EMIT aboutToBlock();
        timeout = m_wokenHere ? 0 : waitTimeout();
    }
    m_wokenHere = false;

    const int handled =
        flags.testFlag(QEventLoop::ExcludeSocketNotifiers) ? waitForWakeUp(timeout) : waitForSockets(timeout);
    return handled + fireTimers() > 0;
}

int EpollDispatcher::waitTimeout() const
{
    const std::optional<qint64> deadline = m_timers.nextDeadline();
    if (!deadline)
        return -1;
    const qint64 ns = *deadline - monotonicNs();
    if (ns <= 0)
        return 0;
    return static_cast<int>(std::min<qint64>((ns + 999'999) / 1'000'000, std::numeric_limits<int>::max()));
}

/// For ExcludeSocketNotifiers: 1 when another thread woke us, otherwise 0.
int EpollDispatcher::waitForWakeUp(int timeoutMs)
{
    pollfd wakeUpOnly{m_wakeUp, POLLIN, 0};
    if (::poll(&wakeUpOnly, 1, timeoutMs) <= 0)
        return 0;
    drainWakeUps();
    return 1;
}

/// How many notifiers were activated; a wake-up by another thread counts as one.
int EpollDispatcher::waitForSockets(int timeoutMs)
{
    applyChanges();
    std::array<epoll_event, EventsPerWait> events; // on the stack: a handler may run a nested event loop
    const int count = ::epoll_wait(m_epoll, events.data(), EventsPerWait, timeoutMs);
    int handled = 0;
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<size_t>(i)];
        const quint64 token = event.data.u64;
        if (token == WakeUpToken) {
            drainWakeUps();
            ++handled;
        } else {
            handled += activate(static_cast<int>(token & 0xffffffffu), static_cast<quint32>(token >> 32), event.events);
        }
    }
    return handled;
}

void EpollDispatcher::drainWakeUps()
{
    quint64 times = 0;
    [[maybe_unused]] const ssize_t got = ::read(m_wakeUp, &times, sizeof times);
    // After the read: whoever found it true has posted its work before this exchange, which makes that work visible
    // here, and it is looked at before the next wait.
    m_wakeUpPending.exchange(false, std::memory_order_acq_rel);
}

int EpollDispatcher::activate(int descriptor, quint32 generation, quint32 events)
{
    int activated = 0;
    for (const Interest &interest : Interests) {
        if ((events & interest.reported) == 0)
            continue;
        // Looked up again for each: the handler before may have changed anything.
        const Watch &watch = m_watches[static_cast<size_t>(descriptor)];
        if (watch.generation != generation)
            break;
        if (QSocketNotifier *notifier = watch.notifiers[interest.type]) {
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &event);
            ++activated;
        }
    }
    return activated;
}

int EpollDispatcher::fireTimers()
{
    const qint64 now = monotonicNs();
    int fired = 0;
    while (const std::optional<TimerQueue::Due> due = m_timers.take(now)) {
        QTimerEvent event(due->id);
        QCoreApplication::sendEvent(due->object, &event);
        m_timers.putBack(*due);
        ++fired;
    }
    return fired;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    if (descriptor < 0)
        return;
    if (static_cast<size_t>(descriptor) >= m_watches.size())
        m_watches.resize(static_cast<size_t>(descriptor) + 1);
    Watch &watch = m_watches[static_cast<size_t>(descriptor)];
    watch.notifiers[notifier->type()] = notifier;
    watch.wanted |= Interests[notifier->type()].asked;
    // Told to epoll before the next wait: a write notifier that is switched on and off within one turn costs nothing.
    if (!std::exchange(watch.changed, true))
        m_changed.push_back(descriptor);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const auto descriptor = static_cast<int>(notifier->socket());
    if (descriptor < 0 || static_cast<size_t>(descriptor) >= m_watches.size())
        return;
    Watch &watch = m_watches[static_cast<size_t>(descriptor)];
    if (watch.notifiers[notifier->type()] != notifier)
        return;
    watch.notifiers[notifier->type()] = nullptr;
    watch.wanted &= ~Interests[notifier->type()].asked;
    if (watch.wanted != 0) {
        if (!std::exchange(watch.changed, true))
            m_changed.push_back(descriptor);
        return;
    }
    // The last one, and now: the descriptor is probably closed next. Had a child process inherited the socket, epoll
    // would go on reporting it under a number that by then means something else.
    if (watch.armed != 0)
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
    watch.armed = 0;
    ++watch.generation;
}

void EpollDispatcher::applyChanges()
{
    for (const int descriptor : m_changed) {
        Watch &watch = m_watches[static_cast<size_t>(descriptor)];
        watch.changed = false;
        if (watch.wanted == watch.armed)
            continue;
        epoll_event event{};
        event.events = watch.wanted;
        event.data.u64 = static_cast<quint64>(watch.generation) << 32 | static_cast<quint32>(descriptor);
        int result = ::epoll_ctl(m_epoll, watch.armed != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
        // The descriptor was closed and its number reused behind our back.
        if (result != 0 && errno == ENOENT)
            result = ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
        else if (result != 0 && errno == EEXIST)
            result = ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
        if (result != 0)
            qWarning("Descriptor %d cannot be watched by the event loop", descriptor);
        else
            watch.armed = watch.wanted;
    }
    m_changed.clear();
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject *object)
{
    m_timers.add(timerId, interval, timerType, object, monotonicNs());
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    return m_timers.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return m_timers.removeAll(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    return m_timers.list(object);
}

int EpollDispatcher::remainingTime(int timerId)
{
    return m_timers.remainingMs(timerId, monotonicNs());
}

void EpollDispatcher::wakeUp()
{
    if (QThread::currentThread() == thread()) {
        m_wokenHere = true;
        return;
    }
    if (m_wakeUpPending.exchange(true, std::memory_order_acq_rel))
        return;
    const quint64 once = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wakeUp, &once, sizeof once);
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true, std::memory_order_relaxed);
    wakeUp();
}

} // namespace transom::transport
