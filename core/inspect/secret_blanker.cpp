#include "core/inspect/secret_blanker.h"

#include "core/base/limits.h"
#include "core/protocol/message_table.h"
#include "core/wire/frame.h"

#include <algorithm>

namespace transom::inspect {

QByteArray SecretBlanker::blanked(From from, QByteArray bytes)
{
    Direction &direction = m_directions[static_cast<size_t>(from)];
    if (direction.lost) {
        bytes.fill('\0');
        return bytes;
    }
    for (qsizetype at = 0; at < bytes.size() && !direction.other;) {
        if (direction.left > 0) {
            const qsizetype part = std::min<qsizetype>(direction.left, bytes.size() - at);
            if (direction.secret)
                std::fill_n(bytes.data() + at, part, '\0');
            direction.left -= static_cast<quint32>(part);
            at += part;
            continue;
        }
        const qsizetype part = std::min<qsizetype>(wire::HeaderSize - direction.header.size(), bytes.size() - at);
        direction.header += QByteArrayView(bytes).sliced(at, part);
        at += part;
        if (direction.header.size() < wire::HeaderSize)
            break;
        const wire::FrameHeader header = wire::decodeHeader(std::exchange(direction.header, {}));
        const protocol::MessageRow *row = protocol::findMessage(header.type);
        const bool isHello = row && row->type == protocol::MessageType::Hello && header.length <= limits::HandshakePayload;
        direction.other = header.reserved != 0 || (std::exchange(direction.first, false) && !isHello);
        direction.left = header.length;
        direction.secret = row && row->secret;
    }
    return bytes;
}

void SecretBlanker::skipped(From from, qint64 count)
{
    Direction &direction = m_directions[static_cast<size_t>(from)];
    if (count <= 0 || direction.other)
        return;
    direction.lost = direction.lost || count > direction.left;
    direction.left -= static_cast<quint32>(std::min<qint64>(count, direction.left));
}

} // namespace transom::inspect
