#include "core/client/endpoint.h"

#include "core/base/text.h"

#include <QUrl>

namespace transom::client {

namespace {

const QString Scheme = QStringLiteral("transom");
const QString PlainScheme = QStringLiteral("transom+plain");
const QString LocalScheme = QStringLiteral("unix");

} // namespace

QString Endpoint::address() const
{
    if (isLocalSocket())
        return QStringLiteral("unix:") + host;
    const QString shown = host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host;
    return QStringLiteral("%1:%2").arg(shown).arg(port);
}

QString Endpoint::display() const
{
    const QString where = isLocalSocket() || port == limits::DefaultPort ? host : address();
    return user.isEmpty() ? where : QStringLiteral("%1@%2").arg(user, where);
}

Result<Endpoint> Endpoint::parse(const QString &text, QString *path)
{
    const QString trimmed = text.trimmed();
    const auto bad = [&](const QString &why) {
        return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is not an address: %2 Write transom://USER@HOST[:PORT]/PATH.")
                                                    .arg(printable(trimmed, 100), why));
    };
    if (trimmed.isEmpty())
        return bad(QStringLiteral("it is empty."));
    const bool hasScheme = trimmed.contains(QStringLiteral("://")) || trimmed.startsWith(LocalScheme + QStringLiteral(":/"));
    const QUrl url = QUrl(hasScheme ? trimmed : Scheme + QStringLiteral("://") + trimmed, QUrl::StrictMode);
    if (!url.isValid())
        return bad(QStringLiteral("it cannot be read."));
    if (url.scheme() != Scheme && url.scheme() != PlainScheme && url.scheme() != LocalScheme)
        return bad(QStringLiteral("the scheme \"%1\" is not known.").arg(printable(url.scheme(), 20)));
    if (!url.password().isEmpty())
        return bad(QStringLiteral("passwords do not belong into addresses."));

    Endpoint endpoint;
    endpoint.plaintext = url.scheme() == PlainScheme;
    endpoint.user = url.userName(QUrl::FullyDecoded);
    if (url.scheme() == LocalScheme) {
        endpoint.host = url.path(QUrl::FullyDecoded);
        if (path)
            *path = QStringLiteral("/");
        if (endpoint.host.size() < 2)
            return bad(QStringLiteral("the path of the socket is missing."));
        return endpoint;
    }
    endpoint.host = url.host(QUrl::FullyDecoded);
    if (endpoint.host.isEmpty())
        return bad(QStringLiteral("the host is missing."));
    if (url.port() == 0)
        return bad(QStringLiteral("port 0 cannot be connected to."));
    endpoint.port = static_cast<quint16>(url.port(limits::DefaultPort));
    if (path) {
        *path = url.path(QUrl::FullyDecoded);
        if (path->isEmpty())
            *path = QStringLiteral("/");
    }
    return endpoint;
}

QUrl Endpoint::toUrl(const QString &path) const
{
    QUrl url;
    if (isLocalSocket()) {
        url.setScheme(LocalScheme);
        url.setPath(host, QUrl::DecodedMode);
        url.setHost(QString());
    } else {
        url.setScheme(plaintext ? PlainScheme : Scheme);
        url.setHost(host, QUrl::DecodedMode);
        if (port != limits::DefaultPort)
            url.setPort(port);
        url.setPath(path, QUrl::DecodedMode);
    }
    if (!user.isEmpty())
        url.setUserName(user, QUrl::DecodedMode);
    return url;
}

} // namespace transom::client
