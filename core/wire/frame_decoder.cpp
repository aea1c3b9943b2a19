#include "core/wire/frame_decoder.h"

#include <algorithm>

namespace transom::wire {

namespace {

// The payload grows as its bytes arrive: a header that announces much and sends nothing costs this much memory.
constexpr qsizetype FirstReservation = 64 * 1024;
// Whoever has sent so much of a frame is believed to send the rest.
constexpr qsizetype BelievedFrom = 8 * 1024;
constexpr qsizetype LeastRoom = 8 * 1024;

} // namespace

FrameDecoder::FrameDecoder(HeaderCheck check)
    : m_check(std::move(check))
{}

FrameDecoder::Step FrameDecoder::next(QByteArrayView &bytes)
{
    if (m_error.code != ErrorCode::None)
        return m_error;

    if (m_headerHave < HeaderSize) {
        const qsizetype take = std::min(bytes.size(), HeaderSize - m_headerHave);
        std::copy_n(bytes.data(), take, m_headerBytes.data() + m_headerHave);
        m_headerHave += take;
        bytes = bytes.sliced(take);
        if (m_headerHave < HeaderSize)
            return NeedMore{HeaderSize - m_headerHave};

        m_header = decodeHeader(QByteArrayView(m_headerBytes.data(), HeaderSize));
        if (auto allowed = m_check(m_header); !allowed)
            m_error = allowed.error();
        else if (m_header.reserved != 0)
            m_error = {ErrorCode::BadFrame, QStringLiteral("The reserved field of a frame is not zero.")};
        if (m_error.code != ErrorCode::None)
            return m_error;
        m_payload.reserve(std::min<qsizetype>(m_header.length, FirstReservation));
    }

    const qsizetype missing = static_cast<qsizetype>(m_header.length) - m_payload.size();
    const qsizetype take = std::min(bytes.size(), missing);
    if (take > 0 && m_payload.capacity() < m_payload.size() + take)
        m_payload.reserve(m_header.length);
    m_payload.append(bytes.first(take));
    bytes = bytes.sliced(take);
    if (take < missing)
        return NeedMore{missing - take};

    m_headerHave = 0;
    return Frame{m_header.type, m_header.flags, m_header.channel, std::exchange(m_payload, QByteArray())};
}

std::span<char> FrameDecoder::room()
{
    if (m_headerHave < HeaderSize || m_error.code != ErrorCode::None || m_payload.size() < BelievedFrom
        || static_cast<qsizetype>(m_header.length) - m_payload.size() < LeastRoom)
        return {};
    m_roomAt = m_payload.size();
    m_payload.resize(m_header.length);
    return {m_payload.data() + m_roomAt, static_cast<size_t>(m_payload.size() - m_roomAt)};
}

void FrameDecoder::filled(qsizetype bytes)
{
    m_payload.resize(m_roomAt + bytes);
}

qint64 FrameDecoder::partialBytes() const
{
    return m_headerHave + m_payload.size();
}

} // namespace transom::wire
