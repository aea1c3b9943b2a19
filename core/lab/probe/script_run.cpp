#include "core/lab/probe/script_run.h"

#include "core/base/clock.h"
#include "core/lab/probe/script_process.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <deque>
#include <mutex>
#include <optional>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

constexpr qint64 PatienceMs = 2'000;   ///< between a signal and the next, harder one
constexpr qint64 LeftOverMs = 500;     ///< for what a program has left behind when it ended
constexpr qsizetype Block = 64 * 1024;
constexpr qsizetype MostInput = 1024 * 1024;
constexpr int MostBlocks = 64;
constexpr size_t MostReporters = 256;  ///< processes that report at the same time
constexpr int PollMs = 100;            ///< where the system has no descriptor for a process

struct Reporter
{
    Descriptor socket;
    ProbeReader reader;
};

Result<QString> findPython(const QString &wanted)
{
    const QString found = QStandardPaths::findExecutable(wanted.isEmpty() ? u"python3"_s : wanted);
    if (found.isEmpty())
        return fail(ErrorCode::CommandNotFound, QT_TRANSLATE_NOOP("Error", "Python 3 was not found on this computer. Install it (on Debian and Ubuntu: sudo apt install python3) and run the script again."));
    return found;
}

Result<Descriptor> listenAt(const QString &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (name.size() >= static_cast<qsizetype>(sizeof address.sun_path))
        return fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("Error", "The folder for temporary files has too long a name for a socket. Set TMPDIR to a shorter one."));
    std::copy(name.begin(), name.end(), address.sun_path);
    Descriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener || ::bind(listener.get(), static_cast<sockaddr *>(static_cast<void *>(&address)), sizeof address) != 0 || ::listen(listener.get(), 64) != 0)
        return tl::make_unexpected(errorFromErrno(errno, path));
    return listener;
}

} // namespace

class ScriptRun::Work
{
public:
    Work(ScriptOptions options, ScriptSink sink)
        : m_options(std::move(options))
        , m_sink(std::move(sink))
        , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {}
    ~Work()
    {
        m_abandoned = true;
        wake();
        if (m_thread.joinable())
            m_thread.join();
    }

    void start()
    {
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }
    bool write(const QByteArray &bytes)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_inputEnded || m_input.size() + bytes.size() > MostInput)
                return false;
            m_input += bytes;
        }
        wake();
        return true;
    }
    void endInput()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_inputEnded = true;
        }
        wake();
    }
    void stop(int signal)
    {
        int none = 0;
        m_wanted.compare_exchange_strong(none, signal);
        wake();
    }

