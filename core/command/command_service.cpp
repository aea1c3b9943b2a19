#include "core/command/command_service.h"

#include "core/base/clock.h"
#include "core/base/strand.h"
#include "core/command/command_request.h"
#include "core/command/process.h"
#include "core/session/channel.h"
#include "core/session/session.h"
#include "core/wire/frame.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <mutex>

namespace transom::command {

namespace {

using protocol::MessageType;
using session::Channel;

constexpr qint64 LongestTimer = 2'000'000; ///< seconds; a QTimer's int holds 24 days of milliseconds

/// What all commands of a server share. Any thread.
struct Shared
{
    explicit Shared(CommandDeps dependencies)
        : deps(std::move(dependencies))
    {}

    bool enter(SessionId session)
    {
        const std::lock_guard lock(mutex);
        int &count = running[session];
        if (count >= deps.limits.concurrent)
            return false;
        ++count;
        return true;
    }

    void leave(SessionId session)
    {
        const std::lock_guard lock(mutex);
        if (--running[session] <= 0)
            running.remove(session);
    }

    const CommandDeps deps;
    std::mutex mutex;
    QHash<SessionId, int> running;
};

/// One command of one channel, whose child it is.
class CommandHandler : public QObject
{
public:
    CommandHandler(Channel &channel, protocol::CommandRun request, std::shared_ptr<Shared> shared);
    ~CommandHandler() override;

    void start();

private:
    void started(Result<Spawned> spawned);
    void receiveInput(const QByteArray &bytes);
    void receiveMessage(MessageType type, const QByteArray &payload);
    void startTimeLimit();
    void processEnded(const ProcessExit &exit);
    /// Says how it ended to the audit trail: once.
    void conclude(const Error &error, const protocol::CommandEnded &end = {});

