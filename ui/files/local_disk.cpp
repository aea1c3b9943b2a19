#include "ui/files/local_disk.h"

#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/files/file_names.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::ui::disk {

namespace {

constexpr qsizetype PageEntries = 2000;
constexpr qint64 Block = 1024 * 1024;
constexpr int DeepestTree = 200;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(transom::ui::LocalDisk)
};

QString quoted(const QString &path)
{
    return QStringLiteral("“%1”").arg(printable(lastComponent(path), 100));
}

FolderEntry::Kind kindOf(mode_t mode)
{
    return S_ISDIR(mode)   ? FolderEntry::Kind::Folder
           : S_ISREG(mode) ? FolderEntry::Kind::File
           : S_ISLNK(mode) ? FolderEntry::Kind::Link
                           : FolderEntry::Kind::Other;
}

FolderEntry entryOf(const QString &name, struct stat status, int folder, const char *raw)
{
    FolderEntry entry;
    entry.name = name;
    entry.link = S_ISLNK(status.st_mode);
    struct stat target{};
    if (entry.link && ::fstatat(folder, raw, &target, 0) == 0)
        status = target;
    entry.kind = kindOf(status.st_mode);
    entry.size = entry.kind == FolderEntry::Kind::File ? status.st_size : 0;
    entry.modified = static_cast<qint64>(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000;
    entry.mode = static_cast<int>(status.st_mode & 0777);
    return entry;
}

tl::unexpected<Error> failLooking(int number)
{
    if (number == ENOENT)
        return fail(ErrorCode::NotFound, Text::tr("This folder does not exist any more."));
    if (number == EACCES || number == EPERM)
        return fail(ErrorCode::LocalAccessDenied, Text::tr("You may not look into this folder. Whoever looks after this computer can allow it."));
    return tl::make_unexpected(errorFromErrno(number, {}));
}

/// Copies one tree; kept together because everything below needs the same three things.
class Carrier
{
public:
    Carrier(CarryProgress &progress, QStringList &left)
        : m_progress(progress)
        , m_left(left)
    {}

    qint64 measure(const QString &path, int depth = 0) const
    {
        const QFileInfo info(path);
        if (info.isSymLink() || depth > DeepestTree || m_progress.stop)
            return 0;
        if (!info.isDir())
            return info.isFile() ? info.size() : 0;
        qint64 bytes = 0;
        const auto names = namesIn(path);
        for (const QString &name : names)
            bytes += measure(joinPath(path, name), depth + 1);
        return bytes;
    }

    Result<void> copy(const QString &from, const QString &to, bool overwrite, int depth = 0)
    {
        if (m_progress.stop)
            return fail(ErrorCode::Cancelled);
        const QFileInfo info(from);
        if (info.isSymLink())
            return copyLink(from, to, overwrite);
        if (info.isDir())
            return copyFolder(from, to, overwrite, depth);
        if (!info.isFile()) {
            m_left.append(from);
            return {};
        }
        return copyFile(info, to, overwrite);
    }

private:
    static QStringList namesIn(const QString &path)
    {
        return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Unsorted);
    }

    Result<void> copyLink(const QString &from, const QString &to, bool overwrite)
    {
        // The text of the link itself: QFile::symLinkTarget() would make it absolute.
        QByteArray text(4096, Qt::Uninitialized);
        const auto length = ::readlink(QFile::encodeName(from).constData(), text.data(), static_cast<std::size_t>(text.size()));
        if (length < 0)
            return fail(ErrorCode::LocalAccessDenied, Text::tr("%1 cannot be read.").arg(quoted(from)));
        text.truncate(length);
        if (overwrite && !QFileInfo(to).isDir())
            QFile::remove(to);
        if (::symlink(text.constData(), QFile::encodeName(to).constData()) != 0)
            return fail(ErrorCode::LocalAccessDenied, Text::tr("%1 cannot be made here.").arg(quoted(to)));
        ++m_progress.files;
        return {};
    }

    Result<void> copyFolder(const QString &from, const QString &to, bool overwrite, int depth)
    {
        if (depth > DeepestTree)
            return fail(ErrorCode::Unsupported, QT_TRANSLATE_NOOP("Error", "The folders are nested too deeply."));
        const QFileInfo target(to);
        if (target.exists() ? !target.isDir() : !QDir().mkdir(to))
            return fail(ErrorCode::LocalAccessDenied, Text::tr("%1 cannot be made here.").arg(quoted(to)));
        const auto names = namesIn(from);
        for (const QString &name : names) {
            if (auto copied = copy(joinPath(from, name), joinPath(to, name), overwrite, depth + 1); !copied)
                return copied;
        }
        // Last: a folder may be one that not even its owner writes to.
        keepTimes(QFileInfo(from), to);
        return {};
    }

    Result<void> copyFile(const QFileInfo &from, const QString &to, bool overwrite)
    {
        if (!overwrite && QFileInfo::exists(to))
            return fail(ErrorCode::AlreadyExists, Text::tr("There is a %1 already. Choose another name.").arg(quoted(to)));
        QFile in(from.filePath());
        if (!in.open(QIODevice::ReadOnly))
            return fail(ErrorCode::LocalAccessDenied, Text::tr("%1 cannot be read.").arg(quoted(from.filePath())));
        QSaveFile out(to);
        if (!out.open(QIODevice::WriteOnly))
            return fail(ErrorCode::LocalAccessDenied, Text::tr("%1 cannot be made here.").arg(quoted(to)));
        QByteArray block(Block, Qt::Uninitialized);
        while (true) {
            if (m_progress.stop)
                return fail(ErrorCode::Cancelled);
            const qint64 got = in.read(block.data(), block.size());
            if (got < 0)
                return fail(ErrorCode::InputOutput, Text::tr("%1 cannot be read.").arg(quoted(from.filePath())));
            if (got == 0)
                break;
            if (out.write(block.constData(), got) != got)
                return fail(ErrorCode::DiskFull, Text::tr("%1 could not be written. Is the disk full?").arg(quoted(to)));
            m_progress.done += got;
        }
        if (!out.commit())
            return fail(ErrorCode::DiskFull, Text::tr("%1 could not be written. Is the disk full?").arg(quoted(to)));
        keepTimes(from, to);
        ++m_progress.files;
        return {};
    }

    static void keepTimes(const QFileInfo &from, const QString &to)
    {
        struct stat status{};
        if (::stat(QFile::encodeName(from.filePath()).constData(), &status) != 0)
            return;
        const QByteArray name = QFile::encodeName(to);
        const timespec times[2] = {status.st_atim, status.st_mtim};
        ::chmod(name.constData(), status.st_mode & 0777);
        ::utimensat(AT_FDCWD, name.constData(), times, 0);
    }

    CarryProgress &m_progress;
    QStringList &m_left;
};

