#include "core/files/file_tree.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/files/file_names.h"
#include "core/files/file_reader.h"
#include "core/files/raw_io.h"
#include "core/files/tree_removal.h"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr qsizetype PageEntries = 100;
constexpr qint64 HashBlock = 1024 * 1024;

tl::unexpected<Error> failErrno()
{
    return tl::make_unexpected(errorFromErrno(errno, {}));
}

using Folder = std::unique_ptr<DIR, int (*)(DIR *)>;

Folder readFolder(Descriptor descriptor)
{
    Folder folder(::fdopendir(descriptor.get()), ::closedir);
    if (folder)
        descriptor.release();
    return folder;
}

FileEntry entryOf(const QString &name, const struct stat &status)
{
    FileEntry entry;
    entry.name = name;
    entry.type = typeName(status);
    entry.size = S_ISREG(status.st_mode) ? status.st_size : 0;
    entry.modified = modifiedMs(status);
    entry.mode = static_cast<int>(status.st_mode & 0777);
    return entry;
}

bool isEmptyFolder(int folder, const char *name)
{
    Folder entries = readFolder(Descriptor(::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)));
    while (const dirent *entry = entries ? ::readdir(entries.get()) : nullptr) {
        if (!isDots(entry->d_name))
            return false;
    }
    return entries != nullptr;
}

/// What is to be removed.
struct Named
{
    QStringList components;
    PathJail::Parent parent;
    struct stat status{};

    bool isFolder() const { return S_ISDIR(status.st_mode); }
    QString path() const { return joinPath(components); }
};

Result<Named> namedBy(const Home &home, const QString &path)
{
    auto components = splitPath(path);
    if (!components)
        return tl::make_unexpected(components.error());
    auto parent = home.jail().parent(*components);
    if (!parent)
        return tl::make_unexpected(parent.error());
    Named named{*components, std::move(*parent), {}};
    if (::fstatat(named.parent.folder.get(), named.parent.name.constData(), &named.status, AT_SYMLINK_NOFOLLOW) != 0)
        return failErrno();
    return named;
}

