#pragma once

#include "core/base/error.h"
#include "core/protocol/command_messages.h"
#include "core/session/authenticator.h"
#include "core/session/service_registry.h"

#include <functional>

namespace transom::session {
class Session;
}

namespace transom::command {

/// Where a command starts and what it takes for its home: absolute paths of this computer.
struct CommandPlace
{
    QString home;
    QString directory; ///< the home or below it
};

struct CommandLimits
{
    qint64 timeLimit = 0;      ///< seconds, for commands that ask for no limit or a longer one; 0: none
    int concurrent = 16;       ///< commands at once on one session
    qint64 cpuSeconds = 0;     ///< RLIMIT_CPU; 0: none
    qint64 largestFile = 0;    ///< RLIMIT_FSIZE, bytes; 0: none
    qint64 openFiles = 1024;   ///< RLIMIT_NOFILE
};

/// What the audit trail is told about a command.
struct CommandRecord
{
    SessionId session;
    QString peer;           ///< the session's other end, as StreamInfo::peer
    session::Principal principal;
    QString commandLine;    ///< fit to show: printable, at most 500 characters, arguments in quotes where they need them
    QString directory;      ///< as the client asked for it
    bool isShell = false;
};

/// How it ended. `error.code` None: by itself or by a signal, and `end` is valid.
struct CommandOutcome
{
    Error error;
    protocol::CommandEnded end;
};

/// What the service needs of the rest of a server. The functions are called for several sessions at once, in several threads.
///
/// The jail of the file service does not contain commands: they run as the server's own user and may read and write what that
/// user may. Whoever grants the permission must be told so.
struct CommandDeps
{
    /// The user's home and, inside it, the folder asked for (empty: the home); errors as of a path in the file service.
    /// Called on a disk thread; may block.
    std::function<Result<CommandPlace>(const session::Principal &principal, const QString &directory)> place;
    /// Before a command is started, also when it cannot be started afterwards. Called in the session's thread; must not block.
    std::function<void(const CommandRecord &record)> starting;
    /// Once for each `starting`. The same rules.
    std::function<void(const CommandRecord &record, const CommandOutcome &outcome)> ended;
    CommandLimits limits;
};

/// Offers "command.run". `deps.place` must be set.
void registerCommands(session::ServiceRegistry &registry, CommandDeps deps);

/// See Reaper::adoptOrphans(): for transomd's main(), before the first command.
void adoptOrphansOfCommands();

} // namespace transom::command
