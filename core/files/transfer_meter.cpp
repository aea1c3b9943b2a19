#include "core/files/transfer_meter.h"

#include <algorithm>

namespace transom::files {

void TransferMeter::begin(qint64 done, qint64 nowMs)
{
    m_last = done;
    m_points.clear();
    m_points.push_back({nowMs, m_moved});
    m_second = m_points.front();
}

void TransferMeter::tick(qint64 done, qint64 nowMs)
{
    // A file that starts over takes back what it had counted: no speed.
    const qint64 more = std::max<qint64>(done - m_last, 0);
    const qint64 still = std::min(more, m_skipped);
    m_skipped -= still;
    m_moved += more - still;
    m_last = done;
    m_points.push_back({nowMs, m_moved});
    while (m_points.size() > 2 && m_points[1].ms <= nowMs - WindowMs)
        m_points.pop_front();
    if (const qint64 elapsed = nowMs - m_second.ms; elapsed >= 1000) {
        m_speeds.append(static_cast<double>(m_moved - m_second.moved) * 1000 / static_cast<double>(elapsed));
        if (m_speeds.size() > Seconds)
            m_speeds.removeFirst();
        m_second = m_points.back();
    }
}

double TransferMeter::rate() const
{
    if (m_points.size() < 2)
        return 0;
    const qint64 elapsed = m_points.back().ms - m_points.front().ms;
    return elapsed > 0 ? static_cast<double>(m_points.back().moved - m_points.front().moved) * 1000 / static_cast<double>(elapsed) : 0;
}

qint64 TransferMeter::leftMs(qint64 done, qint64 total) const
{
    const double now = rate();
    return now > 1 && total >= done ? static_cast<qint64>(static_cast<double>(total - done) * 1000 / now) : -1;
}

} // namespace transom::files
