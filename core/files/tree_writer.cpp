#include "core/files/tree_writer.h"

#include "core/files/file_names.h"
#include "core/files/raw_io.h"
#include "core/files/recycle_bin.h"

#include <QRandomGenerator>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::files {

using namespace protocol;

namespace {

/// Files that get their names together, under one lock and with one entry in the books.
constexpr size_t Together = 64;
constexpr qint64 MostRecords = 5'000'000;

} // namespace

TreeWriter::TreeWriter(Homes &homes, Accounting &accounting, qint64 userId, QString user, FilesPutTree request)
    : m_homes(homes)
    , m_accounting(accounting)
    , m_userId(userId)
    , m_user(std::move(user))
    , m_request(std::move(request))
    , m_temporaryStem(QByteArray::number(QRandomGenerator::system()->generate64(), 16) + '-')
{}

TreeWriter::~TreeWriter()
{
    for (const Waiting &file : m_waiting)
        ::unlinkat(m_partials.get(), file.temporary.constData(), 0);
}

Result<void> TreeWriter::begin()
{
    if (m_request.files < 0 || m_request.files > MostRecords || m_request.bytes < 0)
        return fail(ErrorCode::BadArgument);
    if (!QStringList{QStringLiteral("fail"), QStringLiteral("overwrite"), QStringLiteral("rename"), QStringLiteral("skip"), QStringLiteral("newer")}.contains(
                m_request.conflict))
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is no conflict policy of that name."));
    auto base = splitPath(m_request.path);
    if (!base)
        return tl::make_unexpected(base.error());
    m_base = *base;
    auto home = m_homes.toChange(m_user, m_userId);
    if (!home)
        return tl::make_unexpected(home.error());
    m_home = *home;
    auto folder = m_home->jail().folder(m_base);
    if (!folder)
        return tl::make_unexpected(folder.error());
    auto partials = m_home->partials();
    if (!partials)
        return tl::make_unexpected(partials.error());
    m_partials = std::move(*partials);
    auto reservation = reserveSpace(*m_home, m_accounting, m_userId, m_user, {m_request.bytes, m_request.files});
    if (!reservation)
        return tl::make_unexpected(reservation.error());
    m_reservation.emplace(std::move(*reservation));
    auto promise = promiseDisk(*m_home, m_accounting, m_userId, m_user, m_request.bytes);
    if (!promise)
        return tl::make_unexpected(promise.error());
    m_disk = std::move(*promise);
    if (m_request.conflict != u"rename")
        return {};
    auto now = diskTime(m_partials.get(), m_temporaryStem + "began");
    if (!now)
        return tl::make_unexpected(now.error());
    m_began = *now;
    return {};
}

Result<FilesResults> TreeWriter::add(const QByteArray &bytes)
{
    if (!m_reservation)
        return fail(ErrorCode::WrongState); // it did not begin
    m_decoder.add(bytes);
    for (;;) {
        auto record = m_decoder.next();
        if (!record)
            return tl::make_unexpected(record.error());
        if (!*record)
            break;
        const qint64 size = (*record)->contents.size();
        if (m_taken == m_request.files || m_takenBytes + size > m_request.bytes)
            return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "More was sent than was announced."));
        take(**record);
        ++m_taken;
        m_takenBytes += size;
        if (m_waiting.size() >= Together)
            publish();
    }
    publish();
    m_results.done = m_taken;
    return std::exchange(m_results, {});
}

void TreeWriter::take(const RecordDecoder::Record &record)
{
    auto components = splitRecordPath(record.head.path);
    Result<void> done = components ? Result<void>() : tl::make_unexpected(components.error());
    if (done) {
        const QStringList whole = m_base + *components;
        if (record.head.type == u"directory")
            done = makeFolder(whole, record.head);
        else if (record.head.type == u"link")
            done = makeLink(whole, record.head);
        else if (record.head.type == u"file" && record.head.contents)
            done = takeFile(whole, record);
        else
            done = fail(ErrorCode::BadArgument);
    }
    if (!done)
        tell(m_taken, done.error());
}

