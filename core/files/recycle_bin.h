#pragma once

#include "core/base/space.h"
#include "core/files/accounting.h"
#include "core/files/disk_space.h"
#include "core/files/path_jail.h"
#include "core/protocol/file_messages.h"

#include <functional>
#include <mutex>
#include <optional>

namespace transom::files {

class Home;

/// What was removed from a home and can be put back: a folder of the home itself, so that removing and restoring are each one rename, whatever is in
/// it and however deep. Each entry is a folder of its own (bin_entry.h), made before the thing is moved into it: a server killed at any moment leaves an entry
/// without a thing, which sweep() takes away, or a whole one. What is in the bin counts against the quota. Blocks on the disk; any thread.
class RecycleBin
{
public:
    explicit RecycleBin(const Home &home)
        : m_home(home)
    {}

    /// Moves what `from` names into the bin; the id of its entry. `path` is how it is called, `by` who removes it.
    Result<QString> keep(const PathJail::Parent &from, const QString &path, const QString &by);
    /// Removes a folder for good: it is gone from its place at once, then what is in it goes. What the quota gets back is `freed`. What cannot be removed is in
    /// the bin afterwards, and the error names it; where it could not even be moved there, `moved` is false and it is as it was.
    Result<void> destroy(const PathJail::Parent &from, const QString &path, const QString &by, Space &freed, bool &moved);

    /// Newest first, page by page; `more` returns false to stop. How many there were.
    Result<qint64> list(const std::function<bool(QList<protocol::FilesBinEntry>)> &more) const;
    /// Where it is now. `to` empty: where it was. `conflict`: "fail" or "rename". Missing folders above it are made, and counted.
    Result<QString> restore(const protocol::FilesBinRestore &request, Accounting &accounting, qint64 userId);

    /// For good; `freed` also when it fails half way: then what is left stays an entry, and the error names it. NotFound where there is no such entry.
    Result<void> purge(const QString &id, Space &freed);
    Result<void> purgeAll(Space &freed);
    /// Entries that were put there before then, in milliseconds since 1970.
    Result<void> purgeBefore(qint64 timeMs, Space &freed);
    /// Oldest first, until the quota has got back as much as `wanted`; nothing where all there is would not do. `by` not empty: only what this account has
    /// removed. False where it would not do.
    bool purgeFor(Space wanted, const QString &by, Space &freed);

    /// To be held by whoever empties it to make room.
    [[nodiscard]] std::unique_lock<std::mutex> holdRoom() { return std::unique_lock(m_room); }

    /// In it now. Kept between calls.
    Space total() const;
    /// Finishes what a server that was killed has begun: to be called while nobody uses it.
    void sweep();

private:
    Result<Descriptor> folder() const;
    Result<Descriptor> existingFolder() const;
    QStringList ids() const;
    Descriptor entryFolder(int bin, const QByteArray &name) const;
    std::optional<protocol::FilesBinEntry> entry(const QString &id) const;
    Result<void> makeEntry(int bin, const QByteArray &name, const protocol::FilesBinEntry *info, Descriptor &made);
    Result<void> removeDoomed(int bin, const protocol::FilesBinEntry &info, Space &freed);
    bool keepRest(int bin, protocol::FilesBinEntry info);
    Result<void> purgeList(const QStringList &list, Space &freed);

    const Home &m_home;
    std::mutex m_room;
    mutable std::mutex m_totalMutex;
    mutable std::optional<Space> m_total;
};

/// A reservation, for which the oldest things in the bin go if it would fail otherwise. In a shared home only those that `user` has removed.
Result<Reservation> reserveSpace(const Home &home, Accounting &accounting, qint64 userId, const QString &user, Space space);
/// The same for what the disk must have.
Result<DiskSpace::Promise> promiseDisk(const Home &home, Accounting &accounting, qint64 userId, const QString &user, qint64 bytes);

} // namespace transom::files
