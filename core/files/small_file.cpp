#include "core/files/small_file.h"

#include "core/base/descriptor.h"
#include "core/base/sha256.h"
#include "core/files/file_names.h"
#include "core/files/raw_io.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr int MostNumbered = 1000;

qint64 changedUs(const struct stat &status)
{
    return static_cast<qint64>(status.st_ctim.tv_sec) * 1'000'000 + status.st_ctim.tv_nsec / 1000;
}

bool isOurs(int folder, const QByteArray &name, const FilesRecord &record, PutSince since)
{
    if (!since)
        return false;
    const Descriptor file(::openat(folder, name.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    struct stat there{};
    if (!file || ::fstat(file.get(), &there) != 0 || !S_ISREG(there.st_mode) || there.st_size != record.size)
        return false;
    if (*since > 0 && changedUs(there) <= *since)
        return false;
    const auto bytes = readBlock(file.get(), record.size);
    return bytes && QString::fromLatin1(Sha256::of(*bytes).toHex()) == record.sha256;
}

/// What the policy makes of a name that is taken; nothing where the new file may replace it.
Result<bool> mayReplace(const struct stat &there, const FilesRecord &record, const QString &conflict)
{
    if (S_ISDIR(there.st_mode))
        return fail(ErrorCode::IsADirectory, QT_TRANSLATE_NOOP("Error", "There is already a folder of that name."));
    if (conflict == u"skip" || (conflict == u"newer" && record.modified <= modifiedMs(there)))
        return false;
    if (conflict != u"overwrite" && conflict != u"newer")
        return fail(ErrorCode::AlreadyExists, QT_TRANSLATE_NOOP("Error", "There is already a file of that name."));
    if (!S_ISREG(there.st_mode))
        return fail(ErrorCode::SpecialFile);
    return true;
}

Result<Placed> place(int from, const QByteArray &temporary, int folder, const QByteArray &name, const FilesRecord &record, const QString &conflict, PutSince since)
{
    if (::renameat2(from, temporary.constData(), folder, name.constData(), RENAME_NOREPLACE) == 0)
        return Placed{name, false, {record.size, 1}};
    if (errno != EEXIST)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    if (isOurs(folder, name, record, since))
        return Placed{name, false, {}};
    if (conflict == u"rename") {
        for (int number = 1; number <= MostNumbered; ++number) {
            auto numbered = validName(numberedName(QFile::decodeName(name), number));
            if (!numbered)
                return tl::make_unexpected(numbered.error());
            const QByteArray other = numbered->toUtf8();
            if (::renameat2(from, temporary.constData(), folder, other.constData(), RENAME_NOREPLACE) == 0)
                return Placed{other, false, {record.size, 1}};
            if (errno != EEXIST)
                break;
            if (isOurs(folder, other, record, since))
                return Placed{other, false, {}};
            errno = EEXIST;
        }
        return tl::make_unexpected(errorFromErrno(errno, {}));
    }
    struct stat there{};
    if (::fstatat(folder, name.constData(), &there, AT_SYMLINK_NOFOLLOW) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    const auto replace = mayReplace(there, record, conflict);
    if (!replace)
        return tl::make_unexpected(replace.error());
    if (!*replace)
        return Placed{name, true, {}};
    if (::renameat(from, temporary.constData(), folder, name.constData()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return Placed{name, false, Space{record.size, 1} - freedBy(there)};
}

} // namespace

Result<void> writeSmall(int folder, const QByteArray &temporary, const QByteArray &contents, const FilesRecord &record)
{
    if (QString::fromLatin1(Sha256::of(contents).toHex()) != record.sha256)
        return fail(ErrorCode::HashMismatch);
    const Descriptor file(::openat(folder, temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    auto written = writeAll(file.get(), contents);
    if (written)
        written = setAttributes(file.get(), record.modified, record.mode == 0 ? 0644 : record.mode & 0777);
    if (!written)
        ::unlinkat(folder, temporary.constData(), 0);
    return written;
}

Result<Placed> placeSmall(int from, const QByteArray &temporary, int folder, const QByteArray &name, const FilesRecord &record, const QString &conflict,
                          PutSince since)
{
    auto placed = place(from, temporary, folder, name, record, conflict, since);
    if (!placed || placed->skipped || placed->added.isNothing())
        ::unlinkat(from, temporary.constData(), 0); // where it has been renamed, there is nothing of that name
    return placed;
}

PutSince putSince(bool again, const QString &conflict, qint64 since)
{
    if (conflict == u"rename")
        return again && since > 0 ? PutSince(since) : std::nullopt;
    return again ? PutSince(0) : std::nullopt;
}

Result<qint64> diskTime(int folder, const QByteArray &temporary)
{
    const Descriptor file(::openat(folder, temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    struct stat made{};
    if (!file || ::fstat(file.get(), &made) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    ::unlinkat(folder, temporary.constData(), 0);
    return changedUs(made);
}

bool staysInside(const QStringList &below, const QString &target, int above)
{
    if (target.isEmpty() || target.startsWith(u'/') || target.contains(QChar(0)))
        return false;
    qsizetype depth = below.size() + above;
    const auto parts = target.split(u'/', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (part == u".")
            continue;
        depth += part == u".." ? -1 : 1;
        if (depth < 0)
            return false;
    }
    return true;
}

Result<Placed> placeLink(int folder, const QByteArray &name, const QStringList &below, const QString &target, int above)
{
    if (!staysInside(below, target, above))
        return fail(ErrorCode::OutsideHome, QT_TRANSLATE_NOOP("Error", "It is a link that leads out of the folder; it was left out."));
    const QByteArray to = QFile::encodeName(target);
    if (::symlinkat(to.constData(), folder, name.constData()) == 0)
        return Placed{name, false, {0, 1}};
    if (errno != EEXIST)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    QByteArray there(to.size() + 1, Qt::Uninitialized);
    const ssize_t length = ::readlinkat(folder, name.constData(), there.data(), static_cast<size_t>(there.size()));
    if (length == to.size() && QByteArrayView(there.constData(), length) == to)
        return Placed{name, false, {}};
    return fail(ErrorCode::AlreadyExists);
}

} // namespace transom::files
