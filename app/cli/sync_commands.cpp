// verify, sync.

#include "app/cli/commands.h"
#include "app/cli/place.h"
#include "app/cli/transfer_run.h"
#include "core/base/strand.h"
#include "core/base/text.h"
#include "core/files/download_job.h"
#include "core/files/file_names.h"
#include "core/files/remote_files.h"
#include "core/files/tree_listing.h"
#include "core/files/upload_job.h"

#include <QDir>
#include <QFileInfo>

#include <cstdio>
#include <deque>

namespace transom::cli {

namespace {

using files::TreeListing;

/// A tree here and a tree there, listed side by side.
class TwoTrees : public QObject
{
public:
    using Ready = std::function<void(const TreeListing &local, const TreeListing &remote)>;
    using Failed = std::function<void(const Error &error)>;

    TwoTrees(client::Connection &connection, QString local, QString remote, bool hash, QObject *parent)
        : QObject(parent)
        , m_connection(connection)
        , m_local(std::move(local))
        , m_remote(std::move(remote))
        , m_hash(hash)
    {}

    /// `emptyRemote`, `emptyLocal`: a folder that is not there counts as an empty one.
    void list(bool emptyLocal, bool emptyRemote, const Ready &ready, const Failed &failed)
    {
        m_strand.run([folder = m_local, hash = m_hash] { return files::listLocalTree(folder, hash); }, this,
                     [this, emptyLocal, failed, ready](Result<TreeListing> local) {
                         if (!local && !(emptyLocal && local.error().code == ErrorCode::NotFound))
                             return failed({local.error().code, QStringLiteral("%1: %2").arg(printable(m_local, 4096), describe(local.error()))});
                         m_here = local.value_or(TreeListing());
                         answered(ready);
                     });
        new files::RemoteTreeListing(m_connection.link(), m_remote, m_hash, [this, emptyRemote, failed, ready](Result<TreeListing> remote) {
            if (!remote && !(emptyRemote && remote.error().code == ErrorCode::NotFound))
                return failed({remote.error().code, QStringLiteral("%1: %2").arg(printable(m_remote, 4096), describe(remote.error()))});
            m_there = remote.value_or(TreeListing());
            answered(ready);
        }, this);
    }

private:
    void answered(const Ready &ready)
    {
        if (++m_answers == 2)
            ready(m_here, m_there);
    }

    client::Connection &m_connection;
    const QString m_local;
    const QString m_remote;
    const bool m_hash;
    Strand m_strand;
    TreeListing m_here;
    TreeListing m_there;
    int m_answers = 0;
};

void tellList(const Invocation &invocation, const char *what, const char *json, const QStringList &names)
{
    for (const QString &name : names) {
        invocation.say(QStringLiteral("%1  %2").arg(QLatin1String(what), printable(name, 4096)));
        invocation.put({{QLatin1String(json), name}});
    }
}

/// Without what is in a folder of the list: it goes with the folder.
QStringList topmost(const QStringList &keys)
{
    QStringList top;
    QString above;
    for (const QString &key : keys) { // sorted: a folder comes before what is in it
        if (!above.isEmpty() && key.startsWith(above))
            continue;
        top.append(key);
        above = key.endsWith(u'/') ? key : QString();
    }
    return top;
}

QString parentOf(const QString &key)
{
    const QString path = key.endsWith(u'/') ? key.chopped(1) : key;
    return path.section(u'/', 0, -2);
}

QString within(const QString &folder, const QString &key)
{
    const QString path = key.endsWith(u'/') ? key.chopped(1) : key;
    return path.isEmpty() ? folder : folder.endsWith(u'/') ? folder + path : folder + u'/' + path;
}

/// Makes the target like the source, one step after the other.
class Sync : public QObject
{
public:
    struct What
    {
        QString local;
        QString remote;
        bool up = true;
        bool remove = false;
        bool dryRun = false;
        files::TransferOptions options;
    };

    Sync(const Invocation &invocation, client::Connection &connection, What what, QObject *context, Finish finish)
        : QObject(context)
        , m_invocation(invocation)
        , m_connection(connection)
        , m_what(std::move(what))
        , m_context(context)
        , m_finish(std::move(finish))
    {}

