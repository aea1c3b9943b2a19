#pragma once

#include "core/base/strand.h"
#include "core/client/connection.h"
#include "core/security/kept_keys.h"

#include <QHash>
#include <QList>
#include <QObject>

namespace transom::ui {

/// The sign-ins that are kept on this computer (security::KeptKeys, the file that `transomctl login` and `logout` use) as the window sees them, and
/// the opening of the connection by them or by a password. The file is read and written on the disk pool. GUI thread.
class SignIns : public QObject
{
    Q_OBJECT

public:
    enum class Why {
        NotKept,         ///< no sign-in is kept: the password is asked for as ever
        PasswordChanged, ///< the one that was kept has been refused, and is dropped
        Unusable,        ///< the file cannot be used: the error says why
    };
    Q_ENUM(Why)

    /// `connection` is gone before this is.
    SignIns(client::Connection &connection, QString file);

    const QString &file() const { return m_file; }
    /// A key belongs to a host and a port: not to a socket in the file system.
    static bool canKeep(const client::Endpoint &endpoint) { return !endpoint.host.isEmpty() && !endpoint.isLocalSocket(); }
    /// As of the last look.
    bool isKept(const client::Endpoint &endpoint) const { return m_kept.value(nameOf(endpoint)); }
    /// Why the file could not be used at the last look; None if it could, or is not there.
    const Error &trouble() const { return m_trouble; }
    /// Looks into the file anew; another program may have changed it. changed() follows if that is so.
    void look(const QList<client::Endpoint> &endpoints);

    /// By the password. With `stay`, its key is kept once it has been found right.
    void open(const client::Endpoint &endpoint, const security::Secret &password, bool stay);
    /// By the sign-in that is kept now. Otherwise passwordNeeded() follows, and the connection stays as it is.
    void openKept(const client::Endpoint &endpoint);
    /// What was asked for is not wanted any more.
    void cancel();
    /// Whether the connection is, or was last, opened by a key that was kept.
    bool isByKept() const { return !m_attempt.key.isEmpty(); }
    void forget(const client::Endpoint &endpoint);

Q_SIGNALS:
    void changed();
    void passwordNeeded(const transom::client::Endpoint &endpoint, transom::ui::SignIns::Why why, const transom::Error &error);
    /// A sign-in could not be kept, or could not be forgotten.
    void keepFailed(const transom::client::Endpoint &endpoint, const transom::Error &error);
    void forgetFailed(const transom::client::Endpoint &endpoint, const transom::Error &error);

private:
    struct Attempt
    {
        client::Endpoint endpoint;
        security::SaltedKey key; ///< empty: by a password
        bool stay = false;
        bool begun = false;      ///< what the connection says from here on is about this one, and of none before
    };

    static QString nameOf(const client::Endpoint &endpoint);
    void begin(Attempt attempt, const security::Secret &password);
    void signedIn(const client::Endpoint &endpoint, const security::SaltedKey &key);
    void refused();
    void note(const client::Endpoint &endpoint, bool kept, const Error &trouble);

    client::Connection &m_connection;
    const QString m_file;
    Strand m_disk;
    QHash<QString, bool> m_kept;
    Error m_trouble;
    Attempt m_attempt;
    quint64 m_number = 0; ///< of what was asked for last: answers to anything before come too late
};

} // namespace transom::ui
