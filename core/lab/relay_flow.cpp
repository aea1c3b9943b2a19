#include "core/lab/relay_flow.h"

#include "core/base/clock.h"
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
{}

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

void RelayDatagrams::receive()
{
    for (int i = 0; i < DatagramsPerTurn; ++i) {
        Address client;
        client.size = sizeof client.storage;
        const ssize_t count = ::recvfrom(m_socket.get(), m_buffer.data(), static_cast<size_t>(m_buffer.size()), 0, generic(client.storage), &client.size);
        if (count < 0)
            return;
        if (RelayFlow *flow = flowOf(client))
            flow->received(From::Client, m_buffer.first(count));
    }
}

RelayFlow *RelayDatagrams::flowOf(const Address &client)
{
    if (RelayFlow *flow = m_flows.value(keyOf(client)))
        return flow;
    if (m_target.size == 0)
        return nullptr; // its name is still being looked up: the datagram is lost, as datagrams may be
    if (m_flows.size() >= MostFlows) {
        const auto oldest = std::min_element(m_flows.begin(), m_flows.end(), [](RelayFlow *a, RelayFlow *b) { return a->lastHeardNs() < b->lastHeardNs(); });
        RelayFlow *flow = *oldest;
        m_flows.erase(oldest);
        flow->close();
        flow->deleteLater();
    }
    auto *flow = new RelayFlow(*this, client);
    m_flows.insert(keyOf(client), flow);
    flow->start();
    return flow;
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
    emitEvent(std::move(opened));
    takeDefaults();
    m_socket = Descriptor(::socket(m_owner.m_target.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    // Connected, so that the kernel tells when nobody is there.
    if (!m_socket || ::connect(m_socket.get(), generic(m_owner.m_target.storage), m_owner.m_target.size) != 0) {
        emitEvent(Kind::ConnectFailed, From::Server, 0, 0, deliveryError(errno, m_owner.m_targetText));
        m_socket.reset();
        return;
    }
    RelayEvent connected;
    connected.kind = Kind::Connected;
    connected.from = From::Server;
    connected.target = m_owner.m_targetText;
    emitEvent(std::move(connected));
    m_readable = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &RelayFlow::receive);
}

void RelayFlow::receive()
{
    QByteArray &buffer = m_owner.m_buffer;
    for (int i = 0; i < DatagramsPerTurn && !m_closed; ++i) {
        const ssize_t count = ::recv(m_socket.get(), buffer.data(), static_cast<size_t>(buffer.size()), 0);
        if (count >= 0) {
            received(From::Server, buffer.first(count));
        } else {
            if (errno != EAGAIN && errno != EINTR)
                emitEvent(Kind::PeerError, From::Client, m_arrived[0], 0, deliveryError(errno, m_owner.m_targetText));
            return;
        }
    }
}

void RelayFlow::received(From from, const QByteArray &datagram)
{
    if (m_closed)
        return;
    m_lastHeardNs = monotonicNs();
    qint64 &arrived = m_arrived[static_cast<size_t>(from)];
    const qint64 offset = arrived;
    arrived += datagram.size();
    emitRead(from, offset, datagram);
    // A datagram takes room even where it has no bytes: otherwise empty ones would pile up behind a hold.
    if (lane(from).room() <= 0 || lane(from).pieces() >= RelayLane::MostDatagrams)
        return emitEvent(Kind::Dropped, from, offset, datagram.size());
    lane(from).push(datagram, m_lastHeardNs);
    pump(from);
}

void RelayFlow::pump(From from)
{
    while (!m_closed) {
        const auto out = lane(from).next(monotonicNs());
        if (!out)
            break;
        const auto size = static_cast<size_t>(out->bytes.size());
        const ssize_t count = from == From::Client
                                      ? ::send(m_socket.get(), out->bytes.data(), size, MSG_NOSIGNAL)
                                      : ::sendto(m_owner.m_socket.get(), out->bytes.data(), size, MSG_NOSIGNAL, generic(m_client.storage), m_client.size);
        const int number = errno;
        if (count < 0 && number == EINTR)
            continue;
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
    if (!m_closed)
        pumpLater(from);
}

void RelayFlow::close()
{
    if (std::exchange(m_closed, true))
        return;
    stopTimers();
    m_readable.reset();
    m_socket.reset();
    emitEvent(Kind::Closed, From::Client);
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
