#include "core/command/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <sys/ioctl.h>
#include <termios.h>

namespace transom::command {

namespace {

constexpr qint64 LargestRead = 256 * 1024;
constexpr qint64 TerminalRead = 16 * 1024; ///< FIONREAD does not tell on a terminal's controlling side
constexpr std::chrono::milliseconds ExitPoll{20};

/// Keeps SIGPIPE away while this thread writes: a pipe that nobody reads must be an error, not the server's end. The signal goes to
/// the thread that wrote (pipe(7)), so it is enough to hold it back here and, if it has come, to take it.
class BrokenPipesAreErrors
{
public:
    BrokenPipesAreErrors()
    {
        sigemptyset(&m_set);
        sigaddset(&m_set, SIGPIPE);
        sigset_t pending;
        sigpending(&pending);
        m_wasPending = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &m_set, &m_before);
    }
    ~BrokenPipesAreErrors()
    {
        constexpr struct timespec Now = {};
        if (!m_wasPending)
            sigtimedwait(&m_set, nullptr, &Now);
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    Q_DISABLE_COPY_MOVE(BrokenPipesAreErrors)

private:
    sigset_t m_set;
    sigset_t m_before;
    bool m_wasPending;
};

} // namespace

void Process::Stream::close()
{
    if (notifier)
        notifier->setEnabled(false); // not deleted: this may be its own handler
    descriptor.reset();
}

Process::Process(Spawned spawned, QObject *parent)
    : QObject(parent)
    , m_child(std::move(spawned.child))
    , m_pid(m_child.pid())
    , m_hasTerminal(!spawned.error)
    , m_address(std::make_shared<Address>())
{
    m_address->process = this;
    m_input.descriptor = std::move(spawned.input);
    m_output.descriptor = std::move(spawned.output);
    m_error.descriptor = std::move(spawned.error);
    watch(m_output, QSocketNotifier::Read, &Process::readOutput);
    watch(m_input, QSocketNotifier::Write, &Process::writeSome);
    if (m_error.isOpen())
        watch(m_error, QSocketNotifier::Read, &Process::readError);

    m_silence.setSingleShot(true);
    m_silence.setInterval(Silence);
    connect(&m_silence, &QTimer::timeout, this, &Process::outputSilent);

    if (m_child.pidfd() >= 0) {
        m_exitNotifier = std::make_unique<QSocketNotifier>(m_child.pidfd(), QSocketNotifier::Read);
        connect(m_exitNotifier.get(), &QSocketNotifier::activated, this, &Process::checkExit);
    } else {
        connect(&m_exitPoll, &QTimer::timeout, this, &Process::checkExit);
        m_exitPoll.start(ExitPoll);
    }
}

Process::~Process()
{
    const std::lock_guard lock(m_address->mutex);
    m_address->process = nullptr;
}

void Process::watch(Stream &stream, QSocketNotifier::Type type, void (Process::*slot)())
{
    stream.notifier = std::make_unique<QSocketNotifier>(type);
    stream.notifier->setSocket(stream.descriptor.get());
    connect(stream.notifier.get(), &QSocketNotifier::activated, this, slot);
}

// Output --------------------------------------------------------------------------------------------------------------

void Process::setReadBudget(qint64 bytes)
{
    if (!m_discarding)
        m_budget = std::max<qint64>(bytes, 0);
    updateReading();
}

void Process::updateReading()
{
    const bool reading = m_budget > 0 && !m_ended;
    for (Stream *stream : {&m_output, &m_error}) {
        if (stream->isOpen() && stream->notifier->isEnabled() != reading)
            stream->notifier->setEnabled(reading);
    }
    // Silence counts only while we listen.
    if (!m_exited || !reading)
        m_silence.stop();
    else if (!m_silence.isActive())
        m_silence.start();
}

void Process::readFrom(Stream &stream, bool isError)
{
    if (!stream.isOpen() || m_budget <= 0)
        return updateReading();
    int available = 0;
    if (m_hasTerminal || ioctl(stream.descriptor.get(), FIONREAD, &available) < 0)
        available = TerminalRead;
    QByteArray bytes(std::clamp<qint64>(available, 1, std::min(m_budget, LargestRead)), Qt::Uninitialized);
    const ssize_t got = read(stream.descriptor.get(), bytes.data(), static_cast<size_t>(bytes.size()));
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) { // a terminal says EIO when its last user has closed it
        stream.close();
        return endIfDrained();
    }
    if (m_discarding)
        return;
    bytes.truncate(got);
    if (m_hasTerminal)
        bytes.squeeze();
    m_budget -= got;
    if (m_silence.isActive())
        m_silence.start();
    Q_EMIT output(bytes, isError);
    updateReading();
}

void Process::outputSilent()
{
    // The timer may be late and the notifiers later still.
    for (Stream *stream : {&m_output, &m_error}) {
        int available = 0;
        if (stream->isOpen() && !m_hasTerminal && ioctl(stream->descriptor.get(), FIONREAD, &available) == 0 && available > 0)
            return updateReading();
    }
    m_output.close();
    m_error.close();
    endIfDrained();
}

// Input ---------------------------------------------------------------------------------------------------------------

void Process::write(const QByteArray &bytes)
{
    if (bytes.isEmpty() || m_inputClosing)
        return;
    m_queue.push_back(bytes);
    writeSome();
}

void Process::closeInput()
{
    m_inputClosing = true;
    writeSome();
}

