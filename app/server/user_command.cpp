#include "app/server/user_command.h"

#include "core/accounts/account_service.h"
#include "core/accounts/audit.h"
#include "core/base/text.h"
#include "core/client/paths.h"
#include "core/protocol/access.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace transom::daemon {

namespace {

using accounts::Database;
using accounts::User;

constexpr auto Usage = "Usage: transomd user add NAME [--quota 10G] [--quota-files 100000] [--allow chat,files,command]\n"
                       "       transomd user set NAME [--quota 10G|none] [--quota-files N|none] [--allow …] [--enable|--disable] [--password]\n"
                       "       transomd user remove NAME\n"
                       "       transomd user list\n"
                       "Options: --data DIR, --password-file FILE, --password-stdin (or TRANSOM_PASSWORD, or a prompt)\n"
                       "What may be allowed: chat, files (files-read, files-write), command, shell, admin, distribute (hand out and\n"
                       "collect), none (people may still take what is handed out to them, and hand in).\n";

int complain(const Error &error)
{
    std::fprintf(stderr, "transomd user: %s\n", qPrintable(describe(error)));
    return 1;
}

int wrongUsage(const QString &why)
{
    std::fprintf(stderr, "transomd user: %s\n%s", qPrintable(why), Usage);
    return 2;
}

QByteArray firstLine(QByteArray bytes)
{
    const qsizetype end = bytes.indexOf('\n');
    if (end >= 0)
        bytes.truncate(end);
    while (bytes.endsWith('\r'))
        bytes.chop(1);
    return bytes;
}

Result<security::Secret> promptTwice(const QString &name)
{
    if (::isatty(STDIN_FILENO) == 0)
        return fail(ErrorCode::BadArgument, QStringLiteral("A password is needed: use a terminal, --password-file FILE, --password-stdin or TRANSOM_PASSWORD."));
    termios before{};
    ::tcgetattr(STDIN_FILENO, &before);
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    QByteArray lines[2];
    QFile in;
    const bool opened = in.open(STDIN_FILENO, QIODevice::ReadOnly | QIODevice::Unbuffered);
    for (int i = 0; opened && i < 2; ++i) {
        std::fprintf(stderr, i == 0 ? "Password for %s: " : "The same again: ", qPrintable(name));
        lines[i] = firstLine(in.readLine(1100));
        std::fputc('\n', stderr);
    }
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    if (lines[0] != lines[1])
        return fail(ErrorCode::BadArgument, QStringLiteral("The two were not the same. Nothing was changed."));
    return security::Secret::take(lines[0]);
}

Result<security::Secret> passwordFrom(const QCommandLineParser &parser, const QString &name)
{
    if (parser.isSet(QStringLiteral("password-file"))) {
        QFile file(parser.value(QStringLiteral("password-file")));
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::BadArgument, QStringLiteral("The password file cannot be read: %1.").arg(file.errorString()));
        QByteArray line = firstLine(file.read(1100));
        return security::Secret::take(line);
    }
    if (parser.isSet(QStringLiteral("password-stdin"))) {
        QFile in;
        if (!in.open(STDIN_FILENO, QIODevice::ReadOnly))
            return fail(ErrorCode::BadArgument, QStringLiteral("Standard input cannot be read."));
        QByteArray line = firstLine(in.readLine(1100));
        return security::Secret::take(line);
    }
    if (qEnvironmentVariableIsSet("TRANSOM_PASSWORD"))
        return security::Secret(qgetenv("TRANSOM_PASSWORD"));
    return promptTwice(name);
}

struct Wanted
{
    std::optional<protocol::Access> access;
    std::optional<qint64> quota;
    std::optional<qint64> quotaFiles;
    std::optional<bool> enabled;
};

