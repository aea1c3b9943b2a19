#include "core/lab/workbench/bench_streams.h"

#include "core/base/clock.h"

#include <algorithm>

namespace transom::lab {

namespace {

/// Of datagrams the partner is whoever has the address, of connections the end that was accepted or has connected.
const BenchSocket *otherEnd(const BenchSocket &socket, const QString &other, const QList<const BenchSocket *> &all)
{
    const auto isOther = [&](const BenchSocket *each) {
        if (!socket.datagram)
            return each->number == socket.partner;
        if (each->number == socket.number || !each->datagram)
            return false;
        return socket.family == BenchFamily::Unix ? each->local.text() == other : each->local.port() != 0 && other.endsWith(QStringLiteral(":%1").arg(each->local.port()));
    };
    const auto found = std::find_if(all.begin(), all.end(), isOther);
    return found == all.end() ? nullptr : *found;
}

bool listensAt(const QString &address, const QList<const BenchSocket *> &all)
{
    return std::any_of(all.begin(), all.end(), [&](const BenchSocket *each) { return each->listening && each->local.text() == address; });
}

QString nameOf(const BenchSocket &socket)
{
    const QString name = socket.local.text();
    return name.isEmpty() ? socket.name() : name;
}

} // namespace

quint64 BenchStreams::open(const Stream &stream)
{
    m_streams.insert(++m_last, stream);
    return m_last;
}

const BenchStreams::Stream *BenchStreams::stream(quint64 number) const
{
    const auto found = m_streams.constFind(number);
    return found == m_streams.cend() ? nullptr : &*found;
}

BenchStreams::End BenchStreams::endOf(const BenchSocket &socket, const SocketAddress &other, const QList<const BenchSocket *> &others, bool sends)
{
    const QString address = socket.datagram ? (other.isNull() ? socket.peer.text() : other.text()) : QString();
    const std::pair<int, QString> key{socket.number, address};
    if (const auto known = m_ends.constFind(key); known != m_ends.cend())
        return *known;
    const BenchSocket *partner = otherEnd(socket, address, others);
    if (partner) {
        // The other end may have been heard of before.
        for (const auto &[theirs, end] : m_ends.asKeyValueRange()) {
            const bool meant = !socket.datagram || (socket.family == BenchFamily::Unix ? theirs.second == socket.local.text() : theirs.second.endsWith(QStringLiteral(":%1").arg(socket.local.port())));
            if (theirs.first == partner->number && meant) {
                const End mine{end.stream, !end.server};
                m_ends.insert(key, mine);
                return mine;
            }
        }
    }
    const auto isTheirs = [&](const Stream &each) { return !socket.datagram && socket.acceptedBy != 0 && each.client == socket.peer.text() && each.server == nameOf(socket); };
    for (const auto &[number, each] : m_streams.asKeyValueRange()) {
        // The client has written before it was accepted.
        if (isTheirs(each)) {
            m_ends.insert(key, {number, true});
            return {number, true};
        }
    }
    End end;
    end.server = socket.datagram ? !sends : socket.acceptedBy != 0;
    Stream stream;
    stream.datagram = socket.datagram;
    const QString theirs = socket.datagram ? address : socket.peer.text();
    const bool theirsIsOurs = partner || (!socket.datagram && listensAt(theirs, others));
    (end.server ? stream.server : stream.client) = nameOf(socket);
    (end.server ? stream.client : stream.server) = theirs;
    (end.server ? stream.serverIsOurs : stream.clientIsOurs) = true;
    (end.server ? stream.clientIsOurs : stream.serverIsOurs) = theirsIsOurs;
    end.stream = open(stream);
    m_ends.insert(key, end);
    // So that it is found when this end is long closed.
    if (partner && !socket.datagram)
        m_ends.insert({partner->number, QString()}, End{end.stream, !end.server});
    return end;
}

QList<CallRecord> BenchStreams::records(const BenchEntry &entry, const BenchSocket &socket, const QList<const BenchSocket *> &others)
{
    const BenchCall &call = entry.call;
    const BenchOutcome &outcome = entry.outcome;
    const bool moved = call.sends() ? (outcome.result > 0 || !outcome.parts.isEmpty()) : call.receives() && outcome.result > 0;
    if (!moved)
        return {};
    const bool sends = call.sends();
    const End end = endOf(socket, call.kind == BenchCall::Kind::SendTo ? call.address : sends ? SocketAddress() : outcome.address, others, sends);
    const bool toServer = sends != end.server;
    Offsets &offsets = m_offsets[end.stream];
    qint64 &offset = (sends ? offsets.sent : offsets.received)[toServer];
    QList<BenchOutcome::Part> parts = outcome.parts;
    if (call.kind != BenchCall::Kind::SendAll)
        parts = {{outcome.result, entry.endedNs}};
    QList<CallRecord> records;
    qint64 from = 0;
    for (const BenchOutcome::Part &part : std::as_const(parts)) {
        CallRecord record;
        record.call = sends ? CallRecord::Call::Send : CallRecord::Call::Receive;
        record.toServer = toServer;
        record.stream = end.stream;
        record.descriptor = socket.descriptor.get();
        record.server = end.server;
        record.datagram = socket.datagram;
        record.truncated = outcome.truncated;
        record.offset = offset;
        record.asked = sends ? call.bytes.size() - from : call.size;
        record.result = part.bytes;
        record.monotonicNs = part.atNs;
        record.wallMs = entry.wallMs + (part.atNs - entry.beganNs) / 1'000'000;
        record.bytes = (sends ? call.bytes : outcome.bytes).mid(static_cast<qsizetype>(from), static_cast<qsizetype>(part.bytes));
        record.address = socket.datagram ? (sends ? call.address.text() : outcome.address.text()) : socket.peer.text();
        records.append(record);
        offset += part.bytes;
        from += part.bytes;
    }
    return records;
}

QList<quint64> BenchStreams::closed(int socket)
{
    QList<quint64> mine;
    for (auto it = m_ends.begin(); it != m_ends.end();) {
        if (it.key().first == socket) {
            mine.append(it->stream);
            it = m_ends.erase(it);
        } else {
            ++it;
        }
    }
    const auto isHeld = [this](quint64 stream) { return std::any_of(m_ends.cbegin(), m_ends.cend(), [stream](const End &end) { return end.stream == stream; }); };
    mine.removeIf(isHeld);
    return mine;
}

} // namespace transom::lab
