// Child processes under the event loop of the I/O threads: pipes, terminals and pidfds in epoll.

#include "core/command/process.h"
#include "core/command/process_table.h"
#include "core/transport/epoll_dispatcher.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <csignal>
#include <ctime>

using namespace transom;
using namespace transom::command;

namespace {

SpawnRequest shell(const QByteArray &line)
{
    SpawnRequest request;
    request.argv = {"/bin/sh", "-c", line};
    request.directory = "/";
    request.environment = {"PATH=/usr/bin:/bin"};
    return request;
}

/// Processor time of this process, milliseconds.
qint64 cpuMs()
{
    struct timespec time = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

} // namespace

class TestCommandEpoll : public QObject
{
    Q_OBJECT

    struct Watched
    {
        Watched(const SpawnRequest &request, qint64 budget)
        {
            auto spawned = spawn(request);
            if (!spawned)
                return;
            process = std::make_unique<Process>(std::move(*spawned));
            QObject::connect(process.get(), &Process::output, process.get(), [this](const QByteArray &bytes) { out += bytes; });
            QObject::connect(process.get(), &Process::ended, process.get(), [this](const ProcessExit &how) {
                exit = how;
                ++endings;
            });
            process->setReadBudget(budget);
        }

        std::unique_ptr<Process> process;
        QByteArray out;
        ProcessExit exit;
        int endings = 0;
    };

    /// Lets the event loop run for a while with nothing to do, and says what that has cost.
    static qint64 idleCostMs()
    {
        const qint64 before = cpuMs();
        QEventLoop loop;
        QTimer::singleShot(300, &loop, &QEventLoop::quit);
        loop.exec();
        return cpuMs() - before;
    }

private Q_SLOTS:
    void theEventLoopIsTheOneOfTheIoThreads()
    {
        QVERIFY(qobject_cast<transport::EpollDispatcher *>(QAbstractEventDispatcher::instance()));
    }

    void inputOutputAndTheEnd()
    {
        Watched watched(shell("cat; exit 4"), 100'000'000);
        const QByteArray all(5'000'000, 'x');
        watched.process->write(all);
        watched.process->closeInput();
        QTRY_COMPARE(watched.endings, 1);
        QVERIFY(watched.out == all);
        QCOMPARE(watched.exit.status, 4);
    }

    void aPausedProcessCostsNothing()
    {
        Watched watched(shell("exec yes"), 1000);
        QTRY_COMPARE(watched.out.size(), 1000);
        QVERIFY(idleCostMs() < 100);
        watched.process->terminate(Process::Output::Discard);
        QTRY_COMPARE(watched.endings, 1);
    }

    void anExitedProcessWhoseOutputNobodyTakesCostsNothing()
    {
        // Both pipes report a hang-up for as long as they are watched.
        Watched watched(shell("head -c 5000 /dev/zero"), 1000);
        QTRY_COMPARE(watched.out.size(), 1000);
        QVERIFY(idleCostMs() < 100);
        QCOMPARE(watched.endings, 0);
        watched.process->setReadBudget(10'000);
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.out.size(), 5000);
    }

    void aTerminalOpensAndCloses()
    {
        SpawnRequest request = shell("stty size; read x; exit 5");
        request.terminal = TerminalSize{12, 34};
        Watched watched(request, 100'000);
        QTRY_VERIFY(watched.out.contains("12 34"));
        watched.process->write("\n");
        QTRY_COMPARE(watched.endings, 1);
        QCOMPARE(watched.exit.status, 5);
    }

    void manyAtOnce()
    {
        std::vector<std::unique_ptr<Watched>> all;
        for (int i = 0; i < 40; ++i)
            all.push_back(std::make_unique<Watched>(shell("echo " + QByteArray::number(i) + "; exit " + QByteArray::number(i)), 1000));
        for (int i = 0; i < 40; ++i) {
            QTRY_COMPARE(all[size_t(i)]->endings, 1);
            QCOMPARE(all[size_t(i)]->exit.status, i);
            QCOMPARE(all[size_t(i)]->out, QByteArray::number(i) + '\n');
        }
    }
};

int main(int count, char **arguments)
{
    QCoreApplication::setEventDispatcher(new transport::EpollDispatcher);
    QCoreApplication application(count, arguments);
    TestCommandEpoll test;
    return QTest::qExec(&test, count, arguments);
}

#include "tst_command_epoll.moc"
