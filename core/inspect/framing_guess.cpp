#include "core/inspect/framing_guess.h"

#include "core/base/text.h"
#include "core/protocol/message_table.h"
#include "core/wire/frame.h"

#include <QCoreApplication>

#include <algorithm>

namespace transom::inspect {

namespace {

using Kind = Framing::Kind;
using Guess = std::optional<FramingGuess>;

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

QByteArray bytesOf(const QList<SpokenChunk> &chunks, From from)
{
    QByteArray bytes;
    for (const SpokenChunk &chunk : chunks) {
        if (chunk.from == from)
            bytes += chunk.bytes;
    }
    return bytes;
}

QString sideName(From from)
{
    return from == From::Client ? translate("Inspect", "the client") : translate("Inspect", "the server");
}

Framings onSide(From from, const Framing &framing)
{
    return from == From::Client ? Framings{framing, {}} : Framings{{}, framing};
}

/// The rule for one side, and for the other one too if its bytes obey it.
FramingGuess guessed(const QList<SpokenChunk> &chunks, From from, const Framing &framing, const QString &reason, bool sure)
{
    Framings framings = onSide(from, framing);
    FramingDecoder both({framing, framing});
    QList<DecodedFrame> frames;
    for (const SpokenChunk &chunk : chunks)
        frames += both.feed(chunk.from, chunk.bytes);
    const auto other = otherSide(from);
    const bool refused = std::any_of(frames.begin(), frames.end(), [other](const DecodedFrame &frame) { return frame.from == other && !frame.problem.isEmpty(); });
    const bool obeys = std::any_of(frames.begin(), frames.end(), [other](const DecodedFrame &frame) { return frame.from == other && frame.complete; });
    if ((obeys && !refused) || bytesOf(chunks, other).isEmpty())
        framings = {framing, framing};
    return {framings, reason, sure};
}

Framing ofKind(Kind kind)
{
    Framing framing;
    framing.kind = kind;
    return framing;
}

Guess guessTransom(const QList<SpokenChunk> &chunks)
{
    const QByteArray bytes = bytesOf(chunks, From::Client);
    if (bytes.size() < wire::HeaderSize + 1)
        return {};
    const wire::FrameHeader header = wire::decodeHeader(bytes);
    if (!protocol::checkHeader(header, false, protocol::Phase::Greeting) || header.reserved != 0 || bytes[wire::HeaderSize] != '{'
        || header.type != static_cast<quint8>(protocol::MessageType::Hello))
        return {};
    const Framing framing = ofKind(Kind::Transom);
    return FramingGuess{{framing, framing}, translate("Inspect", "The client begins with a HELLO of Transom: 12 bytes of header, then JSON."), true};
}

Guess guessEncrypted(const QList<SpokenChunk> &chunks)
{
    const QByteArray bytes = bytesOf(chunks, From::Client);
    const QByteArray server = bytesOf(chunks, From::Server);
    if (bytes.size() >= 3 && bytes[0] == 0x16 && bytes[1] == 0x03 && bytes[2] >= 0 && bytes[2] <= 4)
        return FramingGuess{{}, translate("Inspect", "The client begins with 16 03 %1, a TLS handshake: what follows is encrypted, and its frames cannot be seen.")
                                        .arg(bytes[2], 2, 16, QLatin1Char('0')), true};
    if (bytes.startsWith("SSH-2.0-") || server.startsWith("SSH-2.0-"))
        return FramingGuess{{}, translate("Inspect", "A line \"SSH-2.0-…\": after the key exchange everything is encrypted, and frames cannot be seen."), true};
    return {};
}

Guess guessReady(const QList<SpokenChunk> &chunks)
{
    for (const SpokenChunk &chunk : chunks) {
        if (!chunk.bytes.startsWith("Ready|") || chunk.bytes.size() < 7 || chunk.bytes[6] < '0' || chunk.bytes[6] > '9')
            continue;
        const Framing framing = ofKind(Kind::ReadyLength);
        return FramingGuess{{framing, framing}, translate("Inspect", "%1 says \"%2\": an announced length, sent after an answer.").arg(sideName(chunk.from), printable(chunk.bytes, 24)), true};
    }
    return {};
}

/// A turn that is a number, an answer, then a turn of exactly so many bytes.
Guess guessAscii(const QList<SpokenChunk> &chunks)
{
    QList<SpokenChunk> turns;
    for (const SpokenChunk &chunk : chunks) {
        if (!turns.isEmpty() && turns.last().from == chunk.from)
            turns.last().bytes += chunk.bytes;
        else
            turns += chunk;
    }
    for (qsizetype i = 0; i + 2 < turns.size(); ++i) {
        const QByteArray &number = turns[i].bytes;
        const bool digits = number.size() <= 16 && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || number.toLongLong() != turns[i + 2].bytes.size() || number.toLongLong() == 0)
            continue;
        const Framing framing = ofKind(Kind::AsciiLength);
        return FramingGuess{{framing, framing}, translate("Inspect", "%1 says \"%2\", gets an answer, and then sends %2 bytes.").arg(sideName(turns[i].from), QString::fromLatin1(number)), true};
    }
    return {};
}

QString orderText(const Framing &framing)
{
    return framing.littleEndian ? translate("Inspect", "read from the little end") : translate("Inspect", "read from the big end");
}

Guess guessJson(const QList<SpokenChunk> &chunks)
{
    for (const From from : {From::Client, From::Server}) {
        const QByteArray bytes = bytesOf(chunks, from);
        for (const bool little : {true, false}) {
            for (const int width : {4, 2, 8}) {
                Framing framing = ofKind(Kind::JsonHeader);
                framing.width = width;
                framing.littleEndian = little;
                if (bytes.size() < width + 2 || bytes[width] != '{')
                    continue;
                FramingDecoder decoder({framing, framing});
                const auto frames = decoder.feed(from, bytes);
                const auto first = frames.isEmpty() ? decoder.underWay(from) : std::optional(frames.first());
                if (!first || !first->problem.isEmpty() || first->parts.size() < 2 || first->parts[1].kind != PartKind::Header)
                    continue;
                return FramingGuess{onSide(from, framing), translate("Inspect", "The first %1 bytes of %2, %3, say %4: exactly the JSON object that follows.")
                                                               .arg(width).arg(sideName(from), orderText(framing), first->parts[0].value), true};
            }
        }
    }
    return {};
}

/// Every prefix that leads from message to message to exactly the end of what is there.
Guess guessPrefix(const QList<SpokenChunk> &chunks)
{
    Guess best;
    qsizetype bestFrames = 0;
    for (const From from : {From::Client, From::Server}) {
        const QByteArray bytes = bytesOf(chunks, from);
        for (const int width : {4, 2, 8}) {
            for (const bool little : {false, true}) {
                for (const bool includes : {false, true}) {
                    Framing framing = ofKind(Kind::LengthPrefix);
                    framing.width = width;
                    framing.littleEndian = little;
                    framing.includesPrefix = includes;
                    FramingDecoder decoder({framing, framing});
                    const auto frames = decoder.feed(from, bytes);
                    const qsizetype bodies = std::count_if(frames.begin(), frames.end(), [width](const DecodedFrame &frame) { return frame.length > width; });
                    if (bodies <= bestFrames || bodies * 2 < frames.size() || decoder.underWay(from) || !frames.last().complete)
                        continue;
                    bestFrames = bodies;
                    const QString reason = translate("Inspect", "The first %1 bytes of %2, %3, say %4, and so many bytes follow%5.")
                                                   .arg(width).arg(sideName(from), orderText(framing), frames.first().parts.first().value,
                                                                   includes ? translate("Inspect", ", the length's own counted") : QString());
                    best = guessed(chunks, from, framing, reason, bodies > 1);
                }
            }
        }
    }
    return best;
}

bool isText(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) {
        const auto u = static_cast<uchar>(c);
        return u >= 0x20 || u == '\n' || u == '\r' || u == '\t' || u == 0x1b;
    });
}

