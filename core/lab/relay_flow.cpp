#include "core/lab/relay_flow.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/transport/socket_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>

namespace transom::lab {

namespace {

using Kind = RelayEvent::Kind;

constexpr qsizetype LargestDatagram = 65536;
constexpr int DatagramsPerTurn = 64;
/// Asked for; net.core.rmem_max decides.
constexpr int KernelBuffer = 4 * 1024 * 1024;
constexpr int SoonestExpiryMs = 50;
constexpr int LatestExpiryMs = 5000;

void setOption(int socket, int level, int name, int value)
{
    ::setsockopt(socket, level, name, &value, sizeof value);
}

void prepare(int socket)
{
    setOption(socket, SOL_SOCKET, SO_RXQ_OVFL, 1);
    setOption(socket, SOL_SOCKET, SO_RCVBUF, KernelBuffer);
    setOption(socket, SOL_SOCKET, SO_SNDBUF, KernelBuffer);
}

RelayDatagrams::Address addressOf(const QHostAddress &address, quint16 port)
{
    RelayDatagrams::Address result;
    bool isIPv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIPv4);
    if (isIPv4) {
        auto *in = static_cast<sockaddr_in *>(static_cast<void *>(&result.storage));
        in->sin_family = AF_INET;
        in->sin_port = htons(port);
        in->sin_addr.s_addr = htonl(ipv4);
        result.size = sizeof *in;
        return result;
    }
    auto *in = static_cast<sockaddr_in6 *>(static_cast<void *>(&result.storage));
    in->sin6_family = AF_INET6;
    in->sin6_port = htons(port);
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    std::memcpy(&in->sin6_addr, &ipv6, sizeof ipv6);
    in->sin6_scope_id = address.scopeId().toUInt();
    result.size = sizeof *in;
    return result;
}

sockaddr *generic(sockaddr_storage &storage)
{
    return static_cast<sockaddr *>(static_cast<void *>(&storage));
}

const sockaddr *generic(const sockaddr_storage &storage)
{
    return static_cast<const sockaddr *>(static_cast<const void *>(&storage));
}

quint16 portOf(const sockaddr_storage &storage)
{
    return ntohs(storage.ss_family == AF_INET6 ? static_cast<const sockaddr_in6 *>(static_cast<const void *>(&storage))->sin6_port
                                               : static_cast<const sockaddr_in *>(static_cast<const void *>(&storage))->sin_port);
}

QByteArray keyOf(const RelayDatagrams::Address &address)
{
    return QByteArray(static_cast<const char *>(static_cast<const void *>(&address.storage)), static_cast<qsizetype>(address.size));
}

Error deliveryError(int number, const QString &where)
{
    if (number == ECONNREFUSED)
        return {ErrorCode::ConnectionRefused, RelayDatagrams::tr("Nothing receives datagrams at %1. Start the program there, or choose another port.").arg(where)};
    if (number == EMSGSIZE)
        return {ErrorCode::BadArgument, RelayDatagrams::tr("The datagram is too large for the way to %1. Send smaller ones.").arg(where)};
    return {ErrorCode::NetworkUnreachable, RelayDatagrams::tr("The datagram could not be sent to %1. Check the address and the network.").arg(where)};
}

} // namespace

QString RelayDatagrams::Address::text() const
{
    return transport::endpointText(transport::plainAddress(QHostAddress(generic(storage))), portOf(storage));
}

RelayDatagrams::RelayDatagrams(std::shared_ptr<RelayShared> shared)
    : m_shared(std::move(shared))
    , m_buffer(LargestDatagram, Qt::Uninitialized)
{
    connect(&m_expiry, &QTimer::timeout, this, &RelayDatagrams::expire);
    if (const auto idle = m_shared->flowIdle; idle.count() > 0)
        m_expiry.start(static_cast<int>(std::clamp<qint64>(idle.count() / 4, SoonestExpiryMs, LatestExpiryMs)));
}

RelayDatagrams::~RelayDatagrams()
{
    m_readable.reset();
    const auto flows = std::exchange(m_flows, {});
    for (RelayFlow *flow : flows) {
        flow->close();
        delete flow;
    }
}

Result<quint16> RelayDatagrams::listen(const QHostAddress &address, quint16 port)
{
    const QString where = transport::endpointText(address, port);
    Address bound = addressOf(address, port);
    m_socket = Descriptor(::socket(bound.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!m_socket || ::bind(m_socket.get(), generic(bound.storage), bound.size) != 0) {
        switch (errno) {
        case EADDRINUSE:
            return fail(ErrorCode::AddressInUse, tr("Another program already receives at %1. Stop it, or choose another port.").arg(where));
        case EACCES:
            return fail(ErrorCode::PermissionDenied, tr("The system does not let this user receive at %1. Choose a port above 1023.").arg(where));
        default:
            return fail(ErrorCode::BadArgument, tr("%1 is no address of this computer. Choose one of its own.").arg(where));
        }
    }
    prepare(m_socket.get());
    // So that the kernel tells when a client has gone, and which (ip(7)): this socket is connected to nobody.
    const bool isIPv6 = bound.storage.ss_family == AF_INET6;
    setOption(m_socket.get(), isIPv6 ? IPPROTO_IPV6 : IPPROTO_IP, isIPv6 ? IPV6_RECVERR : IP_RECVERR, 1);
    ::getsockname(m_socket.get(), generic(bound.storage), &bound.size);
    m_readable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &RelayDatagrams::receive);
    return portOf(bound.storage);
}

