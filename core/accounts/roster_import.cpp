#include "core/accounts/roster_import.h"

#include "core/accounts/account_service.h"
#include "core/accounts/audit.h"
#include "core/accounts/groups.h"
#include "core/accounts/users.h"

#include <QHash>
#include <QSet>
#include <QThreadPool>

#include <algorithm>
#include <mutex>

namespace transom::accounts {

namespace {

/// What a spreadsheet would take for a formula is kept from being one. Names of accounts begin with a letter or a digit, and a
/// password has to stay what it is.
QString noFormula(const QString &text)
{
    return !text.isEmpty() && QStringLiteral("=+-@").contains(text.front()) ? u'\'' + text : text;
}

QStringList groupsOf(const RosterRow &row, const RosterOptions &options)
{
    QStringList groups = row.groups;
    if (!options.group.isEmpty() && !groups.contains(options.group))
        groups.append(options.group);
    return groups;
}

struct Verifiers
{
    std::mutex mutex;
    QHash<QString, security::ScramVerifier> made;
    std::optional<Error> error;
};

Result<QHash<QString, security::ScramVerifier>> derive(const QList<NewAccount> &accounts)
{
    Verifiers verifiers;
    QThreadPool pool;
    for (const NewAccount &account : accounts) {
        pool.start([&verifiers, account] {
            auto verifier = newVerifier(security::Secret::fromText(account.password));
            const std::lock_guard lock(verifiers.mutex);
            if (verifier)
                verifiers.made.insert(account.name, *verifier);
            else
                verifiers.error = Error{verifier.error().code, QStringLiteral("The password of %1: %2").arg(account.name, describe(verifier.error()))};
        });
    }
    pool.waitForDone();
    if (verifiers.error)
        return tl::make_unexpected(*verifiers.error);
    return verifiers.made;
}

Result<void> apply(Database &database, const RosterChange &change, const QHash<QString, qint64> &groupIds)
{
    auto user = findUser(database, change.row.name);
    if (!user || !*user)
        return tl::make_unexpected(user ? Error{ErrorCode::NoSuchUser, {}} : user.error());
    Result<void> step;
    if (change.renames)
        step = setDisplayName(database, (*user)->id, change.row.displayName);
    for (const QString &group : change.joins) {
        if (step)
            step = addToGroup(database, groupIds.value(foldUserName(group)), (*user)->id);
    }
    for (const QString &group : change.leaves) {
        if (step)
            step = removeFromGroup(database, groupIds.value(foldUserName(group)), (*user)->id);
    }
    return step;
}

Result<RosterPlan> carryOut(Database &database, const QList<RosterRow> &rows, const RosterOptions &options, const QHash<QString, security::ScramVerifier> &verifiers)
{
    // Planned again: somebody may have added an account while passwords were derived.
    auto plan = planRoster(database, rows, options);
    if (!plan)
        return plan;
    QHash<QString, qint64> groupIds;
    for (const RosterRow &row : rows) {
        for (const QString &name : groupsOf(row, options)) {
            auto id = ensureGroup(database, name);
            if (!id)
                return tl::make_unexpected(id.error());
            groupIds.insert(foldUserName(name), *id);
        }
    }
    for (const RosterChange &change : std::as_const(plan->changes)) {
        if (change.isNew) {
            if (!verifiers.contains(change.row.name))
                return fail(ErrorCode::InUse, QT_TRANSLATE_NOOP("Error", "The accounts changed while the roster was imported. Nothing was imported; try again."));
            auto added = addUser(database, {change.row.name, verifiers.value(change.row.name), options.access, options.quotaBytes, true});
            if (!added)
                return tl::make_unexpected(added.error());
        }
        if (auto applied = apply(database, change, groupIds); !applied)
            return tl::make_unexpected(applied.error());
    }
    for (const auto &[name, group] : std::as_const(plan->leavers)) {
        auto user = findUser(database, name);
        if (user && *user) {
            if (auto left = removeFromGroup(database, groupIds.value(foldUserName(group)), (*user)->id); !left)
                return tl::make_unexpected(left.error());
        }
    }
    AuditEntry entry;
    entry.action = AuditAction::AccountChange;
    entry.subject = QStringLiteral("roster");
    entry.detail = QStringLiteral("%1 added, %2 changed").arg(plan->newAccounts()).arg(plan->changedAccounts());
    (void)appendAudit(database, entry);
    return plan;
}

} // namespace

int RosterPlan::newAccounts() const
{
    return static_cast<int>(std::count_if(changes.begin(), changes.end(), [](const RosterChange &change) { return change.isNew; }));
}

int RosterPlan::changedAccounts() const
{
    return static_cast<int>(std::count_if(changes.begin(), changes.end(), [](const RosterChange &change) { return !change.isNew && !change.isNothing(); }));
}

Result<RosterPlan> planRoster(Database &database, const QList<RosterRow> &rows, const RosterOptions &options)
{
    auto groups = listGroups(database);
    if (!groups)
        return tl::make_unexpected(groups.error());
    QHash<QString, QSet<QString>> members; // folded group, folded names
    QHash<QString, QString> groupNames;
    for (const Group &group : std::as_const(*groups)) {
        groupNames.insert(foldUserName(group.name), group.name);
        for (const QString &name : group.members)
            members[foldUserName(group.name)].insert(foldUserName(name));
    }
    RosterPlan plan;
    QSet<QString> mentioned;
    QSet<QString> inFile;
    for (const RosterRow &row : rows) {
        inFile.insert(foldUserName(row.name));
        for (const QString &group : groupsOf(row, options)) {
            auto valid = validGroupName(group);
            if (!valid)
                return tl::make_unexpected(valid.error());
            const QString folded = foldUserName(*valid);
            if (!mentioned.contains(folded) && !groupNames.contains(folded))
                plan.newGroups.append(*valid);
            mentioned.insert(folded);
        }
    }
    for (const RosterRow &row : rows) {
        auto user = findUser(database, row.name);
        if (!user)
            return tl::make_unexpected(user.error());
        RosterChange change{row, !*user, {}, {}, false};
        const QString folded = foldUserName(row.name);
        QSet<QString> listed;
        for (const QString &group : groupsOf(row, options)) {
            listed.insert(foldUserName(group));
            if (!members.value(foldUserName(group)).contains(folded))
                change.joins.append(group);
        }
        for (const QString &group : std::as_const(mentioned)) {
            if (!listed.contains(group) && members.value(group).contains(folded))
                change.leaves.append(groupNames.value(group));
        }
        if (!row.displayName.isEmpty())
            change.renames = !*user || displayName(database, (*user)->id).value_or(QString()) != row.displayName;
        plan.changes.append(change);
    }
    for (const Group &group : std::as_const(*groups)) {
        if (!mentioned.contains(foldUserName(group.name)))
            continue;
        for (const QString &name : group.members) {
            if (!inFile.contains(foldUserName(name)))
                plan.leavers.append({name, group.name});
        }
    }
    return plan;
}

Result<RosterOutcome> importRoster(Storage &storage, const QList<RosterRow> &rows, const RosterOptions &options)
{
    auto plan = storage.runBlocking([&](Database &database) { return planRoster(database, rows, options); });
    if (!plan)
        return tl::make_unexpected(plan.error());
    RosterOutcome outcome;
    for (const RosterChange &change : std::as_const(plan->changes)) {
        if (change.isNew) {
            const QString password = change.row.password.isEmpty() ? QString::fromLatin1(security::generatePassword().bytes()) : change.row.password;
            outcome.made.append({change.row.name, change.row.displayName, groupsOf(change.row, options), password});
        }
    }
    auto verifiers = derive(outcome.made);
    if (!verifiers)
        return tl::make_unexpected(verifiers.error());
    auto done = storage.runBlocking([&](Database &database) {
        return database.inTransaction([&] { return carryOut(database, rows, options, *verifiers); });
    });
    if (!done)
        return tl::make_unexpected(done.error());
    outcome.plan = *done;
    return outcome;
}

QByteArray passwordSheet(const QList<NewAccount> &accounts)
{
    QByteArray sheet = "\xef\xbb\xbf" + csvRecord({QStringLiteral("name"), QStringLiteral("display name"), QStringLiteral("groups"), QStringLiteral("password")});
    for (const NewAccount &account : accounts)
        sheet += csvRecord({account.name, noFormula(account.displayName), account.groups.join(u';'), account.password});
    return sheet;
}

} // namespace transom::accounts
