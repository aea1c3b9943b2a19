#include "core/transport/socket_statistics.h"

#include "core/base/clock.h"
#include "core/base/descriptor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#ifdef Q_OS_LINUX
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#endif

namespace transom::transport {

std::optional<qint64> waitingToBeRead(int descriptor)
{
    int bytes = 0;
    if (::ioctl(descriptor, FIONREAD, &bytes) != 0)
        return {};
    return bytes;
}

QString socketStateName(int state)
{
    static constexpr const char *Names[] = {"",         "ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
                                            "CLOSE",    "CLOSE_WAIT",  "LAST_ACK",   "LISTEN",   "CLOSING"};
    return state > 0 && state < static_cast<int>(std::size(Names)) ? QLatin1String(Names[state]) : QString::number(state);
}

namespace {

SocketEndpoint endpointFrom(const sockaddr_storage &address)
{
    QHostAddress host(reinterpret_cast<const sockaddr *>(&address));
    bool isIpv4 = false;
    if (const quint32 ipv4 = host.toIPv4Address(&isIpv4); isIpv4)
        host = QHostAddress(ipv4); // "::ffff:127.0.0.1" is the same place
    if (address.ss_family == AF_INET)
        return {host, ntohs(reinterpret_cast<const sockaddr_in *>(&address)->sin_port)};
    return {host, ntohs(reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_port)};
}

} // namespace

std::optional<std::pair<SocketEndpoint, SocketEndpoint>> endpointsOf(int descriptor)
{
    sockaddr_storage local{};
    sockaddr_storage peer{};
    socklen_t localSize = sizeof local;
    socklen_t peerSize = sizeof peer;
    const auto isIp = [](const sockaddr_storage &address) { return address.ss_family == AF_INET || address.ss_family == AF_INET6; };
    if (::getsockname(descriptor, reinterpret_cast<sockaddr *>(&local), &localSize) != 0 || ::getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &peerSize) != 0
        || !isIp(local) || !isIp(peer))
        return {};
    return std::pair(endpointFrom(local), endpointFrom(peer));
}

#ifdef Q_OS_LINUX

namespace {

/// What an older or newer kernel has written of the structure; nothing behind that is looked at.
class KernelInfo
{
public:
    KernelInfo(const void *bytes, size_t size)
        : m_size(std::min(size, sizeof m_info))
    {
        std::memcpy(&m_info, bytes, m_size);
    }

    template<class Field>
    std::optional<quint64> field(Field tcp_info::*member) const
    {
        const auto end = static_cast<size_t>(reinterpret_cast<const char *>(&(m_info.*member)) - reinterpret_cast<const char *>(&m_info)) + sizeof(Field);
        if (end > m_size)
            return {};
        return static_cast<quint64>(m_info.*member);
    }

private:
    tcp_info m_info{};
    size_t m_size;
};

void fill(SocketStatistics &statistics, const KernelInfo &info)
{
    constexpr quint64 Infinite = 0x7fffffff;
    if (const auto state = info.field(&tcp_info::tcpi_state))
        statistics.state = static_cast<int>(*state);
    // The kernel says 0 for a time it has not measured.
    const auto measured = [](std::optional<quint64> value, quint64 none = 0) { return value && *value != none ? value : std::nullopt; };
    statistics.rttUs = measured(info.field(&tcp_info::tcpi_rtt));
    statistics.rttVarUs = statistics.rttUs ? info.field(&tcp_info::tcpi_rttvar) : std::nullopt;
    statistics.minRttUs = measured(info.field(&tcp_info::tcpi_min_rtt), 0xffffffff);
    statistics.rtoUs = info.field(&tcp_info::tcpi_rto);
    statistics.congestionWindow = info.field(&tcp_info::tcpi_snd_cwnd);
    statistics.slowStartThreshold = measured(info.field(&tcp_info::tcpi_snd_ssthresh), Infinite);
    statistics.segmentSize = info.field(&tcp_info::tcpi_snd_mss);
    statistics.unacknowledged = info.field(&tcp_info::tcpi_unacked);
    statistics.retransmits = info.field(&tcp_info::tcpi_total_retrans);
    statistics.bytesAcknowledged = info.field(&tcp_info::tcpi_bytes_acked);
    statistics.bytesReceived = info.field(&tcp_info::tcpi_bytes_received);
    statistics.bytesSent = info.field(&tcp_info::tcpi_bytes_sent);
    statistics.deliveryRate = measured(info.field(&tcp_info::tcpi_delivery_rate));
    statistics.sendWindow = info.field(&tcp_info::tcpi_snd_wnd);
    statistics.busyUs = info.field(&tcp_info::tcpi_busy_time);
    statistics.windowLimitedUs = info.field(&tcp_info::tcpi_rwnd_limited);
    statistics.sendBufferLimitedUs = info.field(&tcp_info::tcpi_sndbuf_limited);
    if (const auto notSent = info.field(&tcp_info::tcpi_notsent_bytes))
        statistics.notSent = static_cast<qint64>(*notSent);
}

std::optional<qint64> queue(int descriptor, unsigned long request)
{
    int bytes = 0;
    if (::ioctl(descriptor, request, &bytes) != 0)
        return {};
    return bytes;
}

/// The address as the kernel keeps it: an IPv4 address in a socket for both families is mapped.
bool putAddress(const QHostAddress &address, bool mapped, __be32 (&into)[4])
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4 && !mapped) {
        into[0] = htonl(ipv4);
    } else if (isIpv4) {
        into[2] = htonl(0xffff);
        into[3] = htonl(ipv4);
    } else {
        const Q_IPV6ADDR ipv6 = address.toIPv6Address();
        std::memcpy(into, ipv6.c, sizeof into);
    }
    return isIpv4;
}