void RelayDatagrams::setTarget(const QHostAddress &address, quint16 port)
{
    m_target = addressOf(address, port);
    m_targetText = transport::endpointText(address, port);
}

/// As recvfrom(2), into m_buffer.
qint64 RelayDatagrams::receiveOne(int socket, Address *from, Losses &losses)
{
    iovec part{m_buffer.data(), static_cast<size_t>(m_buffer.size())};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(Losses))];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    if (from) {
        message.msg_name = &from->storage;
        message.msg_namelen = sizeof from->storage;
    }
    const ssize_t count = ::recvmsg(socket, &message, 0);
    if (count < 0)
        return count;
    if (from)
        from->size = message.msg_namelen;
    for (cmsghdr *each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
        if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SO_RXQ_OVFL)
            std::memcpy(&losses, CMSG_DATA(each), sizeof losses);
    }
    return count;
}

void RelayDatagrams::receive()
{
    for (int i = 0; i < DatagramsPerTurn; ++i) {
        Address client;
        const Losses before = m_losses;
        const qint64 count = receiveOne(m_socket.get(), &client, m_losses);
        if (count < 0 && errno == EAGAIN)
            break;
        if (count < 0)
            continue; // an error of an earlier datagram: readErrors() tells whose
        RelayFlow *flow = flowOf(client);
        if (flow && m_losses != before)
            flow->lostByKernel(From::Client, m_losses - before);
        if (flow)
            flow->received(From::Client, m_buffer.first(count));
    }
    readErrors();
}

/// What came back by ICMP for datagrams that went to clients. It has to be read: the socket stays ready until it is.
void RelayDatagrams::readErrors()
{
    for (int i = 0; i < DatagramsPerTurn; ++i) {
        Address client;
        alignas(cmsghdr) char control[512];
        msghdr message{};
        message.msg_name = &client.storage;
        message.msg_namelen = sizeof client.storage;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        if (::recvmsg(m_socket.get(), &message, MSG_ERRQUEUE) < 0)
            return;
        client.size = message.msg_namelen;
        if (RelayFlow *flow = m_flows.value(keyOf(client)))
            flow->unreachable(From::Client, deliveryError(ECONNREFUSED, client.text()));
    }
}

RelayFlow *RelayDatagrams::flowOf(const Address &client)
{
    if (RelayFlow *flow = m_flows.value(keyOf(client)))
        return flow;
    if (m_target.size == 0)
        return nullptr; // its name is still being looked up: the datagram is lost, as datagrams may be
    if (m_flows.size() >= m_shared->mostFlows) {
        forget(*std::min_element(m_flows.begin(), m_flows.end(), [](RelayFlow *a, RelayFlow *b) { return a->lastHeardNs() < b->lastHeardNs(); }),
               {ErrorCode::ServerBusy, tr("There are more than %1 clients: this one was silent longest, and makes room.").arg(m_shared->mostFlows)});
    }
    auto *flow = new RelayFlow(*this, client);
    m_flows.insert(keyOf(client), flow);
    flow->start();
    return flow;
}

void RelayDatagrams::forget(RelayFlow *flow, const Error &why)
{
    m_flows.removeIf([flow](const auto &entry) { return entry.value() == flow; });
    flow->close(why);
    flow->deleteLater();
}

void RelayDatagrams::expire()
{
    const qint64 oldest = monotonicNs() - std::chrono::nanoseconds(m_shared->flowIdle).count();
    const auto flows = m_flows.values();
    for (RelayFlow *flow : flows) {
        if (flow->lastHeardNs() <= oldest && !flow->isWaiting())
            forget(flow, {ErrorCode::TimedOut, tr("No datagram for %1: the client is forgotten, and a new one begins with its next.").arg(formatDuration(m_shared->flowIdle.count()))});
    }
}

RelayFlow::RelayFlow(RelayDatagrams &owner, const RelayDatagrams::Address &client)
    : RelayConnection(owner.m_shared, true)
    , m_owner(owner)
    , m_client(client)
{}

RelayFlow::~RelayFlow()
{
    m_readable.reset();
}

