#pragma once

#include "core/base/error.h"
#include "core/inspect/frame_record.h"

#include <QString>

#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace transom::inspect {

/// Frames that follow each other, on their way to the disk.
struct FrameBatch
{
    quint64 first = 0;
    std::vector<FrameRecord> records;
    QByteArray contents;

    quint64 end() const { return first + records.size(); }
};

/// The files of a capture store: segments, each of records and of contents, appended to by one thread and read by any. They have no name in any
/// folder: the system takes their space back when they are closed, however the program ends. Mode 0600.
class CaptureFiles
{
public:
    struct Limits
    {
        qint64 diskBytes = qint64(4) << 30;    ///< of all segments together; the oldest segment goes when it would be more
        quint64 segmentFrames = 256 * 1024;
        qint64 segmentBytes = 256 << 20;       ///< of contents, in one segment
    };

    CaptureFiles(QString directory, const Limits &limits);
    ~CaptureFiles();

    /// Blocks. InputOutput or DiskFull when nothing of it is kept. Frames must follow those written before.
    Result<void> write(const FrameBatch &batch);
    /// Frames [first, end) are there; none: first == end.
    std::pair<quint64, quint64> range() const;
    qint64 diskBytes() const;
    void clear();

    /// Blocks. Up to `count` records from `first` on; fewer at the end, none where they are not there.
    std::vector<FrameRecord> records(quint64 first, quint64 count) const;
    /// Blocks. The frames themselves, up to `mostBytes` of contents: what comes after these has none.
    QList<WatchedFrame> frames(quint64 first, quint64 count, qint64 mostBytes) const;
    QByteArray contents(quint64 number, const FrameRecord &record) const;

private:
    struct Segment;

    Result<std::shared_ptr<Segment>> makeSegment(quint64 first) const;
    std::shared_ptr<Segment> segmentOf(quint64 number) const;

    const QString m_directory;
    const Limits m_limits;
    mutable std::mutex m_mutex; ///< of the list, not of the files: what is written never changes
    std::deque<std::shared_ptr<Segment>> m_segments;
};

} // namespace transom::inspect
