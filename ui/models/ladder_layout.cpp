#include "ui/models/ladder_layout.h"

#include <algorithm>
#include <cmath>

namespace transom::ui {

void LadderLayout::clear()
{
    m_waits.clear();
    m_tops.clear();
    m_gone = m_count = 0;
    m_base = m_end = 0;
    m_lastNs = -1;
}

void LadderLayout::drop(qsizetype rows)
{
    rows = std::min(rows, m_count);
    m_gone += rows;
    m_count -= rows;
    while (m_gone >= BlockRows && static_cast<qsizetype>(m_waits.size()) > BlockRows) {
        m_waits.erase(m_waits.begin(), m_waits.begin() + BlockRows);
        m_tops.pop_front();
        m_gone -= BlockRows;
    }
}

void LadderLayout::update(const WireRows &rows, qsizetype gone)
{
    m_rows = &rows;
    drop(gone);
    if (m_count == 0)
        clear();
    for (qsizetype row = m_count; row < rows.size(); ++row) {
        const qint64 now = rows.timeNs(row);
        const qint64 waited = m_lastNs < 0 || now < 0 ? -1 : std::max<qint64>(now - m_lastNs, 0);
        if (now >= 0)
            m_lastNs = now;
        // From a tenth of a millisecond on, each power of ten takes as much as the one before.
        const double tens = waited > 100'000 ? std::log10(static_cast<double>(waited) / 100'000) : 0;
        const int wait = m_count == 0 ? 0 : waited >= BreakNs ? m_metrics.gap : std::min(m_metrics.wait, static_cast<int>(tens * m_metrics.wait / 3.4));
        if (m_waits.size() % BlockRows == 0)
            m_tops.push_back(m_end);
        m_waits.push_back(static_cast<quint8>(wait));
        m_end += m_metrics.row + wait;
        ++m_count;
    }
    // The first row stands at the top whatever came before it.
    m_base = 0;
    m_base = m_count == 0 ? 0 : top(0);
}

qint64 LadderLayout::top(qsizetype row) const
{
    const qsizetype place = row + m_gone;
    const qsizetype block = place / BlockRows;
    qint64 top = m_tops[static_cast<size_t>(block)] - m_base;
    for (qsizetype each = block * BlockRows; each < place; ++each)
        top += m_metrics.row + m_waits[static_cast<size_t>(each)];
    return top + m_waits[static_cast<size_t>(place)];
}

qint64 LadderLayout::waitNs(qsizetype row) const
{
    if (!m_rows || row <= 0 || row >= m_rows->size())
        return -1;
    const qint64 before = m_rows->timeNs(row - 1);
    const qint64 now = m_rows->timeNs(row);
    return before < 0 || now < 0 ? -1 : std::max<qint64>(now - before, 0);
}

qsizetype LadderLayout::rowAt(qint64 y) const
{
    if (m_count == 0)
        return 0;
    const auto behind = std::upper_bound(m_tops.begin(), m_tops.end(), y + m_base);
    qsizetype place = behind == m_tops.begin() ? 0 : (behind - m_tops.begin() - 1) * BlockRows;
    qint64 bottom = m_tops[static_cast<size_t>(place / BlockRows)] - m_base;
    for (; place < m_gone + m_count; ++place) {
        bottom += m_metrics.row + m_waits[static_cast<size_t>(place)];
        if (place >= m_gone && y < bottom)
            break;
    }
    return place - m_gone;
}

} // namespace transom::ui