    void run(const TreeListing &local, const TreeListing &remote)
    {
        const auto difference = files::compareTrees(m_what.up ? local : remote, m_what.up ? remote : local);
        QStringList copy = difference.onlyFirst;
        for (const QString &key : difference.different) {
            if (!key.endsWith(u'/'))
                copy.append(key);
        }
        copy.sort();
        const QStringList remove = m_what.remove ? topmost(difference.onlySecond) : QStringList();
        copy = topmost(copy);
        tellList(m_invocation, "remove", "remove", remove);
        tellList(m_invocation, m_what.up ? "upload" : "download", "copy", copy);
        if (m_what.dryRun || (copy.isEmpty() && remove.isEmpty())) {
            m_invocation.say(QStringLiteral("%1 to copy, %2 to remove, %3 the same").arg(copy.size()).arg(remove.size()).arg(difference.same));
            return m_finish(Done);
        }
        m_same = difference.same;
        m_remove.assign(remove.begin(), remove.end());
        for (const QString &key : std::as_const(copy))
            m_copy[parentOf(key)].append(key);
        removeNext();
    }

private:
    void removeNext()
    {
        if (m_remove.empty())
            return makeTarget();
        const QString key = m_remove.front();
        m_remove.pop_front();
        ++m_removed;
        if (m_what.up) {
            m_connection.files().remove(within(m_what.remote, key), true, false, this, [this](const Result<protocol::FilesRemoveResult> &result) {
                result ? removeNext() : m_finish(m_invocation.complain(result.error()));
            });
            return;
        }
        const QString path = within(m_what.local, key);
        const bool gone = key.endsWith(u'/') ? QDir(path).removeRecursively() : QFile::remove(path);
        if (!gone)
            return m_finish(m_invocation.complain({ErrorCode::LocalAccessDenied, QStringLiteral("%1 could not be removed.").arg(printable(path, 4096))}));
        removeNext();
    }

    void makeTarget()
    {
        if (m_what.up) {
            m_connection.files().makeFolder(m_what.remote, true, this, [this](const Result<void> &made) {
                made ? copyNext() : m_finish(m_invocation.complain(made.error()));
            });
        } else if (!QDir().mkpath(m_what.local)) {
            m_finish(m_invocation.complain({ErrorCode::LocalAccessDenied, QStringLiteral("%1 could not be made.").arg(printable(m_what.local, 4096))}));
        } else {
            copyNext();
        }
    }

    /// Folder by folder: what is missing or different in one goes together.
    void copyNext()
    {
        if (m_copy.isEmpty()) {
            m_invocation.say(QStringLiteral("%1 copied, %2 removed, %3 the same").arg(m_copied).arg(m_removed).arg(m_same));
            return m_finish(Done);
        }
        const QString folder = m_copy.firstKey();
        const QStringList keys = m_copy.take(folder);
        m_copied += keys.size();
        QStringList paths;
        for (const QString &key : keys)
            paths.append(within(m_what.up ? m_what.local : m_what.remote, key));
        const QString target = within(m_what.up ? m_what.remote : m_what.local, folder);
        auto options = m_what.options;
        options.above = folder.isEmpty() ? 1 : static_cast<int>(folder.count(u'/')) + 2;
        const auto make = [this, paths, target, options]() -> JobHandle<files::TransferJob> {
            if (m_what.up)
                return makeJob<files::UploadJob>(m_connection.link(), paths, target, options);
            return makeJob<files::DownloadJob>(m_connection.link(), paths, target, options);
        };
        (new TransferRun(m_invocation, m_connection, m_what.options.resume, make, m_context, [this](int status) {
            status == Done ? copyNext() : m_finish(status);
        }))->start();
    }

