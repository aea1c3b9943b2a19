#pragma once

#include "core/accounts/database.h"
#include "core/protocol/access.h"
#include "core/security/scram.h"

#include <QMetaType>

/// The accounts. Functions over Database: storage thread only, except where it says any thread.
namespace transom::accounts {

inline constexpr qint64 NoQuota = -1;

struct User
{
    qint64 id = 0;
    QString name; ///< as it was given, in NFKC
    protocol::Access access;
    qint64 quotaBytes = NoQuota;
    qint64 usedBytes = 0;
    qint64 reservedBytes = 0; ///< uploads under way
    qint64 quotaFiles = NoQuota; ///< files, folders and links
    qint64 usedFiles = 0;
    qint64 reservedFiles = 0;
    bool enabled = true;
    qint64 createdMs = 0;
    security::ScramVerifier verifier;

    bool operator==(const User &) const = default;
};

struct NewUser
{
    QString name;
    security::ScramVerifier verifier;
    protocol::Access access;
    qint64 quotaBytes = NoQuota;
    bool enabled = true;
    qint64 quotaFiles = NoQuota;
};

/// 1 to 64 characters: letters and digits of any script, '.', '_' and '-', beginning and ending with a letter or digit. So it is never a path, nor
/// hidden, nor an option; and never a device of Windows. Returns it in NFKC, which is what SCRAM makes of it; BadName otherwise. Any thread.
Result<QString> validUserName(const QString &name);
/// The form in which names are compared: NFKC, case-folded. Takes anything. Any thread.
QString foldUserName(const QString &name);

/// AlreadyExists where the name is taken, in any case.
Result<User> addUser(Database &database, const NewUser &user);
/// Direct conversations of the account and its read marks go too, so that whoever gets the name next does not inherit
/// them; lines in rooms and the audit trail stay. NoSuchUser.
Result<User> removeUser(Database &database, qint64 id);
/// By folded name.
Result<QList<User>> listUsers(Database &database);
Result<std::optional<User>> findUser(Database &database, const QString &name);
Result<std::optional<User>> findUser(Database &database, qint64 id);
Result<bool> hasUsers(Database &database);

/// All of them: NoSuchUser where the account is gone.
Result<void> setUserAccess(Database &database, qint64 id, protocol::Access access);
Result<void> setUserQuota(Database &database, qint64 id, qint64 quotaBytes);
Result<void> setUserFilesQuota(Database &database, qint64 id, qint64 quotaFiles);
Result<void> setUserEnabled(Database &database, qint64 id, bool enabled);
Result<void> setUserVerifier(Database &database, qint64 id, const security::ScramVerifier &verifier);

} // namespace transom::accounts

Q_DECLARE_METATYPE(transom::accounts::User)
