#pragma once

#include "core/inspect/capture_ring.h"
#include "core/inspect/frame_fields.h"

#include <QHash>
#include <QString>

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

/// What has been watched, for views: streams with two directions, chunks as calls moved them, frames as they were decoded. The unit of
/// everything is (stream, flow, byte range). Pure; one thread.
namespace transom::inspect {

/// One direction of a stream, named by where its bytes go, so that it is the same from both ends.
enum class Flow : quint8 { ToServer, ToClient };
inline constexpr int Flows = 2;

/// What is being looked at. A range of no bytes on stream 0 is nothing.
struct Selection
{
    quint32 stream = 0;
    Flow flow = Flow::ToServer;
    ByteRange range;

    bool operator==(const Selection &) const = default;
};

/// A frame of a stream, at its place among the stream's bytes.
struct WatchedFrame
{
    quint64 number = 0;        ///< counts from 1 over everything watched
    quint32 stream = 0;
    Flow flow = Flow::ToServer;
    qint64 offset = 0;         ///< of its first byte
    wire::FrameHeader header;
    QByteArray payload;        ///< as much of it as was kept, from its beginning
    bool secret = false;       ///< the payload was blanked
    bool forgotten = false;    ///< its payload had to make room for later ones
    bool retired = false;      ///< the stream was cut anew, by another framing: this is no row any more
    qint64 sentNs = -1;        ///< when the sender handed it over, monotonic clock; -1: the sender is not ours
    qint64 receivedNs = -1;    ///< when the receiver had read it; -1: not yet, or the receiver is not ours
    qint64 wallMs = 0;         ///< of the first of the two
    Error error;               ///< these bytes were refused
    std::shared_ptr<const ForeignFrame> decoded; ///< of another framing than Transom's; null: `header` says all

    qint64 size() const { return decoded ? decoded->size : error.code != ErrorCode::None ? 0 : wire::HeaderSize + static_cast<qint64>(header.length); }
    qint64 headerSize() const { return decoded ? decoded->headerSize : wire::HeaderSize; }
    ByteRange range() const { return {offset, offset + size()}; }
    /// The first time known.
    qint64 atNs() const { return sentNs >= 0 ? sentNs : receivedNs; }
    bool isError() const { return error.code != ErrorCode::None; }
    /// How many of its bytes, from its first, are known.
    qint64 knownSize() const { return decoded ? payload.size() : isError() ? 0 : wire::HeaderSize + payload.size(); }
};

/// Bytes as one call moved them: where its cuts lie is what the call decided, not what the bytes mean.
struct WatchedChunk
{
    enum class Call : quint8 { Send, Receive };

    ByteRange range;
    qint64 atNs = 0;
    Call call = Call::Receive;
    bool injected = false; ///< a fault that was asked for made it
    qint64 left = -1;      ///< then still waiting, in the program to be sent or in the system to be received; -1: not known
    ByteRange plain = {};  ///< of TLS records: the bytes of the stream that are in them; none where it is not known
};

struct WatchedStream
{
    enum class Kind : quint8 { Session, Relay, Lab };

    struct FlowState
    {
        std::deque<quint64> frames;       ///< numbers, in the order of their offsets
        std::deque<WatchedChunk> chunks;
        std::deque<WatchedChunk> encrypted; ///< calls that moved TLS records: ranges of these, not of the frames; `plain` is of the frames
        qint64 begin = -1;                ///< the first offset that was seen
        qint64 end = 0;
        qint64 endedNs = -1;              ///< when its sender ended it by itself (FIN), as far as that was seen; the clock is that of the frames
    };

    quint32 id = 0;
    Kind kind = Kind::Session;
    QString client;            ///< address; empty where it is not known
    QString server;
    bool clientIsOurs = false; ///< times are taken at this end
    bool serverIsOurs = false;
    bool datagrams = false;    ///< each frame is one
    bool open = true;
    Error ending;
    qint64 beganMs = 0;        ///< wall clock
    std::array<FlowState, Flows> flows;

    const FlowState &flow(Flow flow) const { return flows[static_cast<size_t>(flow)]; }
    FlowState &flow(Flow flow) { return flows[static_cast<size_t>(flow)]; }
    QString name() const;
};

class CaptureStore;

/// Holds what was watched within a fixed amount of memory: the oldest frames go when there are too many, and the oldest contents before
/// them; both are counted. With a store, what would go is kept there instead.
class StreamCapture
{
public:
    struct Limits
    {
        qsizetype frames = 200'000;
        qint64 payloadBytes = 64 * 1024 * 1024;
        qsizetype chunks = 200'000; ///< of each direction of each stream
        qsizetype streams = 1'000;
    };

