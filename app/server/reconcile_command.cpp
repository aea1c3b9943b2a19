#include "app/server/reconcile_command.h"

#include "core/accounts/quota.h"
#include "core/accounts/users.h"
#include "core/base/text.h"
#include "core/client/paths.h"
#include "core/server/data_lock.h"
#include "core/server/reconcile.h"

#include <QCommandLineParser>
#include <QDir>

#include <cstdio>

namespace transom::daemon {

namespace {

constexpr auto Usage = "Usage: transomd reconcile [--data DIR]\n"
                       "Counts what is in every home and corrects how much of each quota is used. A server does so by itself\n"
                       "whenever it starts; this is for in between, with the server stopped.\n";

int complain(const Error &error)
{
    std::fprintf(stderr, "transomd reconcile: %s\n", qPrintable(describe(error)));
    return 1;
}

/// Whether it could be done.
bool reconcileOne(accounts::Storage &storage, files::Homes &homes, const accounts::User &user)
{
    auto home = homes.of(user.name);
    auto counted = home ? server::reconcile(storage, user.id, **home) : tl::make_unexpected(home.error());
    if (!counted) {
        complain({counted.error().code, user.name + QStringLiteral(": ") + describe(counted.error())});
        return false;
    }
    const bool same = counted->bytes == user.usedBytes && counted->files == user.usedFiles;
    std::printf("%s\t%s\t%lld files\t%s\n", qPrintable(user.name), qPrintable(formatBytes(counted->bytes)), static_cast<long long>(counted->files),
                same ? "as it was" : "corrected");
    return true;
}

} // namespace

int runReconcileCommand(const QStringList &words)
{
    QCommandLineParser parser;
    parser.addOptions({{{QStringLiteral("h"), QStringLiteral("help")}, QString()}, {QStringLiteral("data"), QString(), QStringLiteral("DIR")}});
    if (!parser.parse(words) || !parser.positionalArguments().isEmpty()) {
        std::fprintf(stderr, "transomd reconcile: %s\n%s", qPrintable(parser.errorText()), Usage);
        return 2;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(Usage, stdout);
        return 0;
    }
    const QString data = parser.isSet(QStringLiteral("data")) ? QDir(parser.value(QStringLiteral("data"))).absolutePath()
                                                              : client::Paths::standard().serverData();
    auto lock = server::lockData(data);
    if (!lock)
        return complain(lock.error());
    auto storage = accounts::Storage::open(data + QStringLiteral("/server.db"));
    if (!storage)
        return complain(storage.error());
    auto users = (*storage)->runBlocking([](accounts::Database &database) -> Result<QList<accounts::User>> {
        if (auto cleared = accounts::clearReservations(database); !cleared)
            return tl::make_unexpected(cleared.error());
        return accounts::listUsers(database);
    });
    if (!users)
        return complain(users.error());
    files::Homes homes(data + QStringLiteral("/homes"), {});
    int status = 0;
    for (const accounts::User &user : *users) {
        if (!reconcileOne(**storage, homes, user))
            status = 1;
    }
    return status;
}

} // namespace transom::daemon
