#include "core/inspect/framed_stream.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace transom::inspect {

namespace {

constexpr qsizetype MostSpoken = 8 * 1024;       ///< of what a guess looks at
constexpr qsizetype MostOfFrame = 256 * 1024;    ///< kept of one frame's bytes
constexpr size_t MostDeliveries = 100'000;
constexpr qsizetype MostPieces = 64 * 1024;       ///< a byte that is kept takes a hundred

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
    case PartKind::Undecoded:
        return Part::Incomplete;
    case PartKind::Body:
        break;
    }
    return Part::Body;
}

std::shared_ptr<const ForeignFrame> foreign(const DecodedFrame &decoded, const QByteArray &bytes)
{
    auto frame = std::make_shared<ForeignFrame>();
    const bool refused = !decoded.problem.isEmpty();
    frame->missing = decoded.complete || refused ? 0 : decoded.needs;
    frame->size = decoded.length + frame->missing;
    frame->name = refused ? QCoreApplication::translate("Inspect", "does not fit") : decoded.title.isEmpty() ? QCoreApplication::translate("Inspect", "%1 bytes").arg(decoded.length) : decoded.title;
    if (frame->missing > 0)
        frame->summary = decoded.needsExactly ? QCoreApplication::translate("Inspect", "incomplete: %1 more bytes are needed").arg(decoded.needs) : QCoreApplication::translate("Inspect", "incomplete: at least %1 more bytes are needed").arg(decoded.needs);
    for (const FramePart &part : decoded.parts) {
        FrameField field;
        field.name = part.name.isEmpty() ? QStringLiteral("bytes") : part.name;
        field.range = ByteRange{part.offset, part.offset + part.length}.shifted(-decoded.offset);
        field.value = part.value.isEmpty() ? printable(QByteArrayView(bytes).sliced(std::min<qsizetype>(field.range.from, bytes.size())).first(std::min<qsizetype>(std::max<qsizetype>(0, bytes.size() - field.range.from), std::min<qint64>(part.length, 80)))) : part.value;
        field.part = partOf(part.kind);
        field.meaning = partMeaning(part);
        if (field.part != Part::Body && frame->headerSize == field.range.from && field.part != Part::Delimiter && field.part != Part::Incomplete)
            frame->headerSize = field.range.to;
        frame->fields.append(field);
    }
    if (frame->missing > 0) {
        FrameField rest;
        rest.name = QCoreApplication::translate("Inspect", "still to come");
        rest.value = frame->summary;
        rest.range = {decoded.length, frame->size};
        rest.part = Part::Incomplete;
        rest.meaning = QCoreApplication::translate("Inspect", "The length says that these bytes belong to the frame; recv has not returned them yet.");
        frame->fields.append(rest);
    }
    return frame;
}

} // namespace

QString partMeaning(const FramePart &part)
{
    switch (part.kind) {
    case PartKind::Length:
        return QCoreApplication::translate("Inspect", "Says how many bytes follow: the receiver reads on until it has them, however many calls of recv that takes.");
    case PartKind::Header:
        return QCoreApplication::translate("Inspect", "Belongs to the frame's head: it tells the receiver what the bytes after it are.");
    case PartKind::Delimiter:
        return QCoreApplication::translate("Inspect", "Ends the message: the receiver looks for these bytes, and they may not occur in the message itself.");
    case PartKind::Incomplete:
        return QCoreApplication::translate("Inspect", "The beginning of a frame whose rest has not come yet; a receiver keeps it and calls recv again.");
    case PartKind::Undecoded:
        return QCoreApplication::translate("Inspect", "These bytes do not fit the framing: where the next frame begins cannot be known any more.");
    case PartKind::Body:
        break;
    }
    return QCoreApplication::translate("Inspect", "What the sender wanted to say; the framing does not look into it.");
}

FramedStream::FramedStream(StreamCapture &capture, quint32 stream, bool datagrams)
    : m_capture(capture)
    , m_stream(stream)
    , m_datagrams(datagrams)
    , m_decoder(Framings{})
{}

QByteArray FramedStream::bytesOf(const Side &side, qint64 offset, qint64 length) const
{
    const qint64 from = offset - side.recentFrom;
    return from < 0 || from >= side.recent.size() ? QByteArray() : side.recent.mid(from, std::min<qint64>(length, MostOfFrame));
}

