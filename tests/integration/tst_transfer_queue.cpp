// The list of transfers: how many go at once, and what becomes of them when people or wires interfere.

#include "core/base/strand.h"
#include "core/files/file_service.h"
#include "core/files/transfer_queue.h"
#include "tests/support/memory_accounting.h"
#include "tests/support/session_pair.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using test::SessionPair;

namespace {

constexpr qint64 Large = 2 * 1024 * 1024;

/// A server with the files service whose answers a test can hold back, and a queue that outlives its connections.
class World
{
public:
    World()
        : homes(root.path(), {})
        , queue(link)
    {
        registerFiles(registry, {&homes, &accounting, [](FileAction, const QString &, const QString &, const QString &, ErrorCode) {}});
        QObject::connect(&queue, &TransferQueue::transferAdded, &context, [this](const TransferInfo &info) { seen(info); });
        QObject::connect(&queue, &TransferQueue::transferChanged, &context, [this](const TransferInfo &info) { seen(info); });
        QObject::connect(&queue, &TransferQueue::transferRemoved, &context, [this](qint64 id) { infos.remove(id); });
    }
    ~World()
    {
        pair.reset();
        Strand::waitForAll();
    }

    void connectAgain()
    {
        pair.emplace(registry);
        QObject::connect(&pair->client(), &session::Session::closed, &context, [this](const Error &reason) { link.clear(reason, willReturn); });
        link.set(&pair->client());
    }
    /// The server keeps what it has to say to itself: transfers stay as they are.
    void hold() { pair->serverStream().hold(); }
    void release() { pair->serverStream().release(); }

    TransferId upload(const QString &name, const QByteArray &content, const QString &conflict = u"fail"_s)
    {
        QFile file(local.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write a test's file");
        return queue.add({TransferDirection::Upload, {file.fileName()}, u"/"_s, conflict});
    }
    TransferState state(TransferId id) const { return infos.value(id).state; }
    int count(TransferState state) const
    {
        return static_cast<int>(std::count_if(infos.cbegin(), infos.cend(), [state](const TransferInfo &info) { return info.state == state; }));
    }
    bool isThere(const QString &name) const { return QFile::exists(root.filePath(u"alice/"_s + name)); }

    QTemporaryDir root;
    QTemporaryDir local;
    test::MemoryAccounting accounting;
    Homes homes;
    session::ServiceRegistry registry;
    session::SessionLink link;
    TransferQueue queue;
    std::optional<SessionPair> pair;
    QObject context;
    QMap<TransferId, TransferInfo> infos;
    int mostRunning = 0;
    bool willReturn = true;

private:
    void seen(const TransferInfo &info)
    {
        infos[info.id] = info;
        mostRunning = std::max(mostRunning, count(TransferState::Running));
    }
};

} // namespace

class TestTransferQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeGoAtOnceAndTheOthersWait()
    {
        World world;
        world.connectAgain();
        world.hold();
        QList<TransferId> ids;
        for (int i = 0; i < 8; ++i)
            ids.append(world.upload(u"f%1"_s.arg(i), "x"));
        QTRY_COMPARE(world.count(TransferState::Running), 3);
        QCOMPARE(world.count(TransferState::Waiting), 5);
        world.release();
        QTRY_COMPARE(world.count(TransferState::Done), 8);
        QCOMPARE(world.mostRunning, TransferQueue::Together);
        for (const TransferId id : ids) {
            QVERIFY(world.infos.value(id).error.code == ErrorCode::None);
            QVERIFY(world.isThere(world.infos.value(id).name));
        }
    }

    void whatIsPausedMakesRoomAndGoesOnLater()
    {
        World world;
        world.connectAgain();
        world.hold();
        QList<TransferId> ids;
        for (int i = 0; i < 4; ++i)
            ids.append(world.upload(u"f%1"_s.arg(i), QByteArray(Large, 'x')));
        QTRY_COMPARE(world.count(TransferState::Running), 3);
        world.queue.pause(ids[0]);
        QTRY_COMPARE(world.state(ids[0]), TransferState::Paused);
        QTRY_COMPARE(world.state(ids[3]), TransferState::Running);
        world.release();
        QTRY_COMPARE(world.count(TransferState::Done), 3);
        QCOMPARE(world.state(ids[0]), TransferState::Paused);
        QVERIFY(!world.isThere(u"f0"_s));
        world.queue.resume(ids[0]);
        QTRY_COMPARE(world.state(ids[0]), TransferState::Done);
        QVERIFY(world.isThere(u"f0"_s));
    }

    void whatIsPausedBeforeItHasBegunDoesNotBegin()
    {
        World world;
        const TransferId id = world.upload(u"x"_s, "x");
        world.queue.pause(id);
        world.connectAgain();
        const TransferId other = world.upload(u"y"_s, "y");
        QTRY_COMPARE(world.state(other), TransferState::Done);
        QCOMPARE(world.state(id), TransferState::Paused);
        world.queue.resume(id);
        QTRY_COMPARE(world.state(id), TransferState::Done);
    }

    void cancellingEndsWhatWaitsAndWhatRuns()
    {
        World world;
        const TransferId waiting = world.upload(u"waiting"_s, "x");
        world.queue.cancel(waiting);
        QCOMPARE(world.state(waiting), TransferState::Cancelled);

        world.connectAgain();
        world.hold();
        const TransferId running = world.upload(u"running"_s, QByteArray(Large, 'x'));
        QTRY_COMPARE(world.state(running), TransferState::Running);
        world.queue.cancel(running);
        world.release();
        QTRY_COMPARE(world.state(running), TransferState::Cancelled);
        QVERIFY(!world.isThere(u"running"_s) && !world.isThere(u"waiting"_s));
        QTRY_COMPARE(world.accounting.reserved(), 0);
    }

