#include "core/protocol/json_flat.h"

#include <QStringDecoder>

namespace transom::protocol::detail {

namespace {

constexpr int MostDigits = 18; ///< whatever they are, they fit a qint64
constexpr char16_t ByteOrderMark = 0xfeff;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void appendEscape(QByteArray &text, char16_t unit)
{
    static const char digits[] = "0123456789abcdef";
    text += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        text += digits[(unit >> shift) & 0xf];
}

} // namespace

void appendJsonString(QByteArray &text, QStringView value)
{
    text += '"';
    qsizetype plain = 0; // from here on nothing needs an escape
    const auto flush = [&](qsizetype to) {
        if (to > plain)
            text += value.sliced(plain, to - plain).toUtf8();
    };
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar c = value[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < value.size() && value[i + 1].isLowSurrogate();
        if (isPair) {
            ++i;
            continue;
        }
        if (c != u'"' && c != u'\\' && c.unicode() >= 0x20 && !c.isSurrogate() && c.unicode() != ByteOrderMark)
            continue;
        flush(i);
        plain = i + 1;
        if (c == u'"' || c == u'\\') {
            text += '\\';
            text += static_cast<char>(c.unicode());
        } else {
            appendEscape(text, c.unicode()); // a half of a pair, too: UTF-8 has no bytes for it; and what Qt's reader would drop
        }
    }
    flush(value.size());
    text += '"';
}

void FlatReader::skipSpace()
{
    while (m_at < m_text.size() && isSpace(m_text[m_at]))
        ++m_at;
}

bool FlatReader::take(char wanted)
{
    skipSpace();
    if (m_at >= m_text.size() || m_text[m_at] != wanted)
        return false;
    ++m_at;
    return true;
}

bool FlatReader::isAtEnd()
{
    const qsizetype before = m_at;
    if (take('}')) {
        skipSpace();
        if (m_at == m_text.size())
            return true;
    }
    m_at = before;
    return false;
}

bool FlatReader::name(QByteArrayView &name)
{
    if (!std::exchange(m_first, false) && !take(','))
        return false;
    return string(name) && take(':');
}

bool FlatReader::string(QByteArrayView &value)
{
    if (!take('"'))
        return false;
    const qsizetype begin = m_at;
    for (; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '"') {
            value = m_text.sliced(begin, m_at++ - begin);
            return true;
        }
        if (c == '\\' || static_cast<unsigned char>(c) < 0x20)
            return false;
    }
    return false;
}

bool FlatReader::read(QString &value)
{
    QByteArrayView bytes;
    if (!string(bytes))
        return false;
    if (std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<signed char>(c) >= 0; })) {
        value = QString::fromLatin1(bytes);
        return true;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    value = decoder.decode(bytes);
    return !decoder.hasError();
}

bool FlatReader::read(bool &value)
{
    skipSpace();
    for (const bool word : {true, false}) {
        const QByteArrayView written = word ? QByteArrayView("true") : QByteArrayView("false");
        if (m_text.sliced(m_at).startsWith(written)) {
            m_at += written.size();
            value = word;
            return true;
        }
    }
    return false;
}

bool FlatReader::read(qint64 &value)
{
    skipSpace();
    const bool isNegative = m_at < m_text.size() && m_text[m_at] == '-';
    m_at += isNegative ? 1 : 0;
    const qsizetype begin = m_at;
    qint64 number = 0;
    for (; m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9' && m_at - begin < MostDigits; ++m_at)
        number = number * 10 + (m_text[m_at] - '0');
    // No digit, a leading zero, or one of more than whole numbers; what follows must be the next member or the end, which name() and isAtEnd() see to.
    if (m_at == begin || (m_at - begin > 1 && m_text[begin] == '0'))
        return false;
    value = isNegative ? -number : number;
    return true;
}

} // namespace transom::protocol::detail
