#include "ui/shell/backend.h"

#include "core/security/known_peers.h"
#include "core/transport/io_threads.h"

#include <QCoreApplication>

namespace transom::ui {

namespace {

QString usualOwner()
{
    const QString name = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
    const auto valid = accounts::validUserName(name);
    return valid ? *valid : QStringLiteral("owner");
}

server::ListenAddress everywhere(quint16 port)
{
    return {QStringLiteral("::"), port};
}

server::ListenAddress here(quint16 port)
{
    return {QStringLiteral("127.0.0.1"), port};
}

} // namespace

quint16 ServerStatus::localPort() const
{
    return addresses.isEmpty() ? quint16(0) : addresses.first().section(u':', -1).toUShort();
}

bool ServerStatus::isShared() const
{
    for (const QString &address : addresses) {
        if (!address.startsWith(QStringLiteral("127.")))
            return true;
    }
    return false;
}

Backend::Backend(client::Paths paths)
    : m_paths(std::move(paths))
    , m_saved(m_paths.savedServersFile())
    , m_threads(std::make_unique<transport::IoThreads>(1))
{
    client::ConnectionOptions options;
    options.agent = QStringLiteral("transom " TRANSOM_VERSION);
    options.trustFile = m_paths.trustFile();
    options.transfersFile = m_paths.transfersFile();
    m_connection = new client::Connection(options);
    m_connection->moveToThread(m_threads->context(0)->thread());
    connect(m_connection, &client::Connection::statusChanged, this, [this](const client::ConnectionStatus &status) {
        if (status.state == client::ConnectionState::Online && m_status.state != client::ConnectionState::Online)
            (void)m_saved.remember(status.endpoint);
        m_status = status;
        Q_EMIT statusChanged(status);
    });
    m_signIns = std::make_unique<SignIns>(*m_connection, m_paths.keptKeysFile());
    connect(&m_wire, &WireRecorder::tapChanged, this, [this](const std::shared_ptr<wire::Tap> &tap) {
        m_connection->setTap(tap);
        if (m_serverObject)
            m_serverObject->setTap(tap);
    });
    m_serverThread.setObjectName(QStringLiteral("server"));
    m_serverThread.start();
}

Backend::~Backend()
{
    // Each is destroyed in its own thread, with a word to whoever is at the other end.
    QMetaObject::invokeMethod(m_connection, [connection = m_connection] {
        connection->disconnect();
        delete connection;
    }, Qt::BlockingQueuedConnection);
    if (m_serverObject)
        QMetaObject::invokeMethod(m_serverObject, [server = m_serverObject] {
            server->disconnect();
            delete server;
        }, Qt::BlockingQueuedConnection);
    m_serverThread.quit();
    m_serverThread.wait();
}

void Backend::connectTo(const client::Endpoint &endpoint, const security::Secret &password)
{
    m_signIns->open(endpoint, password, false);
}

void Backend::disconnectFromServer()
{
    m_signIns->cancel();
    m_connection->close();
}

void Backend::startServer()
{
    if (m_server.state != server::Server::State::Stopped)
        return;
    // It has timers and sockets of its own thread, and goes there.
    if (m_serverObject)
        m_serverObject->deleteLater();
    server::ServerOptions options;
    options.dataDirectory = m_paths.serverData();
    options.agent = QStringLiteral("transom " TRANSOM_VERSION);
    options.listen = {here(m_anyPort ? quint16(0) : limits::DefaultPort)};
    m_serverObject = new server::Server(options);
    m_serverObject->moveToThread(&m_serverThread);
    connect(m_serverObject, &server::Server::stateChanged, this, [this](server::Server::State state) {
        m_server.state = state;
        if (state == server::Server::State::Stopped) {
            m_server.addresses.clear();
            m_server.sessions.clear();
        }
        Q_EMIT serverChanged();
    });
    connect(m_serverObject, &server::Server::started, this, &Backend::serverStarted);
    connect(m_serverObject, &server::Server::failed, this, &Backend::serverFailed);
    connect(m_serverObject, &server::Server::listening, this, [this](const QString &address) {
        m_server.addresses.append(address);
        m_server.error = {};
        Q_EMIT serverChanged();
    });
    connect(m_serverObject, &server::Server::stoppedListening, this, [this](const QString &address) {
        m_server.addresses.removeAll(address);
        Q_EMIT serverChanged();
    });
    connect(m_serverObject, &server::Server::listenFailed, this, [this](const QString &, const Error &error) {
        // If others cannot be let in, this computer keeps its server all the same.
        if (const quint16 port = std::exchange(m_sharedPort, quint16(0)); port != 0 && m_server.addresses.isEmpty())
            m_serverObject->listen(here(port));
        trouble(error);
    });
    connect(m_serverObject, &server::Server::sessionsChanged, this, [this](const QList<server::SessionInfo> &sessions) {
        m_server.sessions = sessions;
        Q_EMIT serverChanged();
    });
    connect(m_serverObject, &server::Server::usersChanged, this, [this](const QList<accounts::User> &users) {
        m_server.users = users;
        Q_EMIT serverChanged();
    });
    m_server.error = {};
    if (m_wire.isRecording())
        m_serverObject->setTap(m_wire.tap());
    m_serverObject->start();
}

void Backend::stopServer()
{
    if (m_serverObject)
        m_serverObject->stop();
}

void Backend::setShared(bool shared)
{
    if (!m_server.isRunning())
        return;
    // A socket for every address and one for this computer cannot share a port: one replaces the other. Sessions stay.
    const quint16 port = m_server.localPort();
    if (port == 0)
        return;
    m_sharedPort = shared ? port : quint16(0);
    m_serverObject->stopListening(shared ? here(port) : everywhere(port));
    m_serverObject->listen(shared ? everywhere(port) : here(port));
}

void Backend::serverStarted(const QStringList &addresses, const QByteArray &keyHash)
{
    m_server.addresses = addresses;
    m_server.keyHash = keyHash;
    m_server.state = server::Server::State::Running;
    Q_EMIT serverChanged();
    if (m_tryHere)
        connectHere();
}

void Backend::serverFailed(const Error &error)
{
    m_server.state = server::Server::State::Stopped;
    // Somebody else has the usual port: for this computer alone any other will do.
    if (error.code == ErrorCode::AddressInUse && !std::exchange(m_anyPort, true))
        return startServer();
    m_tryHere = false;
    trouble(error);
}

void Backend::trouble(const Error &error)
{
    m_server.error = error;
    Q_EMIT serverChanged();
    Q_EMIT serverTroubled(error);
}

void Backend::tryHere()
{
    m_tryHere = true;
    if (m_server.isRunning())
        connectHere();
    else
        startServer();
}

void Backend::connectHere()
{
    m_tryHere = false;
    client::Endpoint endpoint;
    endpoint.host = QStringLiteral("127.0.0.1");
    endpoint.port = m_server.localPort();
    // Our own key needs no comparing.
    (void)security::KnownPeers(m_paths.trustFile()).trust(endpoint.host, endpoint.port, m_server.keyHash);
    if (!m_ownerPassword.isEmpty()) {
        endpoint.user = m_ownerName;
        return connectTo(endpoint, security::Secret::fromText(m_ownerPassword));
    }
    m_serverObject->accounts().createOwner(usualOwner(), this, [this, endpoint](Result<accounts::NewOwner> owner) mutable {
        if (!owner) {
            if (owner.error().code == ErrorCode::AlreadyExists) {
                if (!m_server.users.isEmpty())
                    endpoint.user = m_server.users.first().name;
                Q_EMIT signInNeeded(endpoint);
            } else {
                trouble(owner.error());
            }
            return;
        }
        m_ownerName = owner->user.name;
        m_ownerPassword = QString::fromUtf8(owner->password.bytes());
        endpoint.user = m_ownerName;
        Q_EMIT ownerCreated();
        connectTo(endpoint, owner->password);
    });
}

void Backend::forgetOwnerPassword()
{
    m_ownerPassword.fill(QChar(0));
    m_ownerPassword.clear();
    Q_EMIT ownerCreated();
}

} // namespace transom::ui
