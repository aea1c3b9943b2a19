#pragma once

#include "core/lab/socket/call_record.h"
#include "core/lab/workbench/bench_socket.h"

#include <QHash>
#include <QMap>

namespace transom::lab {

/// Whose bytes they are: gives the calls of the workbench's sockets the streams, directions and offsets that views of the wire know (CallRecord), the same
/// stream for both ends of a connection.
class BenchStreams
{
public:
    struct Stream
    {
        QString client;
        QString server;
        bool clientIsOurs = false;
        bool serverIsOurs = false;
        bool datagram = false;
    };

    /// Connections have two ends; the one that accepts is the server. `others`: all sockets there are.
    QList<CallRecord> records(const BenchEntry &entry, const BenchSocket &socket, const QList<const BenchSocket *> &others);
    /// nullptr: there is none.
    const Stream *stream(quint64 number) const;
    /// The socket is closed. The streams that nobody has any more.
    QList<quint64> closed(int socket);

private:
    struct End
    {
        quint64 stream = 0;
        bool server = false;
    };
    struct Offsets
    {
        qint64 sent[2] = {0, 0};     ///< by whether it goes to the server
        qint64 received[2] = {0, 0};
    };

    End endOf(const BenchSocket &socket, const SocketAddress &other, const QList<const BenchSocket *> &others, bool sends);
    quint64 open(const Stream &stream);

    quint64 m_last = 0;
    QMap<quint64, Stream> m_streams;
    QHash<quint64, Offsets> m_offsets;
    QHash<std::pair<int, QString>, End> m_ends; ///< by socket and, of datagrams, the other address
};

} // namespace transom::lab
