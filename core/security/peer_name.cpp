#include "core/security/peer_name.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace transom::security {

QString foldHost(const QString &host)
{
    QString name = host.trimmed();
    if (name.startsWith(u'[') && name.endsWith(u']'))
        name = name.mid(1, name.size() - 2);
    if (const QHostAddress address(name); !address.isNull())
        return address.toString();
    while (name.endsWith(u'.'))
        name.chop(1);
    const QString ascii = QString::fromLatin1(QUrl::toAce(name)).toLower();
    // toAce refuses names that no DNS would take but /etc/hosts does, such as those with an underscore.
    name = ascii.isEmpty() ? name.toCaseFolded() : ascii;
    const bool harmless = std::all_of(name.cbegin(), name.cend(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_';
    });
    return harmless && name.size() <= 255 ? name : QString();
}

QByteArray peerText(const QString &foldedHost, quint16 port)
{
    const QString text = foldedHost.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2");
    return text.arg(foldedHost).arg(port).toUtf8();
}

} // namespace transom::security
