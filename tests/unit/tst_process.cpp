// Child processes by themselves: what they are given, how they are read, how they end.

#include "core/command/process.h"
#include "core/command/process_table.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>

using namespace transom;
using namespace transom::command;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 Plenty = qint64(1) << 40;

SpawnRequest shell(const QByteArray &line)
{
    SpawnRequest request;
    request.argv = {"/bin/sh", "-c", line};
    request.directory = "/";
    request.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
    return request;
}

/// A process and everything it has said.
struct Watched
{
    explicit Watched(const SpawnRequest &request, qint64 budget = Plenty)
    {
        auto spawned = spawn(request);
        if (!spawned) {
            error = spawned.error();
            return;
        }
        process = std::make_unique<Process>(std::move(*spawned));
        QObject::connect(process.get(), &Process::output, process.get(), [this](const QByteArray &bytes, bool isError) {
            (isError ? err : out) += bytes;
        });
        QObject::connect(process.get(), &Process::ended, process.get(), [this](const ProcessExit &how) {
            exit = how;
            ++endings;
        });
        process->setReadBudget(budget);
    }

    std::unique_ptr<Process> process;
    Error error;
    QByteArray out;
    QByteArray err;
    ProcessExit exit;
    int endings = 0;
};

bool isAlive(pid_t pid)
{
    const auto table = listProcesses();
    return std::any_of(table.begin(), table.end(), [pid](const ProcessRecord &record) { return record.pid == pid && record.state != 'Z'; });
}

char stateOf(pid_t pid)
{
    for (const ProcessRecord &record : listProcesses()) {
        if (record.pid == pid)
            return record.state;
    }
    return 0;
}

bool hasOwnSession(pid_t pid)
{
    const auto table = listProcesses();
    return std::any_of(table.begin(), table.end(), [pid](const ProcessRecord &record) { return record.pid == pid && record.session == pid; });
}

QByteArray field(const QByteArray &status, const char *name)
{
    for (const QByteArray &line : status.split('\n')) {
        if (line.startsWith(name))
            return line.mid(qstrlen(name) + 1).trimmed();
    }
    return "missing";
}

} // namespace

class TestProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStatusIsThePrograms_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {0, 1, 42, 255})
            QTest::addRow("%d", status) << status;
    }

    void theStatusIsThePrograms()
    {
        QFETCH(int, status);
        Watched watched(shell("exit " + QByteArray::number(status)));
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.exit.status, status);
        QCOMPARE(watched.exit.signal, 0);
    }

    void aSignalIsTold()
    {
        Watched watched(shell("kill -SEGV $$"));
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.exit.status, -1);
        QCOMPARE(watched.exit.signal, SIGSEGV);
    }

    void outputAndErrorAreToldApartAndComplete()
    {
        Watched watched(shell("i=0; while [ $i -lt 5000 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done"));
        QTRY_COMPARE(watched.endings, 1);
        QByteArray out;
        QByteArray err;
        for (int i = 0; i < 5000; ++i) {
            out += "out " + QByteArray::number(i) + '\n';
            err += "err " + QByteArray::number(i) + '\n';
        }
        QCOMPARE(watched.out, out);
        QCOMPARE(watched.err, err);
    }

    void nothingOfOursIsInherited()
    {
        qputenv("TRANSOM_TEST_SECRET", "secret");
        const Descriptor leak(open("/dev/null", O_RDONLY)); // without O_CLOEXEC, as a careless library would
        QVERIFY(leak);
        signal(SIGHUP, SIG_IGN);
        SpawnRequest request = shell("env; echo; ls /proc/self/fd; echo; cat /proc/self/status; ulimit -c; ulimit -n");
        request.environment.append("HOME=/somewhere");
        request.openFiles = 100;
        Watched watched(request);
        signal(SIGHUP, SIG_DFL);
        QTRY_COMPARE(watched.endings, 1);
        const QList<QByteArray> lines = watched.out.split('\n');
        QVERIFY(!watched.out.contains("secret"));
        QVERIFY(lines.contains("HOME=/somewhere"));
        QVERIFY(lines.contains("PATH=/usr/local/bin:/usr/bin:/bin"));
        const qsizetype descriptors = lines.indexOf("") + 1;
        // 3 is ls's own, of the folder it reads.
        QCOMPARE(lines.mid(descriptors, 5), (QList<QByteArray>{"0", "1", "2", "3", ""}));
        QCOMPARE(field(watched.out, "SigBlk"), QByteArray(16, '0'));
        QCOMPARE(field(watched.out, "SigIgn"), QByteArray(16, '0'));
        QCOMPARE(lines.mid(lines.size() - 3), (QList<QByteArray>{"0", "100", ""}));
    }

    void itLeadsItsOwnSessionAndGroup()
    {
        Watched watched(shell("cat /proc/$$/stat; read x"));
        QTRY_VERIFY(watched.out.endsWith('\n'));
        const ProcessRecord record = parseProcessStat(watched.out);
        QCOMPARE(record.pid, pid_t(watched.process->pid()));
        QCOMPARE(record.group, record.pid);
        QCOMPARE(record.session, record.pid);
        QCOMPARE(record.parent, getpid());
        watched.process->closeInput();
        QTRY_COMPARE(watched.endings, 1);
    }

    void whatCannotBeRunSaysWhy()
    {
        QTemporaryDir directory;
        const QByteArray home = directory.path().toUtf8();
        QFile plain(directory.filePath(u"plain"_s));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        plain.write("#!/bin/sh\n");
        plain.close();
        QFile nonsense(directory.filePath(u"nonsense"_s));
        QVERIFY(nonsense.open(QIODevice::WriteOnly));
        nonsense.write("no program\n");
        nonsense.close();
        QVERIFY(nonsense.setPermissions(QFile::ReadOwner | QFile::ExeOwner));

        const auto attempt = [&](const QByteArray &program, const QByteArray &where) {
            SpawnRequest request;
            request.argv = {program};
            request.directory = where;
            return Watched(request).error.code;
        };
        QCOMPARE(attempt("no-such-program-anywhere", home), ErrorCode::CommandNotFound);
        QCOMPARE(attempt("/no/such/program", home), ErrorCode::CommandNotFound);
        QCOMPARE(attempt("./plain", home), ErrorCode::CommandNotExecutable);
        QCOMPARE(attempt("./nonsense", home), ErrorCode::CommandNotExecutable);
        QCOMPARE(attempt(".", home), ErrorCode::CommandNotExecutable);
        QCOMPARE(attempt("true", home + "/missing"), ErrorCode::NotFound);
        QCOMPARE(attempt("true", home + "/plain"), ErrorCode::NotADirectory);
        SpawnRequest tooLong;
        tooLong.argv = {"true", QByteArray(1024 * 1024, 'x')};
        tooLong.directory = home;
        QCOMPARE(Watched(tooLong).error.code, ErrorCode::BadArgument);
    }

    void inputGoesInAndItsEndIsSeen()
    {
        Watched watched(shell("cat"));
        QSignalSpy written(watched.process.get(), &Process::inputWritten);
        QByteArray all;
        for (int i = 0; i < 200'000; ++i)
            all += QByteArray::number(i) + '\n';
        watched.process->write(all);
        watched.process->closeInput();
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.out, all);
        qint64 sum = 0;
        for (const auto &call : written)
            sum += call.first().toLongLong();
        QCOMPARE(sum, all.size());
    }

    void inputThatNobodyReadsIsThrownAway()
    {
        Watched watched(shell("exec <&-; echo closed; read x </dev/null; sleep 1000"));
        QTRY_COMPARE(watched.out, "closed\n");
        qint64 written = 0;
        QObject::connect(watched.process.get(), &Process::inputWritten, watched.process.get(), [&](qint64 bytes) { written += bytes; });
        watched.process->write(QByteArray(1'000'000, 'x'));
        QTRY_COMPARE(written, 1'000'000);
        watched.process->write(QByteArray(5, 'x'));
        QCOMPARE(written, 1'000'005);
        watched.process->terminate(Process::Output::Discard);
        QTRY_COMPARE(watched.endings, 1);
    }

    void withoutBudgetTheChildBlocks()
    {
        Watched watched(shell("exec yes"), 1000);
        QTRY_COMPARE(watched.out.size(), 1000);
        const pid_t pid = pid_t(watched.process->pid());
        QTRY_COMPARE(stateOf(pid), 'S');
        QCOMPARE(watched.out.size(), 1000);
        watched.process->setReadBudget(500);
        QTRY_COMPARE(watched.out.size(), 1500);
        watched.process->terminate(Process::Output::Discard);
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.exit.signal, SIGTERM);
        QCOMPARE(watched.out.size(), 1500);
    }

    void whatIsLeftInThePipesComesBeforeTheEnd()
    {
        Watched watched(shell("head -c 100000 /dev/zero; head -c 50000 /dev/zero >&2; exit 3"), 0);
        QTRY_COMPARE(stateOf(pid_t(watched.process->pid())), 'Z');
        QCOMPARE(watched.endings, 0);
        for (int i = 1; i <= 15; ++i) {
            watched.process->setReadBudget(10'000);
            QTRY_COMPARE(watched.out.size() + watched.err.size(), i * 10'000);
        }
        QCOMPARE(watched.endings, 0);
        watched.process->setReadBudget(1);
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.out.size(), 100'000);
        QCOMPARE(watched.err.size(), 50'000);
        QCOMPARE(watched.exit.status, 3);
    }

    void aGrandchildThatKeepsThePipesOpenDelaysTheEndOnlyByItsSilence()
    {
        Watched watched(shell("echo first; sleep 1000 & echo $!"));
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE(watched.endings, 1);
        QVERIFY2(timer.elapsed() < 30'000, qPrintable(QString::number(timer.elapsed())));
        const QList<QByteArray> lines = watched.out.split('\n');
        QCOMPARE(lines[0], "first");
        // It was still in the group, so it is gone.
        QTRY_VERIFY(!isAlive(lines[1].toInt()));
    }

    void outputOfAGrandchildThatGoesOnForAWhileIsComplete()
    {
        Watched watched(shell("(i=0; while [ $i -lt 10 ]; do sleep 0.1; echo $i; i=$((i+1)); done) & exit 7"));
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.out, "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        QCOMPARE(watched.exit.status, 7);
    }

    void aGrandchildThatNeverFallsSilentCanBeStopped()
    {
        Watched watched(shell("yes & exit 0"));
        QTRY_VERIFY(watched.out.size() > 1'000'000);
        watched.process->terminate(Process::Output::Deliver);
        QTRY_COMPARE(watched.endings, 1);
    }

    void terminatingEndsTheWholeGroup()
    {
        Watched watched(shell("sleep 1000 & echo $!; sh -c 'sleep 1001 & echo $!; wait' & wait"));
        QTRY_COMPARE(watched.out.count('\n'), 2);
        const QList<QByteArray> pids = watched.out.split('\n');
        watched.process->terminate(Process::Output::Deliver);
        QTRY_COMPARE(watched.endings, 1);
        QVERIFY(!isAlive(pids[0].toInt()));
        QVERIFY(!isAlive(pids[1].toInt()));
        QCOMPARE(watched.exit.signal, SIGTERM);
    }

    void whatLeftTheGroupIsEndedToo()
    {
        Watched watched(shell("setsid sleep 1000 & echo $!; wait"));
        QTRY_COMPARE(watched.out.count('\n'), 1);
        const pid_t stray = watched.out.trimmed().toInt();
        QTRY_VERIFY(hasOwnSession(stray));
        watched.process->terminate(Process::Output::Deliver);
        QTRY_COMPARE(watched.endings, 1);
        QVERIFY(!isAlive(stray));
    }

    void whoeverIgnoresTheRequestIsKilledAfterTheGrace()
    {
        Watched watched(shell("trap '' TERM; echo ready; while :; do sleep 1000; done"));
        QTRY_COMPARE(watched.out, "ready\n");
        QElapsedTimer timer;
        timer.start();
        watched.process->terminate(Process::Output::Deliver, 300ms);
        QTRY_COMPARE(watched.endings, 1);
        QVERIFY(timer.elapsed() >= 300);
        QCOMPARE(watched.exit.signal, SIGKILL);
    }

    void whoeverTidiesUpHasTheTimeForIt()
    {
        Watched watched(shell("trap 'echo tidy; exit 9' TERM; echo ready; while :; do sleep 0.05; done"));
        QTRY_COMPARE(watched.out, "ready\n");
        watched.process->terminate(Process::Output::Deliver);
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.out, "ready\ntidy\n");
        QCOMPARE(watched.exit.status, 9);
    }

    void aProcessThatIsLetGoOfIsEndedAndReaped()
    {
        Watched watched(shell("sleep 1000 & echo $!; wait"));
        QTRY_COMPARE(watched.out.count('\n'), 1);
        const pid_t child = pid_t(watched.process->pid());
        const pid_t grandchild = watched.out.trimmed().toInt();
        watched.process.reset();
        QTRY_COMPARE(stateOf(child), char(0)); // not even a zombie
        QVERIFY(!isAlive(grandchild));
    }

    void signalsReachTheGroup()
    {
        Watched watched(shell("trap 'echo int; exit 5' INT; echo ready; while :; do sleep 0.05; done"));
        QTRY_COMPARE(watched.out, "ready\n");
        watched.process->sendSignal(SIGINT);
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.out, "ready\nint\n");
        QCOMPARE(watched.exit.status, 5);
    }

    void aTerminalIsATerminal()
    {
        SpawnRequest request = shell("tty; stty size; read line; echo got $line; stty size; cat; echo end");
        request.terminal = TerminalSize{31, 97};
        Watched watched(request);
        QTRY_VERIFY(watched.out.contains("31 97"));
        QVERIFY(watched.out.startsWith("/dev/pts/"));
        watched.process->resize({40, 120});
        watched.process->write("hello\n");
        QTRY_VERIFY(watched.out.contains("40 120"));
        QVERIFY(watched.out.contains("hello\r\ngot hello\r\n")); // the terminal's echo, then the answer
        watched.process->write("unfinished");
        watched.process->closeInput();
        QTRY_COMPARE(watched.endings, 1);
        QVERIFY(watched.out.endsWith("unfinishedunfinishedend\r\n"));
        QCOMPARE(watched.err, QByteArray());
        QCOMPARE(watched.exit.status, 0);
    }

    void theKeyCtrlCInterruptsWhatRunsInATerminal()
    {
        SpawnRequest request = shell("echo ready; exec sleep 1000");
        request.terminal = TerminalSize{};
        Watched watched(request);
        QTRY_VERIFY(watched.out.contains("ready"));
        watched.process->write("\x03");
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.exit.signal, SIGINT);
    }

    void limitsHold()
    {
        QTemporaryDir directory;
        SpawnRequest request = shell("head -c 100000 /dev/zero > file; echo status $?; wc -c < file");
        request.directory = directory.path().toUtf8();
        request.largestFile = 4096;
        Watched watched(request);
        QTRY_COMPARE(watched.endings, 1);
        QVERIFY2(watched.out.endsWith("\n4096\n"), watched.out.constData());
        QVERIFY(!watched.out.startsWith("status 0"));
    }

    void aLineOfTheProcessTableIsReadWhateverTheName()
    {
        const ProcessRecord record = parseProcessStat("77 (a) (b) Z 1 2) S 5 6 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 1 1");
        QCOMPARE(record.pid, 77);
        QCOMPARE(record.state, 'S');
        QCOMPARE(record.parent, 5);
        QCOMPARE(record.group, 6);
        QCOMPARE(record.session, 7);
        QCOMPARE(record.startTime, 4711u);
        QCOMPARE(parseProcessStat("").pid, 0);
        QCOMPARE(parseProcessStat("1 (x) S 1").pid, 0);
    }

    void noDescriptorIsLeftBehind()
    {
        const auto count = [] { return QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System).size(); };
        {
            Watched warmUp(shell("true"));
            QTRY_COMPARE(warmUp.endings, 1);
        }
        const auto before = count();
        for (int i = 0; i < 20; ++i) {
            Watched watched(shell("echo x"));
            QTRY_COMPARE(watched.endings, 1);
            SpawnRequest missing;
            missing.argv = {"/missing"};
            missing.directory = "/";
            QVERIFY(!spawn(missing));
        }
        QCOMPARE(count(), before);
    }
};

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
