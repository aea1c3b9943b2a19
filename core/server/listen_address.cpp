#include "core/base/text.h"
#include "core/server/server.h"

#include <QHostAddress>

namespace transom::server {

Result<ListenAddress> ListenAddress::parse(const QString &text)
{
    const auto bad = [&](const QString &why) {
        return fail(ErrorCode::BadArgument, QStringLiteral("\"%1\" is no address to listen on: %2 Write 127.0.0.1:7160, [::]:7160, :7160 or unix:/path.")
                                                    .arg(printable(text, 100), why));
    };
    ListenAddress address;
    QString rest = text.trimmed();
    if (rest.startsWith(QStringLiteral("plain:"))) {
        address.plaintext = true;
        rest = rest.mid(6);
    }
    if (rest.startsWith(QStringLiteral("unix:"))) {
        address.host = rest.mid(5);
        if (!address.host.startsWith(u'/'))
            return bad(QStringLiteral("the path of a socket begins with /."));
        return address;
    }
    const qsizetype colon = rest.lastIndexOf(u':');
    if (colon < 0)
        return bad(QStringLiteral("the port is missing."));
    bool ok = false;
    address.port = rest.mid(colon + 1).toUShort(&ok);
    if (!ok)
        return bad(QStringLiteral("the port is a number up to 65535."));
    address.host = rest.left(colon);
    if (address.host.startsWith(u'[') && address.host.endsWith(u']'))
        address.host = address.host.mid(1, address.host.size() - 2);
    if (address.host.isEmpty() || address.host == u"*")
        address.host = QStringLiteral("::");
    else if (address.host == u"localhost")
        address.host = QStringLiteral("127.0.0.1");
    else if (QHostAddress(address.host).isNull())
        return bad(QStringLiteral("the host must be a numeric address of this computer."));
    if (address.plaintext && !address.isLoopback())
        return bad(QStringLiteral("without encryption only loopback addresses are allowed."));
    return address;
}

QString ListenAddress::toString() const
{
    const QString prefix = plaintext ? QStringLiteral("plain:") : QString();
    if (host.startsWith(u'/'))
        return prefix + QStringLiteral("unix:") + host;
    return prefix + (host.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

bool ListenAddress::isLoopback() const
{
    return host.startsWith(u'/') || QHostAddress(host).isLoopback();
}

} // namespace transom::server
