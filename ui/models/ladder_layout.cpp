#include "ui/models/ladder_layout.h"

#include <algorithm>
#include <cmath>

namespace transom::ui {

void LadderLayout::clear()
{
    m_rows.clear();
    m_base = 0;
    m_lastNs = -1;
}

void LadderLayout::update(const WireRows &rows, qsizetype gone)
{
    for (; gone > 0 && !m_rows.empty(); --gone)
        m_rows.pop_front();
    if (m_rows.empty())
        clear();
    for (qsizetype row = size(); row < rows.size(); ++row) {
        const qint64 now = rows.at(row).atNs();
        Row place;
        place.waitNs = m_lastNs < 0 ? -1 : std::max<qint64>(now - m_lastNs, 0);
        m_lastNs = now;
        // From a tenth of a millisecond on, each power of ten takes as much as the one before.
        const double tens = place.waitNs > 100'000 ? std::log10(static_cast<double>(place.waitNs) / 100'000) : 0;
        const int wait = place.waitNs >= BreakNs ? m_metrics.gap : std::min(m_metrics.wait, static_cast<int>(tens * m_metrics.wait / 3.4));
        place.top = m_rows.empty() ? 0 : m_rows.back().top + m_metrics.row + wait;
        m_rows.push_back(place);
    }
    // The first row stands at the top whatever came before it.
    m_base = m_rows.empty() ? 0 : m_rows.front().top;
}

qsizetype LadderLayout::rowAt(qint64 y) const
{
    const auto found = std::upper_bound(m_rows.begin(), m_rows.end(), y + m_base, [this](qint64 wanted, const Row &row) { return wanted < row.top + m_metrics.row; });
    return found - m_rows.begin();
}

} // namespace transom::ui
