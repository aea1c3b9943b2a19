#pragma once

#include "core/base/error.h"

#include <QAbstractSocket>
#include <QHostAddress>
#include <QString>

#include <chrono>

namespace transom::transport {

/// "127.0.0.1:7160", "[::1]:7160", "host.example:7160". IPv4 addresses mapped into IPv6 are shown as IPv4.
QString endpointText(const QString &host, quint16 port);
QString endpointText(const QHostAddress &address, quint16 port);

/// IPv4-mapped IPv6 addresses (::ffff:a.b.c.d) as IPv4, everything else as it is.
QHostAddress plainAddress(const QHostAddress &address);

/// What a failed attempt to connect means; `where` is the endpoint's text.
Error connectError(QAbstractSocket::SocketError error, const QString &host, const QString &where);
Error connectTimedOut(const QString &where, std::chrono::milliseconds timeout);
/// What the end of an open connection means: None for an orderly one.
Error connectionError(QAbstractSocket::SocketError error, const QString &where);

/// Small packets leave at once (TCP_NODELAY), dead peers are noticed (SO_KEEPALIVE), and at most 128 KiB wait unsent in
/// the kernel (TCP_NOTSENT_LOWAT, tcp(7)), so that what is urgent need not wait behind more.
void tuneTcp(qintptr descriptor);

} // namespace transom::transport
