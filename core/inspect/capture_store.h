#pragma once

#include "core/base/strand.h"
#include "core/inspect/capture_files.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <map>

namespace transom::inspect {

/// Keeps frames that have no place in memory any more: ten millions of them, on the disk, within a fixed amount of memory. Whoever looks at them
/// fetches pages; the disk is touched on a strand only. One thread owns the store and is told of everything in it.
///
/// The disk's share is bounded, too: the oldest frames go, and are counted.
class CaptureStore : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString directory;                           ///< made on demand with mode 0700; the files in it have no names
        CaptureFiles::Limits files;
        qsizetype pages = 128;                       ///< in memory
        qint64 pageContents = qint64(2) << 20;       ///< of one page in memory; what is beyond is fetched by read()
        quint64 waitingFrames = 100'000;             ///< for the disk; when it is slower than this, frames go without being kept
        qint64 waitingBytes = 64 << 20;
    };
    static constexpr quint64 PageFrames = 256;

    explicit CaptureStore(Options options, QObject *parent = nullptr);
    ~CaptureStore() override;

    /// `frame.number` is endNumber() or, where the store is empty, any. `service`: what its channel carries.
    void append(const WatchedFrame &frame, const QString &service, const QString &client, const QString &server);
    void clear();
    /// A stream is cut anew: its frames below endNumber() are rows no more.
    void retire(quint32 stream);
    /// By stream: numbers below are no rows. For scans, and for whoever saves.
    const QHash<quint32, quint64> &retired() const { return m_retired; }
    /// Everything appended is handed to the disk now.
    void flush();

    /// Frames [firstNumber(), endNumber()) are there.
    quint64 firstNumber() const { return m_first; }
    quint64 endNumber() const { return m_end; }
    quint64 size() const { return m_end - m_first; }
    /// Those that are on the disk for sure, and are found by scans: below this.
    quint64 writtenEnd() const { return m_written; }
    /// Frames that had to go.
    quint64 dropped() const { return m_dropped; }
    /// Why the disk keeps nothing more.
    const Error &failure() const { return m_failure; }
    qint64 diskBytes() const { return m_files->diskBytes(); }
    bool isBusy() const { return m_end - m_written > m_options.waitingFrames / 2; }

    /// A frame that is in memory; nullptr where it is not, and then its page is fetched and pageArrived() follows. The pointer is good until the event
    /// loop turns.
    const WatchedFrame *frame(quint64 number);
    /// Fetches frames beside this thread; `done` comes in `context`'s. Fewer come where they have gone.
    void read(quint64 first, quint64 count, QObject *context, std::function<void(const QList<WatchedFrame> &)> done, qint64 mostBytes = qint64(64) << 20);

    QString serviceOf(quint64 number);
    /// For scans.
    std::shared_ptr<const CaptureFiles> files() const { return m_files; }
    const QStringList &services() const { return m_services; }
    const QHash<quint32, std::pair<QString, QString>> &ends() const { return m_ends; }

Q_SIGNALS:
    void pageArrived(quint64 first, quint64 count);
    /// More frames are on the disk.
    void written();
    /// The oldest have gone.
    void shrunk();
    void failed(const transom::Error &error);

private:
    struct Page
    {
        std::vector<quint32> services;
        QList<WatchedFrame> frames; ///< empty: on its way
        quint64 first = 0;
        quint64 used = 0;
    };

    void post();
    void batchWritten(quint64 end, const Result<void> &result);
    void takeRange();
    void fetch(quint64 page);
    void evict();
    quint32 serviceNumber(const QString &service);
    const WatchedFrame *waiting(quint64 number);

    const Options m_options;
    std::shared_ptr<CaptureFiles> m_files;
    std::shared_ptr<FrameBatch> m_batch; ///< being filled
    std::map<quint64, std::shared_ptr<FrameBatch>> m_waiting; ///< by their first frame: handed to the strand, not written
    qint64 m_waitingBytes = 0;
    quint64 m_first = 0;
    quint64 m_end = 0;
    quint64 m_written = 0;
    quint64 m_dropped = 0;
    quint64 m_generation = 0; ///< clear() begins another: what is under way is of the one before
    Error m_failure;
    QStringList m_services{QString()};
    QHash<QString, quint32> m_serviceNumbers;
    QHash<quint32, std::pair<QString, QString>> m_ends;
    QHash<quint32, quint64> m_retired;
    QHash<quint64, Page> m_pages; ///< by number / PageFrames
    std::map<quint64, WatchedFrame> m_unwritten; ///< of batches that wait, as they were asked for
    quint64 m_clock = 0;
    Strand m_writing;
    Strand m_reading; ///< of its own, so that a page does not wait for megabytes to be written
};

} // namespace transom::inspect
