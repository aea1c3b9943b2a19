#include "ui/models/command_run.h"

#include "core/base/clock.h"
#include "core/base/text.h"

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int DrainEveryMs = 16;
constexpr qint64 DrainForNs = 6'000'000;
constexpr qsizetype Slice = 32 * 1024; ///< bytes parsed between two looks at the clock

} // namespace

CommandRun::CommandRun(Request request, JobHandle<command::CommandJob> job, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_job(std::move(job))
    , m_outputDecoder(m_request.encoding)
    , m_errorDecoder(m_request.encoding)
{
    m_drainTimer.setSingleShot(true);
    m_drainTimer.setInterval(DrainEveryMs);
    connect(&m_drainTimer, &QTimer::timeout, this, &CommandRun::drain);
    connect(m_job.get(), &command::CommandJob::started, this, [this] {
        if (m_state == State::Starting)
            setState(State::Running);
    });
    connect(m_job.get(), &command::CommandJob::output, this, &CommandRun::take);
    connect(m_job.get(), &Job::finished, this, &CommandRun::ended);
}

CommandRun::CommandRun(Request request, Error error, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_state(State::Failed)
    , m_error(std::move(error))
    , m_startedMs(wallClockMs())
    , m_durationMs(0)
{}

CommandRun::~CommandRun()
{
    if (m_job && !m_result)
        m_job->cancel();
}

void CommandRun::start()
{
    if (!m_job || m_clock.isValid())
        return;
    m_startedMs = wallClockMs();
    m_clock.start();
    m_job->start();
}

void CommandRun::stop()
{
    if (isOver() || !m_job)
        return;
    if (m_state == State::Running) {
        m_job->sendSignal(u"INT"_s);
        setState(State::Stopping);
    } else {
        m_job->cancel();
    }
}

void CommandRun::sendLine(const QString &line)
{
    if (inputIsOpen() && m_job)
        m_job->writeInput(command::encodeText(m_request.encoding, QString(line + u'\n')));
}

void CommandRun::closeInput()
{
    if (!inputIsOpen() || !m_job)
        return;
    m_inputClosed = true;
    m_job->closeInput();
    Q_EMIT changed();
}

qint64 CommandRun::durationMs() const
{
    if (m_durationMs >= 0)
        return m_durationMs;
    return m_clock.isValid() ? m_clock.elapsed() : 0;
}

void CommandRun::take(const QByteArray &bytes, bool isError)
{
    m_waiting.push_back({bytes, isError});
    if (!m_drainTimer.isActive())
        m_drainTimer.start();
}

void CommandRun::drain()
{
    QElapsedTimer spent;
    spent.start();
    qint64 shown = 0;
    while (!m_waiting.empty() && spent.nsecsElapsed() < DrainForNs) {
        Chunk &chunk = m_waiting.front();
        const QByteArray slice = chunk.bytes.left(Slice);
        m_output.append((chunk.isError ? m_errorDecoder : m_outputDecoder).decode(slice), chunk.isError);
        shown += slice.size();
        if (slice.size() == chunk.bytes.size())
            m_waiting.pop_front();
        else
            chunk.bytes.remove(0, slice.size());
    }
    m_received += shown;
    if (shown > 0)
        m_job->consumed(shown);
    if (!m_waiting.empty())
        m_drainTimer.start();
    else if (m_result)
        settle();
    if (shown > 0)
        Q_EMIT changed();
}

void CommandRun::ended(const JobResult &result)
{
    m_result = result;
    if (m_waiting.empty())
        settle();
    else if (!m_drainTimer.isActive())
        m_drainTimer.start();
}

/// Once the last byte is shown: a card that says "Done" has all of its output.
void CommandRun::settle()
{
    if (isOver())
        return;
    m_output.append(m_outputDecoder.finish(), false);
    m_output.append(m_errorDecoder.finish(), true);
    m_error = m_result->error;
    m_durationMs = m_result->details.value(u"durationMs"_s, m_clock.isValid() ? m_clock.elapsed() : 0).toLongLong();
    m_exitStatus = m_result->details.value(u"exitStatus"_s, -1).toInt();
    m_signal = m_result->details.value(u"signal"_s).toString();
    setState(!m_result->ok() ? State::Failed : m_signal.isEmpty() ? State::Done : State::Signalled);
}

void CommandRun::setState(State state)
{
    m_state = state;
    Q_EMIT changed();
}

QString CommandRun::stateText() const
{
    switch (m_state) {
    case State::Starting:
        return tr("Starting");
    case State::Running:
        return tr("Running");
    case State::Stopping:
        return tr("Stopping");
    case State::Done:
        return m_exitStatus == 0 ? tr("Done") : tr("Exit status %1").arg(m_exitStatus);
    case State::Signalled:
        return tr("Ended by signal %1").arg(m_signal);
    case State::Failed:
        switch (m_error.code) {
        case ErrorCode::Cancelled:
            return tr("Stopped");
        case ErrorCode::CommandTimedOut:
            return tr("Out of time");
        case ErrorCode::ConnectionLost:
            return tr("Connection lost");
        default:
            return tr("Could not run");
        }
    }
    return {};
}

QString CommandRun::durationText() const
{
    const qint64 ms = durationMs();
    return isOver() && ms < 1000 ? tr("%1 ms").arg(ms) : formatDuration(ms);
}

} // namespace transom::ui