/// Where nothing can be moved away first: on a full disk, or one that is mounted in the home. `freed` grows by what has gone, also when
/// it fails half way.
Result<void> removeInPlace(const Home &home, const PathJail::Parent &parent, const QString &path, Space &freed)
{
    const Descriptor folder(::openat(parent.folder.get(), parent.name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder)
        return failErrno();
    QString stuck;
    auto removed = removeBelow(home, folder.get(), "", freed, &stuck);
    if (removed && ::unlinkat(parent.folder.get(), parent.name.constData(), AT_REMOVEDIR) != 0)
        removed = failErrno();
    if (!removed)
        return fail(removed.error().code, QT_TRANSLATE_NOOP("Error", "The system does not let \"%1\" be removed. What is left is where it was."),
                    {printable(stuck.isEmpty() ? path : joinPath(path, stuck))});
    freed += {0, 1};
    return {};
}

/// Files, links and empty folders, in one step.
Result<void> removeOne(const Home &home, const PathJail::Parent &parent, bool isFolder, Space &freed)
{
    const auto held = home.holdNames();
    struct stat status{};
    if (::fstatat(parent.folder.get(), parent.name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0
        || ::unlinkat(parent.folder.get(), parent.name.constData(), isFolder ? AT_REMOVEDIR : 0) != 0)
        return failErrno();
    freed += freedBy(status);
    return {};
}

} // namespace

Result<qint64> listFolder(const Home &home, const QString &path, const std::function<bool(QList<FileEntry>)> &more)
{
    auto components = splitPath(path);
    if (!components)
        return tl::make_unexpected(components.error());
    auto descriptor = home.jail().folder(*components);
    if (!descriptor)
        return tl::make_unexpected(descriptor.error());
    Folder entries = readFolder(std::move(*descriptor));
    if (!entries)
        return failErrno();
    qint64 count = 0;
    QList<FileEntry> page;
    while (const dirent *entry = ::readdir(entries.get())) {
        const auto name = nameable(entry->d_name);
        struct stat status{};
        if (!name || (components->isEmpty() && isReserved(*name))
            || ::fstatat(::dirfd(entries.get()), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        page.append(entryOf(*name, status));
        ++count;
        // 100 names of 255 bytes, escaped at worst, stay below the size of a message.
        if (page.size() == PageEntries && !more(std::exchange(page, {})))
            return count;
    }
    if (!page.isEmpty())
        more(page);
    return count;
}

Result<FileEntry> statPath(const Home &home, const QString &path, bool hash, const std::function<bool()> &stop)
{
    auto components = splitPath(path);
    if (!components)
        return tl::make_unexpected(components.error());
    struct stat status{};
    if (components->isEmpty()) {
        if (::fstat(home.jail().root(), &status) != 0)
            return failErrno();
        return entryOf(QStringLiteral("/"), status);
    }
    auto parent = home.jail().parent(*components);
    if (!parent)
        return tl::make_unexpected(parent.error());
    if (::fstatat(parent->folder.get(), parent->name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failErrno();
    FileEntry entry = entryOf(joinPath(*components), status);
    if (!hash || !S_ISREG(status.st_mode))
        return entry;
    auto file = home.jail().file(*components);
    if (!file)
        return tl::make_unexpected(file.error());
    auto reader = FileReader::over(std::move(*file));
    if (!reader)
        return tl::make_unexpected(reader.error());
    for (;;) {
        if (stop())
            return fail(ErrorCode::Cancelled);
        auto block = (*reader)->read(HashBlock);
        if (!block)
            return tl::make_unexpected(block.error());
        if (block->isEmpty())
            break;
    }
    entry.sha256 = (*reader)->sum().sha256;
    return entry;
}

Result<void> makeFolder(const Home &home, const QString &path, bool parents, Accounting &accounting, qint64 userId, const QString &user)
{
    auto components = splitPath(path);
    if (!components)
        return tl::make_unexpected(components.error());
    if (components->isEmpty())
        return parents ? Result<void>() : fail(ErrorCode::AlreadyExists);
    for (qsizetype depth = parents ? 1 : components->size(); depth <= components->size(); ++depth) {
        auto parent = home.jail().parent(components->first(depth));
        if (!parent)
            return tl::make_unexpected(parent.error());
        struct stat there{};
        if (parents && ::fstatat(parent->folder.get(), parent->name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0)
            continue;
        auto reservation = user.isEmpty() ? Reservation::take(accounting, userId, {0, 1}) : reserveSpace(home, accounting, userId, user, {0, 1});
        if (!reservation)
            return tl::make_unexpected(reservation.error());
        const auto held = home.holdNames(); // counted before anybody can remove it again
        if (::mkdirat(parent->folder.get(), parent->name.constData(), 0755) == 0) {
            reservation->commit({0, 1});
            continue;
        }
        if (errno != EEXIST || !parents)
            return failErrno();
    }
    // "It exists" was taken for good above; it must also be a folder.
    auto made = home.jail().folder(*components);
    return made ? Result<void>() : tl::make_unexpected(made.error());
}

Result<void> renamePath(const Home &home, const QString &from, const QString &to, bool overwrite, Accounting &accounting, qint64 userId)
{
    auto source = splitPath(from);
    auto target = splitPath(to);
    if (!source || !target)
        return tl::make_unexpected((source ? target : source).error());
    auto sourceParent = home.jail().parent(*source);
    auto targetParent = home.jail().parent(*target);
    if (!sourceParent || !targetParent)
        return tl::make_unexpected((sourceParent ? targetParent : sourceParent).error());
    auto held = home.holdNames();
    Space freed;
    if (struct stat moved{}, replaced{};
        overwrite && ::fstatat(sourceParent->folder.get(), sourceParent->name.constData(), &moved, AT_SYMLINK_NOFOLLOW) == 0
        && ::fstatat(targetParent->folder.get(), targetParent->name.constData(), &replaced, AT_SYMLINK_NOFOLLOW) == 0) {
        // Two names of one file: rename(2) leaves both as they are.
        if (moved.st_dev == replaced.st_dev && moved.st_ino == replaced.st_ino)
            return {};
        freed = freedBy(replaced);
    }
    if (::renameat2(sourceParent->folder.get(), sourceParent->name.constData(), targetParent->folder.get(), targetParent->name.constData(),
                    overwrite ? 0 : RENAME_NOREPLACE) != 0) {
        if (errno == EINVAL)
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "A folder cannot be moved into itself."));
        return failErrno();
    }
    if (!freed.isNothing())
        accounting.adjust(userId, -freed);
    return {};
}

Result<QString> binPath(const Home &home, const QString &path, bool recursive, const QString &user)
{
    auto named = namedBy(home, path);
    if (!named)
        return tl::make_unexpected(named.error());
    if (named->isFolder() && !recursive && !isEmptyFolder(named->parent.folder.get(), named->parent.name.constData()))
        return fail(ErrorCode::NotEmpty);
    return home.bin().keep(named->parent, named->path(), user);
}

Result<void> removePath(const Home &home, const QString &path, bool recursive, Accounting &accounting, qint64 userId, const QString &user)
{
    auto named = namedBy(home, path);
    if (!named)
        return tl::make_unexpected(named.error());
    Space freed;
    auto result = removeOne(home, named->parent, named->isFolder(), freed);
    if (!result && result.error().code == ErrorCode::NotEmpty && recursive) {
        bool moved = false;
        result = home.bin().destroy(named->parent, named->path(), user, freed, moved);
        if (!result && !moved && result.error().code != ErrorCode::NotFound)
            result = removeInPlace(home, named->parent, named->path(), freed);
    }
    if (!freed.isNothing())
        accounting.adjust(userId, -freed);
    return result;
}

qint64 freeBytes(const Home &home)
{
    struct statvfs disk{};
    if (::fstatvfs(home.jail().root(), &disk) != 0)
        return -1;
    return static_cast<qint64>(disk.f_bavail) * static_cast<qint64>(disk.f_frsize);
}

} // namespace transom::files
