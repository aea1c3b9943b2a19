#include "core/inspect/pcapng.h"

#include "core/base/text.h"
#include "core/inspect/describe_frame.h"

#include <QtEndian>

#include <algorithm>

namespace transom::inspect {

namespace {

constexpr quint16 RawIp = 101;
constexpr quint32 ServerAddress = 0x0a000002; // 10.0.0.2
constexpr quint32 FirstClient = 0x0a000001;
constexpr quint32 FurtherClients = 0x0a000100;
constexpr qsizetype TcpHeader = 20;
constexpr qsizetype UdpHeader = 8;
constexpr qsizetype IpHeader = 20;
constexpr qint64 MostPayload = 65535 - IpHeader - TcpHeader;
/// The synthetic receivers acknowledge so often; they never run out of window.
constexpr quint32 AcknowledgeEvery = 256 * 1024;
enum TcpFlag : quint8 { Fin = 1, Syn = 2, Rst = 4, Psh = 8, Ack = 16 };

void put16(QByteArray &bytes, quint16 value)
{
    char raw[2];
    qToLittleEndian(value, raw);
    bytes.append(raw, 2);
}
void put32(QByteArray &bytes, quint32 value)
{
    char raw[4];
    qToLittleEndian(value, raw);
    bytes.append(raw, 4);
}
void net16(QByteArray &bytes, quint16 value)
{
    char raw[2];
    qToBigEndian(value, raw);
    bytes.append(raw, 2);
}
void net32(QByteArray &bytes, quint32 value)
{
    char raw[4];
    qToBigEndian(value, raw);
    bytes.append(raw, 4);
}
void pad(QByteArray &bytes)
{
    bytes.append((4 - bytes.size() % 4) % 4, '\0');
}
void option(QByteArray &bytes, quint16 code, QByteArray value)
{
    value.truncate(0xffff);
    put16(bytes, code);
    put16(bytes, static_cast<quint16>(value.size()));
    bytes += value;
    pad(bytes);
}

/// RFC 1071.
quint32 sum16(QByteArrayView bytes, quint32 sum = 0)
{
    qsizetype i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        sum += qFromBigEndian<quint16>(bytes.data() + i);
        sum = (sum & 0xffff) + (sum >> 16);
    }
    if (i < bytes.size()) {
        sum += static_cast<quint32>(static_cast<uchar>(bytes[i])) << 8;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
}

QByteArray ipHeader(quint32 from, quint32 to, quint8 protocol, qsizetype payload)
{
    QByteArray ip;
    net16(ip, 0x4500);
    net16(ip, static_cast<quint16>(IpHeader + payload));
    net32(ip, 0x00004000); // no identification, do not fragment
    ip.append(char(64));
    ip.append(static_cast<char>(protocol));
    net16(ip, 0);
    net32(ip, from);
    net32(ip, to);
    qToBigEndian(static_cast<quint16>(~sum16(ip)), ip.data() + 10);
    return ip;
}

/// "127.0.0.1" and 53422 of "127.0.0.1:53422".
std::pair<QString, quint16> hostAndPort(const QString &endpoint)
{
    const qsizetype colon = endpoint.lastIndexOf(u':');
    bool ok = false;
    const quint16 port = colon < 0 ? 0 : endpoint.sliced(colon + 1).toUShort(&ok);
    return ok ? std::pair(endpoint.first(colon), port) : std::pair(endpoint, quint16(0));
}

/// A name as DNS has them.
QString plainName(const char *role, const QString &host)
{
    QString name = QLatin1String(role) + u'-';
    for (const QChar c : host) {
        const bool fits = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.' || c == u'-';
        if (name.size() < 60 && (fits || c == u':'))
            name += c == u':' ? u'-' : c;
    }
    while (name.endsWith(u'.') || name.endsWith(u'-'))
        name.chop(1);
    return name;
}

} // namespace

PcapngWriter::PcapngWriter(QIODevice &device, const QString &source)
    : m_device(device)
{
    writeHeaders(source);
}

void PcapngWriter::writeHeaders(const QString &source)
{
    QByteArray section;
    put32(section, 0x1a2b3c4d);
    put16(section, 1);
    put16(section, 0);
    section.append(8, '\xff'); // length not known
    option(section, 1, "The payloads are what was read and written. IP and TCP headers, addresses, handshakes, acknowledgements and closes are synthetic: there was no packet capture.");
    option(section, 4, QByteArray("Transom, ") + source.toUtf8());
    put32(section, 0);
    writeBlock(0x0a0d0d0a, section);

    QByteArray interface;
    put16(interface, RawIp);
    put16(interface, 0);
    put32(interface, 0); // no limit to what is kept of a packet
    option(interface, 2, source.toUtf8());
    option(interface, 3, "synthetic headers");
    option(interface, 9, QByteArray(1, 9)); // nanoseconds
    put32(interface, 0);
    writeBlock(1, interface);
    writeName(ServerAddress, QStringLiteral("server"));
}

void PcapngWriter::writeName(quint32 address, const QString &name)
{
    QByteArray record;
    net32(record, address);
    record += name.toUtf8() + '\0';
    QByteArray body;
    put16(body, 1);
    put16(body, static_cast<quint16>(record.size()));
    body += record;
    pad(body);
    put32(body, 0); // the end of the records
    writeBlock(4, body);
}

void PcapngWriter::writeBlock(quint32 type, const QByteArray &body)
{
    const auto size = static_cast<quint32>(12 + body.size());
    QByteArray block;
    block.reserve(static_cast<qsizetype>(size));
    put32(block, type);
    put32(block, size);
    block += body;
    put32(block, size);
    m_device.write(block);
}

quint64 PcapngWriter::open(const Conversation &conversation, qint64 timeNs, const QString &note, const QByteArray &data)
{
    const auto [clientHost, clientPort] = hostAndPort(conversation.client);
    const auto [serverHost, serverPort] = hostAndPort(conversation.server);
    auto known = m_addresses.constFind(clientHost);
    if (known == m_addresses.constEnd()) {
        const auto count = static_cast<quint32>(m_addresses.size());
        known = m_addresses.insert(clientHost, count == 0 ? FirstClient : FurtherClients + count);
        writeName(*known, plainName("client", clientHost));
    }
    State state;
    state.udp = conversation.udp;
    state.addresses[0] = *known;
    state.addresses[1] = ServerAddress;
    state.ports[0] = clientPort != 0 ? clientPort : static_cast<quint16>(40000 + m_last % 20000);
    state.ports[1] = serverPort != 0 ? serverPort : 7160;
    const quint64 number = ++m_last;
    QString text = QStringLiteral("%1 to %2; the headers are synthetic").arg(conversation.client, conversation.server);
    if (!note.isEmpty())
        text += QStringLiteral("; ") + note;
    if (state.udp) {
        state.pendingNote = text;
    } else {
        packet(state, From::Client, timeNs, Syn, {}, 0, text, data);
        packet(state, From::Server, timeNs, Syn | Ack, {}, 0, QStringLiteral("synthetic"));
        packet(state, From::Client, timeNs, Ack, {}, 0, QStringLiteral("synthetic"));
    }
    m_conversations.insert(number, state);
    return number;
}

void PcapngWriter::data(quint64 conversation, From from, qint64 timeNs, QByteArrayView bytes, qint64 length, const QString &note, const QByteArray &extra)
{
    const auto state = m_conversations.find(conversation);
    if (state == m_conversations.end() || (!state->udp && (length <= 0 || state->ended[static_cast<size_t>(from)])))
        return;
    if (state->udp) {
        const QString text = std::exchange(state->pendingNote, {});
        packet(*state, from, timeNs, 0, bytes, length, note.isEmpty() || text.isEmpty() ? text + note : text + QStringLiteral("; ") + note);
        return;
    }
    const From to = otherSide(from);
    for (qint64 done = 0; done < length;) {
        const qint64 part = std::min(length - done, MostPayload);
        const qsizetype have = static_cast<qsizetype>(std::clamp<qint64>(bytes.size() - done, 0, part));
        packet(*state, from, timeNs, Psh | Ack, have > 0 ? bytes.sliced(static_cast<qsizetype>(done), have) : QByteArrayView(), part, done == 0 ? note : QString(), done == 0 ? extra : QByteArray());
        done += part;
        if (state->next[static_cast<size_t>(from)] - state->acknowledged[static_cast<size_t>(from)] >= AcknowledgeEvery && !state->ended[static_cast<size_t>(to)])
            packet(*state, to, timeNs, Ack, {}, 0, {});
    }
}

void PcapngWriter::end(quint64 conversation, From from, qint64 timeNs, const QString &note)
{
    const auto state = m_conversations.find(conversation);
    if (state == m_conversations.end() || state->udp || std::exchange(state->ended[static_cast<size_t>(from)], true))
        return;
    packet(*state, from, timeNs, Fin | Ack, {}, 0, note);
    packet(*state, otherSide(from), timeNs, Ack, {}, 0, {});
    if (state->ended[0] && state->ended[1])
        m_conversations.erase(state);
}

void PcapngWriter::reset(quint64 conversation, From from, qint64 timeNs, const QString &note)
{
    const auto state = m_conversations.find(conversation);
    if (state == m_conversations.end())
        return;
    if (!state->udp)
        packet(*state, from, timeNs, Rst | Ack, {}, 0, note);
    m_conversations.erase(state);
}

void PcapngWriter::note(quint64 conversation, From from, qint64 timeNs, const QString &text, const QByteArray &data)
{
    const auto state = m_conversations.find(conversation);
    if (state == m_conversations.end())
        return;
    if (state->udp)
        state->pendingNote += (state->pendingNote.isEmpty() ? QString() : QStringLiteral("; ")) + text;
    else
        packet(*state, from, timeNs, Ack, {}, 0, text, data);
}

QByteArray PcapngWriter::tcpHeader(const State &state, From from, quint8 flags) const
{
    const auto self = static_cast<size_t>(from);
    const auto peer = static_cast<size_t>(otherSide(from));
    const bool syn = (flags & Syn) != 0;
    QByteArray header;
    net16(header, state.ports[self]);
    net16(header, state.ports[peer]);
    net32(header, state.next[self]); // from 0: the number less one is the offset in the stream
    net32(header, (flags & Ack) != 0 ? state.next[peer] : 0);
    header.append(syn ? char(0x60) : char(0x50));
    header.append(static_cast<char>(flags));
    net16(header, 0xffff);
    net16(header, 0); // checksum
    net16(header, 0);
    if (syn)
        header.append("\x03\x03\x0e\x00", 4); // window scale 14, so that no window is ever full
    return header;
}

void PcapngWriter::packet(State &state, From from, qint64 timeNs, quint8 flags, QByteArrayView payload, qint64 length, const QString &note, const QByteArray &data)
{
    const auto self = static_cast<size_t>(from);
    const auto peer = static_cast<size_t>(otherSide(from));
    QByteArray header;
    if (state.udp) {
        length = std::min<qint64>(length, 65535 - IpHeader - UdpHeader);
        payload = payload.first(std::min<qsizetype>(payload.size(), static_cast<qsizetype>(length)));
        net16(header, state.ports[self]);
        net16(header, state.ports[peer]);
        net16(header, static_cast<quint16>(UdpHeader + length));
        net16(header, 0);
    } else {
        header = tcpHeader(state, from, flags);
    }
    const auto segment = static_cast<qsizetype>(header.size() + length);
    if (payload.size() == length) { // a checksum over bytes that are not kept would be a guess
        QByteArray pseudo;
        net32(pseudo, state.addresses[self]);
        net32(pseudo, state.addresses[peer]);
        net16(pseudo, state.udp ? 17 : 6);
        net16(pseudo, static_cast<quint16>(segment));
        auto sum = static_cast<quint16>(~sum16(payload, sum16(header, sum16(pseudo))));
        if (state.udp && sum == 0)
            sum = 0xffff; // RFC 768
        qToBigEndian(sum, header.data() + (state.udp ? 6 : 16));
    }
    const QByteArray ip = ipHeader(state.addresses[self], state.addresses[peer], state.udp ? 17 : 6, segment);
    QByteArray body;
    put32(body, 0);
    put32(body, static_cast<quint32>(static_cast<quint64>(timeNs) >> 32));
    put32(body, static_cast<quint32>(timeNs));
    put32(body, static_cast<quint32>(ip.size() + header.size() + payload.size()));
    put32(body, static_cast<quint32>(ip.size() + segment));
    body += ip;
    body += header;
    body += payload;
    pad(body);
    if (!note.isEmpty())
        option(body, 1, note.left(8000).toUtf8());
    if (!data.isEmpty())
        option(body, 1, data);
    QByteArray direction;
    put32(direction, from == From::Client ? 1 : 2);
    option(body, 2, direction);
    QByteArray number(8, '\0');
    qToLittleEndian(++m_packets, number.data());
    option(body, 5, number);
    put32(body, 0);
    writeBlock(6, body);

    state.next[self] += static_cast<quint32>(length) + ((flags & (Syn | Fin)) != 0 ? 1 : 0);
    if ((flags & Ack) != 0)
        state.acknowledged[peer] = state.next[peer];
}

SessionPcapng::SessionPcapng(PcapngWriter &writer, bool isClient, const QString &client, const QString &server)
    : m_writer(writer)
    , m_isClient(isClient)
    , m_names{false, client, server}
{}

void SessionPcapng::add(const CapturedEvent &event)
{
    m_lastNs = event.wallMs * 1'000'000;
    auto conversation = m_conversations.constFind(event.session);
    if (conversation == m_conversations.constEnd())
        conversation = m_conversations.insert(event.session, m_writer.open(m_names, m_lastNs));
    const bool sent = event.direction == wire::Direction::Sent;
    const From from = sent == m_isClient ? From::Client : From::Server;
    if (event.isRefusal())
        return m_writer.note(*conversation, from, m_lastNs, QStringLiteral("refused: ") + printable(describe(event.refused)));
    const auto header = wire::encodeHeader(event.header);
    QByteArray bytes(header.data(), wire::HeaderSize);
    bytes += event.payload;
    m_writer.data(*conversation, from, m_lastNs, bytes, wire::HeaderSize + static_cast<qint64>(event.header.length),
                  QStringLiteral("%1 %2").arg(frameName(event.header.type), summarizeFrame(event.header, event.payload)).trimmed());
}

void SessionPcapng::finish()
{
    for (const quint64 conversation : std::as_const(m_conversations)) {
        m_writer.end(conversation, From::Client, m_lastNs);
        m_writer.end(conversation, From::Server, m_lastNs);
    }
    m_conversations.clear();
}

} // namespace transom::inspect
