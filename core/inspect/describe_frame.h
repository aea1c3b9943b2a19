#pragma once

#include "core/wire/frame.h"

#include <QString>

namespace transom::inspect {

/// "CHAT_SAY"; "0x7f" for a type this version does not know. Any thread.
QString frameName(quint8 type);

/// One line about a frame for a log or a table: "service=files.get path=/a.txt", "65536 bytes of standard error", "403 IsADirectory: …".
/// `payload` may be the beginning of what `header.length` announces. The line holds nothing of a secret message, and a peer's bytes
/// in printable form only. Any thread.
QString summarizeFrame(const wire::FrameHeader &header, QByteArrayView payload);

} // namespace transom::inspect
