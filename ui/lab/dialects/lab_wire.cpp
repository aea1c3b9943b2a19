#include "ui/lab/dialects/lab_wire.h"

#include "core/base/clock.h"

#include <algorithm>

namespace transom::ui {

using inspect::Flow;
using inspect::From;
using inspect::WatchedChunk;
using inspect::WatchedStream;
using Kind = lab::LabEvent::Kind;
using Call = lab::CallRecord::Call;

namespace {

/// Longer than the two ends of a connection on this computer differ in telling of it.
constexpr qint64 LagNs = 40'000'000;
constexpr qint64 TickNs = 15'000'000;

QString pairOf(const QString &client, const QString &server)
{
    return client + u'>' + server;
}

} // namespace

void LabWire::add(int run, bool server, bool datagrams, const QList<lab::LabEvent> &events)
{
    for (const lab::LabEvent &event : events) {
        if (event.kind == Kind::Listening) {
            m_listening.insert(event.local);
            if (datagrams)
                m_local.insert(run, event.local);
        }
        m_pending.append({run, server, datagrams, event});
    }
}

void LabWire::takeOver(bool all)
{
    if (m_pending.isEmpty())
        return;
    std::stable_sort(m_pending.begin(), m_pending.end(), [](const Seen &one, const Seen &other) { return one.event.monotonicNs < other.event.monotonicNs; });
    const qint64 began = monotonicNs();
    const qint64 until = began - LagNs;
    bool any = false;
    m_behind = false;
    while (!m_pending.isEmpty() && (all || m_pending.constFirst().event.monotonicNs <= until)) {
        m_behind = !all && monotonicNs() - began > TickNs;
        if (m_behind)
            break;
        see(m_pending.takeFirst());
        any = true;
    }
    if (any)
        m_sources.announce();
}

void LabWire::see(const Seen &seen)
{
    const lab::LabEvent &event = seen.event;
    Key key{seen.run, event.stream, {}};
    switch (event.kind) {
    case Kind::Setup:
        if (seen.server && seen.datagrams)
            return; // one for each who speaks
        return seen.server ? begin(key, seen, event.peer, event.local) : begin(key, seen, event.local, event.peer);
    case Kind::Call:
        if (seen.server && seen.datagrams) {
            key.peer = event.call.address;
            if (event.call.movedBytes() && !m_streams.contains(key))
                begin(key, seen, key.peer, m_local.value(seen.run));
        }
        if (event.call.movedBytes())
            return moved(key, seen);
        if (event.call.call == Call::Close)
            return ended(key, seen);
        return;
    case Kind::Finish:
        return ended(key, seen);
    case Kind::Ended: {
        const QList<Key> keys = m_streams.keys();
        for (const Key &each : keys) {
            if (each.run == seen.run)
                ended(each, seen);
        }
        return;
    }
    default:
        return;
    }
}

bool LabWire::laterHasOtherEnd(const QString &client, const QString &server) const
{
    return std::any_of(m_pending.cbegin(), m_pending.cend(), [&](const Seen &seen) {
        return seen.event.kind == Kind::Setup && !seen.server && seen.event.local == client && seen.event.peer == server;
    });
}

void LabWire::begin(const Key &key, const Seen &seen, const QString &client, const QString &server)
{
    if (m_streams.contains(key))
        return;
    std::shared_ptr<Stream> stream = m_open.value(pairOf(client, server));
    if (!stream) {
        stream = std::make_shared<Stream>();
        stream->serverIsOurs = seen.server || m_listening.contains(server);
        stream->clientIsOurs = !seen.server || laterHasOtherEnd(client, server);
        WatchedStream watched;
        watched.kind = WatchedStream::Kind::Lab;
        watched.client = client;
        watched.server = server;
        watched.clientIsOurs = stream->clientIsOurs;
        watched.serverIsOurs = stream->serverIsOurs;
        watched.beganMs = seen.event.wallMs;
        stream->id = m_sources.add(std::move(watched), seen.datagrams);
        m_open.insert(pairOf(client, server), stream);
    }
    ++stream->openEnds;
    m_streams.insert(key, stream);
}

void LabWire::moved(const Key &key, const Seen &seen)
{
    const auto stream = m_streams.value(key);
    if (!stream)
        return;
    const lab::CallRecord &call = seen.event.call;
    const bool send = call.call == Call::Send;
    qint64 offset = call.offset;
    if (seen.datagrams) {
        qint64 &known = (send ? stream->sent : stream->received)[call.toServer];
        offset = known;
        known += call.result;
    }
    const qint64 end = offset + call.result;
    m_newest.insert(seen.run, stream->id);
    const bool senderIsOurs = call.toServer ? stream->clientIsOurs : stream->serverIsOurs;
    if (!send && senderIsOurs && end > stream->handedOver.value(call.toServer)) {
        // A reader may be back from recv before the sender is back from send.
        Seen early = seen;
        early.event.call.offset = offset;
        stream->early[call.toServer].append(early);
        return;
    }
    put(*stream, seen, offset);
    if (!send)
        return;
    stream->handedOver[call.toServer] = end;
    QList<Seen> &early = stream->early[call.toServer];
    while (!early.isEmpty() && early.constFirst().event.call.offset + early.constFirst().event.call.result <= end) {
        Seen late = early.takeFirst();
        late.event.call.monotonicNs = std::max(late.event.call.monotonicNs, call.monotonicNs);
        put(*stream, late, late.event.call.offset);
    }
}

void LabWire::put(Stream &stream, const Seen &seen, qint64 offset)
{
    const lab::CallRecord &call = seen.event.call;
    const bool send = call.call == Call::Send;
    const qint64 end = offset + call.result;
    const Flow flow = call.toServer ? Flow::ToServer : Flow::ToClient;
    const From from = call.toServer ? From::Client : From::Server;
    m_sources.capture().addChunk(stream.id, flow, {{offset, end}, call.monotonicNs, send ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive, false, -1});
    inspect::FramedStream *framed = m_sources.framed(stream.id);
    if (!framed)
        return;
    const bool senderIsOurs = call.toServer ? stream.clientIsOurs : stream.serverIsOurs;
    // Of bytes that both ends tell of, the sender's word is taken.
    if (send || !senderIsOurs)
        framed->read(from, call.bytes, call.monotonicNs, call.wallMs);
    if (!send)
        framed->delivered(from, end, call.monotonicNs);
}

void LabWire::ended(const Key &key, const Seen &seen)
{
    const auto stream = m_streams.take(key);
    if (!stream)
        return;
    if (inspect::FramedStream *framed = m_sources.framed(stream->id))
        framed->ended(seen.server ? From::Server : From::Client);
    if (--stream->openEnds > 0)
        return;
    m_sources.capture().endStream(stream->id, seen.event.error);
    m_open.removeIf([&stream](const auto &entry) { return entry.value() == stream; });
}

} // namespace transom::ui
