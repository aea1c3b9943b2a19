// The list of transfers: how many go at once, and what becomes of them when people or wires interfere.

#include "core/base/strand.h"
#include "core/files/file_service.h"
#include "core/files/transfer_queue.h"
#include "tests/support/memory_accounting.h"
#include "tests/support/session_pair.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
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
    /// `folder`: that of the homes, where it is not one of its own.
    explicit World(const QString &folder = {})
        : homes(folder.isEmpty() ? root.path() : folder, {})
        , queue(link)
    {
        registerFiles(registry, {&homes, &accounting, [](FileAction, const QString &, const QString &, const QString &, ErrorCode) {}});
        QObject::connect(&queue, &TransferQueue::transferAdded, &context, [this](const TransferInfo &info) { seen(info); });
        QObject::connect(&queue, &TransferQueue::transferChanged, &context, [this](const TransferInfo &info) { seen(info); });
        QObject::connect(&queue, &TransferQueue::orderChanged, &context, [this](const QList<qint64> &ids) { order = ids; });
        QObject::connect(&queue, &TransferQueue::conflictFound, &context, [this](const TransferConflict &conflict) { questions.append(conflict); });
        QObject::connect(&queue, &TransferQueue::conflictSettled, &context,
                         [this](qint64 id) { questions.removeIf([id](const TransferConflict &each) { return each.id == id; }); });
        QObject::connect(&queue, &TransferQueue::troubled, &context, [this](const Error &error) { troubles.append(error); });
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
        QObject::connect(&pair->client(), &session::Session::closed, &context, [this](const Error &reason) { link.clear(loss.value_or(reason), willReturn); });
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
        file.close(); // on disk before anybody looks at its size
        return queue.add({TransferDirection::Upload, {file.fileName()}, u"/"_s, conflict});
    }
    TransferId download(const QString &name, const QString &conflict = u"fail"_s)
    {
        return queue.add({TransferDirection::Download, {u'/' + name}, local.path(), conflict});
    }
    void putOnServer(const QString &name, const QByteArray &content, qint64 modifiedMs = 0)
    {
        QDir(root.path()).mkpath(u"alice"_s);
        putInto(root.filePath(u"alice/"_s + name), content, modifiedMs);
    }
    static void putInto(const QString &path, const QByteArray &content, qint64 modifiedMs = 0)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write a test's file");
        if (modifiedMs > 0 && !(file.flush() && file.setFileTime(QDateTime::fromMSecsSinceEpoch(modifiedMs), QFileDevice::FileModificationTime)))
            qFatal("cannot set a test's time");
    }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QByteArray onServer(const QString &name) const { return contentOf(root.filePath(u"alice/"_s + name)); }
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
    QList<qint64> order;
    QList<TransferConflict> questions;
    QList<Error> troubles;
    int mostRunning = 0;
    bool willReturn = true;
    std::optional<Error> loss; ///< what the link is told instead of the truth

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
        for (const TransferInfo &info : std::as_const(world.infos)) {
            QVERIFY(info.failed.isEmpty());
            QCOMPARE(info.error.code, ErrorCode::None);
        }
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

    void aConnectionThatDoesNotReturnByItselfLeavesItWaitingUntilSomebodyConnects()
    {
        World world;
        world.willReturn = false;
        world.connectAgain();
        world.hold();
        const TransferId id = world.upload(u"x"_s, QByteArray(Large, 'x'));
        QTRY_COMPARE(world.state(id), TransferState::Running);
        world.pair->clientStream().cut();
        QTRY_COMPARE(world.state(id), TransferState::Waiting);
        world.connectAgain();
        QTRY_COMPARE(world.state(id), TransferState::Done);
    }

    void anEndThatWouldOnlyComeAgainIsAFailure()
    {
        World world;
        world.willReturn = false;
        world.connectAgain();
        world.hold();
        const TransferId id = world.upload(u"x"_s, QByteArray(Large, 'x'));
        QTRY_COMPARE(world.state(id), TransferState::Running);
        world.loss = Error{ErrorCode::BadMessage, {}};
        world.pair->clientStream().cut();
        QTRY_COMPARE(world.state(id), TransferState::Failed);
        QVERIFY(world.infos.value(id).endedMs > 0);
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

    void theNumberAtOnceCanBeChangedWhileTheyRun()
    {
        World world;
        world.connectAgain();
        world.hold();
        for (int i = 0; i < 8; ++i)
            world.upload(u"f%1"_s.arg(i), QByteArray(Large, 'x'));
        QTRY_COMPARE(world.count(TransferState::Running), 3);
        TransferSettings settings;
        settings.parallel = 5;
        world.queue.setSettings(settings);
        QTRY_COMPARE(world.count(TransferState::Running), 5);
        settings.parallel = 1;
        world.queue.setSettings(settings);
        QTRY_COMPARE(world.count(TransferState::Running), 1);
        QCOMPARE(world.count(TransferState::Waiting), 7);
        world.mostRunning = 0;
        world.release();
        QTRY_COMPARE(world.count(TransferState::Done), 8);
        QCOMPARE(world.mostRunning, 1);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(world.onServer(u"f%1"_s.arg(i)), QByteArray(Large, 'x'));
    }

    void whatIsMoreUrgentGoesFirstAndTheOrderIsThatOfTheList()
    {
        World world;
        TransferSettings settings;
        settings.parallel = 1;
        world.queue.setSettings(settings);
        QList<TransferId> ids;
        for (int i = 0; i < 5; ++i)
            ids.append(world.upload(u"f%1"_s.arg(i), "x"));
        QTRY_COMPARE(world.order, ids);
        world.queue.setPriority(ids[4], TransferPriority::High);
        world.queue.setPriority(ids[0], TransferPriority::Low);
        QTRY_COMPARE(world.order, (QList<qint64>{ids[4], ids[1], ids[2], ids[3], ids[0]}));
        world.queue.moveBy(ids[3], -1);
        QTRY_COMPARE(world.order, (QList<qint64>{ids[4], ids[1], ids[3], ids[2], ids[0]}));
        // Past one of another priority: it takes that priority, and stays where it was put.
        world.queue.moveBefore(ids[2], ids[4]);
        QTRY_COMPARE(world.order, (QList<qint64>{ids[2], ids[4], ids[1], ids[3], ids[0]}));
        QCOMPARE(world.infos.value(ids[2]).request.priority, TransferPriority::High);
        world.queue.moveBefore(ids[4], 0);
        QTRY_COMPARE(world.order, (QList<qint64>{ids[2], ids[1], ids[3], ids[0], ids[4]}));
        QCOMPARE(world.infos.value(ids[4]).request.priority, TransferPriority::Low);
        world.queue.moveBy(ids[1], 100);
        world.queue.moveBy(ids[3], -100);
        const QList<qint64> last{ids[3], ids[2], ids[0], ids[4], ids[1]};
        QTRY_COMPARE(world.order, last);

        QList<qint64> began;
        QObject::connect(&world.queue, &TransferQueue::transferChanged, &world.context, [&began](const TransferInfo &info) {
            if (info.state == TransferState::Running && !began.contains(info.id))
                began.append(info.id);
        });
        world.connectAgain();
        QTRY_COMPARE(world.count(TransferState::Done), 5);
        QCOMPARE(began, last);
        QTRY_VERIFY(world.order.isEmpty());
    }

    void aTransferRunsOnlyOnASessionWithItsServerAsItsUser()
    {
        World world;
        world.queue.setPlace({u"lab:7160"_s, u"alice"_s});
        const TransferId hers = world.upload(u"hers"_s, "x");
        world.queue.setPlace({u"lab:7160"_s, u"bob"_s});
        world.connectAgain();
        const TransferId his = world.upload(u"his"_s, "y");
        QTRY_COMPARE(world.state(his), TransferState::Done);
        QCOMPARE(world.state(hers), TransferState::Waiting);
        QVERIFY(!world.infos.value(hers).here);
        world.queue.setPlace({u"lab:7160"_s, u"alice"_s});
        world.connectAgain();
        QTRY_COMPARE(world.state(hers), TransferState::Done);
    }

    void aConflictAsksWithBothFilesAndTheOthersGoOn()
    {
        World world;
        world.connectAgain();
        world.putOnServer(u"x"_s, "the older one", 1'600'000'000'000);
        const TransferId id = world.upload(u"x"_s, "new", u"ask"_s);
        QTRY_COMPARE(world.questions.size(), 1);
        const TransferConflict asked = world.questions.first();
        QCOMPARE(asked.transfer, id);
        QCOMPARE(asked.remote, u"/x"_s);
        QCOMPARE(asked.local, world.local.filePath(u"x"_s));
        QCOMPARE(asked.here.size, 3);
        QCOMPARE(asked.there.size, 13);
        QCOMPARE(asked.there.modified, 1'600'000'000'000);
        QVERIFY(asked.here.modified > asked.there.modified);
        QCOMPARE(world.infos.value(id).questions, 1);
        const TransferId other = world.upload(u"y"_s, "y");
        QTRY_COMPARE(world.state(other), TransferState::Done);
        QCOMPARE(world.state(id), TransferState::Running);
        world.queue.answer(asked.id, u"nonsense"_s);
        QCOMPARE(world.questions.size(), 1);
        world.queue.answer(asked.id, u"overwrite"_s);
        QTRY_COMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.onServer(u"x"_s), QByteArray("new"));
        QVERIFY(world.questions.isEmpty());
        QCOMPARE(world.infos.value(id).progress.done, 3);
        world.queue.answer(asked.id, u"skip"_s); // too late, and nothing
        QCOMPARE(world.infos.value(id).questions, 0);
    }

    void whatWentBeforeTheQuestionIsNotCountedTwice()
    {
        World world;
        world.connectAgain();
        world.putOnServer(u"x"_s, "the older one");
        world.hold();
        const QByteArray content(40'000, 'n');
        const TransferId id = world.upload(u"x"_s, content, u"ask"_s);
        QTRY_VERIFY(world.infos.value(id).progress.done > 0);
        QVERIFY(world.questions.isEmpty());
        world.release();
        QTRY_COMPARE(world.questions.size(), 1);
        world.queue.answer(world.questions.first().id, u"overwrite"_s);
        QTRY_COMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.onServer(u"x"_s), content);
        QCOMPARE(world.infos.value(id).progress.done, content.size());
    }

    void anAnswerMayHoldForTheWholeTransfer()
    {
        World world;
        world.connectAgain();
        QStringList sources;
        for (int i = 0; i < 6; ++i) {
            world.putOnServer(u"f%1"_s.arg(i), "old");
            World::putInto(world.local.filePath(u"f%1"_s.arg(i)), "newer");
            sources.append(world.local.filePath(u"f%1"_s.arg(i)));
        }
        const TransferId id = world.queue.add({TransferDirection::Upload, sources, u"/"_s, u"ask"_s});
        QTRY_COMPARE(world.questions.size(), 6);
        const TransferId second = world.upload(u"f0"_s, "newest", u"ask"_s);
        QTRY_COMPARE(world.questions.size(), 7);
        world.queue.answer(world.questions.first().id, u"rename"_s, AnswerScope::Transfer);
        QTRY_COMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.onServer(u"f5"_s), QByteArray("old"));
        QCOMPARE(world.onServer(u"f5 (1)"_s), QByteArray("newer"));
        // The other one still waits for its own answer.
        QCOMPARE(world.questions.size(), 1);
        QCOMPARE(world.state(second), TransferState::Running);
        world.queue.answer(world.questions.first().id, u"skip"_s, AnswerScope::All);
        QTRY_COMPARE(world.state(second), TransferState::Done);
        QCOMPARE(world.infos.value(second).skipped.size(), 1);
        QCOMPARE(world.onServer(u"f0"_s), QByteArray("old"));
    }

    void aDownloadAsksTooAndCancellingTakesTheQuestionBack()
    {
        World world;
        world.connectAgain();
        world.putOnServer(u"x"_s, "from the server", 1'700'000'000'000);
        World::putInto(world.local.filePath(u"x"_s), "here", 1'600'000'000'000);
        const TransferId first = world.download(u"x"_s, u"ask"_s);
        QTRY_COMPARE(world.questions.size(), 1);
        QCOMPARE(world.questions.first().direction, TransferDirection::Download);
        QCOMPARE(world.questions.first().here.size, 4);
        QCOMPARE(world.questions.first().there.modified, 1'700'000'000'000);
        world.queue.cancel(first);
        QTRY_COMPARE(world.state(first), TransferState::Cancelled);
        QVERIFY(world.questions.isEmpty());
        QCOMPARE(World::contentOf(world.local.filePath(u"x"_s)), QByteArray("here"));
        const TransferId second = world.download(u"x"_s, u"ask"_s);
        QTRY_COMPARE(world.questions.size(), 1);
        world.queue.answer(world.questions.first().id, u"newer"_s);
        QTRY_COMPARE(world.state(second), TransferState::Done);
        QCOMPARE(World::contentOf(world.local.filePath(u"x"_s)), QByteArray("from the server"));
        // And no partial file is left beside it.
        QCOMPARE(QDir(world.local.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"x"_s});
    }

    void aQuestionThatIsOpenWhenTheConnectionGoesIsAskedAgain()
    {
        World world;
        world.connectAgain();
        world.putOnServer(u"x"_s, "old");
        const TransferId id = world.upload(u"x"_s, "new", u"ask"_s);
        QTRY_COMPARE(world.questions.size(), 1);
        const qint64 asked = world.questions.first().id;
        world.pair->clientStream().cut();
        QTRY_COMPARE(world.state(id), TransferState::Waiting);
        QVERIFY(world.questions.isEmpty());
        world.connectAgain();
        QTRY_COMPARE(world.questions.size(), 1);
        QVERIFY(world.questions.first().id != asked);
        world.queue.answer(world.questions.first().id, u"overwrite"_s);
        QTRY_COMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.onServer(u"x"_s), QByteArray("new"));
    }

    void thePolicyResumeLeavesWhatIsTheSameAndReplacesWhatIsNot()
    {
        World world;
        world.connectAgain();
        world.putOnServer(u"same"_s, "12345", 1'600'000'000'000);
        world.putOnServer(u"half"_s, "12", 1'600'000'000'000);
        World::putInto(world.local.filePath(u"same"_s), "12345", 1'600'000'000'000);
        World::putInto(world.local.filePath(u"half"_s), "12345", 1'600'000'000'000);
        const TransferId id = world.queue.add({TransferDirection::Upload, {world.local.filePath(u"same"_s), world.local.filePath(u"half"_s)}, u"/"_s, u"resume"_s});
        QTRY_COMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.onServer(u"half"_s), QByteArray("12345"));
        QCOMPARE(world.infos.value(id).skipped.size(), 1);
        QVERIFY(world.infos.value(id).skipped.first().contains(u"same"_s));
    }

    void theLimitOfAllUploadsHoldsForThemTogetherAndIsLiftedWhileTheyRun()
    {
        World world;
        world.connectAgain();
        constexpr qint64 Limit = 1024 * 1024;
        TransferSettings settings;
        settings.uploadLimit = Limit;
        world.queue.setSettings(settings);
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < 3; ++i)
            world.upload(u"f%1"_s.arg(i), QByteArray(2 * Limit, 'x'));
        // A transfer's own limit counts as well.
        const TransferId slow = world.infos.firstKey();
        world.queue.setLimit(slow, 1);
        const auto moved = [&world] {
            qint64 bytes = 0;
            for (const TransferInfo &info : std::as_const(world.infos))
                bytes += info.progress.done;
            return bytes;
        };
        // By then a second must have passed, less the bucket of a quarter of one and a block for each.
        QTRY_VERIFY(moved() >= 2 * Limit);
        QVERIFY2(clock.elapsed() >= 700, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(world.count(TransferState::Done) < 3);
        world.queue.setSettings({});
        QTRY_COMPARE(world.count(TransferState::Done), 2);
        QCOMPARE(world.state(slow), TransferState::Running);
        QTRY_VERIFY(!world.infos.value(slow).speeds.isEmpty());
        world.queue.setLimit(slow, 0);
        QTRY_COMPARE(world.count(TransferState::Done), 3);
        QVERIFY(world.infos.value(slow).activeMs > 0 && world.infos.value(slow).averageRate() > 0);
    }

    void allThatFailedIsTriedAgainAndOnlyWhatIsMissingGoes()
    {
        World world;
        world.connectAgain();
        World::putInto(world.local.filePath(u"a"_s), "a");
        const TransferId id = world.queue.add({TransferDirection::Upload, {world.local.filePath(u"a"_s), world.local.filePath(u"b"_s)}, u"/"_s, u"fail"_s});
        QTRY_COMPARE(world.state(id), TransferState::Failed);
        QCOMPARE(world.infos.value(id).failed.size(), 1);
        World::putInto(world.local.filePath(u"b"_s), "b");
        world.queue.retryFailed();
        QTRY_COMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.onServer(u"b"_s), QByteArray("b"));
        QVERIFY(world.infos.value(id).failed.isEmpty());
    }

    void whatWaitsIsMeasuredSoThatTheWholeListCanBe()
    {
        World world;
        QDir(world.local.path()).mkpath(u"tree/deep"_s);
        World::putInto(world.local.filePath(u"tree/a"_s), QByteArray(1000, 'x'));
        World::putInto(world.local.filePath(u"tree/deep/.b"_s), QByteArray(234, 'x'));
        QFile::link(u"/etc/passwd"_s, world.local.filePath(u"tree/link"_s));
        const TransferId id = world.queue.add({TransferDirection::Upload, {world.local.filePath(u"tree"_s)}, u"/"_s});
        QTRY_COMPARE(world.infos.value(id).progress.total, 1234);
        QCOMPARE(world.infos.value(id).progress.itemsTotal, 2);
    }

    void whatWaitsToBeFetchedIsAskedAboutSoThatTheWholeListIsKnown()
    {
        World world;
        world.connectAgain();
        QDir(world.root.path()).mkpath(u"alice/tree/deep"_s);
        world.putOnServer(u"tree/a"_s, QByteArray(1000, 'x'));
        world.putOnServer(u"tree/deep/.b"_s, QByteArray(234, 'x'));
        world.putOnServer(u"large"_s, QByteArray(Large, 'x'));
        world.queue.setSettings({1, 0, 100'000});
        const TransferId first = world.download(u"large"_s);
        QTRY_COMPARE(world.state(first), TransferState::Running);
        QList<TransferId> waiting;
        for (int i = 0; i < 20; ++i)
            waiting.append(world.download(i % 2 == 0 ? u"tree"_s : u"large"_s));
        for (int i = 0; i < 20; ++i) {
            QTRY_COMPARE(world.infos.value(waiting[i]).progress.total, i % 2 == 0 ? 1234 : Large);
            QCOMPARE(world.infos.value(waiting[i]).progress.itemsTotal, i % 2 == 0 ? 2 : 1);
            QCOMPARE(world.state(waiting[i]), TransferState::Waiting);
        }
    }

    void anErrandOfAnotherServiceIsSeenKeptAndGoesOnByItself()
    {
        World world;
        struct Errand : Job
        {
            void doStart() override
            {
                report(10, 100);
                reportItems(0, 2, u"letter"_s);
            }
            void doCancel() override { finish(Error{ErrorCode::Cancelled, {}}); }
            void doSuspend() override { ++suspended; }
            using Job::finish;
            int suspended = 0;
        };
        QList<JobHandle<Errand>> jobs;
        std::shared_ptr<RateLimit> limit;
        std::optional<QJsonValue> begunBefore;
        world.queue.setErrands([&](const TransferRequest &request, const std::shared_ptr<RateLimit> &given, const TransferQueue::Keep &keep) -> JobPtr {
            limit = given;
            begunBefore = request.errand.value(TransferQueue::Begun);
            keep(42);
            if (request.errand.value(u"kind"_s) != u"walk"_s)
                return nullptr;
            jobs.append(makeJob<Errand>());
            return jobs.last();
        });
        TransferRequest request{TransferDirection::Upload, {u"/tmp/letter"_s}, u"/"_s};
        request.errand = {{u"kind"_s, u"walk"_s}, {u"title"_s, u"Round the house"_s}};
        world.connectAgain();
        world.queue.setSettings({1, 0, 0});
        world.hold();
        const TransferId upload = world.upload(u"a"_s, "a");
        const TransferId errand = world.queue.add(request);
        // Beside those that go one by one.
        QTRY_COMPARE(world.state(errand), TransferState::Running);
        QCOMPARE(world.state(upload), TransferState::Running);
        QCOMPARE(world.infos.value(errand).name, u"Round the house"_s);
        QTRY_COMPARE(world.infos.value(errand).progress.total, 100);
        world.queue.pause(errand);
        QTRY_COMPARE(world.state(errand), TransferState::Paused);
        QCOMPARE(jobs.first()->suspended, 1);
        world.queue.resume(errand);
        QTRY_COMPARE(world.state(errand), TransferState::Running);
        // Its own matter, but seen.
        world.pair->client().abort({ErrorCode::ConnectionLost, {}});
        QTRY_COMPARE(world.state(errand), TransferState::Waiting);
        world.connectAgain();
        QTRY_COMPARE(world.state(errand), TransferState::Running);
        QCOMPARE(jobs.size(), 1);
        world.queue.setLimit(errand, 1000);
        QTRY_COMPARE(world.infos.value(errand).request.limit, 1000);
        limit->charge(5000);
        QVERIFY(limit->waitMs() > 0);
        QList<TransferId> told;
        connect(&world.queue, &TransferQueue::errandEnded, &world.context, [&](const TransferInfo &info, const JobResult &result) {
            if (!result.ok())
                told.append(info.id);
        });
        jobs.first()->finish(Error{ErrorCode::QuotaExceeded, {}});
        QTRY_COMPARE(world.state(errand), TransferState::Failed);
        QCOMPARE(told, QList<TransferId>{errand});
        QCOMPARE(world.infos.value(errand).error.code, ErrorCode::QuotaExceeded);
        QCOMPARE(world.infos.value(errand).request.errand.value(TransferQueue::Begun).toInt(), 42);
        world.queue.retry(errand);
        QTRY_COMPARE(jobs.size(), 2);
        QVERIFY(begunBefore && begunBefore->isUndefined());
        jobs.last()->finish(Error{ErrorCode::QuotaExceeded, {}});
        QTRY_COMPARE(world.state(errand), TransferState::Failed);
        // One that nobody knows how to do.
        request.errand = {{u"kind"_s, u"fly"_s}};
        const TransferId unknown = world.queue.add(request);
        QTRY_COMPARE(world.state(unknown), TransferState::Failed);
        QCOMPARE(world.infos.value(unknown).error.code, ErrorCode::Unsupported);
    }

    void theListOutlivesTheProgramAndGoesOn()
    {
        QTemporaryDir state;
        const QString file = state.filePath(u"transfers.json"_s);
        QTemporaryDir sources;
        QStringList paths;
        for (int i = 0; i < 6; ++i) {
            paths.append(sources.filePath(u"报告 %1"_s.arg(i)));
            World::putInto(paths.last(), QByteArray(Large, static_cast<char>('a' + i)));
        }
        QTemporaryDir gone;
        const TransferPlace place{u"lab:7160"_s, u"alice"_s};
        TransferSettings settings;
        settings.parallel = 2;
        settings.downloadLimit = 5'000'000;
        {
            World world;
            world.queue.keepIn(file);
            world.queue.setPlace(place);
            world.queue.setSettings(settings);
            world.connectAgain();
            const TransferId done = world.queue.add({TransferDirection::Upload, {paths[5]}, u"/"_s});
            QTRY_COMPARE(world.state(done), TransferState::Done);
            const TransferId failed = world.queue.add({TransferDirection::Upload, {u"/nowhere/at all"_s}, u"/"_s});
            QTRY_COMPARE(world.state(failed), TransferState::Failed);
            world.hold();
            QList<TransferId> ids;
            for (int i = 0; i < 5; ++i)
                ids.append(world.queue.add({TransferDirection::Upload, {paths[i]}, u"/"_s}));
            QTRY_COMPARE(world.count(TransferState::Running), 2);
            world.queue.pause(ids[3]);
            world.queue.setPriority(ids[4], TransferPriority::High);
            // What is written while it runs is what a sudden end leaves.
            QTRY_VERIFY(World::contentOf(file).contains("\"paused\"") && World::contentOf(file).contains("\"high\""));
            QFile::copy(file, gone.filePath(u"transfers.json"_s));
        }
        // After an orderly end, and after one in the middle of things.
        for (const QString &kept : {file, gone.filePath(u"transfers.json"_s)}) {
            World world;
            world.queue.keepIn(kept);
            QTRY_COMPARE(world.infos.size(), 7);
            QVERIFY(world.troubles.isEmpty());
            QCOMPARE(world.count(TransferState::Waiting), 4);
            QCOMPARE(world.count(TransferState::Paused), 1);
            QCOMPARE(world.count(TransferState::Done), 1);
            QCOMPARE(world.count(TransferState::Failed), 1);
            for (const TransferInfo &info : std::as_const(world.infos)) {
                QCOMPARE(info.place, place);
                QVERIFY(!info.here);
                if (info.isOver())
                    QVERIFY(info.endedMs > 0 && (info.state == TransferState::Failed || (info.progress.done == Large && info.error.code == ErrorCode::None)));
                if (info.state == TransferState::Failed)
                    QCOMPARE(info.error.code, ErrorCode::NotFound);
            }
            QTRY_COMPARE(world.order.size(), 5);
            QCOMPARE(world.infos.value(world.order.first()).request.sources, QStringList{paths[4]});
            world.connectAgain();
            QCOMPARE(world.count(TransferState::Running), 0);
            world.queue.setPlace(place);
            world.connectAgain();
            QTRY_COMPARE(world.count(TransferState::Done), 5);
            QCOMPARE(world.mostRunning, 2);
            world.queue.resumeAll();
            QTRY_COMPARE(world.count(TransferState::Done), 6);
            for (int i = 0; i < 5; ++i)
                QCOMPARE(world.onServer(u"报告 %1"_s.arg(i)), QByteArray(Large, static_cast<char>('a' + i)));
        }
    }

    void whatWasThereAlreadyWhenTheProgramEndedIsNotSentAgain()
    {
        QTemporaryDir state;
        const QString file = state.filePath(u"transfers.json"_s);
        QTemporaryDir sources;
        World::putInto(sources.filePath(u"a"_s), "the same bytes");
        World::putInto(sources.filePath(u"b"_s), "others");
        {
            TransferStore store(file);
            (void)store.load();
            StoredTransfer kept;
            kept.info.request = {TransferDirection::Upload, {sources.filePath(u"a"_s), sources.filePath(u"b"_s)}, u"/"_s, u"overwrite"_s};
            kept.begun = true;
            QVERIFY(store.save({{}, {kept}, {}}));
        }
        World world;
        world.putOnServer(u"a"_s, "the same bytes", 1'500'000'000'000);
        world.connectAgain();
        world.queue.keepIn(file);
        QTRY_COMPARE(world.count(TransferState::Done), 1);
        QCOMPARE(world.onServer(u"b"_s), QByteArray("others"));
        QVERIFY(!world.isThere(u"a (1)"_s));
        QCOMPARE(QFileInfo(world.root.filePath(u"alice/a"_s)).lastModified().toMSecsSinceEpoch(), 1'500'000'000'000);
        QCOMPARE(world.infos.first().progress.done, 20);
    }

    void whatIsToBeKeptBesideTheSameFileIsThereTwiceWhateverInterruptsIt_data()
    {
        QTest::addColumn<TransferDirection>("direction");
        QTest::addColumn<QString>("conflict");
        QTest::addColumn<bool>("killed");
        for (const auto direction : {TransferDirection::Upload, TransferDirection::Download}) {
            for (const char *conflict : {"rename", "ask"}) {
                const char *way = direction == TransferDirection::Upload ? "upload" : "download";
                QTest::addRow("%s, %s, the connection breaks", way, conflict) << direction << QString::fromLatin1(conflict) << false;
                QTest::addRow("%s, %s, the program is killed", way, conflict) << direction << QString::fromLatin1(conflict) << true;
            }
        }
    }
    void whatIsToBeKeptBesideTheSameFileIsThereTwiceWhateverInterruptsIt()
    {
        QFETCH(TransferDirection, direction);
        QFETCH(QString, conflict);
        QFETCH(bool, killed);
        const bool up = direction == TransferDirection::Upload;
        QByteArray content(8 * Large, 'a');
        for (qsizetype i = 0; i < content.size(); i += 1000)
            content[i] = static_cast<char>(i / 1000);
        QTemporaryDir state;
        QTemporaryDir root;
        QTemporaryDir here;
        const QString file = state.filePath(u"transfers.json"_s);
        const QString killedFile = state.filePath(u"killed.json"_s);
        World::putInto(here.filePath(u"film"_s), content);
        QDir(root.path()).mkpath(u"alice"_s);
        World::putInto(root.filePath(u"alice/film"_s), content);
        const QString copy = up ? root.filePath(u"alice/film (1)"_s) : here.filePath(u"film (1)"_s);
        const auto answer = [](World &world) {
            QObject::connect(&world.queue, &TransferQueue::conflictFound, &world.context, [&world](const TransferConflict &asked) { world.queue.answer(asked.id, u"rename"_s); });
        };
        {
            World world(root.path());
            answer(world);
            world.queue.keepIn(file);
            world.connectAgain();
            world.queue.setSettings({3, 8 * 1024 * 1024, 8 * 1024 * 1024});
            const TransferId id = up ? world.queue.add({direction, {here.filePath(u"film"_s)}, u"/"_s, conflict})
                                     : world.queue.add({direction, {u"/film"_s}, here.path(), conflict});
            QTRY_VERIFY(world.infos.value(id).progress.done > Large);
            QVERIFY(world.state(id) == TransferState::Running);
            if (!killed) {
                world.pair->clientStream().cut();
                QTRY_COMPARE(world.state(id), TransferState::Waiting);
                world.queue.setSettings({});
                world.connectAgain();
                QTRY_COMPARE(world.state(id), TransferState::Done);
            } else {
                QTRY_VERIFY(World::contentOf(file).contains("\"names\""));
                QVERIFY(QFile::copy(file, killedFile));
            }
        }
        if (killed) {
            QVERIFY(!QFile::exists(copy));
            World world(root.path());
            answer(world);
            world.queue.setSettings({});
            world.connectAgain();
            world.queue.keepIn(killedFile);
            QTRY_COMPARE(world.count(TransferState::Done), 1);
            QVERIFY(world.infos.first().startedOver.isEmpty());
        }
        QVERIFY(World::contentOf(copy) == content);
        QVERIFY(World::contentOf(root.filePath(u"alice/film"_s)) == content);
        QVERIFY(World::contentOf(here.filePath(u"film"_s)) == content);
        QVERIFY(!QFile::exists(up ? root.filePath(u"alice/film (2)"_s) : here.filePath(u"film (2)"_s)));

        // The program ended after the last byte and before it had heard so: what is there is its own, and there is no third.
        {
            TransferStore store(file);
            (void)store.load();
            StoredTransfer kept;
            const QString source = up ? here.filePath(u"film"_s) : u"/film"_s;
            kept.info.request = {direction, {source}, up ? u"/"_s : here.path(), conflict};
            kept.begun = true;
            kept.names = {{source, up ? u"/film (1)"_s : copy}};
            QVERIFY(store.save({{}, {kept}, {}}));
        }
        World world(root.path());
        answer(world);
        world.connectAgain();
        world.queue.keepIn(file);
        QTRY_COMPARE(world.count(TransferState::Done), 1);
        QVERIFY(!QFile::exists(up ? root.filePath(u"alice/film (2)"_s) : here.filePath(u"film (2)"_s)));
        QCOMPARE(world.infos.first().path, up ? u"/film (1)"_s : copy);
        Strand::waitForAll();
        const auto left = QDir(up ? root.filePath(u"alice/.partial"_s) : here.path()).entryList(QDir::Files | QDir::Hidden);
        QCOMPARE(left, up ? QStringList() : (QStringList{u"film"_s, u"film (1)"_s}));
    }

    void smallFilesOfAFolderAreKeptBesideTheSameOnesOnceWhateverInterruptsIt_data()
    {
        QTest::addColumn<TransferDirection>("direction");
        QTest::addColumn<bool>("killed");
        QTest::newRow("upload, the connection breaks") << TransferDirection::Upload << false;
        QTest::newRow("upload, the program is killed") << TransferDirection::Upload << true;
        QTest::newRow("download, the connection breaks") << TransferDirection::Download << false;
        QTest::newRow("download, the program is killed") << TransferDirection::Download << true;
    }
    void smallFilesOfAFolderAreKeptBesideTheSameOnesOnceWhateverInterruptsIt()
    {
        QFETCH(TransferDirection, direction);
        QFETCH(bool, killed);
        constexpr int Files = 300;
        const bool up = direction == TransferDirection::Upload;
        QTemporaryDir state;
        QTemporaryDir root;
        QTemporaryDir here;
        const QString file = state.filePath(u"transfers.json"_s);
        const QString killedFile = state.filePath(u"killed.json"_s);
        const QDir remote(root.filePath(u"alice/album"_s));
        const QDir local(here.filePath(u"album"_s));
        remote.mkpath(u"."_s);
        local.mkpath(u"."_s);
        const QDir &source = up ? local : remote;
        const QDir &target = up ? remote : local;
        const auto contentOf = [](int i) { return QByteArray::number(i) + QByteArray(8000, 'x'); };
        const auto nameOf = [](int i, const char *addition) { return QStringLiteral("p%1%2.jpg").arg(i, 3, 10, QLatin1Char('0')).arg(QLatin1String(addition)); };
        QStringList wanted;
        for (int i = 0; i < Files; ++i) {
            World::putInto(source.filePath(nameOf(i, "")), contentOf(i));
            wanted << nameOf(i, "");
            if (i % 3 == 2)
                continue;
            // What is to be kept beside: the same bytes, or others.
            World::putInto(target.filePath(nameOf(i, "")), i % 3 == 0 ? contentOf(i) : QByteArray("another"));
            wanted << nameOf(i, " (1)");
        }
        {
            World world(root.path());
            world.queue.keepIn(file);
            world.connectAgain();
            world.queue.setSettings({3, 2 * 1024 * 1024, 2 * 1024 * 1024});
            const TransferId id = up ? world.queue.add({direction, {local.path()}, u"/"_s, u"rename"_s}) : world.queue.add({direction, {u"/album"_s}, here.path(), u"rename"_s});
            QTRY_VERIFY(world.infos.value(id).progress.done > 300'000);
            QVERIFY(world.state(id) == TransferState::Running);
            if (!killed) {
                world.pair->clientStream().cut();
                QTRY_COMPARE(world.state(id), TransferState::Waiting);
                world.queue.setSettings({});
                world.connectAgain();
                QTRY_COMPARE(world.state(id), TransferState::Done);
                QCOMPARE(world.infos.value(id).progress.itemsDone, qint64(Files));
            } else {
                QTRY_VERIFY(World::contentOf(file).contains("\"since\""));
                QVERIFY(QFile::copy(file, killedFile));
            }
        }
        Strand::waitForAll();
        if (killed) {
            QVERIFY(target.entryList(QDir::Files).size() < wanted.size());
            World world(root.path());
            world.connectAgain();
            world.queue.keepIn(killedFile);
            QTRY_COMPARE(world.count(TransferState::Done), 1);
        }
        Strand::waitForAll();
        std::sort(wanted.begin(), wanted.end());
        QStringList there = target.entryList(QDir::Files | QDir::Hidden);
        std::sort(there.begin(), there.end());
        QCOMPARE(there, wanted);
        for (int i = 0; i < Files; ++i) {
            QCOMPARE(World::contentOf(target.filePath(nameOf(i, i % 3 == 2 ? "" : " (1)"))), contentOf(i));
            QCOMPARE(World::contentOf(target.filePath(nameOf(i, ""))), i % 3 == 1 ? QByteArray("another") : contentOf(i));
        }
    }

    void moreFilesAtOnceThanThereAreChannelsWaitForOne()
    {
        constexpr int Folders = 6; // each begins with sixteen
        World world;
        for (int i = 0; i < Folders; ++i) {
            const QDir folder(world.root.filePath(u"alice/%1"_s.arg(i)));
            folder.mkpath(u"."_s);
            for (int j = 0; j < 16; ++j) {
                World::putInto(folder.filePath(QString::number(j)), {});
                QVERIFY(QFile::resize(folder.filePath(QString::number(j)), ResumeFrom));
            }
        }
        world.connectAgain();
        world.queue.setSettings({Folders, 0, 0});
        for (int i = 0; i < Folders; ++i)
            world.download(QString::number(i));
        QTRY_COMPARE_WITH_TIMEOUT(world.count(TransferState::Done) + world.count(TransferState::Failed), Folders, 30'000);
        for (const TransferInfo &info : std::as_const(world.infos))
            QCOMPARE(info.failed, QStringList());
        QCOMPARE(world.count(TransferState::Done), Folders);
    }

    void whatWasRefusedForTheSameFileCanBeKeptBesideIt()
    {
        World world;
        world.connectAgain();
        const TransferId first = world.upload(u"x"_s, "the same");
        QTRY_COMPARE(world.state(first), TransferState::Done);
        const TransferId second = world.upload(u"x"_s, "the same");
        QTRY_COMPARE(world.state(second), TransferState::Failed);
        world.queue.retry(second, u"rename"_s);
        QTRY_COMPARE(world.state(second), TransferState::Done);
        QCOMPARE(world.onServer(u"x (1)"_s), QByteArray("the same"));
    }

    void aDamagedListIsPutAsideAndSaidSo()
    {
        QTemporaryDir state;
        const QString file = state.filePath(u"transfers.json"_s);
        World::putInto(file, "{\"format\":1,\"queue\":[{");
        World world;
        world.queue.keepIn(file);
        QTRY_COMPARE(world.troubles.size(), 1);
        QVERIFY(world.infos.isEmpty());
        QCOMPARE(World::contentOf(file + u".bad"_s), QByteArray("{\"format\":1,\"queue\":[{"));
        // And from here on it is kept again.
        world.upload(u"x"_s, "x");
        QTRY_VERIFY(World::contentOf(file).contains("\"waiting\""));
    }

    void aListThatCannotBeSavedIsSaidOnce()
    {
        QTemporaryDir state;
        const QString folder = state.filePath(u"state"_s);
        QDir().mkpath(folder);
        World world;
        world.queue.keepIn(folder + u"/transfers.json"_s);
        world.upload(u"x"_s, "x");
        QTRY_VERIFY(QFile::exists(folder + u"/transfers.json"_s));
        QVERIFY(QDir().rename(folder, folder + u"-away"_s));
        const TransferId second = world.upload(u"y"_s, "y");
        QTRY_COMPARE(world.troubles.size(), 1);
        world.queue.pause(second);
        QVERIFY(QDir().rename(folder + u"-away"_s, folder));
        QTRY_VERIFY(World::contentOf(folder + u"/transfers.json"_s).contains("\"paused\""));
        QCOMPARE(world.troubles.size(), 1);
    }

    void onlySoManyFinishedOnesAreKept()
    {
        World world;
        for (int i = 0; i < TransferQueue::MostHistory + 5; ++i)
            world.queue.add({TransferDirection::Upload, {u"/none/%1"_s.arg(i)}, u"/"_s});
        world.queue.cancelAll();
        QTRY_COMPARE(world.infos.size(), TransferQueue::MostHistory);
        QCOMPARE(world.count(TransferState::Cancelled), TransferQueue::MostHistory);
    }
};

QTEST_GUILESS_MAIN(TestTransferQueue)
#include "tst_transfer_queue.moc"