void FramedStream::read(From from, const QByteArray &bytes, qint64 atNs, qint64 wallMs)
{
    if (bytes.isEmpty())
        return;
    const Piece piece{from, bytes, atNs, wallMs};
    if (m_kept + bytes.size() <= MostKept && m_pieces.size() < MostPieces && m_keepsAll) {
        m_pieces.append(piece);
        m_kept += bytes.size();
    } else {
        m_keepsAll = false;
    }
    cut(piece);
    if (!m_chosen && !m_sure && !m_datagrams && m_kept <= MostSpoken && m_pieces.size() >= m_nextGuess)
        guess();
}

void FramedStream::guess()
{
    QList<SpokenChunk> spoken;
    for (const Piece &piece : std::as_const(m_pieces))
        spoken.append({piece.from, piece.bytes});
    m_nextGuess = m_pieces.size() + m_pieces.size() / 16; // each looks at all of them: thousands of single bytes would take seconds
    const FramingGuess guess = guessFraming(spoken);
    m_reason = guess.reason;
    m_sure = guess.sure;
    if (guess.framings == m_framings)
        return;
    m_framings = guess.framings;
    cutAll();
}

void FramedStream::choose(const std::optional<Framings> &framings)
{
    m_chosen = framings;
    m_sure = false;
    m_reason.clear();
    if (framings) {
        m_framings = *framings;
        return cutAll();
    }
    QList<SpokenChunk> spoken;
    qsizetype size = 0;
    for (const Piece &piece : std::as_const(m_pieces)) {
        if (size > MostSpoken)
            break;
        spoken.append({piece.from, piece.bytes.left(MostSpoken)});
        size += piece.bytes.size();
    }
    const FramingGuess guess = guessFraming(spoken);
    m_reason = guess.reason;
    m_sure = guess.sure;
    m_framings = guess.framings;
    cutAll();
}

void FramedStream::cutAll()
{
    m_capture.retireFrames(m_stream);
    m_decoder = FramingDecoder(m_framings);
    m_problem.clear();
    m_cutAnew = true;
    for (Side &each : m_sides) {
        each.arrived = each.recentFrom = 0;
        each.recent.clear();
        each.underWay = 0;
        each.undelivered.clear();
    }
    for (const Piece &piece : std::as_const(m_pieces))
        cut(piece);
    for (const From from : {From::Client, From::Server}) {
        if (std::exchange(side(from).ended, false))
            ended(from);
    }
}

void FramedStream::cut(const Piece &piece)
{
    Side &own = side(piece.from);
    const qint64 offset = own.arrived;
    own.arrived += piece.bytes.size();
    if (m_datagrams || m_framings.of(piece.from).kind == Framing::Kind::None) {
        own.recentFrom = own.arrived;
        return putWhole(piece, offset);
    }
    own.recent += piece.bytes;
    const auto frames = m_decoder.feed(piece.from, piece.bytes);
    for (const DecodedFrame &decoded : frames)
        put(decoded, piece);
    for (const From from : {From::Client, From::Server}) {
        showUnderWay(from, piece);
        trim(side(from));
    }
}

QString FramedStream::wholeTitle(qsizetype size) const
{
    if (m_datagrams)
        return size == 1 ? QCoreApplication::translate("Inspect", "datagram of 1 byte") : QCoreApplication::translate("Inspect", "datagram of %1 bytes").arg(QLocale().toString(size));
    return size == 1 ? QCoreApplication::translate("Inspect", "1 byte") : QCoreApplication::translate("Inspect", "%1 bytes").arg(QLocale().toString(size));
}

/// Without a framing there are no frames: what one call took is shown as what it is.
void FramedStream::putWhole(const Piece &piece, qint64 offset)
{
    DecodedFrame decoded;
    decoded.from = piece.from;
    decoded.offset = offset;
    decoded.length = piece.bytes.size();
    decoded.title = wholeTitle(piece.bytes.size());
    decoded.parts.append({PartKind::Body, offset, piece.bytes.size(), QStringLiteral("bytes"), {}});
    WatchedFrame frame;
    frame.offset = offset;
    frame.sentNs = piece.atNs;
    frame.wallMs = piece.wallMs;
    frame.payload = piece.bytes.left(MostOfFrame);
    auto shown = std::make_shared<ForeignFrame>(*foreign(decoded, piece.bytes));
    shown->summary = printable(piece.bytes, 120);
    frame.decoded = std::move(shown);
    store(piece.from, std::move(frame), true);
}

