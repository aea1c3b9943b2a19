#pragma once

#include "core/files/path_jail.h"

#include <QHash>
#include <QSet>

#include <memory>
#include <mutex>

namespace transom::files {

/// Where a user's files are, and who is writing there now. Shared by all sessions that work in it; any thread.
class Home
{
public:
    explicit Home(PathJail jail)
        : m_jail(std::move(jail))
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
    /// Removes what a server that was killed has left there.
    void sweep() const;

private:
    PathJail m_jail;
    std::mutex m_mutex;
    mutable std::mutex m_names;
    QSet<QString> m_writing;
};

/// All homes: a folder for each user below one root, or one folder for everybody. Any thread; blocks on the disk.
class Homes
{
public:
    /// `shared` not empty: everybody's home is that folder.
    Homes(QString root, QString shared);

    /// The user's home, made with mode 0700 on first use and swept of left-over uploads.
    Result<std::shared_ptr<Home>> of(const QString &user);
    /// Its path on this computer, for commands that start there.
    Result<QString> pathOf(const QString &user);

private:
    QString m_root;
    QString m_shared;
    std::mutex m_mutex;
    QHash<QString, std::shared_ptr<Home>> m_homes; ///< by path
};

} // namespace transom::files
