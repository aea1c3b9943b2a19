#include "core/files/tree_walk.h"

#include "core/files/file_names.h"
#include "core/files/file_tree.h"
#include "core/files/raw_io.h"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr qsizetype DeepestTree = 200;
constexpr size_t LongestTarget = 4096;

FilesRecord recordOf(const QString &path, const struct stat &status)
{
    FilesRecord record;
    record.path = path;
    record.type = typeName(status);
    record.size = S_ISREG(status.st_mode) ? status.st_size : 0;
    record.modified = modifiedMs(status);
    record.mode = static_cast<int>(status.st_mode & 0777);
    return record;
}

QString targetOf(int folder, const QByteArray &name)
{
    QByteArray target(LongestTarget, Qt::Uninitialized);
    const ssize_t length = ::readlinkat(folder, name.constData(), target.data(), LongestTarget);
    return length > 0 ? QString::fromUtf8(target.constData(), length) : QString();
}

} // namespace

TreeWalk::TreeWalk(const Home &home, const QStringList &paths, bool recursive)
    : m_home(home)
    , m_starts(paths.begin(), paths.end())
    , m_recursive(recursive)
{}

std::optional<TreeWalk::Found> TreeWalk::next()
{
    for (;;) {
        if (m_next < m_entries.size()) {
            const Entry &entry = m_entries[m_next++];
            const QString path = m_here.path.isEmpty() ? entry.name : m_here.path + u'/' + entry.name;
            Found found{recordOf(path, entry.status), m_folder.get(), entry.raw};
            if (S_ISLNK(entry.status.st_mode))
                found.record.target = targetOf(m_folder.get(), entry.raw);
            if (S_ISDIR(entry.status.st_mode)) {
                if (m_here.components.size() < DeepestTree)
                    m_folders.push_back({m_here.components + QStringList(entry.name), path});
                else
                    found.record.code = ErrorCode::Unsupported;
            }
            return found;
        }
        if (!m_folders.empty()) {
            const Place place = std::move(m_folders.back());
            m_folders.pop_back();
            if (!enter(place)) {
                FilesRecord record;
                record.path = place.path;
                record.type = QStringLiteral("directory");
                record.code = errorFromErrno(errno, {}).code;
                return Found{record, -1, {}};
            }
            continue;
        }
        if (m_starts.empty())
            return std::nullopt;
        const QString path = std::move(m_starts.front());
        m_starts.pop_front();
        if (auto found = begin(path))
            return found;
    }
}

/// Nothing for the home itself: what is in it comes without a folder around.
std::optional<TreeWalk::Found> TreeWalk::begin(const QString &path)
{
    const auto failed = [&path](const Error &error) {
        FilesRecord record;
        record.path = path.section(u'/', -1, -1, QString::SectionSkipEmpty);
        record.type = QStringLiteral("other");
        record.code = error.code;
        record.text = error.text;
        record.parts = error.parts;
        return Found{record, -1, {}};
    };
    auto components = splitPath(path);
    if (!components)
        return failed(components.error());
    if (components->isEmpty()) {
        if (!m_recursive)
            return failed({ErrorCode::IsADirectory, {}});
        m_folders.push_back({{}, {}});
        return std::nullopt;
    }
    auto parent = m_home.jail().parent(*components);
    if (!parent)
        return failed(parent.error());
    struct stat status{};
    if (::fstatat(parent->folder.get(), parent->name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failed(errorFromErrno(errno, {}));
    m_folder = std::move(parent->folder);
    Found found{recordOf(components->last(), status), m_folder.get(), parent->name};
    if (S_ISLNK(status.st_mode))
        found.record.target = targetOf(m_folder.get(), found.name);
    if (S_ISDIR(status.st_mode)) {
        if (!m_recursive)
            return failed({ErrorCode::IsADirectory, {}});
        m_folders.push_back({*components, components->last()});
    }
    return found;
}

bool TreeWalk::enter(const Place &place)
{
    auto folder = m_home.jail().folder(place.components);
    if (!folder) {
        errno = folder.error().code == ErrorCode::NotFound ? ENOENT : EACCES;
        return false;
    }
    m_folder = std::move(*folder);
    m_here = place;
    m_entries.clear();
    m_next = 0;
    const int again = ::openat(m_folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR *)> entries(again < 0 ? nullptr : ::fdopendir(again), ::closedir);
    if (!entries)
        return false;
    while (const dirent *entry = ::readdir(entries.get())) {
        const auto name = nameable(entry->d_name);
        struct stat status{};
        if (name && !(place.components.isEmpty() && isReserved(*name)) && ::fstatat(m_folder.get(), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            m_entries.push_back({entry->d_name, *name, status});
    }
    return true;
}

FilesTreeTotal TreeWalk::count(const Home &home, const QStringList &paths, bool recursive, const std::function<bool()> &stop)
{
    FilesTreeTotal total;
    TreeWalk walk(home, paths, recursive);
    while (const auto found = walk.next()) {
        if (stop && stop())
            break;
        total.files += found->record.type == u"directory" ? 0 : 1;
        total.bytes += found->record.size;
    }
    return total;
}

} // namespace transom::files