bool removeTree(const QString &path)
{
    const QFileInfo info(path);
    return info.isDir() && !info.isSymLink() ? QDir(path).removeRecursively() : QFile::remove(path);
}

QString freeName(const QString &folder, const QString &name)
{
    for (int number = 2;; ++number) {
        QString path = joinPath(folder, files::numberedName(name, number));
        if (!QFileInfo::exists(path))
            return path;
    }
}

Result<void> carryOne(const CarryOrder &order, const QString &source, Carrier &carrier, QStringList &left)
{
    const QString name = lastComponent(source);
    QString to = joinPath(order.target, name);
    const QString inside = joinPath(order.target, {});
    if ((inside.startsWith(source + u'/') || order.target == source) && !QFileInfo(source).isSymLink())
        return fail(ErrorCode::BadArgument, Text::tr("%1 cannot go into itself.").arg(quoted(source)));
    const bool same = to == source;
    if (same && order.move)
        return {};
    const QFileInfo target(to);
    const bool taken = target.exists() || target.isSymLink();
    if (taken && !same && order.conflict == Conflict::Skip)
        return {};
    if (taken && !same && order.conflict == Conflict::Fail)
        return fail(ErrorCode::AlreadyExists, Text::tr("There is a %1 already. Choose another name.").arg(quoted(to)));
    if (taken && (same || order.conflict == Conflict::Rename))
        to = freeName(order.target, name);
    const bool overwrite = taken && !same && order.conflict == Conflict::Overwrite;
    if (overwrite && target.isDir() != QFileInfo(source).isDir())
        return fail(ErrorCode::AlreadyExists, Text::tr("%1 is a folder here and a file there. Rename one of them.").arg(quoted(source)));
    const bool merges = overwrite && target.isDir();
    if (order.move && !merges && ::rename(QFile::encodeName(source).constData(), QFile::encodeName(to).constData()) == 0)
        return {};
    const auto before = left.size();
    if (auto copied = carrier.copy(source, to, overwrite); !copied)
        return copied;
    if (order.move && left.size() == before && !removeTree(source))
        return fail(ErrorCode::LocalAccessDenied, Text::tr("%1 was copied, but the original could not be removed.").arg(quoted(source)));
    return {};
}

} // namespace

