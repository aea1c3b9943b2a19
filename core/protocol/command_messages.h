#pragma once

#include "core/protocol/json_codec.h"
#include "core/protocol/message_table.h"

/// The messages of the service "command.run". DATA from the client is standard input, and its END closes it; COMMAND_SIGNAL and
/// COMMAND_RESIZE may still follow. DATA from the server is standard output, or standard error where the frame's flag
/// StandardError is set.
namespace transom::protocol {

struct Terminal
{
    int rows = 24;
    int columns = 80;
    QString type = QStringLiteral("xterm-256color");
    bool operator==(const Terminal &) const = default;
    static constexpr auto fields()
    {
        return std::tuple{required("rows", &Terminal::rows), required("columns", &Terminal::columns), optional("type", &Terminal::type)};
    }
};

/// Request. Exactly one of argv and shell.
struct CommandRun
{
    static constexpr auto Service = "command.run";
    QStringList argv;
    QString shell;      ///< for /bin/sh -c; needs the permission "shell"
    QString directory;  ///< below the user's home; empty: the home itself
    int timeLimit = 0;  ///< seconds; 0: the server's own limit
    std::optional<Terminal> terminal;
    static constexpr auto fields()
    {
        return std::tuple{optional("argv", &CommandRun::argv), optional("shell", &CommandRun::shell),
                          optional("directory", &CommandRun::directory), optional("timeLimit", &CommandRun::timeLimit),
                          optional("terminal", &CommandRun::terminal)};
    }
};

/// Result of ACCEPT.
struct CommandStarted
{
    qint64 pid = 0;
    qint64 time = 0; ///< milliseconds since 1970
    static constexpr auto fields() { return std::tuple{required("pid", &CommandStarted::pid), required("time", &CommandStarted::time)}; }
};

/// Result of END. A program that could not be started is a REJECT instead.
struct CommandEnded
{
    int exitStatus = -1;  ///< -1 when a signal ended it
    QString signal;       ///< "TERM", "KILL", …; empty when it ended by itself
    qint64 durationMs = 0;
    static constexpr auto fields()
    {
        return std::tuple{required("exitStatus", &CommandEnded::exitStatus), optional("signal", &CommandEnded::signal),
                          required("durationMs", &CommandEnded::durationMs)};
    }
};

struct CommandSignal
{
    static constexpr auto Type = MessageType::CommandSignal;
    QString signal; ///< "INT", "TERM", "KILL", "HUP", "QUIT"
    static constexpr auto fields() { return std::tuple{required("signal", &CommandSignal::signal)}; }
};

struct CommandResize
{
    static constexpr auto Type = MessageType::CommandResize;
    int rows = 24;
    int columns = 80;
    static constexpr auto fields() { return std::tuple{required("rows", &CommandResize::rows), required("columns", &CommandResize::columns)}; }
};

} // namespace transom::protocol
