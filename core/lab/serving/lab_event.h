#pragma once

#include "core/base/error.h"
#include "core/lab/socket/call_record.h"

#include <functional>

namespace transom::lab {

/// Something that a lab server or client has done or seen.
struct LabEvent
{
    enum class Kind : quint8 {
        Listening,    ///< `local` is where
        NotListening, ///< the listening socket is closed: N connections have come, or the end is near
        Waiting,      ///< `number` connections are complete and wait in the kernel to be accepted; each change
        Setup,        ///< a handler has its connection: `local`, `peer`
        Handle,       ///< it begins to serve
        Finish,       ///< it is through: `number` nanoseconds since Setup; `error` where the dialect was broken
        Call,         ///< `call`
        Said,         ///< the other side's words, in `text`
        Told,         ///< `text`, for whoever watches
        Problem,      ///< `text`: the other side did what the dialect does not allow, or something went wrong
        LineWanted,   ///< the next line typed is for this stream
        Logged,       ///< `text` went into the access log
        Silent,       ///< `text`: nothing has come for a while, or been taken, and what is waited for; nothing ends by it
        Ended,        ///< the last event of a server or client; `error` where it failed
    };

    Kind kind = Kind::Call;
    quint64 seq = 0;        ///< counts from 1 over a server or a client
    quint64 stream = 0;     ///< counts from 1; 0: the listening socket, or none
    qint64 monotonicNs = 0; ///< of a call: when it returned
    qint64 wallMs = 0;
    qint64 number = 0;
    qint64 process = 0;     ///< of Setup, Handle and Finish: who serves
    qint64 thread = 0;
    bool datagram = false;  ///< of Setup: there is no connection
    QString text;
    QString local;
    QString peer;
    Error error;
    CallRecord call;
};

/// Called in threads of the lab, several at once; must be quick. A sink that waits makes the traffic wait.
using LabSink = std::function<void(const LabEvent &)>;

/// "setup", "call", …: stable words for scripts.
const char *eventName(LabEvent::Kind kind);
/// The event as a sentence, translated and escaped.
QString describeEvent(const LabEvent &event);

} // namespace transom::lab
