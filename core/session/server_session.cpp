#include "core/session/server_session.h"

#include "core/base/limits.h"
#include "core/base/text.h"

namespace transom::session {

using protocol::MessageType;

namespace {

/// Streams with a certificate sign in bound to it, and never otherwise.
Result<security::ChannelBinding> bindingOf(const transport::ByteStream &stream)
{
    const QByteArray hash = stream.channelBinding();
    if (hash.isEmpty())
        return security::ChannelBinding::unbound();
    return security::ChannelBinding::tlsServerEndPointHash(hash);
}

} // namespace

ServerSession::ServerSession(std::unique_ptr<transport::ByteStream> byteStream, ServerConfig config)
    : Session(std::move(byteStream), true)
    , m_config(std::move(config))
{}

ServerSession::~ServerSession()
{
    endNow();
}

void ServerSession::streamReady()
{
    // The client speaks first: whoever connects with another protocol shows it before it learns anything.
}

void ServerSession::updatePrincipal(const Principal &principal)
{
    if (state() != State::SignedIn)
        return;
    setPrincipal(principal);
    sendControl(protocol::Account{protocol::accessToNames(principal.access)});
}

void ServerSession::handleHandshake(MessageType type, const QByteArray &payload)
{
    const auto decodeThen = [&]<class T>(void (ServerSession::*handler)(const T &)) {
        auto message = protocol::decode<T>(payload);
        if (!message)
            return leave(message.error());
        (this->*handler)(*message);
    };
    switch (type) {
    case MessageType::Hello:
        return decodeThen(&ServerSession::handleHello);
    case MessageType::AuthStart:
        return decodeThen(&ServerSession::handleAuthStart);
    case MessageType::AuthResponse:
        return decodeThen(&ServerSession::handleAuthResponse);
    default:
        leave({ErrorCode::WrongState, {}});
    }
}

void ServerSession::handleHello(const protocol::Hello &hello)
{
    if (hello.protocol != u"transom")
        return leave({ErrorCode::NotTransom, QStringLiteral(QT_TRANSLATE_NOOP("Error", "The other side does not speak Transom's protocol."))});
    if (!hello.versions.contains(protocol::Version)) {
        return leave({ErrorCode::VersionMismatch,
                      QStringLiteral("This server speaks version %1 of the protocol only. Update the older side.").arg(protocol::Version)});
    }
    auto binding = bindingOf(stream());
    if (!binding)
        return leave(binding.error());
    adopt(hello.limits);
    protocol::Hello answer;
    answer.agent = m_config.agent;
    answer.name = m_config.name;
    answer.mechanisms = {binding->mechanism()};
    enter(State::SigningIn);
    sendControl(answer);
}

void ServerSession::handleAuthStart(const protocol::AuthStart &start)
{
    if (m_lookingUp || m_scram)
        return leave({ErrorCode::WrongState, QStringLiteral("AUTH_START in the middle of an attempt.")});
    if (++m_tries > limits::SignInTries)
        return leave({ErrorCode::TooManyAttempts, {}});
    auto binding = bindingOf(stream());
    if (!binding)
        return leave(binding.error());
    if (start.mechanism != binding->mechanism())
        return leave({ErrorCode::Unsupported, QStringLiteral("The mechanism is %1; nothing else is accepted.").arg(binding->mechanism())});

    m_scram = std::make_unique<security::ScramServer>(*binding);
    auto user = m_scram->start(start.message.toUtf8());
    if (!user)
        return leave(user.error());
    m_attemptedUser = *user;
    m_lookingUp = true;
    m_config.authenticator->lookUp(*user, this, [this](Result<Credentials> credentials) { continueAuth(std::move(credentials)); });
}

void ServerSession::continueAuth(Result<Credentials> credentials)
{
    m_lookingUp = false;
    if (state() != State::SigningIn || !m_scram)
        return;
    if (!credentials)
        return leave({ErrorCode::Internal, QStringLiteral(QT_TRANSLATE_NOOP("Error", "The server cannot read its accounts now."))});
    m_credentials = std::move(*credentials);
    if (m_credentials.waitMs > 0) {
        m_config.authenticator->attempted(m_attemptedUser, streamInfo().peer, ErrorCode::TooManyAttempts);
        return refuse({ErrorCode::TooManyAttempts,
                       QStringLiteral("Too many wrong passwords for this account. Try again in %1 s.").arg((m_credentials.waitMs + 999) / 1000),
                       m_credentials.waitMs});
    }
    auto challenge = m_scram->challenge(m_credentials.verifier);
    if (!challenge)
        return leave(challenge.error());
    sendControl(protocol::AuthChallenge{QString::fromUtf8(*challenge)});
}

void ServerSession::handleAuthResponse(const protocol::AuthResponse &response)
{
    if (!m_scram || m_lookingUp)
        return leave({ErrorCode::WrongState, QStringLiteral("AUTH_RESPONSE without a challenge.")});
    auto signature = m_scram->finish(response.message.toUtf8());
    m_scram.reset();
    ErrorCode outcome = ErrorCode::None;
    if (!signature)
        outcome = signature.error().code;
    else if (!m_credentials.known)
        outcome = ErrorCode::AuthenticationFailed;
    else if (!m_credentials.enabled)
        outcome = ErrorCode::AccountDisabled;
    m_config.authenticator->attempted(m_attemptedUser, streamInfo().peer, outcome);

    if (outcome == ErrorCode::AuthenticationFailed || outcome == ErrorCode::AccountDisabled)
        return refuse({outcome, {}});
    if (outcome != ErrorCode::None)
        return leave(signature.error());
    sendControl(protocol::AuthDone{QString::fromUtf8(*signature), m_credentials.principal.user,
                                   protocol::accessToNames(m_credentials.principal.access)});
    becomeSignedIn(m_credentials.principal);
}

void ServerSession::refuse(const Error &error)
{
    m_scram.reset();
    const bool last = m_tries >= limits::SignInTries || error.code != ErrorCode::AuthenticationFailed;
    sendControl(protocol::AuthFailed{error.code, wireText(error), error.retryAfterMs, last ? 0 : limits::SignInTries - m_tries, error.parts});
    if (last)
        leave(error);
}

void ServerSession::handleOpen(Channel &channel, const QJsonObject &request)
{
    const auto *handler = m_config.services->find(channel.service());
    if (!handler)
        return channel.fail({ErrorCode::UnknownService, {}});
    (*handler)(channel, request);
}

} // namespace transom::session
