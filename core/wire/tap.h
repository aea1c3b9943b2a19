#pragma once

#include "core/base/error.h"
#include "core/wire/frame.h"

namespace transom::wire {

enum class Direction : quint8 { Sent, Received };

/// Listens to one session. Called in the session's thread in two places only: when a frame is accepted for sending and
/// when one has been decoded or refused. Payloads of secret messages are replaced by zeros of the same length before
/// the call. Must be quick and must not call back into the session.
class Tap
{
public:
    virtual ~Tap() = default;
    virtual void frame(SessionId session, Direction direction, const Frame &frame) = 0;
    virtual void refused(SessionId session, const Error &error) = 0;
};

} // namespace transom::wire
