#pragma once

#include "core/lab/serving/lab_client.h"
#include "core/lab/serving/lab_server.h"
#include "core/lab/socket/socket_address.h"

namespace transom::lab {

/// Where a server is to listen. Errors: BadArgument; PermissionDenied: a dialect that runs commands, beyond loopback, and not asked for expressly.
Result<SocketAddress> bindPlace(const ServeOptions &options);
/// Whether a client may talk to that address in its dialect: one that obeys commands does so on loopback only, unless asked for expressly.
Result<void> checkTarget(const ConnectOptions &options, const SocketAddress &address);
/// Removes the socket file of a server that has gone without doing so. False: somebody listens there, or it is no socket.
bool removeStaleSocket(const SocketAddress &address, bool datagram);

} // namespace transom::lab
