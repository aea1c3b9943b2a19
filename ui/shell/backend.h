#pragma once

#include "core/client/connection.h"
#include "core/client/paths.h"
#include "core/client/saved_servers.h"
#include "core/server/server.h"
#include "core/transport/discovery.h"
#include "ui/models/wire_recorder.h"
#include "ui/shell/sign_ins.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace transom::transport {
class IoThreads;
}

namespace transom::ui {

/// What the window knows of its own server, in the GUI thread.
struct ServerStatus
{
    server::Server::State state = server::Server::State::Stopped;
    QStringList addresses;
    QByteArray keyHash;
    QList<server::SessionInfo> sessions;
    QList<accounts::User> users;
    Error error;

    bool isRunning() const { return state == server::Server::State::Running; }
    /// The port on this computer, or 0.
    quint16 localPort() const;
    bool isShared() const;
};

/// The connection and the embedded server, each in its own thread, and the latest news of both in the GUI thread: pages draw what is
/// here and ask for what they want here; none of them waits for a disk or a network.
class Backend : public QObject
{
    Q_OBJECT

public:
    explicit Backend(client::Paths paths);
    ~Backend() override;

    client::Connection &connection() { return *m_connection; }
    const client::ConnectionStatus &status() const { return m_status; }
    bool isOnline() const { return m_status.state == client::ConnectionState::Online; }
    const ServerStatus &serverStatus() const { return m_server; }
    server::Server *server() { return m_serverObject; }
    client::SavedServers &saved() { return m_saved; }
    /// Those that are kept on this computer; opens the connection, too.
    SignIns &signIns() { return *m_signIns; }
    const client::Paths &paths() const { return m_paths; }
    /// Of the connection and of the embedded server's sessions.
    WireRecorder &wire() { return m_wire; }

    void connectTo(const client::Endpoint &endpoint, const security::Secret &password);
    void disconnectFromServer();

    void startServer();
    void stopServer();
    /// Serve other computers, too, or only this one.
    void setShared(bool shared);
    /// Starts the server on this computer, makes the first account if there is none, and connects to it.
    void tryHere();
    /// What was generated for the first account, until it has been put away.
    const QString &ownerName() const { return m_ownerName; }
    const QString &ownerPassword() const { return m_ownerPassword; }
    void forgetOwnerPassword();

Q_SIGNALS:
    void statusChanged(const transom::client::ConnectionStatus &status);
    void serverChanged();
    /// Something about the server did not work: said once, when it happens.
    void serverTroubled(const transom::Error &error);
    /// tryHere() has come to an account whose password only the person knows.
    void signInNeeded(const transom::client::Endpoint &endpoint);
    void ownerCreated();

private:
    void serverStarted(const QStringList &addresses, const QByteArray &keyHash);
    void serverFailed(const Error &error);
    void connectHere();
    void trouble(const Error &error);

    client::Paths m_paths;
    client::SavedServers m_saved;
    WireRecorder m_wire;
    std::unique_ptr<transport::IoThreads> m_threads;
    client::Connection *m_connection = nullptr;
    std::unique_ptr<SignIns> m_signIns;
    client::ConnectionStatus m_status;
    QThread m_serverThread;
    server::Server *m_serverObject = nullptr;
    ServerStatus m_server;
    QString m_ownerName;
    QString m_ownerPassword;
    bool m_tryHere = false;
    bool m_anyPort = false;
    quint16 m_sharedPort = 0; ///< while other computers are being let in: what to come back to
};

} // namespace transom::ui
