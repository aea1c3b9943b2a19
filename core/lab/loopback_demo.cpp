#include "core/lab/loopback_demo.h"

#include "core/base/clock.h"
#include "core/base/descriptor.h"

#include <QtEndian>

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace transom::lab {

namespace {

using inspect::From;

constexpr int PatienceMs = 2'000;

Error failed()
{
    return errorFromErrno(errno, QStringLiteral("127.0.0.1"));
}

sockaddr *plain(sockaddr_in &address)
{
    return static_cast<sockaddr *>(static_cast<void *>(&address));
}

QString textOf(const sockaddr_in &address)
{
    return QStringLiteral("127.0.0.1:%1").arg(ntohs(address.sin_port));
}

QByteArray message(const QByteArray &text)
{
    QByteArray bytes(4, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(text.size()), bytes.data());
    return bytes + text;
}

/// The two sockets and what was done with them. Calls return false with errno set.
class Stage
{
public:
    DemoRun run;

    bool connect()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        m_sockets[0] = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!listener || !m_sockets[0] || ::bind(listener.get(), plain(address), size) < 0 || ::listen(listener.get(), 1) < 0 || ::getsockname(listener.get(), plain(address), &size) < 0)
            return false;
        run.server = textOf(address);
        if (::connect(m_sockets[0].get(), plain(address), size) < 0)
            return false;
        sockaddr_in own{};
        size = sizeof own;
        if (::getsockname(m_sockets[0].get(), plain(own), &size) < 0)
            return false;
        run.client = textOf(own);
        // Whoever else has found the port in the meantime is not our client.
        sockaddr_in peer{};
        size = sizeof peer;
        m_sockets[1] = Descriptor(::accept4(listener.get(), plain(peer), &size, SOCK_CLOEXEC));
        if (!m_sockets[1] || peer.sin_port != own.sin_port) {
            errno = m_sockets[1] ? ECONNREFUSED : errno;
            return false;
        }
        // Each send leaves at once: what arrives together does so although Nagle's algorithm is off.
        const int on = 1;
        for (const Descriptor &each : m_sockets)
            ::setsockopt(each.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return true;
    }

    bool send(From from, const QByteArray &bytes)
    {
        const ssize_t count = ::send(socket(from), bytes.constData(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL);
        if (count < 0)
            return false;
        run.calls.append({from, true, m_sent[at(from)], bytes.first(count), monotonicNs(), -1});
        m_sent[at(from)] += count;
        return count == bytes.size();
    }

    /// Until all that `from` has sent waits at the other end: what the one recv will find is then certain.
    bool arrived(From from)
    {
        const qint64 until = monotonicMs() + PatienceMs;
        while (waiting(from) < m_sent[at(from)] - m_received[at(from)]) {
            pollfd ready{socket(otherSide(from)), POLLIN, 0};
            if (monotonicMs() > until || ::poll(&ready, 1, 10) < 0) {
                errno = ETIMEDOUT;
                return false;
            }
        }
        return true;
    }

    bool receive(From from)
    {
        QByteArray buffer(4096, Qt::Uninitialized);
        const ssize_t count = ::recv(socket(otherSide(from)), buffer.data(), static_cast<size_t>(buffer.size()), 0);
        if (count < 0)
            return false;
        const qint64 now = monotonicNs();
        run.calls.append({from, false, m_received[at(from)], buffer.first(count), now, waiting(from)});
        m_received[at(from)] += count;
        return count > 0;
    }

private:
    static size_t at(From from) { return static_cast<size_t>(from); }
    int socket(From from) const { return m_sockets[at(from)].get(); }
    qint64 waiting(From from) const
    {
        int count = 0;
        return ::ioctl(socket(otherSide(from)), FIONREAD, &count) < 0 ? -1 : count;
    }

    Descriptor m_sockets[2]; ///< by From
    qint64 m_sent[2] = {0, 0};
    qint64 m_received[2] = {0, 0};
};

} // namespace

Result<DemoRun> runLoopbackDemo()
{
    Stage stage;
    const QByteArray third = message("one message, two recv");
    const bool done = stage.connect()
            // Two sends, one recv.
            && stage.send(From::Client, message("first")) && stage.send(From::Client, message("second")) && stage.arrived(From::Client) && stage.receive(From::Client)
            // One message, cut where it hurts: in its length.
            && stage.send(From::Client, third.first(2)) && stage.arrived(From::Client) && stage.receive(From::Client) && stage.send(From::Client, third.mid(2)) && stage.arrived(From::Client)
            && stage.receive(From::Client)
            // And an answer, as it should be.
            && stage.send(From::Server, message("thank you")) && stage.arrived(From::Server) && stage.receive(From::Server);
    if (!done)
        return tl::make_unexpected(failed());
    return stage.run;
}

} // namespace transom::lab
