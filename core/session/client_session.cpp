#include "core/session/client_session.h"

#include "core/base/limits.h"
#include "core/base/strand.h"

namespace transom::session {

using protocol::MessageType;

ClientSession::ClientSession(std::unique_ptr<transport::ByteStream> byteStream, ClientConfig config)
    : Session(std::move(byteStream), false)
    , m_config(std::move(config))
{}

ClientSession::~ClientSession()
{
    endNow();
}

void ClientSession::streamReady()
{
    if (stream().channelBinding().isEmpty() && !m_config.allowPlaintext && streamInfo().protection != transport::Protection::LocalOnly)
        return abort({ErrorCode::NotSecure, {}});
    if (m_config.checkPeerKey && !stream().peerKeyHash().isEmpty()) {
        if (auto trusted = m_config.checkPeerKey(stream().peerKeyHash()); !trusted)
            return abort(trusted.error());
    }
    protocol::Hello hello;
    hello.agent = m_config.agent;
    sendControl(hello);
}

void ClientSession::handleHandshake(MessageType type, const QByteArray &payload)
{
    const auto decodeThen = [&]<class T>(void (ClientSession::*handler)(const T &)) {
        auto message = protocol::decode<T>(payload);
        if (!message)
            return leave(message.error());
        (this->*handler)(*message);
    };
    switch (type) {
    case MessageType::Hello:
        return decodeThen(&ClientSession::handleHello);
    case MessageType::AuthChallenge:
        return decodeThen(&ClientSession::handleChallenge);
    case MessageType::AuthDone:
        return decodeThen(&ClientSession::handleDone);
    case MessageType::AuthFailed:
        return decodeThen(&ClientSession::handleFailed);
    case MessageType::Account:
        return decodeThen(&ClientSession::handleAccount);
    default:
        leave({ErrorCode::WrongState, {}});
    }
}

void ClientSession::handleHello(const protocol::Hello &hello)
{
    if (hello.protocol != u"transom")
        return leave({ErrorCode::NotTransom, {}});
    if (hello.versions != QList<int>{protocol::Version})
        return leave({ErrorCode::VersionMismatch, {}});
    auto binding = security::ChannelBinding::unbound();
    if (const QByteArray hash = stream().channelBinding(); !hash.isEmpty()) {
        auto bound = security::ChannelBinding::tlsServerEndPointHash(hash);
        if (!bound)
            return leave(bound.error());
        binding = *bound;
    }
    // Never anything weaker than what this stream can do, whatever the server offers.
    if (!hello.mechanisms.contains(binding.mechanism()))
        return leave({ErrorCode::NotSecure, QStringLiteral(QT_TRANSLATE_NOOP("Error", "The server offers no safe way to sign in."))});
    adopt(hello.limits);
    m_serverName = hello.name;
    enter(State::SigningIn);

    m_scram = std::make_unique<security::ScramClient>(m_config.user, binding);
    auto first = m_scram->first();
    if (!first)
        return leave(first.error());
    sendControl(protocol::AuthStart{binding.mechanism(), QString::fromUtf8(*first)});
}

void ClientSession::handleChallenge(const protocol::AuthChallenge &message)
{
    if (!m_scram)
        return leave({ErrorCode::WrongState, {}});
    auto challenge = m_scram->read(message.message.toUtf8());
    if (!challenge)
        return leave(challenge.error());
    const security::SaltedKey &kept = m_config.key;
    if (kept.salt == challenge->salt && kept.iterations == challenge->iterations && !kept.isEmpty())
        return respond();
    // The password has been changed since. Nothing is sent that would count as a wrong one.
    if (!kept.isEmpty() && m_config.password.isEmpty())
        return leave({ErrorCode::AuthenticationFailed, QStringLiteral(QT_TRANSLATE_NOOP("Error", "The sign-in that was kept is of another password than the account has now. Sign in with the password."))});

    Strand().run(
            [password = m_config.password, wanted = *challenge]() -> Result<security::SaltedKey> {
                auto salted = security::saltedPassword(password, wanted.salt, wanted.iterations);
                if (!salted)
                    return tl::make_unexpected(salted.error());
                return security::SaltedKey{wanted.salt, wanted.iterations, *salted};
            },
            this, [this](Result<security::SaltedKey> key) {
                if (state() != State::SigningIn || !m_scram)
                    return;
                if (!key)
                    return leave(key.error());
                m_config.key = std::move(*key);
                respond();
            });
}

void ClientSession::respond()
{
    auto response = m_scram->respond(m_config.key.saltedPassword);
    if (!response)
        return leave(response.error());
    sendControl(protocol::AuthResponse{QString::fromUtf8(*response)});
}

void ClientSession::handleDone(const protocol::AuthDone &done)
{
    if (!m_scram)
        return leave({ErrorCode::WrongState, {}});
    if (auto verified = m_scram->verify(done.message.toUtf8()); !verified)
        return leave(verified.error());
    m_scram.reset();
    becomeSignedIn({0, done.user, protocol::accessFromNames(done.access)});
}

void ClientSession::handleFailed(const protocol::AuthFailed &failed)
{
    m_scram.reset();
    leave(receivedError(failed.code, failed.text, failed.parts, failed.retryAfter));
}

void ClientSession::handleAccount(const protocol::Account &account)
{
    Principal changed = principal();
    changed.access = protocol::accessFromNames(account.access);
    setPrincipal(changed);
}

void ClientSession::handleOpen(Channel &channel, const QJsonObject &)
{
    channel.fail({ErrorCode::UnknownService, {}});
}

Channel *ClientSession::open(const QString &service, const QJsonObject &request, Priority priority)
{
    if (state() != State::SignedIn || freeChannels() <= 0)
        return nullptr;
    const ChannelId id{m_nextChannel++};
    Channel *channel = makeChannel(id, Channel::Role::Opener, service, priority);
    // Queued: the session has let go of the channel by the time somebody opens the next one.
    connect(channel, &Channel::closed, this, &ClientSession::channelFreed, Qt::QueuedConnection);
    sendOnChannel(protocol::MessageType::Open, id, protocol::encode(protocol::Open{service, request}));
    return channel;
}

int ClientSession::freeChannels() const
{
    return state() == State::SignedIn ? std::min(peerChannels(), limits::Channels) - openChannels() : 0;
}

} // namespace transom::session
