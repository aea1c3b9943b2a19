#pragma once

#include "core/base/error.h"
#include "core/session/service_registry.h"

#include <QObject>

#include <functional>

namespace transom::command {

struct CommandServiceDeps
{
    /// The folder on this computer in which a user's command starts, for a path below their home. Called in I/O threads; answers in
    /// `context`'s thread.
    std::function<void(const QString &user, const QString &path, QObject *context, std::function<void(Result<QString>)> done)> directory;
    /// Before the start, and after the end (`detail` says how). Called in I/O threads.
    std::function<void(bool isEnd, const QString &user, const QString &peer, const QString &command, ErrorCode outcome, const QString &detail)> audit;
    int timeLimit = 0; ///< seconds; 0: none but what the request asks for
};

/// Offers the service "command.run". Commands run as the user of the server's process: the homes of the file services do
/// not contain them.
void registerCommands(session::ServiceRegistry &services, const CommandServiceDeps &deps);

} // namespace transom::command
