#include "core/inspect/framing_direction.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/inspect/describe_frame.h"
#include "core/protocol/message_table.h"
#include "core/wire/frame.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <limits>

namespace transom::inspect {

namespace {

/// Of a JSON header before a body. Ours is the same for the JSON of a frame.
constexpr qint64 LargestJsonHeader = limits::JsonPayload;
/// A file's size as text or JSON: what a double still tells exactly.
constexpr qint64 LargestAnnounced = qint64(1) << 53;
/// 16 digits hold LargestAnnounced.
constexpr qsizetype MostDigits = 16;
constexpr qsizetype TitleBytes = 1024;
constexpr QByteArrayView Ready = "Ready|";

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// What the header of a file's upload calls its size, in the order in which they are looked for.
constexpr const char *SizeNames[] = {"filesize", "size", "length"};

} // namespace

using Kind = Framing::Kind;

FramingDecoder::Direction::Direction(const Framing &framing, From from)
    : m_framing(framing)
    , m_state(startState())
{
    m_frame.from = from;
    // What a caller has filled in wrongly must not become an endless loop.
    if (m_framing.width != 2 && m_framing.width != 8)
        m_framing.width = 4;
    m_framing.size = std::max<qint64>(m_framing.size, 1);
    if (m_framing.delimiter.isEmpty())
        m_framing.delimiter = "\n";
    m_borders.resize(m_framing.delimiter.size());
    for (qsizetype i = 1, border = 0; i < m_framing.delimiter.size(); ++i) {
        while (border > 0 && m_framing.delimiter[i] != m_framing.delimiter[border])
            border = m_borders[border - 1];
        if (m_framing.delimiter[i] == m_framing.delimiter[border])
            ++border;
        m_borders[i] = border;
    }
    begin();
}

FramingDecoder::Direction::State FramingDecoder::Direction::startState() const
{
    switch (m_framing.kind) {
    case Kind::Delimiter:
        return State::Until;
    case Kind::AsciiLength:
    case Kind::ReadyLength:
        return State::Turn;
    default:
        return State::Head;
    }
}

void FramingDecoder::Direction::begin()
{
    m_state = startState();
    m_frame.offset = m_arrived;
    m_frame.length = 0;
    m_frame.secret = false;
    m_frame.title.clear();
    m_frame.parts.clear();
    m_head.clear();
    m_bodyStart.clear();
    m_bodyHave = m_bodyLength = 0;
    m_matched = 0;
    m_plainTurn = false;
    m_headNeeds = m_framing.kind == Kind::Transom ? wire::HeaderSize : m_framing.kind == Kind::Fixed ? 0 : m_framing.width;
}

void FramingDecoder::Direction::feed(QByteArrayView bytes, QList<DecodedFrame> &frames)
{
    if (m_framing.kind == Kind::None)
        return;
    while (!bytes.isEmpty() && m_state != State::Failed) {
        if (m_framing.kind == Kind::Fixed && m_state == State::Head) {
            m_state = State::Body;
            m_bodyLength = m_framing.size;
        }
        qsizetype taken = 0;
        switch (m_state) {
        case State::Head:
            taken = feedHead(bytes, frames);
            break;
        case State::Until:
            taken = feedDelimited(bytes, frames);
            break;
        case State::Turn:
            taken = feedTurn(bytes, frames);
            break;
        default:
            taken = static_cast<qsizetype>(std::min<qint64>(bytes.size(), m_bodyLength - m_bodyHave));
            feedBody(taken, bytes, frames);
        }
        bytes = bytes.sliced(taken);
    }
}

/// Takes bytes of a head whose size is known, or becomes so from its first part.
qsizetype FramingDecoder::Direction::feedHead(QByteArrayView bytes, QList<DecodedFrame> &frames)
{
    const auto taken = static_cast<qsizetype>(std::min<qint64>(bytes.size(), m_headNeeds - m_head.size()));
    m_head.append(bytes.first(taken));
    m_arrived += taken;
    m_frame.length += taken;
    if (m_head.size() == m_headNeeds)
        headComplete(frames);
    return taken;
}

void FramingDecoder::Direction::headComplete(QList<DecodedFrame> &frames)
{
    if (m_framing.kind == Kind::Transom)
        transomHead(frames);
    else if (m_framing.kind == Kind::LengthPrefix)
        prefixHead(frames);
    else
        jsonHead(frames);
}

void FramingDecoder::Direction::transomHead(QList<DecodedFrame> &frames)
{
    const wire::FrameHeader header = wire::decodeHeader(m_head);
    const protocol::MessageRow *row = protocol::findMessage(header.type);
    addPart(PartKind::Length, 4, "length", QString::number(header.length));
    addPart(PartKind::Header, 1, "type", QStringLiteral("0x%1 %2").arg(header.type, 2, 16, QLatin1Char('0')).arg(row ? QLatin1String(row->name) : QLatin1String()).trimmed());
    addPart(PartKind::Header, 1, "flags", QStringLiteral("0x%1").arg(header.flags, 2, 16, QLatin1Char('0')));
    addPart(PartKind::Header, 2, "reserved", QString::number(header.reserved));
    addPart(PartKind::Header, 4, "channel", QString::number(header.channel.value));
    m_frame.secret = row && row->secret;
    const quint32 largest = row ? row->largest : limits::JsonPayload;
    if (header.reserved != 0)
        return refuse(translate("Inspect", "the reserved field is not 0"), frames);
    if (header.length > largest)
        return refuse(translate("Inspect", "a length of %1, above the largest of its type").arg(header.length), frames);
    expectBody(header.length, frames);
}

quint64 FramingDecoder::Direction::readInteger(QByteArrayView bytes) const
{
    const auto as = [this, bytes]<class T>(T) -> quint64 {
        return m_framing.littleEndian ? qFromLittleEndian<T>(bytes.data()) : qFromBigEndian<T>(bytes.data());
    };
    return m_framing.width == 2 ? as(quint16()) : m_framing.width == 4 ? as(quint32()) : as(quint64());
}

void FramingDecoder::Direction::prefixHead(QList<DecodedFrame> &frames)
{
    const quint64 value = readInteger(m_head);
    addPart(PartKind::Length, m_framing.width, "length", QString::number(value));
    const auto least = m_framing.includesPrefix ? static_cast<quint64>(m_framing.width) : 0;
    if (value > static_cast<quint64>(std::max<qint64>(m_framing.largest, 0)))
        return refuse(translate("Inspect", "a length of %1 cannot be one").arg(value), frames);
    if (value < least)
        return refuse(translate("Inspect", "a length of %1 is less than its own %2 bytes").arg(value).arg(least), frames);
    expectBody(static_cast<qint64>(value - least), frames);
}

void FramingDecoder::Direction::jsonHead(QList<DecodedFrame> &frames)
{
    if (m_frame.parts.isEmpty()) {
        const quint64 value = readInteger(m_head);
        addPart(PartKind::Length, m_framing.width, "length", QString::number(value));
        if (value < 2 || value > static_cast<quint64>(LargestJsonHeader))
            return refuse(translate("Inspect", "a JSON object of %1 bytes cannot be").arg(value), frames);
        m_headNeeds += static_cast<qint64>(value);
        return;
    }
    const QByteArrayView json = QByteArrayView(m_head).sliced(m_framing.width);
    addPart(PartKind::Header, json.size(), "header", printable(json));
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), json.size()));
    if (!document.isObject())
        return refuse(translate("Inspect", "the header is not a JSON object"), frames);
    for (const char *name : SizeNames) {
        const QJsonValue value = document.object().value(QLatin1String(name));
        if (value.isUndefined())
            continue;
        const double size = value.toDouble(-1);
        if (!(size >= 0) || size > static_cast<double>(LargestAnnounced) || std::floor(size) != size)
            return refuse(translate("Inspect", "\"%1\" is not a size").arg(QLatin1String(name)), frames);
        return expectBody(static_cast<qint64>(size), frames);
    }
    expectBody(0, frames);
}

