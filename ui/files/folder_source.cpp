#include "ui/files/folder_source.h"

#include "core/base/text.h"
#include "core/files/remote_files.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <memory>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

QString quoted(const QString &path)
{
    return u"“"_s + printable(lastComponent(path), 100) + u"”"_s;
}

Result<QList<FolderEntry>> listLocal(const QString &path)
{
    const QFileInfo folder(path);
    if (!folder.exists())
        return fail(ErrorCode::NotFound, LocalFolders::tr("This folder does not exist any more."));
    if (!folder.isDir())
        return fail(ErrorCode::NotADirectory);
    if (!folder.isReadable() || !folder.isExecutable())
        return fail(ErrorCode::LocalAccessDenied, LocalFolders::tr("You may not look into this folder."));
    QList<FolderEntry> entries;
    const auto infos = QDir(path).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Unsorted);
    entries.reserve(infos.size());
    for (const QFileInfo &info : infos) {
        FolderEntry entry;
        entry.name = info.fileName();
        entry.kind = info.isDir()                          ? FolderEntry::Kind::Folder
                     : info.isFile()                       ? FolderEntry::Kind::File
                     : info.isSymLink()                    ? FolderEntry::Kind::Link
                                                           : FolderEntry::Kind::Other;
        entry.size = info.size();
        entry.modified = info.lastModified().toMSecsSinceEpoch();
        entries.append(entry);
    }
    return entries;
}

} // namespace

void LocalFolders::list(const QString &path, QObject *context, Listed done)
{
    m_disk.run([path] { return listLocal(path); }, context, std::move(done));
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

void LocalFolders::rename(const QString &from, const QString &to, QObject *context, Done done)
{
    m_disk.run(
            [from, to]() -> Result<void> {
                if (QFileInfo::exists(to))
                    return fail(ErrorCode::AlreadyExists, tr("There is a %1 already. Choose another name.").arg(quoted(to)));
                if (!QFile::rename(from, to))
                    return fail(ErrorCode::LocalAccessDenied, tr("%1 could not be renamed.").arg(quoted(from)));
                return {};
            },
            context, std::move(done));
}

void LocalFolders::remove(const QStringList &paths, QObject *context, Done done)
{
    m_disk.run(
            [paths]() -> Result<void> {
                for (const QString &path : paths) {
                    if (!QFile::moveToTrash(path))
                        return fail(ErrorCode::LocalAccessDenied, tr("%1 could not be moved to the wastebasket.").arg(quoted(path)));
                }
                return {};
            },
            context, std::move(done));
}

QString LocalFolders::removalText() const
{
    return tr("Move %1 to the wastebasket?");
}

QString LocalFolders::removalVerb() const
{
    return tr("Move to wastebasket");
}

RemoteFolders::RemoteFolders(files::RemoteFiles &files, QObject *parent)
    : FolderSource(parent)
    , m_files(files)
{}

void RemoteFolders::list(const QString &path, QObject *context, Listed done)
{
    m_files.list(path, context, [done = std::move(done)](Result<QList<protocol::FileEntry>> listed) {
        if (!listed)
            return done(tl::make_unexpected(listed.error()));
        QList<FolderEntry> entries;
        entries.reserve(listed->size());
        for (const protocol::FileEntry &file : *listed) {
            FolderEntry entry;
            entry.name = file.name;
            entry.kind = file.type == u"directory" ? FolderEntry::Kind::Folder
                         : file.type == u"file"    ? FolderEntry::Kind::File
                         : file.type == u"link"    ? FolderEntry::Kind::Link
                                                   : FolderEntry::Kind::Other;
            entry.size = file.size;
            entry.modified = file.modified;
            entries.append(entry);
        }
        done(std::move(entries));
    });
}

void RemoteFolders::makeFolder(const QString &path, QObject *context, Done done)
{
    m_files.makeFolder(path, false, context, std::move(done));
}

void RemoteFolders::rename(const QString &from, const QString &to, QObject *context, Done done)
{
    m_files.rename(from, to, false, context, std::move(done));
}

void RemoteFolders::remove(const QStringList &paths, QObject *context, Done done)
{
    // Beside each other; the first that fails is told, once all are through.
    struct Rest
    {
        qsizetype left = 0;
        Error error;
    };
    auto rest = std::make_shared<Rest>();
    rest->left = paths.size();
    for (const QString &path : paths) {
        m_files.remove(path, true, context, [rest, done](Result<void> result) {
            if (!result && rest->error.code == ErrorCode::None)
                rest->error = result.error();
            if (--rest->left > 0)
                return;
            if (rest->error.code == ErrorCode::None)
                done({});
            else
                done(tl::make_unexpected(rest->error));
        });
    }
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
