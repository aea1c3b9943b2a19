#include "app/server/roster_command.h"

#include "core/accounts/groups.h"
#include "core/accounts/roster_import.h"
#include "core/accounts/users.h"
#include "core/base/text.h"
#include "core/client/paths.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>

#include <cstdio>

namespace transom::daemon {

namespace {

using accounts::Database;

constexpr auto RosterUsage = "Usage: transomd roster import FILE [--passwords-out FILE] [--group G] [--allow LIST] [--quota SIZE] [--dry-run]\n"
                             "FILE is CSV: name, display name, groups (a;b), password; UTF-8 or GBK; the first line may name the columns.\n"
                             "Options: --data DIR; --allow and --quota are for new accounts (chat,files; no limit). \"--allow none\" still\n"
                             "lets people take what is handed out and hand in.\n";
constexpr auto GroupUsage = "Usage: transomd group list\n"
                            "       transomd group add NAME [USER…]\n"
                            "       transomd group set NAME [USER…]      exactly these\n"
                            "       transomd group remove NAME [USER…]   without users: the whole group; accounts stay\n"
                            "Options: --data DIR\n";

int complain(const char *command, const Error &error)
{
    std::fprintf(stderr, "transomd %s: %s\n", command, qPrintable(describe(error)));
    return 1;
}

int wrongUsage(const char *command, const QString &why, const char *usage)
{
    std::fprintf(stderr, "transomd %s: %s\n%s", command, qPrintable(why), usage);
    return 2;
}

Result<std::unique_ptr<accounts::Storage>> openStorage(const QCommandLineParser &parser)
{
    const QString data = parser.isSet(QStringLiteral("data")) ? QDir(parser.value(QStringLiteral("data"))).absolutePath() : client::Paths::standard().serverData();
    if (!QDir().mkpath(data))
        return fail(ErrorCode::LocalAccessDenied, QStringLiteral("The folder %1 cannot be made.").arg(printable(data)));
    return accounts::Storage::open(data + QStringLiteral("/server.db"));
}

void sayPlan(const accounts::RosterPlan &plan)
{
    for (const QString &group : plan.newGroups)
        std::printf("new group\t%s\n", qPrintable(group));
    for (const accounts::RosterChange &change : plan.changes) {
        if (change.isNew)
            std::printf("new account\t%s\t%s\n", qPrintable(change.row.name), qPrintable(change.joins.join(u';')));
        else if (!change.isNothing())
            std::printf("changed\t%s\t%s%s\n", qPrintable(change.row.name), change.joins.isEmpty() ? "" : qPrintable(u'+' + change.joins.join(QStringLiteral(" +"))),
                        change.leaves.isEmpty() ? "" : qPrintable(QStringLiteral(" -") + change.leaves.join(QStringLiteral(" -"))));
    }
    for (const auto &[name, group] : plan.leavers)
        std::printf("changed\t%s\t-%s\n", qPrintable(name), qPrintable(group));
}

/// Made before anything is imported, with mode 0600, and never over a file that is there: passwords are shown once.
Result<void> openPasswords(QFile &file, const QString &path)
{
    file.setFileName(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return fail(ErrorCode::LocalAccessDenied, QStringLiteral("The file for the passwords cannot be made (%1). Nothing was imported.").arg(file.errorString()));
    return {};
}

int importRoster(const QCommandLineParser &parser, const QString &path)
{
    accounts::RosterOptions options;
    options.group = parser.value(QStringLiteral("group"));
    if (parser.isSet(QStringLiteral("allow"))) {
        QStringList unknown;
        options.access = protocol::accessFromNames(parser.value(QStringLiteral("allow")).split(u',', Qt::SkipEmptyParts), &unknown);
        if (!unknown.isEmpty())
            return wrongUsage("roster", QStringLiteral("There is no permission \"%1\".").arg(printable(unknown.first())), RosterUsage);
    }
    if (const QString text = parser.value(QStringLiteral("quota")); !text.isEmpty() && text != u"none") {
        options.quotaBytes = parseBytes(text);
        if (options.quotaBytes < 0)
            return wrongUsage("roster", QStringLiteral("\"%1\" is no size; write 500M, 10G or none.").arg(printable(text)), RosterUsage);
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return complain("roster", {ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(printable(path), file.errorString())});
    auto rows = accounts::parseRoster(file.readAll());
    if (!rows)
        return complain("roster", rows.error());
    auto storage = openStorage(parser);
    if (!storage)
        return complain("roster", storage.error());
    auto plan = (*storage)->runBlocking([&](Database &database) { return accounts::planRoster(database, *rows, options); });
    if (!plan)
        return complain("roster", plan.error());
    if (parser.isSet(QStringLiteral("dry-run"))) {
        sayPlan(*plan);
        return 0;
    }
    const bool makesUp = std::any_of(plan->changes.begin(), plan->changes.end(), [](const auto &change) { return change.isNew && change.row.password.isEmpty(); });
    QFile passwords;
    if (parser.isSet(QStringLiteral("passwords-out"))) {
        if (auto opened = openPasswords(passwords, parser.value(QStringLiteral("passwords-out"))); !opened)
            return complain("roster", opened.error());
    } else if (makesUp) {
        return wrongUsage("roster", QStringLiteral("Passwords have to be made up: say where they are to be written, with --passwords-out FILE."), RosterUsage);
    }
    auto outcome = accounts::importRoster(**storage, *rows, options);
    if (!outcome) {
        if (passwords.isOpen())
            passwords.remove();
        return complain("roster", outcome.error());
    }
    sayPlan(outcome->plan);
    std::printf("%d added, %d changed, %lld in the file.\n", outcome->plan.newAccounts(), outcome->plan.changedAccounts(), static_cast<long long>(rows->size()));
    if (passwords.isOpen()) {
        const QByteArray sheet = accounts::passwordSheet(outcome->made);
        if (passwords.write(sheet) != sheet.size() || !passwords.flush())
            return complain("roster", {ErrorCode::InputOutput, QStringLiteral("The accounts were made, but the passwords could not be written. Set new ones with \"transomd user set NAME --password\".")});
    }
    return 0;
}

Result<void> changeGroup(Database &database, const QString &verb, const QString &name, const QStringList &users)
{
    auto group = verb == u"remove" ? accounts::findGroup(database, name)
                                   : accounts::ensureGroup(database, name).and_then([&](qint64) { return accounts::findGroup(database, name); });
    if (!group)
        return tl::make_unexpected(group.error());
    if (verb == u"remove" && users.isEmpty())
        return accounts::removeGroup(database, group->id);
    QList<qint64> ids;
    for (const QString &user : users) {
        auto found = accounts::findUser(database, user);
        if (!found)
            return tl::make_unexpected(found.error());
        if (!*found)
            return fail(ErrorCode::NoSuchUser, QStringLiteral("There is no account \"%1\".").arg(printable(user)));
        ids.append((*found)->id);
    }
    if (verb == u"set") {
        for (const QString &member : std::as_const(group->members)) {
            auto found = accounts::findUser(database, member);
            if (found && *found) {
                if (auto gone = accounts::removeFromGroup(database, group->id, (*found)->id); !gone)
                    return gone;
            }
        }
    }
    for (const qint64 id : ids) {
        auto changed = verb == u"remove" ? accounts::removeFromGroup(database, group->id, id) : accounts::addToGroup(database, group->id, id);
        if (!changed)
            return changed;
    }
    return {};
}

} // namespace

int runRosterCommand(const QStringList &words)
{
    QCommandLineParser parser;
    parser.addOptions({
            {{QStringLiteral("h"), QStringLiteral("help")}, QString()},
            {QStringLiteral("data"), QString(), QStringLiteral("DIR")},
            {QStringLiteral("passwords-out"), QString(), QStringLiteral("FILE")},
            {QStringLiteral("group"), QString(), QStringLiteral("G")},
            {QStringLiteral("allow"), QString(), QStringLiteral("LIST")},
            {QStringLiteral("quota"), QString(), QStringLiteral("SIZE")},
            {QStringLiteral("dry-run"), QString()},
    });
    if (!parser.parse(words))
        return wrongUsage("roster", parser.errorText(), RosterUsage);
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(RosterUsage, stdout);
        return 0;
    }
    const QStringList positional = parser.positionalArguments();
    if (positional.size() != 2 || positional.first() != u"import")
        return wrongUsage("roster", QStringLiteral("Say which file is to be imported."), RosterUsage);
    return importRoster(parser, positional.at(1));
}

int runGroupCommand(const QStringList &words)
{
    QCommandLineParser parser;
    parser.addOptions({{{QStringLiteral("h"), QStringLiteral("help")}, QString()}, {QStringLiteral("data"), QString(), QStringLiteral("DIR")}});
    if (!parser.parse(words))
        return wrongUsage("group", parser.errorText(), GroupUsage);
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(GroupUsage, stdout);
        return 0;
    }
    const QStringList positional = parser.positionalArguments();
    const QString verb = positional.value(0);
    const bool isList = verb == u"list";
    if (!isList && verb != u"add" && verb != u"set" && verb != u"remove")
        return wrongUsage("group", QStringLiteral("Say what to do with which group."), GroupUsage);
    if (isList ? positional.size() != 1 : positional.size() < 2)
        return wrongUsage("group", QStringLiteral("Say what to do with which group."), GroupUsage);
    auto storage = openStorage(parser);
    if (!storage)
        return complain("group", storage.error());
    if (isList) {
        auto groups = (*storage)->runBlocking([](Database &database) { return accounts::listGroups(database); });
        if (!groups)
            return complain("group", groups.error());
        for (const accounts::Group &group : *groups)
            std::printf("%s\t%lld\t%s\n", qPrintable(group.name), static_cast<long long>(group.members.size()), qPrintable(group.members.join(u',')));
        return 0;
    }
    auto changed = (*storage)->runBlocking([&](Database &database) {
        return database.inTransaction([&] { return changeGroup(database, verb, positional.at(1), positional.mid(2)); });
    });
    return changed ? 0 : complain("group", changed.error());
}

} // namespace transom::daemon