struct DiagRequest
{
    nlmsghdr header{};
    inet_diag_req_v2 body{};
};

std::optional<SocketStatistics> readAnswer(const char *bytes, size_t size)
{
    nlmsghdr header;
    if (size < sizeof header)
        return {};
    std::memcpy(&header, bytes, sizeof header);
    if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || header.nlmsg_len > size || header.nlmsg_len < NLMSG_HDRLEN + sizeof(inet_diag_msg))
        return {};
    inet_diag_msg message;
    std::memcpy(&message, bytes + NLMSG_HDRLEN, sizeof message);
    SocketStatistics statistics;
    statistics.atNs = monotonicNs();
    statistics.state = message.idiag_state;
    statistics.receiveQueue = message.idiag_rqueue;
    statistics.sendQueue = message.idiag_wqueue;
    for (size_t at = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof message); at + NLA_HDRLEN <= header.nlmsg_len;) {
        nlattr attribute;
        std::memcpy(&attribute, bytes + at, sizeof attribute);
        if (attribute.nla_len < NLA_HDRLEN || at + attribute.nla_len > header.nlmsg_len)
            break;
        if (attribute.nla_type == INET_DIAG_INFO)
            fill(statistics, KernelInfo(bytes + at + NLA_HDRLEN, attribute.nla_len - static_cast<size_t>(NLA_HDRLEN)));
        at += NLA_ALIGN(attribute.nla_len);
    }
    return statistics;
}

std::optional<SocketStatistics> ask(const SocketEndpoint &local, const SocketEndpoint &peer, bool mapped)
{
    const Descriptor socket(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG));
    if (!socket)
        return {};
    DiagRequest request;
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags = NLM_F_REQUEST;
    request.body.sdiag_protocol = IPPROTO_TCP;
    request.body.idiag_states = ~0u;
    request.body.idiag_ext = 1 << (INET_DIAG_INFO - 1);
    request.body.id.idiag_sport = htons(local.port);
    request.body.id.idiag_dport = htons(peer.port);
    request.body.id.idiag_cookie[0] = request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    const bool isIpv4 = putAddress(local.address, mapped, request.body.id.idiag_src);
    putAddress(peer.address, mapped, request.body.id.idiag_dst);
    request.body.sdiag_family = isIpv4 && !mapped ? AF_INET : AF_INET6;
    // The kernel answers within send().
    if (::send(socket.get(), &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request))
        return {};
    std::array<char, 8192> answer;
    const ssize_t taken = ::recv(socket.get(), answer.data(), answer.size(), 0);
    return taken > 0 ? readAnswer(answer.data(), static_cast<size_t>(taken)) : std::nullopt;
}

} // namespace

std::optional<SocketStatistics> socketStatistics(int descriptor)
{
    // More room than this program knows fields for: a newer kernel may say more, an older one says less.
    std::array<char, 1024> bytes{};
    socklen_t size = bytes.size();
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, bytes.data(), &size) != 0)
        return {};
    SocketStatistics statistics;
    statistics.atNs = monotonicNs();
    fill(statistics, KernelInfo(bytes.data(), size));
    statistics.sendQueue = queue(descriptor, SIOCOUTQ);
    if (const auto notSent = queue(descriptor, SIOCOUTQNSD))
        statistics.notSent = notSent;
    statistics.receiveQueue = queue(descriptor, SIOCINQ);
    return statistics;
}

std::optional<SocketStatistics> statisticsOf(const SocketEndpoint &local, const SocketEndpoint &peer)
{
    const auto found = ask(local, peer, false);
    return found || local.address.protocol() != QAbstractSocket::IPv4Protocol ? found : ask(local, peer, true);
}

#else

std::optional<SocketStatistics> socketStatistics(int descriptor)
{
    Q_UNUSED(descriptor)
    return {};
}

std::optional<SocketStatistics> statisticsOf(const SocketEndpoint &local, const SocketEndpoint &peer)
{
    Q_UNUSED(local)
    Q_UNUSED(peer)
    return {};
}

#endif

} // namespace transom::transport
