#include "core/lab/workbench/bench_socket.h"

#include <QCoreApplication>

#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <tuple>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

using Kind = BenchCall::Kind;

// linux/tcp_states.h is not for programs.
constexpr int FinWait1 = 4;
constexpr int FinWait2 = 5;
constexpr int TimeWait = 6;
constexpr int CloseWait = 8;
constexpr int LastAck = 9;
constexpr int Listen = 10;
constexpr int Closing = 11;

auto shown(const BenchSocket &socket)
{
    return std::make_tuple(socket.local.text(), socket.peer.text(), socket.listening, socket.connected, socket.blocking, socket.tcpState, socket.inQueue, socket.outQueue, socket.rttUs, socket.waiting);
}

template<class Function>
SocketAddress nameBy(int descriptor, Function function)
{
    SocketAddress address;
    socklen_t size = SocketAddress::Most;
    if (function(descriptor, address.data(), &size) == 0)
        address.resize(size);
    return address;
}

std::optional<qint64> queue(int descriptor, unsigned long request)
{
    int count = 0;
    if (::ioctl(descriptor, request, &count) < 0)
        return {};
    return count;
}

/// tcp(7): of a listener tcpi_unacked is the length of its queue.
std::optional<qint64> waitingOn(int descriptor)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
        return {};
    return info.tcpi_unacked;
}

void refreshClosed(BenchSocket &socket)
{
    socket.listening = socket.connected = false;
    socket.inQueue = socket.outQueue = socket.waiting = {};
    socket.rttUs = {};
    socket.tcpState = {};
    if (!socket.isTcp() || socket.peer.isNull())
        return;
    const auto left = transport::statisticsOf({QHostAddress(socket.local.data()), socket.local.port()}, {QHostAddress(socket.peer.data()), socket.peer.port()});
    // Where the connection is gone, a listener with its address may answer in its place.
    if (left && left->state != Listen)
        socket.tcpState = left->state;
}

} // namespace

bool refreshBenchSocket(BenchSocket &socket)
{
    const auto before = shown(socket);
    const int descriptor = socket.descriptor.get();
    if (!socket.isOpen()) {
        refreshClosed(socket);
        return before != shown(socket);
    }
    socket.local = nameBy(descriptor, ::getsockname);
    // What a connection was called stays known when it is over: that is how its TIME_WAIT is found.
    SocketAddress peer;
    socklen_t size = SocketAddress::Most;
    socket.connected = ::getpeername(descriptor, peer.data(), &size) == 0;
    if (socket.connected) {
        peer.resize(size);
        socket.peer = peer;
    }
    int listening = 0;
    socklen_t length = sizeof listening;
    socket.listening = ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) == 0 && listening != 0;
    socket.blocking = (::fcntl(descriptor, F_GETFL) & O_NONBLOCK) == 0;
    socket.tcpState = {};
    socket.rttUs = {};
    socket.waiting = {};
    socket.inQueue = socket.listening ? std::nullopt : queue(descriptor, FIONREAD);
    socket.outQueue = socket.listening ? std::nullopt : queue(descriptor, SIOCOUTQ);
    if (!socket.isTcp())
        return before != shown(socket);
    if (const auto statistics = transport::socketStatistics(descriptor)) {
        socket.tcpState = statistics->state;
        if (!socket.listening && socket.connected)
            socket.rttUs = statistics->rttUs;
    }
    if (socket.listening)
        socket.waiting = waitingOn(descriptor);
    return before != shown(socket);
}

bool BenchSocket::peerEnded() const
{
    const int state = tcpState.value_or(0);
    return state == CloseWait || state == LastAck || state == Closing || state == TimeWait;
}

QString BenchSocket::typeText() const
{
    switch (family) {
    case BenchFamily::IPv4:
        return datagram ? u"UDP · IPv4"_s : u"TCP · IPv4"_s;
    case BenchFamily::IPv6:
        return datagram ? u"UDP · IPv6"_s : u"TCP · IPv6"_s;
    case BenchFamily::Unix:
        break;
    }
    return datagram ? QCoreApplication::translate("Lab", "Unix · datagrams") : QCoreApplication::translate("Lab", "Unix · stream");
}

