// Commands end to end: a job on a client's session, real programs behind the server's.

#include "core/command/command_job.h"
#include "core/command/command_service.h"
#include "core/command/process_table.h"
#include "core/session/channel.h"
#include "tests/support/session_pair.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>

using namespace transom;
using namespace transom::command;
using namespace Qt::StringLiterals;
using protocol::CommandRun;
using protocol::Permission;
using test::SessionPair;

namespace {

constexpr auto CommandOnly = protocol::Access(Permission::Command);

char stateOf(qint64 pid)
{
    for (const ProcessRecord &record : listProcesses()) {
        if (record.pid == pid)
            return record.state;
    }
    return 0;
}

bool isAlive(qint64 pid)
{
    const char state = stateOf(pid);
    return state != 0 && state != 'Z';
}

CommandRun argv(const QStringList &words)
{
    CommandRun request;
    request.argv = words;
    return request;
}

CommandRun shell(const QString &line)
{
    CommandRun request;
    request.shell = line;
    return request;
}

/// A server that runs commands in a folder of its own, and a client signed in to it.
class World
{
public:
    explicit World(protocol::Access access = protocol::AllAccess, const CommandLimits &limits = {})
    {
        CommandDeps deps;
        deps.limits = limits;
        deps.place = [home = home.path()](const session::Principal &, const QString &directory) -> Result<CommandPlace> {
            if (directory.contains(u".."_s))
                return fail(ErrorCode::OutsideHome);
            return CommandPlace{home, directory.isEmpty() ? home : home + u'/' + directory};
        };
        deps.starting = [this](const CommandRecord &record) { starts.append(record); };
        deps.ended = [this](const CommandRecord &record, const CommandOutcome &outcome) { ends.append({record, outcome}); };
        registerCommands(registry, std::move(deps));
        pair = std::make_unique<SessionPair>(registry, access);
    }

    QList<session::Channel *> serverChannels() { return pair->server().findChildren<session::Channel *>(); }

    QTemporaryDir home;
    session::ServiceRegistry registry;
    QList<CommandRecord> starts;
    QList<std::pair<CommandRecord, CommandOutcome>> ends;
    std::unique_ptr<SessionPair> pair;
};

/// A job and everything that has come of it.
class Run
{
public:
    enum class Reader { Eager, Idle };

    Run(World &world, const CommandRun &request, Reader reader = Reader::Eager)
        : job(makeJob<CommandJob>(world.pair->link(), request))
    {
        CommandJob *raw = job.get();
        QObject::connect(raw, &CommandJob::started, &m_context, [this](const protocol::CommandStarted &message) { started = message; });
        QObject::connect(raw, &CommandJob::output, &m_context, [this, raw, reader](const QByteArray &bytes, bool isError) {
            (isError ? err : out) += bytes;
            if (reader == Reader::Eager)
                raw->consumed(bytes.size());
        });
        QObject::connect(raw, &CommandJob::inputWritten, &m_context, [this](qint64 bytes) { inputWritten += bytes; });
        QObject::connect(raw, &Job::finished, &m_context, [this](const JobResult &done) {
            result = done;
            ++results;
        });
        job->start();
    }

    ErrorCode code() const { return result.error.code; }
    int status() const { return result.details.value(u"exitStatus"_s, -100).toInt(); }
    QString signal() const { return result.details.value(u"signal"_s).toString(); }

    JobHandle<CommandJob> job;
    protocol::CommandStarted started;
    QByteArray out;
    QByteArray err;
    qint64 inputWritten = 0;
    JobResult result;
    int results = 0;

private:
    QObject m_context;
};

} // namespace

class TestCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aProgramRunsAndItsStatusComesBack()
    {
        World world(CommandOnly);
        Run run(world, argv({u"sh"_s, u"-c"_s, u"echo out; echo err >&2; exit 42"_s}));
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), ErrorCode::None);
        QCOMPARE(run.status(), 42);
        QCOMPARE(run.signal(), QString());
        QCOMPARE(run.out, "out\n");
        QCOMPARE(run.err, "err\n");
        QVERIFY(run.started.pid > 1);
        QVERIFY(run.started.time > 1'500'000'000'000);
        QVERIFY(run.result.details.value(u"durationMs"_s).toLongLong() >= 0);
    }

    void argumentsArriveAsTheyAreWithoutAShell()
    {
        World world(CommandOnly);
        Run run(world, argv({u"printf"_s, u"%s|"_s, u"a b"_s, u"$HOME"_s, u"*"_s, u"'\"\\"_s, u"你好"_s, u""_s}));
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.out, QByteArray("a b|$HOME|*|'\"\\|你好||"));
    }

    void aSignalComesBackByName()
    {
        World world;
        Run run(world, shell(u"kill -KILL $$"_s));
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), ErrorCode::None);
        QCOMPARE(run.status(), -1);
        QCOMPARE(run.signal(), u"KILL"_s);
    }

    void itRunsInTheHomeWithAnEnvironmentOfItsOwn()
    {
        World world;
        QVERIFY(QDir(world.home.path()).mkdir(u"below"_s));
        CommandRun request = shell(u"pwd; env | sort"_s);
        request.directory = u"below"_s;
        Run run(world, request);
        QTRY_COMPARE(run.results, 1);
        QList<QByteArray> lines = run.out.trimmed().split('\n');
        QCOMPARE(QString::fromUtf8(lines.takeFirst()), QDir(world.home.path() + u"/below"_s).canonicalPath());
        QStringList names;
        for (const QByteArray &line : lines)
            names.append(QString::fromUtf8(line.first(line.indexOf('='))));
        QCOMPARE(names.join(u' '), u"HOME LANG LC_ALL LOGNAME PATH PWD SHELL TRANSOM_COMMAND USER"_s);
        QVERIFY(lines.contains("HOME=" + world.home.path().toUtf8()));
        QVERIFY(lines.contains("LC_ALL=C.UTF-8"));
        QVERIFY(lines.contains("USER=alice"));
    }

    void fiftyMegabytesComeThroughIntact()
    {
        World world(CommandOnly);
        Run run(world, argv({u"seq"_s, u"1000000"_s, u"7300000"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(run.results, 1, 60'000);
        QVERIFY(run.out.size() > 50'000'000);
        qsizetype at = 0;
        for (int number = 1'000'000; number <= 7'300'000; ++number) {
            // Compared by hand: a QCOMPARE for each of six million lines takes minutes.
            int value = 0;
            for (int digit = 0; digit < 7; ++digit)
                value = value * 10 + (run.out[at++] - '0');
            if (value != number || run.out[at++] != '\n')
                QFAIL(qPrintable(u"broken at byte %1"_s.arg(at)));
        }
        QCOMPARE(at, run.out.size());
        QCOMPARE(run.job->progress().done, run.out.size());
    }

    void whatPrintsForEverIsSlowedToItsReaderAndCanBeStopped()
    {
        World world(CommandOnly);
        Run run(world, argv({u"yes"_s}), Run::Reader::Idle);
        QTRY_COMPARE(run.out.size(), limits::InitialCredit);
        QTRY_COMPARE(stateOf(run.started.pid), 'S'); // blocked in its write
        const auto channels = world.serverChannels();
        QCOMPARE(channels.size(), 1);
        QVERIFY(channels.first()->queuedBytes() <= 2 * limits::DataPayload);
        QCOMPARE(run.out.size(), limits::InitialCredit);

        // It goes on exactly as far as the reader does.
        run.job->consumed(limits::InitialCredit);
        QTRY_VERIFY(run.out.size() >= 2 * limits::InitialCredit);
        QTRY_COMPARE(stateOf(run.started.pid), 'S');

        QElapsedTimer timer;
        timer.start();
        run.job->cancel();
        QTRY_COMPARE(run.results, 1);
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(run.code(), ErrorCode::Cancelled);
        QCOMPARE(stateOf(run.started.pid), char(0));
    }

    void whileSuspendedTheCommandIsHeldBack()
    {
        World world(CommandOnly);
        Run run(world, argv({u"yes"_s}));
        QTRY_VERIFY(run.out.size() > 2'000'000);
        run.job->suspend();
        QTRY_COMPARE(run.job->state(), JobState::Suspended);
        QTRY_COMPARE(stateOf(run.started.pid), 'S');
        run.job->resume();
        const auto before = run.out.size();
        QTRY_VERIFY(run.out.size() > before + 2 * qsizetype(limits::LargestCredit));
        run.job->cancel();
        QTRY_COMPARE(run.results, 1);
    }

    void cancellingEndsTheWholeGroup()
    {
        World world;
        Run run(world, shell(u"sleep 1000 & echo $!; sh -c 'sleep 1001 & echo $!; wait' & wait"_s));
        QTRY_COMPARE(run.out.count('\n'), 2);
        const QList<QByteArray> pids = run.out.split('\n');
        QVERIFY(isAlive(pids[0].toInt()) && isAlive(pids[1].toInt()));
        run.job->cancel();
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), ErrorCode::Cancelled);
        // END says that it has been cleaned up, so no waiting here.
        QVERIFY(!isAlive(run.started.pid));
        QVERIFY(!isAlive(pids[0].toInt()));
        QVERIFY(!isAlive(pids[1].toInt()));
    }

    void cancellingBeforeItIsAcceptedLeavesNothingRunning()
    {
        World world(CommandOnly);
        Run run(world, argv({u"sleep"_s, u"1234.5"_s}));
        run.job->cancel();
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), ErrorCode::Cancelled);
        QTRY_VERIFY(world.serverChannels().isEmpty());
        for (const ProcessRecord &record : listProcesses())
            QVERIFY(record.parent != QCoreApplication::applicationPid());
    }

    void aLostSessionEndsTheCommand()
    {
        World world;
        Run run(world, shell(u"sleep 1000 & echo $!; wait"_s));
        QTRY_COMPARE(run.out.count('\n'), 1);
        const int grandchild = run.out.trimmed().toInt();
        world.pair->clientStream().cut();
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), ErrorCode::ConnectionLost);
        QTRY_COMPARE(stateOf(run.started.pid), char(0));
        QTRY_VERIFY(!isAlive(grandchild));
        QTRY_COMPARE(world.ends.size(), 1);
        QVERIFY(world.ends.first().second.error.code != ErrorCode::None);
    }

    void anOrderlyPartingEndsTheCommandToo()
    {
        World world(CommandOnly);
        Run run(world, argv({u"sleep"_s, u"1000"_s}));
        QTRY_VERIFY(run.started.pid > 0);
        world.pair->client().leave();
        QTRY_COMPARE(run.results, 1);
        QVERIFY(run.code() != ErrorCode::None);
        QTRY_COMPARE(stateOf(run.started.pid), char(0));
    }

    void withoutAConnectionTheJobSaysSo()
    {
        World world(CommandOnly);
        world.pair->link().clear({ErrorCode::ConnectionLost, {}}, false);
        Run run(world, argv({u"true"_s}));
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), ErrorCode::ConnectionLost);
    }

    void aMebibyteGoesThroughCatAndBack()
    {
        World world(CommandOnly);
        QByteArray all(1024 * 1024, Qt::Uninitialized);
        for (qsizetype i = 0; i < all.size(); ++i)
            all[i] = static_cast<char>((i * 31 + i / 251) & 0xff);
        Run run(world, argv({u"cat"_s}));
        run.job->writeInput(all);
        run.job->closeInput();
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.status(), 0);
        QVERIFY(run.out == all);
        QCOMPARE(run.inputWritten, all.size());
    }

    void inputWrittenBeforeTheStartIsNotLost()
    {
        World world(CommandOnly);
        auto job = makeJob<CommandJob>(world.pair->link(), argv({u"cat"_s}));
        QByteArray out;
        JobResult result;
        QSignalSpy finished(job.get(), &Job::finished);
        connect(job.get(), &CommandJob::output, this, [&](const QByteArray &bytes) {
            out += bytes;
            job->consumed(bytes.size());
        });
        job->writeInput("early");
        job->closeInput();
        job->start();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(out, "early");
    }

    void inputWaitsForACommandThatDoesNotRead()
    {
        World world;
        Run run(world, shell(u"read x; exec head -c 3000000 | wc -c"_s));
        run.job->writeInput(QByteArray(3'000'000, 'x'));
        QTRY_VERIFY(run.inputWritten >= limits::InitialCredit);
        QTRY_VERIFY(run.started.pid > 0);
        // The window, and what fits into the pipe and has been given back for: not the whole.
        QTRY_COMPARE(stateOf(run.started.pid), 'S');
        run.job->writeInput("\n");
        run.job->writeInput(QByteArray(3'000'000, 'y'));
        run.job->closeInput();
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.out.trimmed(), "3000000");
    }

    void signalsReachTheCommandAlsoAfterItsInputHasEnded()
    {
        World world;
        Run run(world, shell(u"trap 'echo got; exit 3' INT; echo ready; while :; do sleep 0.05; done"_s));
        run.job->closeInput();
        QTRY_COMPARE(run.out, "ready\n");
        run.job->sendSignal(u"INT"_s);
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.out, "ready\ngot\n");
        QCOMPARE(run.status(), 3);
    }

    void anUnknownSignalBreaksTheProtocol()
    {
        World world;
        Run run(world, shell(u"sleep 1000"_s));
        QTRY_VERIFY(run.started.pid > 0);
        run.job->sendSignal(u"SEGV"_s);
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(world.pair->server().state() >= session::State::Leaving, true);
        QTRY_COMPARE(stateOf(run.started.pid), char(0));
    }

    void theTimeLimitEndsIt_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("most");
        QTest::newRow("the client's") << 1 << 0;
        QTest::newRow("the server's") << 0 << 1;
        QTest::newRow("the shorter") << 3600 << 1;
    }

    void theTimeLimitEndsIt()
    {
        QFETCH(int, asked);
        QFETCH(int, most);
        CommandLimits limits;
        limits.timeLimit = most;
        World world(protocol::AllAccess, limits);
        CommandRun request = shell(u"echo before; sleep 1000 & wait"_s);
        request.timeLimit = asked;
        Run run(world, request);
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE(run.results, 1);
        QVERIFY(timer.elapsed() >= 900);
        QCOMPARE(run.code(), ErrorCode::CommandTimedOut);
        QCOMPARE(run.out, "before\n");
        QCOMPARE(stateOf(run.started.pid), char(0));
        QCOMPARE(world.ends.first().second.error.code, ErrorCode::CommandTimedOut);
    }

    void whatCannotBeStartedIsRefused()
    {
        World world(CommandOnly);
        QFile plain(world.home.filePath(u"plain"_s));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        plain.close();
        Run missing(world, argv({u"no-such-program"_s}));
        QTRY_COMPARE(missing.results, 1);
        QCOMPARE(missing.code(), ErrorCode::CommandNotFound);
        QCOMPARE(missing.started.pid, 0);
        Run notExecutable(world, argv({u"./plain"_s}));
        QTRY_COMPARE(notExecutable.results, 1);
        QCOMPARE(notExecutable.code(), ErrorCode::CommandNotExecutable);
        CommandRun elsewhere = argv({u"true"_s});
        elsewhere.directory = u"missing"_s;
        Run noFolder(world, elsewhere);
        QTRY_COMPARE(noFolder.results, 1);
        QCOMPARE(noFolder.code(), ErrorCode::NotFound);
        QVERIFY(!noFolder.result.error.text.contains(world.home.path()));
        elsewhere.directory = u"../.."_s;
        Run outside(world, elsewhere);
        QTRY_COMPARE(outside.results, 1);
        QCOMPARE(outside.code(), ErrorCode::OutsideHome);
        // The session has taken no harm.
        Run fine(world, argv({u"true"_s}));
        QTRY_COMPARE(fine.results, 1);
        QCOMPARE(fine.status(), 0);
    }

    void requestsThatMakeNoSenseAreRefused_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"nothing", "both", "no name", "nul", "negative", "size", "type", "long directory"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void requestsThatMakeNoSenseAreRefused()
    {
        QFETCH(QString, what);
        CommandRun request;
        if (what != u"nothing"_s)
            request.argv = {u"true"_s};
        if (what == u"both"_s)
            request.shell = u"true"_s;
        if (what == u"no name"_s)
            request.argv = {u""_s, u"x"_s};
        if (what == u"nul"_s)
            request.argv.append(u"a"_s + QChar(0) + u"b"_s);
        if (what == u"negative"_s)
            request.timeLimit = -1;
        if (what == u"size"_s)
            request.terminal = protocol::Terminal{0, 80, u"xterm"_s};
        if (what == u"type"_s)
            request.terminal = protocol::Terminal{24, 80, u"x\ny"_s};
        if (what == u"long directory"_s)
            request.directory = QString(5000, u'x');
        World world;
        Run run(world, request);
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), what == u"long directory"_s ? ErrorCode::BadName : ErrorCode::BadArgument);
        QVERIFY(world.starts.isEmpty());
    }

    void theShellNeedsItsOwnPermission()
    {
        World world(CommandOnly);
        Run run(world, shell(u"true"_s));
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(run.code(), ErrorCode::PermissionDenied);
        QVERIFY(world.starts.isEmpty());
        World none(protocol::Access(Permission::Chat));
        Run refused(none, argv({u"true"_s}));
        QTRY_COMPARE(refused.results, 1);
        QCOMPARE(refused.code(), ErrorCode::PermissionDenied);
    }

    void onlySoManyRunAtOnce()
    {
        CommandLimits limits;
        limits.concurrent = 2;
        World world(CommandOnly, limits);
        Run first(world, argv({u"cat"_s}));
        Run second(world, argv({u"cat"_s}));
        Run third(world, argv({u"cat"_s}));
        QTRY_COMPARE(third.results, 1);
        QCOMPARE(third.code(), ErrorCode::ServerBusy);
        first.job->closeInput();
        QTRY_COMPARE(first.results, 1);
        QTRY_COMPARE(world.serverChannels().size(), 1);
        Run fourth(world, argv({u"true"_s}));
        QTRY_COMPARE(fourth.results, 1);
        QCOMPARE(fourth.status(), 0);
        second.job->cancel();
        QTRY_COMPARE(second.results, 1);
    }

    void theAuditTrailHearsOfItBeforeAndAfter()
    {
        World world;
        Run run(world, argv({u"sh"_s, u"-c"_s, u"exit 3\x1b[31m"_s}));
        QTRY_COMPARE(run.results, 1);
        QCOMPARE(world.starts.size(), 1);
        QCOMPARE(world.starts.first().principal.user, u"alice"_s);
        QVERIFY(world.starts.first().commandLine.startsWith(u"sh -c 'exit 3"_s));
        QVERIFY(!world.starts.first().commandLine.contains(QChar(0x1b)));
        QCOMPARE(world.ends.size(), 1);
        QCOMPARE(world.ends.first().second.error.code, ErrorCode::None);
        Run missing(world, argv({u"no-such-program"_s}));
        QTRY_COMPARE(missing.results, 1);
        QCOMPARE(world.starts.size(), 2);
        QCOMPARE(world.ends.size(), 2);
        QCOMPARE(world.ends.last().second.error.code, ErrorCode::CommandNotFound);
    }

    void aTerminalIsGivenAndResized()
    {
        World world;
        CommandRun request = shell(u"tty; echo $TERM; stty size; read x; stty size"_s);
        request.terminal = protocol::Terminal{30, 100, u"xterm-256color"_s};
        Run run(world, request);
        QTRY_VERIFY(run.out.contains("30 100\r\n"));
        QVERIFY(run.out.startsWith("/dev/pts/"));
        QVERIFY(run.out.contains("\r\nxterm-256color\r\n"));
        run.job->resizeTerminal(50, 132);
        run.job->writeInput("\n");
        QTRY_COMPARE(run.results, 1);
        QVERIFY(run.out.endsWith("50 132\r\n"));
        QVERIFY(run.err.isEmpty());
    }

    void aJobMadeInAnotherThreadWorksInTheSessions()
    {
        World world(CommandOnly);
        JobHandle<CommandJob> job;
        session::SessionLink *link = &world.pair->link();
        const std::unique_ptr<QThread> other(QThread::create([&] {
            job = makeJob<CommandJob>(*link, argv({u"cat"_s}));
            job->writeInput("from afar");
            job->closeInput();
            job->start();
        }));
        other->start();
        QVERIFY(other->wait());
        QCOMPARE(job->thread(), QThread::currentThread());
        QSignalSpy finished(job.get(), &Job::finished);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().value<JobResult>().details.value(u"exitStatus"_s).toInt(), 0);
    }

    void lettingGoOfAJobEndsItsCommand()
    {
        World world(CommandOnly);
        qint64 pid = 0;
        {
            Run run(world, argv({u"sleep"_s, u"1000"_s}));
            QTRY_VERIFY(run.started.pid > 0);
            pid = run.started.pid;
        }
        QTRY_COMPARE(stateOf(pid), char(0));
    }

    void manyShortCommandsInARow()
    {
        World world(CommandOnly);
        for (int i = 0; i < 100; ++i) {
            Run run(world, argv({u"echo"_s, QString::number(i)}));
            QVERIFY(test::waitUntil([&] { return run.results == 1; }));
            QCOMPARE(run.out, QByteArray::number(i) + '\n');
        }
        QTRY_VERIFY(world.serverChannels().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCommand)
#include "tst_command.moc"
