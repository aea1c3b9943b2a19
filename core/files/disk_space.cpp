#include "core/files/disk_space.h"

#include "core/base/text.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <mutex>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace transom::files {

struct DiskSpace::Promise::Books
{
    std::mutex mutex;
    QHash<quint64, qint64> promised; ///< by device: bytes that have not been written yet

    void settle(quint64 disk, qint64 bytes)
    {
        const std::lock_guard held(mutex);
        if ((promised[disk] -= bytes) <= 0)
            promised.remove(disk);
    }
};

Result<FreeFloor> FreeFloor::parse(const QString &text)
{
    FreeFloor floor{std::numeric_limits<qint64>::max(), 1.0};
    bool good = true;
    if (text.endsWith(u'%')) {
        floor.share = text.chopped(1).toDouble(&good) / 100;
        good = good && floor.share >= 0 && floor.share < 1;
    } else {
        floor.bytes = parseBytes(text);
        good = floor.bytes >= 0;
    }
    if (!good)
        return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is neither a size nor a share of a disk; write 2G, 5% or 0.").arg(printable(text)));
    return floor;
}

qint64 FreeFloor::of(qint64 diskBytes) const
{
    return std::min(bytes, static_cast<qint64>(static_cast<double>(diskBytes) * share));
}

DiskSpace::DiskSpace(FreeFloor floor)
    : m_floor(floor)
    , m_books(std::make_shared<Promise::Books>())
{}

DiskSpace::Promise::~Promise()
{
    if (m_books)
        m_books->settle(m_disk, m_left);
}

DiskSpace::Promise::Promise(Promise &&other) noexcept
    : m_books(std::move(other.m_books))
    , m_disk(other.m_disk)
    , m_left(std::exchange(other.m_left, 0))
{}

DiskSpace::Promise &DiskSpace::Promise::operator=(Promise &&other) noexcept
{
    std::swap(m_books, other.m_books);
    std::swap(m_disk, other.m_disk);
    std::swap(m_left, other.m_left);
    return *this;
}

void DiskSpace::Promise::written(qint64 bytes)
{
    const qint64 settled = std::min(bytes, m_left);
    m_left -= settled;
    if (m_books && settled > 0)
        m_books->settle(m_disk, settled);
}

namespace {

/// What could still be promised on a disk; a disk that says nothing about itself has room.
qint64 roomOn(int folder, const FreeFloor &floor, qint64 promised)
{
    struct statvfs disk{};
    if (::fstatvfs(folder, &disk) != 0)
        return std::numeric_limits<qint64>::max();
    const auto block = static_cast<qint64>(disk.f_frsize);
    return static_cast<qint64>(disk.f_bavail) * block - floor.of(static_cast<qint64>(disk.f_blocks) * block) - promised;
}

quint64 deviceOf(int folder)
{
    struct stat status{};
    return ::fstat(folder, &status) == 0 ? status.st_dev : 0;
}

} // namespace

Result<DiskSpace::Promise> DiskSpace::promise(int folder, qint64 bytes)
{
    Promise promise;
    promise.m_disk = deviceOf(folder);
    const std::lock_guard held(m_books->mutex);
    if (bytes > 0 && roomOn(folder, m_floor, m_books->promised.value(promise.m_disk)) < bytes)
        return fail(ErrorCode::DiskFull, QT_TRANSLATE_NOOP("Error", "The server's disk has no room for this. Empty your recycle bin, or ask whoever runs the server to make room."));
    m_books->promised[promise.m_disk] += bytes;
    promise.m_books = m_books;
    promise.m_left = bytes;
    return promise;
}

qint64 DiskSpace::missing(int folder, qint64 bytes) const
{
    const std::lock_guard held(m_books->mutex);
    return std::max<qint64>(0, bytes - roomOn(folder, m_floor, m_books->promised.value(deviceOf(folder))));
}

} // namespace transom::files
