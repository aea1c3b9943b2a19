#pragma once

#include "core/inspect/framing_guess.h"
#include "core/inspect/stream_capture.h"
#include "core/inspect/tcp_reassembly.h"

#include <memory>

namespace transom::inspect {

/// Makes frames of a TCP connection that somebody else has captured: puts its segments in order, finds out how it is framed, and adds what it finds to a
/// capture. Memory is bounded, whatever comes.
class ForeignStream
{
public:
    ForeignStream(StreamCapture &capture, quint32 stream);
    ~ForeignStream();

    void segment(From from, quint32 sequence, bool opens, QByteArrayView bytes, qint64 length, qint64 timeNs);
    /// A FIN behind these bytes: what is under way in that direction will not become more.
    void ended(From from, quint32 sequence, qint64 length, qint64 timeNs);
    void finish();
    qint64 missing() const { return m_missing; }

private:
    struct Piece
    {
        From from = From::Client;
        TcpReassembly::Piece piece;
        bool ends = false; ///< the direction, and there are no bytes
    };
    struct Side
    {
        TcpReassembly order;
        QByteArray bytes;         ///< of frames that are not over
        qint64 begin = 0;         ///< offset of the first of these
        qint64 shift = 0;         ///< of the decoder's offsets, which count what it was given
        bool ended = false;
        bool unframed = false;    ///< only the other direction is cut into frames
        bool lost = false;        ///< bytes are missing: it is not known where frames begin any more
    };

    void arrived(From from, const TcpReassembly::Piece &piece);
    void decide();
    void take(const Piece &piece);
    void finishSide(From from, qint64 timeNs);
    void add(const DecodedFrame &decoded, qint64 timeNs);
    void addChunk(From from, const TcpReassembly::Piece &piece, const QString &name);

    StreamCapture &m_capture;
    const quint32 m_stream;
    Side m_sides[2];
    QList<Piece> m_waiting;       ///< until the framing is decided
    qint64 m_waitingBytes = 0;
    bool m_decided = false;
    bool m_isTransom = false;
    bool m_isTls = false;
    std::unique_ptr<FramingDecoder> m_decoder;
    qint64 m_missing = 0;
};

} // namespace transom::inspect
