#include "core/command/reaper.h"

#include <algorithm>
#include <csignal>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace transom::command {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds FirstTick{4};
constexpr milliseconds LongestTick{100};
constexpr milliseconds OrphanTick{1000};
constexpr milliseconds GraceAtExit{200}; ///< when the whole program ends

ProcessExit exitOf(const siginfo_t &info)
{
    if (info.si_code == CLD_EXITED)
        return {info.si_status, 0};
    return {-1, info.si_status};
}

} // namespace

struct Reaper::Target
{
    enum class Phase { New, Asked, Killed, GivenUp };

    Child child;
    milliseconds grace;
    std::function<void(ProcessExit)> done;
    Phase phase = Phase::New;
    Clock::time_point deadline{};
    Clock::time_point nextTick{};
    milliseconds tick = FirstTick;
    bool leaderExited = false;
    QHash<pid_t, quint64> strays; ///< descendants outside of the group, with their start times

    std::vector<ProcessRecord> members(const std::vector<ProcessRecord> &table);
    void signal(const std::vector<ProcessRecord> &members, int number) const;
};

/// Everything that belongs to the target and is not a zombie.
std::vector<ProcessRecord> Reaper::Target::members(const std::vector<ProcessRecord> &table)
{
    const pid_t leader = child.pid();
    const pid_t self = getpid();
    QSet<pid_t> found{leader};
    const auto belongs = [&](const ProcessRecord &record) {
        if (record.pid == self)
            return false;
        if (record.group == leader || record.session == leader || found.contains(record.parent))
            return true;
        if (const auto known = strays.constFind(record.pid); known != strays.constEnd() && *known == record.startTime)
            return true;
        return (record.parent == self || record.parent == 1) && environmentHolds(record.pid, child.mark());
    };
    // Until nothing is added any more: a child may stand before its parent.
    for (bool grew = true; grew;) {
        grew = false;
        for (const ProcessRecord &record : table) {
            if (!found.contains(record.pid) && belongs(record)) {
                found.insert(record.pid);
                grew = true;
            }
        }
    }
    std::vector<ProcessRecord> alive;
    for (const ProcessRecord &record : table) {
        if (!found.contains(record.pid) || record.state == 'Z')
            continue;
        alive.push_back(record);
        if (record.group != leader)
            strays.insert(record.pid, record.startTime);
    }
    return alive;
}

void Reaper::Target::signal(const std::vector<ProcessRecord> &members, int number) const
{
    // The leader is not reaped yet, so its number is still the group's.
    kill(-child.pid(), number);
    for (const ProcessRecord &record : members) {
        if (record.group != child.pid())
            signalProcess(record, number);
    }
    if (number == SIGTERM) // to what is stopped, too
        signal(members, SIGCONT);
}

Reaper &Reaper::instance()
{
    static Reaper reaper;
    return reaper;
}

Reaper::Reaper()
    : m_wakeUp(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{}

Reaper::~Reaper()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    wake();
    if (m_thread.joinable())
        m_thread.join();
}

void Reaper::wake() const
{
    eventfd_write(m_wakeUp.get(), 1);
}

void Reaper::end(Child child, milliseconds grace, std::function<void(ProcessExit)> done)
{
    if (!child)
        return;
    {
        const std::lock_guard lock(m_mutex);
        Target target;
        target.child = std::move(child);
        target.grace = grace;
        target.done = std::move(done);
        m_incoming.push_back(std::move(target));
        if (!m_thread.joinable())
            m_thread = std::thread(&Reaper::run, this);
    }
    wake();
}

ProcessExit Reaper::reapNow(Child &child)
{
    siginfo_t info = {};
    const bool known = waitid(P_PID, static_cast<id_t>(child.pid()), &info, WEXITED) == 0;
    {
        const std::lock_guard lock(m_childrenMutex);
        m_children.remove(child.pid());
    }
    child.forget();
    return known ? exitOf(info) : ProcessExit{};
}

ProcessExit Reaper::reap(Child &child)
{
    const ProcessExit exit = reapNow(child);
    if (m_adopting)
        wake();
    return exit;
}

std::optional<ProcessExit> Reaper::peek(const Child &child)
{
    siginfo_t info = {};
    if (waitid(P_PID, static_cast<id_t>(child.pid()), &info, WEXITED | WNOWAIT | WNOHANG) < 0)
        return ProcessExit{};
    if (info.si_pid == 0)
        return std::nullopt;
    return exitOf(info);
}

void Reaper::adoptOrphans()
{
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    m_adopting = true;
    const std::lock_guard lock(m_mutex);
    if (!m_thread.joinable())
        m_thread = std::thread(&Reaper::run, this);
}

