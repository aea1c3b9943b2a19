#include "tests/support/session_pair.h"

#include "core/base/sha256.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>

namespace transom::test {

namespace {

constexpr qint64 PatienceMs = 20'000;

/// The salted password for each (password, iterations): 0.14 s is too long to spend in every test.
security::ScramVerifier verifierFor(const QByteArray &password)
{
    static QHash<QByteArray, security::ScramVerifier> made;
    auto found = made.constFind(password);
    if (found == made.constEnd()) {
        auto verifier = security::makeVerifier(security::Secret(password), QByteArray("0123456789abcdef"), limits::ScramIterations);
        found = made.insert(password, verifier.value_or(security::ScramVerifier{}));
    }
    return *found;
}

security::SaltedKey keyFor(const QByteArray &password)
{
    static QHash<QByteArray, QByteArray> salted;
    const QByteArray salt("0123456789abcdef");
    auto found = salted.constFind(password);
    if (found == salted.constEnd())
        found = salted.insert(password, security::saltedPassword(security::Secret(password), salt, limits::ScramIterations).value_or(QByteArray()));
    return {salt, limits::ScramIterations, *found};
}

} // namespace

void MemoryAuthenticator::add(const QString &user, const QByteArray &password, protocol::Access access, bool enabled)
{
    session::Credentials credentials;
    credentials.verifier = verifierFor(password);
    credentials.principal = {m_users.size() + 1, user, access};
    credentials.known = true;
    credentials.enabled = enabled;
    m_users.insert(user, credentials);
}

void MemoryAuthenticator::lookUp(const QString &user, QObject *context, std::function<void(Result<session::Credentials>)> done)
{
    session::Credentials credentials = m_users.value(user);
    if (!credentials.known)
        credentials.verifier = security::fakeVerifier(QByteArray(32, 's'), user);
    QMetaObject::invokeMethod(context, [done = std::move(done), credentials] { done(credentials); }, Qt::QueuedConnection);
}

void MemoryAuthenticator::attempted(const QString &, const QString &, ErrorCode outcome)
{
    outcomes.append(outcome);
}

SessionPair::SessionPair(const session::ServiceRegistry &services, protocol::Access access, Start start,
                         transport::MemoryStream::Options wire, const QString &user)
{
    m_authenticator.add(user, Password, access);
    if (wire.channelBinding.isEmpty())
        wire.channelBinding = Sha256::of("certificate");
    auto [serverEnd, clientEnd] = transport::MemoryStream::pair(wire);
    m_serverStream = serverEnd.get();
    m_clientStream = clientEnd.get();

    session::ServerConfig serverConfig;
    serverConfig.agent = QStringLiteral("test server");
    serverConfig.name = QStringLiteral("test");
    serverConfig.authenticator = &m_authenticator;
    serverConfig.services = &services;
    m_server = std::make_unique<session::ServerSession>(std::move(serverEnd), serverConfig);

    session::ClientConfig clientConfig;
    clientConfig.agent = QStringLiteral("test client");
    clientConfig.user = user;
    clientConfig.password = security::Secret(QByteArray(Password));
    clientConfig.key = keyFor(Password);
    m_client = std::make_unique<session::ClientSession>(std::move(clientEnd), clientConfig);
    connect(m_client.get(), &session::Session::signedIn, this, [this] { m_link.set(m_client.get()); });
    connect(m_client.get(), &session::Session::closed, this, [this](const Error &reason) { m_link.clear(reason, false); });

    if (start == Start::Manually)
        return;
    const bool signedIn = waitUntil([this] { return m_client->state() == session::State::SignedIn && m_server->state() == session::State::SignedIn; });
    if (!signedIn)
        qFatal("The two sessions of a test did not sign in.");
}

SessionPair::~SessionPair()
{
    m_link.clear({}, false);
}

bool waitUntil(const std::function<bool()> &condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > PatienceMs)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    }
    return true;
}

} // namespace transom::test
