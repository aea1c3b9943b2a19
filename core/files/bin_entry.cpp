#include "core/files/bin_entry.h"

#include "core/base/text.h"
#include "core/files/file_names.h"
#include "core/files/raw_io.h"
#include "core/files/tree_count.h"

#include <QJsonDocument>
#include <QRandomGenerator>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files::bin {

using protocol::FilesBinEntry;

namespace {

constexpr int TimeDigits = 12;
constexpr int IdDigits = TimeDigits + 16;
/// A path of 4096 bytes, escaped at worst, and the rest.
constexpr qint64 LargestInfo = 64 * 1024;
constexpr auto DoomedSuffix = ".gone";

/// What the info says; nothing where it cannot be believed.
std::optional<FilesBinEntry> readInfo(int entry)
{
    const Descriptor file(::openat(entry, InfoName, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status{};
    if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size > LargestInfo)
        return std::nullopt;
    const auto bytes = readBlock(file.get(), LargestInfo);
    if (!bytes)
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes);
    if (!document.isObject())
        return std::nullopt;
    const auto info = protocol::fromJson<FilesBinEntry>(document.object());
    if (!info || info->size < 0 || info->files < 0)
        return std::nullopt;
    const auto components = splitPath(info->path);
    if (!components || components->isEmpty() || joinPath(*components) != info->path)
        return std::nullopt;
    return *info;
}

} // namespace

QString newId(qint64 nowMs)
{
    return QStringLiteral("%1%2").arg(std::max<qint64>(nowMs, 0), TimeDigits, 16, QLatin1Char('0'))
            .arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'));
}

bool isId(const QString &text)
{
    return text.size() == IdDigits && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
    });
}

qint64 timeOf(const QString &id)
{
    return id.left(TimeDigits).toLongLong(nullptr, 16);
}

QByteArray doomedName(const QString &id)
{
    return id.toLatin1() + DoomedSuffix;
}

bool isDoomed(const QByteArray &name)
{
    return name.endsWith(DoomedSuffix) && isId(QString::fromLatin1(name.chopped(qstrlen(DoomedSuffix))));
}

Result<void> writeInfo(int entry, const FilesBinEntry &info)
{
    const Descriptor file(::openat(entry, InfoName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    if (auto written = writeAll(file.get(), QJsonDocument(protocol::toJson(info)).toJson(QJsonDocument::Compact)); !written)
        return written;
    if (::fsync(file.get()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return {};
}

std::optional<FilesBinEntry> readEntry(int entry, const QString &id)
{
    struct stat status{};
    if (::fstatat(entry, ItemName, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return std::nullopt;
    auto info = readInfo(entry);
    FilesBinEntry result = info.value_or(FilesBinEntry{});
    result.damaged = !info;
    result.id = id;
    result.removed = timeOf(id);
    result.by = printable(result.by, 64);
    result.type = typeName(status);
    if (!S_ISDIR(status.st_mode)) {
        const Space space = freedBy(status);
        result.size = space.bytes;
        result.files = space.files;
    } else if (!info) {
        TreeCount count;
        (void)count.add(entry, ItemName); // as much of it as can be counted
        result.size = count.space().bytes;
        result.files = count.space().files;
    }
    return result;
}

} // namespace transom::files::bin
