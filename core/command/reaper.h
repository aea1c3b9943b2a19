#pragma once

#include "core/base/descriptor.h"
#include "core/command/process_table.h"
#include "core/command/spawn.h"

#include <QHash>
#include <QSet>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace transom::command {

/// How a program ended.
struct ProcessExit
{
    int status = -1; ///< 0…255; -1 when a signal ended it, or when that could not be found out
    int signal = 0;  ///< 0 when it ended by itself
};

/// Ends programs together with everything they have started, and outlives whoever asked for it: a session that is lost leaves a
/// command behind that has five seconds to tidy up. One for the process, with a thread of its own, since it reads /proc.
/// Any thread.
///
/// What belongs to a program: its process group; its session (the groups a shell with job control makes); its descendants;
/// and, with adoptOrphans(), those of them that detached themselves (setsid and a double fork) and still have the
/// program's mark in their environment.
class Reaper
{
public:
    static constexpr std::chrono::milliseconds Grace{5000};       ///< from SIGTERM to SIGKILL
    static constexpr std::chrono::milliseconds AfterKill{2000};   ///< for what even SIGKILL does not end at once

    static Reaper &instance();

    /// SIGTERM to all of it; after `grace` SIGKILL to what is left. `done` is called in the reaper's thread when nothing is left
    /// and the child has been reaped, or when waiting any longer is of no use.
    void end(Child child, std::chrono::milliseconds grace, std::function<void(ProcessExit)> done = {});

    /// Reaps a child that has exited or is about to.
    ProcessExit reap(Child &child);
    /// How a child has ended, without reaping it; nothing while it runs.
    static std::optional<ProcessExit> peek(const Child &child);

    /// Makes this process the parent of its descendants' orphans (PR_SET_CHILD_SUBREAPER), so that daemons that commands leave
    /// behind can be found, and reaps those. For the main() of a program that starts no children by other means: those would be reaped,
    /// too.
    void adoptOrphans();

    // For spawn() ---------------------------------------------------------------------------------------------------
    /// Held from before the child exists until spawned() has been called, so that it is not taken for an orphan.
    [[nodiscard]] std::shared_lock<std::shared_mutex> aboutToSpawn();
    void spawned(pid_t pid);

private:
    struct Target;

    Reaper();
    ~Reaper();
    Q_DISABLE_COPY_MOVE(Reaper)

    void wake() const;
    void run();
    void waitForWork(const std::vector<Target> &targets, bool haveOrphans) const;
    bool advance(Target &target, const std::vector<ProcessRecord> &table) const;
    bool reapOrphans(const std::vector<ProcessRecord> &table);
    ProcessExit reapNow(Child &child);

    std::mutex m_mutex; ///< m_incoming, m_thread, m_stopping
    std::vector<Target> m_incoming;
    std::thread m_thread;
    bool m_stopping = false;
    std::shared_mutex m_spawning; ///< shared: a child is being made; exclusive: orphans are being reaped
    std::mutex m_childrenMutex;
    QSet<pid_t> m_children;       ///< those that are somebody's business
    std::atomic<bool> m_adopting = false;
    Descriptor m_wakeUp;
};

} // namespace transom::command
