#include "core/inspect/capture_files.h"

#include "core/base/descriptor.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace transom::inspect {

namespace {

constexpr qint64 RecordSize = sizeof(FrameRecord);

bool writeAll(int descriptor, const char *bytes, qint64 size, qint64 at)
{
    while (size > 0) {
        const ssize_t written = ::pwrite(descriptor, bytes, static_cast<size_t>(size), at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        at += written;
        size -= written;
    }
    return true;
}

bool readAll(int descriptor, char *bytes, qint64 size, qint64 at)
{
    while (size > 0) {
        const ssize_t taken = ::pread(descriptor, bytes, static_cast<size_t>(size), at);
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken <= 0)
            return false;
        bytes += taken;
        at += taken;
        size -= taken;
    }
    return true;
}

/// Without a name, or with none for longer than a moment.
Descriptor namelessFile(const QString &directory)
{
    const QByteArray folder = QFile::encodeName(directory);
#ifdef O_TMPFILE
    if (Descriptor file(::open(folder.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)); file)
        return file;
#endif
    QByteArray name = folder + "/.wire-XXXXXX";
    Descriptor file(::mkostemp(name.data(), O_CLOEXEC)); // 0600
    if (file)
        ::unlink(name.constData());
    return file;
}

tl::unexpected<Error> notKept(int error)
{
    if (error == ENOSPC || error == EDQUOT)
        return fail(ErrorCode::DiskFull, QT_TRANSLATE_NOOP("Error", "The disk is full: what is recorded from now on is kept in memory only, and the oldest of it goes. Make room and record again."));
    return fail(ErrorCode::InputOutput, QT_TRANSLATE_NOOP("Error", "The recording cannot be kept on the disk: the oldest of it goes. Check the folder for Transom's state."));
}

} // namespace

struct CaptureFiles::Segment
{
    quint64 first = 0;
    std::atomic<quint64> count = 0;
    std::atomic<qint64> contents = 0;
    Descriptor records;
    Descriptor bytes;

    qint64 size() const { return static_cast<qint64>(count) * RecordSize + contents; }
};

CaptureFiles::CaptureFiles(QString directory, const Limits &limits)
    : m_directory(std::move(directory))
    , m_limits(limits)
{}

CaptureFiles::~CaptureFiles() = default;

Result<std::shared_ptr<CaptureFiles::Segment>> CaptureFiles::makeSegment(quint64 first) const
{
    if (!QDir(m_directory).exists()) {
        QDir().mkpath(QFileInfo(m_directory).path());
        ::mkdir(QFile::encodeName(m_directory).constData(), 0700);
    }
    auto segment = std::make_shared<Segment>();
    segment->first = first;
    segment->records = namelessFile(m_directory);
    segment->bytes = namelessFile(m_directory);
    if (!segment->records || !segment->bytes)
        return notKept(errno);
    return segment;
}

Result<void> CaptureFiles::write(const FrameBatch &batch)
{
    if (batch.records.empty())
        return {};
    std::shared_ptr<Segment> segment;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_segments.empty())
            segment = m_segments.back();
    }
    const bool follows = segment && segment->first + segment->count == batch.first;
    if (!follows || segment->count + batch.records.size() > m_limits.segmentFrames || segment->contents + batch.contents.size() > m_limits.segmentBytes) {
        auto made = makeSegment(batch.first);
        if (!made)
            return tl::make_unexpected(made.error());
        const std::lock_guard lock(m_mutex);
        if (segment && !follows)
            m_segments.clear(); // there is a gap: what is before it can no more be told apart from what is behind
        segment = *made;
        m_segments.push_back(segment);
    }
    const qint64 contentsAt = segment->contents;
    std::vector<FrameRecord> records = batch.records;
    for (FrameRecord &record : records)
        record.contentsAt += static_cast<quint64>(contentsAt);
    if (!writeAll(segment->bytes.get(), batch.contents.constData(), batch.contents.size(), contentsAt)
        || !writeAll(segment->records.get(), reinterpret_cast<const char *>(records.data()), static_cast<qint64>(records.size()) * RecordSize, static_cast<qint64>(segment->count) * RecordSize))
        return notKept(errno);
    segment->contents += batch.contents.size();
    segment->count += records.size();

    const std::lock_guard lock(m_mutex);
    qint64 size = 0;
    for (const auto &each : m_segments)
        size += each->size();
    while (size > m_limits.diskBytes && m_segments.size() > 1) {
        size -= m_segments.front()->size();
        m_segments.pop_front();
    }
    return {};
}

std::pair<quint64, quint64> CaptureFiles::range() const
{
    const std::lock_guard lock(m_mutex);
    if (m_segments.empty())
        return {0, 0};
    return {m_segments.front()->first, m_segments.back()->first + m_segments.back()->count};
}

qint64 CaptureFiles::diskBytes() const
{
    const std::lock_guard lock(m_mutex);
    qint64 size = 0;
    for (const auto &each : m_segments)
        size += each->size();
    return size;
}

void CaptureFiles::clear()
{
    const std::lock_guard lock(m_mutex);
    m_segments.clear();
}

std::shared_ptr<CaptureFiles::Segment> CaptureFiles::segmentOf(quint64 number) const
{
    const std::lock_guard lock(m_mutex);
    const auto behind = std::upper_bound(m_segments.begin(), m_segments.end(), number, [](quint64 wanted, const auto &segment) { return wanted < segment->first; });
    if (behind == m_segments.begin())
        return {};
    const auto &segment = *std::prev(behind);
    return number < segment->first + segment->count ? segment : nullptr;
}

std::vector<FrameRecord> CaptureFiles::records(quint64 first, quint64 count) const
{
    std::vector<FrameRecord> all;
    while (count > 0) {
        const auto segment = segmentOf(first);
        if (!segment)
            break;
        const quint64 part = std::min(count, segment->first + segment->count - first);
        const size_t before = all.size();
        all.resize(before + part);
        if (!readAll(segment->records.get(), reinterpret_cast<char *>(all.data() + before), static_cast<qint64>(part) * RecordSize, static_cast<qint64>(first - segment->first) * RecordSize)) {
            all.resize(before);
            break;
        }
        first += part;
        count -= part;
    }
    return all;
}

QByteArray CaptureFiles::contents(quint64 number, const FrameRecord &record) const
{
    const auto segment = segmentOf(number);
    if (!segment || record.contentsSize() == 0 || record.contentsSize() > segment->contents)
        return {};
    QByteArray bytes(static_cast<qsizetype>(record.contentsSize()), Qt::Uninitialized);
    return readAll(segment->bytes.get(), bytes.data(), bytes.size(), static_cast<qint64>(record.contentsAt)) ? bytes : QByteArray();
}

QList<WatchedFrame> CaptureFiles::frames(quint64 first, quint64 count, qint64 mostBytes) const
{
    QList<WatchedFrame> frames;
    const auto all = records(first, count);
    frames.reserve(static_cast<qsizetype>(all.size()));
    for (const FrameRecord &record : all) {
        const quint64 number = first + static_cast<quint64>(frames.size());
        mostBytes -= record.contentsSize();
        frames.append(fromRecord(record, number, mostBytes >= 0 ? contents(number, record) : QByteArray()));
    }
    return frames;
}

} // namespace transom::inspect
