#include "core/command/process.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace transom::command {

namespace {

constexpr qint64 ReadBlock = 64 * 1024;
constexpr auto KillAfter = std::chrono::seconds(5);
/// A process that left its pipes to a grandchild in the background is not waited for longer than this.
constexpr auto Grace = std::chrono::milliseconds(500);

constexpr std::array<std::pair<int, const char *>, 16> SignalNames{{
        {SIGHUP, "HUP"},   {SIGINT, "INT"},   {SIGQUIT, "QUIT"}, {SIGILL, "ILL"},   {SIGABRT, "ABRT"}, {SIGFPE, "FPE"},
        {SIGKILL, "KILL"}, {SIGSEGV, "SEGV"}, {SIGPIPE, "PIPE"}, {SIGALRM, "ALRM"}, {SIGTERM, "TERM"}, {SIGUSR1, "USR1"},
        {SIGUSR2, "USR2"}, {SIGBUS, "BUS"},   {SIGXCPU, "XCPU"}, {SIGXFSZ, "XFSZ"},
}};

void closeDescriptor(int &descriptor)
{
    if (descriptor >= 0)
        ::close(std::exchange(descriptor, -1));
}

QString variable(const QStringList &environment, const QString &name)
{
    for (const QString &entry : environment) {
        if (entry.startsWith(name + u'='))
            return entry.mid(name.size() + 1);
    }
    return {};
}

/// Where execvp(3) would find it, by the PATH that the child will have.
Result<QByteArray> locate(const QString &program, const ProcessSpec &spec)
{
    QStringList candidates;
    if (program.contains(u'/')) {
        candidates.append(program.startsWith(u'/') ? program : spec.directory + u'/' + program);
    } else {
        const auto folders = variable(spec.environment, QStringLiteral("PATH")).split(u':', Qt::SkipEmptyParts);
        for (const QString &folder : folders)
            candidates.append(folder + u'/' + program);
    }
    bool isThere = false;
    for (const QString &candidate : std::as_const(candidates)) {
        const QByteArray path = QFile::encodeName(candidate);
        if (::access(path.constData(), X_OK) == 0 && !QFileInfo(candidate).isDir())
            return path;
        isThere = isThere || ::access(path.constData(), F_OK) == 0;
    }
    return fail(isThere ? ErrorCode::CommandNotExecutable : ErrorCode::CommandNotFound);
}

std::vector<char *> pointers(QList<QByteArray> &strings)
{
    std::vector<char *> list;
    for (QByteArray &string : strings)
        list.push_back(string.data());
    list.push_back(nullptr);
    return list;
}

QList<QByteArray> encoded(const QStringList &texts)
{
    QList<QByteArray> list;
    for (const QString &text : texts)
        list.append(text.toUtf8());
    return list;
}

} // namespace

QString signalName(int number)
{
    for (const auto &[known, name] : SignalNames) {
        if (known == number)
            return QLatin1String(name);
    }
    return QString::number(number);
}

int signalNumber(const QString &name)
{
    for (const auto &[number, known] : SignalNames) {
        if (name == QLatin1String(known))
            return number;
    }
    return 0;
}

Process::Process(QObject *parent)
    : QObject(parent)
{
    m_killTimer.setSingleShot(true);
    connect(&m_killTimer, &QTimer::timeout, this, [this] { signalGroup(SIGKILL); });
    m_graceTimer.setSingleShot(true);
    connect(&m_graceTimer, &QTimer::timeout, this, [this] {
        closePipe(m_output);
        closePipe(m_errors);
        finishIfDone();
    });
}

Process::~Process()
{
    if (m_pid > 0)
        signalGroup(SIGKILL);
    if (m_pid > 0 && !m_exited) {
        // KILL cannot be refused, so this returns at once but for a process stuck in the kernel; that one is left to init.
        siginfo_t info{};
        for (int attempt = 0; attempt < 50 && ::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG) == 0 && info.si_pid == 0; ++attempt) {
            const timespec pause{0, 1'000'000};
            ::nanosleep(&pause, nullptr);
        }
    }
    closeAll();
}