void RelayFlow::start()
{
    RelayEvent opened;
    opened.kind = Kind::Opened;
    opened.client = m_client.text();
    m_lastHeardNs = monotonicNs();
    emitEvent(std::move(opened));
    takeDefaults();
    m_socket = Descriptor(::socket(m_owner.m_target.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    // Connected, so that the kernel tells when nobody is there.
    if (!m_socket || ::connect(m_socket.get(), generic(m_owner.m_target.storage), m_owner.m_target.size) != 0) {
        emitEvent(Kind::ConnectFailed, From::Server, 0, 0, deliveryError(errno, m_owner.m_targetText));
        m_socket.reset();
        return;
    }
    prepare(m_socket.get());
    RelayEvent connected;
    connected.kind = Kind::Connected;
    connected.from = From::Server;
    connected.target = m_owner.m_targetText;
    emitEvent(std::move(connected));
    m_readable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &RelayFlow::receive);
    for (const From from : {From::Client, From::Server})
        pump(from); // a stall may have its time set
}

void RelayFlow::receive()
{
    for (int i = 0; i < DatagramsPerTurn && !m_closed; ++i) {
        const RelayDatagrams::Losses before = m_losses;
        const qint64 count = m_owner.receiveOne(m_socket.get(), nullptr, m_losses);
        const int number = errno;
        if (count < 0) {
            if (number != EAGAIN && number != EINTR)
                emitEvent(Kind::PeerError, From::Client, m_arrived[0], 0, deliveryError(number, m_owner.m_targetText));
            return;
        }
        if (m_losses != before)
            lostByKernel(From::Server, m_losses - before);
        received(From::Server, m_owner.m_buffer.first(count));
    }
}

void RelayFlow::lostByKernel(From from, quint32 count)
{
    const QString who = from == From::Client ? RelayDatagrams::tr("The clients'") : RelayDatagrams::tr("The server's");
    emitEvent(Kind::Dropped, from, m_arrived[static_cast<size_t>(from)], 0,
              {ErrorCode::Truncated, RelayDatagrams::tr("%1 datagrams came faster than they could be read: the kernel has lost %2 of them. Send slower.").arg(who).arg(count)});
}

void RelayFlow::received(From from, const QByteArray &datagram)
{
    if (m_closed)
        return;
    m_lastHeardNs = monotonicNs();
    qint64 &arrived = m_arrived[static_cast<size_t>(from)];
    const qint64 offset = arrived;
    arrived += datagram.size();
    emitRead(from, offset, datagram, datagram.size());
    // A datagram takes room even where it has no bytes: otherwise empty ones would pile up behind a hold.
    if (lane(from).room() <= 0 || lane(from).pieces() >= RelayLane::MostDatagrams)
        return emitEvent(Kind::Dropped, from, offset, datagram.size());
    lane(from).push(datagram, m_lastHeardNs);
    pump(from);
}

void RelayFlow::pump(From from)
{
    lane(from).tick(monotonicNs());
    while (!m_closed) {
        const auto out = lane(from).next(monotonicNs());
        if (!out)
            break;
        const auto size = static_cast<size_t>(out->bytes.size());
        const ssize_t count = from == From::Client
                                      ? ::send(m_socket.get(), out->bytes.data(), size, MSG_NOSIGNAL)
                                      : ::sendto(m_owner.m_socket.get(), out->bytes.data(), size, MSG_NOSIGNAL, generic(m_client.storage), m_client.size);
        const int number = errno;
        if (count < 0 && (number == EINTR || (number == ECONNREFUSED && from == From::Server)))
            continue; // about another client's earlier datagram
        if (count < 0 && number == ECONNREFUSED && from == From::Client) {
            // About an earlier datagram (udp(7)); this one has not been tried yet.
            emitEvent(Kind::PeerError, from, out->offset, 0, deliveryError(number, m_owner.m_targetText));
            continue;
        }
        if (count < 0)
            emitEvent(number == EAGAIN || number == ENOBUFS ? Kind::Dropped : Kind::PeerError, from, out->offset, out->bytes.size(),
                      number == EAGAIN || number == ENOBUFS ? Error() : deliveryError(number, from == From::Client ? m_owner.m_targetText : m_client.text()));
        else
            emitWritten(from, *out, count);
        lane(from).written(out->bytes.size(), monotonicNs());
    }
    if (m_closed)
        return;
    pumpLater(from);
    publish(from);
}

void RelayFlow::close(const Error &why)
{
    if (std::exchange(m_closed, true))
        return;
    stopTimers();
    m_readable.reset();
    m_socket.reset();
    emitEvent(Kind::Closed, From::Client, 0, 0, why);
}

void RelayFlow::reset()
{
    if (m_closed) // its owner may have gone before it
        return;
    m_owner.m_flows.remove(keyOf(m_client));
    close();
    deleteLater();
}

void RelayFlow::halfClose(From)
{
    reset();
}

} // namespace transom::lab