    Channel &m_channel;
    const protocol::CommandRun m_request;
    const std::shared_ptr<Shared> m_shared;
    CommandRecord m_record;
    Strand m_strand;
    QTimer m_timeLimit;
    std::unique_ptr<Process> m_process;
    QByteArray m_earlyInput;       ///< at most a window of it: nothing is consumed before there is a process
    bool m_inputEnded = false;
    std::optional<protocol::CommandResize> m_earlySize;
    Error m_stopReason;            ///< why it is being ended, if it is
    qint64 m_startedNs = 0;
    bool m_concluded = false;
};

CommandHandler::CommandHandler(Channel &channel, protocol::CommandRun request, std::shared_ptr<Shared> shared)
    : QObject(&channel)
    , m_channel(channel)
    , m_request(std::move(request))
    , m_shared(std::move(shared))
{
    m_record = {channel.session().id(),          channel.session().streamInfo().peer, channel.session().principal(),
                commandLine(m_request),          m_request.directory,                 !m_request.shell.isEmpty()};
    m_timeLimit.setSingleShot(true);
    connect(&m_channel, &Channel::data, this, &CommandHandler::receiveInput);
    connect(&m_channel, &Channel::message, this, &CommandHandler::receiveMessage);
    connect(&m_channel, &Channel::inputEnded, this, [this] {
        m_inputEnded = true;
        if (m_process)
            m_process->closeInput();
    });
    connect(&m_channel, &Channel::cancelled, this, [this] {
        m_stopReason = {ErrorCode::Cancelled, {}};
        m_timeLimit.stop();
        if (m_process)
            m_process->terminate(Process::Output::Discard);
    });
    connect(&m_channel, &Channel::writable, this, [this] {
        if (m_process)
            m_process->setReadBudget(m_channel.sendable());
    });
    // The session went away; our end is the process's. Later, since one of its own signals may have led here.
    connect(&m_channel, &Channel::closed, this, [this](const Error &error) {
        conclude(error.code == ErrorCode::None ? Error{ErrorCode::ConnectionLost, {}} : error);
        m_timeLimit.stop();
        if (m_process) {
            m_process->disconnect(this);
            m_process.release()->deleteLater();
        }
    });
}

CommandHandler::~CommandHandler()
{
    conclude({ErrorCode::ConnectionLost, {}});
    m_shared->leave(m_record.session);
}

void CommandHandler::start()
{
    if (m_shared->deps.starting)
        m_shared->deps.starting(m_record);
    m_startedNs = monotonicNs();
    // Off the I/O thread: finding the folder and loading the program wait for the disk.
    m_strand.run(
            [shared = m_shared, request = m_request, principal = m_record.principal]() -> Result<Spawned> {
                const auto place = shared->deps.place(principal, request.directory);
                if (!place)
                    return tl::make_unexpected(place.error());
                return spawn(spawnRequest(request, *place, principal, shared->deps.limits));
            },
            this, [this](Result<Spawned> spawned) { started(std::move(spawned)); });
}

void CommandHandler::started(Result<Spawned> spawned)
{
    if (m_channel.isClosed())
        return;
    if (!spawned) {
        conclude(spawned.error());
        m_channel.fail(spawned.error());
        return;
    }
    m_process = std::make_unique<Process>(std::move(*spawned));
    connect(m_process.get(), &Process::ended, this, &CommandHandler::processEnded);
    if (m_stopReason.code != ErrorCode::None) {
        m_process->terminate(Process::Output::Discard);
        return;
    }
    connect(m_process.get(), &Process::inputWritten, this, [this](qint64 bytes) { m_channel.consumed(bytes); });
    connect(m_process.get(), &Process::output, this, [this](const QByteArray &bytes, bool isError) {
        m_channel.sendData(bytes, isError ? wire::flag::StandardError : quint8(0));
        m_process->setReadBudget(m_channel.sendable());
    });
    m_channel.accept(protocol::CommandStarted{m_process->pid(), wallClockMs()});
    startTimeLimit();
    if (m_earlySize)
        m_process->resize({m_earlySize->rows, m_earlySize->columns});
    m_process->write(std::exchange(m_earlyInput, {}));
    if (m_inputEnded)
        m_process->closeInput();
    m_process->setReadBudget(m_channel.sendable());
}

void CommandHandler::startTimeLimit()
{
    const qint64 most = m_shared->deps.limits.timeLimit;
    const qint64 wanted = m_request.timeLimit;
    const qint64 seconds = most > 0 && wanted > 0 ? std::min(most, wanted) : std::max(most, wanted);
    if (seconds <= 0)
        return;
    connect(&m_timeLimit, &QTimer::timeout, this, [this] {
        m_stopReason = {ErrorCode::CommandTimedOut, {}};
        m_process->terminate(Process::Output::Deliver);
    });
    m_timeLimit.start(static_cast<int>(std::min(seconds, LongestTimer) * 1000));
}

void CommandHandler::receiveInput(const QByteArray &bytes)
{
    if (m_stopReason.code != ErrorCode::None)
        m_channel.consumed(bytes.size());
    else if (m_process)
        m_process->write(bytes);
    else
        m_earlyInput.append(bytes);
}

void CommandHandler::receiveMessage(MessageType type, const QByteArray &payload)
{
    if (type == MessageType::CommandSignal) {
        const auto message = protocol::decode<protocol::CommandSignal>(payload);
        if (!message)
            return m_channel.violated(message.error());
        const int number = signalFromName(message->signal);
        if (number == 0)
            return m_channel.violated({ErrorCode::BadMessage, QStringLiteral("COMMAND_SIGNAL with an unknown signal.")});
        if (m_process)
            m_process->sendSignal(number);
    } else if (type == MessageType::CommandResize) {
        const auto message = protocol::decode<protocol::CommandResize>(payload);
        if (!message)
            return m_channel.violated(message.error());
        if (!isTerminalSize(message->rows, message->columns))
            return m_channel.violated({ErrorCode::BadMessage, QStringLiteral("COMMAND_RESIZE to an impossible size.")});
        if (m_process)
            m_process->resize({message->rows, message->columns});
        else
            m_earlySize = *message;
    } else {
        m_channel.violated({ErrorCode::WrongState, QStringLiteral("A message that a command does not understand.")});
    }
}

void CommandHandler::processEnded(const ProcessExit &exit)
{
    m_timeLimit.stop();
    const protocol::CommandEnded end{exit.status, exit.signal == 0 ? QString() : signalName(exit.signal),
                                     (monotonicNs() - m_startedNs) / 1'000'000};
    conclude(m_stopReason, end);
    if (m_stopReason.code != ErrorCode::None)
        m_channel.fail(m_stopReason);
    else
        m_channel.end(end);
}

void CommandHandler::conclude(const Error &error, const protocol::CommandEnded &end)
{
    if (std::exchange(m_concluded, true))
        return;
    if (m_shared->deps.ended)
        m_shared->deps.ended(m_record, {error, end});
}

} // namespace

void registerCommands(session::ServiceRegistry &registry, CommandDeps deps)
{
    const auto shared = std::make_shared<Shared>(std::move(deps));
    registry.add(protocol::CommandRun::Service, [shared](Channel &channel, const QJsonObject &object) {
        auto request = protocol::fromJson<protocol::CommandRun>(object);
        if (!request)
            return channel.fail(request.error());
        if (const auto checked = checkRequest(*request, channel.session().principal().access); !checked)
            return channel.fail(checked.error());
        if (!shared->enter(channel.session().id())) {
            return channel.fail({ErrorCode::ServerBusy,
                                 QCoreApplication::translate("Command", "Too many commands are running on this session. End one or wait for one to end.")});
        }
        auto *handler = new CommandHandler(channel, std::move(*request), shared);
        handler->start();
    });
}

void adoptOrphansOfCommands()
{
    Reaper::instance().adoptOrphans();
}

} // namespace transom::command