FolderReader::FolderReader(QString path)
    : m_path(std::move(path))
{}

FolderReader::~FolderReader()
{
    if (m_folder)
        ::closedir(static_cast<DIR *>(m_folder));
}

Result<QList<FolderEntry>> FolderReader::next()
{
    if (!m_folder && !(m_folder = ::opendir(QFile::encodeName(m_path).constData())))
        return failLooking(errno);
    auto *folder = static_cast<DIR *>(m_folder);
    QList<FolderEntry> entries;
    while (const dirent *each = entries.size() < PageEntries ? ::readdir(folder) : nullptr) {
        const QByteArrayView raw(each->d_name);
        if (raw == "." || raw == "..")
            continue;
        struct stat status{};
        if (::fstatat(::dirfd(folder), each->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            entries.append(entryOf(QFile::decodeName(each->d_name), status, ::dirfd(folder), each->d_name));
        else if (errno == EACCES)
            return failLooking(errno);
        // Otherwise it has gone in between: as if it had never been there.
    }
    return entries;
}

qint64 folderTime(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? qint64{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec : -1;
}

Result<FolderEntry> look(const QString &path)
{
    const QByteArray raw = QFile::encodeName(path);
    struct stat status{};
    if (::lstat(raw.constData(), &status) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return entryOf(lastComponent(path), status, AT_FDCWD, raw.constData());
}

Result<QString> sha256(const QString &path, std::atomic<qint64> &done, const Stopped &stopped)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::LocalAccessDenied, Text::tr("%1 cannot be read.").arg(quoted(path)));
    Sha256 hash;
    QByteArray block(Block, Qt::Uninitialized);
    while (true) {
        if (stopped())
            return fail(ErrorCode::Cancelled);
        const qint64 got = file.read(block.data(), block.size());
        if (got < 0)
            return fail(ErrorCode::InputOutput, Text::tr("%1 cannot be read.").arg(quoted(path)));
        if (got == 0)
            return QString::fromLatin1(hash.finish().toHex());
        hash.add(QByteArrayView(block).first(got));
        done += got;
    }
}

qint64 freeBytes(const QString &path)
{
    const QStorageInfo storage(path);
    return storage.isValid() ? storage.bytesAvailable() : -1;
}

Result<void> carry(const CarryOrder &order, CarryProgress &progress, QStringList &left)
{
    Carrier carrier(progress, left);
    qint64 total = 0;
    // What can be moved by its name alone is not counted: it takes no time.
    if (!order.move) {
        for (const QString &source : order.sources)
            total += carrier.measure(source);
    }
    progress.total = total;
    for (const QString &source : order.sources) {
        if (progress.stop)
            return fail(ErrorCode::Cancelled);
        if (auto carried = carryOne(order, source, carrier, left); !carried)
            return carried;
    }
    return {};
}

} // namespace transom::ui::disk
