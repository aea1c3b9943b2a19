#pragma once

#include "core/base/limits.h"
#include "core/protocol/json_codec.h"
#include "core/protocol/message_table.h"

/// The messages that make a session and its channels. Their meaning and order: PROTOCOL.md.
namespace transom::protocol {

inline constexpr int Version = 1;

/// What one side is willing to take.
struct Limits
{
    qint64 data = limits::DataPayload;
    qint64 json = limits::JsonPayload;
    qint64 channels = limits::Channels;
    qint64 credit = limits::InitialCredit;

    bool operator==(const Limits &) const = default;
    static constexpr auto fields()
    {
        return std::tuple{required("data", &Limits::data), required("json", &Limits::json),
                          required("channels", &Limits::channels), required("credit", &Limits::credit)};
    }
};

/// First message of the client, then of the server, who answers with the one version it chose.
struct Hello
{
    static constexpr auto Type = MessageType::Hello;
    QString protocol = QStringLiteral("transom");
    QList<int> versions{Version};
    QString agent;            ///< "transomctl 0.1.0"
    QString name;             ///< the server's name for people; the client leaves it out
    QStringList mechanisms;   ///< of the server only: SASL mechanisms it accepts on this stream
    QStringList features;
    Limits limits;

    static constexpr auto fields()
    {
        return std::tuple{required("protocol", &Hello::protocol), required("versions", &Hello::versions),
                          optional("agent", &Hello::agent),       optional("name", &Hello::name),
                          optional("mechanisms", &Hello::mechanisms), optional("features", &Hello::features),
                          required("limits", &Hello::limits)};
    }
};

/// One step of a SASL exchange (RFC 5802); the four types differ in who sends them and when.
struct AuthStart
{
    static constexpr auto Type = MessageType::AuthStart;
    QString mechanism;
    QString message;
    static constexpr auto fields()
    {
        return std::tuple{required("mechanism", &AuthStart::mechanism), required("message", &AuthStart::message)};
    }
};

struct AuthChallenge
{
    static constexpr auto Type = MessageType::AuthChallenge;
    QString message;
    static constexpr auto fields() { return std::tuple{required("message", &AuthChallenge::message)}; }
};

struct AuthResponse
{
    static constexpr auto Type = MessageType::AuthResponse;
    QString message;
    static constexpr auto fields() { return std::tuple{required("message", &AuthResponse::message)}; }
};

struct AuthDone
{
    static constexpr auto Type = MessageType::AuthDone;
    QString message; ///< the server's signature
    QString user;    ///< the account's name as the server writes it
    QStringList access;
    static constexpr auto fields()
    {
        return std::tuple{required("message", &AuthDone::message), required("user", &AuthDone::user),
                          required("access", &AuthDone::access)};
    }
};

struct AuthFailed
{
    static constexpr auto Type = MessageType::AuthFailed;
    ErrorCode code = ErrorCode::AuthenticationFailed;
    QString text;
    qint64 retryAfter = 0; ///< milliseconds
    int triesLeft = 0;     ///< 0: a GOODBYE follows
    QStringList parts = {};     ///< of `text`, as in Error
    static constexpr auto fields()
    {
        return std::tuple{required("code", &AuthFailed::code), required("text", &AuthFailed::text),
                          optional("retryAfter", &AuthFailed::retryAfter), optional("parts", &AuthFailed::parts), optional("triesLeft", &AuthFailed::triesLeft)};
    }
};

/// The account has changed while the session lasts.
struct Account
{
    static constexpr auto Type = MessageType::Account;
    QStringList access;
    static constexpr auto fields() { return std::tuple{required("access", &Account::access)}; }
};

struct Goodbye
{
    static constexpr auto Type = MessageType::Goodbye;
    ErrorCode code = ErrorCode::None;
    QString text;
    qint64 retryAfter = 0; ///< milliseconds
    QStringList parts = {};     ///< of `text`, as in Error
    static constexpr auto fields()
    {
        return std::tuple{required("code", &Goodbye::code), optional("text", &Goodbye::text),
                          optional("retryAfter", &Goodbye::retryAfter), optional("parts", &Goodbye::parts)};
    }
};

struct Open
{
    static constexpr auto Type = MessageType::Open;
    QString service;
    QJsonObject request;
    static constexpr auto fields() { return std::tuple{required("service", &Open::service), optional("request", &Open::request)}; }
};

struct Accept
{
    static constexpr auto Type = MessageType::Accept;
    QJsonObject result;
    static constexpr auto fields() { return std::tuple{optional("result", &Accept::result)}; }
};

struct Reject
{
    static constexpr auto Type = MessageType::Reject;
    ErrorCode code = ErrorCode::Internal;
    QString text;
    qint64 retryAfter = 0; ///< milliseconds
    QStringList parts = {};     ///< of `text`, as in Error
    static constexpr auto fields()
    {
        return std::tuple{required("code", &Reject::code), optional("text", &Reject::text),
                          optional("retryAfter", &Reject::retryAfter), optional("parts", &Reject::parts)};
    }
};

/// From the opener: no more DATA will be sent on this channel. From the acceptor: the channel is over, and this is its result.
struct End
{
    static constexpr auto Type = MessageType::End;
    ErrorCode code = ErrorCode::None;
    QString text;
    QJsonObject result;
    QStringList parts = {}; ///< of `text`, as in Error
    static constexpr auto fields()
    {
        return std::tuple{required("code", &End::code), optional("text", &End::text), optional("result", &End::result),
                          optional("parts", &End::parts)};
    }
};

} // namespace transom::protocol
