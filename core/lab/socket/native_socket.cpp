#include "core/lab/socket/native_socket.h"

#include "core/base/clock.h"

#include <cerrno>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>

namespace transom::lab {

namespace {

using Call = CallRecord::Call;

/// The call again while a signal interrupts it.
template<class Function>
qint64 persist(Function function, int &error)
{
    for (;;) {
        const qint64 result = function();
        error = result < 0 ? errno : 0;
        if (error != EINTR)
            return result;
    }
}

} // namespace

bool NativeSocket::Outcome::wouldBlock() const
{
    return result < 0 && error == EAGAIN;
}

NativeSocket::NativeSocket(Identity identity, CallObserver observer)
    : m_identity(identity)
    , m_observer(std::move(observer))
{}

NativeSocket::NativeSocket(Descriptor descriptor, Identity identity, CallObserver observer)
    : m_descriptor(std::move(descriptor))
    , m_identity(identity)
    , m_observer(std::move(observer))
{
    int type = 0;
    socklen_t size = sizeof type;
    m_datagram = ::getsockopt(get(), SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_DGRAM;
    ::fcntl(get(), F_SETFL, ::fcntl(get(), F_GETFL) | O_NONBLOCK);
    ::fcntl(get(), F_SETFD, FD_CLOEXEC);
}

NativeSocket::~NativeSocket()
{
    close();
}

NativeSocket &NativeSocket::operator=(NativeSocket &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = std::move(other.m_descriptor);
        m_identity = other.m_identity;
        m_observer = std::move(other.m_observer);
        m_datagram = other.m_datagram;
        m_reuseAddress = other.m_reuseAddress;
        m_sent = other.m_sent;
        m_received = other.m_received;
    }
    return *this;
}

CallRecord NativeSocket::record(Call call) const
{
    CallRecord record;
    record.call = call;
    record.stream = m_identity.stream;
    record.descriptor = get();
    record.server = m_identity.server;
    record.datagram = m_datagram;
    record.toServer = m_identity.server == (call == Call::Receive || call == Call::Accept);
    record.offset = call == Call::Send || call == Call::Shutdown ? m_sent : m_received;
    return record;
}

NativeSocket::Outcome NativeSocket::report(CallRecord record, qint64 result, int error) const
{
    record.result = result;
    record.error = error;
    record.monotonicNs = monotonicNs();
    record.wallMs = wallClockMs();
    if (m_observer)
        m_observer(record);
    return {result, error};
}

SocketAddress NativeSocket::localAddress() const
{
    SocketAddress address;
    socklen_t size = SocketAddress::Most;
    if (::getsockname(get(), address.data(), &size) == 0)
        address.resize(size);
    return address;
}

SocketAddress NativeSocket::peerAddress() const
{
    SocketAddress address;
    socklen_t size = SocketAddress::Most;
    if (::getpeername(get(), address.data(), &size) == 0)
        address.resize(size);
    return address;
}

NativeSocket::Outcome NativeSocket::open(int family, bool datagram)
{
    m_datagram = datagram;
    m_descriptor = Descriptor(::socket(family, (datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    return report(record(Call::Socket), get(), m_descriptor ? 0 : errno);
}

NativeSocket::Outcome NativeSocket::bind(const SocketAddress &address)
{
    if (!address.isUnix() && !m_datagram) {
        const int on = m_reuseAddress;
        ::setsockopt(get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    }
    int error = 0;
    const qint64 result = persist([&] { return ::bind(get(), address.data(), address.size()); }, error);
    CallRecord made = record(Call::Bind);
    made.address = result == 0 ? localAddress().text() : address.text();
    return report(std::move(made), result, error);
}

NativeSocket::Outcome NativeSocket::listen(int backlog)
{
    int error = 0;
    const qint64 result = persist([&] { return ::listen(get(), backlog); }, error);
    CallRecord made = record(Call::Listen);
    made.asked = backlog;
    made.address = localAddress().text();
    return report(std::move(made), result, error);
}

NativeSocket::Outcome NativeSocket::accept(Descriptor &into, SocketAddress &peer, quint64 stream)
{
    int error = 0;
    socklen_t size = SocketAddress::Most;
    const qint64 result = persist([&] {
        size = SocketAddress::Most;
        return ::accept4(get(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    }, error);
    CallRecord made = record(Call::Accept);
    if (result >= 0) {
        into = Descriptor(static_cast<int>(result));
        peer.resize(size);
        made.stream = stream;
        made.address = peer.text();
    }
    return report(std::move(made), result, error);
}

NativeSocket::Outcome NativeSocket::connect(const SocketAddress &address)
{
    int error = 0;
    const qint64 result = persist([&] { return ::connect(get(), address.data(), address.size()); }, error);
    CallRecord made = record(Call::Connect);
    made.address = address.text();
    return report(std::move(made), result, error);
}

NativeSocket::Outcome NativeSocket::finishConnect()
{
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(get(), SOL_SOCKET, SO_ERROR, &error, &size);
    CallRecord made = record(Call::Connect);
    made.address = peerAddress().text();
    return report(std::move(made), error == 0 ? 0 : -1, error);
}

NativeSocket::Outcome NativeSocket::send(QByteArrayView bytes, const SocketAddress *to)
{
    int error = 0;
    const qint64 result = persist([&] {
        return ::sendto(get(), bytes.data(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL, to ? to->data() : nullptr, to ? to->size() : 0);
    }, error);
    CallRecord made = record(Call::Send);
    made.asked = bytes.size();
    if (to)
        made.address = to->text();
    if (result > 0) {
        made.bytes = bytes.first(static_cast<qsizetype>(result)).toByteArray();
        m_sent += result;
    }
    return report(std::move(made), result, error);
}

NativeSocket::Received NativeSocket::receive(qsizetype most)
{
    Received received;
    received.bytes = QByteArray(most, Qt::Uninitialized);
    iovec part{received.bytes.data(), static_cast<size_t>(most)};
    msghdr message{};
    int error = 0;
    const qint64 result = persist([&] {
        message = {};
        message.msg_name = received.from.data();
        message.msg_namelen = SocketAddress::Most;
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        return ::recvmsg(get(), &message, 0);
    }, error);
    received.bytes.resize(static_cast<qsizetype>(std::max<qint64>(result, 0)));
    if (received.bytes.size() < most / 2)
        received.bytes.squeeze(); // a byte that is kept shall not keep a whole buffer
    CallRecord made = record(Call::Receive);
    made.asked = most;
    if (result >= 0 && m_datagram) {
        received.from.resize(message.msg_namelen);
        received.truncated = (message.msg_flags & MSG_TRUNC) != 0;
        made.address = received.from.text();
        made.truncated = received.truncated;
    }
    made.bytes = received.bytes;
    m_received += std::max<qint64>(result, 0);
    received.outcome = report(std::move(made), result, error);
    return received;
}

NativeSocket::Outcome NativeSocket::endWriting()
{
    const int result = ::shutdown(get(), SHUT_WR);
    return report(record(Call::Shutdown), result, result < 0 ? errno : 0);
}

void NativeSocket::close()
{
    if (!m_descriptor)
        return;
    const CallRecord made = record(Call::Close);
    const int result = ::close(m_descriptor.release());
    report(made, result, result < 0 ? errno : 0);
}

void NativeSocket::abort()
{
    // A close with SO_LINGER of no time sends a reset (socket(7)).
    const linger none{1, 0};
    ::setsockopt(get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close();
}

int NativeSocket::waitingConnections() const
{
    tcp_info info{};
    socklen_t size = sizeof info;
    // Of a listening socket tcpi_unacked is the length of the accept queue (tcp_get_info() in the kernel's net/ipv4/tcp.c).
    if (::getsockopt(get(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return -1;
    return static_cast<int>(info.tcpi_unacked);
}

} // namespace transom::lab
