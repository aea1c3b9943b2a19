#pragma once

#include "core/wire/tap.h"

#include <QHash>
#include <QList>

#include <deque>
#include <functional>
#include <mutex>

namespace transom::inspect {

/// One thing a tap has seen: a frame, the reason why bytes were not taken for one, or that a session began or ended.
struct CapturedEvent
{
    enum class What : quint8 { Frame, Refusal, Began, Ended, Call };

    What what = What::Frame;
    quint64 seq = 0;           ///< counts from 1 over all that was seen, so that a gap shows where events were dropped
    qint64 monotonicNs = 0;    ///< for differences
    qint64 wallMs = 0;         ///< since 1970
    SessionId session;
    wire::Direction direction = wire::Direction::Received;
    wire::FrameHeader header;  ///< all zero where the frame was refused
    QByteArray payload;        ///< the first bytes of it; header.length says how many there were. Zeros where it is secret
    qint64 offset = 0;         ///< of the frame's first byte in its direction, from the start of the session
    Error refused;             ///< why, of a refusal; why the session ended
    wire::TapStart start;      ///< of What::Began
    wire::TapCall call;        ///< of What::Call

    bool isRefusal() const { return what == What::Refusal; }
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
        bool calls = false;                     ///< what calls moved the bytes, too
        bool data = true;                       ///< DATA's payload, too: contents of files, output of commands
        std::function<void()> arrived = {};     ///< called in a session's thread when something is there after nothing was
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

    void began(SessionId session, const wire::TapStart &start) override;
    void ended(SessionId session, const Error &reason) override;
    bool wantsCalls() const override { return m_options.calls; }
    void call(SessionId session, wire::Direction direction, const wire::TapCall &call) override;

    /// Takes the oldest events out, at most `most` of them.
    Batch drain(qsizetype most);
    /// Everything dropped since the beginning.
    quint64 droppedInAll() const;

private:
    /// Where a session is in its bytes.
    struct Position
    {
        qint64 sent = 0;
        qint64 received = 0;
    };

    void keep(CapturedEvent event);
    void push(CapturedEvent event);
    void count(CapturedEvent &event);
    void dropOldest();

    const Options m_options;
    mutable std::mutex m_mutex;
    std::deque<CapturedEvent> m_events;
    std::deque<CapturedEvent> m_beginnings; ///< saved from being dropped: without them nobody knows who talks
    QHash<SessionId, Position> m_positions;
    qint64 m_payloadBytes = 0;
    quint64 m_lastSeq = 0;
    quint64 m_dropped = 0;      ///< since the last drain
    quint64 m_droppedInAll = 0;
};

} // namespace transom::inspect
