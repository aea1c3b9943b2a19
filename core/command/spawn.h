#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <sys/types.h>

namespace transom::command {

struct TerminalSize
{
    int rows = 24;
    int columns = 80;
};

/// What is to be run, and in what surroundings. Nothing of the caller's own environment is passed on.
struct SpawnRequest
{
    QList<QByteArray> argv;         ///< argv[0] is looked up in `searchPath` unless it holds a slash
    QByteArray directory;           ///< where it starts
    QList<QByteArray> environment;  ///< "NAME=value"
    QByteArray searchPath = "/usr/local/bin:/usr/bin:/bin";
    std::optional<TerminalSize> terminal;
    qint64 cpuSeconds = 0;          ///< RLIMIT_CPU; 0: none
    qint64 largestFile = 0;         ///< RLIMIT_FSIZE, bytes; 0: none
    qint64 openFiles = 1024;        ///< RLIMIT_NOFILE
};

/// A child that has passed its exec. It leads a session and a process group of its own, whose number is its pid.
///
/// The pid stays valid for as long as nobody has reaped it, so whoever holds a Child may signal it. A Child that is let
/// go of while it runs is ended by the Reaper.
class Child
{
public:
    Child() = default;
    Child(pid_t pid, Descriptor pidfd, QByteArray mark)
        : m_pid(pid)
        , m_pidfd(std::move(pidfd))
        , m_mark(std::move(mark))
    {}
    ~Child();
    Child(Child &&other) noexcept
        : m_pid(std::exchange(other.m_pid, 0))
        , m_pidfd(std::move(other.m_pidfd))
        , m_mark(std::move(other.m_mark))
    {}
    Child &operator=(Child &&other) noexcept
    {
        std::swap(m_pid, other.m_pid);
        std::swap(m_pidfd, other.m_pidfd);
        std::swap(m_mark, other.m_mark);
        return *this;
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    explicit operator bool() const { return m_pid > 0; }
    pid_t pid() const { return m_pid; }
    /// -1 where the kernel has no pidfd (before Linux 5.3).
    int pidfd() const { return m_pidfd.get(); }
    /// "TRANSOM_COMMAND=…", in the environment of this child and of what it starts, and of nothing else.
    const QByteArray &mark() const { return m_mark; }
    /// It has been reaped: the pid means nothing any more.
    void forget()
    {
        m_pid = 0;
        m_pidfd.reset();
    }

private:
    pid_t m_pid = 0;
    Descriptor m_pidfd;
    QByteArray m_mark;
};

struct Spawned
{
    Child child;
    Descriptor input;  ///< our end, non-blocking
    Descriptor output; ///< with a terminal: its controlling side, of which `input` is a duplicate
    Descriptor error;  ///< none with a terminal
};

/// Starts a child and returns once its exec has succeeded or failed. Any thread; blocks for as long as the kernel needs to
/// load the program, so not for I/O threads.
///
/// By clone(2) with CLONE_VM | CLONE_VFORK, as posix_spawn(3) does, and for its reason: fork() copies the page tables of
/// a server with a large heap (measured: 2.5 ms with 150 MiB, 17 ms with 1 GiB; this way 0.1 and 0.2 ms). posix_spawn itself cannot
/// set limits or a controlling terminal.
///
/// Errors: CommandNotFound, CommandNotExecutable, NotFound and NotADirectory (the directory), BadArgument (too long),
/// ServerBusy (no more processes or descriptors).
Result<Spawned> spawn(const SpawnRequest &request);

} // namespace transom::command
