#include "core/inspect/foreign_stream.h"

#include "core/protocol/message_table.h"

#include <QCoreApplication>

#include <algorithm>

namespace transom::inspect {

namespace {

constexpr qint64 DecideAt = 8 * 1024;
constexpr qsizetype DecideAfter = 64;
constexpr qsizetype MostHeld = 512 << 10; ///< of one frame

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

Flow flowOf(From from)
{
    return from == From::Client ? Flow::ToServer : Flow::ToClient;
}

Part partOf(PartKind kind)
{
    switch (kind) {
    case PartKind::Length:
        return Part::Length;
    case PartKind::Header:
        return Part::Header;
    case PartKind::Delimiter:
        return Part::Delimiter;
    case PartKind::Incomplete:
        return Part::Incomplete;
    case PartKind::Body:
    case PartKind::Undecoded:
        break;
    }
    return Part::Body;
}

/// RFC 8446, 5.1.
bool looksLikeTls(QByteArrayView bytes)
{
    return bytes.size() >= 3 && bytes[0] == 0x16 && bytes[1] == 0x03;
}

} // namespace

ForeignStream::ForeignStream(StreamCapture &capture, quint32 stream)
    : m_capture(capture)
    , m_stream(stream)
{}

ForeignStream::~ForeignStream() = default;

void ForeignStream::segment(From from, quint32 sequence, bool opens, QByteArrayView bytes, qint64 length, qint64 timeNs)
{
    const auto pieces = m_sides[static_cast<size_t>(from)].order.add(sequence, opens, bytes, length, timeNs);
    for (const auto &piece : pieces)
        arrived(from, piece);
}

void ForeignStream::ended(From from, quint32 sequence, qint64 length, qint64 timeNs)
{
    Side &side = m_sides[static_cast<size_t>(from)];
    // One that overtakes what is before it says nothing yet: the file's end will do.
    if (side.ended || !side.order.hasAll(sequence + static_cast<quint32>(length)))
        return;
    side.ended = true;
    Piece end{from, {}, true};
    end.piece.timeNs = timeNs;
    if (m_decided)
        take(end);
    else
        m_waiting.append(end); // in its place among the others
}

void ForeignStream::finishSide(From from, qint64 timeNs)
{
    const auto frames = m_decoder ? m_decoder->finish(from) : QList<DecodedFrame>();
    for (const DecodedFrame &frame : frames)
        add(frame, timeNs);
}

void ForeignStream::finish()
{
    for (const From from : {From::Client, From::Server}) {
        const auto pieces = m_sides[static_cast<size_t>(from)].order.finish();
        for (const auto &piece : pieces)
            arrived(from, piece);
    }
    if (!m_decided)
        decide();
    for (const From from : {From::Client, From::Server}) {
        if (!m_sides[static_cast<size_t>(from)].ended)
            finishSide(from, 0);
    }
}

void ForeignStream::arrived(From from, const TcpReassembly::Piece &piece)
{
    if (m_sides[static_cast<size_t>(from)].ended)
        return; // behind a FIN there is nothing
    m_missing += piece.missing;
    WatchedChunk chunk;
    chunk.range = {piece.offset, piece.offset + piece.bytes.size()};
    chunk.atNs = piece.timeNs;
    m_capture.addChunk(m_stream, flowOf(from), chunk);
    if (m_decided)
        return take({from, piece});
    m_waiting.append({from, piece});
    m_waitingBytes += piece.bytes.size();
    if (m_waitingBytes >= DecideAt || m_waiting.size() >= DecideAfter)
        decide();
}

void ForeignStream::decide()
{
    m_decided = true;
    QList<SpokenChunk> spoken;
    for (const Piece &each : std::as_const(m_waiting)) {
        if (each.ends)
            continue;
        spoken.append({each.from, each.piece.bytes.left(DecideAt)});
    }
    m_isTls = !spoken.isEmpty() && looksLikeTls(spoken.first().bytes);
    if (!m_isTls && !spoken.isEmpty()) {
        const Framings framings = guessFraming(spoken).framings;
        m_isTransom = framings.fromClient.kind == Framing::Kind::Transom;
        if (framings.fromClient.kind != Framing::Kind::None || framings.fromServer.kind != Framing::Kind::None)
            m_decoder = std::make_unique<FramingDecoder>(framings);
        for (const From from : {From::Client, From::Server})
            m_sides[static_cast<size_t>(from)].unframed = framings.of(from).kind == Framing::Kind::None;
    }
    const auto waiting = std::exchange(m_waiting, {});
    for (const Piece &each : waiting)
        take(each);
}

void ForeignStream::take(const Piece &each)
{
    Side &side = m_sides[static_cast<size_t>(each.from)];
    const auto &piece = each.piece;
    if (each.ends)
        return finishSide(each.from, piece.timeNs);
    if (piece.missing > 0 || piece.offset != side.begin + side.bytes.size())
        side.lost = side.lost || piece.offset != 0;
    if (m_decoder && side.unframed) {
        const auto ended = m_decoder->feed(each.from, piece.bytes); // frames of the other side, whose turn this one ends
        for (const DecodedFrame &frame : ended)
            add(frame, piece.timeNs);
        return addChunk(each.from, piece, translate("Inspect", "%1 bytes"));
    }
    if (!m_decoder || side.lost)
        return addChunk(each.from, piece, m_isTls ? translate("Inspect", "TLS, %1 bytes") : side.lost && m_decoder ? translate("Inspect", "%1 bytes behind a gap") : translate("Inspect", "%1 bytes"));
    side.bytes += piece.bytes;
    const auto frames = m_decoder->feed(each.from, piece.bytes);
    for (const DecodedFrame &frame : frames)
        add(frame, piece.timeNs);
    if (side.bytes.size() > 2 * MostHeld) {
        side.begin += side.bytes.size() - MostHeld;
        side.bytes = side.bytes.right(MostHeld);
    }
}

void ForeignStream::addChunk(From from, const TcpReassembly::Piece &piece, const QString &name)
{
    auto foreign = std::make_shared<ForeignFrame>();
    foreign->name = name.arg(piece.bytes.size());
    foreign->size = piece.bytes.size();
    WatchedFrame frame;
    frame.stream = m_stream;
    frame.flow = flowOf(from);
    frame.offset = piece.offset;
    frame.payload = piece.bytes;
    frame.receivedNs = piece.timeNs;
    frame.wallMs = piece.timeNs / 1'000'000;
    frame.decoded = std::move(foreign);
    m_capture.addFrame(std::move(frame));
    Side &side = m_sides[static_cast<size_t>(from)];
    side.bytes.clear();
    side.begin = piece.offset + piece.bytes.size();
}

void ForeignStream::add(const DecodedFrame &decoded, qint64 timeNs)
{
    Side &side = m_sides[static_cast<size_t>(decoded.from)];
    const qint64 skip = std::clamp<qint64>(decoded.offset - side.begin, 0, side.bytes.size());
    QByteArray bytes = decoded.offset >= side.begin ? side.bytes.mid(static_cast<qsizetype>(skip), static_cast<qsizetype>(decoded.length)) : QByteArray();
    side.bytes.remove(0, static_cast<qsizetype>(std::min<qint64>(skip + decoded.length, side.bytes.size())));
    side.begin = decoded.offset + decoded.length;
    side.lost = side.lost || !decoded.problem.isEmpty();
    WatchedFrame frame;
    frame.stream = m_stream;
    frame.flow = flowOf(decoded.from);
    frame.offset = decoded.offset;
    frame.receivedNs = timeNs;
    frame.wallMs = timeNs / 1'000'000;
    frame.secret = decoded.secret;
    if (m_isTransom && decoded.complete && decoded.problem.isEmpty() && bytes.size() >= wire::HeaderSize) {
        frame.header = wire::decodeHeader(bytes);
        const protocol::MessageRow *row = protocol::findMessage(frame.header.type);
        frame.secret = frame.secret || (row && row->secret);
        frame.payload = bytes.mid(wire::HeaderSize);
        if (frame.secret)
            frame.payload.fill('\0');
        m_capture.addFrame(std::move(frame));
        return;
    }
    auto foreign = std::make_shared<ForeignFrame>();
    foreign->name = decoded.title;
    foreign->summary = decoded.problem;
    foreign->size = decoded.length;
    foreign->missing = decoded.needs;
    for (const FramePart &part : decoded.parts) {
        const ByteRange range{part.offset - decoded.offset, part.offset - decoded.offset + part.length};
        foreign->fields.append({part.name, part.value, range, partOf(part.kind), {}, {}});
        if (part.kind == PartKind::Length || part.kind == PartKind::Header)
            foreign->headerSize = std::clamp<qint64>(range.to, foreign->headerSize, foreign->size);
    }
    if (frame.secret)
        bytes.fill('\0');
    frame.payload = bytes;
    frame.decoded = std::move(foreign);
    m_capture.addFrame(std::move(frame));
}

} // namespace transom::inspect
