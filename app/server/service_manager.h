#pragma once

namespace transom::daemon {

/// Tells systemd ("READY=1", "STOPPING=1") where it asked for it: sd_notify(3), which is one datagram and no reason for a
/// library. Nothing happens elsewhere.
void notifyServiceManager(const char *state);

} // namespace transom::daemon
