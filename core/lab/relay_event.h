#pragma once

#include "core/base/error.h"
#include "core/inspect/framing.h"
#include "core/lab/relay_faults.h"

#include <QByteArray>
#include <QString>

#include <functional>

namespace transom::lab {

using inspect::From;

/// Something a relay has seen or done. It sees its own reads and writes: how the bytes were cut by the peers' sends and will be by their
/// receives it cannot know.
struct RelayEvent
{
    enum class Kind : quint8 {
        Opened,        ///< a client has connected, or sent its first datagram
        Connected,     ///< the target has accepted the relay's connection
        ConnectFailed, ///< it has not; `error` says why. The client's connection is reset
        Read,          ///< `bytes` came from the side `from`
        Written,       ///< [offset, offset + length) of what `from` sent was given to the other side's socket
        EndRead,       ///< `from` has ended its direction (FIN)
        EndWritten,    ///< and that was passed on
        ResetRead,     ///< `from` has reset the connection, or the system gave it up; `error` says which
        ResetWritten,  ///< the other side's connection was reset by the relay
        Injected,      ///< a fault was applied to this range; `fault`, `amount`
        Dropped,       ///< bytes that could not be passed on: no room for a datagram, or the other side has gone
        PeerError,     ///< a datagram could not be delivered; `error` says why, as the kernel reports it
        Closed,        ///< the last event of a stream
    };

    Kind kind = Kind::Read;
    From from = From::Client;
    FaultKind fault = FaultKind::None;
    quint64 seq = 0;        ///< counts from 1 over all streams of a relay
    qint64 monotonicNs = 0;
    qint64 wallMs = 0;
    quint64 stream = 0;     ///< counts from 1
    qint64 offset = 0;      ///< in what `from` has sent on this stream, from 0
    qint64 length = 0;
    qint64 amount = 0;      ///< of a fault: nanoseconds, bytes, bytes a second, or the bit's number in the direction's stream
    QByteArray bytes;       ///< of Read, and of Written where a fault has changed them or cut them; the first of them, as RelayOptions::keepBytes and keepAtMost say
    QString client;         ///< Opened: the client's address
    QString target;         ///< Connected: the address that answered
    Error error;
};

/// Called in an I/O thread; must be quick. Events of one stream come in their order, those of several streams may come at once from several
/// threads. A sink that waits makes the traffic wait.
using RelaySink = std::function<void(const RelayEvent &)>;

} // namespace transom::lab