Guess guessLines(const QList<SpokenChunk> &chunks)
{
    for (const From from : {From::Client, From::Server}) {
        const QByteArray bytes = bytesOf(chunks, from);
        const qsizetype end = bytes.indexOf('\n');
        if (end < 0 || end > 4096 || !isText(QByteArrayView(bytes).first(end)))
            continue;
        Framing framing = ofKind(Kind::Delimiter);
        const bool crlf = end > 0 && bytes[end - 1] == '\r';
        framing.delimiter = crlf ? "\r\n" : "\n";
        const QString line = printable(QByteArrayView(bytes).first(crlf ? end - 1 : end), 40);
        return guessed(chunks, from, framing, (crlf ? translate("Inspect", "%1 sends text whose lines end with CR LF: \"%2\".") : translate("Inspect", "%1 sends text whose lines end with a newline: \"%2\".")).arg(sideName(from), line),
                       crlf);
    }
    return {};
}

Guess guessFixed(const QList<SpokenChunk> &chunks)
{
    for (const From from : {From::Client, From::Server}) {
        qsizetype size = 0;
        int count = 0;
        for (const SpokenChunk &chunk : chunks) {
            if (chunk.from != from)
                continue;
            count = size == 0 || chunk.bytes.size() == size ? count + 1 : -1'000'000;
            size = chunk.bytes.size();
        }
        if (count < 4 || size < 2)
            continue;
        Framing framing = ofKind(Kind::Fixed);
        framing.size = size;
        return FramingGuess{onSide(from, framing), translate("Inspect", "All %1 reads from %2 had %3 bytes. That is how it was cut here, which need not be how it was meant.").arg(count).arg(sideName(from)).arg(size), false};
    }
    return {};
}

} // namespace

FramingGuess guessFraming(const QList<SpokenChunk> &chunks)
{
    // What cannot be anything else comes first.
    for (const auto guess : {guessTransom, guessEncrypted, guessReady, guessJson, guessAscii, guessPrefix, guessLines, guessFixed}) {
        if (auto found = guess(chunks))
            return *found;
    }
    return {{}, translate("Inspect", "Nothing here marks where a message ends: no length, no delimiter."), false};
}

} // namespace transom::inspect
