#pragma once

#include "core/base/error.h"
#include "core/wire/frame.h"

#include <functional>
#include <span>
#include <variant>

namespace transom::wire {

/// Cuts a stream of bytes into frames, however the bytes are cut themselves.
///
/// The check is asked once per frame, with the header alone and before memory for the payload is taken; a frame it
/// refuses is an error for good: a stream that has gone wrong is never searched for the next frame.
class FrameDecoder
{
public:
    using HeaderCheck = std::function<Result<void>(const FrameHeader &)>;

    struct NeedMore
    {
        qint64 bytes = 0; ///< at least so many are missing from the header or the frame being read
        bool operator==(const NeedMore &) const = default;
    };
    using Step = std::variant<Frame, NeedMore, Error>;

    explicit FrameDecoder(HeaderCheck check);

    /// Takes bytes from the front of `bytes` until a frame is whole, an error is found or nothing is left, and moves
    /// `bytes` past what was taken. Call again while it returns a frame.
    Step next(QByteArrayView &bytes);

    /// Room for what is missing of a large frame: bytes that are put there are not copied again. Empty where next() does as well. After
    /// a call that gives some, say with filled() how much of it was used, then call next().
    std::span<char> room();
    void filled(qsizetype bytes);

    /// Bytes of the frame that is being read, header included; 0 between frames.
    qint64 partialBytes() const;

private:
    HeaderCheck m_check;
    std::array<char, HeaderSize> m_headerBytes{};
    qsizetype m_headerHave = 0;
    FrameHeader m_header;
    QByteArray m_payload;
    qsizetype m_roomAt = 0; ///< where room() began
    Error m_error;
};

} // namespace transom::wire
