#pragma once

#include "core/inspect/stream_capture.h"

#include <QString>

/// Frames and bytes in words, for every view of the wire alike. Any thread.
namespace transom::ui {

/// What a frame is about; each kind has a colour, and its name stands beside it.
enum class WireKind { Session, Channel, Chat, Command, Files, Deliver, Data, Error, Other };

WireKind wireKind(const inspect::WatchedFrame &frame);
QString wireKindName(WireKind kind);
/// "CHAT_SAY", "not a frame".
QString wireTitle(const inspect::WatchedFrame &frame);
/// "#3 files.put  path=/a.txt": channel, service and what the message says.
QString wireSummary(const inspect::WatchedFrame &frame, const inspect::StreamCapture &capture);
QList<inspect::FrameField> wireFields(const inspect::WatchedFrame &frame);

/// "0 µs", "12.3 µs", "1.23 ms", "4.50 s": three figures, in the unit that suits.
QString wireSpan(qint64 nanoseconds);
/// "to the server", "to the client".
QString wireFlow(inspect::Flow flow);

/// Bytes of a frame from its first on, as far as they were kept; of a secret message zeros.
QByteArray wireBytes(const inspect::WatchedFrame &frame);

enum class ByteFormat { Hex, Text, CArray, Python };
enum class ByteText { Utf8, Gbk };
QString formatWireBytes(const QByteArray &bytes, ByteFormat format, ByteText encoding = ByteText::Utf8);
/// As text with what cannot be printed replaced; newlines stay.
QString wireDecode(const QByteArray &bytes, ByteText encoding);
/// What stands beside each byte in a hex dump: a character at the first of its bytes, nothing at the others, a dot where there is none.
QStringList wireCells(const QByteArray &bytes, ByteText encoding);

/// One frame of a conversation: its message as text, JSON laid out, raw bytes as they read.
QString wireConversation(const inspect::WatchedFrame &frame, const inspect::StreamCapture &capture, ByteText encoding);

} // namespace transom::ui
