#include "core/files/upload.h"

#include "core/files/file_names.h"
#include "core/files/raw_io.h"

#include <QRandomGenerator>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace transom::files {

using namespace protocol;

namespace {

constexpr int MostNumbered = 1000;
/// What is reserved at once for a file of unknown size, where there is room.
constexpr qint64 Step = 16 * 1024 * 1024;

QByteArray randomName()
{
    quint64 words[2];
    QRandomGenerator::system()->fillRange(words);
    return QByteArray::number(words[0], 16) + QByteArray::number(words[1], 16);
}

/// Always the same for the same target: the next upload to it finds it, also after both sides have been started anew.
QByteArray nameOfKept(const QString &path)
{
    return KeptPartialPrefix + Sha256::of(path.toUtf8()).toHex().first(40);
}

} // namespace

Upload::Upload(Homes &homes, Accounting &accounting, qint64 userId, QString user, FilesPut request)
    : m_homes(homes)
    , m_accounting(accounting)
    , m_userId(userId)
    , m_user(std::move(user))
    , m_request(std::move(request))
{}

Upload::~Upload()
{
    discard();
}

Result<std::optional<FilesPutStart>> Upload::begin()
{
    auto components = splitPath(m_request.path);
    if (!components)
        return tl::make_unexpected(components.error());
    m_components = *components;
    auto home = m_homes.toChange(m_user, m_userId);
    if (!home)
        return tl::make_unexpected(home.error());
    m_home = *home;
    auto parent = m_home->jail().parent(m_components);
    if (!parent)
        return tl::make_unexpected(parent.error());
    m_parent = std::move(*parent);
    if (auto decided = decide(); !decided)
        return tl::make_unexpected(decided.error());
    if (m_skipped)
        return std::nullopt;
    const QString path = joinPath(m_components);
    if (!m_home->lock(path))
        return fail(ErrorCode::InUse);
    m_lockedPath = path;

    if (m_request.resume) {
        if (auto opened = openKept(); !opened)
            return tl::make_unexpected(opened.error());
    }
    if (auto reserved = reserve(); !reserved)
        return tl::make_unexpected(reserved.error());
    if (!m_request.resume) {
        if (auto opened = openPartial(); !opened)
            return tl::make_unexpected(opened.error());
    }
    return FilesPutStart{nameSoFar(), m_prefix.list()};
}

/// Somebody may take it before it is there; then publish() finds another.
QString Upload::nameSoFar() const
{
    struct stat there{};
    QString name = m_components.last();
    for (int number = 1; m_request.conflict == u"rename" && number <= MostNumbered; ++number) {
        if (::fstatat(m_parent.folder.get(), name.toUtf8().constData(), &there, AT_SYMLINK_NOFOLLOW) != 0)
            break;
        auto numbered = validName(numberedName(m_components.last(), number));
        if (!numbered)
            break;
        name = *numbered;
    }
    return joinPath(m_components.first(m_components.size() - 1) + QStringList(name));
}

