#pragma once

#include "core/command/command_service.h"
#include "core/command/spawn.h"

namespace transom::command {

/// Whether the request can be carried out at all, for this user. Errors: BadArgument, PermissionDenied.
Result<void> checkRequest(const protocol::CommandRun &request, protocol::Access access);
/// The request and the place as something to start.
SpawnRequest spawnRequest(const protocol::CommandRun &request, const CommandPlace &place, const session::Principal &principal,
                          const CommandLimits &limits);
/// One line for the audit trail.
QString commandLine(const protocol::CommandRun &request);

/// "TERM" for SIGTERM; "RTMIN+3"; "SIG99" for what has no name here.
QString signalName(int number);
/// The five signals that COMMAND_SIGNAL may carry; 0 for any other name.
int signalFromName(const QString &name);
/// A terminal's size that a kernel can hold and a program can live with.
bool isTerminalSize(int rows, int columns);

} // namespace transom::command
