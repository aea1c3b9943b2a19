#include "core/files/tree_count.h"

#include "core/files/raw_io.h"

#include <QList>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <vector>

namespace transom::files {

namespace {

/// Below this depth the way back up is "..", checked to be the folder that one came from.
constexpr size_t LevelsHeld = 64;
constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;

} // namespace

struct TreeCount::Level
{
    dev_t device = 0;
    ino_t number = 0;
    Descriptor held;
    QList<QByteArray> folders; ///< yet to be looked into
};

TreeCount::TreeCount(std::function<bool()> stop)
    : m_stop(std::move(stop))
{}

Result<void> TreeCount::add(int folder, const char *name)
{
    struct stat status{};
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? Result<void>() : tl::make_unexpected(errorFromErrno(errno, {}));
    addEntry(status);
    if (!S_ISDIR(status.st_mode))
        return {};
    Descriptor below(::openat(folder, name, FolderFlags));
    return below ? addBelow(std::move(below)) : Result<void>();
}

void TreeCount::addEntry(const struct stat &status)
{
    if (!S_ISDIR(status.st_mode) && status.st_nlink > 1) {
        const std::pair<quint64, quint64> identity(status.st_dev, status.st_ino);
        if (m_seen.contains(identity))
            return;
        m_seen.insert(identity);
    }
    m_space += {S_ISREG(status.st_mode) ? status.st_size : 0, 1};
}

/// Counts what is in one folder and notes the folders in it.
Result<void> TreeCount::enter(int folder, std::vector<Level> &levels)
{
    if (m_stop && m_stop())
        return fail(ErrorCode::Cancelled);
    struct stat status{};
    if (::fstat(folder, &status) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    Level level;
    level.device = status.st_dev;
    level.number = status.st_ino;
    // A descriptor of its own, because reading moves and closes it.
    Descriptor again(::openat(folder, ".", FolderFlags));
    DIR *entries = again ? ::fdopendir(again.get()) : nullptr;
    if (!entries)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    again.release();
    while (const dirent *entry = ::readdir(entries)) {
        if (isDots(entry->d_name) || ::fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        addEntry(status);
        if (S_ISDIR(status.st_mode))
            level.folders.append(entry->d_name);
    }
    ::closedir(entries);
    levels.push_back(std::move(level));
    return {};
}

Result<void> TreeCount::addBelow(Descriptor folder)
{
    std::vector<Level> levels;
    Descriptor current = std::move(folder);
    if (auto entered = enter(current.get(), levels); !entered)
        return entered;
    for (;;) {
        if (!levels.back().folders.isEmpty()) {
            const QByteArray name = levels.back().folders.takeLast();
            Descriptor below(::openat(current.get(), name.constData(), FolderFlags));
            if (!below)
                continue; // it has gone, or may not be read: then what is in it was not put there by this server
            if (levels.size() <= LevelsHeld)
                levels.back().held = std::move(current);
            current = std::move(below);
            if (auto entered = enter(current.get(), levels); !entered)
                return entered;
            continue;
        }
        levels.pop_back();
        if (levels.empty())
            return {};
        if (Level &above = levels.back(); above.held) {
            current = std::move(above.held);
        } else {
            current = Descriptor(::openat(current.get(), "..", FolderFlags));
            struct stat status{};
            if (!current || ::fstat(current.get(), &status) != 0 || status.st_dev != above.device || status.st_ino != above.number)
                return fail(ErrorCode::FileChanged);
        }
    }
}

} // namespace transom::files
