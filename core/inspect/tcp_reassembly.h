#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <map>

namespace transom::inspect {

/// Puts one direction of a captured TCP connection in the order of its sequence numbers. What was sent again is left out, what comes early waits, and
/// what never comes is given up once more than so much waits behind it. Any numbers may be given; memory is bounded. Pure.
class TcpReassembly
{
public:
    static constexpr qint64 MostWaiting = 1 << 20;
    static constexpr size_t MostPieces = 4'096;

    struct Piece
    {
        qint64 offset = 0;  ///< from the first byte of the direction that was seen
        qint64 timeNs = 0;
        QByteArray bytes;
        qint64 missing = 0; ///< bytes before it that never came, or were not kept
    };

    /// `length` bytes were sent, of which `bytes` are the first. Returns what can now be told, in order.
    QList<Piece> add(quint32 sequence, bool opens, QByteArrayView bytes, qint64 length, qint64 timeNs);
    /// Everything before that number has been told.
    bool hasAll(quint32 sequence) const { return m_started && m_waiting.empty() && sequence == static_cast<quint32>(static_cast<quint64>(m_next) + m_base); }
    /// There is nothing more: what waits is told with its gaps.
    QList<Piece> finish();

private:
    void drain(QList<Piece> &ready, bool skipGaps);

    struct Waiting
    {
        QByteArray bytes;
        qint64 length = 0;
        qint64 timeNs = 0;
    };

    bool m_started = false;
    quint32 m_base = 0;    ///< the sequence number of offset 0, modulo 2^32
    qint64 m_next = 0;     ///< offset that is expected
    qint64 m_missing = 0;  ///< just before m_next
    std::map<qint64, Waiting> m_waiting;
    qint64 m_waitingBytes = 0;
};

} // namespace transom::inspect