std::shared_lock<std::shared_mutex> Reaper::aboutToSpawn()
{
    return std::shared_lock(m_spawning);
}

void Reaper::spawned(pid_t pid)
{
    const std::lock_guard lock(m_childrenMutex);
    m_children.insert(pid);
}

void Reaper::run()
{
    // Signals are the business of the program's other threads.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);

    std::vector<Target> targets;
    bool haveOrphans = false;
    for (;;) {
        bool stopping = false;
        {
            const std::lock_guard lock(m_mutex);
            for (Target &target : m_incoming)
                targets.push_back(std::move(target));
            m_incoming.clear();
            stopping = m_stopping;
        }
        if (!targets.empty() || m_adopting) {
            const std::vector<ProcessRecord> table = listProcesses();
            for (auto target = targets.begin(); target != targets.end();) {
                if (stopping)
                    target->grace = GraceAtExit;
                if (stopping && target->phase == Target::Phase::Asked)
                    target->deadline = std::min(target->deadline, Clock::now() + GraceAtExit);
                const bool abandoned = stopping && target->phase == Target::Phase::GivenUp;
                if (abandoned)
                    target->child.forget();
                if (!abandoned && !advance(*target, table)) {
                    ++target;
                    continue;
                }
                if (target->child) {
                    const ProcessExit exit = reapNow(target->child);
                    if (target->done && !stopping)
                        target->done(exit);
                }
                target = targets.erase(target);
            }
            haveOrphans = m_adopting && reapOrphans(table);
        }
        if (stopping && targets.empty())
            return;
        waitForWork(targets, haveOrphans);
    }
}

/// Sleeps until there is something to do.
void Reaper::waitForWork(const std::vector<Target> &targets, bool haveOrphans) const
{
    std::vector<pollfd> watched{{m_wakeUp.get(), POLLIN, 0}};
    auto until = Clock::time_point::max();
    if (haveOrphans)
        until = Clock::now() + OrphanTick;
    for (const Target &target : targets) {
        until = std::min(until, target.nextTick);
        if (!target.leaderExited && target.child.pidfd() >= 0)
            watched.push_back({target.child.pidfd(), POLLIN, 0});
    }
    int timeout = -1;
    if (until != Clock::time_point::max())
        timeout = static_cast<int>(std::max<qint64>(std::chrono::ceil<milliseconds>(until - Clock::now()).count(), 0));
    poll(watched.data(), watched.size(), timeout);
    eventfd_t count = 0;
    eventfd_read(m_wakeUp.get(), &count);
}

/// One look at a target. True when it is over and may be reaped.
bool Reaper::advance(Target &target, const std::vector<ProcessRecord> &table) const
{
    using Phase = Target::Phase;
    const auto now = Clock::now();
    const std::vector<ProcessRecord> members = target.members(table);
    target.leaderExited = peek(target.child).has_value();
    if (target.phase == Phase::New) {
        target.signal(members, SIGTERM);
        target.phase = Phase::Asked;
        target.deadline = now + target.grace;
    } else if (target.leaderExited && members.empty()) {
        // The table may be older than a fork in the group; that one has no time left to be polite in.
        target.signal(members, SIGKILL);
        return true;
    } else if (target.phase == Phase::Asked && now >= target.deadline) {
        target.signal(members, SIGKILL);
        target.phase = Phase::Killed;
        target.deadline = now + AfterKill;
        target.tick = FirstTick;
    } else if (target.phase == Phase::Killed) {
        target.signal(members, SIGKILL);
        if (now >= target.deadline) {
            target.phase = Phase::GivenUp;
            if (const auto done = std::exchange(target.done, {}))
                done(peek(target.child).value_or(ProcessExit{}));
        }
    }
    target.nextTick = now + target.tick;
    target.tick = std::min(target.tick * 2, target.phase == Phase::GivenUp ? OrphanTick : LongestTick);
    return false;
}

/// Reaps adopted zombies. True while there are adopted children that live.
bool Reaper::reapOrphans(const std::vector<ProcessRecord> &table)
{
    const std::lock_guard spawning(m_spawning);
    const std::lock_guard lock(m_childrenMutex);
    bool someLive = false;
    for (const ProcessRecord &record : table) {
        if (record.parent != getpid() || m_children.contains(record.pid))
            continue;
        siginfo_t info = {};
        if (record.state != 'Z')
            someLive = true;
        else
            waitid(P_PID, static_cast<id_t>(record.pid), &info, WEXITED | WNOHANG);
    }
    return someLive;
}

} // namespace transom::command