Result<void> Upload::decide()
{
    const QString &policy = m_request.conflict;
    if (policy != u"fail" && policy != u"overwrite" && policy != u"rename" && policy != u"skip" && policy != u"newer")
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is no conflict policy of that name."));
    struct stat there{};
    if (::fstatat(m_parent.folder.get(), m_parent.name.constData(), &there, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? Result<void>() : tl::make_unexpected(errorFromErrno(errno, {}));
    if (policy == u"rename")
        return {};
    if (S_ISDIR(there.st_mode))
        return fail(ErrorCode::IsADirectory, QT_TRANSLATE_NOOP("Error", "There is already a folder of that name."));
    if (policy == u"fail")
        return fail(ErrorCode::AlreadyExists, QT_TRANSLATE_NOOP("Error", "There is already a file of that name."));
    if (policy == u"skip" || (policy == u"newer" && m_request.modified <= modifiedMs(there))) {
        m_skipped = true;
        return {};
    }
    if (!S_ISREG(there.st_mode))
        return fail(ErrorCode::SpecialFile);
    m_mayReplace = true;
    return {};
}

Result<void> Upload::openPartial()
{
    auto folder = m_home->partials();
    if (!folder)
        return tl::make_unexpected(folder.error());
    m_partials = std::move(*folder);
    const QByteArray name = randomName();
    m_file = Descriptor(::openat(m_partials.get(), name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!m_file)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    m_partialName = name;
    return {};
}

Result<void> Upload::openKept()
{
    auto folder = m_home->partials();
    if (!folder)
        return tl::make_unexpected(folder.error());
    m_partials = std::move(*folder);
    const QByteArray name = nameOfKept(joinPath(m_components));
    m_file = Descriptor(::openat(m_partials.get(), name.constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    struct stat there{};
    if (!m_file || ::fstat(m_file.get(), &there) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    m_partialName = name;
    m_keep = true;
    // An empty one may have been made just now: it has not been counted.
    if (there.st_size == 0)
        return {};
    m_counted = {there.st_size, 1};
    m_written = there.st_size;
    if (there.st_size > m_request.size)
        return resumeAt(0);
    auto prefix = Prefix::upTo(m_file.get(), there.st_size);
    if (!prefix)
        return tl::make_unexpected(prefix.error());
    m_prefix = std::move(*prefix);
    return {};
}

Result<void> Upload::resumeAt(qint64 offset)
{
    if (!m_prefix.knows(offset))
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The upload cannot go on from there."));
    const qint64 lost = m_written - offset;
    if (lost > 0) {
        if (::ftruncate(m_file.get(), offset) != 0)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        m_accounting.adjust(m_userId, {-lost, 0});
        m_counted.bytes -= lost;
    }
    m_written = offset;
    m_hash = offset == 0 ? Sha256() : m_prefix.stateAt(offset);
    if (lost == 0 || !m_reservation)
        return {};
    // What has to come again needs room again.
    m_reservation.reset();
    m_disk = {};
    return reserve();
}

/// For what is still to come.
Result<void> Upload::reserve()
{
    m_room = std::max<qint64>(m_request.size, 0);
    const Space needed = Space{m_room, 1} - m_counted;
    auto reservation = reserveSpace(*m_home, m_accounting, m_userId, m_user, needed);
    if (!reservation)
        return tl::make_unexpected(reservation.error());
    m_reservation.emplace(std::move(*reservation));
    auto promise = promiseDisk(*m_home, m_accounting, m_userId, m_user, needed.bytes);
    if (!promise)
        return tl::make_unexpected(promise.error());
    m_disk = std::move(*promise);
    return {};
}

/// Nothing else has to go for it.
bool Upload::reserveStep(qint64 bytes)
{
    auto space = Reservation::take(m_accounting, m_userId, {bytes, 0});
    auto disk = m_home->disk().promise(m_home->jail().root(), bytes);
    if (!space || !disk)
        return false;
    m_reservation->add(std::move(*space));
    m_disk.add(std::move(*disk));
    m_room += bytes;
    return true;
}

/// A step ahead where there is room; otherwise what is needed now, for which the bin may be emptied.
Result<void> Upload::reserveMore(qint64 bytes)
{
    if (reserveStep(std::max(bytes, Step)))
        return {};
    auto space = reserveSpace(*m_home, m_accounting, m_userId, m_user, {bytes, 0});
    if (!space)
        return tl::make_unexpected(space.error());
    auto disk = promiseDisk(*m_home, m_accounting, m_userId, m_user, bytes);
    if (!disk)
        return tl::make_unexpected(disk.error());
    m_reservation->add(std::move(*space));
    m_disk.add(std::move(*disk));
    m_room += bytes;
    return {};
}

Result<void> Upload::write(const QByteArray &bytes)
{
    if (!m_file || !m_reservation)
        return fail(ErrorCode::WrongState); // it did not begin
    if (m_request.size == UnknownSize && m_written + bytes.size() > m_room) {
        if (auto more = reserveMore(m_written + bytes.size() - m_room); !more)
            return more;
    }
    if (m_written + bytes.size() > m_room)
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "More was sent than was announced."));
    m_hash.add(bytes);
    if (auto written = writeSparse(m_file.get(), bytes, m_written); !written)
        return written;
    const qint64 before = m_written / Prefix::Checkpoint;
    m_written += bytes.size();
    m_disk.written(bytes.size());
    // From here on a failing power supply takes no more than one checkpoint's bytes.
    if (m_keep && m_written / Prefix::Checkpoint > before && ::fdatasync(m_file.get()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    return {};
}

Result<FilesPutResult> Upload::finish(const FilesSum &sum)
{
    // Whatever is wrong now would be wrong again.
    m_keep = false;
    if (m_request.size == UnknownSize)
        m_request.size = sum.size;
    if (m_written != m_request.size || sum.size != m_request.size)
        return fail(ErrorCode::Truncated, QT_TRANSLATE_NOOP("Error", "%1 of %2 bytes arrived; nothing was kept."), {QString::number(m_written), QString::number(m_request.size)});
    const QString hash = QString::fromLatin1(m_hash.finish().toHex());
    if (hash != sum.sha256)
        return fail(ErrorCode::HashMismatch);
    if (auto ended = endAt(m_file.get(), m_written); !ended)
        return tl::make_unexpected(ended.error());
    if (auto set = setAttributes(m_file.get(), m_request.modified, m_request.mode == 0 ? 0644 : m_request.mode & 0777); !set)
        return tl::make_unexpected(set.error());
    // A failed sync is never tried again: the kernel may have thrown the pages away (fsync(2)).
    if (::fsync(m_file.get()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    // Counted before anybody can remove it again.
    auto held = m_home->holdNames();
    auto name = publish();
    if (!name)
        return tl::make_unexpected(name.error());
    m_partialName.clear();
    m_reservation->commit(Space{m_request.size, 1} - m_counted - m_freed);
    held.unlock();
    if (::fsync(m_parent.folder.get()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    m_components.last() = QString::fromUtf8(*name);
    return FilesPutResult{joinPath(m_components), hash, false};
}

/// Called with the names held.
Result<QByteArray> Upload::publish()
{
    const bool mayRename = m_request.conflict == u"rename";
    QByteArray name = m_parent.name;
    for (int number = 1; number <= MostNumbered; ++number) {
        if (m_mayReplace) {
            // What is replaced is counted as it is now, not as it was at the beginning.
            struct stat there{};
            m_freed = ::fstatat(m_parent.folder.get(), name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0 ? freedBy(there) : Space{};
        }
        const unsigned flags = m_mayReplace ? 0 : RENAME_NOREPLACE;
        if (::renameat2(m_partials.get(), m_partialName.constData(), m_parent.folder.get(), name.constData(), flags) == 0)
            return name;
        if (errno != EEXIST || !mayRename)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        auto numbered = validName(numberedName(QString::fromUtf8(m_parent.name), number));
        if (!numbered)
            return tl::make_unexpected(numbered.error());
        name = numbered->toUtf8();
    }
    return fail(ErrorCode::AlreadyExists);
}

void Upload::discard()
{
    if (!m_partialName.isEmpty()) {
        const bool kept = m_keep && m_written > 0 && endAt(m_file.get(), m_written);
        if (!kept)
            ::unlinkat(m_partials.get(), m_partialName.constData(), 0);
        // Before the reservation goes: what is there must never look free.
        const Space delta = (kept ? Space{m_written, 1} : Space{}) - m_counted;
        if (m_home && !delta.isNothing())
            m_accounting.adjust(m_userId, delta);
        m_partialName.clear();
    }
    m_reservation.reset();
    m_disk = {};
    if (!m_lockedPath.isEmpty())
        m_home->unlock(std::exchange(m_lockedPath, {}));
}

} // namespace transom::files
