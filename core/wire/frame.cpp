#include "core/wire/frame.h"

#include <QtEndian>

namespace transom::wire {

std::array<char, HeaderSize> encodeHeader(const FrameHeader &header)
{
    std::array<char, HeaderSize> bytes{};
    qToBigEndian(header.length, bytes.data());
    bytes[4] = static_cast<char>(header.type);
    bytes[5] = static_cast<char>(header.flags);
    qToBigEndian(header.reserved, bytes.data() + 6);
    qToBigEndian(header.channel.value, bytes.data() + 8);
    return bytes;
}

FrameHeader decodeHeader(QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() >= HeaderSize);
    FrameHeader header;
    header.length = qFromBigEndian<quint32>(bytes.data());
    header.type = static_cast<quint8>(bytes[4]);
    header.flags = static_cast<quint8>(bytes[5]);
    header.reserved = qFromBigEndian<quint16>(bytes.data() + 6);
    header.channel = ChannelId{qFromBigEndian<quint32>(bytes.data() + 8)};
    return header;
}

QByteArray encodeFrame(const Frame &frame)
{
    const auto header = encodeHeader({static_cast<quint32>(frame.payload.size()), frame.type, frame.flags, 0, frame.channel});
    QByteArray bytes;
    bytes.reserve(HeaderSize + frame.payload.size());
    bytes.append(header.data(), HeaderSize);
    bytes.append(frame.payload);
    return bytes;
}

} // namespace transom::wire
