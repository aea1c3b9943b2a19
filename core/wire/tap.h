#pragma once

#include "core/base/error.h"
#include "core/wire/frame.h"

#include <QString>

namespace transom::wire {

enum class Direction : quint8 { Sent, Received };

/// Where a tap begins to listen: it may come to a session that has been talking for a while.
struct TapStart
{
    bool isServer = false; ///< the session is a server's end
    QString local;         ///< as transport::StreamInfo writes addresses
    QString peer;
    qint64 sent = 0;       ///< bytes of frames before the first one the tap will see, in each direction: with these, both ends
    qint64 received = 0;   ///< of a connection count the same bytes the same
};

/// One call by which bytes of a session went to the operating system or came from it.
struct TapCall
{
    bool encrypted = false; ///< TLS records: the offsets are not those of frames
    qint64 offset = 0;
    qint64 length = 0;
    qint64 left = -1;       ///< as transport::StreamCall has these
    qint64 plain = -1;
    qint64 plainEnd = -1;
};

/// Listens to one session. Called in the session's thread where a frame is accepted for sending, where one has been decoded or
/// refused, and when listening begins and the session ends. Payloads of secret messages are replaced by zeros of the same length before
/// the call. Must be quick and must not call back into the session.
class Tap
{
public:
    virtual ~Tap() = default;
    virtual void frame(SessionId session, Direction direction, const Frame &frame) = 0;
    virtual void refused(SessionId session, const Error &error) = 0;
    /// Before the first frame, once the stream is connected.
    virtual void began(SessionId session, const TapStart &start)
    {
        Q_UNUSED(session)
        Q_UNUSED(start)
    }
    /// Whether calls are to be told, too; asked when listening begins.
    virtual bool wantsCalls() const { return false; }
    virtual void call(SessionId session, Direction direction, const TapCall &call)
    {
        Q_UNUSED(session)
        Q_UNUSED(direction)
        Q_UNUSED(call)
    }
    /// The session is over; nothing follows.
    virtual void ended(SessionId session, const Error &reason)
    {
        Q_UNUSED(session)
        Q_UNUSED(reason)
    }
};

} // namespace transom::wire
