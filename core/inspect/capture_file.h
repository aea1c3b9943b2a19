#pragma once

#include "core/inspect/capture_files.h"
#include "core/inspect/pcapng.h"
#include "core/inspect/stream_capture.h"

#include <QMap>

/// Captures as files: pcapng, so that Wireshark opens them, with a second comment at each packet that holds what a packet cannot say. It begins
/// with "transom:" and is a JSON object; with it, what is read back is what was saved.
///
///     of the first packet of a stream   stream, kind, client, server, clientIsOurs, serverIsOurs, began
///     of a frame's first packet         at (offset), sent, received (monotonic ns), wall (ms), secret, forgotten, mark, extra
///     of an empty packet                calls: [[flow, sent, encrypted, from, to, ns, injected, left, and of encrypted ones plainFrom, plainTo], …], or ended: code, text, or flowEnded: flow, ns
namespace transom::inspect {

inline constexpr char CaptureDataPrefix[] = "transom:";

/// Writes frames as they come. One thread; `device` is open for writing, outlives it, and is where errors show.
class CaptureFileWriter
{
public:
    CaptureFileWriter(QIODevice &device, const QString &source);

    /// `mark`: the note of a marked frame, which may be empty; null: it carries no mark.
    void add(const WatchedFrame &frame, const WatchedStream &stream, const QString *mark = nullptr);
    /// Calls of streams, and how they ended: after their frames.
    void finish(const WatchedStream &stream);

private:
    quint64 conversationOf(const WatchedStream &stream, qint64 timeNs);
    qint64 wallNs(const WatchedFrame &frame);
    void writeCalls(quint64 conversation, const WatchedStream &stream);

    PcapngWriter m_writer;
    QHash<quint32, quint64> m_conversations; ///< by stream
    qint64 m_monotonicToWall = 0;
    qint64 m_lastNs = 0;
};

/// Everything that saving needs, taken in one moment in the capture's thread; saving may then go on in any.
struct CaptureSnapshot
{
    std::deque<WatchedFrame> frames; ///< in memory
    QList<WatchedStream> streams;
    std::shared_ptr<const CaptureFiles> files; ///< and what was before these
    quint64 firstStored = 0;
    quint64 endStored = 0;
    QHash<quint32, quint64> retired; ///< by stream: stored frames below are no rows any more
    QMap<quint64, QString> marks;
};
CaptureSnapshot snapshotOf(const StreamCapture &capture, CaptureStore *store = nullptr, const QMap<quint64, QString> &marks = {});
/// Blocks. With `only`, just these frames.
Result<void> saveCapture(const CaptureSnapshot &snapshot, const QString &path, const QString &source, const std::function<bool(const WatchedFrame &)> &only = {});

struct ReadCapture
{
    QMap<quint64, QString> marks; ///< by the frames' new numbers
    quint64 frames = 0;
    quint64 skipped = 0;          ///< packets that are neither TCP nor whole
    qint64 missing = 0;           ///< bytes that are not in the file
    Error broken;                 ///< the file ends before its end, or goes wrong: what is before that was read
};

/// Reads a file that was saved here, or any pcapng or pcap with TCP connections, into `capture`. Fails only where nothing could be read: BadMessage.
/// Whatever the file says, memory is bounded by the limits of `capture` and some megabytes. Blocks.
Result<ReadCapture> readCapture(QIODevice &device, StreamCapture &capture);

} // namespace transom::inspect
