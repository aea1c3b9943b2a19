#include "ui/files/folder_source.h"

#include "core/base/text.h"
#include "ui/files/local_disk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFileSystemWatcher>

#include <atomic>
#include <memory>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int ProgressEveryMs = 100;

QString quoted(const QString &path)
{
    return u"“"_s + printable(lastComponent(path), 100) + u"”"_s;
}

} // namespace

LocalFolders::LocalFolders(QObject *parent)
    : FolderSource(parent)
    , m_watcher(new QFileSystemWatcher)
{
    m_watcher->moveToThread(&m_watchThread);
    connect(&m_watchThread, &QThread::finished, m_watcher, &QObject::deleteLater);
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, &FolderSource::changed);
    m_watchThread.setObjectName(u"watch"_s);
    m_watchThread.start();
}

LocalFolders::~LocalFolders()
{
    m_watchThread.quit();
    m_watchThread.wait();
}

namespace {

/// One page after the other: what else waits for the strand gets its turn in between.
struct LocalListing : std::enable_shared_from_this<LocalListing>
{
    LocalListing(Strand &strand, const QString &of, QObject *owner)
        : disk(strand)
        , path(of)
        , reader(std::make_shared<disk::FolderReader>(of))
        , context(owner)
    {}

    void readOn()
    {
        disk.run([reader = reader, stopped = stopped, before = before, path = path]() -> Result<QList<FolderEntry>> {
            if (*before < 0)
                *before = disk::folderTime(path);
            return *stopped ? fail(ErrorCode::Cancelled) : reader->next();
        }, context, [self = shared_from_this()](Result<QList<FolderEntry>> entries) {
            if (!entries || entries->isEmpty())
                return self->done(entries ? Result<void>() : tl::make_unexpected(entries.error()));
            self->page(std::move(*entries));
            self->readOn();
        });
    }

    Strand &disk;
    const QString path;
    std::shared_ptr<disk::FolderReader> reader;
    std::shared_ptr<qint64> before = std::make_shared<qint64>(-1); ///< the folder's time when the reading began; written on the strand
    std::shared_ptr<std::atomic<bool>> stopped = std::make_shared<std::atomic<bool>>(false);
    QObject *context; ///< alive wherever this is looked at: run() calls nobody otherwise
    FolderSource::Page page;
    FolderSource::Done done;
};

} // namespace

FolderSource::Stop LocalFolders::list(const QString &path, QObject *context, Page page, Done done)
{
    auto listing = std::make_shared<LocalListing>(m_disk, path, context);
    listing->page = std::move(page);
    listing->done = [this, self = QPointer<LocalFolders>(this), path, before = listing->before, done = std::move(done)](const Result<void> &result) {
        if (self && result) {
            m_listed = path;
            m_listedTime = *before;
        }
        done(result);
    };
    listing->readOn();
    return [stopped = listing->stopped] { *stopped = true; };
}

void LocalFolders::makeFolder(const QString &path, QObject *context, Done done)
{
    m_disk.run(
            [path]() -> Result<void> {
                if (QFileInfo::exists(path))
                    return fail(ErrorCode::AlreadyExists, tr("There is a %1 already. Choose another name.").arg(quoted(path)));
                if (!QDir().mkdir(path))
                    return fail(ErrorCode::LocalAccessDenied, tr("No folder can be made here."));
                return {};
            },
            context, std::move(done));
}

void LocalFolders::rename(const QString &from, const QString &to, bool overwrite, QObject *context, Done done)
{
    m_disk.run(
            [from, to, overwrite]() -> Result<void> {
                if (!overwrite && QFileInfo::exists(to))
                    return fail(ErrorCode::AlreadyExists, tr("There is a %1 already. Choose another name.").arg(quoted(to)));
                if (lastComponent(to).contains(u'/') || !QFile::rename(from, to))
                    return fail(ErrorCode::LocalAccessDenied, tr("%1 could not be renamed.").arg(quoted(from)));
                return {};
            },
            context, std::move(done));
}

void LocalFolders::remove(const QStringList &paths, QObject *context, Removed done)
{
    m_disk.run(
            [paths]() -> Result<Undo> {
                QStringList stayed;
                for (const QString &path : paths) {
                    if (!QFile::moveToTrash(path))
                        stayed.append(path);
                }
                if (stayed.isEmpty())
                    return Undo();
                QString text = tr("%1 could not be moved to the wastebasket.").arg(quoted(stayed.first()));
                if (stayed.size() > 1)
                    text += u' ' + tr("So it is with %Ln more.", nullptr, static_cast<int>(stayed.size() - 1));
                return fail(ErrorCode::LocalAccessDenied, text);
            },
            context, std::move(done));
}

void LocalFolders::look(const QString &path, QObject *context, Looked done)
{
    m_disk.run([path] { return disk::look(path); }, context, std::move(done));
}

FolderSource::Stop LocalFolders::hash(const QString &path, QObject *context, std::function<void(qint64)> progress, Hashed done)
{
    struct State
    {
        std::atomic<qint64> bytes{0};
        std::atomic<bool> stop{false};
    };
    auto state = std::make_shared<State>();
    auto *timer = new QTimer(context);
    connect(timer, &QTimer::timeout, context, [state, progress = std::move(progress)] { progress(state->bytes); });
    timer->start(ProgressEveryMs);
    m_hashing.run([path, state] { return disk::sha256(path, state->bytes, [state] { return state->stop.load(); }); }, context,
                  [timer, done = std::move(done)](const Result<QString> &sum) {
                      delete timer;
                      done(sum);
                  });
    return [state] { state->stop = true; };
}

/// A folder that is watched already stays so: taking it off and on again would lose what happens in between. What has happened since it
/// was read and before it was watched shows in its time.
void LocalFolders::watch(const QString &path)
{
    QMetaObject::invokeMethod(m_watcher, [this, watcher = m_watcher, path, seen = path == m_listed ? m_listedTime : -1] {
        QStringList others = watcher->directories();
        const bool already = others.removeAll(path) > 0;
        if (!others.isEmpty())
            watcher->removePaths(others);
        if (path.isEmpty())
            return;
        if (!already)
            watcher->addPath(path);
        if (seen >= 0 && disk::folderTime(path) != seen)
            QMetaObject::invokeMethod(this, [this, path] { Q_EMIT changed(path); }, Qt::QueuedConnection);
    });
}

QString LocalFolders::removalText() const
{
    return tr("Move %1 to the wastebasket?");
}

QString LocalFolders::removalVerb() const
{
    return tr("Move to wastebasket");
}

} // namespace transom::ui