    StreamCapture();
    explicit StreamCapture(const Limits &limits);

    /// Frames that have no place in memory go there from now on. It is of this thread, and outlives the capture or is taken back by nullptr.
    void setStore(CaptureStore *store) { m_store = store; }

    /// What a tap saw. Returns the number of the frame that is new or has changed, 0 if none.
    quint64 add(const CapturedEvent &event);

    /// For sources that are no session: a relay, a socket of the lab. Ids count from 1 over all streams.
    quint32 addStream(WatchedStream stream);
    void addChunk(quint32 stream, Flow flow, const WatchedChunk &chunk);
    /// The same of TLS records.
    void addEncryptedChunk(quint32 stream, Flow flow, const WatchedChunk &chunk);
    /// `frame.number` is given by the capture.
    quint64 addFrame(WatchedFrame frame);
    /// What is known by now of a frame that was under way; its number, stream, direction and place stay. False: it has gone.
    bool changeFrame(quint64 number, const WatchedFrame &now);
    /// When the receiver had a frame. False: it has gone.
    bool setReceived(quint64 number, qint64 atNs);
    /// The stream is to be cut anew: its frames are rows no more. Its bytes' calls stay.
    void retireFrames(quint32 stream);
    void endStream(quint32 stream, const Error &reason);
    /// One direction: the other may go on. The first time counts.
    void endFlow(quint32 stream, Flow flow, qint64 atNs);
    void noteDropped(quint64 events) { m_dropped += events; }
    void clear();

    /// Frames from firstNumber() to lastNumber() are there; lastNumber() < firstNumber(): none.
    quint64 firstNumber() const;
    quint64 lastNumber() const { return m_first + m_frames.size() - 1; }
    qsizetype frameCount() const { return static_cast<qsizetype>(lastNumber() + 1 - firstNumber()); }
    /// Those from here on are in memory. What follows about streams and places is about these only.
    quint64 firstInMemory() const { return m_first; }
    /// nullptr: there is none, or it is in the store and not at hand: CaptureStore::pageArrived() follows. Good until the event loop turns.
    const WatchedFrame *frame(quint64 number) const;
    /// The frame that holds a byte, or nullptr.
    const WatchedFrame *frameAt(quint32 stream, Flow flow, qint64 offset) const;
    /// The first frame of a direction that ends after `offset`: where a view begins to draw. Index into FlowState::frames.
    size_t firstFrameAfter(const WatchedStream &stream, Flow flow, qint64 offset) const;
    const WatchedStream *stream(quint32 id) const;
    QList<quint32> streamIds() const;
    /// What a channel carries ("files.put"), as far as its OPEN was seen.
    QString serviceOf(const WatchedFrame &frame) const;

    /// Frames and events that are not there any more, or never came.
    quint64 dropped() const;
    /// Frames of which only the header is left.
    quint64 contentsDropped() const { return m_contentsDropped; }
    qint64 payloadBytes() const { return m_payloadBytes; }

private:
    WatchedStream *find(quint32 id);
    WatchedStream &streamOf(const CapturedEvent &event);
    void began(const CapturedEvent &event);
    void called(const CapturedEvent &event);
    void openUp(WatchedStream::FlowState &flow, qint64 end, bool exactly);
    quint64 framed(const CapturedEvent &event);
    quint64 store(WatchedFrame frame);
    WatchedFrame *known(WatchedStream &stream, Flow flow, qint64 offset, const wire::FrameHeader &header);
    void remember(const WatchedFrame &frame);
    void shrink();
    void dropOldest();

    const Limits m_limits;
    CaptureStore *m_store = nullptr;
    std::deque<WatchedFrame> m_frames;
    quint64 m_first = 1;
    quint64 m_nextWithContents = 1; ///< no frame before it has its payload
    std::vector<WatchedStream> m_streams;
    quint32 m_lastStream = 0;
    struct End
    {
        quint32 stream = 0;
        bool isServer = false;
    };
    QHash<SessionId, End> m_ends;
    QHash<quint64, QString> m_services; ///< by stream and channel
    quint64 m_dropped = 0;
    quint64 m_contentsDropped = 0;
    qint64 m_payloadBytes = 0;
};

} // namespace transom::inspect
