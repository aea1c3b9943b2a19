#pragma once

#include "ui/models/wire_rows.h"

#include <deque>

namespace transom::ui {

/// Where the rows of a ladder stand: time goes downward, short waits are a little room, long ones a break of fixed height that says how long
/// it was. Grows by what is new and never looks at what is there twice. Pure but for the rows it reads.
class LadderLayout
{
public:
    struct Metrics
    {
        int row = 34;
        int gap = 26;     ///< height of a break
        int wait = 10;    ///< the most that a wait shorter than a break takes
    };
    /// A wait of so long is a break.
    static constexpr qint64 BreakNs = 250'000'000;

    explicit LadderLayout(Metrics metrics)
        : m_metrics(metrics)
    {}

    const Metrics &metrics() const { return m_metrics; }
    void clear();
    /// `gone` rows went from the beginning; those at the end that are new are added.
    void update(const WireRows &rows, qsizetype gone);

    qint64 height() const { return m_rows.empty() ? 0 : m_rows.back().top + m_metrics.row - m_base; }
    /// Of the row itself, below its wait.
    qint64 top(qsizetype row) const { return m_rows[static_cast<size_t>(row)].top - m_base; }
    /// Since the row before; -1: none is known.
    qint64 waitNs(qsizetype row) const { return m_rows[static_cast<size_t>(row)].waitNs; }
    bool hasBreak(qsizetype row) const { return waitNs(row) >= BreakNs; }
    /// The row that is at, or next below, a place; size if there is none.
    qsizetype rowAt(qint64 y) const;
    qsizetype size() const { return static_cast<qsizetype>(m_rows.size()); }

private:
    struct Row
    {
        qint64 top = 0;
        qint64 waitNs = -1;
    };

    Metrics m_metrics;
    std::deque<Row> m_rows;
    qint64 m_base = 0;
    qint64 m_lastNs = -1;
};

} // namespace transom::ui