Result<Wanted> wantedFrom(const QCommandLineParser &parser)
{
    Wanted wanted;
    if (parser.isSet(QStringLiteral("allow"))) {
        QStringList unknown;
        wanted.access = protocol::accessFromNames(parser.value(QStringLiteral("allow")).split(u',', Qt::SkipEmptyParts), &unknown);
        if (!unknown.isEmpty())
            return fail(ErrorCode::BadArgument, QStringLiteral("There is no permission \"%1\".").arg(printable(unknown.first())));
    }
    if (parser.isSet(QStringLiteral("quota"))) {
        const QString text = parser.value(QStringLiteral("quota"));
        wanted.quota = text == u"none" ? accounts::NoQuota : parseBytes(text);
        if (text != u"none" && *wanted.quota < 0)
            return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is no size; write 500M, 10G or none.").arg(printable(text)));
    }
    if (parser.isSet(QStringLiteral("quota-files"))) {
        const QString text = parser.value(QStringLiteral("quota-files"));
        bool good = true;
        wanted.quotaFiles = text == u"none" ? accounts::NoQuota : text.toLongLong(&good);
        if (!good || (text != u"none" && *wanted.quotaFiles < 0))
            return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is no number of files; write 100000 or none.").arg(printable(text)));
    }
    if (parser.isSet(QStringLiteral("enable")) || parser.isSet(QStringLiteral("disable")))
        wanted.enabled = parser.isSet(QStringLiteral("enable"));
    return wanted;
}

void audit(Database &database, const QString &name, const QString &what)
{
    accounts::AuditEntry entry;
    entry.user = QStringLiteral("transomd user");
    entry.action = accounts::AuditAction::AccountChange;
    entry.subject = name;
    entry.detail = what;
    // The change itself has been made; that it could not be noted is no reason to call it failed.
    (void)accounts::appendAudit(database, entry);
}

int addUser(accounts::Storage &storage, const QString &name, const QCommandLineParser &parser)
{
    auto valid = accounts::validUserName(name);
    if (!valid)
        return complain(valid.error());
    auto wanted = wantedFrom(parser);
    if (!wanted)
        return wrongUsage(wanted.error().text);
    auto password = passwordFrom(parser, *valid);
    if (!password)
        return complain(password.error());
    auto verifier = accounts::newVerifier(*password);
    if (!verifier)
        return complain(verifier.error());
    const auto usual = protocol::Permission::Chat | protocol::Permission::ReadFiles | protocol::Permission::WriteFiles;
    const accounts::NewUser user{*valid, *verifier, wanted->access.value_or(usual), wanted->quota.value_or(accounts::NoQuota), true,
                                 wanted->quotaFiles.value_or(accounts::NoQuota)};
    auto added = storage.runBlocking([&](Database &database) -> Result<User> {
        auto result = accounts::addUser(database, user);
        if (result)
            audit(database, *valid, QStringLiteral("added"));
        return result;
    });
    if (!added)
        return complain(added.error());
    std::printf("Added %s, allowed: %s.\n", qPrintable(added->name), qPrintable(protocol::accessToNames(added->access).join(QStringLiteral(", "))));
    return 0;
}

Result<User> existing(Database &database, const QString &name)
{
    auto found = accounts::findUser(database, name);
    if (!found)
        return tl::make_unexpected(found.error());
    if (!*found)
        return fail(ErrorCode::NoSuchUser, QStringLiteral("There is no account \"%1\".").arg(printable(name)));
    return **found;
}

int setUser(accounts::Storage &storage, const QString &name, const QCommandLineParser &parser)
{
    auto wanted = wantedFrom(parser);
    if (!wanted)
        return wrongUsage(wanted.error().text);
    const bool newPassword = parser.isSet(QStringLiteral("password")) || parser.isSet(QStringLiteral("password-file")) || parser.isSet(QStringLiteral("password-stdin"));
    if (!wanted->access && !wanted->quota && !wanted->quotaFiles && !wanted->enabled && !newPassword)
        return wrongUsage(QStringLiteral("Nothing to set."));
    std::optional<security::ScramVerifier> verifier;
    if (newPassword) {
        auto password = passwordFrom(parser, name);
        if (!password)
            return complain(password.error());
        auto made = accounts::newVerifier(*password);
        if (!made)
            return complain(made.error());
        verifier = *made;
    }
    auto done = storage.runBlocking([&](Database &database) -> Result<User> {
        return database.inTransaction([&]() -> Result<User> {
            auto user = existing(database, name);
            if (!user)
                return user;
            Result<void> step;
            if (wanted->access)
                step = accounts::setUserAccess(database, user->id, *wanted->access);
            if (step && wanted->quota)
                step = accounts::setUserQuota(database, user->id, *wanted->quota);
            if (step && wanted->quotaFiles)
                step = accounts::setUserFilesQuota(database, user->id, *wanted->quotaFiles);
            if (step && wanted->enabled)
                step = accounts::setUserEnabled(database, user->id, *wanted->enabled);
            if (step && verifier)
                step = accounts::setUserVerifier(database, user->id, *verifier);
            if (!step)
                return tl::make_unexpected(step.error());
            audit(database, user->name, QStringLiteral("changed"));
            return user;
        });
    });
    if (!done)
        return complain(done.error());
    std::printf("Changed %s.\n", qPrintable(done->name));
    return 0;
}

