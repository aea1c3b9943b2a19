#include "ui/lab/experiments/call_feed.h"

#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>

namespace transom::ui {

using inspect::Flow;
using inspect::From;
using inspect::WatchedChunk;
using lab::CallRecord;

namespace {

Flow flowOf(const CallRecord &call)
{
    return call.toServer ? Flow::ToServer : Flow::ToClient;
}

From fromOf(const CallRecord &call)
{
    return call.toServer ? From::Client : From::Server;
}

using Place = std::pair<quint64, bool>; ///< a stream and a direction

/// A call is told of when it has returned, and a quick reader may be back before the writer is. Whoever has read bytes has read them after they were handed
/// over, so the send goes where its first byte was read, if that was earlier.
void sendBeforeRead(QList<CallRecord> &calls)
{
    QHash<Place, QList<qsizetype>> reads;
    for (qsizetype i = 0; i < calls.size(); ++i) {
        if (calls[i].call == CallRecord::Call::Receive && calls[i].result > 0 && !calls[i].datagram)
            reads[{calls[i].stream, calls[i].toServer}].append(i);
    }
    QHash<Place, qsizetype> next;
    for (CallRecord &call : calls) {
        if (call.call != CallRecord::Call::Send || call.result <= 0 || call.datagram)
            continue;
        // Both grow with the bytes.
        const Place place{call.stream, call.toServer};
        const auto &own = std::as_const(reads)[place];
        qsizetype &at = next[place];
        while (at < own.size() && calls[own[at]].offset + calls[own[at]].result <= call.offset)
            ++at;
        if (at < own.size() && calls[own[at]].offset < call.offset + call.result)
            call.monotonicNs = std::min(call.monotonicNs, calls[own[at]].monotonicNs);
    }
}

/// What the calls say of a stream before the first byte.
struct Known
{
    inspect::WatchedStream stream;
    bool datagram = false;
};

} // namespace

lab::CallObserver CallCollector::observer()
{
    return [self = shared_from_this()](const CallRecord &call) { self->add(call); };
}

void CallCollector::add(const CallRecord &call)
{
    const std::lock_guard lock(m_mutex);
    if (m_count >= MostCalls || m_bytes + call.bytes.size() > MostBytes) {
        ++m_dropped;
        return;
    }
    ++m_count;
    m_bytes += call.bytes.size();
    m_waiting.append(call);
}

QList<CallRecord> CallCollector::take()
{
    QList<CallRecord> calls;
    {
        const std::lock_guard lock(m_mutex);
        calls.swap(m_waiting);
    }
    // Each thread tells of its calls in their order; between two threads the clock decides.
    const auto byTime = [](const CallRecord &one, const CallRecord &other) {
        const auto key = [](const CallRecord &call) { return std::pair(call.monotonicNs, call.call != CallRecord::Call::Send); };
        return key(one) < key(other);
    };
    std::stable_sort(calls.begin(), calls.end(), byTime);
    sendBeforeRead(calls);
    std::stable_sort(calls.begin(), calls.end(), byTime);
    return calls;
}

qsizetype CallCollector::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

quint64 CallCollector::dropped() const
{
    const std::lock_guard lock(m_mutex);
    return m_dropped;
}

void CallFeed::begin(const QList<CallRecord> &calls)
{
    QHash<quint64, Known> known;
    QList<quint64> order;
    for (const CallRecord &call : calls) {
        if (call.stream == 0)
            continue;
        if (!m_streams.contains(call.stream)) {
            if (m_streams.size() + known.size() >= MostStreams && !known.contains(call.stream))
                continue;
            if (!known.contains(call.stream)) {
                known[call.stream].stream.kind = inspect::WatchedStream::Kind::Lab;
                known[call.stream].stream.beganMs = call.wallMs;
                order.append(call.stream);
            }
            Known &one = known[call.stream];
            (call.server ? one.stream.serverIsOurs : one.stream.clientIsOurs) = true;
            one.datagram |= call.datagram;
            // Who binds tells of itself, all others of the other side.
            const bool ofServer = call.server == (call.call == CallRecord::Call::Bind);
            QString &address = ofServer ? one.stream.server : one.stream.client;
            if (address.isEmpty())
                address = call.address;
        }
    }
    for (const quint64 number : order) {
        Stream stream;
        stream.datagram = known[number].datagram;
        stream.id = m_sources.add(known[number].stream, stream.datagram);
        if (!m_guess && !stream.datagram)
            m_sources.framed(stream.id)->choose(inspect::Framings{});
        m_order.append(stream.id);
        m_streams.insert(number, stream);
    }
    for (const CallRecord &call : calls) {
        if (call.call == CallRecord::Call::Send && m_streams.contains(call.stream))
            m_streams[call.stream].sides[static_cast<size_t>(flowOf(call))].ours = true;
    }
}

quint64 CallFeed::numberOf(quint32 id) const
{
    for (auto each = m_streams.begin(); each != m_streams.end(); ++each) {
        if (each->id == id)
            return each.key();
    }
    return 0;
}

void CallFeed::add(const QList<CallRecord> &calls)
{
    begin(calls);
    for (const CallRecord &call : calls) {
        const auto found = m_streams.find(call.stream);
        if (found == m_streams.end() || !found->open)
            continue;
        if (call.movedBytes())
            found->datagram ? datagram(*found, call) : moved(*found, call);
        else if (!found->datagram)
            goodbye(*found, call);
    }
    addChunks();
}

/// Who looks for the calls at a byte expects them to grow with the bytes; a reader that comes late does not.
void CallFeed::addChunks()
{
    std::stable_sort(m_chunks.begin(), m_chunks.end(), [](const Chunk &one, const Chunk &other) { return one.chunk.range.from < other.chunk.range.from; });
    for (const Chunk &each : m_chunks)
        m_sources.capture().addChunk(each.stream, each.flow, each.chunk);
    m_chunks.clear();
}

void CallFeed::moved(Stream &stream, const CallRecord &call)
{
    inspect::FramedStream *framed = m_sources.framed(stream.id);
    if (!framed)
        return;
    const bool send = call.call == CallRecord::Call::Send;
    WatchedChunk chunk;
    chunk.range = {call.offset, call.offset + call.result};
    chunk.atNs = call.monotonicNs;
    chunk.call = send ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive;
    m_chunks.push_back({stream.id, flowOf(call), chunk});
    Side &side = stream.sides[static_cast<size_t>(flowOf(call))];
    side.end = std::max(side.end, chunk.range.to);
    if (send || !stream.sides[static_cast<size_t>(flowOf(call))].ours)
        framed->read(fromOf(call), call.bytes, call.monotonicNs, call.wallMs);
    if (!send)
        framed->delivered(fromOf(call), chunk.range.to, call.monotonicNs);
}

void CallFeed::goodbye(Stream &stream, const CallRecord &call)
{
    const bool ends = call.call == CallRecord::Call::Shutdown || call.call == CallRecord::Call::Close;
    const bool toServer = ends ? !call.server : call.toServer;
    Side &side = stream.sides[static_cast<size_t>(toServer ? Flow::ToServer : Flow::ToClient)];
    if (ends && side.goodbye == 0) {
        auto shown = std::make_shared<inspect::ForeignFrame>();
        shown->name = lab::callName(call);
        shown->summary = QCoreApplication::translate("Experiment", "this side sends nothing more");
        inspect::WatchedFrame frame;
        frame.stream = stream.id;
        frame.flow = toServer ? Flow::ToServer : Flow::ToClient;
        frame.offset = side.end;
        frame.sentNs = call.monotonicNs;
        frame.wallMs = call.wallMs;
        frame.decoded = std::move(shown);
        side.goodbye = m_sources.capture().addFrame(std::move(frame));
    }
    // recv returned 0, or the reset that the other side has sent.
    const bool heard = call.call == CallRecord::Call::Receive && (call.result == 0 ? call.asked > 0 : call.error == ECONNRESET);
    if (!heard || side.goodbye == 0 || std::exchange(side.goodbyeRead, true))
        return;
    m_sources.capture().setReceived(side.goodbye, call.monotonicNs);
    const inspect::WatchedFrame *frame = m_sources.capture().frame(side.goodbye);
    if (call.result == 0 || !frame)
        return;
    // It went as a reset: that only the other end tells.
    inspect::WatchedFrame reset = *frame;
    reset.error = Error{ErrorCode::ConnectionLost, lab::describeErrno(call.error)};
    m_sources.capture().changeFrame(side.goodbye, reset);
}

/// What is received of datagrams says nothing of which of them it was: the first with these contents that is still on its way.
void CallFeed::datagram(Stream &stream, const CallRecord &call)
{
    inspect::FramedStream *framed = m_sources.framed(stream.id);
    if (!framed)
        return;
    Side &side = stream.sides[static_cast<size_t>(flowOf(call))];
    const bool send = call.call == CallRecord::Call::Send;
    qint64 offset = call.offset;
    if (send) {
        side.undelivered.append({call.bytes, offset});
    } else if (side.ours) {
        const auto sent = std::find_if(side.undelivered.begin(), side.undelivered.end(), [&](const auto &one) { return call.truncated ? one.first.startsWith(call.bytes) : one.first == call.bytes; });
        if (sent == side.undelivered.end())
            return;
        offset = sent->second;
        side.undelivered.erase(sent);
    }
    WatchedChunk chunk;
    chunk.range = {offset, offset + call.result};
    chunk.atNs = call.monotonicNs;
    chunk.call = send ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive;
    m_chunks.push_back({stream.id, flowOf(call), chunk});
    if (send || !side.ours)
        framed->read(fromOf(call), call.bytes, call.monotonicNs, call.wallMs);
    if (!send) {
        if (const auto *frame = m_sources.capture().frameAt(stream.id, flowOf(call), offset))
            m_sources.capture().setReceived(frame->number, call.monotonicNs);
    }
}

void CallFeed::end(Stream &stream)
{
    if (!std::exchange(stream.open, false))
        return;
    if (inspect::FramedStream *framed = m_sources.framed(stream.id)) {
        framed->ended(From::Client);
        framed->ended(From::Server);
    }
    m_sources.capture().endStream(stream.id, {});
}

void CallFeed::finish()
{
    for (Stream &stream : m_streams)
        end(stream);
    m_sources.announce();
}

} // namespace transom::ui
