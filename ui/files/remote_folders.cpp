#include "ui/files/folder_source.h"

#include "core/base/text.h"
#include "core/files/remote_files.h"

#include <memory>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int PollEveryMs = 4000;
/// A folder's time says that names have come or gone, not that a file has grown: a full look every so many quiet polls.
constexpr int FullLookEvery = 8;
/// A folder of more than so many is asked about, and read again, more seldom.
constexpr qsizetype LargeFolder = 5000;
constexpr int SeldomTimes = 8;

FolderEntry entryFrom(const protocol::FileEntry &file)
{
    FolderEntry entry;
    entry.name = file.name;
    entry.kind = file.type == u"directory" ? FolderEntry::Kind::Folder
                 : file.type == u"file"    ? FolderEntry::Kind::File
                 : file.type == u"link"    ? FolderEntry::Kind::Link
                                           : FolderEntry::Kind::Other;
    entry.link = entry.kind == FolderEntry::Kind::Link;
    entry.size = std::max<qint64>(0, file.size);
    entry.modified = file.modified;
    entry.mode = file.mode & 0777;
    return entry;
}

} // namespace

RemoteFolders::RemoteFolders(files::RemoteFiles &files, QObject *parent)
    : FolderSource(parent)
    , m_files(files)
{
    m_poll.setInterval(PollEveryMs);
    connect(&m_poll, &QTimer::timeout, this, &RemoteFolders::poll);
}

FolderSource::Stop RemoteFolders::list(const QString &path, QObject *context, Page page, Done done)
{
    auto count = std::make_shared<qsizetype>(0);
    return m_files.list(path, context, [page = std::move(page), count](const QList<protocol::FileEntry> &files) {
        *count += files.size();
        QList<FolderEntry> entries;
        entries.reserve(files.size());
        for (const protocol::FileEntry &file : files)
            entries.append(entryFrom(file));
        page(std::move(entries));
    }, [this, self = QPointer<RemoteFolders>(this), path, count, done = std::move(done)](const Result<void> &result) {
        if (self && result) {
            m_lastPath = path;
            m_lastCount = *count;
            if (path == m_watched)
                setPace();
        }
        done(result);
    });
}

void RemoteFolders::makeFolder(const QString &path, QObject *context, Done done)
{
    m_files.makeFolder(path, false, context, std::move(done));
}

void RemoteFolders::rename(const QString &from, const QString &to, bool overwrite, QObject *context, Done done)
{
    m_files.rename(from, to, overwrite, context, std::move(done));
}

void RemoteFolders::remove(const QStringList &paths, QObject *context, Removed done)
{
    // Beside each other; what failed is told, once all are through.
    struct Rest
    {
        qsizetype left = 0;
        Failures failures;
        QList<Binned> binned;
    };
    auto rest = std::make_shared<Rest>();
    rest->left = paths.size();
    for (const QString &path : paths) {
        m_files.remove(path, true, false, context, [this, rest, path, done](const Result<protocol::FilesRemoveResult> &result) {
            if (result && !result->id.isEmpty())
                rest->binned.append({result->id, path});
            if (!result)
                rest->failures.append({path, result.error()});
            if (--rest->left > 0)
                return;
            if (!rest->failures.isEmpty())
                return done(failed(rest->failures, rest->binned.isEmpty() ? QString() : tr("%Ln other(s) are in the recycle bin.", nullptr, static_cast<int>(rest->binned.size()))));
            done(rest->binned.isEmpty() ? Undo() : [this, binned = rest->binned](QObject *again, const Done &restored) { restore(binned, {}, again, restored); });
        });
    }
}

/// What of several could not be done, by the name of the first, and what has become of the rest.
tl::unexpected<Error> RemoteFolders::failed(const Failures &failures, const QString &rest)
{
    const auto &[path, error] = failures.first();
    QStringList text{tr("“%1”: %2").arg(printable(lastComponent(path), 60), describe(error))};
    if (failures.size() > 1)
        text.append(tr("So it is with %Ln more.", nullptr, static_cast<int>(failures.size() - 1)));
    if (!rest.isEmpty())
        text.append(rest);
    return transom::fail(error.code, text.join(u' '));
}

/// The last removed first: what was in a folder that has gone later finds its folder again. One that cannot be put back does not keep the others.
void RemoteFolders::restore(const QList<Binned> &binned, const Failures &failures, QObject *context, const Done &done)
{
    if (binned.isEmpty())
        return done(failures.isEmpty() ? Result<void>() : failed(failures, tr("It is still in the recycle bin.")));
    m_files.binRestore(binned.last().id, {}, QStringLiteral("rename"), context,
                       [this, last = binned.last(), rest = binned.first(binned.size() - 1), failures, context, done](const Result<protocol::FilesBinRestoreResult> &result) {
                           restore(rest, result ? failures : failures + Failures{{last.path, result.error()}}, context, done);
                       });
}

void RemoteFolders::look(const QString &path, QObject *context, Looked done)
{
    m_files.stat(path, false, context, [path, done = std::move(done)](const Result<protocol::FileEntry> &file) {
        if (!file)
            return done(tl::make_unexpected(file.error()));
        FolderEntry entry = entryFrom(*file);
        entry.name = lastComponent(path);
        done(entry);
    });
}

FolderSource::Stop RemoteFolders::hash(const QString &path, QObject *context, std::function<void(qint64)>, Hashed done)
{
    return m_files.stat(path, true, context, [done = std::move(done)](const Result<protocol::FileEntry> &file) {
        if (!file)
            return done(tl::make_unexpected(file.error()));
        done(file->sha256);
    });
}

void RemoteFolders::watch(const QString &path)
{
    const bool another = std::exchange(m_watched, path) != path;
    m_quiet = 0;
    if (another) {
        m_modified = -1;
        setPace();
    }
    setWatching(m_watching);
    // What its time is now, so that the next question has something to compare with.
    if (another && m_poll.isActive())
        poll();
}

void RemoteFolders::setPace()
{
    const int pace = m_lastPath == m_watched && m_lastCount > LargeFolder ? PollEveryMs * SeldomTimes : PollEveryMs;
    if (m_poll.interval() != pace)
        m_poll.setInterval(pace);
}

void RemoteFolders::setWatching(bool watching)
{
    m_watching = watching;
    if (!watching || m_watched.isEmpty())
        m_poll.stop();
    else if (!m_poll.isActive())
        m_poll.start();
}

/// One small question; the folder itself is read again only when its time has changed, or now and then.
void RemoteFolders::poll()
{
    if (m_asking)
        return;
    m_asking = true;
    m_files.stat(m_watched, false, this, [this, path = m_watched](const Result<protocol::FileEntry> &folder) {
        m_asking = false;
        if (path != m_watched)
            return;
        const bool moved = folder && m_modified >= 0 && folder->modified != m_modified;
        const bool gone = !folder && folder.error().code == ErrorCode::NotFound;
        if (folder)
            m_modified = folder->modified;
        if (!moved && !gone && ++m_quiet < FullLookEvery)
            return;
        m_quiet = 0;
        Q_EMIT changed(path);
    });
}

QString RemoteFolders::removalText() const
{
    return tr("Move %1 to the recycle bin on the server?");
}

QString RemoteFolders::removalVerb() const
{
    return tr("Remove");
}

} // namespace transom::ui
