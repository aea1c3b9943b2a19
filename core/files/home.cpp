#include "core/files/home.h"

#include "core/base/clock.h"
#include "core/files/bin_entry.h"
#include "core/files/file_names.h"
#include "core/files/raw_io.h"
#include "core/files/tree_count.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

namespace {

/// So long somebody may go on with an upload that was interrupted.
constexpr qint64 KeepPartialsMs = 7 * 86'400'000ll;
constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

} // namespace

bool Home::lock(const QString &path)
{
    const std::lock_guard held(m_mutex);
    if (m_writing.contains(path))
        return false;
    m_writing.insert(path);
    return true;
}

void Home::unlock(const QString &path)
{
    const std::lock_guard held(m_mutex);
    m_writing.remove(path);
}

Result<Descriptor> Home::partials() const
{
    const QByteArray name = PartialFolder.toUtf8();
    if (::mkdirat(m_jail.root(), name.constData(), 0700) != 0 && errno != EEXIST)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return m_jail.folder({PartialFolder});
}

void Home::sweep() const
{
    auto folder = m_jail.folder({PartialFolder});
    if (!folder)
        return;
    DIR *entries = ::fdopendir(folder->release());
    if (!entries)
        return;
    const qint64 now = wallClockMs();
    while (const dirent *entry = ::readdir(entries)) {
        struct stat status{};
        const bool isKept = qstrncmp(entry->d_name, KeptPartialPrefix, sizeof KeptPartialPrefix - 1) == 0
                            && ::fstatat(::dirfd(entries), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode)
                            && now - modifiedMs(status) < KeepPartialsMs;
        if (!isKept)
            ::unlinkat(::dirfd(entries), entry->d_name, 0); // "." and ".." are refused by the kernel
    }
    ::closedir(entries);
}

Result<Space> Home::count(const std::function<bool()> &stop) const
{
    TreeCount count(stop);
    const auto below = [&](int folder, const std::function<Result<void>(int folder, const char *name)> &add) -> Result<void> {
        Descriptor again(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const std::unique_ptr<DIR, int (*)(DIR *)> entries(again ? ::fdopendir(again.get()) : nullptr, ::closedir);
        if (!entries)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        again.release();
        while (const dirent *entry = ::readdir(entries.get())) {
            if (isDots(entry->d_name))
                continue;
            if (auto added = add(folder, entry->d_name); !added)
                return added;
        }
        return {};
    };
    const auto all = [&count](int folder, const char *name) { return count.add(folder, name); };
    const auto item = [&count](int folder, const char *name) {
        return qstrcmp(name, bin::InfoName) == 0 ? Result<void>() : count.add(folder, name);
    };
    // The server's own folders are no use of the quota, but what is in them for the user is.
    const auto entryOfBin = [&](int folder, const char *name) -> Result<void> {
        const Descriptor entry(::openat(folder, name, FolderFlags));
        return entry ? below(entry.get(), item) : count.add(folder, name);
    };
    auto counted = below(m_jail.root(), [&](int folder, const char *name) -> Result<void> {
        const bool isBin = name == BinFolder.toUtf8();
        if (!isBin && name != PartialFolder.toUtf8())
            return count.add(folder, name);
        const Descriptor own(::openat(folder, name, FolderFlags));
        return own ? isBin ? below(own.get(), entryOfBin) : below(own.get(), all) : count.add(folder, name);
    });
    if (!counted)
        return tl::make_unexpected(counted.error());
    return count.space();
}

void Home::once(qint64 userId, const std::function<bool()> &task)
{
    const std::lock_guard held(m_onceMutex);
    if (!m_onceDone.contains(userId) && task())
        m_onceDone.insert(userId);
}

Homes::Homes(QString root, QString shared, FreeFloor floor)
    : m_root(std::move(root))
    , m_shared(std::move(shared))
    , m_disk(floor)
{}

Result<std::shared_ptr<Home>> Homes::toChange(const QString &user, qint64 userId)
{
    auto home = of(user);
    if (home && m_reconcile)
        (*home)->once(userId, [&] { return m_reconcile(user, userId, **home); });
    return home;
}

Result<QString> Homes::pathOf(const QString &user)
{
    if (!m_shared.isEmpty())
        return m_shared;
    // Account names are names of files by their own rules; checked again, because a path is made of this one.
    auto name = validName(user);
    if (!name)
        return tl::make_unexpected(name.error());
    const QString path = m_root + u'/' + *name;
    if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0 && errno != EEXIST)
        return tl::make_unexpected(errorFromErrno(errno, QStringLiteral("The home folder")));
    return path;
}

Result<std::shared_ptr<Home>> Homes::of(const QString &user)
{
    auto path = pathOf(user);
    if (!path)
        return tl::make_unexpected(path.error());
    const std::lock_guard held(m_mutex);
    if (const auto known = m_homes.constFind(*path); known != m_homes.constEnd())
        return *known;
    auto jail = PathJail::open(*path);
    if (!jail)
        return tl::make_unexpected(jail.error());
    auto home = std::make_shared<Home>(std::move(*jail), m_disk, !m_shared.isEmpty());
    home->sweep();
    m_homes.insert(*path, home);
    return home;
}

} // namespace transom::files
