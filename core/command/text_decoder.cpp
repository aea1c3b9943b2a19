#include "core/command/text_decoder.h"

#include <array>
#include <cerrno>
#include <iconv.h>

using namespace Qt::StringLiterals;

namespace transom::command {

namespace {

constexpr char16_t Replacement = 0xfffd;
constexpr auto NativeUtf16 = Q_BYTE_ORDER == Q_LITTLE_ENDIAN ? "UTF-16LE" : "UTF-16BE";
const auto NoConverter = reinterpret_cast<iconv_t>(-1); // NOLINT: that is how iconv_open(3) says it

quint8 byteAt(QByteArrayView bytes, qsizetype at)
{
    return static_cast<quint8>(bytes[at]);
}

/// The shape of a UTF-8 sequence by its first byte (The Unicode Standard, table 3-7). length 0: no such first byte.
struct Shape
{
    int length;
    quint8 secondFrom = 0x80;
    quint8 secondTo = 0xbf;
};

constexpr Shape shapeOf(quint8 first)
{
    if (first >= 0xc2 && first <= 0xdf)
        return {2};
    if (first == 0xe0)
        return {3, 0xa0, 0xbf};
    if (first == 0xed)
        return {3, 0x80, 0x9f};
    if (first >= 0xe1 && first <= 0xef)
        return {3};
    if (first == 0xf0)
        return {4, 0x90, 0xbf};
    if (first == 0xf4)
        return {4, 0x80, 0x8f};
    if (first >= 0xf1 && first <= 0xf3)
        return {4};
    return {0};
}

/// Appends the text of `bytes`; returns where a sequence begins that is right so far but not complete.
qsizetype decodeUtf8(QByteArrayView bytes, QString &text)
{
    const qsizetype size = bytes.size();
    text.reserve(text.size() + size);
    qsizetype at = 0;
    while (at < size) {
        const quint8 first = byteAt(bytes, at);
        if (first < 0x80) {
            text.append(QChar(static_cast<char16_t>(first)));
            ++at;
            continue;
        }
        const Shape shape = shapeOf(first);
        if (shape.length == 0) {
            text.append(QChar(Replacement));
            ++at;
            continue;
        }
        auto code = static_cast<char32_t>(first & (0xff >> (shape.length + 1)));
        int good = 1;
        for (; good < shape.length && at + good < size; ++good) {
            const quint8 next = byteAt(bytes, at + good);
            const bool fits = good == 1 ? next >= shape.secondFrom && next <= shape.secondTo : (next & 0xc0) == 0x80;
            if (!fits)
                break;
            code = code << 6 | (next & 0x3f);
        }
        if (good == shape.length)
            text.append(QChar::fromUcs4(code));
        else if (at + good == size)
            return at;
        else
            text.append(QChar(Replacement));
        at += good;
    }
    return size;
}

} // namespace

struct TextDecoder::Converter
{
    Converter()
        : handle(iconv_open(NativeUtf16, "GB18030"))
    {}
    ~Converter()
    {
        if (handle != NoConverter)
            iconv_close(handle);
    }
    Q_DISABLE_COPY_MOVE(Converter)

    qsizetype decode(QByteArrayView bytes, QString &text) const
    {
        std::array<char16_t, 4096> buffer;
        char *in = const_cast<char *>(bytes.data()); // iconv(3) takes char ** and does not write
        size_t left = static_cast<size_t>(bytes.size());
        while (left > 0) {
            char *out = reinterpret_cast<char *>(buffer.data());
            size_t room = sizeof(buffer);
            const size_t converted = handle == NoConverter ? size_t(-1) : iconv(handle, &in, &left, &out, &room);
            const int error = handle == NoConverter ? EILSEQ : errno;
            text.append(reinterpret_cast<const QChar *>(buffer.data()), static_cast<qsizetype>((sizeof(buffer) - room) / sizeof(char16_t)));
            if (converted != size_t(-1) || error == E2BIG)
                continue;
            if (error == EINVAL)
                break;
            // Without the system's conversion table plain ASCII still comes through.
            text.append(handle == NoConverter && static_cast<quint8>(*in) < 0x80 ? QChar(static_cast<char16_t>(*in)) : QChar(Replacement));
            ++in;
            --left;
        }
        return bytes.size() - static_cast<qsizetype>(left);
    }

    iconv_t handle;
};

QString encodingName(TextEncoding encoding)
{
    return encoding == TextEncoding::Utf8 ? u"UTF-8"_s : u"GBK"_s;
}

std::optional<TextEncoding> encodingFromName(QStringView name)
{
    const QString lower = name.toString().toLower();
    if (lower == "utf-8"_L1 || lower == "utf8"_L1)
        return TextEncoding::Utf8;
    if (lower == "gbk"_L1 || lower == "gb18030"_L1 || lower == "gb2312"_L1 || lower == "cp936"_L1)
        return TextEncoding::Gb18030;
    return std::nullopt;
}

QByteArray encodeText(TextEncoding encoding, QStringView text)
{
    if (encoding == TextEncoding::Utf8)
        return text.toUtf8();
    const iconv_t handle = iconv_open("GB18030", NativeUtf16);
    if (handle == NoConverter)
        return text.toLatin1();
    QByteArray bytes;
    std::array<char, 4096> buffer;
    char *in = reinterpret_cast<char *>(const_cast<QChar *>(text.data()));
    size_t left = static_cast<size_t>(text.size()) * sizeof(char16_t);
    while (left > 0) {
        char *out = buffer.data();
        size_t room = buffer.size();
        const size_t converted = iconv(handle, &in, &left, &out, &room);
        const int error = errno;
        bytes.append(buffer.data(), static_cast<qsizetype>(buffer.size() - room));
        if (converted != size_t(-1) || error == E2BIG)
            continue;
        bytes.append('?');
        const size_t skip = std::min(left, sizeof(char16_t));
        in += skip;
        left -= skip;
    }
    iconv_close(handle);
    return bytes;
}

TextDecoder::TextDecoder(TextEncoding encoding)
    : m_encoding(encoding)
    , m_converter(encoding == TextEncoding::Gb18030 ? std::make_unique<Converter>() : nullptr)
{}

TextDecoder::~TextDecoder() = default;
TextDecoder::TextDecoder(TextDecoder &&) noexcept = default;
TextDecoder &TextDecoder::operator=(TextDecoder &&) noexcept = default;

QString TextDecoder::decode(QByteArrayView bytes)
{
    QByteArray joined;
    if (!m_rest.isEmpty()) {
        joined = m_rest;
        joined.append(bytes);
        bytes = joined;
    }
    QString text;
    const qsizetype done = m_converter ? m_converter->decode(bytes, text) : decodeUtf8(bytes, text);
    m_rest = bytes.sliced(done).toByteArray();
    return text;
}

QString TextDecoder::finish()
{
    QString text;
    // In GB18030 a sequence that breaks off costs its first byte only, as when another byte follows that does not fit.
    while (!m_rest.isEmpty()) {
        text.append(QChar(Replacement));
        const QByteArray rest = m_converter ? m_rest.sliced(1) : QByteArray();
        m_rest.clear();
        text.append(decode(rest));
    }
    return text;
}

} // namespace transom::command
