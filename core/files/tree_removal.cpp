#include "core/files/tree_removal.h"

#include "core/base/descriptor.h"
#include "core/files/home.h"
#include "core/files/raw_io.h"

#include <QHash>

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace transom::files {

namespace {

/// A descriptor is held for each level.
constexpr int DeepestAtOnce = 64;
/// Somebody may still be adding to it, through a folder that was open when it was thrown away.
constexpr int MostRounds = 10'000;
/// Of where things were, for a message.
constexpr qsizetype MostRemembered = 1000;
constexpr qsizetype LongestPath = 4096;

class Removal
{
public:
    Removal(const Home &home, int top, const char *uncounted, Space &freed)
        : m_home(home)
        , m_top(top)
        , m_uncounted(uncounted)
        , m_freed(freed)
    {}

    QString stuck() const { return QString::fromUtf8(m_stuck); }

    Result<void> run()
    {
        for (int round = 0; round < MostRounds; ++round) {
            const Space before = m_freed;
            m_movedUp = false;
            m_first = {};
            m_at = {};
            if (removeIn(m_top, 0))
                return {};
            if (m_freed == before && !m_movedUp)
                break; // nothing more to be had
        }
        return m_first.code == ErrorCode::None ? Result<void>(fail(ErrorCode::InUse)) : tl::make_unexpected(m_first);
    }

private:
    /// Whether it is empty now.
    bool removeIn(int folder, int depth)
    {
        Descriptor again(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const std::unique_ptr<DIR, int (*)(DIR *)> entries(again ? ::fdopendir(again.get()) : nullptr, ::closedir);
        if (!entries)
            return note(errno, m_at.chopped(m_at.isEmpty() ? 0 : 1));
        again.release();
        bool empty = true;
        while (const dirent *entry = ::readdir(entries.get())) {
            if (!isDots(entry->d_name))
                empty &= remove(folder, entry->d_name, depth);
        }
        return empty;
    }

    bool remove(int folder, const char *name, int depth)
    {
        auto held = m_home.holdNames();
        struct stat status{};
        if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            return errno == ENOENT || note(errno, pathOf(name, depth));
        if (!S_ISDIR(status.st_mode)) {
            if (::unlinkat(folder, name, 0) != 0)
                return errno == ENOENT || note(errno, pathOf(name, depth));
            if (depth > 0 || std::strcmp(name, m_uncounted) != 0)
                m_freed += freedBy(status);
            return true;
        }
        held.unlock();
        // A folder that its owner may not write to can neither be emptied nor moved as it is.
        if ((status.st_mode & 0700) != 0700)
            ::fchmodat(folder, name, (status.st_mode & 07777) | 0700, AT_SYMLINK_NOFOLLOW);
        if (depth >= DeepestAtOnce)
            return moveUp(folder, name);
        const QByteArray above = std::exchange(m_at, pathOf(name, depth) + '/');
        const bool gone = removeFolder(folder, name, depth);
        m_at = above;
        return gone;
    }

    bool removeFolder(int folder, const char *name, int depth)
    {
        Descriptor below(::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!below)
            return errno == ENOENT || note(errno, m_at.chopped(1));
        if (!removeIn(below.get(), depth + 1))
            return false;
        if (::unlinkat(folder, name, AT_REMOVEDIR) != 0)
            return errno == ENOENT || note(errno, m_at.chopped(1));
        m_freed += {0, 1};
        return true;
    }

    /// Always "not empty yet": it is one more for the next round.
    bool moveUp(int folder, const char *name)
    {
        for (int attempt = 0; attempt < 1'000'000; ++attempt) {
            const QByteArray next = '~' + QByteArray::number(m_number++);
            if (::renameat2(folder, name, m_top, next.constData(), RENAME_NOREPLACE) == 0) {
                if (m_was.size() < MostRemembered)
                    m_was.insert(next, (m_at + name).left(LongestPath));
                m_movedUp = true;
                return false;
            }
            if (errno != EEXIST)
                break;
        }
        return note(errno, m_at + name);
    }

    /// Where it was before anything was moved up.
    QByteArray pathOf(const char *name, int depth) const { return depth == 0 ? m_was.value(name, name) : m_at + name; }

    bool note(int number, const QByteArray &path)
    {
        if (m_first.code == ErrorCode::None) {
            m_first = errorFromErrno(number, {});
            m_stuck = path;
        }
        return false;
    }

    const Home &m_home;
    const int m_top;
    const char *const m_uncounted;
    Space &m_freed;
    Error m_first;
    QByteArray m_stuck;                ///< whom m_first is about
    QByteArray m_at;                   ///< the folder that is being emptied, with a '/' at the end
    QHash<QByteArray, QByteArray> m_was; ///< of what has been moved up
    qint64 m_number = 0;
    bool m_movedUp = false;
};

} // namespace

Result<void> removeBelow(const Home &home, int folder, const char *uncounted, Space &freed, QString *stuck)
{
    Removal removal(home, folder, uncounted, freed);
    auto removed = removal.run();
    if (stuck)
        *stuck = removal.stuck();
    return removed;
}

} // namespace transom::files
