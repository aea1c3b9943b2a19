// Adopting orphans is a decision for the whole process, so it has a test program of its own.

#include "core/command/process.h"
#include "core/command/process_table.h"

#include <QTest>

#include <algorithm>
#include <csignal>

using namespace transom;
using namespace transom::command;

namespace {

const ProcessRecord *find(const std::vector<ProcessRecord> &table, pid_t pid)
{
    const auto found = std::find_if(table.begin(), table.end(), [pid](const ProcessRecord &record) { return record.pid == pid; });
    return found == table.end() ? nullptr : &*found;
}

pid_t parentOf(pid_t pid)
{
    const auto table = listProcesses();
    const ProcessRecord *record = find(table, pid);
    return record ? record->parent : 0;
}

bool exists(pid_t pid)
{
    return find(listProcesses(), pid) != nullptr;
}

std::unique_ptr<Process> start(const QByteArray &line, QByteArray &out, int &endings)
{
    SpawnRequest request;
    request.argv = {"/bin/sh", "-c", line};
    request.directory = "/";
    request.environment = {"PATH=/usr/bin:/bin"};
    auto spawned = spawn(request);
    if (!spawned)
        return nullptr;
    auto process = std::make_unique<Process>(std::move(*spawned));
    QObject::connect(process.get(), &Process::output, process.get(), [&out](const QByteArray &bytes) { out += bytes; });
    QObject::connect(process.get(), &Process::ended, process.get(), [&endings] { ++endings; });
    process->setReadBudget(1'000'000);
    return process;
}

} // namespace

class TestProcessOrphans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Reaper::instance().adoptOrphans(); }

    void aDaemonThatDetachedItselfIsFoundByItsMark()
    {
        QByteArray out;
        int endings = 0;
        const auto process = start("(setsid sleep 1000 & echo $!); exec sleep 1001", out, endings);
        QVERIFY(process);
        QTRY_COMPARE(out.count('\n'), 1);
        const pid_t daemon = out.trimmed().toInt();
        QTRY_COMPARE(parentOf(daemon), getpid()); // its own parent is gone: it is ours now
        process->terminate(Process::Output::Discard);
        QTRY_COMPARE(endings, 1);
        QTRY_VERIFY(!exists(daemon)); // dead and reaped
    }

    void aDaemonOfACommandThatEndedByItselfLivesOnAndIsReapedInTheEnd()
    {
        QByteArray out;
        int endings = 0;
        // The substitution waits until it has detached itself: what has not when the command ends belongs to it still, and ends with it.
        const auto process = start("p=$(setsid sh -c 'echo $$; exec sleep 1000 >/dev/null 2>&1' &); echo $p", out, endings);
        QVERIFY(process);
        QTRY_COMPARE(endings, 1);
        const pid_t daemon = out.trimmed().toInt();
        QVERIFY(daemon > 1 && exists(daemon));
        QCOMPARE(::kill(daemon, SIGKILL), 0);
        QTRY_VERIFY(!exists(daemon));
    }

    void ourOwnChildrenKeepTheirStatus()
    {
        for (int i = 0; i < 20; ++i) {
            QByteArray out;
            int endings = 0;
            auto process = start("(setsid true &); exit 6", out, endings);
            QVERIFY(process);
            int status = 0;
            QObject::connect(process.get(), &Process::ended, process.get(), [&status](const ProcessExit &exit) { status = exit.status; });
            QTRY_COMPARE(endings, 1);
            QCOMPARE(status, 6);
        }
    }
};

QTEST_GUILESS_MAIN(TestProcessOrphans)
#include "tst_process_orphans.moc"
