#pragma once

#include <QtGlobal>

#include <deque>

namespace transom::inspect {

/// Which of the numbers that follow each other are rows: a bit for each, so that ten millions of them take little more than a megabyte, and both ways
/// (row → number, number → row) are a short search. Pure; one thread.
class RowMap
{
public:
    /// Nothing is there; the next number told of is `first`.
    void clear(quint64 first);
    /// Of number next().
    void append(bool isRow);
    /// The number that append() tells of.
    quint64 next() const { return m_next; }

    qsizetype size() const { return static_cast<qsizetype>(m_total - m_gone); }
    /// `row` is one of size().
    quint64 numberAt(qsizetype row) const;
    /// The row of `number`, or of the next one that is a row; size() if there is none.
    qsizetype rowAfter(quint64 number) const;
    bool isRow(quint64 number) const;
    /// Numbers below are rows no more; how many were.
    qsizetype dropBefore(quint64 number);

private:
    static constexpr quint64 BlockBits = 512;
    static constexpr size_t BlockWords = BlockBits / 64;

    quint64 countBelow(quint64 number) const; ///< rows below it since the beginning, those that have gone included

    std::deque<quint64> m_words;
    std::deque<quint64> m_before; ///< of each block: rows before it since the beginning
    quint64 m_base = 0;           ///< the number of the first bit, a multiple of BlockBits
    quint64 m_first = 0;          ///< numbers below have gone
    quint64 m_next = 0;
    quint64 m_total = 0;          ///< rows since the beginning
    quint64 m_gone = 0;           ///< of these, before m_first
};

} // namespace transom::inspect