QString BenchSocket::stateText() const
{
    if (isTcp() && tcpState && (isOpen() || *tcpState == TimeWait || *tcpState == FinWait1 || *tcpState == FinWait2 || *tcpState == LastAck || *tcpState == Closing || *tcpState == CloseWait))
        return transport::socketStateName(*tcpState);
    if (!isOpen())
        return QCoreApplication::translate("Lab", "closed");
    if (listening)
        return transport::socketStateName(Listen);
    return connected ? QCoreApplication::translate("Lab", "connected") : isBound() ? QCoreApplication::translate("Lab", "bound") : QCoreApplication::translate("Lab", "open");
}

namespace {

QString whyNotConnected(const BenchSocket &socket)
{
    return socket.listening ? QCoreApplication::translate("Lab", "%1 listens: it makes connections, it is none. Accept one and use that (ENOTCONN).").arg(socket.name())
                            : QCoreApplication::translate("Lab", "%1 is not connected to anybody (ENOTCONN).").arg(socket.name());
}

QString whyNotBound(const BenchSocket &socket)
{
    if (socket.isBound())
        return QCoreApplication::translate("Lab", "%1 has an address already, and a socket gets one only once (EINVAL).").arg(socket.name());
    return {};
}

QString whyNotListen(const BenchSocket &socket)
{
    if (socket.datagram)
        return QCoreApplication::translate("Lab", "Datagrams come without a connection: there is nothing to listen for (EOPNOTSUPP).");
    if (socket.connected)
        return QCoreApplication::translate("Lab", "%1 is a connection: it cannot make others (EINVAL).").arg(socket.name());
    if (!socket.isBound())
        return socket.family == BenchFamily::Unix ? QCoreApplication::translate("Lab", "Bind it first: without a name nobody could find it (EINVAL).") : QCoreApplication::translate("Lab", "Bind it first: without that the kernel chooses a port that nobody knows.");
    return {};
}

QString whyNotSend(const BenchSocket &socket)
{
    if (!socket.connected && socket.datagram)
        return QCoreApplication::translate("Lab", "%1 has no fixed other end: use sendto, or connect it first (EDESTADDRREQ).").arg(socket.name());
    if (!socket.connected)
        return whyNotConnected(socket);
    if (socket.writeEnded)
        return QCoreApplication::translate("Lab", "Its sending half has been shut down (EPIPE).");
    return {};
}

QString whyNotReceive(const BenchSocket &socket)
{
    if (socket.datagram)
        return socket.isBound() ? QString() : QCoreApplication::translate("Lab", "%1 has no address yet: nobody can send to it, and recv would wait for ever.").arg(socket.name());
    return socket.connected || socket.peerEnded() ? QString() : whyNotConnected(socket);
}

} // namespace

QString whyNot(const BenchSocket &socket, BenchCall::Kind kind)
{
    if (!socket.isOpen())
        return QCoreApplication::translate("Lab", "%1 is closed: there is no descriptor any more (EBADF).").arg(socket.name());
    switch (kind) {
    case Kind::Bind:
        return whyNotBound(socket);
    case Kind::Listen:
        return whyNotListen(socket);
    case Kind::Connect:
        if (socket.listening)
            return QCoreApplication::translate("Lab", "%1 listens: it waits for others to connect (EISCONN).").arg(socket.name());
        return socket.connected && !socket.datagram ? QCoreApplication::translate("Lab", "%1 is connected already; a stream has one other end for life (EISCONN).").arg(socket.name()) : QString();
    case Kind::Accept:
        return socket.listening ? QString() : socket.datagram ? QCoreApplication::translate("Lab", "Datagrams come without a connection: there is nothing to accept (EOPNOTSUPP).") : QCoreApplication::translate("Lab", "%1 does not listen (EINVAL).").arg(socket.name());
    case Kind::Send:
    case Kind::SendAll:
        return whyNotSend(socket);
    case Kind::SendTo:
        return socket.datagram ? QString() : QCoreApplication::translate("Lab", "A stream goes to the end it is connected to: an address means nothing here.");
    case Kind::Receive:
    case Kind::ReceiveFrom:
        return whyNotReceive(socket);
    case Kind::Shutdown:
        return socket.connected ? QString() : whyNotConnected(socket);
    case Kind::PeerName:
        return socket.connected ? QString() : whyNotConnected(socket);
    case Kind::Readable:
    case Kind::Unsent:
        return socket.listening ? QCoreApplication::translate("Lab", "A listener has no bytes of its own (EINVAL).") : QString();
    case Kind::Socket:
    case Kind::Close:
    case Kind::SetOption:
    case Kind::GetOption:
    case Kind::SetBlocking:
    case Kind::LocalName:
    case Kind::Poll:
        return {};
    }
    return {};
}

} // namespace transom::lab
