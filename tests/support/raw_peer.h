#pragma once

#include "core/base/descriptor.h"

#include <QByteArray>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace transom::test {

/// A plain socket on loopback that does as the test says, good manners or not. Blocks, but never for long.
class RawPeer
{
public:
    /// Bound to a port of its own; a stream one listens.
    static RawPeer bound(bool datagram)
    {
        RawPeer peer;
        peer.m_socket = Descriptor(::socket(AF_INET, (datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0));
        const sockaddr_in any = address(0);
        ::bind(peer.m_socket.get(), reinterpret_cast<const sockaddr *>(&any), sizeof any); // NOLINT: as bind(2) has it
        if (!datagram)
            ::listen(peer.m_socket.get(), 16);
        return peer;
    }
    static RawPeer connected(quint16 port, bool datagram = false)
    {
        RawPeer peer;
        peer.m_socket = Descriptor(::socket(AF_INET, (datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0));
        const sockaddr_in there = address(port);
        if (::connect(peer.m_socket.get(), reinterpret_cast<const sockaddr *>(&there), sizeof there) != 0) // NOLINT: as connect(2) has it
            peer.m_socket.reset();
        return peer;
    }
    RawPeer accepted(int ms = 20'000) const
    {
        RawPeer peer;
        if (waitFor(POLLIN, ms))
            peer.m_socket = Descriptor(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
        return peer;
    }

    bool isValid() const { return static_cast<bool>(m_socket); }
    quint16 port() const
    {
        sockaddr_in own{};
        socklen_t size = sizeof own;
        ::getsockname(m_socket.get(), reinterpret_cast<sockaddr *>(&own), &size); // NOLINT: as getsockname(2) has it
        return ntohs(own.sin_port);
    }
    /// As much as the other side takes within that time.
    qint64 send(const QByteArray &bytes, int ms = 2'000)
    {
        qint64 done = 0;
        while (done < bytes.size() && waitFor(POLLOUT, ms)) {
            const ssize_t count = ::send(m_socket.get(), bytes.constData() + done, static_cast<size_t>(bytes.size() - done), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count < 0 && errno != EAGAIN && errno != EINTR)
                break;
            done += std::max<ssize_t>(count, 0);
        }
        return done;
    }
    /// One recv of a datagram's sender, who is answered from then on.
    QByteArray receive(int ms = 20'000)
    {
        QByteArray bytes(65536, '\0');
        sockaddr_in from{};
        socklen_t size = sizeof from;
        if (!waitFor(POLLIN, ms))
            return {};
        const ssize_t count = ::recvfrom(m_socket.get(), bytes.data(), static_cast<size_t>(bytes.size()), 0, reinterpret_cast<sockaddr *>(&from), &size); // NOLINT: as recvfrom(2) has it
        if (size == sizeof from && from.sin_port != 0)
            ::connect(m_socket.get(), reinterpret_cast<const sockaddr *>(&from), sizeof from); // NOLINT: as connect(2) has it
        bytes.truncate(std::max<ssize_t>(count, 0));
        return bytes;
    }
    /// One, to whoever it is connected with; nothing is one, too.
    void datagram(const QByteArray &bytes) { ::send(m_socket.get(), bytes.constData(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL); }
    void endWriting() { ::shutdown(m_socket.get(), SHUT_WR); }
    void close() { m_socket.reset(); }
    /// The other side sees a reset.
    void reset()
    {
        const linger none{1, 0};
        ::setsockopt(m_socket.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
        m_socket.reset();
    }

private:
    static sockaddr_in address(quint16 port)
    {
        sockaddr_in made{};
        made.sin_family = AF_INET;
        made.sin_port = htons(port);
        made.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return made;
    }
    bool waitFor(short what, int ms) const
    {
        pollfd one{m_socket.get(), what, 0};
        return m_socket && ::poll(&one, 1, ms) > 0;
    }

    Descriptor m_socket;
};

} // namespace transom::test
