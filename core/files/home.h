#pragma once

#include "core/files/disk_space.h"
#include "core/files/path_jail.h"
#include "core/files/recycle_bin.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <memory>
#include <mutex>

namespace transom::files {

/// Where a user's files are, and who is writing there now. Shared by all sessions that work in it; any thread.
class Home
{
public:
    /// `shared`: it is the home of everybody.
    explicit Home(PathJail jail, DiskSpace disk = DiskSpace(), bool shared = false)
        : m_jail(std::move(jail))
        , m_disk(std::move(disk))
        , m_shared(shared)
    {}

    const PathJail &jail() const { return m_jail; }

    /// One writer for each path at a time: false where there is one.
    bool lock(const QString &path);
    void unlock(const QString &path);

    /// To be held from looking at what a name stands for until that name has been given away or taken back: two who replace or
    /// remove the same file must not both count its bytes as freed.
    [[nodiscard]] std::unique_lock<std::mutex> holdNames() const { return std::unique_lock(m_names); }

    /// The folder of uploads under way, made on demand with mode 0700.
    Result<Descriptor> partials() const;
    /// Removes what a server that was killed has left there, and what nobody has gone on with for a week.
    void sweep() const;

    RecycleBin &bin() const { return m_bin; }
    DiskSpace &disk() const { return m_disk; }
    bool isShared() const { return m_shared; }

    /// What the quota has to count, from the disk: everything in it, partial files and the bin's things among them. Cancelled where `stop` says
    /// so, FileChanged where folders were moved about meanwhile.
    Result<Space> count(const std::function<bool()> &stop = {}) const;

    /// Runs `task` if it has not been run for this account before; who comes meanwhile waits. It is tried again later where it returns false.
    void once(qint64 userId, const std::function<bool()> &task);

private:
    PathJail m_jail;
    mutable DiskSpace m_disk;
    mutable RecycleBin m_bin{*this};
    const bool m_shared;
    std::mutex m_mutex;
    mutable std::mutex m_names;
    std::mutex m_onceMutex;
    QSet<qint64> m_onceDone;
    QSet<QString> m_writing;
};

/// All homes: a folder for each user below one root, or one folder for everybody. Any thread; blocks on the disk.
class Homes
{
public:
    /// `shared` not empty: everybody's home is that folder.
    Homes(QString root, QString shared, FreeFloor floor = {});

    /// What is done before an account's home is changed for the first time: its books are brought in line with the disk. True when that has been done. Set
    /// before the first use.
    using Reconciler = std::function<bool(const QString &user, qint64 userId, const Home &home)>;
    void setReconciler(Reconciler reconcile) { m_reconcile = std::move(reconcile); }

    /// The user's home, made with mode 0700 on first use and swept of left-over uploads.
    Result<std::shared_ptr<Home>> of(const QString &user);
    /// The same for whoever is about to change what is in it; waits until its books are right.
    Result<std::shared_ptr<Home>> toChange(const QString &user, qint64 userId);
    /// Its path on this computer, for commands that start there.
    Result<QString> pathOf(const QString &user);

private:
    QString m_root;
    QString m_shared;
    DiskSpace m_disk; ///< the same books for all homes
    Reconciler m_reconcile;
    std::mutex m_mutex;
    QHash<QString, std::shared_ptr<Home>> m_homes; ///< by path
};

} // namespace transom::files
