// put, get.

#include "app/cli/commands.h"
#include "app/cli/matching.h"
#include "app/cli/place.h"
#include "app/cli/transfer_run.h"
#include "core/base/text.h"
#include "core/files/download_job.h"
#include "core/files/stream_jobs.h"
#include "core/files/upload_job.h"

#include <QDir>
#include <QFileInfo>

#include <csignal>
#include <unistd.h>

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

/// Standard input or output.
const QString Stream = QStringLiteral("-");

/// Of what makes no sense with it; empty where it does.
QString againstStream(const Invocation &invocation)
{
    for (const char *option : {"recursive", "resume", "jobs"}) {
        if (invocation.isSet(option))
            return QStringLiteral("--%1 and - do not go together.").arg(QLatin1String(option));
    }
    return {};
}

int putStream(const Invocation &invocation, const Place &place, const files::TransferOptions &options)
{
    if (place.path.endsWith(u'/'))
        return invocation.wrongUsage(QStringLiteral("Say what standard input is to be called: transom://USER@HOST/DIR/NAME."));
    return withConnection(invocation, place.endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        const auto make = [&connection, path = place.path, options] {
            return makeJob<files::StreamUpload>(connection.link(), std::make_shared<files::Pipe>(STDIN_FILENO), path, options.conflict, options.limit);
        };
        (new TransferRun(invocation, connection, false, make, context, finish))->start();
    });
}

int getStream(Invocation &invocation, const QList<Place> &places, const files::TransferOptions &options)
{
    invocation.keepStandardOutput();
    const int status = withConnection(invocation, places.first().endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        expandPlaces(connection.files(), places, context, [&invocation, &connection, options, context, finish](const Result<QStringList> &paths) {
            if (!paths)
                return finish(invocation.complain(paths.error()));
            const auto make = [&connection, paths = *paths, options] {
                return makeJob<files::StreamDownload>(connection.link(), paths, std::make_shared<files::Pipe>(STDOUT_FILENO), options.limit);
            };
            (new TransferRun(invocation, connection, false, make, context, finish))->start();
        });
    });
    if (status == BrokenPipe) {
        std::signal(SIGPIPE, SIG_DFL);
        std::raise(SIGPIPE);
    }
    return status;
}

/// Where a download goes: a folder, and what a single file is to be called there.
struct Destination
{
    QString folder;
    QString name;

    static Result<Destination> of(const QString &word, qsizetype count)
    {
        const QFileInfo local(word);
        if (local.isDir())
            return Destination{QDir::cleanPath(local.absoluteFilePath()), {}};
        if (count > 1 || word.endsWith(u'/') || !local.absoluteDir().exists())
            return fail(ErrorCode::NotADirectory, QStringLiteral("%1 is no folder to download into.").arg(printable(word)));
        return Destination{local.absolutePath(), local.fileName()};
    }
};

} // namespace

int runPut(const QStringList &words)
{
    Invocation invocation(QStringLiteral("put"), QStringLiteral("LOCAL… transom://USER@HOST[:PORT]/DIR [--recursive] [--resume] [--on-conflict POLICY] [--limit RATE]"),
                          QStringLiteral("Uploads files and folders into DIR. A file appears there only when it is whole and its SHA-256 is right.\n"
                                         "LOCAL may be a pattern in quotes. \"put - transom://…/DIR/NAME\" stores standard input as NAME."));
    addTransferOptions(invocation);
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto place = placeOf(invocation, invocation.words().last());
    auto options = transferOptions(invocation);
    if (!place || !options)
        return invocation.wrongUsage((place ? options.error() : place.error()).text);
    const QStringList sources = invocation.words().first(invocation.words().size() - 1);
    if (sources.contains(Stream)) {
        const QString wrong = sources.size() > 1 ? QStringLiteral("Standard input (-) goes alone. A file of that name is ./-") : againstStream(invocation);
        return wrong.isEmpty() ? putStream(invocation, *place, *options) : invocation.wrongUsage(wrong);
    }
    const auto locals = expandLocal(sources);
    if (!locals)
        return invocation.complain(locals.error());
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        const auto make = [&connection, locals = *locals, folder = place->path, options = *options] {
            return makeJob<files::UploadJob>(connection.link(), locals, folder, options);
        };
        (new TransferRun(invocation, connection, options->resume, make, context, finish))->start();
    }, {.reconnect = options->resume});
}

int runGet(const QStringList &words)
{
    Invocation invocation(QStringLiteral("get"), QStringLiteral("transom://USER@HOST[:PORT]/PATH… LOCAL [--recursive] [--resume] [--on-conflict POLICY] [--limit RATE]"),
                          QStringLiteral("Downloads files and folders into the folder LOCAL, or one file under the name LOCAL.\n"
                                         "PATH may hold *, ?, [a-z] and ** (any folders): put it in quotes. As LOCAL, - is standard output."));
    addTransferOptions(invocation);
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto options = transferOptions(invocation);
    if (!options)
        return invocation.wrongUsage(options.error().text);
    QList<Place> places;
    for (const QString &url : invocation.words().first(invocation.words().size() - 1)) {
        auto place = placeOf(invocation, url);
        if (!place)
            return invocation.wrongUsage(place.error().text);
        if (!places.isEmpty() && place->endpoint != places.first().endpoint)
            return invocation.wrongUsage(QStringLiteral("All paths must be of one server and user."));
        places.append(*place);
    }
    const QString local = invocation.words().last();
    if (local == Stream) {
        const QString wrong = againstStream(invocation);
        return wrong.isEmpty() ? getStream(invocation, places, *options) : invocation.wrongUsage(wrong);
    }
    if (auto possible = Destination::of(local, places.size()); !possible)
        return invocation.complain(possible.error());
    return withConnection(invocation, places.first().endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        expandPlaces(connection.files(), places, context, [&invocation, &connection, local, options = *options, context, finish](const Result<QStringList> &paths) {
            if (!paths)
                return finish(invocation.complain(paths.error()));
            const auto to = Destination::of(local, paths->size());
            if (!to)
                return finish(invocation.complain(to.error()));
            const auto make = [&connection, paths = *paths, to = *to, options] {
                return makeJob<files::DownloadJob>(connection.link(), paths, to.folder, options, to.name);
            };
            (new TransferRun(invocation, connection, options.resume, make, context, finish))->start();
        });
    }, {.reconnect = options->resume});
}

} // namespace transom::cli
