#pragma once

#include "core/accounts/database.h"

#include <QMetaType>

/// Who did what, when and from where. Storage thread only, except where it says any thread.
namespace transom::accounts {

Q_NAMESPACE

/// Stored by name (auditActionName).
enum class AuditAction {
    SignIn,
    SignInFailed,
    SignOut,
    Disconnect, ///< a session was ended by an administrator
    CommandStart,
    CommandEnd,
    FileRead,
    FileWrite,
    FileRemove,
    FileRename,
    MakeFolder,
    AccountChange,
    ServerStart,
    ServerStop,
    Other, ///< written by a newer version
};
Q_ENUM_NS(AuditAction)

/// "sign-in", "file-write", … Any thread.
QString auditActionName(AuditAction action);

struct AuditEntry
{
    qint64 id = 0; ///< given by the database, rising
    qint64 timeMs = 0; ///< 0: now
    QString user;
    QString peer; ///< address and port
    AuditAction action = AuditAction::Other;
    QString subject; ///< a path in the user's home, a command, an account's name
    ErrorCode outcome = ErrorCode::None;
    QString detail;

    bool operator==(const AuditEntry &) const = default;
};

struct AuditFilter
{
    QString user;                      ///< empty: everybody
    std::optional<AuditAction> action;
    bool failuresOnly = false;
    qint64 fromMs = 0;
    qint64 untilMs = 0;                ///< 0: no end; exclusive
    qint64 beforeId = 0;               ///< for the next page: the smallest id of this one
    int limit = 100;                   ///< at most 1,000
};

/// Texts are stored printable() and cut at 1,024 characters: a log that can be printed as it is. Not synced one by one.
Result<void> appendAudit(Database &database, const AuditEntry &entry);
/// Newest first.
Result<QList<AuditEntry>> auditPage(Database &database, const AuditFilter &filter);

} // namespace transom::accounts
