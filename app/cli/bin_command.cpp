// bin list, bin restore, bin empty.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "core/base/text.h"
#include "core/files/remote_files.h"

#include <QDateTime>

namespace transom::cli {

namespace {

using namespace protocol;

QString describeEntry(const FilesBinEntry &entry)
{
    return QStringLiteral("%1  %2  %3  %4%5")
            .arg(entry.id, formatBytes(entry.size).rightJustified(9), QDateTime::fromMSecsSinceEpoch(entry.removed).toString(QStringLiteral("yyyy-MM-dd HH:mm")),
                 entry.damaged ? QStringLiteral("(nobody knows where it was)") : printable(entry.path, 4096), entry.type == u"directory" ? QStringLiteral("/") : QString());
}

void listBin(const Invocation &invocation, files::RemoteFiles &files, QObject *context, const Finish &finish)
{
    files.binList(context, [&invocation, finish](const Result<QList<FilesBinEntry>> &entries) {
        if (!entries)
            return finish(invocation.complain(entries.error()));
        for (const FilesBinEntry &entry : *entries) {
            invocation.say(describeEntry(entry));
            invocation.put(toJson(entry));
        }
        finish(Done);
    });
}

void restore(const Invocation &invocation, files::RemoteFiles &files, QObject *context, const Finish &finish)
{
    files.binRestore(invocation.words().at(2), invocation.value("to"), invocation.value("on-conflict"), context,
                     [&invocation, finish](const Result<FilesBinRestoreResult> &result) {
        if (!result)
            return finish(invocation.complain(result.error()));
        invocation.say(QStringLiteral("Restored %1").arg(printable(result->path, 4096)));
        invocation.put(toJson(*result));
        finish(Done);
    });
}

void empty(const Invocation &invocation, files::RemoteFiles &files, QObject *context, const Finish &finish)
{
    files.binPurge(invocation.words().value(2), context, [&invocation, finish](const Result<FilesBinPurgeResult> &result) {
        if (!result)
            return finish(invocation.complain(result.error()));
        invocation.say(QStringLiteral("Removed for good: %1 files and folders, %2").arg(result->files).arg(formatBytes(result->bytes)));
        invocation.put(toJson(*result));
        finish(Done);
    });
}

} // namespace

int runBin(const QStringList &words)
{
    Invocation invocation(QStringLiteral("bin"), QStringLiteral("list|restore|empty transom://USER@HOST[:PORT] [ID]"),
                          QStringLiteral("The recycle bin on the server: \"bin list URL\" tells what is in it, newest first; \"bin restore URL ID\" puts something\n"
                                         "back; \"bin empty URL\" removes everything in it for good, and \"bin empty URL ID\" one thing."));
    invocation.parser().addOptions({
            {QStringLiteral("to"), QStringLiteral("Restore it under this path instead of the one it had."), QStringLiteral("PATH")},
            {QStringLiteral("on-conflict"), QStringLiteral("When restoring, and something is there: fail (the default) or rename."), QStringLiteral("POLICY"), QStringLiteral("fail")},
    });
    if (!invocation.parse(words, 2, 3))
        return invocation.status();
    const QString verb = invocation.words().first();
    if (verb != u"list" && verb != u"restore" && verb != u"empty")
        return invocation.wrongUsage(QStringLiteral("\"%1\" is neither list, restore nor empty.").arg(printable(verb)));
    if (verb == u"restore" && invocation.words().size() < 3)
        return invocation.wrongUsage(QStringLiteral("Say which one to restore: its number is in \"transomctl bin list\"."));
    if (verb == u"list" && invocation.words().size() > 2)
        return invocation.wrongUsage(QStringLiteral("\"bin list\" takes a URL only."));
    auto endpoint = invocation.endpoint(invocation.words().at(1));
    if (!endpoint)
        return invocation.wrongUsage(endpoint.error().text);
    return withConnection(invocation, *endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        (verb == u"list" ? listBin : verb == u"restore" ? restore : empty)(invocation, connection.files(), context, finish);
    });
}

} // namespace transom::cli
