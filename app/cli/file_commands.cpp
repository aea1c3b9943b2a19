// ls, mkdir, rm, mv, stat, quota, put, get.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "core/base/text.h"
#include "core/files/download_job.h"
#include "core/files/file_names.h"
#include "core/files/remote_files.h"
#include "core/files/upload_job.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace transom::cli {

namespace {

using namespace protocol;

struct Place
{
    client::Endpoint endpoint;
    QString path;
};

Result<Place> placeOf(const Invocation &invocation, const QString &url)
{
    Place place;
    auto endpoint = invocation.endpoint(url, &place.path);
    if (!endpoint)
        return tl::make_unexpected(endpoint.error());
    place.endpoint = *endpoint;
    return place;
}

QString describeEntry(const FileEntry &entry)
{
    const QString time = QDateTime::fromMSecsSinceEpoch(entry.modified).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    const QString size = entry.type == u"file" ? formatBytes(entry.size) : QString();
    return QStringLiteral("%1  %2  %3%4").arg(size, 9).arg(time, printable(entry.name, 4096), entry.type == u"directory" ? QStringLiteral("/") : QString());
}

/// A command with one place and one answer. `ask` starts it; `done` has been called when it is over.
int runOnPlace(Invocation &invocation, const QStringList &words, int most,
               const std::function<void(files::RemoteFiles &, const QString &path, QObject *context, const Finish &)> &ask)
{
    if (!invocation.parse(words, most, most))
        return invocation.status();
    auto place = placeOf(invocation, invocation.words().first());
    if (!place)
        return invocation.wrongUsage(place.error().text);
    return withConnection(invocation, place->endpoint, [&, path = place->path](client::Connection &connection, QObject *context, const Finish &finish) {
        ask(connection.files(), path, context, finish);
    });
}

/// Ends with the error, or with success after `say`.
template<class T, class Say>
std::function<void(Result<T>)> ending(const Invocation &invocation, const Finish &finish, Say say)
{
    return [&invocation, finish, say](const Result<T> &result) {
        if (!result)
            return finish(invocation.complain(result.error()));
        if constexpr (std::is_void_v<T>)
            say();
        else
            say(*result);
        finish(Done);
    };
}

void addTransferOptions(Invocation &invocation)
{
    invocation.parser().addOptions({
            {{QStringLiteral("r"), QStringLiteral("recursive")}, QStringLiteral("Folders, too, with all that is in them.")},
            {QStringLiteral("on-conflict"), QStringLiteral("When there is one already: fail (the default), overwrite, rename, skip, newer."), QStringLiteral("POLICY"), QStringLiteral("fail")},
            {QStringLiteral("limit"), QStringLiteral("At most so many bytes a second, e.g. 10M."), QStringLiteral("RATE")},
            {QStringLiteral("jobs"), QStringLiteral("How many small files at once (32)."), QStringLiteral("N"), QStringLiteral("32")},
    });
}

Result<files::TransferOptions> transferOptions(const Invocation &invocation)
{
    files::TransferOptions options;
    options.recursive = invocation.isSet("recursive");
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

/// Runs a transfer to its end, with its progress line, its notes and ^C.
void runTransfer(const Invocation &invocation, const JobHandle<files::TransferJob> &job, QObject *context, const Finish &finish)
{
    struct Run
    {
        JobHandle<files::TransferJob> job;
        ProgressLine line;
        std::unique_ptr<InterruptHandler> interrupts;
    };
    auto run = std::shared_ptr<Run>(new Run{job, ProgressLine(invocation.progress()), nullptr});
    QObject::connect(job.get(), &Job::progressChanged, context, [run](const Progress &progress) {
        run->line.show(printable(progress.current.section(u'/', -1), 40), progress);
    });
    QObject::connect(job.get(), &Job::finished, context, [run, &invocation, finish](const JobResult &result) {
        run->line.clear();
        run->interrupts.reset();
        for (const char *list : {"skipped", "failed"}) {
            const auto notes = result.details.value(QLatin1String(list)).toStringList();
            for (const QString &note : notes) {
                std::fprintf(stderr, "%s: %s\n", list, qPrintable(printable(note, 4096)));
                invocation.put({{QLatin1String(list), note}});
            }
        }
        const qint64 count = result.details.value(QStringLiteral("files")).toLongLong();
        invocation.put({{QStringLiteral("files"), count}, {QStringLiteral("bytes"), run->job->progress().done}});
        if (!result.ok())
            return finish(invocation.complain(result.error));
        invocation.say(count == 1 ? QStringLiteral("1 file, %1").arg(formatBytes(run->job->progress().done))
                                  : QStringLiteral("%1 files, %2").arg(count).arg(formatBytes(run->job->progress().done)));
        finish(Done);
    });
    run->interrupts = std::make_unique<InterruptHandler>([run] { run->job->cancel(); });
    job->start();
}

} // namespace

int runLs(const QStringList &words)
{
    Invocation invocation(QStringLiteral("ls"), QStringLiteral("transom://USER@HOST[:PORT]/DIR"), QStringLiteral("Lists a folder."));
    return runOnPlace(invocation, words, 1, [&](files::RemoteFiles &files, const QString &path, QObject *context, const Finish &finish) {
        files.list(path, context, ending<QList<FileEntry>>(invocation, finish, [&invocation](QList<FileEntry> entries) {
            std::sort(entries.begin(), entries.end(), [](const FileEntry &a, const FileEntry &b) { return a.name < b.name; });
            for (const FileEntry &entry : std::as_const(entries)) {
                invocation.say(describeEntry(entry));
                invocation.put(toJson(entry));
            }
        }));
    });
}

int runMkdir(const QStringList &words)
{
    Invocation invocation(QStringLiteral("mkdir"), QStringLiteral("transom://USER@HOST[:PORT]/DIR [--parents]"), QStringLiteral("Makes a folder."));
    invocation.parser().addOption({{QStringLiteral("p"), QStringLiteral("parents")}, QStringLiteral("Missing folders above it, too; no error if it is there.")});
    return runOnPlace(invocation, words, 1, [&](files::RemoteFiles &files, const QString &path, QObject *context, const Finish &finish) {
        files.makeFolder(path, invocation.isSet("parents"), context, ending<void>(invocation, finish, [] {}));
    });
}

int runRm(const QStringList &words)
{
    Invocation invocation(QStringLiteral("rm"), QStringLiteral("transom://USER@HOST[:PORT]/PATH [--recursive] [--permanent]"),
                          QStringLiteral("Moves a file or folder to the recycle bin on the server, or removes it for good."));
    invocation.parser().addOption({{QStringLiteral("r"), QStringLiteral("recursive")}, QStringLiteral("A folder with all that is in it.")});
    invocation.parser().addOption({QStringLiteral("permanent"), QStringLiteral("Remove it for good, not into the recycle bin.")});
    return runOnPlace(invocation, words, 1, [&](files::RemoteFiles &files, const QString &path, QObject *context, const Finish &finish) {
        files.remove(path, invocation.isSet("recursive"), invocation.isSet("permanent"), context,
                     ending<FilesRemoveResult>(invocation, finish, [&invocation](const FilesRemoveResult &result) {
            if (!result.id.isEmpty())
                invocation.say(QStringLiteral("Moved to the recycle bin. To put it back: transomctl bin restore %1 %2")
                                       .arg(printable(invocation.words().first().section(u'/', 0, 2), 4096), printable(result.id)));
            invocation.put(toJson(result));
        }));
    });
}

int runMv(const QStringList &words)
{
    Invocation invocation(QStringLiteral("mv"), QStringLiteral("transom://USER@HOST[:PORT]/FROM TO [--overwrite]"),
                          QStringLiteral("Renames or moves. TO is a path on the same server."));
    invocation.parser().addOption({QStringLiteral("overwrite"), QStringLiteral("Replace what is there.")});
    return runOnPlace(invocation, words, 2, [&](files::RemoteFiles &files, const QString &path, QObject *context, const Finish &finish) {
        QString to = invocation.words().at(1);
        if (!to.startsWith(u'/'))
            to = files::joinPath(path.section(u'/', 0, -2) + u'/', to);
        files.rename(path, to, invocation.isSet("overwrite"), context, ending<void>(invocation, finish, [] {}));
    });
}

int runStat(const QStringList &words)
{
    Invocation invocation(QStringLiteral("stat"), QStringLiteral("transom://USER@HOST[:PORT]/PATH"), QStringLiteral("Tells what a path is, with the SHA-256 of a file."));
    return runOnPlace(invocation, words, 1, [&](files::RemoteFiles &files, const QString &path, QObject *context, const Finish &finish) {
        files.stat(path, true, context, ending<FileEntry>(invocation, finish, [&invocation](const FileEntry &entry) {
            invocation.say(describeEntry(entry));
            invocation.say(QStringLiteral("mode %1  sha256 %2").arg(entry.mode, 0, 8).arg(entry.sha256.isEmpty() ? QStringLiteral("-") : entry.sha256));
            invocation.put(toJson(entry));
        }));
    });
}

int runQuota(const QStringList &words)
{
    Invocation invocation(QStringLiteral("quota"), QStringLiteral("transom://USER@HOST[:PORT]"), QStringLiteral("Tells how much of the quota is used."));
    return runOnPlace(invocation, words, 1, [&](files::RemoteFiles &files, const QString &, QObject *context, const Finish &finish) {
        files.quota(context, ending<FilesQuotaResult>(invocation, finish, [&invocation](const FilesQuotaResult &quota) {
            invocation.say(quota.quota < 0 ? QStringLiteral("%1 used, no limit").arg(formatBytes(quota.used))
                                           : QStringLiteral("%1 of %2 used").arg(formatBytes(quota.used), formatBytes(quota.quota)));
            invocation.say(quota.quotaFiles < 0 ? QStringLiteral("%1 files and folders, no limit").arg(quota.files)
                                                : QStringLiteral("%1 of %2 files and folders").arg(quota.files).arg(quota.quotaFiles));
            if (quota.binFiles > 0)
                invocation.say(QStringLiteral("of that %1 in the recycle bin, %2 files and folders").arg(formatBytes(quota.bin)).arg(quota.binFiles));
            invocation.put(toJson(quota));
        }));
    });
}

int runPut(const QStringList &words)
{
    Invocation invocation(QStringLiteral("put"), QStringLiteral("LOCAL… transom://USER@HOST[:PORT]/DIR [--recursive] [--on-conflict POLICY] [--limit RATE]"),
                          QStringLiteral("Uploads files and folders into DIR. A file appears there only when it is whole and its SHA-256 is right."));
    addTransferOptions(invocation);
    if (!invocation.parse(words, 2, -1))
        return invocation.status();
    auto place = placeOf(invocation, invocation.words().last());
    auto options = transferOptions(invocation);
    if (!place || !options)
        return invocation.wrongUsage((place ? options.error() : place.error()).text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        runTransfer(invocation, makeJob<files::UploadJob>(connection.link(), invocation.words().first(invocation.words().size() - 1), place->path, *options), context, finish);
    });
}

int runGet(const QStringList &words)
{
    Invocation invocation(QStringLiteral("get"), QStringLiteral("transom://USER@HOST[:PORT]/PATH… LOCAL [--recursive] [--on-conflict POLICY] [--limit RATE]"),
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
        runTransfer(invocation, makeJob<files::DownloadJob>(connection.link(), paths, folder, *options, name), context, finish);
    });
}

} // namespace transom::cli
