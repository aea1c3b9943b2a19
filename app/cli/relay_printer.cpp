#include "app/cli/relay_printer.h"

#include "core/base/text.h"
#include "core/lab/relay.h"
#include "core/lab/relay_pcapng.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

namespace transom::cli {

namespace {

using inspect::From;
using Kind = lab::RelayEvent::Kind;

constexpr qsizetype MostSpoken = 8 * 1024;

QString arrow(From from)
{
    return from == From::Client ? QStringLiteral("→") : QStringLiteral("←");
}

QString sideText(From from)
{
    return from == From::Client ? QStringLiteral("client") : QStringLiteral("server");
}

const char *kindName(Kind kind)
{
    static const char *const names[] = {"opened", "connected", "connect-failed", "read", "written", "end-read", "end-written", "reset-read", "reset-written", "injected", "dropped", "peer-error", "closed"};
    return names[static_cast<size_t>(kind)];
}

const char *faultName(lab::FaultKind fault)
{
    static const char *const names[] = {"none", "delay", "rate", "split", "merge", "stall", "reset", "half-close", "flip", "loss", "duplicate", "reorder", "hold"};
    return names[static_cast<size_t>(fault)];
}

QString partsText(const inspect::DecodedFrame &frame)
{
    QStringList parts;
    for (const inspect::FramePart &part : frame.parts)
        parts += part.value.isEmpty() || part.kind == inspect::PartKind::Header ? QStringLiteral("%1 %2").arg(part.name).arg(part.length) : QStringLiteral("%1 %2 = %3").arg(part.name).arg(part.length).arg(part.value);
    return parts.join(QStringLiteral(", "));
}

QString needsText(const inspect::DecodedFrame &frame)
{
    if (frame.needs == 0)
        return QStringLiteral("the other side's answer ends it");
    return QStringLiteral("%1%2 more %3").arg(frame.needsExactly ? QString() : QStringLiteral("at least ")).arg(frame.needs).arg(frame.needs == 1 ? QStringLiteral("byte is needed") : QStringLiteral("bytes are needed"));
}

} // namespace

RelayPrinter::RelayPrinter(const Invocation &invocation, const std::optional<inspect::Framings> &framings, bool udp, bool hex)
    : m_invocation(invocation)
    , m_framings(framings)
    , m_udp(udp)
    , m_hex(hex)
{}

void RelayPrinter::listening(const QString &address, const QString &target)
{
    m_invocation.say(QStringLiteral("listening %1 → %2%3").arg(address, target, m_udp ? QStringLiteral(" (UDP)") : QString()));
    m_invocation.put({{QStringLiteral("event"), QStringLiteral("listening")}, {QStringLiteral("address"), address}, {QStringLiteral("target"), target}});
}

void RelayPrinter::line(const lab::RelayEvent &event, const QString &text) const
{
    const QString time = QDateTime::fromMSecsSinceEpoch(event.wallMs).toString(QStringLiteral("HH:mm:ss.zzz"));
    m_invocation.say(QStringLiteral("%1 #%2 %3").arg(time).arg(event.stream).arg(text));
}

void RelayPrinter::dump(qint64 offset, QByteArrayView bytes) const
{
    for (qsizetype at = 0; at < bytes.size(); at += 16) {
        const QByteArray row = bytes.sliced(at, std::min<qsizetype>(16, bytes.size() - at)).toByteArray();
        QString text;
        for (const char c : row)
            text += c >= 0x20 && c < 0x7f ? QLatin1Char(c) : QLatin1Char('.');
        m_invocation.say(QStringLiteral("    %1  %2  %3").arg(offset + at, 8, 16, QLatin1Char('0')).arg(QLatin1String(row.toHex(' ')), -47).arg(text));
    }
}

void RelayPrinter::show(const lab::RelayEvent &event)
{
    QJsonObject object{{QStringLiteral("event"), QLatin1String(kindName(event.kind))}, {QStringLiteral("stream"), static_cast<qint64>(event.stream)},
                       {QStringLiteral("time"), event.wallMs}, {QStringLiteral("monotonic"), event.monotonicNs}};
    if (event.kind == Kind::Opened) {
        auto stream = std::make_shared<Stream>();
        if (m_framings && !m_udp)
            stream->decoder.emplace(*m_framings);
        m_streams.insert(event.stream, stream);
        object.insert(QStringLiteral("client"), event.client);
    } else if (event.kind != Kind::Connected && event.kind != Kind::Closed) {
        object.insert(QStringLiteral("from"), sideText(event.from));
        object.insert(QStringLiteral("offset"), event.offset);
        object.insert(QStringLiteral("length"), event.length);
    }
    const auto stream = m_streams.value(event.stream);
    if (!stream)
        return;
    if (event.kind == Kind::Connected)
        object.insert(QStringLiteral("target"), event.target);
    if (event.kind == Kind::Injected) {
        object.insert(QStringLiteral("fault"), QLatin1String(faultName(event.fault)));
        object.insert(QStringLiteral("amount"), event.amount);
    }
    if (event.error.code != ErrorCode::None)
        object.insert(QStringLiteral("text"), describe(event.error));
    if (event.kind == Kind::Read)
        return showRead(event, *stream);
    m_invocation.put(object);

    const QString side = arrow(event.from);
    switch (event.kind) {
    case Kind::Opened:
        line(event, QStringLiteral("opened by %1").arg(event.client));
        break;
    case Kind::ConnectFailed:
    case Kind::PeerError:
        line(event, describe(event.error));
        break;
    case Kind::EndRead:
    case Kind::ResetRead:
        line(event, QStringLiteral("%1 %2").arg(side, event.kind == Kind::EndRead ? QStringLiteral("end of stream") : QStringLiteral("reset by the %1").arg(sideText(event.from))));
        showEnd(event, *stream);
        break;
    case Kind::Injected:
        line(event, QStringLiteral("%1 injected at %2: %3").arg(side).arg(event.offset).arg(lab::describeFault(event)));
        break;
    case Kind::Dropped:
        line(event, event.error.code != ErrorCode::None ? describe(event.error) : QStringLiteral("%1 %2 bytes could not be passed on").arg(side).arg(event.length));
        break;
    case Kind::Closed:
        line(event, event.error.code != ErrorCode::None ? QStringLiteral("closed: %1").arg(describe(event.error)) : QStringLiteral("closed"));
        m_streams.remove(event.stream);
        break;
    default:
        break; // what was written is what was read, unless a fault has said otherwise
    }
}

void RelayPrinter::showRead(const lab::RelayEvent &event, Stream &stream)
{
    const QByteArray bytes = stream.secrets.blanked(event.from, event.bytes);
    if (event.bytes.size() < event.length)
        stream.secrets.skipped(event.from, event.length - event.bytes.size());
    QJsonObject object{{QStringLiteral("event"), QStringLiteral("read")}, {QStringLiteral("stream"), static_cast<qint64>(event.stream)}, {QStringLiteral("from"), sideText(event.from)},
                       {QStringLiteral("offset"), event.offset}, {QStringLiteral("length"), event.length}, {QStringLiteral("time"), event.wallMs}, {QStringLiteral("monotonic"), event.monotonicNs}};
    if (m_hex)
        object.insert(QStringLiteral("hex"), QLatin1String(bytes.toHex()));
    m_invocation.put(object);
    line(event, QStringLiteral("%1 read %2 bytes at %3  %4").arg(arrow(event.from)).arg(event.length).arg(event.offset).arg(printable(bytes, 60)));
    if (m_hex)
        dump(event.offset, bytes);
    stream.seen[static_cast<size_t>(event.from)] = event.offset + event.length;
    if (m_udp)
        return; // a datagram is its own frame
    if (stream.decoder) {
        showFrames(event, stream, stream.decoder->feed(event.from, bytes));
        showIncomplete(event, stream, event.from);
    } else if (!m_framings) {
        guess(event, stream, bytes);
    }
}

void RelayPrinter::setFramings(quint64 number, const inspect::Framings &framings)
{
    if (number == lab::Relay::AllStreams)
        m_framings = framings;
    for (const auto &[each, stream] : m_streams.asKeyValueRange()) {
        if (m_udp || (number != lab::Relay::AllStreams && number != each))
            continue;
        stream->decoder.emplace(framings);
        stream->spoken.clear();
        std::copy_n(stream->seen, 2, stream->begin);
    }
}

void RelayPrinter::guess(const lab::RelayEvent &event, Stream &stream, const QByteArray &bytes)
{
    stream.spoken.append({event.from, bytes});
    stream.spokenBytes += bytes.size();
    const inspect::FramingGuess guess = inspect::guessFraming(stream.spoken);
    const bool isNew = !stream.guessed || stream.guessed->framings != guess.framings || stream.guessed->reason != guess.reason;
    if (isNew && (guess.sure || guess.framings != inspect::Framings())) {
        const QString text = guess.framings.text();
        line(event, QStringLiteral("framing %1%2: %3").arg(text, guess.sure ? QString() : QStringLiteral(", probably"), guess.reason));
        m_invocation.put({{QStringLiteral("event"), QStringLiteral("framing")}, {QStringLiteral("stream"), static_cast<qint64>(event.stream)}, {QStringLiteral("framing"), text},
                          {QStringLiteral("reason"), guess.reason}, {QStringLiteral("sure"), guess.sure}});
    }
    stream.guessed = guess;
    if (guess.sure || stream.spokenBytes >= MostSpoken)
        adoptGuess(event, stream);
}

/// What was said up to here is decoded by it, too.
void RelayPrinter::adoptGuess(const lab::RelayEvent &event, Stream &stream)
{
    stream.decoder.emplace(stream.guessed->framings);
    for (const inspect::SpokenChunk &chunk : std::exchange(stream.spoken, {}))
        showFrames(event, stream, stream.decoder->feed(chunk.from, chunk.bytes));
    for (const inspect::From from : {inspect::From::Client, inspect::From::Server})
        showIncomplete(event, stream, from);
}

void RelayPrinter::showEnd(const lab::RelayEvent &event, Stream &stream)
{
    if (!stream.decoder && stream.guessed && !stream.spoken.isEmpty())
        adoptGuess(event, stream); // it will not get any surer
    if (stream.decoder)
        showFrames(event, stream, stream.decoder->finish(event.from));
}

QJsonObject RelayPrinter::frameObject(const lab::RelayEvent &event, const inspect::DecodedFrame &frame, qint64 begin) const
{
    QJsonArray parts;
    for (const inspect::FramePart &part : frame.parts)
        parts.append(QJsonObject{{QStringLiteral("name"), part.name}, {QStringLiteral("offset"), begin + part.offset}, {QStringLiteral("length"), part.length}, {QStringLiteral("value"), part.value}});
    QJsonObject object{{QStringLiteral("event"), QStringLiteral("frame")}, {QStringLiteral("stream"), static_cast<qint64>(event.stream)}, {QStringLiteral("from"), sideText(frame.from)},
                       {QStringLiteral("number"), static_cast<qint64>(frame.number)}, {QStringLiteral("offset"), begin + frame.offset}, {QStringLiteral("length"), frame.length},
                       {QStringLiteral("complete"), frame.complete}, {QStringLiteral("title"), frame.title}, {QStringLiteral("parts"), parts}};
    if (!frame.complete)
        object.insert(QStringLiteral("needs"), frame.needs);
    if (!frame.problem.isEmpty())
        object.insert(QStringLiteral("problem"), frame.problem);
    return object;
}

void RelayPrinter::showFrames(const lab::RelayEvent &event, const Stream &stream, const QList<inspect::DecodedFrame> &frames)
{
    for (const inspect::DecodedFrame &frame : frames) {
        const qint64 begin = stream.begin[static_cast<size_t>(frame.from)];
        QString text = QStringLiteral("%1   frame %2 at %3, %4 bytes (%5)  %6").arg(arrow(frame.from)).arg(frame.number).arg(begin + frame.offset).arg(frame.length).arg(partsText(frame), frame.title);
        if (!frame.problem.isEmpty())
            text = QStringLiteral("%1   the framing does not fit from %2 on: %3").arg(arrow(frame.from)).arg(begin + frame.offset).arg(frame.problem);
        else if (!frame.complete)
            text += QStringLiteral("; incomplete for good: %1").arg(needsText(frame));
        line(event, text);
        m_invocation.put(frameObject(event, frame, begin));
    }
}

/// The frame that these bytes have begun or gone on with.
void RelayPrinter::showIncomplete(const lab::RelayEvent &event, const Stream &stream, inspect::From from)
{
    const auto frame = stream.decoder->underWay(from);
    if (!frame)
        return;
    const qint64 begin = stream.begin[static_cast<size_t>(from)];
    line(event, QStringLiteral("%1   frame %2 at %3, %4 bytes so far: %5").arg(arrow(from)).arg(frame->number).arg(begin + frame->offset).arg(frame->length).arg(needsText(*frame)));
    QJsonObject object = frameObject(event, *frame, begin);
    object.insert(QStringLiteral("event"), QStringLiteral("incomplete"));
    object.insert(QStringLiteral("exact"), frame->needsExactly);
    m_invocation.put(object);
}

} // namespace transom::cli
