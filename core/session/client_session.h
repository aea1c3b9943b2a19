#pragma once

#include "core/security/kept_keys.h"
#include "core/security/secret.h"
#include "core/session/session.h"

#include <functional>

namespace transom::session {

struct ClientConfig
{
    QString agent;            ///< "transomctl 0.1.0"
    QString user;
    security::Secret password; ///< may be empty where there is a key
    security::SaltedKey key;   ///< used in place of the password where the server still asks for it
    /// Asked with the hash of the server's public key before anything is sent; an error ends the session there.
    std::function<Result<void>(const QByteArray &keyHash)> checkPeerKey;
    bool allowPlaintext = false; ///< sign in without TLS: the lab and loopback teaching only, chosen by the person
};

/// The client's end: checks the server's key, says HELLO, signs in, opens channels.
class ClientSession : public Session
{
    Q_OBJECT

public:
    ClientSession(std::unique_ptr<transport::ByteStream> stream, ClientConfig config);
    ~ClientSession() override;

    /// Opens a channel; it may be used at once, before the server accepts. nullptr when not signed in, or when as many
    /// channels are open as the server allows (`channelFreed` tells when to try again).
    Channel *open(const QString &service, const QJsonObject &request, Priority priority = Priority::Interactive);
    template<protocol::Message T>
    Channel *open(const T &request, Priority priority = Priority::Interactive)
    {
        return open(QLatin1String(T::Service), protocol::toJson(request), priority);
    }
    /// How many more channels may be opened now.
    int freeChannels() const;

    const QString &serverName() const { return m_serverName; }
    /// The password's, from being signed in on.
    const security::SaltedKey &key() const { return m_config.key; }

Q_SIGNALS:
    void channelFreed();

private:
    void streamReady() override;
    void handleHandshake(protocol::MessageType type, const QByteArray &payload) override;
    void handleOpen(Channel &channel, const QJsonObject &request) override;
    void handleHello(const protocol::Hello &hello);
    void handleChallenge(const protocol::AuthChallenge &challenge);
    void respond();
    void handleDone(const protocol::AuthDone &done);
    void handleFailed(const protocol::AuthFailed &failed);
    void handleAccount(const protocol::Account &account);

    ClientConfig m_config;
    std::unique_ptr<security::ScramClient> m_scram;
    QString m_serverName;
    quint32 m_nextChannel = 1;
};

} // namespace transom::session
