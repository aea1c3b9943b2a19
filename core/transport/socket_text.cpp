#include "core/transport/socket_text.h"

#include <QCoreApplication>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace transom::transport {

namespace {

constexpr int MostUnsent = 128 * 1024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Transport)
};

} // namespace

QHostAddress plainAddress(const QHostAddress &address)
{
    bool mapped = false;
    const quint32 ipv4 = address.toIPv4Address(&mapped);
    return mapped ? QHostAddress(ipv4) : address;
}

QString endpointText(const QString &host, quint16 port)
{
    return (host.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

QString endpointText(const QHostAddress &address, quint16 port)
{
    return endpointText(plainAddress(address).toString(), port);
}

Error connectError(QAbstractSocket::SocketError error, const QString &host, const QString &where)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return {
            ErrorCode::ConnectionRefused,
            Text::tr("Nothing listens at %1. Check the port, and that the server is running.")
                .arg(where)};
    case QAbstractSocket::HostNotFoundError:
        return {
            ErrorCode::HostNotFound,
            Text::tr("There is no computer named %1. Check the spelling, or use its address.")
                .arg(host)};
    case QAbstractSocket::SocketTimeoutError:
        return {ErrorCode::TimedOut,
                Text::tr("%1 does not answer. Check the address, and that no firewall is in the way.")
                    .arg(where)};
    case QAbstractSocket::NetworkError:
    case QAbstractSocket::SocketAccessError:
        return {ErrorCode::NetworkUnreachable,
                Text::tr("%1 cannot be reached from here. Check the address and this computer's network.")
                    .arg(where)};
    case QAbstractSocket::SocketResourceError:
        return {ErrorCode::Internal,
                Text::tr("Too many connections are open on this computer to connect to %1. Close some.")
                    .arg(where)};
    default:
        return {ErrorCode::ConnectionLost,
                Text::tr("The connection to %1 was lost while it was being made. Try again.")
                    .arg(where)};
    }
}

Error connectTimedOut(const QString &where, std::chrono::milliseconds timeout)
{
    return {
        ErrorCode::TimedOut,
        Text::tr("%1 did not answer within %2 s. Check the address, and that no firewall is in the way.")
            .arg(where)
            .arg(static_cast<double>(timeout.count()) / 1000)};
}

Error connectionError(QAbstractSocket::SocketError error, const QString &where)
{
    if (error == QAbstractSocket::RemoteHostClosedError)
        return {};
    return {ErrorCode::ConnectionLost,
            Text::tr("The connection to %1 was lost. Check the network, then connect again.")
                .arg(where)};
}

void tuneTcp(qintptr descriptor)
{
    const auto set = [descriptor](int level, int name, int value) {
        ::setsockopt(static_cast<int>(descriptor), level, name, &value, sizeof value);
    };
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_NOTSENT_LOWAT, MostUnsent);
}

} // namespace transom::transport
