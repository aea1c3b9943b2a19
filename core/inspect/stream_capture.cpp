#include "core/inspect/stream_capture.h"

#include "core/inspect/capture_store.h"
#include "core/protocol/json.h"
#include "core/protocol/message_table.h"

#include <algorithm>
#include <utility>

namespace transom::inspect {

using protocol::MessageType;

namespace {

/// More than any session has open in its life between two looks; what comes after goes without a name.
constexpr qsizetype MostServices = 100'000;

/// Both ends write the same address the same way: a socket for all addresses shows IPv4 as IPv6.
QString plainAddress(QString address)
{
    if (address.startsWith(QLatin1String("[::ffff:")))
        address = address.mid(8).remove(u']');
    return address;
}

/// Only addresses with a port name one connection.
bool namesOneConnection(const QString &client, const QString &server)
{
    const auto hasPort = [](const QString &address) { return !address.startsWith(u"unix") && address.section(u':', -1).toUShort() != 0; };
    return hasPort(client) && hasPort(server);
}

quint64 channelKey(quint32 stream, ChannelId channel)
{
    return (static_cast<quint64>(stream) << 32) | channel.value;
}

} // namespace

QString WatchedStream::name() const
{
    return QStringLiteral("%1 – %2").arg(client.isEmpty() ? QStringLiteral("?") : client, server.isEmpty() ? QStringLiteral("?") : server);
}

StreamCapture::StreamCapture()
    : StreamCapture(Limits{})
{}

StreamCapture::StreamCapture(const Limits &limits)
    : m_limits(limits)
{}

quint64 StreamCapture::add(const CapturedEvent &event)
{
    switch (event.what) {
    case CapturedEvent::What::Began:
        began(event);
        return 0;
    case CapturedEvent::What::Ended:
        if (const auto end = m_ends.constFind(event.session); end != m_ends.constEnd()) {
            endStream(end->stream, event.refused);
            m_ends.erase(end);
        }
        return 0;
    case CapturedEvent::What::Refusal: {
        WatchedFrame frame;
        const WatchedStream &stream = streamOf(event);
        frame.stream = stream.id;
        frame.flow = m_ends.value(event.session).isServer ? Flow::ToServer : Flow::ToClient;
        frame.offset = event.offset;
        frame.receivedNs = event.monotonicNs;
        frame.wallMs = event.wallMs;
        frame.error = event.refused;
        return store(std::move(frame));
    }
    case CapturedEvent::What::Frame:
        return framed(event);
    case CapturedEvent::What::Call:
        called(event);
        return 0;
    }
    return 0;
}

void StreamCapture::began(const CapturedEvent &event)
{
    if (m_ends.contains(event.session))
        return; // the tap has come a second time
    const bool isServer = event.start.isServer;
    const QString client = plainAddress(isServer ? event.start.peer : event.start.local);
    const QString server = plainAddress(isServer ? event.start.local : event.start.peer);
    for (WatchedStream &each : m_streams) {
        bool &ours = isServer ? each.serverIsOurs : each.clientIsOurs;
        if (each.open && !ours && each.kind == WatchedStream::Kind::Session && each.client == client && each.server == server && namesOneConnection(client, server)) {
            ours = true;
            m_ends.insert(event.session, {each.id, isServer});
            return;
        }
    }
    WatchedStream stream;
    stream.client = client;
    stream.server = server;
    (isServer ? stream.serverIsOurs : stream.clientIsOurs) = true;
    stream.beganMs = event.wallMs;
    m_ends.insert(event.session, {addStream(std::move(stream)), isServer});
}

void StreamCapture::called(const CapturedEvent &event)
{
    const auto end = m_ends.constFind(event.session);
    if (end == m_ends.constEnd())
        return; // a stream is made known by its beginning or its frames
    const bool sent = event.direction == wire::Direction::Sent;
    const Flow flow = sent != end->isServer ? Flow::ToServer : Flow::ToClient;
    WatchedChunk chunk;
    chunk.range = {event.call.offset, event.call.offset + event.call.length};
    chunk.atNs = event.monotonicNs;
    chunk.call = sent ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive;
    chunk.left = event.call.left;
    if (event.call.encrypted && event.call.plain >= 0) {
        chunk.plain = {event.call.plain, std::max(event.call.plain, event.call.plainEnd)};
        if (WatchedStream *stream = sent ? nullptr : find(end->stream))
            openUp(stream->flow(flow), event.call.plain, true);
    }
    if (event.call.encrypted)
        addEncryptedChunk(end->stream, flow, chunk);
    else
        addChunk(end->stream, flow, chunk);
}

/// What the records of the last recv had in them shows when they have been read.
void StreamCapture::openUp(WatchedStream::FlowState &flow, qint64 end, bool exactly)
{
    constexpr int Far = 256; // sends of the other end lie between
    int looked = 0;
    for (auto chunk = flow.encrypted.rbegin(); chunk != flow.encrypted.rend() && looked < Far; ++chunk, ++looked) {
        if (chunk->call != WatchedChunk::Call::Receive)
            continue;
        chunk->plain.to = std::max(exactly ? chunk->plain.from : chunk->plain.to, end);
        return;
    }
}

WatchedStream &StreamCapture::streamOf(const CapturedEvent &event)
{
    if (const auto end = m_ends.constFind(event.session); end != m_ends.constEnd()) {
        if (WatchedStream *stream = find(end->stream))
            return *stream;
    }
    // Nobody saw it begin: all that is known is that one end is here. A client's frames and a server's differ in their direction only.
    const protocol::MessageRow *row = protocol::findMessage(event.header.type);
    const bool sentByClient = row && row->sender == protocol::Sender::Client;
    const bool isServer = sentByClient == (event.direction == wire::Direction::Received) && row && row->sender != protocol::Sender::Either;
    WatchedStream stream;
    (isServer ? stream.serverIsOurs : stream.clientIsOurs) = true;
    stream.beganMs = event.wallMs;
    const quint32 id = addStream(std::move(stream));
    m_ends.insert(event.session, {id, isServer});
    return *find(id);
}

quint64 StreamCapture::framed(const CapturedEvent &event)
{
    WatchedStream &stream = streamOf(event);
    const bool isServer = m_ends.value(event.session).isServer;
    const bool sent = event.direction == wire::Direction::Sent;
    const Flow flow = sent != isServer ? Flow::ToServer : Flow::ToClient;
    if (auto &state = stream.flow(flow); !sent && !state.encrypted.empty())
        openUp(state, event.offset + wire::HeaderSize + event.header.length, false);
    if (WatchedFrame *frame = known(stream, flow, event.offset, event.header)) {
        // The other end of the same bytes.
        (sent ? frame->sentNs : frame->receivedNs) = event.monotonicNs;
        return frame->number;
    }
    const protocol::MessageRow *row = protocol::findMessage(event.header.type);
    WatchedFrame frame;
    frame.stream = stream.id;
    frame.flow = flow;
    frame.offset = event.offset;
    frame.header = event.header;
    frame.payload = event.payload;
    frame.secret = row && row->secret;
    (sent ? frame.sentNs : frame.receivedNs) = event.monotonicNs;
    frame.wallMs = event.wallMs;
    return store(std::move(frame));
}

quint32 StreamCapture::addStream(WatchedStream stream)
{
    stream.id = ++m_lastStream;
    if (static_cast<qsizetype>(m_streams.size()) >= m_limits.streams) {
        // The oldest that is over and has nothing left to show makes room.
        const auto gone = std::find_if(m_streams.begin(), m_streams.end(), [](const WatchedStream &each) {
            return !each.open && each.flows[0].frames.empty() && each.flows[1].frames.empty();
        });
        if (gone != m_streams.end())
            m_streams.erase(gone);
    }
    m_streams.push_back(std::move(stream));
    return m_lastStream;
}

void StreamCapture::endFlow(quint32 stream, Flow flow, qint64 atNs)
{
    if (WatchedStream *found = find(stream); found && found->flow(flow).endedNs < 0)
        found->flow(flow).endedNs = atNs;
}

void StreamCapture::endStream(quint32 stream, const Error &reason)
{
    if (WatchedStream *found = find(stream)) {
        found->open = false;
        found->ending = reason;
    }
}

void StreamCapture::addChunk(quint32 stream, Flow flow, const WatchedChunk &chunk)
{
    WatchedStream *found = find(stream);
    if (!found || chunk.range.isEmpty())
        return;
    auto &state = found->flow(flow);
    state.chunks.push_back(chunk);
    state.begin = state.begin < 0 ? chunk.range.from : std::min(state.begin, chunk.range.from);
    state.end = std::max(state.end, chunk.range.to);
    if (static_cast<qsizetype>(state.chunks.size()) > m_limits.chunks) {
        state.chunks.pop_front();
        ++m_dropped;
    }
}

void StreamCapture::addEncryptedChunk(quint32 stream, Flow flow, const WatchedChunk &chunk)
{
    WatchedStream *found = find(stream);
    if (!found || chunk.range.isEmpty())
        return;
    auto &chunks = found->flow(flow).encrypted;
    chunks.push_back(chunk);
    if (static_cast<qsizetype>(chunks.size()) > m_limits.chunks) {
        chunks.pop_front();
        ++m_dropped;
    }
}

quint64 StreamCapture::addFrame(WatchedFrame frame)
{
    return find(frame.stream) ? store(std::move(frame)) : 0;
}

quint64 StreamCapture::store(WatchedFrame frame)
{
    WatchedStream *stream = find(frame.stream);
    auto &state = stream->flow(frame.flow);
    frame.number = m_first + m_frames.size();
    m_payloadBytes += frame.payload.size();
    state.begin = state.begin < 0 ? frame.offset : std::min(state.begin, frame.offset);
    // What has only been announced may never come.
    state.end = std::max(state.end, frame.offset + frame.size() - (frame.decoded ? frame.decoded->missing : 0));
    // Nearly always at the end; where events were dropped, the other end may tell of a frame later than of those behind it.
    auto place = state.frames.end();
    while (place != state.frames.begin() && this->frame(*std::prev(place)) && this->frame(*std::prev(place))->offset > frame.offset)
        --place;
    state.frames.insert(place, frame.number);
    remember(frame);
    const quint64 number = frame.number;
    m_frames.push_back(std::move(frame));
    shrink();
    return number;
}

bool StreamCapture::changeFrame(quint64 number, const WatchedFrame &now)
{
    if (!frame(number))
        return false;
    WatchedFrame &changed = m_frames[static_cast<size_t>(number - m_first)];
    WatchedFrame next = now;
    next.number = number;
    next.stream = changed.stream;
    next.flow = changed.flow;
    next.offset = changed.offset;
    m_payloadBytes += next.payload.size() - changed.payload.size();
    changed = std::move(next);
    remember(changed);
    shrink();
    return true;
}

bool StreamCapture::setReceived(quint64 number, qint64 atNs)
{
    if (!frame(number))
        return false;
    m_frames[static_cast<size_t>(number - m_first)].receivedNs = atNs;
    return true;
}

void StreamCapture::retireFrames(quint32 id)
{
    WatchedStream *stream = find(id);
    if (!stream)
        return;
    if (m_store)
        m_store->retire(id);
    for (auto &state : stream->flows) {
        for (const quint64 number : std::exchange(state.frames, {})) {
            if (!frame(number))
                continue;
            WatchedFrame &old = m_frames[static_cast<size_t>(number - m_first)];
            m_payloadBytes -= old.payload.size();
            old.payload = {};
            old.retired = true;
        }
    }
}

WatchedFrame *StreamCapture::known(WatchedStream &stream, Flow flow, qint64 offset, const wire::FrameHeader &header)
{
    if (!stream.clientIsOurs || !stream.serverIsOurs)
        return nullptr;
    const size_t index = firstFrameAfter(stream, flow, offset);
    const auto &frames = stream.flow(flow).frames;
    if (index >= frames.size())
        return nullptr;
    WatchedFrame &frame = m_frames[static_cast<size_t>(frames[index] - m_first)];
    return frame.offset == offset && frame.header == header && !frame.isError() ? &frame : nullptr;
}

void StreamCapture::remember(const WatchedFrame &frame)
{
    if (frame.decoded || frame.header.type != static_cast<quint8>(MessageType::Open) || frame.payload.size() != static_cast<qsizetype>(frame.header.length))
        return;
    if (m_services.size() >= MostServices)
        m_services.clear();
    if (const auto object = protocol::parseObject(frame.payload))
        m_services.insert(channelKey(frame.stream, frame.header.channel), object->value(QLatin1String("service")).toString().left(64));
}

QString StreamCapture::serviceOf(const WatchedFrame &frame) const
{
    if (frame.header.channel.value == 0)
        return {};
    const QString service = m_services.value(channelKey(frame.stream, frame.header.channel));
    return service.isEmpty() && m_store && frame.number < m_first ? m_store->serviceOf(frame.number) : service;
}

void StreamCapture::shrink()
{
    while (static_cast<qsizetype>(m_frames.size()) > m_limits.frames)
        dropOldest();
    while (m_store && m_payloadBytes > m_limits.payloadBytes && m_frames.size() > 1)
        dropOldest(); // with its contents
    m_nextWithContents = std::max(m_nextWithContents, m_first);
    while (m_payloadBytes > m_limits.payloadBytes && m_nextWithContents <= lastNumber()) {
        WatchedFrame &frame = m_frames[static_cast<size_t>(m_nextWithContents++ - m_first)];
        if (frame.payload.isEmpty())
            continue;
        m_payloadBytes -= frame.payload.size();
        frame.payload = {};
        frame.forgotten = true;
        ++m_contentsDropped;
    }
}

void StreamCapture::dropOldest()
{
    const WatchedFrame &oldest = m_frames.front();
    m_payloadBytes -= oldest.payload.size();
    if (WatchedStream *stream = find(oldest.stream)) {
        auto &frames = stream->flow(oldest.flow).frames;
        const auto place = std::find(frames.begin(), frames.end(), oldest.number);
        if (place != frames.end())
            frames.erase(place);
        if (m_store)
            m_store->append(oldest, serviceOf(oldest), stream->client, stream->server);
    }
    if (!m_store)
        ++m_dropped;
    m_frames.pop_front();
    ++m_first;
}

void StreamCapture::clear()
{
    if (m_store)
        m_store->clear();
    m_first += m_frames.size();
    m_frames.clear();
    for (WatchedStream &stream : m_streams)
        stream.flows = {};
    m_streams.erase(std::remove_if(m_streams.begin(), m_streams.end(), [](const WatchedStream &stream) { return !stream.open; }), m_streams.end());
    m_dropped = m_contentsDropped = 0;
    m_payloadBytes = 0;
}

WatchedStream *StreamCapture::find(quint32 id)
{
    // Ids only grow.
    const auto found = std::lower_bound(m_streams.begin(), m_streams.end(), id, [](const WatchedStream &stream, quint32 wanted) { return stream.id < wanted; });
    return found != m_streams.end() && found->id == id ? &*found : nullptr;
}

const WatchedStream *StreamCapture::stream(quint32 id) const
{
    return const_cast<StreamCapture *>(this)->find(id);
}

QList<quint32> StreamCapture::streamIds() const
{
    QList<quint32> ids;
    for (const WatchedStream &stream : m_streams)
        ids.append(stream.id);
    return ids;
}

const WatchedFrame *StreamCapture::frame(quint64 number) const
{
    if (number < m_first)
        return m_store ? m_store->frame(number) : nullptr;
    return number - m_first < m_frames.size() ? &m_frames[static_cast<size_t>(number - m_first)] : nullptr;
}

quint64 StreamCapture::firstNumber() const
{
    return m_store && m_store->size() > 0 && m_store->endNumber() == m_first ? m_store->firstNumber() : m_first;
}

quint64 StreamCapture::dropped() const
{
    return m_dropped + (m_store ? m_store->dropped() : 0);
}

size_t StreamCapture::firstFrameAfter(const WatchedStream &stream, Flow flow, qint64 offset) const
{
    const auto &frames = stream.flow(flow).frames;
    const auto found = std::upper_bound(frames.begin(), frames.end(), offset, [this](qint64 wanted, quint64 number) {
        const WatchedFrame *each = frame(number);
        return each && wanted < each->offset + std::max<qint64>(each->size(), 1);
    });
    return static_cast<size_t>(found - frames.begin());
}

const WatchedFrame *StreamCapture::frameAt(quint32 id, Flow flow, qint64 offset) const
{
    const WatchedStream *found = stream(id);
    if (!found)
        return nullptr;
    const size_t index = firstFrameAfter(*found, flow, offset);
    const auto &frames = found->flow(flow).frames;
    const WatchedFrame *each = index < frames.size() ? frame(frames[index]) : nullptr;
    return each && each->offset <= offset ? each : nullptr;
}

} // namespace transom::inspect