Result<std::shared_ptr<Descriptor>> TreeWriter::folderFor(const QStringList &components)
{
    const QStringList above = components.first(components.size() - 1);
    if (!m_target.folder || m_target.components != above) {
        auto folder = m_home->jail().folder(above);
        if (!folder)
            return tl::make_unexpected(folder.error());
        m_target = {above, std::make_shared<Descriptor>(std::move(*folder))};
    }
    return m_target.folder;
}

Result<void> TreeWriter::takeFile(const QStringList &components, const RecordDecoder::Record &record)
{
    auto folder = folderFor(components);
    if (!folder)
        return tl::make_unexpected(folder.error());
    const QByteArray temporary = m_temporaryStem + QByteArray::number(m_taken, 36);
    if (auto written = writeSmall(m_partials.get(), temporary, record.contents, record.head); !written)
        return written;
    m_disk.written(record.contents.size());
    m_waiting.push_back({m_taken, temporary, *folder, components.last().toUtf8(), joinPath(components), record.head});
    return {};
}

Result<void> TreeWriter::makeFolder(const QStringList &components, const FilesRecord &record)
{
    auto folder = folderFor(components);
    if (!folder)
        return tl::make_unexpected(folder.error());
    const QByteArray name = components.last().toUtf8();
    const auto held = m_home->holdNames();
    const auto mode = static_cast<mode_t>(record.mode == 0 ? 0755 : (record.mode & 0777) | 0700); // its owner must be able to put things into it
    if (::mkdirat((*folder)->get(), name.constData(), mode) == 0) {
        count({0, 1});
        return {};
    }
    if (errno != EEXIST)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    struct stat there{};
    if (::fstatat((*folder)->get(), name.constData(), &there, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(there.st_mode))
        return fail(ErrorCode::NotADirectory);
    return {};
}

Result<void> TreeWriter::makeLink(const QStringList &components, const FilesRecord &record)
{
    auto folder = folderFor(components);
    if (!folder)
        return tl::make_unexpected(folder.error());
    const auto held = m_home->holdNames();
    auto placed = placeLink((*folder)->get(), components.last().toUtf8(), components.first(components.size() - 1), record.target);
    if (!placed)
        return tl::make_unexpected(placed.error());
    count(placed->added);
    ++m_total.files;
    return {};
}

/// The names, and what they add to the books, before anybody can take them away again.
void TreeWriter::publish()
{
    if (m_waiting.empty())
        return;
    const auto held = m_home->holdNames();
    Space added;
    const PutSince since = putSince(m_request.again, m_request.conflict, m_request.since);
    for (const Waiting &file : m_waiting) {
        auto placed = placeSmall(m_partials.get(), file.temporary, file.folder->get(), file.name, file.record, m_request.conflict, since);
        if (!placed) {
            tell(file.index, placed.error());
            continue;
        }
        added += placed->added;
        ++m_total.files;
        m_total.bytes += file.record.size;
        if (placed->skipped || placed->name != file.name) {
            FilesResult result;
            result.index = file.index;
            result.skipped = placed->skipped;
            if (placed->name != file.name)
                result.path = joinPath(file.path.section(u'/', 0, -2), QString::fromUtf8(placed->name));
            m_results.results.append(result);
        }
    }
    m_waiting.clear();
    count(added);
}

/// Out of the reservation, into use.
void TreeWriter::count(Space added)
{
    m_reservation->commitPart({std::max<qint64>(added.bytes, 0), std::max<qint64>(added.files, 0)}, added);
}

void TreeWriter::tell(qint64 index, const Error &failure)
{
    const Error error = onServersDisk(failure, false);
    m_results.results.append({index, error.code, error.text, {}, false, error.parts});
}

Result<FilesTreeTotal> TreeWriter::finish()
{
    if (!m_decoder.isBetweenRecords())
        return fail(ErrorCode::Truncated);
    // One for all of them.
    if (m_home && ::syncfs(m_home->jail().root()) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    m_reservation.reset();
    return m_total;
}

} // namespace transom::files
