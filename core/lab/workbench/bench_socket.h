#pragma once

#include "core/base/descriptor.h"
#include "core/lab/workbench/bench_call.h"
#include "core/transport/socket_statistics.h"

#include <QList>

namespace transom::lab {

/// A socket of the workbench and what the kernel says of it. Nothing of it is remembered where the kernel can be asked.
struct BenchSocket
{
    int number = 0;              ///< "s1" is 1
    Descriptor descriptor;       ///< none: it is closed
    BenchFamily family = BenchFamily::IPv4;
    bool datagram = false;
    int acceptedBy = 0;          ///< the listener's number
    int partner = 0;             ///< the socket of the workbench at the other end; 0: there is none, or it is not known
    quint64 connectedAs = 0;     ///< the number of the connect() in the log: Unix-domain ends have no names, only an order
    SocketAddress local;
    SocketAddress peer;          ///< null: not connected
    bool portByKernel = true;    ///< it has not asked for one: its address is another each time
    bool listening = false;
    bool connected = false;
    bool blocking = true;
    bool writeEnded = false;     ///< shutdown() of sending
    bool readEnded = false;
    std::optional<int> tcpState; ///< of TCP: also a while after close()
    std::optional<qint64> inQueue;
    std::optional<qint64> outQueue;
    std::optional<quint64> rttUs;
    std::optional<qint64> waiting; ///< of a TCP listener: connections that nobody has accepted yet
    QList<quint64> running;      ///< calls that wait, by their number in the log

    QString name() const { return QStringLiteral("s%1").arg(number); }
    bool isOpen() const { return static_cast<bool>(descriptor); }
    bool isTcp() const { return !datagram && family != BenchFamily::Unix; }
    bool isBound() const { return local.isUnix() ? !local.text().isEmpty() : local.port() != 0; }
    /// The other side has ended its direction, as far as the kernel tells.
    bool peerEnded() const;
    /// "TCP · IPv4", "Unix datagram".
    QString typeText() const;
    /// "LISTEN", "ESTABLISHED"; of others than TCP "bound", "connected", "open"; "closed".
    QString stateText() const;
};

/// Asks the kernel anew. True: something that is shown has changed.
bool refreshBenchSocket(BenchSocket &socket);

/// Why a call makes no sense now, in one sentence, with the error that it is going to meet where that is certain; empty: it does.
QString whyNot(const BenchSocket &socket, BenchCall::Kind kind);

} // namespace transom::lab
