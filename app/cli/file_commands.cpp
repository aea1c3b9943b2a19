// ls, mkdir, rm, mv, stat, quota.

#include "app/cli/commands.h"
#include "app/cli/place.h"
#include "core/base/text.h"
#include "core/files/file_names.h"
#include "core/files/remote_files.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace transom::cli {

namespace {

using namespace protocol;

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

} // namespace transom::cli
