#include "core/lab/probe/probe_datagrams.h"

#include "core/base/clock.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace transom::lab {

using inspect::ByteRange;
using inspect::Flow;
using inspect::WatchedChunk;
using inspect::WatchedStream;

namespace {

constexpr qsizetype MostPairs = 2'000;
constexpr size_t MostOpen = 512; ///< datagrams of a direction that wait for their other end
constexpr qint64 MostOpenBytes = 16 * 1024 * 1024; ///< of all directions together; beyond it each keeps its newest only

/// A socket that listens everywhere is at 127.0.0.1 for whoever talks to it there.
QString seenFrom(const QString &local, const QString &other)
{
    if (local.startsWith("0.0.0.0:"_L1) && other.startsWith("127."_L1))
        return "127.0.0.1:"_L1 + probePort(local);
    if (local.startsWith("[::]:"_L1) && other.startsWith("127."_L1))
        return "127.0.0.1:"_L1 + probePort(local);
    if (local.startsWith("[::]:"_L1) && other.startsWith("[::1]"_L1))
        return "[::1]:"_L1 + probePort(local);
    return local;
}

QString keyOf(const QString &client, const QString &server)
{
    return client + u' ' + server;
}

Flow flowOf(inspect::From sender)
{
    return sender == inspect::From::Client ? Flow::ToServer : Flow::ToClient;
}

} // namespace

inspect::Selection ProbeDatagrams::add(const ProbeCall &call)
{
    if (call.name == "bind"_L1 && !call.failed())
        m_bound.insert(probePort(call.local));
    const QString other = probePlainAddress(call.other.isEmpty() ? call.peer : call.other);
    if (!call.movesBytes() || call.failed() || other.isEmpty() || call.local.isEmpty())
        return {};
    const QString local = seenFrom(probePlainAddress(call.local), other);
    Pair *pair = pairOf(call, local, other);
    if (!pair)
        return {};
    const bool out = call.direction == ProbeCall::Direction::Out;
    const From own = local == pair->client ? From::Client : From::Server;
    const From sender = out ? own : inspect::otherSide(own);
    inspect::Selection place{pair->stream, flowOf(sender), {}};
    if (call.data.isEmpty())
        return place; // an empty datagram is one, and has no place among bytes
    place.range = out ? sent(*pair, call, sender) : received(*pair, call, sender);
    m_capture.addChunk(pair->stream, place.flow, {place.range, call.endNs, out ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive});
    return place;
}

ProbeDatagrams::Pair *ProbeDatagrams::pairOf(const ProbeCall &call, const QString &local, const QString &other)
{
    for (const QString &key : {keyOf(local, other), keyOf(other, local)}) {
        if (const auto found = m_pairs.find(key); found != m_pairs.end())
            return &*found;
    }
    if (m_pairs.size() >= MostPairs)
        return nullptr;
    // The server is the end that has chosen its port; where both have, or neither is known to have, whoever speaks first is the client.
    const bool ownBound = m_bound.contains(probePort(local));
    const bool otherBound = m_bound.contains(probePort(other));
    const bool isClient = ownBound != otherBound ? otherBound : call.direction == ProbeCall::Direction::Out;
    Pair pair;
    pair.client = isClient ? local : other;
    pair.server = isClient ? other : local;
    openStream(pair);
    return &*m_pairs.insert(keyOf(pair.client, pair.server), pair);
}

void ProbeDatagrams::openStream(Pair &pair)
{
    // A lab socket of ours may be the other end.
    for (const quint32 id : m_capture.streamIds()) {
        const WatchedStream *stream = m_capture.stream(id);
        const inspect::FramedStream *framed = m_streams.framed(id);
        if (!stream || !stream->open || stream->kind != WatchedStream::Kind::Lab || !framed || !framed->isDatagrams())
            continue;
        if (stream->client == pair.client && stream->server == pair.server) {
            pair.joined = true;
            pair.stream = id;
            return;
        }
    }
    WatchedStream stream;
    stream.kind = WatchedStream::Kind::Lab;
    stream.client = pair.client;
    stream.server = pair.server;
    stream.clientIsOurs = stream.serverIsOurs = true; // the same clock, whichever end it is
    stream.beganMs = wallClockMs();
    pair.stream = m_streams.add(stream, true);
}

/// What waits longest is lost, most likely, or nobody watches its other end.
void ProbeDatagrams::keep(std::deque<Datagram> &waiting, const Datagram &datagram)
{
    waiting.push_back(datagram);
    m_openBytes += datagram.data.size();
    while (waiting.size() > MostOpen || (waiting.size() > 1 && m_openBytes > MostOpenBytes))
        forget(waiting, waiting.begin());
}

void ProbeDatagrams::forget(std::deque<Datagram> &waiting, std::deque<Datagram>::iterator datagram)
{
    m_openBytes -= datagram->data.size();
    waiting.erase(datagram);
}

/// A new place for a datagram at the end of its direction.
ByteRange ProbeDatagrams::put(Pair &pair, const ProbeCall &call, From sender)
{
    Direction &direction = pair.directions[static_cast<size_t>(flowOf(sender))];
    const ByteRange range{direction.end, direction.end + call.data.size()};
    direction.end = range.to;
    if (inspect::FramedStream *framed = pair.joined ? nullptr : m_streams.framed(pair.stream))
        framed->read(sender, call.data, probeOrderNs(call), probeWallMs(probeOrderNs(call)));
    return range;
}

ByteRange ProbeDatagrams::sent(Pair &pair, const ProbeCall &call, From sender)
{
    Direction &direction = pair.directions[static_cast<size_t>(flowOf(sender))];
    const auto early = std::find_if(direction.unsent.begin(), direction.unsent.end(), [&](const Datagram &each) { return each.data == call.data; });
    if (early != direction.unsent.end()) {
        const ByteRange range{early->offset, early->offset + call.data.size()};
        forget(direction.unsent, early);
        return range;
    }
    const ByteRange range = put(pair, call, sender);
    keep(direction.unread, {range.from, call.data});
    return range;
}

ByteRange ProbeDatagrams::received(Pair &pair, const ProbeCall &call, From sender)
{
    Direction &direction = pair.directions[static_cast<size_t>(flowOf(sender))];
    inspect::FramedStream *framed = pair.joined ? nullptr : m_streams.framed(pair.stream);
    // recvfrom that asked for less has only the beginning.
    const auto from = std::find_if(direction.unread.begin(), direction.unread.end(), [&](const Datagram &each) { return each.data.startsWith(call.data); });
    if (from != direction.unread.end()) {
        const ByteRange range{from->offset, from->offset + call.data.size()};
        if (framed)
            framed->delivered(sender, from->offset + from->data.size(), call.endNs);
        forget(direction.unread, from);
        return range;
    }
    const ByteRange range = put(pair, call, sender);
    if (framed)
        framed->delivered(sender, range.to, call.endNs);
    keep(direction.unsent, {range.from, call.data});
    return range;
}

void ProbeDatagrams::finish()
{
    for (const Pair &pair : std::as_const(m_pairs)) {
        if (!pair.joined)
            m_capture.endStream(pair.stream, {});
    }
    m_pairs.clear();
    m_bound.clear();
    m_openBytes = 0;
}

} // namespace transom::lab
