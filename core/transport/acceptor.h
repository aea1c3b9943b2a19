#pragma once

#include "core/base/error.h"
#include "core/transport/descriptor_limit.h"

#include <QHostAddress>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>

class QSocketNotifier;

namespace transom::transport {

/// A connection that has come in: raw, so that any thread can make a stream of it.
struct Accepted
{
    qintptr descriptor = -1; ///< non-blocking, close-on-exec; belongs to whoever gets it
    QHostAddress peer;       ///< null for a Unix-domain socket
    quint16 peerPort = 0;
};

/// One listening socket. Nothing is counted as pending: each connection goes to the handler at once (QSslServer keeps
/// those in their handshake in a queue, which thirty silent clients fill). Lives in one thread.
///
/// Near the limit of open files it stops accepting and starts again when there is room: clients wait in the backlog
/// instead of being dropped, and the rest of the program keeps `reserve` descriptors for files and databases.
class Acceptor : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<void(const Accepted &)>;

    static constexpr int Backlog = 512;

    /// `reserve`: descriptors left for the rest of the process.
    explicit Acceptor(Handler handler, int reserve = DefaultDescriptorReserve);
    ~Acceptor() override;

    /// Port 0: any free one. An IPv6 wildcard takes IPv4, too. Errors: AddressInUse, BadArgument (no address of this
    /// computer), PermissionDenied, Internal.
    Result<void> listen(const QHostAddress &address, quint16 port);
    /// On a Unix-domain socket, open to its user only (0600). A socket left behind by a dead process is replaced, one
    /// that is served is AddressInUse; anything else at that path is left alone (AlreadyExists).
    Result<void> listenLocal(const QString &path);
    void close();

    bool isListening() const { return m_implementation != nullptr; }
    QHostAddress address() const;
    quint16 port() const;
    /// "127.0.0.1:7160", "[::]:7160", "unix:/path".
    QString text() const { return m_text; }
    bool isPaused() const { return m_paused; }

Q_SIGNALS:
    /// Accepting has stopped because too many files are open, or goes on.
    void pausedChanged(bool paused);

private:
    class Listener;
    class TcpListener;
    class LocalListener;

    void accepted(const Accepted &connection);
    void pause();
    void resumeIfPossible();

    Handler m_handler;
    int m_reserve;
    bool m_paused = false;
    QString m_text;
    std::unique_ptr<Listener> m_implementation;
};

} // namespace transom::transport
