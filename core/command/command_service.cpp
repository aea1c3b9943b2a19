#include "core/command/command_service.h"

#include "core/base/clock.h"
#include "core/command/process.h"
#include "core/session/session.h"
#include "core/wire/frame.h"

#include <QTimer>

#include <algorithm>
#include <csignal>

namespace transom::command {

using namespace protocol;

namespace {

constexpr qsizetype MostArguments = 1000;

Result<void> check(const CommandRun &request, Access access)
{
    if (request.argv.isEmpty() == request.shell.isEmpty())
        return fail(ErrorCode::BadArgument, QStringLiteral("Say either a command or a shell string."));
    if (!request.shell.isEmpty() && !access.testFlag(Permission::Shell))
        return fail(ErrorCode::PermissionDenied, QStringLiteral("Your account may not use the shell. Ask whoever runs the server."));
    const auto hasNul = [](const QString &text) { return text.contains(QChar(0)); };
    if (hasNul(request.shell) || hasNul(request.directory) || std::any_of(request.argv.cbegin(), request.argv.cend(), hasNul))
        return fail(ErrorCode::BadArgument, QStringLiteral("A command cannot hold a NUL character."));
    if (request.argv.size() > MostArguments || (!request.argv.isEmpty() && request.argv.first().isEmpty()))
        return fail(ErrorCode::BadArgument, QStringLiteral("A command cannot have these arguments."));
    if (request.timeLimit < 0)
        return fail(ErrorCode::BadArgument, QStringLiteral("A time limit is a number of seconds."));
    return {};
}

QStringList environmentFor(const QString &user, const QString &home, const CommandRun &request)
{
    QStringList environment{QStringLiteral("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                            QStringLiteral("HOME=") + home,
                            QStringLiteral("USER=") + user,
                            QStringLiteral("LOGNAME=") + user,
                            QStringLiteral("SHELL=/bin/sh"),
                            QStringLiteral("LANG=C.UTF-8")};
    if (request.terminal) {
        QString type = request.terminal->type;
        type.removeIf([](QChar c) { return !c.isLetterOrNumber() && c != u'-' && c != u'.' && c != u'+'; });
        environment.append(QStringLiteral("TERM=") + type);
    }
    return environment;
}

/// One command, in its session's I/O thread. A child of its channel: when the session goes, so does the process group.
class CommandChannel : public QObject
{
public:
    CommandChannel(session::Channel &channel, const CommandServiceDeps &deps, CommandRun request)
        : QObject(&channel)
        , m_channel(channel)
        , m_deps(deps)
        , m_request(std::move(request))
        , m_user(channel.session().principal().user)
        , m_peer(channel.session().streamInfo().peer)
        , m_process(this)
    {
        connect(&channel, &session::Channel::data, this, [this](const QByteArray &bytes) {
            if (m_started)
                m_process.write(bytes);
            else
                m_early += bytes; // bounded by the channel's credit
        });
        connect(&channel, &session::Channel::inputEnded, this, [this] {
            m_inputEnded = true;
            if (m_started)
                m_process.closeInput();
        });
        connect(&channel, &session::Channel::message, this, &CommandChannel::receive);
        connect(&channel, &session::Channel::cancelled, this, [this] { stop({ErrorCode::Cancelled, {}}); });
        connect(&channel, &session::Channel::writable, this, &CommandChannel::readMore);
        connect(&channel, &session::Channel::drained, this, &CommandChannel::readMore);
        connect(&m_process, &Process::output, this, [this](const QByteArray &bytes, bool isError) {
            m_channel.sendData(bytes, isError ? wire::flag::StandardError : 0);
            readMore();
        });
        connect(&m_process, &Process::written, this, [this](qint64 bytes) { m_channel.consumed(bytes); });
        connect(&m_process, &Process::finished, this, &CommandChannel::finished);
        connect(&m_limit, &QTimer::timeout, this, [this] { stop({ErrorCode::CommandTimedOut, {}}); });
        m_limit.setSingleShot(true);
        deps.directory(m_user, m_request.directory, this, [this](Result<QString> directory) { start(std::move(directory)); });
    }

    ~CommandChannel() override
    {
        if (m_started && !m_ended)
            m_deps.audit(true, m_user, m_peer, commandText(), ErrorCode::ConnectionLost, QStringLiteral("the session ended"));
    }

private:
    QString commandText() const { return m_request.shell.isEmpty() ? m_request.argv.join(u' ') : QStringLiteral("sh -c ") + m_request.shell; }

    void start(Result<QString> directory)
    {
        if (m_error.code != ErrorCode::None)
            return m_channel.fail(m_error);
        if (!directory)
            return m_channel.fail(directory.error());
        ProcessSpec spec;
        spec.argv = m_request.shell.isEmpty() ? m_request.argv : QStringList{QStringLiteral("/bin/sh"), QStringLiteral("-c"), m_request.shell};
        spec.directory = *directory;
        spec.environment = environmentFor(m_user, *directory, m_request);
        spec.terminal = m_request.terminal;
        m_deps.audit(false, m_user, m_peer, commandText(), ErrorCode::None, {});
        m_startedNs = monotonicNs();
        auto pid = m_process.start(spec);
        if (!pid) {
            m_deps.audit(true, m_user, m_peer, commandText(), pid.error().code, {});
            return m_channel.fail(pid.error());
        }
        m_started = true;
        m_channel.accept(CommandStarted{*pid, wallClockMs()});
        if (!m_early.isEmpty())
            m_process.write(std::exchange(m_early, {}));
        if (m_inputEnded)
            m_process.closeInput();
        int limit = m_request.timeLimit;
        if (m_deps.timeLimit > 0)
            limit = limit > 0 ? std::min(limit, m_deps.timeLimit) : m_deps.timeLimit;
        if (limit > 0)
            m_limit.start(std::chrono::seconds(limit));
        readMore();
    }

    void readMore()
    {
        if (m_started && !m_ended)
            m_process.want(m_channel.sendable());
    }

    void receive(MessageType type, const QByteArray &payload)
    {
        if (type == MessageType::CommandSignal) {
            auto message = decode<CommandSignal>(payload);
            if (!message)
                return m_channel.violated(message.error());
            static const QStringList allowed{QStringLiteral("INT"), QStringLiteral("TERM"), QStringLiteral("KILL"), QStringLiteral("HUP"), QStringLiteral("QUIT")};
            if (m_started && allowed.contains(message->signal))
                m_process.signalGroup(signalNumber(message->signal));
        } else {
            auto message = decode<CommandResize>(payload);
            if (!message)
                return m_channel.violated(message.error());
            m_process.resize(message->rows, message->columns);
        }
    }

    void stop(const Error &error)
    {
        if (m_error.code == ErrorCode::None)
            m_error = error;
        if (!m_started)
            return; // start() sees it
        m_process.terminate();
        // What it still writes is for nobody; but it must be read for the process to get to its end.
        m_process.want(std::numeric_limits<qint64>::max());
    }

    void finished(int exitStatus, int signal)
    {
        m_ended = true;
        m_limit.stop();
        // Whatever it has left behind in its group is not part of a command that has ended.
        m_process.signalGroup(SIGTERM);
        const CommandEnded ended{exitStatus, signal > 0 ? signalName(signal) : QString(), (monotonicNs() - m_startedNs) / 1'000'000};
        m_deps.audit(true, m_user, m_peer, commandText(), m_error.code,
                     signal > 0 ? QStringLiteral("signal %1").arg(ended.signal) : QStringLiteral("status %1").arg(exitStatus));
        if (m_error.code != ErrorCode::None)
            m_channel.fail(m_error);
        else
            m_channel.end(ended);
    }

    session::Channel &m_channel;
    const CommandServiceDeps m_deps;
    const CommandRun m_request;
    const QString m_user;
    const QString m_peer;
    Process m_process;
    QTimer m_limit;
    Error m_error;
    QByteArray m_early; ///< input that came before the process was started
    qint64 m_startedNs = 0;
    bool m_inputEnded = false;
    bool m_started = false;
    bool m_ended = false;
};

} // namespace

void registerCommands(session::ServiceRegistry &services, const CommandServiceDeps &deps)
{
    services.add("command.run", [deps](session::Channel &channel, const QJsonObject &json) {
        auto request = fromJson<CommandRun>(json);
        if (!request)
            return channel.fail({ErrorCode::BadArgument, request.error().text});
        if (auto checked = check(*request, channel.session().principal().access); !checked)
            return channel.fail(checked.error());
        new CommandChannel(channel, deps, std::move(*request));
    });
}

} // namespace transom::command
