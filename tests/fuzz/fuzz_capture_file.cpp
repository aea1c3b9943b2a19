// Files that somebody gives us to open: whatever is in them, what is read is within the limits and makes sense.

#include "core/inspect/capture_file.h"
#include "tests/fuzz/fuzz.h"

#include <QBuffer>

using namespace transom;
using namespace transom::inspect;

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    StreamCapture capture({.frames = 500, .payloadBytes = 1 << 20, .chunks = 500, .streams = 50});
    const auto result = readCapture(buffer, capture);
    MUST(capture.frameCount() <= 500);
    MUST(capture.payloadBytes() <= 1 << 20);
    qint64 kept = 0;
    for (quint64 number = capture.firstNumber(); number <= capture.lastNumber(); ++number) {
        const WatchedFrame &frame = *capture.frame(number);
        MUST(capture.stream(frame.stream) != nullptr);
        MUST(frame.offset >= 0 && frame.size() >= 0 && frame.atNs() >= -1);
        MUST(frame.payload.size() <= frame.size());
        MUST(!frame.secret || frame.payload.count('\0') == frame.payload.size());
        kept += frame.payload.size();
    }
    MUST(kept == capture.payloadBytes());
    MUST(kept <= static_cast<qint64>(size) * 2);
    MUST(!result || result->marks.size() <= 10'000);
    return 0;
}
