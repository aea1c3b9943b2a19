#pragma once

#include "core/accounts/roster.h"
#include "core/accounts/storage.h"
#include "core/protocol/access.h"

/// From a roster to accounts and groups.
namespace transom::accounts {

struct RosterChange
{
    RosterRow row;
    bool isNew = false;
    QStringList joins;
    QStringList leaves;
    bool renames = false; ///< another name for people

    bool isNothing() const { return !isNew && joins.isEmpty() && leaves.isEmpty() && !renames; }
};

struct RosterPlan
{
    QList<RosterChange> changes; ///< one for each row, in their order
    QStringList newGroups;
    /// Members of groups in the file who are not in the file: they leave those groups. Their accounts stay.
    QList<std::pair<QString, QString>> leavers; ///< account, group

    int newAccounts() const;
    int changedAccounts() const;
};

struct RosterOptions
{
    QString group; ///< everybody is in this one, too
    protocol::Access access = protocol::Permission::Chat | protocol::Permission::ReadFiles | protocol::Permission::WriteFiles;
    qint64 quotaBytes = -1;
};

struct NewAccount
{
    QString name;
    QString displayName;
    QStringList groups;
    QString password;
};

struct RosterOutcome
{
    RosterPlan plan;
    QList<NewAccount> made; ///< with passwords, to be shown or written once
};

/// What importing would change. Storage thread. Groups that the file names become what it says; others are left alone.
Result<RosterPlan> planRoster(Database &database, const QList<RosterRow> &rows, const RosterOptions &options);

/// All of it or nothing. Passwords and permissions of accounts that are there are not touched. Blocks, for 0.14 s of every core for
/// each new account: not on the storage thread, nor on one that must answer.
Result<RosterOutcome> importRoster(Storage &storage, const QList<RosterRow> &rows, const RosterOptions &options);

/// The file with the passwords: name, display name, groups, password. UTF-8 with a mark, for spreadsheets.
QByteArray passwordSheet(const QList<NewAccount> &accounts);

} // namespace transom::accounts
