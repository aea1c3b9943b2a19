#include "core/command/spawn.h"

#include "core/command/reaper.h"

#include <QCoreApplication>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <vector>

#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x00001000
#endif

namespace transom::command {

namespace {

constexpr size_t ChildStack = 64 * 1024;
constexpr int LastSignal = 64;
constexpr size_t SignalSetBytes = 8; ///< what rt_sigaction(2) calls sigsetsize
constexpr int PipeBytes = 256 * 1024;

// ThreadSanitizer takes every clone(2) for a fork() and would take itself for the child afterwards.
#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define TRANSOM_THREAD_SANITIZER
#endif
#endif
#if defined(__SANITIZE_THREAD__) || defined(TRANSOM_THREAD_SANITIZER)
constexpr int SharedMemory = 0;
#else
constexpr int SharedMemory = CLONE_VM;
#endif

struct Limit
{
    int resource;
    struct rlimit64 value;
};

enum class Stage { Session, Terminal, Descriptors, Directory, Limits, Exec };

struct Report
{
    Stage stage = Stage::Session;
    int error = 0;
};

/// Everything the child needs, made before it exists.
struct Plan
{
    Report *report = nullptr; ///< in memory that both see

    const char *const *programs = nullptr; ///< to try in this order, ends with null
    char *const *argv = nullptr;
    char *const *environment = nullptr;
    const char *directory = nullptr;
    std::array<int, 3> standard{-1, -1, -1}; ///< become 0, 1 and 2; each above 2
    bool hasTerminal = false;
    std::array<Limit, 4> limits{};
    size_t limitCount = 0;
};

/// Runs in the child, on a stack of its own but otherwise in our memory, while the calling thread waits: system calls only, made
/// directly, so that neither libc's state nor a sanitizer's is touched.
[[gnu::no_sanitize_address]] [[gnu::no_sanitize_thread]] int runChild(void *argument)
{
    auto *plan = static_cast<Plan *>(argument);
    const auto failed = [plan](Stage stage, int error) {
        *plan->report = {stage, error};
        syscall(SYS_exit_group, 127);
        return 127;
    };

    // The handlers are ours and must never run here; ignored signals would stay ignored in the program.
    const std::array<unsigned long, 8> defaults{};
    for (int number = 1; number <= LastSignal; ++number)
        syscall(SYS_rt_sigaction, number, defaults.data(), nullptr, SignalSetBytes);

    if (syscall(SYS_setsid) < 0)
        return failed(Stage::Session, errno);
    if (plan->hasTerminal && syscall(SYS_ioctl, plan->standard[0], TIOCSCTTY, 0) < 0)
        return failed(Stage::Terminal, errno);
    for (int number = 0; number < 3; ++number) {
        if (syscall(SYS_dup3, plan->standard[static_cast<size_t>(number)], number, 0) < 0)
            return failed(Stage::Descriptors, errno);
    }
#ifdef SYS_close_range
    const bool closed = syscall(SYS_close_range, 3U, ~0U, 0U) == 0;
#else
    const bool closed = false;
#endif
    if (!closed) {
        struct rlimit64 most = {};
        syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, nullptr, &most);
        for (rlim64_t number = 3; number < most.rlim_cur; ++number)
            syscall(SYS_close, static_cast<int>(number));
    }
    if (syscall(SYS_chdir, plan->directory) < 0)
        return failed(Stage::Directory, errno);
    for (size_t i = 0; i < plan->limitCount; ++i) {
        if (syscall(SYS_prlimit64, 0, plan->limits[i].resource, &plan->limits[i].value, nullptr) < 0)
            return failed(Stage::Limits, errno);
    }
    const unsigned long none = 0;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, SignalSetBytes);

    // As execvp(3): a directory without the program is passed over, and so is one that holds something else of that name,
    // but the latter is remembered.
    int error = ENOENT;
    for (const char *const *program = plan->programs; *program; ++program) {
        syscall(SYS_execve, *program, plan->argv, plan->environment);
        if (errno != ENOENT && errno != ENOTDIR)
            error = errno;
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
            break;
    }
    return failed(Stage::Exec, error);
}

