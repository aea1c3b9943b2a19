#include "core/lab/probe/probe_capture.h"

#include "core/base/clock.h"

using namespace Qt::StringLiterals;

namespace transom::lab {

using inspect::Flow;
using inspect::WatchedChunk;
using inspect::WatchedStream;

namespace {

constexpr qint64 MostLater = 1024 * 1024;
constexpr qsizetype MostLaterPieces = 16 * 1024;
constexpr qsizetype MostConnections = 10'000;

} // namespace

void ProbeCapture::learn(const ProbeCall &call)
{
    const Socket socket{call.pid, call.socket};
    if (call.name == "socket"_L1) {
        m_roles.remove(socket);
        m_ofSocket.remove(socket);
    } else if (call.name.startsWith("connect"_L1)) {
        m_roles.insert(socket, From::Client);
    } else if (call.name == "listen"_L1 && !call.failed()) {
        m_listening.insert(probePort(call.local));
    } else if (call.name == "accept"_L1 && call.acceptedSocket > 0) {
        m_listening.insert(probePort(call.local));
        m_roles.insert({call.pid, call.acceptedSocket}, From::Server);
        m_ofSocket.remove({call.pid, call.acceptedSocket});
    }
}

ProbeCapture::From ProbeCapture::roleOf(const ProbeCall &call) const
{
    if (const auto known = m_roles.constFind({call.pid, call.socket}); known != m_roles.constEnd())
        return *known;
    // A forked child's, or one that came from elsewhere: the server is the end whose port somebody listens at, and else the one with the smaller port.
    if (m_listening.contains(probePort(call.local)))
        return From::Server;
    if (m_listening.contains(probePort(call.peer)))
        return From::Client;
    return probePort(call.local).toInt() < probePort(call.peer).toInt() ? From::Server : From::Client;
}

ProbeCapture::Connection *ProbeCapture::connectionOf(const ProbeCall &call, From role)
{
    const Socket socket{call.pid, call.socket};
    const bool hasEnds = !call.local.isEmpty() && !call.peer.isEmpty();
    if (!hasEnds) {
        // After a reset the system has forgotten who the other side was.
        const auto known = m_ofSocket.constFind(socket);
        const auto found = known == m_ofSocket.constEnd() ? m_connections.end() : m_connections.find(*known);
        return found == m_connections.end() ? nullptr : &*found;
    }
    const QString local = probePlainAddress(call.local);
    const QString peer = probePlainAddress(call.peer);
    const QString key = role == From::Client ? local + u' ' + peer : peer + u' ' + local;
    auto found = m_connections.find(key);
    if (found != m_connections.end() && found->ended && m_ofSocket.value(socket) != key)
        m_connections.erase(std::exchange(found, m_connections.end())); // the same pair of ports, once more
    if (found == m_connections.end()) {
        if (m_connections.size() >= MostConnections)
            return nullptr;
        found = m_connections.insert(key, {});
        found->client = role == From::Client ? local : peer;
        found->server = role == From::Client ? peer : local;
    }
    m_ofSocket.insert(socket, key);
    found->users.insert(socket);
    if (found->stream == 0)
        found->stream = openStream(*found, role);
    return &*found;
}

quint32 ProbeCapture::openStream(Connection &connection, From role)
{
    // A lab socket of ours knows the other end's address only.
    for (const quint32 id : m_capture.streamIds()) {
        const WatchedStream *stream = m_capture.stream(id);
        if (!stream || !stream->open || stream->kind != WatchedStream::Kind::Lab)
            continue;
        const bool fits = (stream->client == connection.client && (stream->server.isEmpty() || stream->server == connection.server))
                || (stream->client.isEmpty() && stream->clientIsOurs && role == From::Server && stream->server == connection.server);
        if (fits) {
            connection.joined = true;
            return id;
        }
    }
    WatchedStream stream;
    stream.kind = WatchedStream::Kind::Lab;
    stream.client = connection.client;
    stream.server = connection.server;
    stream.clientIsOurs = stream.serverIsOurs = true; // the same clock, whichever end it is
    stream.beganMs = wallClockMs();
    return m_streams.add(stream, false);
}

inspect::Selection ProbeCapture::add(const ProbeCall &call)
{
    if (call.kind == "udp"_L1 || call.kind == "udp6"_L1)
        return m_datagrams.add(call);
    if (call.kind != "tcp"_L1 && call.kind != "tcp6"_L1)
        return {};
    learn(call);
    const bool listens = call.name == "accept"_L1 || call.name == "listen"_L1 || call.name == "bind"_L1 || call.name == "socket"_L1;
    const From role = roleOf(call);
    Connection *connection = listens ? nullptr : connectionOf(call, role);
    if (!connection)
        return {};
    const Socket socket{call.pid, call.socket};
    const From sender = call.direction == ProbeCall::Direction::In ? inspect::otherSide(role) : role;
    inspect::Selection place{connection->stream, sender == From::Client ? Flow::ToServer : Flow::ToClient, {}};
    if (call.movesBytes()) {
        place.range = {call.offset, call.offset + call.size};
        moved(*connection, call, sender);
    }
    if (call.name == "close"_L1 || (call.name == "shutdown"_L1 && !call.failed() && call.arguments.at(0).toString() != "SHUT_RD"_L1)) {
        if (inspect::FramedStream *framed = connection->joined ? nullptr : m_streams.framed(connection->stream))
            framed->ended(role);
    }
    if (call.name == "close"_L1) {
        m_roles.remove(socket);
        m_ofSocket.remove(socket);
        connection->users.remove(socket);
        if (connection->users.isEmpty())
            end(*connection);
    }
    return place;
}

void ProbeCapture::moved(Connection &connection, const ProbeCall &call, From sender)
{
    const bool sent = call.direction == ProbeCall::Direction::Out;
    const Flow flow = sender == From::Client ? Flow::ToServer : Flow::ToClient;
    inspect::FramedStream *framed = connection.joined ? nullptr : m_streams.framed(connection.stream);
    if (call.size == 0) {
        if (!sent && framed)
            framed->ended(sender);
        return;
    }
    m_capture.addChunk(connection.stream, flow, {{call.offset, call.offset + call.size}, call.endNs, sent ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive});
    if (!framed)
        return;
    assemble(connection, flow, call.offset, call.data, orderNs(call));
    if (!sent)
        framed->delivered(sender, call.offset + call.size, call.endNs);
}

void ProbeCapture::assemble(Connection &connection, Flow flow, qint64 offset, const QByteArray &bytes, qint64 atNs)
{
    Assembly &assembly = connection.flows[static_cast<size_t>(flow)];
    inspect::FramedStream *framed = m_streams.framed(connection.stream);
    const From sender = flow == Flow::ToServer ? From::Client : From::Server;
    if (assembly.givenUp || bytes.isEmpty() || offset + bytes.size() <= assembly.known)
        return;
    if (offset > assembly.known) {
        // The other end's report of these bytes may still come, or come whole.
        QByteArray &kept = assembly.later[offset];
        assembly.laterBytes += std::max<qint64>(0, bytes.size() - kept.size());
        if (kept.size() < bytes.size())
            kept = bytes;
        if (assembly.laterBytes > MostLater || assembly.later.size() > MostLaterPieces) {
            assembly.givenUp = true;
            assembly.later.clear();
        }
        return;
    }
    const auto feed = [&](const QByteArray &fresh) {
        assembly.known += fresh.size();
        framed->read(sender, fresh, atNs, probeWallMs(atNs));
    };
    feed(bytes.mid(assembly.known - offset));
    while (!assembly.later.isEmpty() && assembly.later.firstKey() <= assembly.known) {
        const qint64 next = assembly.later.firstKey();
        const QByteArray waited = assembly.later.take(next);
        assembly.laterBytes -= waited.size();
        if (next + waited.size() > assembly.known)
            feed(waited.mid(assembly.known - next));
    }
}

void ProbeCapture::end(Connection &connection)
{
    if (std::exchange(connection.ended, true) || connection.joined)
        return;
    m_capture.endStream(connection.stream, {});
}

void ProbeCapture::finish()
{
    for (Connection &connection : m_connections)
        end(connection);
    m_datagrams.finish();
    m_connections.clear();
    m_roles.clear();
    m_ofSocket.clear();
    m_listening.clear();
}

} // namespace transom::lab
