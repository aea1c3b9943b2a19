#pragma once

#include "core/base/ids.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>

/// Frames: what the byte stream of a session is made of. PROTOCOL.md, section "Frames". Pure functions, any thread.
namespace transom::wire {

inline constexpr qsizetype HeaderSize = 12;

/// Bits of the header's flags byte.
namespace flag {
inline constexpr quint8 StandardError = 0x01; ///< on DATA of a command: these bytes are standard error
inline constexpr quint8 Critical = 0x80;      ///< whoever does not know the type must end the session instead of skipping
} // namespace flag

/// The header, 12 bytes, all integers big-endian.
struct FrameHeader
{
    quint32 length = 0; ///< of the payload, bytes, unsigned
    quint8 type = 0;
    quint8 flags = 0;
    quint16 reserved = 0; ///< must be 0
    ChannelId channel;

    bool operator==(const FrameHeader &) const = default;
};

struct Frame
{
    quint8 type = 0;
    quint8 flags = 0;
    ChannelId channel;
    QByteArray payload;

    bool operator==(const Frame &) const = default;
};

std::array<char, HeaderSize> encodeHeader(const FrameHeader &header);
/// `bytes` holds at least HeaderSize bytes.
FrameHeader decodeHeader(QByteArrayView bytes);

/// Header and payload in one piece.
QByteArray encodeFrame(const Frame &frame);

} // namespace transom::wire
