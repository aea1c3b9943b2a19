#include "ui/shell/sign_ins.h"

namespace transom::ui {

using client::ConnectionState;
using client::ConnectionStatus;
using security::KeptKeys;
using security::SaltedKey;

SignIns::SignIns(client::Connection &connection, QString file)
    : m_connection(connection)
    , m_file(std::move(file))
{
    // In the connection's thread: the session is only there, and only while it lasts.
    connect(&connection, &client::Connection::statusChanged, &connection, [this, &connection, wasOnline = false](const ConnectionStatus &status) mutable {
        const bool online = status.state == ConnectionState::Online;
        if (online && !std::exchange(wasOnline, online)) {
            if (const session::ClientSession *session = connection.link().session())
                QMetaObject::invokeMethod(this, [this, endpoint = status.endpoint, key = session->key()] { signedIn(endpoint, key); });
        }
        wasOnline = online;
    });
    connect(&connection, &client::Connection::statusChanged, this, [this](const ConnectionStatus &status) {
        if (status.state == ConnectionState::Failed && status.error.code == ErrorCode::AuthenticationFailed && m_attempt.begun && isByKept()
            && status.endpoint == m_attempt.endpoint)
            refused();
    });
}

/// As the file tells them apart, but for ways to write the same host: those are looked up one by one.
QString SignIns::nameOf(const client::Endpoint &endpoint)
{
    return endpoint.address().toLower() + u' ' + endpoint.user;
}

void SignIns::look(const QList<client::Endpoint> &endpoints)
{
    struct Seen
    {
        QHash<QString, bool> kept;
        Error trouble;
    };
    m_disk.run(
            [keys = KeptKeys(m_file), endpoints] {
                Seen seen;
                for (const client::Endpoint &endpoint : endpoints) {
                    const auto key = keys.find(endpoint.host, endpoint.port, endpoint.user);
                    seen.kept[nameOf(endpoint)] = key && *key;
                    if (!key)
                        seen.trouble = key.error();
                }
                return seen;
            },
            this, [this](const Seen &seen) {
                bool news = seen.trouble.code != m_trouble.code;
                m_trouble = seen.trouble;
                for (auto it = seen.kept.cbegin(); it != seen.kept.cend(); ++it) {
                    news = news || m_kept.value(it.key()) != it.value();
                    m_kept[it.key()] = it.value();
                }
                if (news)
                    Q_EMIT changed();
            });
}

void SignIns::open(const client::Endpoint &endpoint, const security::Secret &password, bool stay)
{
    begin({endpoint, {}, stay && canKeep(endpoint)}, password);
}

void SignIns::openKept(const client::Endpoint &endpoint)
{
    m_disk.run([keys = KeptKeys(m_file), endpoint] { return keys.find(endpoint.host, endpoint.port, endpoint.user); }, this,
               [this, endpoint, number = ++m_number](const Result<std::optional<SaltedKey>> &key) {
                   note(endpoint, key && *key, key ? Error() : key.error());
                   if (number != m_number)
                       return;
                   if (key && *key)
                       begin({endpoint, **key}, {});
                   else
                       Q_EMIT passwordNeeded(endpoint, key ? Why::NotKept : Why::Unusable, key ? Error() : key.error());
               });
}

void SignIns::cancel()
{
    ++m_number;
    m_attempt = {};
}

void SignIns::begin(Attempt attempt, const security::Secret &password)
{
    m_attempt = std::move(attempt);
    m_connection.open(m_attempt.endpoint, password, m_attempt.key);
    // There and back again behind the opening: news of a connection before that is still on its way is not taken for news of this one.
    QMetaObject::invokeMethod(&m_connection, [this, number = ++m_number] {
        QMetaObject::invokeMethod(this, [this, number] { m_attempt.begun = m_attempt.begun || number == m_number; });
    });
}

void SignIns::signedIn(const client::Endpoint &endpoint, const SaltedKey &key)
{
    if (!m_attempt.begun || endpoint != m_attempt.endpoint || !std::exchange(m_attempt.stay, false))
        return;
    m_disk.run(
            [keys = KeptKeys(m_file), endpoint, key]() -> Result<void> {
                // Not into a file that others can read: writing makes it private again, and what they may have read would pass for safe.
                if (const auto usable = keys.find(endpoint.host, endpoint.port, endpoint.user); !usable)
                    return tl::make_unexpected(usable.error());
                return keys.keep(endpoint.host, endpoint.port, endpoint.user, key);
            },
            this, [this, endpoint](const Result<void> &kept) {
                if (kept)
                    return note(endpoint, true, {});
                Q_EMIT keepFailed(endpoint, kept.error());
            });
}

/// The key that was kept is of another password than the account has now.
void SignIns::refused()
{
    m_attempt.begun = false;
    m_disk.run(
            [keys = KeptKeys(m_file), endpoint = m_attempt.endpoint, old = m_attempt.key]() -> Result<std::optional<SaltedKey>> {
                auto key = keys.find(endpoint.host, endpoint.port, endpoint.user);
                if (!key || !*key || **key != old)
                    return key; // nothing, or what another program has kept since
                if (const auto forgotten = keys.forget(endpoint.host, endpoint.port, endpoint.user); !forgotten)
                    return tl::make_unexpected(forgotten.error());
                return std::nullopt;
            },
            this, [this, endpoint = m_attempt.endpoint, number = m_number](const Result<std::optional<SaltedKey>> &newer) {
                note(endpoint, newer && *newer, newer ? Error() : newer.error());
                if (number != m_number)
                    return;
                if (newer && *newer)
                    return begin({endpoint, **newer}, {});
                Q_EMIT passwordNeeded(endpoint, Why::PasswordChanged, newer ? Error() : newer.error());
            });
}

void SignIns::forget(const client::Endpoint &endpoint)
{
    m_disk.run([keys = KeptKeys(m_file), endpoint] { return keys.forget(endpoint.host, endpoint.port, endpoint.user); }, this,
               [this, endpoint](const Result<bool> &forgotten) {
                   if (forgotten)
                       return note(endpoint, false, m_trouble);
                   Q_EMIT forgetFailed(endpoint, forgotten.error());
               });
}

void SignIns::note(const client::Endpoint &endpoint, bool kept, const Error &trouble)
{
    const bool differs = std::exchange(m_kept[nameOf(endpoint)], kept) != kept;
    if (std::exchange(m_trouble, trouble).code != trouble.code || differs)
        Q_EMIT changed();
}

} // namespace transom::ui
