#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace transom::command {

Q_NAMESPACE

/// How a command writes its text.
enum class TextEncoding : quint8 {
    Utf8,
    Gb18030, ///< reads GB2312 and GBK as well, which it contains
};
Q_ENUM_NS(TextEncoding)

/// "UTF-8", "GBK".
QString encodingName(TextEncoding encoding);
/// "utf-8", "utf8", "gbk", "gb2312", "gb18030", "cp936", in any case. Empty for anything else.
std::optional<TextEncoding> encodingFromName(QStringView name);

/// Text for a command's input. Characters the encoding lacks (lone surrogates) become '?'.
QByteArray encodeText(TextEncoding encoding, QStringView text);

/// Bytes to text, piece by piece: however the bytes are cut, the text is the same, and no character or surrogate pair is ever
/// handed out in halves. What is no text becomes U+FFFD, in UTF-8 one for each maximal part as Unicode recommends
/// (The Unicode Standard, 3.9, "U+FFFD Substitution of Maximal Subparts"). One decoder per stream: standard output and
/// standard error each need their own. Holds at most three bytes between calls. Not thread-safe.
///
/// Not QStringDecoder: its GB18030 comes from ICU, is missing from builds without it, and gives different text for the same
/// malformed bytes when they are cut differently (Qt 6.4.2). iconv(3) reports where it stopped, so that cannot happen.
class TextDecoder
{
public:
    explicit TextDecoder(TextEncoding encoding = TextEncoding::Utf8);
    ~TextDecoder();
    TextDecoder(TextDecoder &&) noexcept;
    TextDecoder &operator=(TextDecoder &&) noexcept;

    TextEncoding encoding() const { return m_encoding; }
    QString decode(QByteArrayView bytes);
    /// The stream is over: a character that has only begun becomes U+FFFD. The decoder is as new afterwards.
    QString finish();

private:
    struct Converter;

    TextEncoding m_encoding;
    std::unique_ptr<Converter> m_converter; ///< none for UTF-8
    QByteArray m_rest; ///< the bytes of a character that is not complete yet
};

} // namespace transom::command