void Process::writeSome()
{
    if (!m_input.isOpen())
        return dropInput();
    qint64 written = 0;
    bool broken = false;
    while (!m_queue.empty()) {
        const BrokenPipesAreErrors guard;
        const QByteArray &front = m_queue.front();
        const ssize_t put = ::write(m_input.descriptor.get(), front.constData() + m_written, static_cast<size_t>(front.size() - m_written));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            broken = errno != EAGAIN; // EPIPE; EIO on a terminal
            break;
        }
        written += put;
        m_written += put;
        m_lastWritten = front[m_written - 1];
        if (m_written == front.size()) {
            m_queue.pop_front();
            m_written = 0;
        }
    }
    if (broken)
        m_input.close();
    else if (m_queue.empty() && m_inputClosing)
        writeEndOfFile();
    else
        m_input.notifier->setEnabled(!m_queue.empty());
    if (written > 0)
        Q_EMIT inputWritten(written);
    if (broken)
        dropInput();
}

void Process::dropInput()
{
    qint64 dropped = -m_written;
    for (const QByteArray &bytes : m_queue)
        dropped += bytes.size();
    m_queue.clear();
    m_written = 0;
    if (dropped > 0)
        Q_EMIT inputWritten(dropped);
}

void Process::writeEndOfFile()
{
    if (m_hasTerminal) {
        // The key ends what has been typed of a line first and means end of file only on an empty one (termios(3), VEOF).
        struct termios settings = {};
        const bool known = tcgetattr(m_input.descriptor.get(), &settings) == 0;
        const char key = known ? static_cast<char>(settings.c_cc[VEOF]) : '\x04';
        const std::array<char, 2> keys{key, key};
        const bool wasWritten = ::write(m_input.descriptor.get(), keys.data(), m_lastWritten == '\n' ? 1 : 2) > 0;
        if (!wasWritten && errno == EAGAIN) {
            m_input.notifier->setEnabled(true);
            return;
        }
    }
    m_input.close();
}

// Signals and the end -------------------------------------------------------------------------------------------------

void Process::sendSignal(int number)
{
    if (!m_child || m_exited)
        return;
    pid_t group = m_child.pid();
    if (m_hasTerminal && m_output.isOpen()) {
        if (const pid_t foreground = tcgetpgrp(m_output.descriptor.get()); foreground > 0)
            group = foreground;
    }
    kill(-group, number);
}

void Process::resize(const TerminalSize &size)
{
    if (!m_hasTerminal || !m_output.isOpen())
        return;
    struct winsize window = {};
    window.ws_row = static_cast<unsigned short>(size.rows);
    window.ws_col = static_cast<unsigned short>(size.columns);
    ioctl(m_output.descriptor.get(), TIOCSWINSZ, &window); // sends SIGWINCH to the foreground
}

void Process::terminate(Output output, std::chrono::milliseconds grace)
{
    if (m_ended)
        return;
    if (output == Output::Discard) {
        // Read and thrown away rather than closed: what says a last word on SIGTERM must not get SIGPIPE for it.
        m_discarding = true;
        m_budget = std::numeric_limits<qint64>::max();
        m_input.close();
        dropInput();
        updateReading();
    }
    if (m_exited && m_child) // only something it left behind still holds its output
        kill(-m_child.pid(), SIGKILL);
    if (m_exited)
        return takeRest();
    if (std::exchange(m_terminating, true))
        return;
    stopWatchingExit();
    Reaper::instance().end(std::move(m_child), grace, [address = m_address](ProcessExit exit) {
        const std::lock_guard lock(address->mutex);
        if (Process *process = address->process)
            QMetaObject::invokeMethod(process, [process, exit] { process->exited(exit); }, Qt::QueuedConnection);
    });
}

void Process::checkExit()
{
    if (const auto exit = Reaper::peek(m_child)) {
        stopWatchingExit();
        exited(*exit);
    }
}

void Process::stopWatchingExit()
{
    m_exitPoll.stop();
    if (m_exitNotifier)
        m_exitNotifier->setEnabled(false); // not deleted: this may be its own handler
}

void Process::exited(const ProcessExit &exit)
{
    m_exited = true;
    m_exit = exit;
    if (m_terminating)
        return takeRest();
    endIfDrained();
    if (!m_ended)
        updateReading();
}

/// What is in the pipes now and not a byte more: a pipe's size each, whatever the budget.
void Process::takeRest()
{
    for (const auto &[stream, isError] : {std::pair(&m_output, false), std::pair(&m_error, true)}) {
        if (!stream->isOpen())
            continue;
        QByteArray bytes(LargestRead, Qt::Uninitialized);
        const ssize_t got = read(stream->descriptor.get(), bytes.data(), static_cast<size_t>(bytes.size()));
        stream->close();
        if (got > 0 && !m_discarding) {
            bytes.truncate(got);
            Q_EMIT output(bytes, isError);
        }
    }
    endIfDrained();
}

void Process::endIfDrained()
{
    if (m_exited && !m_ended && !m_output.isOpen() && !m_error.isOpen())
        finish();
}

void Process::finish()
{
    m_ended = true;
    m_silence.stop();
    m_input.close();
    dropInput();
    if (m_child) {
        // The zombie still holds the group's number.
        kill(-m_child.pid(), SIGKILL);
        Reaper::instance().reap(m_child);
    }
    Q_EMIT ended(m_exit);
}

} // namespace transom::command