Result<void> Process::openPipes(const ProcessSpec &spec, int childEnds[3], QByteArray &terminalPath)
{
    const auto failed = [] { return tl::make_unexpected(errorFromErrno(errno, {})); };
    if (spec.terminal) {
        const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
        char name[128];
        if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0 || ::ptsname_r(master, name, sizeof name) != 0) {
            if (master >= 0)
                ::close(master);
            return failed();
        }
        terminalPath = name;
        m_isTerminal = true;
        watch(m_output, master, false);
        m_input = ::fcntl(master, F_DUPFD_CLOEXEC, 3);
        resize(spec.terminal->rows, spec.terminal->columns);
        return {};
    }
    int pipes[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    for (auto &pipe : pipes) {
        if (::pipe2(pipe, O_CLOEXEC) == 0)
            continue;
        const auto error = failed();
        for (auto &made : pipes) {
            closeDescriptor(made[0]);
            closeDescriptor(made[1]);
        }
        return error;
    }
    childEnds[0] = pipes[0][0];
    childEnds[1] = pipes[1][1];
    childEnds[2] = pipes[2][1];
    m_input = pipes[0][1];
    ::fcntl(m_input, F_SETFL, O_NONBLOCK);
    watch(m_output, pipes[1][0], false);
    watch(m_errors, pipes[2][0], true);
    return {};
}

