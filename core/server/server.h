#pragma once

#include "core/accounts/account_service.h"
#include "core/accounts/audit.h"
#include "core/accounts/roster_import.h"
#include "core/base/error.h"
#include "core/files/disk_space.h"
#include "core/security/identity.h"
#include "core/session/session.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace transom::server {

struct ListenAddress
{
    QString host;        ///< "127.0.0.1", "::", or the path of a Unix-domain socket
    quint16 port = 0;    ///< 0: any free one
    bool plaintext = false;

    /// "127.0.0.1:7160", "[::]:7160", ":7160" (every address), "unix:/path". Error: BadArgument.
    static Result<ListenAddress> parse(const QString &text);
    QString toString() const;
    bool isLoopback() const;
};

struct ServerOptions
{
    QString dataDirectory;             ///< database, key, homes
    QString homesDirectory;            ///< holds one folder for each user; empty: dataDirectory/homes
    QString sharedDirectory;           ///< not empty: this folder is everybody's home instead
    QString name;                      ///< for people; empty: the host's name
    QString agent;
    QList<ListenAddress> listen;       ///< empty: loopback, and every address once there is an account
    bool staysLocal = false;           ///< with `listen` empty: do not open every address once there is an account
    bool discoverable = true;          ///< answers searches on networks it listens on
    int ioThreads = 0;                 ///< 0: as many as cores, at most 4
    int commandTimeLimit = 0;          ///< seconds; 0: none
    int binDays = 30;                  ///< how long the recycle bins keep things; 0: until they are emptied or the room is needed
    files::FreeFloor freeFloor;        ///< what uploads leave free on the disk
};

/// One live session as the server sees it.
struct SessionInfo
{
    SessionId id;
    QString peer;
    QString user;                      ///< empty before sign-in
    session::State state = session::State::Opening;
    transport::Protection protection = transport::Protection::Plaintext;
    session::Stats stats;
    double rateIn = 0;                 ///< bytes per second over the last interval
    double rateOut = 0;
};

/// A whole server: storage, identity, accounts, services, listening sockets and the sessions on its I/O threads.
///
/// Lives in one thread with an event loop (transomd: the main thread; the window: a thread of its own, so that the GUI
/// never waits for a disk). Methods marked "any thread" may be called from elsewhere; signals are emitted in the server's
/// thread: connect with a context object.
class Server : public QObject
{
    Q_OBJECT

public:
    enum class State { Stopped, Starting, Running, Stopping };
    Q_ENUM(State)

    explicit Server(ServerOptions options);
    ~Server() override;

    /// Any thread. Ends in `started` or `failed`.
    void start();
    /// Any thread. Says goodbye to every session (ShuttingDown), waits at most 5 s, ends in `stopped`.
    void stop();
    /// Any thread. Opens one more listening socket; `listening` or `listenFailed` follows.
    void listen(const transom::server::ListenAddress &address);
    /// Any thread. Closes listening sockets beyond loopback (`loopbackOnly`) without touching sessions.
    void stopListening(const transom::server::ListenAddress &address);
    /// Any thread.
    void disconnectSession(SessionId id, const QString &reason);
    /// Any thread. Listens to every session there is and will be; null takes it away.
    void setTap(std::shared_ptr<wire::Tap> tap);
    /// Any thread. `usersChanged` follows: what they have stored changes without anybody being told.
    void refreshUsers();
    /// Any thread. A line from the server to one user, shown in their chat.
    void notify(const QString &user, const QString &text);

    /// Any thread. A page of the audit trail, newest first; `done` is called in `context`'s thread.
    void auditPage(const accounts::AuditFilter &filter, QObject *context,
                   std::function<void(Result<QList<accounts::AuditEntry>>)> done);

    /// From `started` to `stopped`, and not while it stops; what it returns has methods for any thread.
    accounts::AccountService &accounts();
    /// Any thread. What importing would change; `done` is called in `context`'s thread.
    void planRoster(const QByteArray &file, const accounts::RosterOptions &options, QObject *context, std::function<void(Result<accounts::RosterPlan>)> done);
    /// Any thread. The same for importing itself, which takes a while for each new account.
    void importRoster(const QByteArray &file, const accounts::RosterOptions &options, QObject *context, std::function<void(Result<accounts::RosterOutcome>)> done);
    /// The hash of the server's public key; the server's thread, once started.
    QByteArray keyHash() const;

Q_SIGNALS:
    void stateChanged(transom::server::Server::State state);
    /// Ready to serve. `addresses` are those really bound.
    void started(const QStringList &addresses, const QByteArray &keyHash);
    void failed(const transom::Error &error);
    void stopped();
    void listening(const QString &address);
    void listenFailed(const QString &address, const transom::Error &error);
    void stoppedListening(const QString &address);
    /// About once a second while there are sessions, and at once when one comes or goes.
    void sessionsChanged(const QList<transom::server::SessionInfo> &sessions);
    void usersChanged(const QList<transom::accounts::User> &users);
    void audited(const transom::accounts::AuditEntry &entry);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace transom::server

Q_DECLARE_METATYPE(transom::server::SessionInfo)
