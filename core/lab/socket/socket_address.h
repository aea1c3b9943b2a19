#pragma once

#include "core/base/error.h"

#include <QHostAddress>

#include <sys/socket.h>

namespace transom::lab {

/// An address as the system calls take it: IPv4, IPv6 or a Unix-domain path.
class SocketAddress
{
public:
    SocketAddress() = default;
    SocketAddress(const QHostAddress &address, quint16 port);
    /// A path, or "@NAME" for Linux's abstract names. Error: BadArgument (longer than sockaddr_un holds: 107 bytes).
    static Result<SocketAddress> forUnix(const QString &path);
    /// Lets the kernel choose a name (unix(7), autobind), so that datagrams can be answered.
    static SocketAddress autobind();

    int family() const { return m_storage.ss_family; }
    bool isUnix() const { return family() == AF_UNIX; }
    bool isLoopback() const;
    quint16 port() const;
    bool isNull() const { return m_size == 0; }
    /// "127.0.0.1:9000", "[::1]:9000", a path, "@name", or "" for an end without a name.
    QString text() const;

    const sockaddr *data() const { return static_cast<const sockaddr *>(static_cast<const void *>(&m_storage)); }
    sockaddr *data() { return static_cast<sockaddr *>(static_cast<void *>(&m_storage)); }
    socklen_t size() const { return m_size; }
    /// For calls that fill it: to the most before, to what was filled after.
    void resize(socklen_t size) { m_size = size; }
    static constexpr socklen_t Most = sizeof(sockaddr_storage);

private:
    sockaddr_storage m_storage{};
    socklen_t m_size = 0;
};

} // namespace transom::lab
