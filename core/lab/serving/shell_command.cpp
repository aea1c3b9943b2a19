#include "core/lab/serving/shell_command.h"

#include <QDir>
#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace transom::lab {

namespace {

constexpr int PollMs = 10;
/// What a command has left behind may hold the pipes open; so many polls after its exit they are closed.
constexpr int MostPollsAfterExit = 50;
constexpr qsizetype Block = 64 * 1024;

struct FileActions
{
    FileActions() { ::posix_spawn_file_actions_init(&actions); }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&actions); }
    Q_DISABLE_COPY_MOVE(FileActions)
    posix_spawn_file_actions_t actions;
};

struct Attributes
{
    Attributes() { ::posix_spawnattr_init(&attributes); }
    ~Attributes() { ::posix_spawnattr_destroy(&attributes); }
    Q_DISABLE_COPY_MOVE(Attributes)
    posix_spawnattr_t attributes;
};

bool makePipe(Descriptor &reads, Descriptor &writes)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return false;
    reads = Descriptor(ends[0]);
    writes = Descriptor(ends[1]);
    ::fcntl(reads.get(), F_SETFL, O_NONBLOCK);
    return true;
}

void limitResource(pid_t pid, __rlimit_resource resource, rlim_t most)
{
    rlimit now{};
    if (::prlimit(pid, resource, nullptr, &now) != 0)
        return;
    now.rlim_max = std::min(now.rlim_max, most);
    now.rlim_cur = std::min(now.rlim_cur, now.rlim_max);
    ::prlimit(pid, resource, &now, nullptr);
}

} // namespace

ShellCommand::ShellCommand(QObject *parent)
    : QObject(parent)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_result.timedOut = true;
        end();
    });
    connect(&m_poll, &QTimer::timeout, this, &ShellCommand::look);
}

ShellCommand::~ShellCommand()
{
    closePipe(m_output);
    closePipe(m_error);
    if (m_pid > 0) {
        ::kill(-m_pid, SIGKILL);
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
}

void ShellCommand::start(const QByteArray &command, const QByteArray &directory, const Limits &limits)
{
    m_limits = limits;
    m_result = {};
    m_result.directory = QFile::encodeName(QDir(QFile::decodeName(directory)).absolutePath());
    m_pollsAfterExit = 0;
    if (!launch(command)) {
        m_result.error = "the command could not be started\n";
        QMetaObject::invokeMethod(this, [this] { Q_EMIT done(m_result); }, Qt::QueuedConnection);
        return;
    }
    watch(m_output);
    watch(m_error);
    m_deadline.start(limits.time);
    m_poll.start(PollMs);
}

bool ShellCommand::launch(const QByteArray &command)
{
    Descriptor output;
    Descriptor error;
    // A command ends at a NUL for the shell, too.
    const QByteArray line = command.left(command.indexOf('\0') < 0 ? command.size() : command.indexOf('\0'));
    if (!makePipe(m_output.descriptor, output) || !makePipe(m_error.descriptor, error))
        return false;
    FileActions files;
    ::posix_spawn_file_actions_addopen(&files.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files.actions, output.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files.actions, error.get(), STDERR_FILENO);
    ::posix_spawn_file_actions_addchdir_np(&files.actions, m_result.directory.constData());
    ::posix_spawn_file_actions_addclosefrom_np(&files.actions, 3);
    Attributes how;
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&how.attributes, &none);
    ::posix_spawnattr_setsigdefault(&how.attributes, &all);
    ::posix_spawnattr_setflags(&how.attributes, static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));

    // From scratch: what this program has in its environment is nobody else's business.
    QList<QByteArray> variables{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TERM=dumb", "HOME=" + QFile::encodeName(QDir::homePath())};
    std::array<char *, 5> environment{};
    for (size_t i = 0; i < 4; ++i)
        environment[i] = variables[static_cast<qsizetype>(i)].data();
    QByteArray shell = "sh";
    QByteArray option = "-c";
    QByteArray script = line;
    std::array<char *, 4> words{shell.data(), option.data(), script.data(), nullptr};
    if (::posix_spawn(&m_pid, "/bin/sh", &files.actions, &how.attributes, words.data(), environment.data()) != 0) {
        m_pid = 0;
        return false;
    }
    limitResource(m_pid, RLIMIT_CORE, 0);
    limitResource(m_pid, RLIMIT_CPU, static_cast<rlim_t>(m_limits.time.count() / 1000 + 1));
    return true;
}

void ShellCommand::watch(Pipe &pipe)
{
    pipe.notifier = std::make_unique<QSocketNotifier>(pipe.descriptor.get(), QSocketNotifier::Read);
    connect(pipe.notifier.get(), &QSocketNotifier::activated, this, [this, &pipe] { read(pipe); });
}

void ShellCommand::closePipe(Pipe &pipe)
{
    if (pipe.notifier) {
        pipe.notifier->setEnabled(false);
        pipe.notifier.release()->deleteLater(); // this may be its signal
    }
    pipe.descriptor.reset();
}

void ShellCommand::read(Pipe &pipe)
{
    QByteArray block(Block, Qt::Uninitialized);
    const ssize_t count = ::read(pipe.descriptor.get(), block.data(), static_cast<size_t>(block.size()));
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0)
        return closePipe(pipe);
    const qint64 room = m_limits.output - m_output.bytes.size() - m_error.bytes.size();
    pipe.bytes.append(block.constData(), static_cast<qsizetype>(std::min<qint64>(count, room)));
    if (count > room) {
        m_result.tooMuch = true;
        end();
    }
}

/// The exit is seen by look().
void ShellCommand::end()
{
    closePipe(m_output);
    closePipe(m_error);
    if (m_pid > 0)
        ::kill(-m_pid, SIGKILL);
}

void ShellCommand::look()
{
    siginfo_t info{};
    // Not reaped yet, so that the group's number stays ours.
    const int found = ::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT);
    if (found == 0 && info.si_pid == 0)
        return;
    const bool open = m_output.descriptor || m_error.descriptor;
    if (open && ++m_pollsAfterExit < MostPollsAfterExit)
        return;
    finish(found == 0 && info.si_code == CLD_EXITED ? info.si_status : -1);
}

void ShellCommand::finish(int status)
{
    m_poll.stop();
    m_deadline.stop();
    end();
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_pid = 0;
    m_result.status = status;
    m_result.output = std::exchange(m_output.bytes, {});
    m_result.error = std::exchange(m_error.bytes, {});
    if (m_result.timedOut)
        m_result.error += "the command ran past its time limit and was ended\n";
    if (m_result.tooMuch)
        m_result.error += "the command wrote more than the limit and was ended\n";
    Q_EMIT done(m_result);
}

} // namespace transom::lab
