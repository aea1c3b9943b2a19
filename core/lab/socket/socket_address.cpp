#include "core/lab/socket/socket_address.h"

#include "core/base/text.h"
#include "core/transport/socket_text.h"

#include <QCoreApplication>
#include <QFile>

#include <cstddef>
#include <cstring>
#include <netinet/in.h>
#include <sys/un.h>

namespace transom::lab {

SocketAddress::SocketAddress(const QHostAddress &address, quint16 port)
{
    bool isIPv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIPv4);
    if (isIPv4) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        in.sin_addr.s_addr = htonl(ipv4);
        std::memcpy(&m_storage, &in, sizeof in);
        m_size = sizeof in;
        return;
    }
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(port);
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    std::memcpy(&in.sin6_addr, &ipv6, sizeof ipv6);
    in.sin6_scope_id = address.scopeId().toUInt();
    std::memcpy(&m_storage, &in, sizeof in);
    m_size = sizeof in;
}

Result<SocketAddress> SocketAddress::forUnix(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un un{};
    un.sun_family = AF_UNIX;
    if (name.isEmpty() || name.contains('\0') || static_cast<size_t>(name.size()) >= sizeof un.sun_path)
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "The path of a socket has 1 to 107 bytes. Choose a shorter one, for instance in /tmp."));
    std::memcpy(un.sun_path, name.constData(), static_cast<size_t>(name.size()));
    const bool isAbstract = name.startsWith('@');
    if (isAbstract)
        un.sun_path[0] = '\0';
    SocketAddress address;
    std::memcpy(&address.m_storage, &un, sizeof un);
    address.m_size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<size_t>(name.size()) + (isAbstract ? 0 : 1));
    return address;
}

SocketAddress SocketAddress::autobind()
{
    SocketAddress address;
    address.m_storage.ss_family = AF_UNIX;
    address.m_size = sizeof(sa_family_t);
    return address;
}

bool SocketAddress::isLoopback() const
{
    return isUnix() || QHostAddress(data()).isLoopback();
}

quint16 SocketAddress::port() const
{
    if (family() == AF_INET) {
        sockaddr_in in;
        std::memcpy(&in, &m_storage, sizeof in);
        return ntohs(in.sin_port);
    }
    if (family() == AF_INET6) {
        sockaddr_in6 in;
        std::memcpy(&in, &m_storage, sizeof in);
        return ntohs(in.sin6_port);
    }
    return 0;
}

QString SocketAddress::text() const
{
    if (!isUnix())
        return isNull() ? QString() : transport::endpointText(QHostAddress(data()), port());
    constexpr size_t Head = offsetof(sockaddr_un, sun_path);
    if (m_size <= Head)
        return {};
    sockaddr_un un;
    std::memcpy(&un, &m_storage, sizeof un);
    QByteArray name(un.sun_path, static_cast<qsizetype>(m_size - Head));
    if (name.startsWith('\0'))
        name[0] = '@';
    else
        name.truncate(static_cast<qsizetype>(std::strlen(name.constData())));
    return printable(name);
}

} // namespace transom::lab
