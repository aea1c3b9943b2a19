#include "core/files/remote_files.h"

#include "core/files/file_request.h"

#include <memory>

namespace transom::files {

using namespace protocol;

RemoteFiles::RemoteFiles(session::SessionLink &link)
    : m_link(link)
{}

RemoteFiles::~RemoteFiles() = default;

namespace {

/// So that a folder of 100,000 is some fifty calls in the context's thread, not a thousand.
constexpr qsizetype PageEntries = 2000;

/// Pages of the wire put together in the link's thread.
class Pages : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void add(const QList<FileEntry> &entries)
    {
        m_entries += entries;
        if (m_entries.size() >= PageEntries)
            flush();
    }
    void flush()
    {
        if (!m_entries.isEmpty())
            Q_EMIT page(std::exchange(m_entries, {}));
    }

Q_SIGNALS:
    void page(const QList<transom::protocol::FileEntry> &entries);

private:
    QList<FileEntry> m_entries;
};

/// Carries a wish to stop from any thread to the request's: the connection lets go of whichever ends first.
class Stopper : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void stopped();
};

template<class T, Message Request>
RemoteFiles::Stop ask(session::SessionLink &link, const Request &message, QObject *context, std::function<void(Result<T>)> done,
                      std::function<void(QList<FileEntry>)> page = {})
{
    auto *request = new FileRequest(link, message);
    auto stopper = std::shared_ptr<Stopper>(new Stopper, [](Stopper *each) { each->deleteLater(); });
    QObject::connect(stopper.get(), &Stopper::stopped, request, &FileRequest::cancel, Qt::QueuedConnection);
    if (page) {
        auto *pages = new Pages(request);
        QObject::connect(request, &FileRequest::page, pages, &Pages::add);
        // Before the context hears of the end: connected first, emitted first.
        QObject::connect(request, &FileRequest::finished, pages, &Pages::flush);
        QObject::connect(pages, &Pages::page, context, std::move(page));
    }
    QObject::connect(request, &FileRequest::finished, context, [done = std::move(done)](const Error &error, const QJsonObject &result) {
        if (error.code != ErrorCode::None)
            return done(tl::make_unexpected(error));
        if constexpr (std::is_void_v<T>)
            done({});
        else
            done(fromJson<T>(result));
    });
    request->start();
    return [stopper] { Q_EMIT stopper->stopped(); };
}

} // namespace

void RemoteFiles::list(const QString &path, QObject *context, Done<QList<FileEntry>> done)
{
    auto all = std::make_shared<QList<FileEntry>>();
    list(path, context, [all](const QList<FileEntry> &page) { all->append(page); },
         [all, done = std::move(done)](Result<void> result) {
             if (!result)
                 return done(tl::make_unexpected(result.error()));
             done(std::move(*all));
         });
}

RemoteFiles::Stop RemoteFiles::list(const QString &path, QObject *context, std::function<void(QList<FileEntry>)> page, Done<void> done)
{
    return ask<void>(m_link, FilesList{path}, context, std::move(done), std::move(page));
}

RemoteFiles::Stop RemoteFiles::stat(const QString &path, bool hash, QObject *context, Done<FileEntry> done)
{
    return ask<FileEntry>(m_link, FilesStat{path, hash}, context, std::move(done));
}

void RemoteFiles::quota(QObject *context, Done<FilesQuotaResult> done)
{
    ask<FilesQuotaResult>(m_link, FilesQuota{}, context, std::move(done));
}

void RemoteFiles::makeFolder(const QString &path, bool parents, QObject *context, Done<void> done)
{
    ask<void>(m_link, FilesMkdir{path, parents}, context, std::move(done));
}

void RemoteFiles::rename(const QString &from, const QString &to, bool overwrite, QObject *context, Done<void> done)
{
    ask<void>(m_link, FilesRename{from, to, overwrite}, context, std::move(done));
}

void RemoteFiles::remove(const QString &path, bool recursive, QObject *context, Done<void> done)
{
    ask<void>(m_link, FilesRemove{path, recursive}, context, std::move(done));
}

void RemoteFiles::remove(const QString &path, bool recursive, bool permanent, QObject *context, Done<FilesRemoveResult> done)
{
    ask<FilesRemoveResult>(m_link, FilesRemove{path, recursive, permanent}, context, std::move(done));
}

void RemoteFiles::binList(QObject *context, Done<QList<FilesBinEntry>> done)
{
    auto *request = new FileRequest(m_link, FilesBinList{});
    auto all = std::make_shared<QList<FilesBinEntry>>();
    QObject::connect(request, &FileRequest::binPage, context, [all](const QList<FilesBinEntry> &page) { all->append(page); });
    QObject::connect(request, &FileRequest::finished, context, [all, done = std::move(done)](const Error &error, const QJsonObject &) {
        done(error.code == ErrorCode::None ? Result<QList<FilesBinEntry>>(std::move(*all)) : tl::make_unexpected(error));
    });
    request->start();
}

void RemoteFiles::binRestore(const QString &id, const QString &to, const QString &conflict, QObject *context, Done<FilesBinRestoreResult> done)
{
    ask<FilesBinRestoreResult>(m_link, FilesBinRestore{id, to, conflict}, context, std::move(done));
}

void RemoteFiles::binPurge(const QString &id, QObject *context, Done<FilesBinPurgeResult> done)
{
    ask<FilesBinPurgeResult>(m_link, FilesBinPurge{id, id.isEmpty()}, context, std::move(done));
}

} // namespace transom::files

#include "remote_files.moc"
