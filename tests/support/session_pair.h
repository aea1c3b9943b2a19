#pragma once

#include "core/session/client_session.h"
#include "core/session/server_session.h"
#include "core/session/session_link.h"
#include "core/transport/memory_stream.h"

#include <functional>
#include <memory>

namespace transom::test {

/// Runs the event loop until the condition holds; false after twenty seconds.
bool waitUntil(const std::function<bool()> &condition);

/// Accounts that exist only in memory, with the protocol's real SCRAM behind them.
class MemoryAuthenticator : public session::Authenticator
{
public:
    void add(const QString &user, const QByteArray &password, protocol::Access access, bool enabled = true);
    void lookUp(const QString &user, QObject *context, std::function<void(Result<session::Credentials>)> done) override;
    void attempted(const QString &user, const QString &peer, ErrorCode outcome) override;

    QList<ErrorCode> outcomes;

private:
    QHash<QString, session::Credentials> m_users;
};

/// A server's and a client's session joined in memory, in this thread. Signed in when the constructor returns, unless
/// that is what the test is about (Start::Manually).
class SessionPair : public QObject
{
public:
    enum class Start { SignedIn, Manually };

    explicit SessionPair(const session::ServiceRegistry &services, protocol::Access access = protocol::AllAccess,
                         Start start = Start::SignedIn, transport::MemoryStream::Options wire = {},
                         const QString &user = QLatin1String(User));
    ~SessionPair() override;

    session::ServerSession &server() { return *m_server; }
    session::ClientSession &client() { return *m_client; }
    session::SessionLink &link() { return m_link; }
    /// The ends of the wire, for cutting, holding and chopping; owned by the sessions.
    transport::MemoryStream &serverStream() { return *m_serverStream; }
    transport::MemoryStream &clientStream() { return *m_clientStream; }
    MemoryAuthenticator &authenticator() { return m_authenticator; }

    static constexpr auto User = "alice";
    static constexpr auto Password = "correct horse battery";

private:
    MemoryAuthenticator m_authenticator;
    session::SessionLink m_link;
    transport::MemoryStream *m_serverStream = nullptr;
    transport::MemoryStream *m_clientStream = nullptr;
    std::unique_ptr<session::ServerSession> m_server;
    std::unique_ptr<session::ClientSession> m_client;
};

} // namespace transom::test
