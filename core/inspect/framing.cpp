#include "core/inspect/framing.h"

#include "core/inspect/framing_direction.h"

#include <QStringList>

namespace transom::inspect {

namespace {

constexpr qsizetype LongestDelimiter = 64;
constexpr qint64 LargestFixed = 0x7fffffff;

/// "length4le+" without its word: width, order, and whether the prefix counts.
bool readInteger(QStringView rest, Framing &framing, bool mayInclude)
{
    if (rest.isEmpty() || (rest[0] != u'2' && rest[0] != u'4' && rest[0] != u'8'))
        return false;
    framing.width = rest[0].digitValue();
    rest = rest.sliced(1);
    if (rest.startsWith(u"le") || rest.startsWith(u"be")) {
        framing.littleEndian = rest[0] == u'l';
        rest = rest.sliced(2);
    }
    if (mayInclude && rest == u"+") {
        framing.includesPrefix = true;
        return true;
    }
    return rest.isEmpty();
}

} // namespace

QString Framing::text() const
{
    const auto integer = [this](const char *word) {
        return QLatin1String(word) + QString::number(width) + QLatin1String(littleEndian ? "le" : "") + QLatin1String(includesPrefix ? "+" : "");
    };
    switch (kind) {
    case Kind::None:
        break;
    case Kind::Transom:
        return QStringLiteral("transom");
    case Kind::LengthPrefix:
        return integer("length");
    case Kind::JsonHeader:
        return integer("json");
    case Kind::AsciiLength:
        return QStringLiteral("ascii");
    case Kind::ReadyLength:
        return QStringLiteral("ready");
    case Kind::Delimiter:
        if (delimiter == "\n")
            return QStringLiteral("newline");
        if (delimiter == "\r\n")
            return QStringLiteral("crlf");
        return QStringLiteral("delimiter=") + QLatin1String(delimiter.toHex());
    case Kind::Fixed:
        return QStringLiteral("fixed=%1").arg(size);
    }
    return QStringLiteral("none");
}

std::optional<Framing> Framing::fromText(const QString &text)
{
    Framing framing;
    const auto plain = [&](Kind kind) {
        framing.kind = kind;
        return std::optional(framing);
    };
    if (text == u"none")
        return framing;
    if (text == u"transom")
        return plain(Kind::Transom);
    if (text == u"ascii")
        return plain(Kind::AsciiLength);
    if (text == u"ready")
        return plain(Kind::ReadyLength);
    if (text == u"newline" || text == u"crlf") {
        framing.delimiter = text == u"crlf" ? "\r\n" : "\n";
        return plain(Kind::Delimiter);
    }
    if (text.startsWith(u"delimiter=")) {
        const QByteArray hex = text.sliced(10).toLatin1();
        framing.delimiter = QByteArray::fromHex(hex);
        if (framing.delimiter.toHex() != hex.toLower() || framing.delimiter.isEmpty() || framing.delimiter.size() > LongestDelimiter)
            return {};
        return plain(Kind::Delimiter);
    }
    if (text.startsWith(u"fixed=")) {
        bool ok = false;
        framing.size = text.sliced(6).toLongLong(&ok);
        return ok && framing.size >= 1 && framing.size <= LargestFixed ? plain(Kind::Fixed) : std::nullopt;
    }
    if (text.startsWith(u"length"))
        return readInteger(QStringView(text).sliced(6), framing, true) ? plain(Kind::LengthPrefix) : std::nullopt;
    if (text.startsWith(u"json"))
        return readInteger(QStringView(text).sliced(4), framing, false) ? plain(Kind::JsonHeader) : std::nullopt;
    return {};
}

std::optional<Framings> Framings::fromText(const QString &text)
{
    const QStringList sides = text.split(u'/');
    const auto client = Framing::fromText(sides.first());
    const auto server = Framing::fromText(sides.last());
    if (sides.size() > 2 || !client || !server)
        return {};
    return Framings{*client, *server};
}

QString Framings::text() const
{
    return fromClient == fromServer ? fromClient.text() : fromClient.text() + u'/' + fromServer.text();
}

FramingDecoder::FramingDecoder(const Framings &framings)
    : m_directions{std::make_unique<Direction>(framings.fromClient, From::Client), std::make_unique<Direction>(framings.fromServer, From::Server)}
{}

FramingDecoder::~FramingDecoder() = default;
FramingDecoder::FramingDecoder(FramingDecoder &&) noexcept = default;
FramingDecoder &FramingDecoder::operator=(FramingDecoder &&) noexcept = default;

QList<DecodedFrame> FramingDecoder::feed(From from, QByteArrayView bytes)
{
    QList<DecodedFrame> frames;
    if (bytes.isEmpty())
        return frames;
    m_directions[static_cast<size_t>(otherSide(from))]->turnEnded(frames);
    m_directions[static_cast<size_t>(from)]->feed(bytes, frames);
    return frames;
}

QList<DecodedFrame> FramingDecoder::finish(From from)
{
    QList<DecodedFrame> frames;
    m_directions[static_cast<size_t>(from)]->finish(frames);
    return frames;
}

std::optional<DecodedFrame> FramingDecoder::underWay(From from) const
{
    return m_directions[static_cast<size_t>(from)]->underWay();
}

} // namespace transom::inspect
