// exec: a command on the server as if it ran here: its input, its output, its exit status.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "app/cli/standard_input.h"
#include "core/command/command_job.h"
#include "core/wire/frame.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace transom::cli {

namespace {

bool writeAll(int descriptor, const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const ssize_t written = ::write(descriptor, bytes.constData() + at, static_cast<size_t>(bytes.size() - at));
        if (written < 0 && errno != EINTR)
            return false;
        at += std::max<ssize_t>(written, 0);
    }
    return true;
}

protocol::Terminal terminalHere()
{
    protocol::Terminal terminal;
    winsize size{};
    if (::ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        terminal.rows = size.ws_row;
        terminal.columns = size.ws_col;
    }
    if (const QString type = qEnvironmentVariable("TERM"); !type.isEmpty())
        terminal.type = type;
    return terminal;
}

/// The terminal passes every key through, for as long as this lives.
class RawTerminal
{
public:
    RawTerminal()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        m_changed = true;
        termios raw = m_before;
        ::cfmakeraw(&raw);
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    }
    ~RawTerminal()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSADRAIN, &m_before);
    }
    RawTerminal(const RawTerminal &) = delete;
    RawTerminal &operator=(const RawTerminal &) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

int signalNumber(const QString &name)
{
    static const QHash<QString, int> numbers{{QStringLiteral("HUP"), SIGHUP},   {QStringLiteral("INT"), SIGINT},   {QStringLiteral("QUIT"), SIGQUIT},
                                             {QStringLiteral("ILL"), SIGILL},   {QStringLiteral("ABRT"), SIGABRT}, {QStringLiteral("FPE"), SIGFPE},
                                             {QStringLiteral("KILL"), SIGKILL}, {QStringLiteral("SEGV"), SIGSEGV}, {QStringLiteral("PIPE"), SIGPIPE},
                                             {QStringLiteral("ALRM"), SIGALRM}, {QStringLiteral("TERM"), SIGTERM}};
    return numbers.value(name, 0);
}

struct Run
{
    JobHandle<command::CommandJob> job;
    std::unique_ptr<StandardInput> input;
    std::unique_ptr<InterruptHandler> interrupts;
    std::unique_ptr<RawTerminal> raw;
    int interruptions = 0;
};

} // namespace

int runExec(const QStringList &words)
{
    Invocation invocation(QStringLiteral("exec"), QStringLiteral("transom://USER@HOST[:PORT] [--tty] [--shell STRING] [--directory DIR] [--time-limit S] -- COMMAND [ARG…]"),
                          QStringLiteral("Runs a command on the server. Its output comes out here, what is typed here goes in, and its exit status becomes ours."));
    invocation.parser().addOptions({
            {{QStringLiteral("t"), QStringLiteral("tty")}, QStringLiteral("Give the command a terminal.")},
            {QStringLiteral("shell"), QStringLiteral("Run STRING through /bin/sh instead of a COMMAND."), QStringLiteral("STRING")},
            {QStringLiteral("directory"), QStringLiteral("Start in DIR, below your home on the server."), QStringLiteral("DIR")},
            {QStringLiteral("time-limit"), QStringLiteral("End it after S seconds."), QStringLiteral("S")},
    });
    if (!invocation.parse(words, 1, -1))
        return invocation.status() == Done ? Done : ExecFailed;
    auto endpoint = invocation.endpoint(invocation.words().first());
    if (!endpoint) {
        invocation.wrongUsage(endpoint.error().text);
        return ExecFailed;
    }
    protocol::CommandRun request;
    request.argv = invocation.words().mid(1);
    request.shell = invocation.value("shell");
    request.directory = invocation.value("directory");
    request.timeLimit = invocation.value("time-limit").toInt();
    if (request.argv.isEmpty() == request.shell.isEmpty()) {
        invocation.wrongUsage(QStringLiteral("Say either a COMMAND or --shell STRING."));
        return ExecFailed;
    }
    const bool tty = invocation.isSet("tty");
    if (tty)
        request.terminal = terminalHere();

    return withConnection(invocation, *endpoint, [&](client::Connection &connection, QObject *context, const Finish &finish) {
        auto run = std::make_shared<Run>();
        run->job = makeJob<command::CommandJob>(connection.link(), request);
        auto *job = run->job.get();
        QObject::connect(job, &command::CommandJob::started, context, [run, context, tty, job](const protocol::CommandStarted &) {
            if (tty)
                run->raw = std::make_unique<RawTerminal>();
            run->input = std::make_unique<StandardInput>();
            QObject::connect(run->input.get(), &StandardInput::bytes, context, [run, job](const QByteArray &bytes) { job->writeInput(bytes); });
            QObject::connect(job, &command::CommandJob::inputWritten, context, [run](qint64 bytes) {
                if (run->input)
                    run->input->done(bytes);
            });
            QObject::connect(run->input.get(), &StandardInput::ended, context, [job] { job->closeInput(); });
            run->input->start();
        });
        QObject::connect(job, &command::CommandJob::output, context, [run, job](const QByteArray &bytes, bool isError) {
            if (!writeAll(isError ? STDERR_FILENO : STDOUT_FILENO, bytes))
                job->cancel();
            job->consumed(bytes.size());
        });
        QObject::connect(job, &Job::finished, context, [run, &invocation, finish](const JobResult &result) {
            run->raw.reset();
            run->input.reset();
            run->interrupts.reset();
            if (!result.ok()) {
                invocation.complain(result.error);
                return finish(ExecFailed);
            }
            const QString signal = result.details.value(QStringLiteral("signal")).toString();
            const int status = signal.isEmpty() ? result.details.value(QStringLiteral("exitStatus")).toInt() : 128 + signalNumber(signal);
            invocation.put({{QStringLiteral("exitStatus"), result.details.value(QStringLiteral("exitStatus")).toInt()},
                            {QStringLiteral("signal"), signal},
                            {QStringLiteral("durationMs"), result.details.value(QStringLiteral("durationMs")).toLongLong()}});
            finish(status);
        });
        run->interrupts = std::make_unique<InterruptHandler>([run, job] {
            // As a terminal would: the command hears of it first, and is ended if it does not listen.
            if (++run->interruptions == 1)
                job->sendSignal(QStringLiteral("INT"));
            else
                job->cancel();
        });
        job->start();
    }, {.failed = ExecFailed});
}

} // namespace transom::cli
