#include "core/security/fingerprint.h"

#include <QCoreApplication>

#include <string_view>

namespace transom::security {

namespace {

constexpr std::string_view Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr qsizetype Characters = 52; // 256 bits in fives, the last four bits are zero
constexpr qsizetype ShortCharacters = 16;

QString grouped(QByteArrayView keyHash, qsizetype characters)
{
    if (keyHash.size() != KeyHashBytes)
        return {};
    QString text;
    for (qsizetype i = 0; i < characters; ++i) {
        if (i > 0 && i % 4 == 0)
            text += QLatin1Char('-');
        unsigned value = 0;
        for (qsizetype bit = i * 5; bit < i * 5 + 5; ++bit) {
            const unsigned byte = bit / 8 < keyHash.size() ? static_cast<unsigned char>(keyHash[bit / 8]) : 0;
            value = value << 1 | (byte >> (7 - bit % 8) & 1U);
        }
        text += QLatin1Char(Alphabet[value]);
    }
    return text;
}

tl::unexpected<Error> refused()
{
    return fail(ErrorCode::BadArgument,
                QCoreApplication::translate("Security", "This is not a fingerprint. It has 13 groups of four letters and digits, "
                                                        "such as ABCD-2345-…"));
}

} // namespace

QString formatFingerprint(QByteArrayView keyHash)
{
    return grouped(keyHash, Characters);
}

QString shortFingerprint(QByteArrayView keyHash)
{
    return grouped(keyHash, ShortCharacters);
}

Result<QByteArray> parseFingerprint(QStringView text)
{
    QByteArray hash;
    unsigned collected = 0;
    int bits = 0;
    qsizetype characters = 0;
    for (const QChar c : text) {
        if (c.isSpace() || c == u'-')
            continue;
        const char letter = c.unicode() < 0x80 ? static_cast<char>(c.toUpper().unicode()) : '\0';
        const auto value = Alphabet.find(letter);
        if (value == std::string_view::npos || ++characters > Characters)
            return refused();
        collected = collected << 5 | static_cast<unsigned>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            hash += static_cast<char>(collected >> bits & 0xffU);
            collected &= (1U << bits) - 1;
        }
    }
    if (characters != Characters || collected != 0)
        return refused();
    return hash;
}

} // namespace transom::security