void FramingDecoder::Direction::expectBody(qint64 length, QList<DecodedFrame> &frames)
{
    m_bodyLength = length;
    m_state = State::Body;
    if (length == 0)
        complete(frames);
}

void FramingDecoder::Direction::feedBody(qsizetype count, QByteArrayView bytes, QList<DecodedFrame> &frames)
{
    if (m_bodyStart.size() < TitleBytes && !m_frame.secret)
        m_bodyStart.append(bytes.first(std::min(count, TitleBytes - m_bodyStart.size())));
    m_arrived += count;
    m_frame.length += count;
    m_bodyHave += count;
    if (m_bodyHave == m_bodyLength)
        complete(frames);
}

qsizetype FramingDecoder::Direction::feedDelimited(QByteArrayView bytes, QList<DecodedFrame> &frames)
{
    const QByteArray &delimiter = m_framing.delimiter;
    qsizetype taken = 0;
    while (taken < bytes.size() && m_matched < delimiter.size()) {
        const char c = bytes[taken++];
        while (m_matched > 0 && c != delimiter[m_matched])
            m_matched = m_borders[m_matched - 1];
        if (c == delimiter[m_matched])
            ++m_matched;
    }
    if (m_bodyStart.size() < TitleBytes)
        m_bodyStart.append(bytes.first(std::min(taken, TitleBytes - m_bodyStart.size())));
    m_arrived += taken;
    m_frame.length += taken;
    if (m_matched == delimiter.size()) {
        m_bodyHave = m_frame.length - delimiter.size();
        m_bodyStart.truncate(std::min<qint64>(m_bodyStart.size(), m_bodyHave));
        complete(frames);
    }
    return taken;
}

