#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <QStringList>

#include <sys/types.h>

namespace transom::lab {

/// A child process, the leader of a process group of its own, with pipes. It is reaped by the destructor, which kills the group. One thread.
class ScriptProcess
{
public:
    struct Ending
    {
        int exitStatus = 0;
        int signal = 0;
    };

    ScriptProcess() = default;
    ~ScriptProcess();
    ScriptProcess(const ScriptProcess &) = delete;
    ScriptProcess &operator=(const ScriptProcess &) = delete;

    /// `environment`: NAME=VALUE that are to be so; all others are this process's.
    Result<void> start(const QString &program, const QStringList &arguments, const QString &directory, const QStringList &environment);
    pid_t pid() const { return m_pid; }
    void signalGroup(int signal) const;
    /// Whether the leader has ended. It stays there unreaped, so that the group's number is nobody else's.
    bool hasEnded();
    const Ending &ending() const { return m_ending; }

    Descriptor input; ///< to its standard input; all three do not block
    Descriptor output;
    Descriptor error;

private:
    pid_t m_pid = -1;
    bool m_ended = false;
    Ending m_ending;
};

} // namespace transom::lab
