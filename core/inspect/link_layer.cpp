#include "core/inspect/link_layer.h"

#include <QtEndian>

namespace transom::inspect {

namespace {

enum LinkType : quint16 { Null = 0, Ethernet = 1, Raw12 = 12, Raw14 = 14, Raw = 101, Loop = 108, Cooked = 113, Ipv4 = 228, Ipv6 = 229, Cooked2 = 276 };
constexpr quint16 TypeIpv4 = 0x0800;
constexpr quint16 TypeIpv6 = 0x86dd;

QByteArrayView behind(QByteArrayView packet, qsizetype header)
{
    return packet.size() > header ? packet.sliced(header) : QByteArrayView();
}

QByteArrayView ethernet(QByteArrayView packet)
{
    qsizetype at = 12;
    for (int tags = 0; tags < 3 && at + 2 <= packet.size(); ++tags) {
        const auto type = qFromBigEndian<quint16>(packet.data() + at);
        if (type == TypeIpv4 || type == TypeIpv6)
            return behind(packet, at + 2);
        if (type != 0x8100 && type != 0x88a8) // no VLAN tag either
            return {};
        at += 4;
    }
    return {};
}

QByteArrayView ofType(QByteArrayView packet, qsizetype typeAt, qsizetype header)
{
    if (packet.size() < header)
        return {};
    const auto type = qFromBigEndian<quint16>(packet.data() + typeAt);
    return type == TypeIpv4 || type == TypeIpv6 ? behind(packet, header) : QByteArrayView();
}

} // namespace

QByteArrayView ipPacket(quint16 linkType, QByteArrayView packet)
{
    switch (linkType) {
    case Ethernet:
        return ethernet(packet);
    case Raw12:
    case Raw14:
    case Raw:
    case Ipv4:
    case Ipv6:
        return packet;
    case Null: // four bytes of an address family that differs from system to system; the packet says its version itself
    case Loop:
        return behind(packet, 4);
    case Cooked:
        return ofType(packet, 14, 16);
    case Cooked2:
        return ofType(packet, 0, 20);
    default:
        return {};
    }
}

} // namespace transom::inspect
