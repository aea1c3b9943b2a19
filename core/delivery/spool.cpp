#include "core/delivery/spool.h"

#include <QFile>
#include <QObject>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace transom::delivery {

namespace {

/// Left free on the disk, so that the server itself can go on.
constexpr qint64 FreeFloor = 64 * 1024 * 1024;

tl::unexpected<Error> failed(int number)
{
    return tl::make_unexpected(errorFromErrno(number, {}));
}

QByteArrayList namesIn(int folder)
{
    QByteArrayList names;
    const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again < 0 ? nullptr : ::fdopendir(again);
    if (!entries)
        return names;
    while (const dirent *entry = ::readdir(entries)) {
        const QByteArray name = entry->d_name;
        if (name != "." && name != "..")
            names.append(name);
    }
    ::closedir(entries);
    return names;
}

} // namespace

Result<Spool> Spool::open(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return failed(errno);
    Descriptor root(::open(name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root)
        return failed(errno);
    return Spool(std::move(root));
}

Result<Descriptor> Spool::folder(qint64 delivery) const
{
    Descriptor folder(::openat(m_root.get(), QByteArray::number(delivery).constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder)
        return failed(errno);
    return folder;
}

Result<Descriptor> Spool::create(qint64 delivery, int number) const
{
    if (::mkdirat(m_root.get(), QByteArray::number(delivery).constData(), 0700) != 0 && errno != EEXIST)
        return failed(errno);
    return writable(delivery, number, O_WRONLY | O_TRUNC);
}

Result<Descriptor> Spool::goOn(qint64 delivery, int number) const
{
    if (::mkdirat(m_root.get(), QByteArray::number(delivery).constData(), 0700) != 0 && errno != EEXIST)
        return failed(errno);
    return writable(delivery, number, O_RDWR);
}

Result<Descriptor> Spool::writable(qint64 delivery, int number, int flags) const
{
    auto parent = folder(delivery);
    if (!parent)
        return parent;
    Descriptor file(::openat(parent->get(), fileName(number).constData(), flags | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        return failed(errno);
    // Held until the last write is done, which may be after its connection has gone.
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return fail(ErrorCode::InUse);
    return file;
}

Result<Descriptor> Spool::read(qint64 delivery, int number) const
{
    auto parent = folder(delivery);
    if (!parent)
        return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "It is no longer there: it was withdrawn, or its time is over."));
    Descriptor file(::openat(parent->get(), fileName(number).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file)
        return failed(errno);
    return file;
}

void Spool::remove(qint64 delivery) const
{
    auto parent = folder(delivery);
    if (!parent)
        return;
    for (const QByteArray &name : namesIn(parent->get()))
        ::unlinkat(parent->get(), name.constData(), 0);
    ::unlinkat(m_root.get(), QByteArray::number(delivery).constData(), AT_REMOVEDIR);
}

void Spool::sweep(const QList<qint64> &needed) const
{
    for (const QByteArray &name : namesIn(m_root.get())) {
        bool isNumber = false;
        const qint64 delivery = name.toLongLong(&isNumber);
        if (isNumber && !needed.contains(delivery))
            remove(delivery);
    }
}

Result<void> Spool::sync() const
{
    if (::syncfs(m_root.get()) != 0)
        return failed(errno);
    return {};
}

Result<void> Spool::checkRoom(qint64 bytes) const
{
    struct statvfs disk{};
    if (::fstatvfs(m_root.get(), &disk) == 0 && static_cast<qint64>(disk.f_bavail) * static_cast<qint64>(disk.f_frsize) - FreeFloor < bytes)
        return fail(ErrorCode::DiskFull, QT_TRANSLATE_NOOP("Error", "The server's disk is full."));
    return {};
}

Result<void> writeWhole(int descriptor, const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const ssize_t written = ::write(descriptor, bytes.constData() + at, static_cast<size_t>(bytes.size() - at));
        if (written < 0 && errno != EINTR)
            return failed(errno);
        at += std::max<ssize_t>(written, 0);
    }
    return {};
}

Result<void> seekTo(int descriptor, qint64 offset)
{
    if (::lseek(descriptor, offset, SEEK_SET) < 0)
        return failed(errno);
    return {};
}

Result<QByteArray> readSome(int descriptor, qint64 most)
{
    QByteArray block(most, Qt::Uninitialized);
    qsizetype have = 0;
    while (have < most) {
        const ssize_t length = ::read(descriptor, block.data() + have, static_cast<size_t>(most - have));
        if (length < 0 && errno != EINTR)
            return failed(errno);
        if (length == 0)
            break;
        have += std::max<ssize_t>(length, 0);
    }
    block.resize(have);
    return block;
}

} // namespace transom::delivery
