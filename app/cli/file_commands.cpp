// ls, mkdir, mv, stat, quota.

#include "app/cli/commands.h"
#include "app/cli/place.h"
#include "core/base/text.h"
#include "core/files/file_names.h"
#include "core/files/remote_files.h"
#include "core/files/remote_glob.h"

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
    Invocation invocation(QStringLiteral("ls"), QStringLiteral("transom://USER@HOST[:PORT]/DIR"),
                          QStringLiteral("Lists a folder; with a pattern (*, ?, [a-z], ** for any folders; in quotes) all that matches."));
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    auto place = placeOf(invocation, invocation.words().first());
    if (!place)
        return invocation.wrongUsage(place.error().text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        const auto tell = [&invocation, finish](QList<FileEntry> entries) {
            std::sort(entries.begin(), entries.end(), [](const FileEntry &a, const FileEntry &b) { return a.name < b.name; });
            for (const FileEntry &entry : std::as_const(entries)) {
                invocation.say(describeEntry(entry));
                invocation.put(toJson(entry));
            }
            finish(Done);
        };
        files::RemoteFiles &remote = connection.files();
        const auto list = [&invocation, &remote, context, finish, tell](const QString &path) {
            remote.list(path, context, [&invocation, finish, tell](const Result<QList<FileEntry>> &entries) {
                entries ? tell(*entries) : finish(invocation.complain(entries.error()));
            });
        };
        if (place->pattern.isEmpty())
            return list(place->path);
        files::RemoteGlob::expand(remote, place->pattern, context, [&invocation, finish, tell, list, path = place->path](const Result<QList<files::RemoteGlob::Match>> &matches) {
            if (!matches)
                return finish(invocation.complain(matches.error()));
            // A folder that is really called so is listed like any other.
            if (matches->size() == 1 && matches->first().path == path && matches->first().entry.type == u"directory")
                return list(path);
            QList<FileEntry> entries;
            for (const auto &match : *matches) {
                entries.append(match.entry);
                entries.last().name = match.path;
            }
            tell(entries);
        });
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
