#include "core/transport/acceptor.h"

#include "core/transport/socket_text.h"

#include <QFile>
#include <QNetworkProxy>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTimer>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace transom::transport {

namespace {

constexpr int ResumeCheckMs = 100;
constexpr int AcceptsPerTurn = 64;

sockaddr *asAddress(sockaddr_un &address)
{
    return static_cast<sockaddr *>(static_cast<void *>(&address));
}

} // namespace

class Acceptor::Listener
{
public:
    virtual ~Listener() = default;
    virtual void pause() = 0;
    virtual void resume() = 0;
};

/// QTcpServer for the listening itself; its queue of pending connections stays empty.
class Acceptor::TcpListener final
    : public QTcpServer
    , public Acceptor::Listener
{
public:
    explicit TcpListener(Acceptor &acceptor)
        : m_acceptor(acceptor)
    {
        setListenBacklogSize(Backlog);
        setProxy(QNetworkProxy::NoProxy); // otherwise it would listen at the system's proxy, where there is one
        // Without this QTcpServer would retry at once, for ever.
        connect(this, &QTcpServer::acceptError, this, [this] { m_acceptor.pause(); });
    }

    void pause() override
    {
        setMaxPendingConnections(0); // ends QTcpServer's loop over what is in the backlog, too
        pauseAccepting();
    }
    void resume() override
    {
        setMaxPendingConnections(std::numeric_limits<int>::max());
        resumeAccepting();
    }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        Accepted connection{descriptor, {}, 0};
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        auto *generic = static_cast<sockaddr *>(static_cast<void *>(&address));
        if (::getpeername(static_cast<int>(descriptor), generic, &size) != 0) { // it has gone again
            ::close(static_cast<int>(descriptor));
            return;
        }
        connection.peer = plainAddress(QHostAddress(generic));
        connection.peerPort =
            ntohs(address.ss_family == AF_INET6 ? static_cast<sockaddr_in6 *>(static_cast<void *>(&address))->sin6_port
                                                : static_cast<sockaddr_in *>(static_cast<void *>(&address))->sin_port);
        m_acceptor.accepted(connection);
    }

private:
    Acceptor &m_acceptor;
};

