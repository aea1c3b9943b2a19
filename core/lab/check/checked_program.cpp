#include "core/lab/check/checked_program.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

extern char **environ;

namespace transom::lab {

namespace {

/// What is typed, as a file: nobody has to feed it, and it ends by itself.
Descriptor inputOf(const QByteArray &bytes)
{
    Descriptor file(::memfd_create("transom-check-input", MFD_CLOEXEC));
    qsizetype done = 0;
    while (file && done < bytes.size()) {
        const ssize_t written = ::write(file.get(), bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (written <= 0)
            break;
        done += written;
    }
    if (file)
        ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

/// The surroundings, and Python told not to hold its output back: what it printed before it hung is what one wants to see.
std::vector<QByteArray> surroundings()
{
    std::vector<QByteArray> all;
    for (char **entry = environ; *entry; ++entry) {
        const QByteArray text(*entry);
        if (!text.startsWith("PYTHONUNBUFFERED=") && !text.startsWith("PYTHONIOENCODING=") && !text.startsWith("PYTHONDONTWRITEBYTECODE="))
            all.push_back(text);
    }
    all.insert(all.end(), {"PYTHONUNBUFFERED=1", "PYTHONIOENCODING=utf-8", "PYTHONDONTWRITEBYTECODE=1"});
    return all;
}

std::vector<char *> pointers(std::vector<QByteArray> &texts)
{
    std::vector<char *> result;
    for (QByteArray &text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

bool pauseFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (!stop.stop_requested() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(time, 10ms));
    return !stop.stop_requested();
}

} // namespace

Result<std::unique_ptr<CheckedProgram>> CheckedProgram::start(const Start &start)
{
    std::unique_ptr<CheckedProgram> program(new CheckedProgram);
    int ends[2] = {-1, -1};
    Descriptor input = start.inputEnds ? inputOf(start.input) : Descriptor();
    if (!start.inputEnds) {
        int typing[2] = {-1, -1};
        if (::pipe2(typing, O_CLOEXEC) == 0) {
            input = Descriptor(typing[0]);
            program->m_input = Descriptor(typing[1]);
            ::fcntl(typing[1], F_SETFL, O_NONBLOCK);
            // A few lines fit into any pipe.
            if (::write(typing[1], start.input.constData(), static_cast<size_t>(start.input.size())) < 0)
                input.reset();
        }
    }
    if (!input || start.words.isEmpty() || ::pipe2(ends, O_CLOEXEC) != 0)
        return fail(ErrorCode::Internal, QCoreApplication::translate("Lab", "The program could not be started: the system has no room for it."));
    program->m_output = Descriptor(ends[0]);
    const Descriptor writing(ends[1]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.get(), 0);
    posix_spawn_file_actions_adddup2(&actions, writing.get(), 1);
    posix_spawn_file_actions_adddup2(&actions, writing.get(), 2);
    const QByteArray directory = QFile::encodeName(start.directory);
    if (!directory.isEmpty())
        posix_spawn_file_actions_addchdir_np(&actions, directory.constData());
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t standard;
    sigemptyset(&standard);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT})
        sigaddset(&standard, signal);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &standard);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    std::vector<QByteArray> words;
    for (const QString &word : start.words)
        words.push_back(QFile::encodeName(word));
    std::vector<QByteArray> environment = surroundings();
    pid_t pid = -1;
    const int error = ::posix_spawnp(&pid, words.front().constData(), &actions, &attributes, pointers(words).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return fail(ErrorCode::NotFound, QCoreApplication::translate("Lab", "“%1” could not be started: %2. Check its name, and that it may be run.").arg(printable(start.words.first()), QString::fromLocal8Bit(std::strerror(error))));
    program->m_pid = pid;
    program->m_reader = std::jthread([raw = program.get()](const std::stop_token &stop) { raw->read(stop); });
    return program;
}

CheckedProgram::~CheckedProgram()
{
    end();
}

bool CheckedProgram::isRunning() const
{
    if (m_pid < 0 || m_gone)
        return false;
    siginfo_t info{};
    // It is not reaped yet: as long as its id is taken, its group's is, and end() cannot meet a stranger.
    if (::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
        return true;
    m_status = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    m_gone = true; // last: whoever sees it may ask for the status
    return false;
}

bool CheckedProgram::waitForEnd(std::chrono::milliseconds time, const std::stop_token &stop) const
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (isRunning()) {
        if (std::chrono::steady_clock::now() >= until || !pauseFor(10ms, stop))
            return false;
    }
    // Its last words are in the pipe now; the reader gets to them. Not for ever: a process that it leaves behind may go on talking.
    for (int turns = 0; turns < 100 && !hasReadAll() && pauseFor(5ms, stop); ++turns) {
    }
    return true;
}

bool CheckedProgram::hasReadAll() const
{
    const std::lock_guard lock(m_mutex); // held from read to append
    int unread = 0;
    return ::ioctl(m_output.get(), FIONREAD, &unread) != 0 || unread == 0;
}

void CheckedProgram::end()
{
    if (m_pid < 0)
        return;
    if (isRunning()) {
        ::kill(-m_pid, SIGTERM);
        const int status = m_status;
        waitForEnd(500ms, {});
        m_status = status; // this end is ours
    }
    ::kill(-m_pid, SIGKILL);
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_pid = -1;
    m_gone = true;
    m_reader.request_stop();
    if (m_reader.joinable())
        m_reader.join();
}

void CheckedProgram::read(const std::stop_token &stop)
{
    QByteArray block(16 * 1024, Qt::Uninitialized);
    int lastBlocks = 64; // more than the pipe holds: a process that has left the group may go on writing into it
    while (lastBlocks > 0) {
        pollfd watched{m_output.get(), POLLIN, 0};
        const int ready = ::poll(&watched, 1, 50);
        if (ready > 0) {
            const std::lock_guard lock(m_mutex);
            const ssize_t got = ::read(m_output.get(), block.data(), static_cast<size_t>(block.size())); // does not wait
            if (got <= 0)
                return;
            const qsizetype toHead = std::min<qsizetype>(got, MostHead - m_head.size());
            m_head.append(block.constData(), toHead);
            m_tail = (m_tail + QByteArray(block.constData() + toHead, got - toHead)).right(MostTail);
            m_total += got;
        }
        if (stop.stop_requested())
            lastBlocks = ready > 0 ? lastBlocks - 1 : 0;
    }
}

qint64 CheckedProgram::cpuTicks() const
{
    QFile file(u"/proc/%1/stat"_s.arg(m_pid));
    if (m_pid < 0 || !file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' '); // proc(5): from the third on
    return fields.value(11).toLongLong() + fields.value(12).toLongLong();
}

bool CheckedProgram::isBusy(const std::stop_token &stop) const
{
    if (!isRunning())
        return false;
    const qint64 before = cpuTicks();
    const auto began = std::chrono::steady_clock::now();
    constexpr int Looks = 20;
    int ready = 0; // where many share a processor it gets little of it, but never waits for anything else
    for (int i = 0; i < Looks; ++i) {
        QFile file(u"/proc/%1/stat"_s.arg(m_pid));
        const QByteArray line = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        ready += line.mid(line.lastIndexOf(')') + 2, 1) == "R";
        pauseFor(20ms, stop);
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    const double worked = static_cast<double>(cpuTicks() - before) / static_cast<double>(::sysconf(_SC_CLK_TCK));
    // A quarter of a processor is more than a waiting program needs.
    return worked > 0.25 * seconds || ready * 4 > Looks * 3;
}

QByteArray CheckedProgram::output() const
{
    const std::lock_guard lock(m_mutex);
    const qint64 missing = m_total - m_head.size() - m_tail.size();
    if (missing <= 0)
        return m_head + m_tail;
    return m_head + "\n[… " + QByteArray::number(missing) + " bytes …]\n" + m_tail;
}

} // namespace transom::lab
