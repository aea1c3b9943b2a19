#include "core/lab/workbench/bench_call.h"

#include <QCoreApplication>

#include <netinet/in.h>
#include <netinet/tcp.h>

using namespace Qt::StringLiterals;

namespace transom::lab {

const std::array<BenchOptionInfo, BenchOptions> &benchOptions()
{
    using Value = BenchOptionInfo::Value;
    static constexpr std::array<BenchOptionInfo, BenchOptions> options{{
        {BenchOption::ReuseAddress, "SOL_SOCKET", "SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, Value::Switch},
        {BenchOption::ReusePort, "SOL_SOCKET", "SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT, Value::Switch},
        {BenchOption::NoDelay, "IPPROTO_TCP", "TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, Value::Switch},
        {BenchOption::Cork, "IPPROTO_TCP", "TCP_CORK", IPPROTO_TCP, TCP_CORK, Value::Switch},
        {BenchOption::KeepAlive, "SOL_SOCKET", "SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, Value::Switch},
        {BenchOption::Linger, "SOL_SOCKET", "SO_LINGER", SOL_SOCKET, SO_LINGER, Value::Linger},
        {BenchOption::SendBuffer, "SOL_SOCKET", "SO_SNDBUF", SOL_SOCKET, SO_SNDBUF, Value::Number},
        {BenchOption::ReceiveBuffer, "SOL_SOCKET", "SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, Value::Number},
        {BenchOption::ReceiveTimeout, "SOL_SOCKET", "SO_RCVTIMEO", SOL_SOCKET, SO_RCVTIMEO, Value::Time},
        {BenchOption::SendTimeout, "SOL_SOCKET", "SO_SNDTIMEO", SOL_SOCKET, SO_SNDTIMEO, Value::Time},
        {BenchOption::Broadcast, "SOL_SOCKET", "SO_BROADCAST", SOL_SOCKET, SO_BROADCAST, Value::Switch},
        {BenchOption::V6Only, "IPPROTO_IPV6", "IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY, Value::Switch},
    }};
    return options;
}

const BenchOptionInfo &benchOption(BenchOption option)
{
    return benchOptions()[static_cast<size_t>(option)];
}

QString benchCallName(BenchCall::Kind kind)
{
    static const std::array<QString, BenchKinds> names{u"socket"_s, u"bind"_s, u"listen"_s, u"connect"_s, u"accept"_s, u"send"_s, u"sendall"_s, u"sendto"_s, u"recv"_s, u"recvfrom"_s,
                                                       u"shutdown"_s, u"close"_s, u"setsockopt"_s, u"getsockopt"_s, u"setblocking"_s, u"getsockname"_s, u"getpeername"_s, u"poll"_s,
                                                       u"FIONREAD"_s, u"SIOCOUTQ"_s};
    return names[static_cast<size_t>(kind)];
}

Result<SocketAddress> benchAddress(BenchFamily family, const QString &text)
{
    const QString trimmed = text.trimmed();
    if (family == BenchFamily::Unix)
        return SocketAddress::forUnix(trimmed);
    const qsizetype colon = trimmed.lastIndexOf(u':');
    QString host = trimmed.first(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    bool isPort = false;
    const quint16 port = QStringView(trimmed).sliced(colon + 1).toUShort(&isPort);
    QHostAddress address;
    if (host.isEmpty())
        address = QHostAddress(colon < 0 ? (family == BenchFamily::IPv6 ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost)
                                         : (family == BenchFamily::IPv6 ? QHostAddress::AnyIPv6 : QHostAddress::AnyIPv4));
    else if (host == "localhost"_L1)
        address = QHostAddress(family == BenchFamily::IPv6 ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost);
    else if (!address.setAddress(host))
        isPort = false;
    if (!isPort)
        return fail(ErrorCode::BadArgument, family == BenchFamily::IPv6 ? QCoreApplication::translate("Lab", "That is no address with a port. Write it like [::1]:9000.")
                                                                        : QCoreApplication::translate("Lab", "That is no address with a port. Write it like 127.0.0.1:9000."));
    return SocketAddress(address, port);
}

} // namespace transom::lab
