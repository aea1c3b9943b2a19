// put, get.

#include "app/cli/commands.h"
#include "app/cli/place.h"
#include "app/cli/transfer_run.h"
#include "core/base/text.h"
#include "core/files/download_job.h"
#include "core/files/upload_job.h"

#include <QDir>
#include <QFileInfo>

namespace transom::cli {

namespace {

void addTransferOptions(Invocation &invocation)
{
    invocation.parser().addOptions({
            {{QStringLiteral("r"), QStringLiteral("recursive")}, QStringLiteral("Folders, too, with all that is in them.")},
            {QStringLiteral("on-conflict"), QStringLiteral("When there is one already: fail (the default), overwrite, rename, skip, newer."), QStringLiteral("POLICY"), QStringLiteral("fail")},
            {QStringLiteral("resume"), QStringLiteral("Go on where an attempt before was interrupted; wait for a connection that breaks; keep what has come for another attempt.")},
            {QStringLiteral("limit"), QStringLiteral("At most so many bytes a second, e.g. 10M."), QStringLiteral("RATE")},
            {QStringLiteral("jobs"), QStringLiteral("How many files at once, of those that do not go together in one stream (32)."), QStringLiteral("N"), QStringLiteral("32")},
    });
}

Result<files::TransferOptions> transferOptions(const Invocation &invocation)
{
    files::TransferOptions options;
    options.recursive = invocation.isSet("recursive");
    options.resume = invocation.isSet("resume");
    if (options.resume)
        options.memory = std::make_shared<files::TransferMemory>();
    options.conflict = invocation.value("on-conflict");
    if (!files::ConflictPolicies.contains(options.conflict))
        return fail(ErrorCode::BadArgument, QStringLiteral("--on-conflict takes fail, overwrite, rename, skip or newer."));
    if (invocation.isSet("limit")) {
        options.limit = parseBytes(invocation.value("limit"));
        if (options.limit <= 0)
            return fail(ErrorCode::BadArgument, QStringLiteral("--limit takes a size such as 10M."));
    }
    options.parallel = invocation.value("jobs").toInt();
    if (options.parallel < 1 || options.parallel > 60)
        return fail(ErrorCode::BadArgument, QStringLiteral("--jobs takes a number from 1 to 60."));
    return options;
}

} // namespace

int runPut(const QStringList &words)
{
    Invocation invocation(QStringLiteral("put"), QStringLiteral("LOCAL… transom://USER@HOST[:PORT]/DIR [--recursive] [--resume] [--on-conflict POLICY] [--limit RATE]"),
                          QStringLiteral("Uploads files and folders into DIR. A file appears there only when it is whole and its SHA-256 is right."));
    addTransferOptions(invocation);
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto place = placeOf(invocation, invocation.words().last());
    auto options = transferOptions(invocation);
    if (!place || !options)
        return invocation.wrongUsage((place ? options.error() : place.error()).text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        const QStringList locals = invocation.words().first(invocation.words().size() - 1);
        const auto make = [&connection, locals, folder = place->path, options = *options] {
            return makeJob<files::UploadJob>(connection.link(), locals, folder, options);
        };
        (new TransferRun(invocation, connection, options->resume, make, context, finish))->start();
    }, {.reconnect = options->resume});
}

int runGet(const QStringList &words)
{
    Invocation invocation(QStringLiteral("get"), QStringLiteral("transom://USER@HOST[:PORT]/PATH… LOCAL [--recursive] [--resume] [--on-conflict POLICY] [--limit RATE]"),
                          QStringLiteral("Downloads files and folders into the folder LOCAL, or one file under the name LOCAL."));
    addTransferOptions(invocation);
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto options = transferOptions(invocation);
    if (!options)
        return invocation.wrongUsage(options.error().text);
    QStringList paths;
    client::Endpoint endpoint;
    for (const QString &url : invocation.words().first(invocation.words().size() - 1)) {
        auto place = placeOf(invocation, url);
        if (!place)
            return invocation.wrongUsage(place.error().text);
        if (!paths.isEmpty() && place->endpoint != endpoint)
            return invocation.wrongUsage(QStringLiteral("All paths must be of one server and user."));
        endpoint = place->endpoint;
        paths.append(place->path);
    }
    const QFileInfo local(invocation.words().last());
    QString folder = QDir::cleanPath(local.absoluteFilePath());
    QString name;
    if (!local.isDir()) {
        if (paths.size() > 1 || !local.absoluteDir().exists())
            return invocation.complain({ErrorCode::NotADirectory, QStringLiteral("%1 is no folder to download into.").arg(printable(local.filePath()))});
        name = local.fileName();
        folder = local.absolutePath();
    }
    return withConnection(invocation, endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        const auto make = [&connection, paths, folder, name, options = *options] {
            return makeJob<files::DownloadJob>(connection.link(), paths, folder, options, name);
        };
        (new TransferRun(invocation, connection, options->resume, make, context, finish))->start();
    }, {.reconnect = options->resume});
}

} // namespace transom::cli
