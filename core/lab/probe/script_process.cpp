#include "core/lab/probe/script_process.h"

#include <QFile>
#include <QProcessEnvironment>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <vector>

namespace transom::lab {

namespace {

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

bool makePipe(Descriptor &reads, Descriptor &writes, const Descriptor &ours)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return false;
    reads = Descriptor(ends[0]);
    writes = Descriptor(ends[1]);
    return ::fcntl(ours.get(), F_SETFL, O_NONBLOCK) == 0;
}

/// Strings as exec takes them; they live as long as this does.
class Words
{
public:
    explicit Words(const QStringList &texts)
    {
        for (const QString &text : texts)
            m_bytes.push_back(QFile::encodeName(text));
        for (QByteArray &each : m_bytes)
            m_pointers.push_back(each.data());
        m_pointers.push_back(nullptr);
    }
    char *const *get() { return m_pointers.data(); }

private:
    std::vector<QByteArray> m_bytes;
    std::vector<char *> m_pointers;
};

} // namespace

ScriptProcess::~ScriptProcess()
{
    if (m_pid <= 0)
        return;
    signalGroup(SIGKILL);
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

Result<void> ScriptProcess::start(const QString &program, const QStringList &arguments, const QString &directory, const QStringList &environment)
{
    Descriptor childInput;
    Descriptor childOutput;
    Descriptor childError;
    if (!makePipe(childInput, input, input) || !makePipe(output, childOutput, output) || !makePipe(error, childError, error))
        return tl::make_unexpected(errorFromErrno(errno, program));
    QStringList wanted = environment;
    for (const QString &each : QProcessEnvironment::systemEnvironment().toStringList()) {
        const QStringView name = QStringView(each).first(each.indexOf(u'=') + 1);
        if (std::none_of(environment.begin(), environment.end(), [name](const QString &own) { return own.startsWith(name); }))
            wanted.append(each);
    }
    FileActions files;
    ::posix_spawn_file_actions_adddup2(&files.actions, childInput.get(), 0);
    ::posix_spawn_file_actions_adddup2(&files.actions, childOutput.get(), 1);
    ::posix_spawn_file_actions_adddup2(&files.actions, childError.get(), 2);
    ::posix_spawn_file_actions_addchdir_np(&files.actions, QFile::encodeName(directory).constData());
    Attributes how;
    sigset_t none;
    sigset_t usual;
    ::sigemptyset(&none);
    ::sigemptyset(&usual);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD})
        ::sigaddset(&usual, signal);
    ::posix_spawnattr_setsigmask(&how.attributes, &none);
    ::posix_spawnattr_setsigdefault(&how.attributes, &usual);
    ::posix_spawnattr_setpgroup(&how.attributes, 0);
    ::posix_spawnattr_setflags(&how.attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    Words argv(QStringList{program} + arguments);
    Words envp(wanted);
    if (const int failed = ::posix_spawn(&m_pid, QFile::encodeName(program).constData(), &files.actions, &how.attributes, argv.get(), envp.get())) {
        m_pid = -1;
        return tl::make_unexpected(errorFromErrno(failed, program));
    }
    return {};
}

void ScriptProcess::signalGroup(int signal) const
{
    if (m_pid > 0)
        ::kill(-m_pid, signal);
}

bool ScriptProcess::hasEnded()
{
    siginfo_t info{};
    if (m_ended || m_pid <= 0)
        return true;
    if (::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0)
        return m_ended = errno == ECHILD;
    if (info.si_pid != m_pid)
        return false;
    if (info.si_code == CLD_EXITED)
        m_ending.exitStatus = info.si_status;
    else
        m_ending = {128 + info.si_status, info.si_status};
    return m_ended = true;
}

} // namespace transom::lab
