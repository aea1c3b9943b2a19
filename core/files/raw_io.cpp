#include "core/files/raw_io.h"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

namespace {

/// Less is not worth a hole: file systems keep whole blocks.
constexpr size_t SmallestHole = 4096;

} // namespace

Result<void> writeAll(int descriptor, const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const ssize_t written = ::write(descriptor, bytes.constData() + at, static_cast<size_t>(bytes.size() - at));
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return tl::make_unexpected(errorFromErrno(errno, {}));
        }
        at += written;
    }
    return {};
}

Result<void> writeSparse(int descriptor, const QByteArray &bytes, qint64 offset)
{
    // The whole is compared only where it begins with zeros: other data cost nothing.
    const char *data = bytes.constData();
    const auto size = static_cast<size_t>(bytes.size());
    if (size >= SmallestHole && data[0] == 0 && std::memcmp(data, data + 1, size - 1) == 0)
        return {};
    for (size_t at = 0; at < size;) {
        const ssize_t written = ::pwrite(descriptor, data + at, size - at, offset + static_cast<off_t>(at));
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return tl::make_unexpected(errorFromErrno(errno, {}));
        }
        at += static_cast<size_t>(written);
    }
    return {};
}

Result<void> endAt(int descriptor, qint64 size)
{
    if (::ftruncate(descriptor, size) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return {};
}

Result<QByteArray> readBlock(int descriptor, qint64 most)
{
    QByteArray block(most, Qt::Uninitialized);
    qsizetype have = 0;
    while (have < most) {
        const ssize_t length = ::read(descriptor, block.data() + have, static_cast<size_t>(most - have));
        if (length < 0) {
            if (errno == EINTR)
                continue;
            return tl::make_unexpected(errorFromErrno(errno, {}));
        }
        if (length == 0)
            break;
        have += length;
    }
    block.resize(have);
    return block;
}

Error onServersDisk(const Error &error, bool kept)
{
    if (error.code == ErrorCode::LocalAccessDenied && error.text.isEmpty())
        return {error.code, QStringLiteral(QT_TRANSLATE_NOOP("Error", "The server itself has no permission for this. Ask whoever runs it."))};
    if (error.code != ErrorCode::DiskFull || !error.text.isEmpty())
        return error;
    return {error.code, kept ? QStringLiteral(QT_TRANSLATE_NOOP("Error", "The server's disk is full. What has arrived is kept: try again once there is room."))
                             : QStringLiteral(QT_TRANSLATE_NOOP("Error", "The server's disk is full. Ask whoever runs the server to make room."))};
}

Error onThisDisk(const Error &error, bool kept)
{
    if (error.code != ErrorCode::DiskFull || !error.text.isEmpty())
        return error;
    return {error.code, kept ? QStringLiteral(QT_TRANSLATE_NOOP("Error", "The disk of this computer is full. What has arrived is kept: make room and try again."))
                             : QStringLiteral(QT_TRANSLATE_NOOP("Error", "The disk of this computer is full. Make room and try again."))};
}

qint64 modifiedMs(const struct stat &status)
{
    return static_cast<qint64>(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000;
}

Space freedBy(const struct stat &status)
{
    if (S_ISDIR(status.st_mode))
        return {0, 1};
    return status.st_nlink == 1 ? Space{S_ISREG(status.st_mode) ? status.st_size : 0, 1} : Space{};
}

QString typeName(const struct stat &status)
{
    return S_ISREG(status.st_mode) ? QStringLiteral("file")
            : S_ISDIR(status.st_mode) ? QStringLiteral("directory")
            : S_ISLNK(status.st_mode) ? QStringLiteral("link")
                                      : QStringLiteral("other");
}

bool isDots(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

Result<void> setAttributes(int descriptor, qint64 modified, int mode)
{
    if (::fchmod(descriptor, static_cast<mode_t>(mode)) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    if (modified == 0)
        return {};
    timespec times[2]{};
    times[0].tv_nsec = UTIME_OMIT;
    times[1].tv_sec = modified / 1000;
    times[1].tv_nsec = modified % 1000 * 1'000'000;
    if (times[1].tv_nsec < 0) {
        times[1].tv_nsec += 1'000'000'000;
        --times[1].tv_sec;
    }
    if (::futimens(descriptor, times) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return {};
}

} // namespace transom::files
