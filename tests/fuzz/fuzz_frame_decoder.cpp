// The frame decoder with the real header check: however the bytes are cut, the same frames come out, and they are the bytes.

#include "core/base/limits.h"
#include "core/protocol/message_table.h"
#include "core/wire/frame_decoder.h"
#include "tests/fuzz/fuzz.h"

#include <QList>

#include <algorithm>
#include <optional>

using namespace transom;

namespace {

struct Outcome
{
    QList<wire::Frame> frames;
    std::optional<Error> error;
    qint64 partial = 0;
};

Outcome decode(QByteArrayView bytes, bool fromServer, protocol::Phase phase, quint32 cuts)
{
    wire::FrameDecoder decoder([=](const wire::FrameHeader &header) { return protocol::checkHeader(header, fromServer, phase); });
    Outcome outcome;
    while (!bytes.isEmpty() && !outcome.error) {
        qsizetype length = bytes.size();
        if (cuts != 0) {
            cuts = cuts * 1664525 + 1013904223; // Numerical Recipes' generator: any cheap sequence will do
            length = std::min<qsizetype>(length, 1 + (cuts >> 24) % 40);
        }
        QByteArrayView piece = bytes.first(length);
        bytes = bytes.sliced(length);
        while (true) {
            const auto before = piece.size();
            auto step = decoder.next(piece);
            if (auto *frame = std::get_if<wire::Frame>(&step)) {
                outcome.frames.append(*frame);
                MUST(piece.size() < before);
                continue;
            }
            if (auto *error = std::get_if<Error>(&step)) {
                outcome.error = *error;
            } else {
                MUST(piece.isEmpty());
                MUST(std::get<wire::FrameDecoder::NeedMore>(step).bytes > 0);
            }
            break;
        }
    }
    outcome.partial = decoder.partialBytes();
    if (outcome.error) {
        // For good.
        QByteArrayView more("\0\0\0\0\x13\0\0\0\0\0\0\x01", 12);
        MUST(std::holds_alternative<Error>(decoder.next(more)));
    }
    return outcome;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const bool fromServer = (data[0] & 1) != 0;
    const auto phase = static_cast<protocol::Phase>((data[0] >> 1) % 3);
    const QByteArrayView bytes = fuzz::view(data + 2, size - 2);
    const Outcome whole = decode(bytes, fromServer, phase, 0);
    const Outcome cut = decode(bytes, fromServer, phase, data[1] | 0x100u);
    MUST(whole.frames == cut.frames);
    MUST(whole.error.has_value() == cut.error.has_value());
    MUST(!whole.error || whole.error->code == cut.error->code);
    MUST(whole.error || whole.partial == cut.partial);

    // What was decoded, encoded again, is what was sent.
    QByteArray again;
    for (const wire::Frame &frame : whole.frames) {
        MUST(frame.payload.size() <= static_cast<qsizetype>(limits::DataPayload));
        again += wire::encodeFrame(frame);
    }
    MUST(again.size() <= bytes.size());
    MUST(bytes.first(again.size()) == again);
    MUST(whole.error || again.size() + whole.partial == bytes.size());
    return 0;
}