int removeUser(accounts::Storage &storage, const QString &name)
{
    auto removed = storage.runBlocking([&](Database &database) -> Result<User> {
        auto user = existing(database, name);
        if (!user)
            return user;
        auto result = accounts::removeUser(database, user->id);
        if (result)
            audit(database, user->name, QStringLiteral("removed"));
        return result;
    });
    if (!removed)
        return complain(removed.error());
    std::printf("Removed %s. The files in its home are still there.\n", qPrintable(removed->name));
    return 0;
}

int listUsers(accounts::Storage &storage)
{
    auto users = storage.runBlocking([](Database &database) { return accounts::listUsers(database); });
    if (!users)
        return complain(users.error());
    for (const User &user : *users) {
        std::printf("%s\t%s\t%s\t%s of %s\t%s of %s files\n", qPrintable(user.name), user.enabled ? "enabled" : "disabled",
                    qPrintable(protocol::accessToNames(user.access).join(u',')), qPrintable(formatBytes(user.usedBytes)),
                    user.quotaBytes == accounts::NoQuota ? "no limit" : qPrintable(formatBytes(user.quotaBytes)),
                    qPrintable(QString::number(user.usedFiles)),
                    user.quotaFiles == accounts::NoQuota ? "any number" : qPrintable(QString::number(user.quotaFiles)));
    }
    return 0;
}

} // namespace

int runUserCommand(const QStringList &words)
{
    QCommandLineParser parser;
    parser.addOptions({
            {{QStringLiteral("h"), QStringLiteral("help")}, QString()},
            {QStringLiteral("data"), QString(), QStringLiteral("DIR")},
            {QStringLiteral("quota"), QString(), QStringLiteral("SIZE")},
            {QStringLiteral("quota-files"), QString(), QStringLiteral("N")},
            {QStringLiteral("allow"), QString(), QStringLiteral("LIST")},
            {QStringLiteral("enable"), QString()},
            {QStringLiteral("disable"), QString()},
            {QStringLiteral("password"), QString()},
            {QStringLiteral("password-file"), QString(), QStringLiteral("FILE")},
            {QStringLiteral("password-stdin"), QString()},
    });
    if (!parser.parse(words))
        return wrongUsage(parser.errorText());
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(Usage, stdout);
        return 0;
    }
    const QStringList positional = parser.positionalArguments();
    const QString verb = positional.value(0);
    const QString name = positional.value(1);
    const bool isList = verb == u"list";
    if (positional.size() != (isList ? 1 : 2))
        return wrongUsage(QStringLiteral("Say what to do with which account."));
    if (!isList && verb != u"add" && verb != u"set" && verb != u"remove")
        return wrongUsage(QStringLiteral("\"%1\" is not understood.").arg(printable(verb)));

    const QString data = parser.isSet(QStringLiteral("data")) ? QDir(parser.value(QStringLiteral("data"))).absolutePath()
                                                              : client::Paths::standard().serverData();
    if (!QDir().mkpath(data))
        return complain({ErrorCode::LocalAccessDenied, QStringLiteral("The folder %1 cannot be made.").arg(printable(data))});
    auto storage = accounts::Storage::open(data + QStringLiteral("/server.db"));
    if (!storage)
        return complain(storage.error());
    if (verb == u"add")
        return addUser(**storage, name, parser);
    if (verb == u"set")
        return setUser(**storage, name, parser);
    if (verb == u"remove")
        return removeUser(**storage, name);
    return listUsers(**storage);
}

} // namespace transom::daemon
