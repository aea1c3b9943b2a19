// Many transfers at once on one connection, connections that break in the middle of a tree, and what a local folder may hold.

#include "core/base/sha256.h"
#include "core/base/strand.h"
#include "core/files/download_job.h"
#include "core/files/file_service.h"
#include "core/files/transfer_queue.h"
#include "core/files/upload_job.h"
#include "tests/support/memory_accounting.h"
#include "tests/support/session_pair.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <optional>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using test::SessionPair;

namespace {

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
    QCOMPARE(file.write(content), content.size());
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

QStringList names(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

/// A server with the files service, and a link that outlives its connections.
class World
{
public:
    World()
        : homes(root.path(), {})
    {
        registerFiles(registry, {&homes, &accounting, [](FileAction, const QString &, const QString &, const QString &, ErrorCode) {}});
        accounting.onCommit = [this](Space added) {
            if ((written += static_cast<int>(added.files)) >= cutAfter && cutAfter > 0) {
                cutAfter = -1;
                QMetaObject::invokeMethod(&context, [this] { pair->clientStream().cut(); }, Qt::QueuedConnection);
            }
        };
        connectAgain();
    }
    ~World()
    {
        pair.reset();
        Strand::waitForAll();
    }
    void connectAgain()
    {
        pair.emplace(registry);
        QObject::connect(&pair->client(), &session::Session::closed, &context, [this](const Error &reason) { link.clear(reason, true); });
        link.set(&pair->client());
    }
    QString home(const QString &name = {}) const { return root.filePath(u"alice"_s) + (name.isEmpty() ? QString() : u'/' + name); }
    QString here(const QString &name) const { return local.filePath(name); }

    QTemporaryDir root;
    QTemporaryDir local;
    test::MemoryAccounting accounting;
    Homes homes;
    session::ServiceRegistry registry;
    session::SessionLink link;
    QObject context;
    std::optional<SessionPair> pair;
    std::atomic<int> written = 0; ///< on the disk pool
    std::atomic<int> cutAfter = -1;
};

JobResult ran(const JobPtr &job)
{
    QObject context;
    std::optional<JobResult> result;
    QObject::connect(job.get(), &Job::finished, &context, [&](const JobResult &done) { result = done; });
    job->start();
    if (!test::waitUntil([&] { return result.has_value(); }))
        return {{ErrorCode::TimedOut, u"the job never ended"_s}, {}};
    return *result;
}

} // namespace

class TestFilesTogether : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void treesThatGoUpTogetherShareTheChannels()
    {
        World world;
        constexpr int Trees = 4;
        constexpr int Files = 150;
        std::vector<std::pair<JobPtr, std::optional<JobResult>>> jobs(Trees);
        for (int tree = 0; tree < Trees; ++tree) {
            const QString folder = world.here(QString::number(tree));
            QVERIFY(QDir().mkpath(folder));
            for (int i = 0; i < Files; ++i)
                write(folder + u"/%1"_s.arg(i), QByteArray::number(tree * 1000 + i));
            auto &[job, result] = jobs[static_cast<size_t>(tree)];
            job = makeJob<UploadJob>(world.link, QStringList{folder}, u"/"_s, TransferOptions{});
            connect(job.get(), &Job::finished, this, [&result = result](const JobResult &end) { result = end; });
        }
        for (auto &[job, result] : jobs)
            job->start();
        for (auto &[job, result] : jobs) {
            QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), 20'000);
            QVERIFY2(result->ok(), qPrintable(result->details.value(u"failed"_s).toStringList().value(0)));
            QCOMPARE(result->details.value(u"files"_s).toInt(), Files);
        }
        for (int tree = 0; tree < Trees; ++tree) {
            for (int i = 0; i < Files; ++i)
                QCOMPARE(read(world.home(u"%1/%2"_s.arg(tree).arg(i))), QByteArray::number(tree * 1000 + i));
        }
    }

    void aTreeThatABreakInterruptedGoesOnWithWhatIsMissing_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::newRow("fail") << u"fail"_s;
        QTest::newRow("rename") << u"rename"_s;
        QTest::newRow("overwrite") << u"overwrite"_s;
    }
    void aTreeThatABreakInterruptedGoesOnWithWhatIsMissing()
    {
        QFETCH(QString, policy);
        World world;
        constexpr int Files = 300;
        QVERIFY(QDir().mkpath(world.here(u"tree"_s)));
        QStringList expected;
        for (int i = 0; i < Files; ++i) {
            write(world.here(u"tree/%1"_s.arg(i)), QByteArray::number(i).repeated(8192));
            expected.append(QString::number(i));
        }
        expected.sort();
        world.cutAfter = 40;
        TransferQueue queue(world.link);
        TransferInfo last;
        connect(&queue, &TransferQueue::transferChanged, this, [&](const TransferInfo &info) { last = info; });
        queue.add({TransferDirection::Upload, {world.here(u"tree"_s)}, u"/"_s, policy});
        QTRY_VERIFY(!world.link.session());
        QTRY_COMPARE(last.state, TransferState::Waiting);
        QVERIFY(world.written < Files);
        world.connectAgain();
        QTRY_VERIFY_WITH_TIMEOUT(last.isOver(), 20'000);
        QVERIFY2(last.state == TransferState::Done, qPrintable(last.failed.value(0)));
        QCOMPARE(last.failed, QStringList());
        QCOMPARE(last.skipped, QStringList());
        QCOMPARE(last.progress.itemsDone, Files);
        QCOMPARE(last.progress.done, last.progress.total);
        auto there = names(world.home(u"tree"_s));
        there.sort();
        QCOMPARE(there, expected);
        for (int i = 0; i < Files; ++i)
            QCOMPARE(read(world.home(u"tree/%1"_s.arg(i))), QByteArray::number(i).repeated(8192));
    }

    void aFileOfSomebodyElseIsStillAConflictAfterABreak()
    {
        World world;
        QVERIFY(QDir().mkpath(world.home(u"tree"_s)) && QDir().mkpath(world.here(u"tree"_s)));
        for (int i = 0; i < 100; ++i)
            write(world.here(u"tree/%1"_s.arg(i)), QByteArray::number(i).repeated(16384));
        write(world.home(u"tree/99"_s), "theirs");
        world.cutAfter = 20;
        TransferQueue queue(world.link);
        TransferInfo last;
        connect(&queue, &TransferQueue::transferChanged, this, [&](const TransferInfo &info) { last = info; });
        queue.add({TransferDirection::Upload, {world.here(u"tree"_s)}, u"/"_s, u"fail"_s});
        QTRY_COMPARE(last.state, TransferState::Waiting);
        world.connectAgain();
        QTRY_VERIFY_WITH_TIMEOUT(last.isOver(), 20'000);
        QCOMPARE(last.state, TransferState::Failed);
        QCOMPARE(last.error.code, ErrorCode::AlreadyExists);
        QCOMPARE(last.failed.size(), 1);
        QCOMPARE(read(world.home(u"tree/99"_s)), QByteArray("theirs"));
    }

    void aLinkInTheLocalFolderIsNotFollowedByATree()
    {
        World world;
        QTemporaryDir outside;
        QVERIFY(QDir().mkpath(world.home(u"tree/sub/deep"_s)) && QDir().mkpath(world.here(u"back/tree"_s)));
        write(world.home(u"tree/sub/x"_s), "x");
        write(world.home(u"tree/sub/deep/y"_s), "y");
        write(world.home(u"tree/good"_s), "good");
        QVERIFY(QFile::link(outside.path(), world.here(u"back/tree/sub"_s)));
        TransferOptions options;
        options.conflict = u"overwrite"_s;
        const JobResult down = ran(makeJob<DownloadJob>(world.link, QStringList{u"/tree"_s}, world.here(u"back"_s), options));
        QVERIFY(!down.ok());
        QCOMPARE(names(outside.path()), QStringList());
        QCOMPARE(down.details.value(u"files"_s).toInt(), 1);
        QCOMPARE(read(world.here(u"back/tree/good"_s)), QByteArray("good"));
    }

    void aLimitHoldsForManySmallFiles_data()
    {
        QTest::addColumn<bool>("up");
        QTest::newRow("up") << true;
        QTest::newRow("down") << false;
    }
    void aLimitHoldsForManySmallFiles()
    {
        QFETCH(bool, up);
        World world;
        const QString folder = up ? world.here(u"tree"_s) : world.home(u"tree"_s);
        QVERIFY(QDir().mkpath(folder) && QDir().mkpath(world.here(u"back"_s)));
        constexpr int Files = 40;
        for (int i = 0; i < Files; ++i)
            write(folder + u"/%1"_s.arg(i), QByteArray(50'000, 'x'));
        TransferOptions options;
        options.limit = 2'000'000; // two megabytes: a second, less the quarter that the bucket holds
        const JobPtr job = up ? JobPtr(makeJob<UploadJob>(world.link, QStringList{folder}, u"/"_s, options))
                              : JobPtr(makeJob<DownloadJob>(world.link, QStringList{u"/tree"_s}, world.here(u"back"_s), options));
        QElapsedTimer clock;
        clock.start();
        const JobResult result = ran(job);
        QVERIFY2(result.ok(), qPrintable(result.error.text));
        QCOMPARE(result.details.value(u"files"_s).toInt(), Files);
        QVERIFY2(clock.elapsed() >= 650, qPrintable(u"%1 ms"_s.arg(clock.elapsed())));
    }

    void aSingleFileTellsItsHashAndSize()
    {
        World world;
        const QByteArray bytes(12'345, 'z');
        const QString hash = QString::fromLatin1(Sha256::of(bytes).toHex());
        QVERIFY(QDir().mkpath(world.here(u"back"_s)));
        write(world.here(u"x"_s), bytes);
        const JobResult up = ran(makeJob<UploadJob>(world.link, QStringList{world.here(u"x"_s)}, u"/"_s, TransferOptions{}));
        const JobResult down = ran(makeJob<DownloadJob>(world.link, QStringList{u"/x"_s}, world.here(u"back"_s), TransferOptions{}));
        for (const JobResult &result : {up, down}) {
            QVERIFY(result.ok());
            QCOMPARE(result.details.value(u"sha256"_s).toString(), hash);
            QCOMPARE(result.details.value(u"bytes"_s).toLongLong(), bytes.size());
        }
    }
};

QTEST_GUILESS_MAIN(TestFilesTogether)
#include "tst_files_together.moc"
