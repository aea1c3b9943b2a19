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

struct RemoteFolders::Restoring
{
    QStringList ids;
    int failed = 0;
    Error error; ///< of the first that failed
};

void RemoteFolders::remove(const QStringList &paths, QObject *context, Removed done)
{
    // Beside each other; the first that fails is told, once all are through, and what has gone all the same can be brought back.
    struct Rest
    {
        qsizetype left = 0;
        Removal removal;
        QStringList ids;
    };
    auto rest = std::make_shared<Rest>();
    rest->left = paths.size();
    for (const QString &path : paths) {
        m_files.remove(path, true, false, context, [this, rest, path, done](const Result<protocol::FilesRemoveResult> &result) {
            Removal &removal = rest->removal;
            if (result) {
                ++removal.gone;
                if (!result->id.isEmpty())
                    rest->ids.append(result->id);
            } else if (removal.error.code == ErrorCode::None) {
                removal.error = {result.error().code, tr("“%1” could not be removed: %2").arg(printable(lastComponent(path), 60), describe(result.error()))};
            }
            if (--rest->left > 0)
                return;
            if (!rest->ids.isEmpty())
                removal.undo = [this, ids = rest->ids](QObject *again, const Done &restored) {
                    restore(std::make_shared<Restoring>(Restoring{ids, 0, {}}), again, restored);
                };
            done(removal);
        });
    }
}

/// The last removed first: what was in a folder that has gone later finds its folder again. One that cannot come back keeps no other from it.
void RemoteFolders::restore(const std::shared_ptr<Restoring> &what, QObject *context, const Done &done)
{
    if (what->ids.isEmpty()) {
        if (what->failed == 0)
            return done({});
        return done(fail(what->error.code, tr("%Ln thing(s) could not be put back and are still in the recycle bin: %1", nullptr, what->failed).arg(describe(what->error))));
    }
    m_files.binRestore(what->ids.takeLast(), {}, QStringLiteral("rename"), context, [this, what, context, done](const Result<protocol::FilesBinRestoreResult> &result) {
        if (!result && what->failed++ == 0)
            what->error = result.error();
        restore(what, context, done);
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
