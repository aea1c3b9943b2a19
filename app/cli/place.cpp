#include "app/cli/place.h"

#include "core/base/text.h"
#include "core/files/glob.h"

#include <QStringDecoder>

namespace transom::cli {

namespace {

/// Like percent-decoding, but what stands there in the open and what was encoded stay apart: `pattern` has the latter behind backslashes.
Result<void> decode(const QString &raw, QString &path, QString &pattern)
{
    const QByteArray text = raw.toUtf8();
    QByteArray plain;
    QByteArray escaped;
    for (qsizetype i = 0; i < text.size(); ++i) {
        char c = text[i];
        const bool encoded = c == '%';
        if (encoded) {
            bool good = false;
            const int value = text.mid(i + 1, 2).toInt(&good, 16);
            if (!good || i + 2 >= text.size() || value == 0 || text[i + 1] == '+' || text[i + 1] == '-')
                return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" cannot be read: write a percent sign as %25.").arg(printable(raw)));
            c = static_cast<char>(value);
            i += 2;
        }
        plain += c;
        if (c == '\\' || (encoded && (c == '*' || c == '?' || c == '[')))
            escaped += '\\';
        escaped += c;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    path = decoder(plain);
    if (decoder.hasError())
        return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is not in UTF-8.").arg(printable(raw)));
    pattern = QString::fromUtf8(escaped);
    return {};
}

} // namespace

Result<Place> placeOf(const Invocation &invocation, const QString &url)
{
    const QString text = url.trimmed();
    const qsizetype scheme = text.indexOf(QStringLiteral("://"));
    const qsizetype slash = text.indexOf(u'/', scheme < 0 ? 0 : scheme + 3);
    Place place;
    // A socket's path is not one on the server.
    const bool hasPath = slash >= 0 && !text.startsWith(QStringLiteral("unix:"));
    auto endpoint = invocation.endpoint(hasPath ? text.first(slash) : text, &place.path);
    if (!endpoint)
        return tl::make_unexpected(endpoint.error());
    place.endpoint = *endpoint;
    if (!hasPath)
        return place;
    if (auto decoded = decode(text.mid(slash), place.path, place.pattern); !decoded)
        return tl::make_unexpected(decoded.error());
    if (!files::GlobName::isPattern(place.pattern))
        place.pattern.clear();
    return place;
}

} // namespace transom::cli
