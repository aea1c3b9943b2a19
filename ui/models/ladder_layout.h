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

    qint64 height() const { return m_count == 0 ? 0 : m_end - m_base; }
    /// Of the row itself, below its wait.
    qint64 top(qsizetype row) const;
    /// Since the row before; -1: none is known.
    qint64 waitNs(qsizetype row) const;
    bool hasBreak(qsizetype row) const { return row > 0 && waitOf(row) == m_metrics.gap; }
    /// The row that is at, or next below, a place; size if there is none.
    qsizetype rowAt(qint64 y) const;
    qsizetype size() const { return m_count; }

private:
    /// Ten millions of rows take a byte each: what stands above a row, and each so many rows where the first of them stands.
    static constexpr qsizetype BlockRows = 256;

    int waitOf(qsizetype row) const { return m_waits[static_cast<size_t>(row + m_gone)]; }
    void drop(qsizetype rows);

    Metrics m_metrics;
    const WireRows *m_rows = nullptr; ///< as it was last updated from
    std::deque<quint8> m_waits; ///< heights, of whole blocks: the first m_gone have gone
    std::deque<qint64> m_tops;  ///< of each block's first row, its wait not counted
    qsizetype m_gone = 0;
    qsizetype m_count = 0;
    qint64 m_base = 0;          ///< where the first row stands
    qint64 m_end = 0;
    qint64 m_lastNs = -1;
};

} // namespace transom::ui