    void cancellingWhatIsPausedEndsIt()
    {
        World world;
        world.connectAgain();
        world.hold();
        const TransferId id = world.upload(u"x"_s, QByteArray(Large, 'x'));
        QTRY_COMPARE(world.state(id), TransferState::Running);
        world.queue.pause(id);
        world.queue.cancel(id);
        world.release();
        QTRY_COMPARE(world.state(id), TransferState::Cancelled);
        QVERIFY(!world.isThere(u"x"_s));
    }

    void whatFailedCanBeTriedAgainWithAnotherPolicy()
    {
        World world;
        world.connectAgain();
        const TransferId first = world.upload(u"x"_s, "one");
        QTRY_COMPARE(world.state(first), TransferState::Done);
        const TransferId second = world.upload(u"x"_s, "two");
        QTRY_COMPARE(world.state(second), TransferState::Failed);
        QCOMPARE(world.infos.value(second).error.code, ErrorCode::AlreadyExists);
        world.queue.retry(second, u"rename"_s);
        QTRY_COMPARE(world.state(second), TransferState::Done);
        QCOMPARE(world.infos.value(second).path, u"/x (1)"_s);
        QCOMPARE(world.infos.value(second).error.code, ErrorCode::None);
        QVERIFY(world.isThere(u"x (1)"_s));
    }

    void whatALostConnectionInterruptedStartsAgainByItself()
    {
        World world;
        world.connectAgain();
        world.hold();
        QList<TransferId> ids;
        for (int i = 0; i < 5; ++i)
            ids.append(world.upload(u"f%1"_s.arg(i), QByteArray(Large, 'x')));
        QTRY_COMPARE(world.count(TransferState::Running), 3);
        world.pair->clientStream().cut();
        QTRY_COMPARE(world.count(TransferState::Waiting), 5);
        QTRY_COMPARE(world.accounting.reserved(), 0);
        world.connectAgain();
        QTRY_COMPARE(world.count(TransferState::Done), 5);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(QFile(world.root.filePath(u"alice/f%1"_s.arg(i))).size(), Large);
    }

    void whatWasPausedWhenTheConnectionWasLostStaysPaused()
    {
        World world;
        world.connectAgain();
        world.hold();
        const TransferId id = world.upload(u"x"_s, QByteArray(Large, 'x'));
        QTRY_COMPARE(world.state(id), TransferState::Running);
        world.queue.pause(id);
        world.pair->clientStream().cut();
        const TransferId other = world.upload(u"y"_s, "y");
        QTRY_COMPARE(world.accounting.reserved(), 0);
        world.connectAgain();
        QTRY_COMPARE(world.state(other), TransferState::Done);
        QCOMPARE(world.state(id), TransferState::Paused);
        QVERIFY(!world.isThere(u"x"_s));
        world.queue.resume(id);
        QTRY_COMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.isThere(u"x"_s));
    }

    void aConnectionThatDoesNotReturnIsAFailure()
    {
        World world;
        world.willReturn = false;
        world.connectAgain();
        world.hold();
        const TransferId id = world.upload(u"x"_s, QByteArray(Large, 'x'));
        QTRY_COMPARE(world.state(id), TransferState::Running);
        world.pair->clientStream().cut();
        QTRY_COMPARE(world.state(id), TransferState::Failed);
        QCOMPARE(world.infos.value(id).error.code, ErrorCode::ConnectionLost);
        world.queue.retry(id);
        QTRY_COMPARE(world.state(id), TransferState::Waiting);
        world.connectAgain();
        QTRY_COMPARE(world.state(id), TransferState::Done);
    }

    void onlyWhatIsOverCanBeTakenOffTheList()
    {
        World world;
        world.connectAgain();
        world.hold();
        const TransferId id = world.upload(u"x"_s, "x");
        QTRY_COMPARE(world.state(id), TransferState::Running);
        world.queue.remove(id);
        QVERIFY(world.infos.contains(id));
        world.release();
        QTRY_COMPARE(world.state(id), TransferState::Done);
        world.queue.remove(id);
        QVERIFY(!world.infos.contains(id));
    }

    void aWindowOpenedLaterIsToldOfEverything()
    {
        World world;
        world.upload(u"a"_s, "a");
        world.upload(u"b"_s, "b");
        world.infos.clear();
        world.queue.announce();
        QCOMPARE(world.infos.size(), 2);
        QCOMPARE(world.infos.first().name, u"a"_s);
    }

    void allCanBePausedAndResumedTogether()
    {
        World world;
        world.connectAgain();
        world.hold();
        for (int i = 0; i < 5; ++i)
            world.upload(u"f%1"_s.arg(i), QByteArray(Large, 'x'));
        QTRY_COMPARE(world.count(TransferState::Running), 3);
        world.queue.pauseAll();
        QTRY_COMPARE(world.count(TransferState::Paused), 5);
        world.release();
        world.queue.resumeAll();
        QTRY_COMPARE(world.count(TransferState::Done), 5);
        world.queue.removeFinished();
        QVERIFY(world.infos.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTransferQueue)
#include "tst_transfer_queue.moc"