void FramedStream::put(const DecodedFrame &decoded, const Piece &piece)
{
    WatchedFrame frame;
    frame.offset = decoded.offset;
    frame.sentNs = piece.atNs;
    frame.wallMs = piece.wallMs;
    frame.secret = decoded.secret;
    const Side &own = side(decoded.from);
    QByteArray bytes = bytesOf(own, decoded.offset, decoded.length);
    // Of what is very long only the capture has the beginning.
    if (const WatchedFrame *before = own.underWay != 0 && bytes.isEmpty() ? m_capture.frame(own.underWay) : nullptr; before && before->offset == decoded.offset)
        bytes = before->payload;
    const bool whole = decoded.complete && decoded.problem.isEmpty();
    if (whole && m_framings.of(decoded.from).kind == Framing::Kind::Transom && bytes.size() >= wire::HeaderSize) {
        frame.header = wire::decodeHeader(bytes);
        frame.payload = bytes.mid(wire::HeaderSize);
    } else {
        frame.payload = bytes;
        frame.decoded = foreign(decoded, bytes);
    }
    if (!decoded.problem.isEmpty()) {
        m_problem = QCoreApplication::translate("Inspect", "From byte %1 on it does not fit: %2").arg(decoded.offset).arg(decoded.problem);
        frame.error = {ErrorCode::BadMessage, decoded.problem};
    }
    store(decoded.from, std::move(frame), whole);
}

void FramedStream::store(From from, WatchedFrame frame, bool whole)
{
    Side &own = side(from);
    frame.stream = m_stream;
    frame.flow = flowOf(from);
    const qint64 end = frame.offset + frame.size();
    if (whole) {
        const auto had = std::lower_bound(own.delivered.begin(), own.delivered.end(), end, [](const auto &each, qint64 wanted) { return each.first < wanted; });
        if (had != own.delivered.end())
            frame.receivedNs = had->second;
    }
    quint64 number = own.underWay;
    const WatchedFrame *before = number != 0 ? m_capture.frame(number) : nullptr;
    if (before && before->offset == frame.offset) {
        frame.sentNs = before->sentNs; // it began then
        m_capture.changeFrame(number, frame);
    } else {
        number = m_capture.addFrame(frame);
    }
    own.underWay = whole ? 0 : number;
    if (whole && frame.receivedNs < 0)
        own.undelivered.emplace_back(end, number);
    if (own.undelivered.size() > MostDeliveries)
        own.undelivered.pop_front();
}

void FramedStream::showUnderWay(From from, const Piece &piece)
{
    if (const auto decoded = m_decoder.underWay(from); decoded && decoded->length > 0 && decoded->problem.isEmpty())
        put(*decoded, piece);
}

void FramedStream::trim(Side &side)
{
    const WatchedFrame *frame = side.underWay != 0 ? m_capture.frame(side.underWay) : nullptr;
    const qint64 from = frame && side.recent.size() <= 2 * MostOfFrame ? frame->offset : side.arrived;
    const qint64 gone = std::clamp<qint64>(from - side.recentFrom, 0, side.recent.size());
    if (gone > 0)
        side.recent.remove(0, gone);
    side.recentFrom = from;
}

void FramedStream::delivered(From from, qint64 end, qint64 atNs)
{
    Side &own = side(from);
    if (m_datagrams) { // each goes its own way, or is lost
        const auto found = std::find_if(own.undelivered.begin(), own.undelivered.end(), [end](const auto &each) { return each.first == end; });
        if (found != own.undelivered.end()) {
            m_capture.setReceived(found->second, atNs);
            own.undelivered.erase(found);
        }
        return;
    }
    if (own.delivered.empty() || own.delivered.back().first < end)
        own.delivered.emplace_back(end, atNs);
    if (own.delivered.size() > MostDeliveries)
        own.delivered.pop_front();
    while (!own.undelivered.empty() && own.undelivered.front().first <= end) {
        m_capture.setReceived(own.undelivered.front().second, atNs);
        own.undelivered.pop_front();
    }
}

void FramedStream::ended(From from)
{
    if (std::exchange(side(from).ended, true) || m_datagrams || m_framings.of(from).kind == Framing::Kind::None)
        return;
    Piece none;
    none.from = from;
    for (const DecodedFrame &decoded : m_decoder.finish(from))
        put(decoded, none);
}

} // namespace transom::inspect