    const Invocation &m_invocation;
    client::Connection &m_connection;
    const What m_what;
    QObject *m_context;
    const Finish m_finish;
    std::deque<QString> m_remove;
    QMap<QString, QStringList> m_copy; ///< by the folder they are in
    qsizetype m_copied = 0;
    qsizetype m_removed = 0;
    qint64 m_same = 0;
};

bool isUrl(const QString &word)
{
    return word.startsWith(u"transom:");
}

} // namespace

int runVerify(const QStringList &words)
{
    Invocation invocation(QStringLiteral("verify"), QStringLiteral("LOCAL transom://USER@HOST[:PORT]/DIR"),
                          QStringLiteral("Compares a folder here with one on the server by the SHA-256 of every file, and transfers none. Status 1: they differ."));
    if (!invocation.parse(words, 2, 2))
        return invocation.status();
    auto place = placeOf(invocation, invocation.words().last());
    if (!place)
        return invocation.wrongUsage(place.error().text);
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        const auto failed = [&invocation, finish](const Error &error) { finish(invocation.complain(error)); };
        const auto ready = [&invocation, finish](const TreeListing &local, const TreeListing &remote) {
            const auto difference = files::compareTrees(local, remote);
            tellList(invocation, "only here ", "onlyHere", difference.onlyFirst);
            tellList(invocation, "only there", "onlyThere", difference.onlySecond);
            tellList(invocation, "different ", "different", difference.different);
            invocation.put({{QStringLiteral("same"), difference.same}});
            invocation.say(QStringLiteral("%1 the same, %2 different, %3 only here, %4 only there")
                                   .arg(difference.same).arg(difference.different.size()).arg(difference.onlyFirst.size()).arg(difference.onlySecond.size()));
            finish(difference.isNothing() ? Done : Failed);
        };
        (new TwoTrees(connection, invocation.words().first(), place->path, true, context))->list(false, false, ready, failed);
    });
}

int runSync(const QStringList &words)
{
    Invocation invocation(QStringLiteral("sync"), QStringLiteral("LOCAL transom://USER@HOST[:PORT]/DIR | transom://…/DIR LOCAL [--delete] [--dry-run] [--checksum]"),
                          QStringLiteral("Makes the second folder like the first: what is missing or different in it is copied, with all that is in folders."));
    invocation.parser().addOptions({
            {QStringLiteral("delete"), QStringLiteral("Remove what is only in the second; on the server, into the recycle bin.")},
            {{QStringLiteral("n"), QStringLiteral("dry-run")}, QStringLiteral("Only say what would be done.")},
            {{QStringLiteral("c"), QStringLiteral("checksum")}, QStringLiteral("Compare by SHA-256 instead of size and time.")},
            {QStringLiteral("limit"), QStringLiteral("At most so many bytes a second, e.g. 10M."), QStringLiteral("RATE")},
    });
    if (!invocation.parse(words, 2, 2))
        return invocation.status();
    const QStringList places = invocation.words();
    if (isUrl(places.first()) == isUrl(places.last()))
        return invocation.wrongUsage(QStringLiteral("One of the two is a folder here, the other one is on a server."));
    Sync::What what;
    what.up = isUrl(places.last());
    auto place = placeOf(invocation, what.up ? places.last() : places.first());
    if (!place)
        return invocation.wrongUsage(place.error().text);
    what.local = QDir::cleanPath(QFileInfo(what.up ? places.first() : places.last()).absoluteFilePath());
    what.remote = place->path;
    what.remove = invocation.isSet("delete");
    what.dryRun = invocation.isSet("dry-run");
    what.options.conflict = QStringLiteral("overwrite");
    what.options.resume = true;
    if (invocation.isSet("limit")) {
        what.options.limit = parseBytes(invocation.value("limit"));
        if (what.options.limit <= 0)
            return invocation.wrongUsage(QStringLiteral("--limit takes a size such as 10M."));
    }
    return withConnection(invocation, place->endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        auto *sync = new Sync(invocation, connection, what, context, finish);
        const auto failed = [&invocation, finish](const Error &error) { finish(invocation.complain(error)); };
        (new TwoTrees(connection, what.local, what.remote, invocation.isSet("checksum"), context))
                ->list(!what.up, what.up, [sync](const TreeListing &local, const TreeListing &remote) { sync->run(local, remote); }, failed);
    }, {.reconnect = true});
}

} // namespace transom::cli