/// A turn is a number (after "Ready|" where the rule wants that) or a message without any framing of its own.
qsizetype FramingDecoder::Direction::feedTurn(QByteArrayView bytes, QList<DecodedFrame> &frames)
{
    const qsizetype prefix = m_framing.kind == Kind::ReadyLength ? Ready.size() : 0;
    qsizetype taken = 0;
    while (taken < bytes.size() && !m_plainTurn) {
        const char c = bytes[taken];
        if (m_head.size() < prefix ? c == Ready[m_head.size()] : isDigit(c) && m_head.size() - prefix < MostDigits) {
            m_head.append(c);
            ++taken;
            continue;
        }
        m_arrived += taken;
        m_frame.length += taken;
        // The number and its body have come without the pause that the other side's answer makes.
        if (m_head.size() > prefix && !isDigit(c) && (prefix > 0 || m_numbersSeen)) {
            numberComplete(frames);
            return taken;
        }
        m_plainTurn = true;
        m_bodyStart = std::exchange(m_head, {});
        bytes = bytes.sliced(taken);
        const qsizetype before = std::exchange(taken, 0);
        return before + feedTurn(bytes, frames);
    }
    if (m_plainTurn) {
        taken = bytes.size();
        if (m_bodyStart.size() < TitleBytes)
            m_bodyStart.append(bytes.first(std::min(taken, TitleBytes - m_bodyStart.size())));
    }
    m_arrived += taken;
    m_frame.length += taken;
    return taken;
}

void FramingDecoder::Direction::turnEnded(QList<DecodedFrame> &frames)
{
    if (m_state != State::Turn || m_frame.length == 0)
        return;
    const qsizetype prefix = m_framing.kind == Kind::ReadyLength ? Ready.size() : 0;
    if (!m_plainTurn && m_head.size() > prefix)
        return numberComplete(frames);
    if (!m_plainTurn)
        m_bodyStart = m_head;
    m_bodyHave = m_frame.length;
    m_frame.title = printable(m_bodyStart);
    complete(frames);
}

