#pragma once

#include "core/inspect/stream_capture.h"

#include <type_traits>

namespace transom::inspect {

/// A frame as it lies in a capture store: this, and its contents at a place of their own. Only for files that nobody else reads: in the order of
/// bytes of this machine.
struct FrameRecord
{
    enum Bit : quint8 { Secret = 1, Forgotten = 2, Retired = 4 };

    qint64 offset = 0;
    qint64 sentNs = -1;
    qint64 receivedNs = -1;
    qint64 wallMs = 0;
    quint64 contentsAt = 0;
    quint32 payloadSize = 0;
    quint32 extraSize = 0;   ///< behind the payload: the error, or what another framing made of it
    quint32 stream = 0;
    quint32 channel = 0;
    quint32 length = 0;
    quint32 service = 0;     ///< index into the store's table
    quint8 type = 0;
    quint8 flags = 0;
    quint8 flow = 0;
    quint8 bits = 0;
    quint32 reserved = 0;

    qint64 contentsSize() const { return static_cast<qint64>(payloadSize) + extraSize; }
};
static_assert(std::is_trivially_copyable_v<FrameRecord> && sizeof(FrameRecord) == 72);

/// What a header and a payload do not say: the error, and what another framing made of the frame. Empty where there is neither.
QByteArray frameExtra(const WatchedFrame &frame);
/// Takes any bytes; what cannot be read is left out.
void applyExtra(const QByteArray &bytes, WatchedFrame &frame);

/// `contents` grows by what the record refers to; contentsAt is the size before.
FrameRecord toRecord(const WatchedFrame &frame, quint32 service, QByteArray &contents);
/// `contents` are the bytes that the record refers to, or none of them: then the frame is without.
WatchedFrame fromRecord(const FrameRecord &record, quint64 number, QByteArrayView contents);

} // namespace transom::inspect
