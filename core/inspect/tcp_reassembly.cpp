#include "core/inspect/tcp_reassembly.h"

#include <algorithm>
#include <utility>

namespace transom::inspect {

QList<TcpReassembly::Piece> TcpReassembly::add(quint32 sequence, bool opens, QByteArrayView bytes, qint64 length, qint64 timeNs)
{
    if (opens)
        ++sequence; // SYN takes a number
    if (!m_started) {
        m_started = true;
        m_base = sequence;
    }
    QList<Piece> ready;
    if (length <= 0)
        return ready;
    // The distance to what is expected, in the shorter direction (RFC 9293, 3.4).
    const auto distance = static_cast<qint32>(sequence - static_cast<quint32>(static_cast<quint64>(m_next) + m_base));
    qint64 offset = m_next + distance;
    if (offset + length <= m_next)
        return ready; // sent again
    if (offset < m_next) {
        const qint64 known = m_next - offset;
        bytes = bytes.sliced(std::min<qsizetype>(static_cast<qsizetype>(known), bytes.size()));
        length -= known;
        offset = m_next;
    }
    if (const auto same = m_waiting.find(offset); same != m_waiting.end()) {
        if (same->second.length >= length)
            return ready;
        m_waitingBytes -= same->second.bytes.size();
        m_waiting.erase(same);
    }
    m_waiting.emplace(offset, Waiting{bytes.first(std::min<qsizetype>(bytes.size(), static_cast<qsizetype>(length))).toByteArray(), length, timeNs});
    m_waitingBytes += std::min<qint64>(bytes.size(), length);
    drain(ready, m_waitingBytes > MostWaiting || m_waiting.size() > MostPieces);
    return ready;
}

QList<TcpReassembly::Piece> TcpReassembly::finish()
{
    QList<Piece> ready;
    drain(ready, true);
    return ready;
}

void TcpReassembly::drain(QList<Piece> &ready, bool skipGaps)
{
    while (!m_waiting.empty()) {
        const auto first = m_waiting.begin();
        if (first->first > m_next && !skipGaps)
            return;
        const qint64 offset = first->first;
        Waiting waiting = std::move(first->second);
        m_waiting.erase(first);
        m_waitingBytes -= waiting.bytes.size();
        const qint64 end = offset + waiting.length;
        if (end <= m_next)
            continue;
        if (offset > m_next)
            m_missing += offset - m_next;
        const qint64 known = std::max<qint64>(m_next - offset, 0);
        QByteArray bytes = waiting.bytes.mid(static_cast<qsizetype>(std::min<qint64>(known, waiting.bytes.size())));
        if (!bytes.isEmpty())
            ready.append({offset + known, waiting.timeNs, bytes, std::exchange(m_missing, 0)});
        m_missing += waiting.length - std::max<qint64>(waiting.bytes.size(), known);
        m_next = end;
    }
}

} // namespace transom::inspect
