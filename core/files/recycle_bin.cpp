#include "core/files/recycle_bin.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/files/bin_entry.h"
#include "core/files/file_names.h"
#include "core/files/file_tree.h"
#include "core/files/home.h"
#include "core/files/raw_io.h"
#include "core/files/tree_count.h"
#include "core/files/tree_removal.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

using protocol::FilesBinEntry;

namespace {

constexpr int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int MostNumbered = 1000;
constexpr int MostAttempts = 100;
/// A page of a listing ends here: what is in it, escaped at worst, stays below the size of a message.
constexpr qsizetype PageEntries = 100;
constexpr qsizetype PageCharacters = 8 * 1024;

tl::unexpected<Error> failErrno(int number = errno)
{
    return tl::make_unexpected(errorFromErrno(number, {}));
}

tl::unexpected<Error> notThere()
{
    return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "This is no longer in the recycle bin."));
}

Space spaceOf(const FilesBinEntry &entry)
{
    return {entry.size, entry.files};
}

QStringList namesIn(int folder, const std::function<bool(const QByteArray &)> &wanted)
{
    QStringList names;
    Descriptor again(::openat(folder, ".", FolderFlags));
    DIR *entries = again ? ::fdopendir(again.get()) : nullptr;
    if (!entries)
        return names;
    again.release();
    while (const dirent *entry = ::readdir(entries)) {
        if (wanted(entry->d_name))
            names.append(QString::fromLatin1(entry->d_name));
    }
    ::closedir(entries);
    names.sort();
    return names;
}

/// Never replaces anything; 0 or an errno. A folder that its owner may not write to gives up that it was in the folder above it only while it may be written to.
int moveEntry(int fromFolder, const char *from, int toFolder, const char *to)
{
    if (::renameat2(fromFolder, from, toFolder, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EACCES)
        return errno;
    const Descriptor moved(::openat(fromFolder, from, FolderFlags));
    struct stat status{};
    if (!moved || ::fstat(moved.get(), &status) != 0 || (status.st_mode & 0700) == 0700)
        return EACCES;
    const mode_t mode = status.st_mode & 07777;
    ::fchmod(moved.get(), mode | 0700);
    const int number = ::renameat2(fromFolder, from, toFolder, to, RENAME_NOREPLACE) == 0 ? 0 : errno;
    ::fchmod(moved.get(), mode);
    return number;
}

} // namespace

Result<Descriptor> RecycleBin::folder() const
{
    if (::mkdirat(m_home.jail().root(), BinFolder.toUtf8().constData(), 0700) != 0 && errno != EEXIST)
        return failErrno();
    return existingFolder();
}

Result<Descriptor> RecycleBin::existingFolder() const
{
    return m_home.jail().folder({BinFolder});
}

Descriptor RecycleBin::entryFolder(int bin, const QByteArray &name) const
{
    return Descriptor(::openat(bin, name.constData(), FolderFlags));
}

QStringList RecycleBin::ids() const
{
    const auto bin = existingFolder();
    return bin ? namesIn(bin->get(), [](const QByteArray &name) { return bin::isId(QString::fromLatin1(name)); }) : QStringList();
}

std::optional<FilesBinEntry> RecycleBin::entry(const QString &id) const
{
    const auto bin = existingFolder();
    if (!bin || !bin::isId(id))
        return std::nullopt;
    const Descriptor folder = entryFolder(bin->get(), id.toLatin1());
    return folder ? bin::readEntry(folder.get(), id) : std::nullopt;
}

Result<void> RecycleBin::makeEntry(int bin, const QByteArray &name, const FilesBinEntry *info, Descriptor &made)
{
    if (::mkdirat(bin, name.constData(), 0700) != 0)
        return failErrno();
    made = entryFolder(bin, name);
    Result<void> written;
    if (!made)
        written = failErrno();
    else if (info)
        written = bin::writeInfo(made.get(), *info);
    if (!written) {
        if (made)
            ::unlinkat(made.get(), bin::InfoName, 0);
        ::unlinkat(bin, name.constData(), AT_REMOVEDIR);
    }
    return written;
}

