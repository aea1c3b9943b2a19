#include "core/inspect/framing.h"

#include "core/inspect/framing_direction.h"

#include <QStringList>

#include <tuple>

namespace transom::inspect {

namespace {

constexpr qsizetype LongestDelimiter = 64;
constexpr qint64 LargestFixed = 0x7fffffff;

/// "32le+" or, counted in bytes as it was written before, "4le+": width, order, and whether the prefix counts.
bool readInteger(QStringView rest, Framing &framing, bool mayInclude, bool inBits)
{
    bool known = false;
    for (const int width : {2, 4, 8}) {
        const QString digits = QString::number(inBits ? width * 8 : width);
        if (!rest.startsWith(digits))
            continue;
        framing.width = width;
        rest = rest.sliced(digits.size());
        known = true;
        break;
    }
    if (rest.startsWith(u"le") || rest.startsWith(u"be")) {
        framing.littleEndian = rest[0] == u'l';
        rest = rest.sliced(2);
    }
    if (mayInclude && rest == u"+") {
        framing.includesPrefix = true;
        return known;
    }
    return known && rest.isEmpty();
}

/// What is behind one of the words.
std::optional<QStringView> after(QStringView text, std::initializer_list<QStringView> words)
{
    for (const QStringView word : words) {
        if (text.startsWith(word))
            return text.sliced(word.size());
    }
    return {};
}

bool readDelimiter(QStringView text, Framing &framing)
{
    const QByteArray hex = text.toLatin1();
    framing.delimiter = QByteArray::fromHex(hex);
    return framing.delimiter.toHex() == hex.toLower() && !framing.delimiter.isEmpty() && framing.delimiter.size() <= LongestDelimiter;
}

bool readSize(QStringView text, Framing &framing)
{
    bool ok = false;
    framing.size = text.toLongLong(&ok);
    return ok && framing.size >= 1 && framing.size <= LargestFixed;
}

} // namespace

QString Framing::text() const
{
    const auto integer = [this] {
        return QStringLiteral("u%1%2%3").arg(width * 8).arg(QLatin1String(littleEndian ? "le" : "be"), QLatin1String(includesPrefix ? "+" : ""));
    };
    switch (kind) {
    case Kind::None:
        break;
    case Kind::Transom:
        return QStringLiteral("transom");
    case Kind::LengthPrefix:
        return integer();
    case Kind::JsonHeader:
        return QStringLiteral("json-header:") + integer();
    case Kind::AsciiLength:
        return QStringLiteral("ascii-ack");
    case Kind::ReadyLength:
        return QStringLiteral("ready");
    case Kind::Delimiter:
        if (delimiter == "\n")
            return QStringLiteral("newline");
        if (delimiter == "\r\n")
            return QStringLiteral("crlf");
        return QStringLiteral("delim:") + QLatin1String(delimiter.toHex());
    case Kind::Fixed:
        return QStringLiteral("fixed:%1").arg(size);
    }
    return QStringLiteral("none");
}

std::optional<Framing> Framing::fromText(const QString &text)
{
    Framing framing;
    const auto of = [&](Kind kind, bool isOne = true) {
        framing.kind = kind;
        return isOne ? std::optional(framing) : std::nullopt;
    };
    if (text == u"none")
        return framing;
    if (text == u"transom")
        return of(Kind::Transom);
    if (text == u"ascii-ack" || text == u"ascii")
        return of(Kind::AsciiLength);
    if (text == u"ready")
        return of(Kind::ReadyLength);
    if (text == u"newline" || text == u"crlf") {
        framing.delimiter = text == u"crlf" ? "\r\n" : "\n";
        return of(Kind::Delimiter);
    }
    if (text == u"json-header") {
        framing.littleEndian = true; // as Python's struct.pack("i", …) makes it on most machines
        return of(Kind::JsonHeader);
    }
    if (const auto rest = after(text, {u"delim:", u"delimiter="}))
        return of(Kind::Delimiter, readDelimiter(*rest, framing));
    if (const auto rest = after(text, {u"fixed:", u"fixed="}))
        return of(Kind::Fixed, readSize(*rest, framing));
    for (const auto &[word, kind, inBits] : {std::tuple(u"json-header:u", Kind::JsonHeader, true), std::tuple(u"json", Kind::JsonHeader, false), std::tuple(u"length", Kind::LengthPrefix, false),
                                             std::tuple(u"u", Kind::LengthPrefix, true)}) {
        if (const auto rest = after(text, {word}))
            return of(kind, readInteger(*rest, framing, kind == Kind::LengthPrefix, inBits));
    }
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
