#pragma once

#include <QByteArray>
#include <QString>

/// How the private lists of this module write a server; for its .cpp files. Pure; any thread.
namespace transom::security {

/// One form for every way to write the same host; empty for what is no host.
QString foldHost(const QString &host);

/// "host:7160", "[::1]:7160".
QByteArray peerText(const QString &foldedHost, quint16 port);

} // namespace transom::security
