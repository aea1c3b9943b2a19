#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace transom::security {

/// What a password becomes by one salt and iteration count (RFC 5802, SaltedPassword): enough to sign in to the one server that uses this salt,
/// without PBKDF2 (0.1 s), and of no use anywhere else.
struct SaltedKey
{
    QByteArray salt;
    int iterations = 0;
    QByteArray saltedPassword; ///< 32 bytes

    bool isEmpty() const { return saltedPassword.isEmpty(); }
    bool operator==(const SaltedKey &) const = default;
};

/// The keys a person wants kept on this computer, so that nobody asks for the password: a text file, a line each:
/// `host:port user iterations salt key`. Whoever can read it can sign in as its owner, as with a key of SSH that has no passphrase: it is made with mode
/// 0600, and not used where others may read it. Read anew for every question, changed under a lock, replaced atomically. Any thread; blocks on the
/// disk for a moment.
class KeptKeys
{
public:
    explicit KeptKeys(QString file);

    /// Nothing where none is kept. LocalAccessDenied where others can read the file.
    Result<std::optional<SaltedKey>> find(const QString &host, quint16 port, const QString &user) const;
    Result<void> keep(const QString &host, quint16 port, const QString &user, const SaltedKey &key) const;
    /// Whether there was one.
    Result<bool> forget(const QString &host, quint16 port, const QString &user) const;

private:
    Result<bool> rewrite(const QByteArray &owner, const QByteArray &line) const;

    QString m_file;
};

} // namespace transom::security