private:
    void wake() const
    {
        const quint64 one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_wake.get(), &one, sizeof one);
    }
    void tell(ScriptEvent event)
    {
        event.seq = ++m_seq;
        m_sink(event);
    }
    void tellOutput(const QByteArray &bytes, bool standardError)
    {
        ScriptEvent event;
        event.kind = ScriptEvent::Kind::Output;
        event.standardError = standardError;
        event.bytes = bytes;
        tell(event);
    }

    void run()
    {
        ScriptEvent ended;
        ended.kind = ScriptEvent::Kind::Ended;
        if (const auto begun = begin(); !begun) {
            ended.error = begun.error();
        } else {
            ScriptEvent started;
            started.kind = ScriptEvent::Kind::Started;
            started.number = m_process.pid();
            tell(started);
            while (!isOver())
                turn();
            m_process.signalGroup(SIGKILL); // what has closed its pipes and stayed
            for (Reporter &reporter : m_reporters)
                see(reporter.reader.finish());
            ended.exitStatus = m_process.ending().exitStatus;
            ended.signal = m_process.ending().signal;
            ended.stopped = m_wanted != 0;
        }
        m_directory.reset();
        tell(ended);
    }

    Result<void> begin()
    {
        const QFileInfo script(m_options.script);
        if (!script.isFile() || !script.isReadable())
            return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "There is no such Python file, or you may not read it. Choose another one."));
        const auto python = findPython(m_options.python);
        if (!python)
            return tl::make_unexpected(python.error());
        m_directory.emplace();
        QFile probe(m_options.probe);
        // QTemporaryDir makes it for its owner alone (0700).
        if (!m_directory->isValid() || !probe.open(QIODevice::ReadOnly))
            return fail(ErrorCode::InputOutput, QT_TRANSLATE_NOOP("Error", "The probe could not be put into the folder for temporary files. See whether that is full."));
        QFile copy(m_directory->filePath(u"transom_probe.py"_s));
        const QByteArray source = probe.readAll();
        if (!copy.open(QIODevice::WriteOnly) || copy.write(source) != source.size() || !copy.flush())
            return fail(ErrorCode::InputOutput, QT_TRANSLATE_NOOP("Error", "The probe could not be put into the folder for temporary files. See whether that is full."));
        const QString reports = m_directory->filePath(u"reports"_s);
        auto listener = listenAt(reports);
        if (!listener)
            return tl::make_unexpected(listener.error());
        m_listener = std::move(*listener);
        QStringList environment{u"TRANSOM_PROBE="_s + reports, u"PYTHONUNBUFFERED=1"_s};
        if (!qEnvironmentVariableIsSet("PYTHONIOENCODING"))
            environment.append(u"PYTHONIOENCODING=utf-8"_s);
        const QString directory = m_options.directory.isEmpty() ? script.absolutePath() : m_options.directory;
        if (const auto started = m_process.start(*python, QStringList{copy.fileName(), script.absoluteFilePath()} + m_options.arguments, directory, environment); !started)
            return started;
        m_pidDescriptor = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, m_process.pid(), 0)));
        return {};
    }

    bool isOver() const
    {
        if (m_abandoned || m_killed)
            return m_abandoned || (m_leaderEnded && !m_process.output && !m_process.error) || monotonicMs() > m_nextMs;
        return m_leaderEnded && !m_process.output && !m_process.error && m_reporters.empty();
    }

    /// Stopping is a stair: an interrupt (if asked for), SIGTERM, SIGKILL, each with some time for the program to go by itself.
    void climb()
    {
        const qint64 now = monotonicMs();
        if (!m_leaderEnded && m_process.hasEnded()) {
            m_leaderEnded = true;
            if (m_signal == 0)
                m_nextMs = now + LeftOverMs;
        }
        const int wanted = m_wanted;
        if (m_signal == 0 && wanted != 0)
            step(wanted, now);
        else if (m_nextMs > 0 && now >= m_nextMs)
            step(m_signal == SIGTERM ? SIGKILL : SIGTERM, now);
    }
    void step(int signal, qint64 now)
    {
        m_signal = signal;
        m_process.signalGroup(signal);
        m_killed = m_killed || signal == SIGKILL;
        m_nextMs = now + PatienceMs;
    }

    int timeoutMs() const
    {
        int timeout = m_pidDescriptor || m_leaderEnded ? -1 : PollMs;
        if (m_nextMs > 0) {
            const int left = static_cast<int>(std::max<qint64>(0, m_nextMs - monotonicMs()) + 1);
            timeout = timeout < 0 ? left : std::min(timeout, left);
        }
        return timeout;
    }

    void turn()
    {
        enum : size_t { Wake, Process, Listener, Output, Error, Input };
        bool hasInput = false;
        {
            const std::lock_guard lock(m_mutex);
            hasInput = !m_input.isEmpty();
            if (!hasInput && m_inputEnded)
                m_process.input.reset();
        }
        std::vector<pollfd> ready{{m_wake.get(), POLLIN, 0},
                                  {m_leaderEnded ? -1 : m_pidDescriptor.get(), POLLIN, 0},
                                  {m_reporters.size() < MostReporters ? m_listener.get() : -1, POLLIN, 0},
                                  {m_process.output.get(), POLLIN, 0},
                                  {m_process.error.get(), POLLIN, 0},
                                  {hasInput ? m_process.input.get() : -1, POLLOUT, 0}};
        for (const Reporter &reporter : m_reporters)
            ready.push_back({reporter.socket.get(), POLLIN, 0});
        if (::poll(ready.data(), ready.size(), timeoutMs()) < 0 && errno != EINTR)
            return;
        quint64 count = 0;
        [[maybe_unused]] const ssize_t drained = ::read(m_wake.get(), &count, sizeof count);
        // Reports first, all that are there: a call is told before what the program printed after it.
        while (m_reporters.size() < MostReporters && acceptReporter()) {
        }
        for (Reporter &reporter : m_reporters) {
            for (int blocks = 0; blocks < MostBlocks && readReports(reporter); ++blocks) {
            }
        }
        std::erase_if(m_reporters, [](const Reporter &reporter) { return !reporter.socket; });
        if (ready[Output].revents != 0)
            readOutput(m_process.output, false);
        if (ready[Error].revents != 0)
            readOutput(m_process.error, true);
        if (ready[Input].revents != 0)
            writeInput();
        climb();
    }

    bool acceptReporter()
    {
        Descriptor socket(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        ucred who{};
        socklen_t size = sizeof who;
        if (!socket)
            return false;
        if (::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.uid == ::getuid())
            m_reporters.push_back({std::move(socket), {}});
        return true;
    }

    /// False: there is no more for now.
    bool readReports(Reporter &reporter)
    {
        const ssize_t count = ::recv(reporter.socket.get(), m_buffer.data(), static_cast<size_t>(m_buffer.size()), 0);
        if (count > 0) {
            see(reporter.reader.read(QByteArrayView(m_buffer).first(count)));
            return true;
        }
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return false;
        see(reporter.reader.finish());
        reporter.socket.reset();
        return false;
    }

    void see(const QList<ProbeReport> &reports)
    {
        for (const ProbeReport &report : reports) {
            ScriptEvent event;
            if (report.call) {
                event.kind = ScriptEvent::Kind::Call;
                event.call = *report.call;
            } else if (report.exception) {
                event.kind = ScriptEvent::Kind::Exception;
                event.exception = *report.exception;
            } else if (report.start) {
                event.kind = ScriptEvent::Kind::Process;
                event.start = *report.start;
            } else if (report.nonsense) {
                event.kind = ScriptEvent::Kind::Nonsense;
                event.nonsense = *report.nonsense;
                event.number = ++m_nonsense;
            }
            tell(event);
        }
    }

    void readOutput(Descriptor &pipe, bool standardError)
    {
        const ssize_t count = ::read(pipe.get(), m_buffer.data(), static_cast<size_t>(m_buffer.size()));
        if (count > 0)
            tellOutput(m_buffer.first(count), standardError);
        else if (count == 0 || (errno != EAGAIN && errno != EINTR))
            pipe.reset();
    }

    void writeInput()
    {
        const std::lock_guard lock(m_mutex);
        const ssize_t count = ::write(m_process.input.get(), m_input.constData(), static_cast<size_t>(m_input.size()));
        if (count > 0) {
            m_input.remove(0, count);
        } else if (count < 0 && errno != EAGAIN && errno != EINTR) {
            m_process.input.reset(); // it reads no more
            m_input.clear();
            m_inputEnded = true;
        }
    }

    const ScriptOptions m_options;
    const ScriptSink m_sink;
    const Descriptor m_wake;
    std::optional<QTemporaryDir> m_directory; ///< of the run's thread
    std::thread m_thread;
    std::atomic<int> m_wanted = 0; ///< the signal by which it was told to end
    std::atomic<bool> m_abandoned = false;
    std::mutex m_mutex;            ///< of the two that follow
    QByteArray m_input;
    bool m_inputEnded = false;

    ScriptProcess m_process;
    Descriptor m_pidDescriptor;
    Descriptor m_listener;
    std::deque<Reporter> m_reporters;
    QByteArray m_buffer{Block, Qt::Uninitialized};
    quint64 m_seq = 0;
    qint64 m_nonsense = 0;
    qint64 m_nextMs = 0; ///< when the next signal is due; 0: none is
    int m_signal = 0;    ///< the last one
    bool m_leaderEnded = false;
    bool m_killed = false;
};

ScriptRun::ScriptRun(const ScriptOptions &options, ScriptSink sink)
    : m_work(std::make_unique<Work>(options, std::move(sink)))
{}

ScriptRun::~ScriptRun() = default;

void ScriptRun::start()
{
    m_work->start();
}

bool ScriptRun::write(const QByteArray &bytes)
{
    return m_work->write(bytes);
}

void ScriptRun::endInput()
{
    m_work->endInput();
}

void ScriptRun::stop()
{
    m_work->stop(SIGTERM);
}

void ScriptRun::interrupt()
{
    m_work->stop(SIGINT);
}

} // namespace transom::lab
