#include "core/files/home.h"

#include "core/files/file_names.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

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
    while (const dirent *entry = ::readdir(entries))
        ::unlinkat(::dirfd(entries), entry->d_name, 0); // "." and ".." are refused by the kernel
    ::closedir(entries);
}

Homes::Homes(QString root, QString shared)
    : m_root(std::move(root))
    , m_shared(std::move(shared))
{}

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
    auto home = std::make_shared<Home>(std::move(*jail));
    home->sweep();
    m_homes.insert(*path, home);
    return home;
}

} // namespace transom::files
