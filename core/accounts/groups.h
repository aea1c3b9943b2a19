#pragma once

#include "core/accounts/database.h"

#include <QStringList>

/// Groups of accounts, such as the classes of a school, and the names by which people know each other. Functions over
/// Database: storage thread only, except where it says any thread.
namespace transom::accounts {

struct Group
{
    qint64 id = 0;
    QString name;
    QStringList members; ///< names of accounts, in order

    bool operator==(const Group &) const = default;
};

/// 1 to 64 printable characters without commas, semicolons, bars and line ends; trimmed. BadName. Any thread.
Result<QString> validGroupName(const QString &name);

Result<QList<Group>> listGroups(Database &database);
/// By folded name. NotFound with a text for people.
Result<Group> findGroup(Database &database, const QString &name);
/// The group's number; it is made if there is none of that name.
Result<qint64> ensureGroup(Database &database, const QString &name);
Result<void> addToGroup(Database &database, qint64 groupId, qint64 userId);
Result<void> removeFromGroup(Database &database, qint64 groupId, qint64 userId);
/// The accounts stay.
Result<void> removeGroup(Database &database, qint64 groupId);

/// Empty: none of its own.
Result<QString> displayName(Database &database, qint64 userId);
Result<void> setDisplayName(Database &database, qint64 userId, const QString &name);

} // namespace transom::accounts