Result<qint64> Process::start(const ProcessSpec &spec)
{
    auto program = locate(spec.argv.first(), spec);
    if (!program)
        return tl::make_unexpected(program.error());
    int childEnds[3] = {-1, -1, -1};
    QByteArray terminalPath;
    if (auto opened = openPipes(spec, childEnds, terminalPath); !opened)
        return tl::make_unexpected(opened.error());

    // posix_spawn: neither a copy of the server's memory nor anything but the kernel's own work between fork and exec.
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const QByteArray directory = QFile::encodeName(spec.directory);
    posix_spawn_file_actions_addchdir_np(&actions, directory.constData());
    if (m_isTerminal) {
        // Opened by the leader of a new session that has none, it becomes its controlling terminal (tty(4)).
        posix_spawn_file_actions_addopen(&actions, 0, terminalPath.constData(), O_RDWR, 0);
        posix_spawn_file_actions_adddup2(&actions, 0, 1);
        posix_spawn_file_actions_adddup2(&actions, 0, 2);
    } else {
        for (int i = 0; i < 3; ++i)
            posix_spawn_file_actions_adddup2(&actions, childEnds[i], i);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    QList<QByteArray> arguments = encoded(spec.argv);
    QList<QByteArray> environment = encoded(spec.environment);
    pid_t pid = -1;
    const int error = ::posix_spawn(&pid, program->constData(), &actions, &attributes, pointers(arguments).data(), pointers(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    for (int &end : childEnds)
        closeDescriptor(end);
    if (error != 0) {
        closeAll();
        if (error == ENOEXEC || error == EACCES)
            return fail(ErrorCode::CommandNotExecutable);
        return tl::make_unexpected(errorFromErrno(error, {}));
    }
    m_pid = pid;
    const rlimit noCore{0, 0};
    ::prlimit(pid, RLIMIT_CORE, &noCore, nullptr);

    m_pidDescriptor = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (m_pidDescriptor >= 0) {
        m_exitNotifier = std::make_unique<QSocketNotifier>(m_pidDescriptor, QSocketNotifier::Read);
        connect(m_exitNotifier.get(), &QSocketNotifier::activated, this, &Process::childExited);
    } else {
        // Kernels before 5.3: look from time to time.
        auto *poll = new QTimer(this);
        connect(poll, &QTimer::timeout, this, &Process::childExited);
        poll->start(50);
    }
    m_inputNotifier = std::make_unique<QSocketNotifier>(m_input, QSocketNotifier::Write);
    m_inputNotifier->setEnabled(false);
    connect(m_inputNotifier.get(), &QSocketNotifier::activated, this, &Process::writeSome);
    return m_pid;
}

void Process::watch(Pipe &pipe, int descriptor, bool isError)
{
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    pipe.descriptor = descriptor;
    pipe.isError = isError;
    pipe.notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    pipe.notifier->setEnabled(false);
    connect(pipe.notifier.get(), &QSocketNotifier::activated, this, [this, &pipe] { read(pipe); });
}

void Process::want(qint64 bytes)
{
    m_wanted = bytes;
    for (Pipe *pipe : {&m_output, &m_errors}) {
        if (pipe->notifier)
            pipe->notifier->setEnabled(bytes > 0);
    }
}

void Process::read(Pipe &pipe)
{
    const qint64 most = std::min(m_wanted, ReadBlock);
    if (most <= 0 || pipe.descriptor < 0)
        return;
    QByteArray block(most, Qt::Uninitialized);
    const ssize_t length = ::read(pipe.descriptor, block.data(), static_cast<size_t>(most));
    if (length > 0) {
        block.resize(length);
        if (m_exited)
            m_graceTimer.start(Grace);
        want(m_wanted - length);
        Q_EMIT output(block, pipe.isError);
        return;
    }
    // A terminal whose last user has gone reports EIO, not an end of file.
    if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
        closePipe(pipe);
        finishIfDone();
    }
}

void Process::closePipe(Pipe &pipe)
{
    if (pipe.notifier) {
        pipe.notifier->setEnabled(false);
        pipe.notifier.release()->deleteLater(); // it may be what has called us
    }
    closeDescriptor(pipe.descriptor);
}

void Process::write(const QByteArray &bytes)
{
    if (m_input < 0) {
        Q_EMIT written(bytes.size()); // nobody reads it; the sender must not wait for ever
        return;
    }
    m_queue += bytes;
    m_inputNotifier->setEnabled(true);
}

void Process::closeInput()
{
    m_inputClosed = true;
    if (m_inputNotifier)
        m_inputNotifier->setEnabled(true);
}

void Process::writeSome()
{
    if (m_input < 0)
        return;
    if (!m_queue.isEmpty()) {
        const ssize_t length = ::write(m_input, m_queue.constData(), static_cast<size_t>(std::min<qsizetype>(m_queue.size(), ReadBlock)));
        if (length < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        const qint64 gone = length < 0 ? m_queue.size() : length; // it has closed its input
        if (length < 0)
            m_inputClosed = true;
        m_queue.remove(0, gone);
        Q_EMIT written(gone);
    }
    if (!m_queue.isEmpty())
        return;
    m_inputNotifier->setEnabled(false);
    if (!m_inputClosed)
        return;
    if (m_isTerminal) {
        const char endOfFile = 4; // ^D; closing our end would hang the line up
        [[maybe_unused]] const auto sent = ::write(m_input, &endOfFile, 1);
        m_inputClosed = false;
        return;
    }
    m_inputNotifier.release()->deleteLater();
    closeDescriptor(m_input);
}

void Process::resize(int rows, int columns)
{
    if (!m_isTerminal || m_output.descriptor < 0)
        return;
    winsize size{};
    size.ws_row = static_cast<unsigned short>(std::clamp(rows, 1, 10'000));
    size.ws_col = static_cast<unsigned short>(std::clamp(columns, 1, 10'000));
    ::ioctl(m_output.descriptor, TIOCSWINSZ, &size);
}

void Process::signalGroup(int number)
{
    // The group keeps its number as long as anything lives in it, also after its leader has been waited for.
    if (m_pid > 0)
        ::kill(static_cast<pid_t>(-m_pid), number);
}

void Process::terminate()
{
    if (m_finished || m_killTimer.isActive())
        return;
    signalGroup(SIGTERM);
    signalGroup(SIGCONT); // a stopped process hears nothing
    m_killTimer.start(KillAfter);
}

void Process::childExited()
{
    siginfo_t info{};
    if (m_exited || ::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG) != 0 || info.si_pid == 0)
        return;
    m_exited = true;
    if (m_exitNotifier)
        m_exitNotifier->setEnabled(false);
    if (info.si_code == CLD_EXITED)
        m_exitStatus = info.si_status;
    else
        m_signal = info.si_status;
    m_graceTimer.start(Grace);
    finishIfDone();
}

void Process::finishIfDone()
{
    if (!m_exited || m_output.descriptor >= 0 || m_errors.descriptor >= 0 || std::exchange(m_finished, true))
        return;
    m_graceTimer.stop();
    m_killTimer.stop();
    Q_EMIT finished(m_exitStatus, m_signal);
}

void Process::closeAll()
{
    closePipe(m_output);
    closePipe(m_errors);
    m_inputNotifier.reset();
    m_exitNotifier.reset();
    closeDescriptor(m_input);
    closeDescriptor(m_pidDescriptor);
}

} // namespace transom::command
