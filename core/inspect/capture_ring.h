#pragma once

#include "core/wire/tap.h"

#include <QList>

#include <deque>
#include <mutex>

namespace transom::inspect {

/// One thing a tap has seen: a frame, or the reason why bytes were not taken for one.
struct CapturedEvent
{
    quint64 seq = 0;           ///< counts from 1 over all that was seen, so that a gap shows where events were dropped
    qint64 monotonicNs = 0;    ///< for differences
    qint64 wallMs = 0;         ///< since 1970
    SessionId session;
    wire::Direction direction = wire::Direction::Received;
    wire::FrameHeader header;  ///< all zero where the frame was refused
    QByteArray payload;        ///< the first bytes of it; header.length says how many there were. Zeros where it is secret
    Error refused;             ///< code None: this is a frame

    bool isRefusal() const { return refused.code != ErrorCode::None; }
};

/// Keeps what taps see until somebody comes for it, within a fixed amount of memory: when it is full, the oldest events go, and
/// they are counted. One ring may serve many sessions. Any thread; a reader calls drain() on a timer of its own.
class CaptureRing : public wire::Tap
{
public:
    struct Options
    {
        qsizetype events = 10'000;              ///< kept at most
        qsizetype payloadPrefix = 4 * 1024;     ///< bytes of each payload that are kept
        qint64 payloadBytes = 16 * 1024 * 1024; ///< of all of them together, at most
    };

    struct Batch
    {
        QList<CapturedEvent> events; ///< oldest first
        quint64 dropped = 0;         ///< that would have come before or between these, since the drain() before
        bool more = false;           ///< there are others already
    };

    CaptureRing();
    explicit CaptureRing(const Options &options);

    void frame(SessionId session, wire::Direction direction, const wire::Frame &frame) override;
    void refused(SessionId session, const Error &error) override;

    /// Takes the oldest events out, at most `most` of them.
    Batch drain(qsizetype most);
    /// Everything dropped since the beginning.
    quint64 droppedInAll() const;

private:
    void keep(CapturedEvent event);
    void dropOldest();

    const Options m_options;
    mutable std::mutex m_mutex;
    std::deque<CapturedEvent> m_events;
    qint64 m_payloadBytes = 0;
    quint64 m_lastSeq = 0;
    quint64 m_dropped = 0;      ///< since the last drain
    quint64 m_droppedInAll = 0;
};

} // namespace transom::inspect
