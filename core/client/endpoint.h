#pragma once

#include "core/base/error.h"
#include "core/base/limits.h"

#include <QString>
#include <QUrl>

namespace transom::client {

/// Where to connect and as whom: what a transom:// URL says.
struct Endpoint
{
    QString host;              ///< name or address, without brackets; or the path of a Unix-domain socket
    quint16 port = limits::DefaultPort;
    QString user;
    bool plaintext = false;    ///< "transom+plain://": no TLS, for the lab and loopback teaching

    /// "host:7160", "[::1]:7160": as it is shown and as the trust store keys it.
    QString address() const;
    /// "alice@host", with the port where it is not the default.
    QString display() const;
    bool isLocalSocket() const { return host.startsWith(u'/'); }
    bool operator==(const Endpoint &) const = default;

    /// Accepts "transom://user@host:port/path", "user@host:port", "host", "[::1]:7160" and "unix:///path". `path` receives
    /// what follows the host, decoded, at least "/". Error: BadArgument, naming what is wrong.
    static Result<Endpoint> parse(const QString &text, QString *path = nullptr);
    /// A password in a URL is refused: it would end up in histories and process lists.
    QUrl toUrl(const QString &path = QStringLiteral("/")) const;
};

} // namespace transom::client

Q_DECLARE_METATYPE(transom::client::Endpoint)
