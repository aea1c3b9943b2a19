#pragma once

#include <QAbstractEventDispatcher>
#include <QHash>
#include <QList>

#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace transom::transport {

/// The timers of one event dispatcher, ordered by deadline: adding, removing and firing one costs O(log n) whatever the
/// number of timers. Times are nanoseconds of monotonicNs(). One thread.
///
/// Precise timers fire at their deadline, coarse ones up to 5 % of their interval late and together with others of
/// about the same interval, very coarse ones at whole seconds. None fires early.
class TimerQueue
{
public:
    /// A timer taken out for delivery. While it is out it cannot come due again, so that a nested event loop in its
    /// handler does not recurse.
    struct Due
    {
        int id = 0;
        quint64 serial = 0;
        QObject *object = nullptr;
    };

    void add(int id, qint64 intervalMs, Qt::TimerType type, QObject *object, qint64 nowNs);
    bool remove(int id);
    bool removeAll(const QObject *object);
    QList<QAbstractEventDispatcher::TimerInfo> list(const QObject *object) const;
    /// Milliseconds until the timer fires, rounded up; 0 when overdue, -1 when there is no such timer.
    int remainingMs(int id, qint64 nowNs) const;

    /// When the next timer is due; nothing when there is none.
    std::optional<qint64> nextDeadline() const;
    /// Takes out the earliest timer that is due at `nowNs` and sets its next deadline, which lies after `nowNs`.
    std::optional<Due> take(qint64 nowNs);
    /// Puts a delivered timer back, unless its handler removed it.
    void putBack(const Due &due);

    qsizetype size() const { return static_cast<qsizetype>(m_timers.size()); }

private:
    struct Timer
    {
        QObject *object = nullptr;
        qint64 intervalMs = 0;
        qint64 dueNs = 0;      ///< exact: the next one is counted from here, so that rounding never adds up
        qint64 deadlineNs = 0; ///< dueNs rounded up as the type allows
        quint64 serial = 0;    ///< tells a timer from a later one with the same id
        Qt::TimerType type = Qt::PreciseTimer;
    };

    static qint64 roundUp(qint64 dueNs, qint64 intervalMs, Qt::TimerType type);

    std::unordered_map<int, Timer> m_timers;
    std::set<std::pair<qint64, int>> m_order; ///< deadline, id; without those out for delivery
    QHash<const QObject *, std::vector<int>> m_byObject;
    quint64 m_nextSerial = 1;
};

} // namespace transom::transport
