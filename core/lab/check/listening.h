#pragma once

#include <QtGlobal>

#include <sys/types.h>

namespace transom::lab {

// Which ports are taken, from proc(5): a connection that only asks would be a client, and the first that a program sees.

/// Somebody listens there; of datagrams: has bound it.
bool isPortTaken(quint16 port, bool datagram);
/// The port at which that process listens; 0: none yet.
quint16 listeningPort(pid_t process, bool datagram);

} // namespace transom::lab
