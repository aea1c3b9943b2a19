#pragma once

#include "core/server/server.h"
#include "core/session/service_registry.h"

#include <functional>

namespace transom::server {

/// What the services "admin.*" need of the server. Called in I/O threads; answers come back in `context`'s thread.
struct AdminHooks
{
    std::function<void(QObject *context, std::function<void(QList<SessionInfo>)> done)> sessions;
    std::function<void(SessionId id, const QString &by)> disconnect;
};

void registerAdmin(session::ServiceRegistry &services, AdminHooks hooks);

} // namespace transom::server