void FramingDecoder::Direction::numberComplete(QList<DecodedFrame> &frames)
{
    const qsizetype prefix = m_framing.kind == Kind::ReadyLength ? Ready.size() : 0;
    const QByteArray digits = m_head.sliced(prefix);
    const qint64 value = digits.toLongLong();
    m_numbersSeen = true;
    if (prefix > 0)
        addPart(PartKind::Header, prefix, "word", QString::fromLatin1(Ready));
    addPart(PartKind::Length, digits.size(), "length", QString::number(value));
    if (value > LargestAnnounced)
        return refuse(translate("Inspect", "a length of %1 cannot be one").arg(value), frames);
    expectBody(value, frames);
}

void FramingDecoder::Direction::addPart(PartKind kind, qint64 length, const char *name, const QString &value)
{
    const qint64 offset = m_frame.parts.isEmpty() ? m_frame.offset : m_frame.parts.last().offset + m_frame.parts.last().length;
    m_frame.parts.append({kind, offset, length, QLatin1String(name), value});
}

void FramingDecoder::Direction::complete(QList<DecodedFrame> &frames)
{
    if (m_framing.kind == Kind::Transom) {
        const wire::FrameHeader header = wire::decodeHeader(m_head);
        m_frame.title = QStringLiteral("%1 %2").arg(frameName(header.type), summarizeFrame(header, m_bodyStart)).trimmed();
    } else {
        m_frame.title = printable(m_framing.kind == Kind::JsonHeader ? QByteArrayView(m_head).sliced(m_framing.width) : QByteArrayView(m_bodyStart));
    }
    if (m_bodyHave > 0)
        addPart(PartKind::Body, m_bodyHave, m_framing.kind == Kind::Transom ? "payload" : "body");
    if (m_framing.kind == Kind::Delimiter)
        addPart(PartKind::Delimiter, m_framing.delimiter.size(), "delimiter", QLatin1String(m_framing.delimiter.toHex(' ')));
    frames.append(m_frame);
    ++m_frame.number;
    begin();
}

void FramingDecoder::Direction::refuse(const QString &why, QList<DecodedFrame> &frames)
{
    DecodedFrame frame = m_frame;
    frame.complete = false;
    frame.problem = why;
    frame.title = why;
    m_state = State::Failed;
    frames.append(frame);
}

void FramingDecoder::Direction::finish(QList<DecodedFrame> &frames)
{
    // Where only a turn's end was missing, the end of the stream is that.
    if (m_state == State::Turn && m_plainTurn)
        turnEnded(frames);
    if (auto frame = underWay())
        frames.append(*frame);
    m_state = State::Failed;
}

std::optional<DecodedFrame> FramingDecoder::Direction::underWay() const
{
    if (m_state == State::Failed || m_frame.length == 0)
        return {};
    DecodedFrame frame = m_frame;
    frame.complete = false;
    const qint64 known = frame.parts.isEmpty() ? 0 : frame.parts.last().offset + frame.parts.last().length - frame.offset;
    if (frame.length > known)
        frame.parts.append({PartKind::Incomplete, frame.offset + known, frame.length - known, QStringLiteral("incomplete"), {}});
    switch (m_state) {
    case State::Body:
        frame.needs = m_bodyLength - m_bodyHave;
        break;
    case State::Head:
        frame.needs = m_headNeeds - m_head.size();
        frame.needsExactly = false;
        break;
    case State::Until:
        frame.needs = m_framing.delimiter.size() - m_matched;
        frame.needsExactly = false;
        break;
    default:
        // The other side's turn ends it; no byte need follow.
        frame.needs = 0;
        frame.needsExactly = false;
    }
    return frame;
}

} // namespace transom::inspect