Error busy()
{
    return {ErrorCode::ServerBusy, QCoreApplication::translate("Command", "The server cannot run another program just now. Try again in a moment.")};
}

Error errorOf(Stage stage, int number)
{
    switch (number) {
    case ENOMEM:
    case EAGAIN:
    case EMFILE:
    case ENFILE:
        return busy();
    default:
        break;
    }
    switch (stage) {
    case Stage::Directory:
        return errorFromErrno(number, QCoreApplication::translate("Command", "The folder to start in"));
    case Stage::Exec:
        if (number == ENOENT || number == ENOTDIR || number == ELOOP || number == ENAMETOOLONG)
            return {ErrorCode::CommandNotFound, {}};
        if (number == E2BIG)
            return {ErrorCode::BadArgument, QCoreApplication::translate("Command", "The arguments are too long. Pass large input as standard input instead.")};
        return {ErrorCode::CommandNotExecutable, {}};
    default:
        return {ErrorCode::Internal, QCoreApplication::translate("Command", "The server could not prepare the program's surroundings.")};
    }
}

std::vector<char *> pointersTo(const QList<QByteArray> &strings)
{
    std::vector<char *> pointers;
    pointers.reserve(static_cast<size_t>(strings.size()) + 1);
    for (const QByteArray &string : strings)
        pointers.push_back(const_cast<char *>(string.constData())); // execve(2) does not write
    pointers.push_back(nullptr);
    return pointers;
}

QList<QByteArray> candidates(const QByteArray &program, const QByteArray &searchPath)
{
    if (program.contains('/'))
        return {program};
    QList<QByteArray> paths;
    const QList<QByteArray> directories = searchPath.split(':');
    for (const QByteArray &directory : directories) {
        if (!directory.isEmpty())
            paths.append(directory + '/' + program);
    }
    return paths;
}

/// The same file under a number that dup3() to 0, 1 and 2 cannot overwrite: a daemon may have those closed.
bool liftAboveStandard(Descriptor &descriptor)
{
    if (descriptor.get() > 2)
        return true;
    descriptor = Descriptor(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, 3));
    return static_cast<bool>(descriptor);
}

struct Ends
{
    Descriptor ours;
    Descriptor childs;
};

std::optional<Ends> makePipe(bool childReads)
{
    std::array<int, 2> numbers{};
    if (pipe2(numbers.data(), O_CLOEXEC) < 0)
        return std::nullopt;
    Ends ends{Descriptor(numbers[childReads ? 1 : 0]), Descriptor(numbers[childReads ? 0 : 1])};
    // The child's end stays blocking: programs expect that. A larger pipe is a wish; past the user's share it is refused.
    fcntl(ends.ours.get(), F_SETPIPE_SZ, PipeBytes);
    if (fcntl(ends.ours.get(), F_SETFL, O_NONBLOCK) < 0 || !liftAboveStandard(ends.childs))
        return std::nullopt;
    return ends;
}

