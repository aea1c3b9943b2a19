#include "core/transport/timer_queue.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace transom::transport {

namespace {

constexpr qint64 NsPerMs = 1'000'000;
constexpr qint64 NsPerSecond = 1'000'000'000;
/// 100 years: keeps deadlines far from overflow whatever interval somebody asks for.
constexpr qint64 LongestMs = 100LL * 365 * 24 * 3600 * 1000;

} // namespace

qint64 TimerQueue::roundUp(qint64 dueNs, qint64 intervalMs, Qt::TimerType type)
{
    qint64 grain = 1;
    if (type == Qt::VeryCoarseTimer)
        grain = NsPerSecond;
    else if (type == Qt::CoarseTimer && intervalMs >= 20)
        grain = static_cast<qint64>(std::bit_floor(static_cast<quint64>(intervalMs) / 20)) * NsPerMs;
    return (dueNs + grain - 1) / grain * grain;
}

void TimerQueue::add(int id, qint64 intervalMs, Qt::TimerType type, QObject *object, qint64 nowNs)
{
    remove(id);
    Timer timer;
    timer.object = object;
    timer.intervalMs = std::clamp<qint64>(intervalMs, 0, LongestMs);
    timer.type = type;
    timer.dueNs = nowNs + timer.intervalMs * NsPerMs;
    timer.deadlineNs = roundUp(timer.dueNs, timer.intervalMs, type);
    timer.serial = m_nextSerial++;
    m_order.emplace(timer.deadlineNs, id);
    m_byObject[object].push_back(id);
    m_timers.emplace(id, timer);
}

bool TimerQueue::remove(int id)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end())
        return false;
    m_order.erase({found->second.deadlineNs, id});
    if (const auto owned = m_byObject.find(found->second.object); owned != m_byObject.end()) {
        owned->erase(std::remove(owned->begin(), owned->end(), id), owned->end());
        if (owned->empty())
            m_byObject.erase(owned);
    }
    m_timers.erase(found);
    return true;
}

bool TimerQueue::removeAll(const QObject *object)
{
    const std::vector<int> ids = m_byObject.take(object);
    for (const int id : ids) {
        const auto found = m_timers.find(id);
        if (found == m_timers.end())
            continue;
        m_order.erase({found->second.deadlineNs, id});
        m_timers.erase(found);
    }
    return !ids.empty();
}

QList<QAbstractEventDispatcher::TimerInfo> TimerQueue::list(const QObject *object) const
{
    QList<QAbstractEventDispatcher::TimerInfo> result;
    const auto owned = m_byObject.constFind(object);
    if (owned == m_byObject.constEnd())
        return result;
    for (const int id : *owned) {
        const Timer &timer = m_timers.at(id);
        const qint64 interval = std::min<qint64>(timer.intervalMs, std::numeric_limits<int>::max());
        result.append(QAbstractEventDispatcher::TimerInfo(id, static_cast<int>(interval), timer.type));
    }
    return result;
}

int TimerQueue::remainingMs(int id, qint64 nowNs) const
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end())
        return -1;
    const qint64 ns = found->second.deadlineNs - nowNs;
    if (ns <= 0)
        return 0;
    return static_cast<int>(std::min<qint64>((ns + NsPerMs - 1) / NsPerMs, std::numeric_limits<int>::max()));
}

std::optional<qint64> TimerQueue::nextDeadline() const
{
    if (m_order.empty())
        return std::nullopt;
    return m_order.begin()->first;
}

std::optional<TimerQueue::Due> TimerQueue::take(qint64 nowNs)
{
    if (m_order.empty() || m_order.begin()->first > nowNs)
        return std::nullopt;
    const int id = m_order.begin()->second;
    m_order.erase(m_order.begin());
    Timer &timer = m_timers.at(id);
    const qint64 step = timer.intervalMs * NsPerMs;
    timer.dueNs += step;
    if (timer.dueNs <= nowNs) // late by more than an interval, or an interval of 0
        timer.dueNs = nowNs + std::max<qint64>(step, 1);
    timer.deadlineNs = roundUp(timer.dueNs, timer.intervalMs, timer.type);
    return Due{id, timer.serial, timer.object};
}

void TimerQueue::putBack(const Due &due)
{
    const auto found = m_timers.find(due.id);
    if (found != m_timers.end() && found->second.serial == due.serial)
        m_order.emplace(found->second.deadlineNs, due.id);
}

} // namespace transom::transport
