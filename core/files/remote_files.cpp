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

template<class T, Message Request>
void ask(session::SessionLink &link, const Request &message, QObject *context, std::function<void(Result<T>)> done,
         std::function<void(QList<FileEntry>)> page = {})
{
    auto *request = new FileRequest(link, message);
    if (page)
        QObject::connect(request, &FileRequest::page, context, std::move(page));
    QObject::connect(request, &FileRequest::finished, context, [done = std::move(done)](const Error &error, const QJsonObject &result) {
        if (error.code != ErrorCode::None)
            return done(tl::make_unexpected(error));
        if constexpr (std::is_void_v<T>)
            done({});
        else
            done(fromJson<T>(result));
    });
    request->start();
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

void RemoteFiles::list(const QString &path, QObject *context, std::function<void(QList<FileEntry>)> page, Done<void> done)
{
    ask<void>(m_link, FilesList{path}, context, std::move(done), std::move(page));
}

void RemoteFiles::stat(const QString &path, bool hash, QObject *context, Done<FileEntry> done)
{
    ask<FileEntry>(m_link, FilesStat{path, hash}, context, std::move(done));
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