std::optional<Ends> makeTerminal(const TerminalSize &size)
{
    Ends ends;
    ends.ours = Descriptor(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
    if (!ends.ours || grantpt(ends.ours.get()) < 0 || unlockpt(ends.ours.get()) < 0)
        return std::nullopt;
    // Not by its name, which may mean something else in another mount namespace (ioctl_tty(2)).
    ends.childs = Descriptor(ioctl(ends.ours.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!ends.childs || !liftAboveStandard(ends.childs))
        return std::nullopt;
    struct winsize window = {};
    window.ws_row = static_cast<unsigned short>(size.rows);
    window.ws_col = static_cast<unsigned short>(size.columns);
    ioctl(ends.childs.get(), TIOCSWINSZ, &window);
    struct termios settings = {};
    if (tcgetattr(ends.childs.get(), &settings) == 0) {
        settings.c_iflag |= IUTF8; // so that erasing a character in a line removes all of its bytes
        tcsetattr(ends.childs.get(), TCSANOW, &settings);
    }
    return ends;
}

QByteArray nextMark()
{
    static std::atomic<quint64> count = 0;
    return "TRANSOM_COMMAND=" + QByteArray::number(getpid()) + '.' + QByteArray::number(++count);
}

/// The child's stack, and at its far end the place for its report. Shared, so that the report arrives also where the child
/// gets a copy of our memory: under emulators that do not know CLONE_VM, and with ThreadSanitizer.
class Stack
{
public:
    Stack()
        : m_base(mmap(nullptr, ChildStack, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
        , m_report(isValid() ? new (m_base) Report : nullptr)
    {}
    ~Stack()
    {
        if (isValid())
            munmap(m_base, ChildStack);
    }
    Q_DISABLE_COPY_MOVE(Stack)
    bool isValid() const { return m_base != MAP_FAILED; } // NOLINT
    void *top() const { return static_cast<char *>(m_base) + ChildStack; }
    Report *report() const { return m_report; }

private:
    void *m_base;
    Report *m_report;
};

/// Returns when the child has called exec or exited. None when the system cannot make another.
Child cloneInto(Plan &plan, const Stack &stack, const QByteArray &mark)
{
    // No handler of ours may run in the child before it has put them all back.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    int pidfd = -1;
    const auto guard = Reaper::instance().aboutToSpawn();
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = clone(runChild, stack.top(), SharedMemory | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &plan, &pidfd);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (pid < 0)
        return {};
    Reaper::instance().spawned(pid);
    return {pid, Descriptor(pidfd), mark};
}

} // namespace

Child::~Child()
{
    if (m_pid > 0)
        Reaper::instance().end(std::move(*this), Reaper::Grace);
}

Result<Spawned> spawn(const SpawnRequest &request)
{
    if (request.argv.isEmpty() || request.argv.first().isEmpty())
        return fail(ErrorCode::CommandNotFound);

    Ends input;
    Ends output;
    Ends error;
    if (request.terminal) {
        auto terminal = makeTerminal(*request.terminal);
        if (!terminal)
            return tl::make_unexpected(busy());
        output = std::move(*terminal);
        input.ours = Descriptor(fcntl(output.ours.get(), F_DUPFD_CLOEXEC, 3));
        if (!input.ours)
            return tl::make_unexpected(busy());
    } else {
        auto in = makePipe(true);
        auto out = makePipe(false);
        auto err = makePipe(false);
        if (!in || !out || !err)
            return tl::make_unexpected(busy());
        input = std::move(*in);
        output = std::move(*out);
        error = std::move(*err);
    }

    const QList<QByteArray> programs = candidates(request.argv.first(), request.searchPath);
    const std::vector<char *> programPointers = pointersTo(programs);
    const std::vector<char *> argv = pointersTo(request.argv);
    const QByteArray mark = nextMark();
    const QList<QByteArray> variables = request.environment + QList{mark};
    const std::vector<char *> environment = pointersTo(variables);

    Plan plan;
    plan.programs = programPointers.data();
    plan.argv = argv.data();
    plan.environment = environment.data();
    plan.directory = request.directory.constData();
    plan.hasTerminal = request.terminal.has_value();
    const int terminal = output.childs.get();
    plan.standard = plan.hasTerminal ? std::array{terminal, terminal, terminal}
                                     : std::array{input.childs.get(), output.childs.get(), error.childs.get()};
    const auto limit = [&plan](int resource, qint64 value) {
        struct rlimit64 now = {};
        prlimit64(0, static_cast<__rlimit_resource>(resource), nullptr, &now);
        const rlim64_t most = std::min<rlim64_t>(static_cast<rlim64_t>(value), now.rlim_max);
        plan.limits[plan.limitCount++] = {resource, {most, most}};
    };
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, request.openFiles);
    if (request.cpuSeconds > 0)
        limit(RLIMIT_CPU, request.cpuSeconds);
    if (request.largestFile > 0)
        limit(RLIMIT_FSIZE, request.largestFile);

    const Stack stack;
    if (!stack.isValid())
        return tl::make_unexpected(busy());
    plan.report = stack.report();
    Child child = cloneInto(plan, stack, mark);
    if (!child)
        return tl::make_unexpected(busy());
    if (const Report report = *plan.report; report.error != 0) {
        Reaper::instance().reap(child);
        return tl::make_unexpected(errorOf(report.stage, report.error));
    }
    return Spawned{std::move(child), std::move(input.ours), std::move(output.ours), std::move(error.ours)};
}

} // namespace transom::command