/// Native, because QLocalServer closes itself when descriptors run out.
class Acceptor::LocalListener final
    : public QObject
    , public Acceptor::Listener
{
public:
    LocalListener(Acceptor &acceptor, int descriptor, QByteArray path)
        : m_acceptor(acceptor)
        , m_descriptor(descriptor)
        , m_path(std::move(path))
        , m_notifier(descriptor, QSocketNotifier::Read)
    {
        connect(&m_notifier, &QSocketNotifier::activated, this, [this] { acceptSome(); });
    }
    ~LocalListener() override
    {
        m_notifier.setEnabled(false);
        ::unlink(m_path.constData());
        ::close(m_descriptor);
    }

    void pause() override { m_notifier.setEnabled(false); }
    void resume() override { m_notifier.setEnabled(true); }

private:
    void acceptSome()
    {
        for (int i = 0; i < AcceptsPerTurn && m_notifier.isEnabled(); ++i) {
            const int descriptor = ::accept4(m_descriptor, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (descriptor >= 0)
                m_acceptor.accepted({descriptor, {}, 0});
            else if (errno == EAGAIN)
                return;
            else if (errno != EINTR && errno != ECONNABORTED)
                return m_acceptor.pause();
        }
    }

    Acceptor &m_acceptor;
    int m_descriptor;
    QByteArray m_path;
    QSocketNotifier m_notifier;
};

Acceptor::Acceptor(Handler handler, int reserve)
    : m_handler(std::move(handler))
    , m_reserve(reserve)
{}

Acceptor::~Acceptor() = default;

Result<void> Acceptor::listen(const QHostAddress &address, quint16 port)
{
    close();
    // Qt's "Any" is the dual-stack wildcard; its "AnyIPv6" takes IPv6 only.
    const QHostAddress bound =
        address == QHostAddress(QHostAddress::AnyIPv6) ? QHostAddress(QHostAddress::Any) : address;
    auto listener = std::make_unique<TcpListener>(*this);
    if (!listener->listen(bound, port)) {
        const QString where = endpointText(address, port);
        switch (listener->serverError()) {
        case QAbstractSocket::AddressInUseError:
            return fail(ErrorCode::AddressInUse,
                        tr("Another program already listens at %1. Stop it, or choose another port.").arg(where));
        case QAbstractSocket::SocketAddressNotAvailableError:
        case QAbstractSocket::UnsupportedSocketOperationError:
            return fail(
                ErrorCode::BadArgument,
                tr("%1 is no address of this computer. Choose one of its own, or 0.0.0.0 or [::] for all.").arg(where));
        case QAbstractSocket::SocketAccessError:
            return fail(ErrorCode::PermissionDenied,
                        tr("The system does not let this user listen at %1. Choose a port above 1023.").arg(where));
        default:
            return fail(ErrorCode::Internal,
                        tr("The system does not allow listening at %1. Choose another address.").arg(where));
        }
    }
    const bool any = bound == QHostAddress(QHostAddress::Any);
    m_text =
        endpointText(any ? QHostAddress(QHostAddress::AnyIPv6) : listener->serverAddress(), listener->serverPort());
    m_implementation = std::move(listener);
    return {};
}

Result<void> Acceptor::listenLocal(const QString &path)
{
    close();
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.isEmpty() || static_cast<size_t>(name.size()) >= sizeof address.sun_path)
        return fail(ErrorCode::BadArgument, tr("The path of a socket has at most %1 bytes. Choose a shorter one.")
                                                .arg(static_cast<int>(sizeof address.sun_path) - 1));
    std::memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));

    struct stat existing
    {};
    if (::lstat(name.constData(), &existing) == 0) {
        if (!S_ISSOCK(existing.st_mode))
            return fail(ErrorCode::AlreadyExists,
                        tr("There is already a file where the socket should be. Choose another path."));
        const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        const bool served = ::connect(probe, asAddress(address), sizeof address) == 0 || errno != ECONNREFUSED;
        ::close(probe);
        if (served)
            return fail(ErrorCode::AddressInUse,
                        tr("Another program already serves this socket. Stop it, or choose another path."));
        ::unlink(name.constData());
    }

    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0)
        return fail(ErrorCode::Internal, tr("Too many files are open. Close some, and try again."));
    // The file takes the descriptor's mode, so there is no moment in which others could connect.
    const bool ready = ::fchmod(descriptor, 0600) == 0 && ::bind(descriptor, asAddress(address), sizeof address) == 0;
    if (!ready || ::listen(descriptor, Backlog) != 0) {
        const int reason = errno;
        ::close(descriptor);
        if (reason == EADDRINUSE)
            return fail(ErrorCode::AddressInUse,
                        tr("Another program already serves this socket. Stop it, or choose another path."));
        return fail(reason == EACCES ? ErrorCode::PermissionDenied : ErrorCode::BadArgument,
                    tr("No socket can be made at this path. Check that its folder exists and is yours."));
    }
    m_text = QStringLiteral("unix:") + path;
    m_implementation = std::make_unique<LocalListener>(*this, descriptor, name);
    return {};
}

void Acceptor::close()
{
    m_implementation.reset();
    m_text.clear();
    m_paused = false;
}

QHostAddress Acceptor::address() const
{
    const auto *tcp = dynamic_cast<const TcpListener *>(m_implementation.get());
    return tcp ? tcp->serverAddress() : QHostAddress();
}

quint16 Acceptor::port() const
{
    const auto *tcp = dynamic_cast<const TcpListener *>(m_implementation.get());
    return tcp ? tcp->serverPort() : quint16(0);
}

void Acceptor::accepted(const Accepted &connection)
{
    if (isNearLimit(static_cast<int>(connection.descriptor), m_reserve))
        pause();
    m_handler(connection);
}

void Acceptor::pause()
{
    if (!m_implementation || std::exchange(m_paused, true))
        return;
    m_implementation->pause();
    QTimer::singleShot(ResumeCheckMs, this, &Acceptor::resumeIfPossible);
    Q_EMIT pausedChanged(true);
}

void Acceptor::resumeIfPossible()
{
    if (!m_paused)
        return;
    if (!hasFreeDescriptors(m_reserve)) {
        QTimer::singleShot(ResumeCheckMs, this, &Acceptor::resumeIfPossible);
        return;
    }
    m_paused = false;
    m_implementation->resume();
    Q_EMIT pausedChanged(false);
}

} // namespace transom::transport