Result<QString> RecycleBin::keep(const PathJail::Parent &from, const QString &path, const QString &by)
{
    auto bin = folder();
    if (!bin)
        return tl::make_unexpected(bin.error());
    struct stat status{};
    if (::fstatat(from.folder.get(), from.name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return failErrno();
    Space space = freedBy(status);
    if (S_ISDIR(status.st_mode)) {
        TreeCount count;
        (void)count.add(from.folder.get(), from.name.constData()); // shown to people; the quota counts by itself what goes later
        space = count.space();
    }
    FilesBinEntry info;
    info.id = bin::newId(wallClockMs());
    info.path = path;
    info.type = typeName(status);
    info.size = space.bytes;
    info.files = space.files;
    info.removed = bin::timeOf(info.id);
    info.by = by;
    const QByteArray name = info.id.toLatin1();
    Descriptor entry;
    if (auto made = makeEntry(bin->get(), name, &info, entry); !made) {
        if (made.error().code == ErrorCode::DiskFull)
            return fail(ErrorCode::DiskFull, QT_TRANSLATE_NOOP("Error", "The server's disk is too full to move this to the recycle bin. Remove it for good instead."));
        return tl::make_unexpected(made.error());
    }
    const std::lock_guard counting(m_totalMutex);
    auto held = m_home.holdNames();
    const int number = moveEntry(from.folder.get(), from.name.constData(), entry.get(), bin::ItemName);
    held.unlock();
    if (number != 0) {
        ::unlinkat(entry.get(), bin::InfoName, 0);
        ::unlinkat(bin->get(), name.constData(), AT_REMOVEDIR);
        if (number == EXDEV || number == EBUSY)
            return fail(ErrorCode::Unsupported, QT_TRANSLATE_NOOP("Error", "This is on another disk than the recycle bin. It can only be removed for good."));
        return failErrno(number);
    }
    if (m_total)
        *m_total += space;
    return info.id;
}

Result<void> RecycleBin::destroy(const PathJail::Parent &from, const QString &path, const QString &by, Space &freed, bool &moved)
{
    moved = false;
    auto bin = folder();
    if (!bin)
        return tl::make_unexpected(bin.error());
    FilesBinEntry info;
    info.id = bin::newId(wallClockMs());
    info.path = path;
    info.removed = bin::timeOf(info.id);
    info.by = by;
    const QByteArray name = bin::doomedName(info.id);
    Descriptor entry;
    if (auto made = makeEntry(bin->get(), name, nullptr, entry); !made)
        return made;
    auto held = m_home.holdNames();
    const int number = moveEntry(from.folder.get(), from.name.constData(), entry.get(), bin::ItemName);
    held.unlock();
    if (number != 0) {
        ::unlinkat(bin->get(), name.constData(), AT_REMOVEDIR);
        return failErrno(number);
    }
    moved = true;
    return removeDoomed(bin->get(), info, freed);
}

Result<qint64> RecycleBin::list(const std::function<bool(QList<FilesBinEntry>)> &more) const
{
    const QStringList all = ids();
    QList<FilesBinEntry> page;
    qint64 count = 0;
    qsizetype characters = 0;
    for (auto id = all.crbegin(); id != all.crend(); ++id) {
        const auto found = entry(*id);
        if (!found)
            continue;
        const qsizetype length = found->path.size() + found->by.size();
        if (!page.isEmpty() && (page.size() == PageEntries || characters + length > PageCharacters)) {
            if (!more(std::exchange(page, {})))
                return count;
            characters = 0;
        }
        page.append(*found);
        characters += length;
        ++count;
    }
    if (!page.isEmpty())
        more(page);
    return count;
}

Result<QString> RecycleBin::restore(const protocol::FilesBinRestore &request, Accounting &accounting, qint64 userId)
{
    if (request.conflict != u"fail" && request.conflict != u"rename")
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is no conflict policy of that name."));
    const auto info = entry(request.id);
    if (!info)
        return notThere();
    const QString wanted = !request.to.isEmpty() ? request.to : info->damaged ? QStringLiteral("/Recovered %1").arg(request.id.right(8)) : info->path;
    auto components = splitPath(wanted);
    if (!components)
        return tl::make_unexpected(components.error());
    if (components->size() > 1) {
        // No room is made for it: that could cost the very thing.
        if (auto made = makeFolder(m_home, joinPath(components->first(components->size() - 1)), true, accounting, userId); !made)
            return tl::make_unexpected(made.error());
    }
    auto parent = m_home.jail().parent(*components);
    auto bin = existingFolder();
    if (!parent || !bin)
        return tl::make_unexpected((parent ? bin.error() : parent.error()));
    const Descriptor entry = entryFolder(bin->get(), request.id.toLatin1());
    if (!entry)
        return notThere();
    const std::lock_guard counting(m_totalMutex);
    int number = EEXIST;
    QString name = components->last();
    for (int attempt = 0; number == EEXIST && attempt <= (request.conflict == u"rename" ? MostNumbered : 0); ++attempt) {
        if (attempt > 0) {
            auto numbered = validName(numberedName(components->last(), attempt));
            if (!numbered)
                return tl::make_unexpected(numbered.error());
            name = *numbered;
        }
        const auto held = m_home.holdNames();
        number = moveEntry(entry.get(), bin::ItemName, parent->folder.get(), name.toUtf8().constData());
    }
    if (number == ENOENT)
        return notThere();
    if (number != 0)
        return failErrno(number);
    ::unlinkat(entry.get(), bin::InfoName, 0);
    ::unlinkat(bin->get(), request.id.toLatin1().constData(), AT_REMOVEDIR);
    if (m_total)
        *m_total -= spaceOf(*info);
    components->last() = name;
    return joinPath(*components);
}

Result<void> RecycleBin::purge(const QString &id, Space &freed)
{
    const auto info = entry(id);
    auto bin = existingFolder();
    if (!info || !bin)
        return notThere();
    const QByteArray doomed = bin::doomedName(id);
    {
        // Whoever renames it has it: it is restored, or purged, once.
        const std::lock_guard counting(m_totalMutex);
        if (::renameat2(bin->get(), id.toLatin1().constData(), bin->get(), doomed.constData(), RENAME_NOREPLACE) != 0)
            return errno == ENOENT ? notThere() : failErrno();
        if (m_total)
            *m_total -= spaceOf(*info);
    }
    return removeDoomed(bin->get(), *info, freed);
}

Result<void> RecycleBin::removeDoomed(int bin, const FilesBinEntry &info, Space &freed)
{
    const QByteArray name = bin::doomedName(info.id);
    const Descriptor entry = entryFolder(bin, name);
    if (!entry)
        return failErrno();
    QString stuck;
    auto removed = removeBelow(m_home, entry.get(), bin::InfoName, freed, &stuck);
    if (removed && ::unlinkat(bin, name.constData(), AT_REMOVEDIR) != 0)
        return failErrno();
    if (removed || !keepRest(bin, info))
        return removed;
    // The thing itself is called by its own name, not by the one that it has in the bin.
    const QString below = stuck.section(u'/', 1);
    const QString path = info.path.isEmpty() ? below : below.isEmpty() ? info.path : joinPath(info.path, below);
    return fail(removed.error().code, QT_TRANSLATE_NOOP("Error", "The system does not let \"%1\" be removed. What is left is in the recycle bin."), {printable(path)});
}

/// What could not be removed is an entry like any other again, so that nobody has lost what is still there. False where not even that can be done.
bool RecycleBin::keepRest(int bin, FilesBinEntry info)
{
    const QByteArray doomed = bin::doomedName(info.id);
    const Descriptor entry = entryFolder(bin, doomed);
    if (!entry)
        return false;
    // Deep folders were moved up on the way.
    const QStringList up = namesIn(entry.get(), [](const QByteArray &name) { return name != "." && name != ".." && name != bin::ItemName && name != bin::InfoName; });
    if (!up.isEmpty()) {
        if (::mkdirat(entry.get(), bin::ItemName, 0700) != 0 && errno != EEXIST)
            return false;
        const Descriptor item = entryFolder(entry.get(), bin::ItemName);
        for (const QString &name : up)
            (void)moveEntry(entry.get(), name.toLatin1().constData(), item.get(), name.toLatin1().constData());
    }
    struct stat status{};
    if (::fstatat(entry.get(), bin::ItemName, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    TreeCount count;
    (void)count.add(entry.get(), bin::ItemName); // shown to people
    info.type = typeName(status);
    info.size = count.space().bytes;
    info.files = count.space().files;
    ::unlinkat(entry.get(), bin::InfoName, 0);
    if (!info.path.isEmpty())
        (void)bin::writeInfo(entry.get(), info); // without it nobody knows where it was, but it is there
    const std::lock_guard counting(m_totalMutex);
    if (::renameat2(bin, doomed.constData(), bin, info.id.toLatin1().constData(), RENAME_NOREPLACE) != 0)
        return false;
    if (m_total)
        *m_total += spaceOf(info);
    return true;
}

Result<void> RecycleBin::purgeList(const QStringList &list, Space &freed)
{
    Result<void> first;
    for (const QString &id : list) {
        auto purged = purge(id, freed);
        if (!purged && first && purged.error().code != ErrorCode::NotFound) // it was gone already
            first = purged;
    }
    return first;
}

Result<void> RecycleBin::purgeAll(Space &freed)
{
    return purgeList(ids(), freed);
}

Result<void> RecycleBin::purgeBefore(qint64 timeMs, Space &freed)
{
    QStringList old = ids();
    old.removeIf([timeMs](const QString &id) { return bin::timeOf(id) >= timeMs; });
    return purgeList(old, freed);
}

bool RecycleBin::purgeFor(Space wanted, const QString &by, Space &freed)
{
    const auto enough = [wanted](Space space) { return space.bytes >= wanted.bytes && space.files >= wanted.files; };
    QStringList oldest;
    Space sum;
    for (const QString &id : ids()) {
        if (enough(sum))
            break;
        const auto found = entry(id);
        if (!found || (!by.isEmpty() && found->by != by))
            continue;
        oldest.append(id);
        sum += spaceOf(*found);
    }
    return enough(sum) && purgeList(oldest, freed).has_value();
}

Space RecycleBin::total() const
{
    const std::lock_guard counting(m_totalMutex);
    if (!m_total) {
        Space sum;
        for (const QString &id : ids()) {
            if (const auto found = entry(id))
                sum += spaceOf(*found);
        }
        m_total = sum;
    }
    return {std::max<qint64>(0, m_total->bytes), std::max<qint64>(0, m_total->files)};
}

void RecycleBin::sweep()
{
    auto bin = existingFolder();
    if (!bin)
        return;
    for (const QString &name : namesIn(bin->get(), &bin::isDoomed)) {
        Space freed; // nobody has counted it yet
        FilesBinEntry info;
        info.id = name.section(u'.', 0, 0);
        (void)removeDoomed(bin->get(), info, freed);
    }
    for (const QString &id : ids()) {
        const Descriptor folder = entryFolder(bin->get(), id.toLatin1());
        struct stat status{};
        if (!folder || ::fstatat(folder.get(), bin::ItemName, &status, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT)
            continue;
        ::unlinkat(folder.get(), bin::InfoName, 0);
        ::unlinkat(bin->get(), id.toLatin1().constData(), AT_REMOVEDIR); // not where something else is in it
    }
    const std::lock_guard counting(m_totalMutex);
    m_total.reset();
}

namespace {

/// With numbers: whoever reads it has to choose what goes.
tl::unexpected<Error> doesNotFit(Accounting &accounting, qint64 userId, Space space)
{
    const auto usage = accounting.usage(userId);
    const qint64 left = usage && usage->quota >= 0 ? std::max<qint64>(usage->quota - usage->used - usage->reserved, 0) : -1;
    if (left >= 0 && space.bytes > left)
        return fail(ErrorCode::QuotaExceeded, QT_TRANSLATE_NOOP("Error", "%1 more do not fit: %2 of the quota are left. Remove something, or ask for more."),
                    {formatBytes(space.bytes), formatBytes(left)});
    return fail(ErrorCode::QuotaExceeded);
}

} // namespace

Result<Reservation> reserveSpace(const Home &home, Accounting &accounting, qint64 userId, const QString &user, Space space)
{
    if (auto taken = Reservation::take(accounting, userId, space); taken || taken.error().code != ErrorCode::QuotaExceeded)
        return taken;
    // One at a time, so that what is freed goes to whom it was freed for, unless somebody else is quicker.
    const auto alone = home.bin().holdRoom();
    for (int attempt = 0; attempt < MostAttempts; ++attempt) {
        auto taken = Reservation::take(accounting, userId, space);
        if (taken || taken.error().code != ErrorCode::QuotaExceeded)
            return taken;
        const auto usage = accounting.usage(userId);
        if (!usage)
            return taken;
        const Space wanted{usage->quota < 0 ? 0 : usage->used + usage->reserved + space.bytes - usage->quota,
                           usage->quotaFiles < 0 ? 0 : usage->files + usage->reservedFiles + space.files - usage->quotaFiles};
        Space freed;
        const bool purged = home.bin().purgeFor(wanted, home.isShared() ? user : QString(), freed);
        if (!freed.isNothing())
            accounting.adjust(userId, -freed);
        if (!purged)
            break;
    }
    return doesNotFit(accounting, userId, space);
}

Result<DiskSpace::Promise> promiseDisk(const Home &home, Accounting &accounting, qint64 userId, const QString &user, qint64 bytes)
{
    const int folder = home.jail().root();
    if (const qint64 missing = home.disk().missing(folder, bytes); missing > 0) {
        Space freed;
        home.bin().purgeFor({missing, 0}, home.isShared() ? user : QString(), freed);
        if (!freed.isNothing())
            accounting.adjust(userId, -freed);
    }
    return home.disk().promise(folder, bytes);
}

} // namespace transom::files
