#include "core/base/text.h"

#include <QCoreApplication>
#include <QStringDecoder>

#include <array>
#include <cmath>
#include <limits>

namespace transom {

namespace {

bool isHarmless(char32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return false;
    // Bidirectional controls and line separators can make a log line or a file name lie about itself.
    if (c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        return false;
    return c != 0xfeff && c != 0xfffd;
}

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Units)
};

} // namespace

QString printable(QByteArrayView bytes, qsizetype most)
{
    QString out;
    qsizetype i = 0;
    while (i < bytes.size() && i < most) {
        // The longest prefix of one character that decodes; at most four bytes.
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const qsizetype length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        bool good = false;
        if (length > 0 && i + length <= bytes.size()) {
            QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
            const QString character = decoder.decode(bytes.sliced(i, length));
            const auto points = character.toUcs4();
            good = !decoder.hasError() && points.size() == 1 && isHarmless(points.front());
            if (good)
                out += character;
        }
        if (good) {
            i += length;
        } else {
            out += QStringLiteral("\\x%1").arg(lead, 2, 16, QLatin1Char('0'));
            ++i;
        }
    }
    if (i < bytes.size())
        out += QChar(0x2026);
    return out;
}

QString printable(QStringView text, qsizetype most)
{
    QString out;
    const auto points = text.toUcs4();
    for (qsizetype i = 0; i < points.size(); ++i) {
        if (i == most) {
            out += QChar(0x2026);
            break;
        }
        const char32_t c = points[i];
        if (isHarmless(c) || (c == 0xfffd))
            out += QString::fromUcs4(&c, 1);
        else
            out += QStringLiteral("\\u{%1}").arg(static_cast<uint>(c), 2, 16, QLatin1Char('0'));
    }
    return out;
}

QString formatBytes(qint64 bytes)
{
    static constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
    if (bytes < 1000)
        return Text::tr("%1 B").arg(bytes);
    double value = static_cast<double>(bytes);
    size_t unit = 0;
    for (value /= 1000; value >= 999.95 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return QStringLiteral("%1 %2").arg(QString::number(value, 'f', value < 99.95 ? 1 : 0), QLatin1String(units.at(unit)));
}

QString formatRate(double bytesPerSecond)
{
    return QStringLiteral("%1/s").arg(formatBytes(std::isfinite(bytesPerSecond) ? std::llround(bytesPerSecond) : 0));
}

QString formatDuration(qint64 milliseconds)
{
    const qint64 seconds = (milliseconds + 500) / 1000;
    if (seconds < 60)
        return Text::tr("%1 s").arg(seconds);
    const qint64 minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return Text::tr("%1 min").arg(minutes);
    if (minutes < 24 * 60)
        return Text::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return Text::tr("%1 d %2 h").arg(minutes / 1440).arg(minutes % 1440 / 60);
}

QString formatRoundTrip(qint64 nanoseconds)
{
    const double milliseconds = static_cast<double>(nanoseconds) / 1e6;
    return Text::tr("%1 ms").arg(milliseconds, 0, 'f', milliseconds < 1 ? 2 : milliseconds < 100 ? 1 : 0);
}

qint64 parseBytes(const QString &text)
{
    qsizetype digits = 0;
    const QString trimmed = text.trimmed();
    while (digits < trimmed.size() && (trimmed[digits].isDigit() || trimmed[digits] == u'.'))
        ++digits;
    bool ok = false;
    const double number = QStringView(trimmed).left(digits).toDouble(&ok);
    if (!ok || number < 0)
        return -1;
    QString unit = trimmed.mid(digits).trimmed().toUpper();
    if (unit.endsWith(u'B'))
        unit.chop(1);
    const bool binary = unit.endsWith(u'I');
    if (binary)
        unit.chop(1);
    static const QString letters = QStringLiteral("KMGTP");
    double factor = 1;
    if (!unit.isEmpty()) {
        const qsizetype power = unit.size() == 1 ? letters.indexOf(unit) : -1;
        if (power < 0)
            return -1;
        factor = std::pow(binary ? 1024.0 : 1000.0, static_cast<double>(power + 1));
    } else if (binary) {
        return -1;
    }
    const double bytes = number * factor;
    return bytes >= 9.2e18 ? -1 : static_cast<qint64>(bytes);
}

} // namespace transom
