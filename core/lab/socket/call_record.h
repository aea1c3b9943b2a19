#pragma once

#include <QByteArray>
#include <QString>

namespace transom::lab {

/// One system call of a lab socket, as it was made and what came of it: the cuts are the lesson, so nothing is joined or left out
/// (only a call that a signal has interrupted is repeated in silence).
struct CallRecord
{
    enum class Call : quint8 { Socket, Bind, Listen, Accept, Connect, Send, Receive, Shutdown, Close };

    Call call = Call::Receive;
    bool toServer = true;   ///< of Send and Receive: where the bytes go
    quint64 stream = 0;     ///< counts from 1; 0: a listening socket
    int descriptor = -1;
    bool server = false;    ///< our end is the server's
    bool datagram = false;
    bool truncated = false; ///< a datagram did not fit into `asked` bytes; the rest of it is lost (MSG_TRUNC)
    qint64 offset = 0;      ///< of the first byte in its direction, from 0
    qint64 asked = 0;       ///< what the call was given: bytes, or the backlog of listen
    qint64 result = 0;      ///< what it returned: -1 is an error
    int error = 0;          ///< errno then
    qint64 monotonicNs = 0; ///< when it returned
    qint64 wallMs = 0;
    QByteArray bytes;       ///< that were moved
    QString address;        ///< bind and listen: the own; accept, connect and datagrams: the other side's

    bool movedBytes() const { return (call == Call::Send || call == Call::Receive) && result > 0; }
};

} // namespace transom::lab
