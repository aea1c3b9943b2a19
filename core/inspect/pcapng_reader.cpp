#include "core/inspect/link_layer.h"
#include "core/inspect/pcapng.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QtEndian>

#include <algorithm>
#include <tuple>

namespace transom::inspect {

namespace {

constexpr quint32 SectionBlock = 0x0a0d0d0a;
constexpr quint32 MostBlock = 16 * 1024 * 1024;
constexpr qsizetype MostInterfaces = 1024;
constexpr quint64 MostConversations = 100'000;
constexpr quint8 Tcp = 6;
constexpr quint8 Udp = 17;
constexpr quint8 SynAck = 0x12;

tl::unexpected<Error> broken()
{
    return fail(ErrorCode::BadMessage, QT_TRANSLATE_NOOP("Error", "This is no capture that can be read here. Choose a pcapng file."));
}

} // namespace

PcapngReader::PcapngReader(QIODevice &device)
    : m_device(device)
{}

quint32 PcapngReader::u32(QByteArrayView bytes) const
{
    return m_bigEndian ? qFromBigEndian<quint32>(bytes.data()) : qFromLittleEndian<quint32>(bytes.data());
}

quint16 PcapngReader::u16(QByteArrayView bytes) const
{
    return m_bigEndian ? qFromBigEndian<quint16>(bytes.data()) : qFromLittleEndian<quint16>(bytes.data());
}

Result<std::optional<PcapngReader::Block>> PcapngReader::readBlock()
{
    const QByteArray head = m_device.read(8);
    if (head.isEmpty() && m_started)
        return std::optional<Block>();
    if (head.size() < 8)
        return broken();
    Block block;
    QByteArray start;
    if (qFromLittleEndian<quint32>(head.data()) == SectionBlock) { // the same in both orders
        start = m_device.read(4);
        if (start == QByteArray::fromHex("4d3c2b1a"))
            m_bigEndian = false;
        else if (start == QByteArray::fromHex("1a2b3c4d"))
            m_bigEndian = true;
        else
            return broken();
        m_started = true;
        m_interfaces.clear();
    }
    if (!m_started)
        return broken();
    block.type = u32(head);
    const quint32 size = u32(QByteArrayView(head).sliced(4));
    if (size < 12 || size % 4 != 0 || size > MostBlock)
        return broken();
    const auto rest = static_cast<qsizetype>(size) - 8 - start.size();
    block.body = start + m_device.read(rest);
    if (block.body.size() != start.size() + rest || block.body.size() < 4 || u32(QByteArrayView(block.body).last(4)) != size)
        return broken();
    block.body.chop(4);
    return std::optional(std::move(block));
}

/// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html
Result<void> PcapngReader::readPcapHeader(QByteArrayView magic)
{
    const QByteArray rest = m_device.read(20);
    if (rest.size() < 20)
        return broken();
    constexpr quint32 Microseconds = 0xa1b2c3d4;
    constexpr quint32 Nanoseconds = 0xa1b23c4d;
    const quint32 big = qFromBigEndian<quint32>(magic.data());
    m_bigEndian = big == Microseconds || big == Nanoseconds;
    m_fraction = u32(magic) == Nanoseconds ? 1 : 1'000;
    m_interfaces.append({static_cast<quint16>(u32(QByteArrayView(rest).sliced(16))), 1'000'000'000});
    m_started = m_isPcap = true;
    return {};
}

Result<std::optional<PcapngPacket>> PcapngReader::nextOfPcap()
{
    for (;;) {
        const QByteArray head = m_device.read(16);
        if (head.isEmpty())
            return std::optional<PcapngPacket>();
        const QByteArrayView view(head);
        if (head.size() < 16)
            return broken();
        const quint32 captured = u32(view.sliced(8));
        if (captured > MostBlock)
            return broken();
        const QByteArray bytes = m_device.read(captured);
        if (bytes.size() != static_cast<qsizetype>(captured))
            return broken();
        PcapngPacket packet;
        packet.timeNs = static_cast<qint64>(u32(view)) * 1'000'000'000 + static_cast<qint64>(u32(view.sliced(4))) * m_fraction;
        if (readIp(ipPacket(m_interfaces.first().linkType, bytes), packet))
            return std::optional(std::move(packet));
        ++m_skipped;
    }
}

Result<std::optional<PcapngPacket>> PcapngReader::next()
{
    if (m_isPcap)
        return nextOfPcap();
    if (!m_started) {
        const QByteArray magic = m_device.peek(4);
        const auto is = [&magic](const char *hex) { return magic == QByteArray::fromHex(hex); };
        if (is("a1b2c3d4") || is("d4c3b2a1") || is("a1b23c4d") || is("4d3cb2a1")) {
            m_device.skip(4);
            if (auto read = readPcapHeader(magic); !read)
                return tl::make_unexpected(read.error());
            return nextOfPcap();
        }
    }
    for (;;) {
        auto block = readBlock();
        if (!block)
            return tl::make_unexpected(block.error());
        if (!*block)
            return std::optional<PcapngPacket>();
        if ((*block)->type == 1)
            readInterface((*block)->body);
        else if ((*block)->type == 6) {
            if (auto packet = readPacket((*block)->body))
                return packet;
            ++m_skipped;
        }
    }
}

void PcapngReader::readInterface(const QByteArray &body)
{
    if (body.size() < 8 || m_interfaces.size() >= MostInterfaces)
        return;
    Interface interface;
    interface.linkType = u16(body);
    QByteArrayView options = QByteArrayView(body).sliced(8);
    while (options.size() >= 4) {
        const quint16 code = u16(options);
        const quint16 size = u16(options.sliced(2));
        options = options.sliced(4);
        if (code == 0 || size > options.size())
            break;
        if (code == 9 && size == 1) {
            const auto resolution = static_cast<uchar>(options[0]);
            interface.ticksPerSecond = 1;
            for (int i = 0; i < std::min(resolution & 0x7f, 18); ++i)
                interface.ticksPerSecond *= resolution & 0x80 ? 2 : 10;
        }
        options = options.sliced(std::min<qsizetype>((size + 3) / 4 * 4, options.size()));
    }
    m_interfaces.append(interface);
}

std::optional<PcapngPacket> PcapngReader::readPacket(const QByteArray &body)
{
    if (body.size() < 20)
        return {};
    const QByteArrayView view(body);
    const quint32 interface = u32(view);
    const quint32 captured = u32(view.sliced(12));
    if (interface >= static_cast<quint32>(m_interfaces.size()) || captured > static_cast<quint32>(body.size() - 20))
        return {};
    PcapngPacket packet;
    const qint64 ticks = static_cast<qint64>((static_cast<quint64>(u32(view.sliced(4))) << 32) | u32(view.sliced(8)));
    const qint64 perSecond = m_interfaces[static_cast<qsizetype>(interface)].ticksPerSecond;
    packet.timeNs = 1'000'000'000 % perSecond == 0 ? static_cast<qint64>(static_cast<quint64>(ticks) * static_cast<quint64>(1'000'000'000 / perSecond))
                                                    : static_cast<qint64>(static_cast<double>(ticks) * 1e9 / static_cast<double>(perSecond));
    if (!readIp(ipPacket(m_interfaces[static_cast<qsizetype>(interface)].linkType, view.sliced(20, static_cast<qsizetype>(captured))), packet))
        return {};
    QByteArrayView options = view.sliced(std::min<qsizetype>(20 + (static_cast<qsizetype>(captured) + 3) / 4 * 4, view.size()));
    while (options.size() >= 4) {
        const quint16 code = u16(options);
        const quint16 size = u16(options.sliced(2));
        options = options.sliced(4);
        if (code == 0 || size > options.size())
            break;
        if (code == 1)
            packet.comments += QString::fromUtf8(options.first(size));
        options = options.sliced(std::min<qsizetype>((size + 3) / 4 * 4, options.size()));
    }
    return packet;
}

bool PcapngReader::readIp(QByteArrayView ip, PcapngPacket &packet)
{
    if (ip.isEmpty())
        return false;
    const int version = static_cast<uchar>(ip[0]) >> 4;
    if (version == 4) {
        if (ip.size() < 20)
            return false;
        const qsizetype headerSize = (ip[0] & 0x0f) * 4;
        const bool fragment = (qFromBigEndian<quint16>(ip.data() + 6) & 0x3fff) != 0;
        if (headerSize < 20 || headerSize > ip.size() || fragment)
            return false;
        qsizetype total = qFromBigEndian<quint16>(ip.data() + 2);
        if (total == 0)
            total = ip.size(); // left to the network card
        return readTransport(ip.sliced(headerSize), total - headerSize, static_cast<quint8>(ip[9]), ip.sliced(12, 4), ip.sliced(16, 4), packet);
    }
    if (version != 6 || ip.size() < 40)
        return false;
    auto protocol = static_cast<quint8>(ip[6]);
    qsizetype length = qFromBigEndian<quint16>(ip.data() + 4);
    QByteArrayView rest = ip.sliced(40);
    if (length == 0)
        length = rest.size();
    // Options for hops, routing and destinations stand before (RFC 8200, 4); all have the same shape.
    while ((protocol == 0 || protocol == 43 || protocol == 60) && rest.size() >= 8) {
        const qsizetype size = (static_cast<uchar>(rest[1]) + 1) * 8;
        if (size > rest.size())
            return false;
        protocol = static_cast<quint8>(rest[0]);
        rest = rest.sliced(size);
        length -= size;
    }
    return readTransport(rest, length, protocol, ip.sliced(8, 16), ip.sliced(24, 16), packet);
}

bool PcapngReader::readTransport(QByteArrayView segment, qsizetype length, quint8 protocol, QByteArrayView source, QByteArrayView destination, PcapngPacket &packet)
{
    const qsizetype least = protocol == Tcp ? 20 : 8;
    if ((protocol != Tcp && protocol != Udp) || segment.size() < least)
        return false;
    qsizetype inner = 8;
    packet.udp = protocol == Udp;
    if (!packet.udp) {
        inner = (static_cast<uchar>(segment[12]) >> 4) * 4;
        packet.sequence = qFromBigEndian<quint32>(segment.data() + 4);
        packet.tcpFlags = static_cast<quint8>(segment[13]);
    }
    if (inner < least || inner > segment.size())
        return false;
    packet.length = std::max<qsizetype>(length - inner, 0);
    packet.payload = segment.sliced(inner).first(std::min<qsizetype>(segment.size() - inner, static_cast<qsizetype>(packet.length))).toByteArray();

    const auto end = [&](QByteArrayView address, qsizetype port) { return address.toByteArray() + segment.sliced(port, 2).toByteArray() + static_cast<char>(protocol); };
    const auto text = [&](QByteArrayView address, qsizetype port) {
        const QHostAddress host = address.size() == 4 ? QHostAddress(qFromBigEndian<quint32>(address.data())) : QHostAddress(reinterpret_cast<const quint8 *>(address.data()));
        return (address.size() == 4 ? QStringLiteral("%1:%2") : QStringLiteral("[%1]:%2")).arg(host.toString()).arg(qFromBigEndian<quint16>(segment.data() + port));
    };
    const QByteArray from = end(source, 0);
    const QByteArray to = end(destination, 2);
    const bool opens = !packet.udp && (packet.tcpFlags & SynAck) == 0x02;
    auto known = m_conversations.constFind(from + to);
    if (known == m_conversations.constEnd() || opens) {
        if (m_last >= MostConversations)
            return false;
        // A SYN with the same ports is another conversation. One that begins without is taken as begun by its first sender.
        const quint64 number = ++m_last;
        m_conversations.insert(to + from, {number, From::Server});
        known = m_conversations.insert(from + to, {number, From::Client});
        m_names.insert(number, {text(source, 0), text(destination, 2)});
    }
    packet.conversation = known->first;
    packet.from = known->second;
    std::tie(packet.client, packet.server) = m_names.value(packet.conversation);
    return true;
}

} // namespace transom::inspect
