#include "core/inspect/row_map.h"

#include <algorithm>
#include <bit>

namespace transom::inspect {

void RowMap::clear(quint64 first)
{
    m_words.clear();
    m_before.clear();
    m_base = first - first % BlockBits;
    m_first = m_next = first;
    m_total = m_gone = 0;
}

void RowMap::append(bool isRow)
{
    const quint64 bit = m_next - m_base;
    while (bit / 64 >= m_words.size()) {
        if (m_words.size() % BlockWords == 0)
            m_before.push_back(m_total);
        m_words.push_back(0);
    }
    if (isRow) {
        m_words.back() |= quint64(1) << (bit % 64);
        ++m_total;
    }
    ++m_next;
}

bool RowMap::isRow(quint64 number) const
{
    const quint64 bit = number - m_base;
    return number >= m_first && number < m_next && ((m_words[bit / 64] >> (bit % 64)) & 1) != 0;
}

quint64 RowMap::countBelow(quint64 number) const
{
    if (number >= m_next)
        return m_total;
    const quint64 bit = number - m_base;
    const size_t word = bit / 64;
    quint64 count = m_before[word / BlockWords];
    for (size_t each = word - word % BlockWords; each < word; ++each)
        count += static_cast<quint64>(std::popcount(m_words[each]));
    return count + static_cast<quint64>(std::popcount(m_words[word] & ((quint64(1) << (bit % 64)) - 1)));
}

qsizetype RowMap::rowAfter(quint64 number) const
{
    return static_cast<qsizetype>(countBelow(std::max(number, m_first)) - m_gone);
}

quint64 RowMap::numberAt(qsizetype row) const
{
    const quint64 wanted = static_cast<quint64>(row) + m_gone;
    const auto block = static_cast<size_t>(std::upper_bound(m_before.begin(), m_before.end(), wanted) - m_before.begin()) - 1;
    quint64 left = wanted - m_before[block];
    for (size_t word = block * BlockWords; word < m_words.size(); ++word) {
        const auto here = static_cast<quint64>(std::popcount(m_words[word]));
        if (left >= here) {
            left -= here;
            continue;
        }
        quint64 bits = m_words[word];
        for (; left > 0; --left)
            bits &= bits - 1;
        return m_base + word * 64 + static_cast<quint64>(std::countr_zero(bits));
    }
    return m_next;
}

qsizetype RowMap::dropBefore(quint64 number)
{
    number = std::min(number, m_next);
    if (number <= m_first)
        return 0;
    const quint64 before = countBelow(number);
    const auto gone = static_cast<qsizetype>(before - m_gone);
    m_gone = before;
    m_first = number;
    while (m_base + BlockBits <= m_first && m_words.size() > BlockWords) {
        m_words.erase(m_words.begin(), m_words.begin() + BlockWords);
        m_before.pop_front();
        m_base += BlockBits;
    }
    return gone;
}

} // namespace transom::inspect
