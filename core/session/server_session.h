#pragma once

#include "core/session/service_registry.h"
#include "core/session/session.h"

namespace transom::session {

struct ServerConfig
{
    QString agent;             ///< "transomd 0.1.0"
    QString name;              ///< the server's name for people
    Authenticator *authenticator = nullptr;
    const ServiceRegistry *services = nullptr;
};

/// The server's end: answers HELLO, signs the user in by SCRAM, hands channels to services.
class ServerSession : public Session
{
    Q_OBJECT

public:
    /// What the configuration points to must outlive the session.
    ServerSession(std::unique_ptr<transport::ByteStream> stream, ServerConfig config);
    ~ServerSession() override;

    /// The account has changed: tells the peer. Services look at principal() each time they are opened.
    void updatePrincipal(const Principal &principal);

private:
    void streamReady() override;
    void handleHandshake(protocol::MessageType type, const QByteArray &payload) override;
    void handleOpen(Channel &channel, const QJsonObject &request) override;
    void handleHello(const protocol::Hello &hello);
    void handleAuthStart(const protocol::AuthStart &start);
    void continueAuth(Result<Credentials> credentials);
    void handleAuthResponse(const protocol::AuthResponse &response);
    void refuse(const Error &error);

    ServerConfig m_config;
    std::unique_ptr<security::ScramServer> m_scram;
    Credentials m_credentials;
    QString m_attemptedUser;
    int m_tries = 0;
    bool m_lookingUp = false;
};

} // namespace transom::session
