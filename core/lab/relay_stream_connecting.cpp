// The way of a stream to its target: one address after the other, until one answers.

#include "core/lab/relay_stream.h"
#include "core/transport/socket_text.h"

#include <QHostInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace transom::lab {

namespace {

using Kind = RelayEvent::Kind;

socklen_t socketAddress(const QHostAddress &address, quint16 port, sockaddr_storage &storage)
{
    storage = {};
    bool isIPv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIPv4);
    if (isIPv4) {
        auto *in = static_cast<sockaddr_in *>(static_cast<void *>(&storage));
        in->sin_family = AF_INET;
        in->sin_port = htons(port);
        in->sin_addr.s_addr = htonl(ipv4);
        return sizeof *in;
    }
    auto *in = static_cast<sockaddr_in6 *>(static_cast<void *>(&storage));
    in->sin6_family = AF_INET6;
    in->sin6_port = htons(port);
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    std::memcpy(&in->sin6_addr, &ipv6, sizeof ipv6);
    in->sin6_scope_id = address.scopeId().toUInt();
    return sizeof *in;
}

void setNoDelay(int descriptor)
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

QAbstractSocket::SocketError socketError(int number)
{
    switch (number) {
    case ECONNREFUSED:
        return QAbstractSocket::ConnectionRefusedError;
    case ETIMEDOUT:
        return QAbstractSocket::SocketTimeoutError;
    case ENETUNREACH:
    case EHOSTUNREACH:
        return QAbstractSocket::NetworkError;
    default:
        return QAbstractSocket::UnknownSocketError;
    }
}

} // namespace

void RelayStream::start()
{
    const int client = leg(From::Client).socket.get();
    ::fcntl(client, F_SETFL, ::fcntl(client, F_GETFL) | O_NONBLOCK); // QTcpServer hands out blocking ones
    setNoDelay(client);
    RelayEvent opened;
    opened.kind = Kind::Opened;
    opened.client = m_clientText;
    emitEvent(std::move(opened));
    takeDefaults();
    m_patience.start(m_target.patience);
    if (const QHostAddress literal(m_target.host); !literal.isNull())
        return resolved({literal});
    QHostInfo::lookupHost(m_target.host, this, [this](const QHostInfo &info) {
        if (!m_finished)
            resolved(info.addresses());
    });
}

void RelayStream::resolved(const QList<QHostAddress> &addresses)
{
    m_addresses = addresses;
    m_lastError = transport::connectError(QAbstractSocket::HostNotFoundError, m_target.host, transport::endpointText(m_target.host, m_target.port));
    tryNext();
}

void RelayStream::tryNext()
{
    Leg &server = leg(From::Server);
    while (!m_addresses.isEmpty()) {
        m_trying = m_addresses.takeFirst();
        sockaddr_storage storage;
        const socklen_t size = socketAddress(m_trying, m_target.port, storage);
        server.socket = Descriptor(::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        const auto *address = static_cast<const sockaddr *>(static_cast<const void *>(&storage));
        if (server.socket && (::connect(server.socket.get(), address, size) == 0 || errno == EINPROGRESS)) {
            server.writable = std::make_unique<QSocketNotifier>(server.socket.get(), QSocketNotifier::Write);
            connect(server.writable.get(), &QSocketNotifier::activated, this, [this] { connectDone(); });
            return;
        }
        m_lastError = socketFailure(errno, transport::endpointText(m_target.host, m_target.port));
    }
    connectFailed(m_lastError);
}

void RelayStream::connectDone()
{
    Leg &server = leg(From::Server);
    int number = 0;
    socklen_t size = sizeof number;
    ::getsockopt(server.socket.get(), SOL_SOCKET, SO_ERROR, &number, &size);
    server.writable->setEnabled(false);
    server.writable.release()->deleteLater(); // this is its signal
    if (number == 0)
        return established();
    m_lastError = socketFailure(number, transport::endpointText(m_target.host, m_target.port));
    server.socket.reset();
    tryNext();
}

void RelayStream::connectFailed(const Error &error)
{
    // The client has been told that it is connected: a reset is the nearest thing to the truth.
    emitEvent(Kind::ConnectFailed, From::Server, 0, 0, error);
    abortLeg(From::Client);
    emitEvent(Kind::ResetWritten, From::Server);
    finish();
}

void RelayStream::established()
{
    m_patience.stop();
    setNoDelay(leg(From::Server).socket.get());
    RelayEvent connected;
    connected.kind = Kind::Connected;
    connected.from = From::Server;
    connected.target = transport::endpointText(m_trying, m_target.port);
    emitEvent(std::move(connected));
    watch(From::Client);
    watch(From::Server);
    for (const From from : {From::Client, From::Server})
        pump(from); // a fault may have its time set, with or without any byte
}

Error RelayStream::socketFailure(int number, const QString &where) const
{
    return transport::connectError(socketError(number), m_target.host, where);
}

} // namespace transom::lab
