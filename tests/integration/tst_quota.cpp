// Quotas that hold to the byte with real sessions and the real books, and a disk that fills.

#include "core/accounts/quota.h"
#include "core/accounts/users.h"
#include "core/base/sha256.h"
#include "core/base/strand.h"
#include "core/files/remote_files.h"
#include "core/files/upload_job.h"
#include "core/server/data_lock.h"
#include "core/server/reconcile.h"
#include "tests/support/stored_world.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <optional>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using accounts::Database;
using accounts::QuotaUsage;
using test::ask;
using test::ran;
using test::SessionPair;
using test::SmallDisk;
using test::write;
using World = test::StoredWorld;

namespace {

constexpr qint64 KiB = 1024;
constexpr qint64 MiB = 1024 * KiB;

} // namespace

class TestQuota : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sixteenUsersUploadToTheEdgeOfTheirQuotasAndNotAByteOver()
    {
        constexpr int Users = 16;
        constexpr int Trees = 3;
        constexpr int Files = 20;
        World world;
        for (int tree = 0; tree < Trees; ++tree) {
            QVERIFY(QDir().mkpath(world.local.filePath(u"t%1"_s.arg(tree))));
            for (int i = 0; i < Files; ++i)
                write(world.local.filePath(u"t%1/f%2"_s.arg(tree).arg(i)), QByteArray(1000 + 37 * i + tree, 'x'));
        }
        QList<qint64> ids;
        for (int user = 0; user < Users; ++user) {
            // Some are stopped by their bytes, some by the number of their files, some by nothing.
            ids.append(world.add(u"user%1"_s.arg(user), user % 4 == 3 ? -1 : 30'000 + user * 777, user % 4 == 1 ? 25 + user : -1));
            world.signIn(u"user%1"_s.arg(user), ids.last());
        }
        // Somebody looks all the time, at the books and at the disk.
        std::atomic<bool> over = false;
        std::atomic<bool> done = false;
        std::atomic<int> looks = 0;
        std::thread watcher([&] {
            while (!done) {
                for (int user = 0; user < Users; ++user) {
                    const QuotaUsage usage = world.usage(ids[user]);
                    if (usage.quotaBytes >= 0 && (usage.usedBytes + usage.reservedBytes > usage.quotaBytes || world.onDisk(u"user%1"_s.arg(user)).bytes > usage.quotaBytes))
                        over = true;
                    if (usage.quotaFiles >= 0 && (usage.usedFiles + usage.reservedFiles > usage.quotaFiles || world.onDisk(u"user%1"_s.arg(user)).files > usage.quotaFiles))
                        over = true;
                }
                ++looks;
            }
        });
        std::vector<std::pair<JobPtr, std::optional<JobResult>>> jobs(Users * Trees);
        for (size_t i = 0; i < jobs.size(); ++i) {
            TransferOptions options;
            options.recursive = true;
            auto &[job, result] = jobs[i];
            job = makeJob<UploadJob>(world.pairs[i % Users]->link(), QStringList{world.local.filePath(u"t%1"_s.arg(i / Users))}, u"/"_s, options);
            connect(job.get(), &Job::finished, this, [&result = result](const JobResult &end) { result = end; });
        }
        for (auto &[job, result] : jobs)
            job->start();
        const bool allEnded = test::waitUntil([&] { return std::all_of(jobs.begin(), jobs.end(), [](const auto &job) { return job.second.has_value(); }); });
        done = true;
        watcher.join();
        QVERIFY(allEnded);
        QVERIFY(!over);
        QVERIFY(looks > 0);
        Strand::waitForAll();
        for (int user = 0; user < Users; ++user) {
            const QuotaUsage usage = world.usage(ids[user]);
            QCOMPARE(usage.reservedBytes, 0);
            QCOMPARE(usage.reservedFiles, 0);
            QCOMPARE((Space{usage.usedBytes, usage.usedFiles}), world.onDisk(u"user%1"_s.arg(user)));
            int refused = 0;
            for (int tree = 0; tree < Trees; ++tree) {
                const JobResult &result = *jobs[static_cast<size_t>(tree * Users + user)].second;
                QVERIFY(result.ok() || result.error.code == ErrorCode::QuotaExceeded);
                refused += !result.ok();
            }
            if (user % 4 == 3) {
                QCOMPARE(refused, 0);
                QCOMPARE(usage.usedFiles, Trees * (Files + 1));
            } else {
                QVERIFY(refused > 0);
                // At the edge: what is left would not hold the next tree; of one that does not fit, nothing goes.
                const qint64 largest = Files * (1000 + Trees) + 37 * (Files - 1) * Files / 2;
                QVERIFY(usage.freeBytes() < largest || usage.quotaFiles - usage.usedFiles < Files + 1);
            }
        }
        // Nothing of the refusals stays behind: what is left can be used to the last byte.
        const QuotaUsage usage = world.usage(ids[0]);
        write(world.local.filePath(u"exact"_s), QByteArray(usage.freeBytes(), 'e'));
        QVERIFY(ran(makeJob<UploadJob>(world.pairs[0]->link(), QStringList{world.local.filePath(u"exact"_s)}, u"/"_s, TransferOptions{})).ok());
        QCOMPARE(world.usage(ids[0]).freeBytes(), 0);
        write(world.local.filePath(u"one more"_s), "1");
        QCOMPARE(ran(makeJob<UploadJob>(world.pairs[0]->link(), QStringList{world.local.filePath(u"one more"_s)}, u"/"_s, TransferOptions{})).error.code,
                 ErrorCode::QuotaExceeded);
    }

    void theBooksAreBroughtInLineWithTheDiskBeforeAnythingIsChanged()
    {
        World world;
        const qint64 id = world.add(u"alice"_s, 10'000, 20);
        {
            auto &pair = world.signIn(u"alice"_s, id);
            RemoteFiles files(pair.link());
            write(world.local.filePath(u"x"_s), QByteArray(1000, 'x'));
            QVERIFY(ran(makeJob<UploadJob>(pair.link(), QStringList{world.local.filePath(u"x"_s)}, u"/"_s, TransferOptions{})).ok());
            QVERIFY(ask<void>([&](auto done) { files.makeFolder(u"/d/e"_s, true, this, done); }));
            QVERIFY(ask<protocol::FilesRemoveResult>([&](auto done) { files.remove(u"/x"_s, false, false, this, done); }));
        }
        world.pairs.clear();
        world.stopServices();
        // While the server was down: reservations of a killed one, and files that somebody has put there and taken away.
        const QString home = world.options.homesDirectory + u"/alice/"_s;
        write(home + u"d/new"_s, QByteArray(500, 'n'));
        QVERIFY(QDir().rmdir(home + u"d/e"_s));
        QVERIFY(world.storage->runBlocking([id](Database &database) {
            (void)accounts::reserveQuota(database, id, {3000, 3});
            return accounts::clearReservations(database); // as Server does
        }));
        world.startServices();
        auto &pair = world.signIn(u"alice"_s, id);
        RemoteFiles files(pair.link());
        QVERIFY(ask<void>([&](auto done) { files.makeFolder(u"/f"_s, false, this, done); }));
        const auto quota = ask<protocol::FilesQuotaResult>([&](auto done) { files.quota(this, done); });
        QVERIFY(quota);
        QCOMPARE(quota->used, 1500);
        QCOMPARE(quota->files, 4); // x in the bin, d, new, f
        QCOMPARE(quota->reserved, 0);
        QCOMPARE(quota->reservedFiles, 0);
        QCOMPARE(quota->quotaFiles, 20);
        QCOMPARE(quota->bin, 1000);
        QCOMPARE(quota->binFiles, 1);
    }

    void whoHasDoneNothingIsCountedTooAndOldThingsLeaveTheBin()
    {
        World world;
        const qint64 alice = world.add(u"alice"_s, -1);
        const qint64 bob = world.add(u"bob"_s, -1);
        QVERIFY(QDir().mkpath(world.options.homesDirectory + u"/alice/.transom-bin/000000000001aaaaaaaaaaaaaaaa/item"_s));
        QVERIFY(QDir().mkpath(world.options.homesDirectory + u"/alice/a/b"_s));
        QVERIFY(QDir().mkpath(world.options.homesDirectory + u"/bob/.partial"_s));
        write(world.options.homesDirectory + u"/alice/a/x"_s, QByteArray(700, 'x'));
        write(world.options.homesDirectory + u"/alice/.transom-bin/000000000001aaaaaaaaaaaaaaaa/item/old"_s, QByteArray(300, 'x'));
        world.services->startUpkeep();
        Strand::waitForAll();
        QCOMPARE(world.usage(alice).usedBytes, 700);
        QCOMPARE(world.usage(alice).usedFiles, 3);
        QCOMPARE(world.usage(bob).usedFiles, 0);
        QVERIFY(QDir(world.options.homesDirectory + u"/alice/.transom-bin"_s).isEmpty());
    }

    void uploadsThatComeWhileTheHomesAreCountedAreCountedExactly()
    {
        World world;
        const qint64 id = world.add(u"alice"_s, -1);
        for (int i = 0; i < 50; ++i) {
            QVERIFY(QDir().mkpath(world.options.homesDirectory + u"/alice/old/%1"_s.arg(i)));
            for (int file = 0; file < 20; ++file)
                write(world.options.homesDirectory + u"/alice/old/%1/%2"_s.arg(i).arg(file), QByteArray(10, 'x'));
        }
        QVERIFY(QDir().mkpath(world.local.filePath(u"tree"_s)));
        for (int i = 0; i < 60; ++i)
            write(world.local.filePath(u"tree/%1"_s.arg(i)), QByteArray(100, 'x'));
        auto &pair = world.signIn(u"alice"_s, id);
        TransferOptions options;
        options.recursive = true;
        world.services->startUpkeep();
        QVERIFY(ran(makeJob<UploadJob>(pair.link(), QStringList{world.local.filePath(u"tree"_s)}, u"/"_s, options)).ok());
        Strand::waitForAll();
        QCOMPARE((Space{world.usage(id).usedBytes, world.usage(id).usedFiles}), world.onDisk(u"alice"_s));
        QCOMPARE(world.usage(id).usedBytes, 50 * 20 * 10 + 60 * 100);
    }

    void oneDataFolderHasOneServer()
    {
        QTemporaryDir data;
        auto first = server::lockData(data.path());
        QVERIFY(first);
        QCOMPARE(server::lockData(data.path()).error().code, ErrorCode::InUse);
        first->reset();
        QVERIFY(server::lockData(data.path()));
    }

    void aDiskThatFillsIsSaidOnBothSidesAndWorksAgainOnceThereIsRoom()
    {
        SmallDisk disk("size=8m,mode=0700");
        if (!disk.isMounted())
            QSKIP(qPrintable(u"A small disk cannot be mounted here: %1"_s.arg(QString::fromLocal8Bit(disk.why()))));
        World world(disk.path());
        const qint64 id = world.add(u"alice"_s, -1);
        auto &pair = world.signIn(u"alice"_s, id);
        RemoteFiles files(pair.link());
        write(world.local.filePath(u"kept"_s), QByteArray(1 * MiB, 'k'));
        QVERIFY(ran(makeJob<UploadJob>(pair.link(), QStringList{world.local.filePath(u"kept"_s)}, u"/"_s, TransferOptions{})).ok());
        write(world.local.filePath(u"large"_s), QByteArray(5 * MiB, 'l'));
        // Somebody else fills the disk after the upload has been let in: the write itself fails.
        QFile other(disk.path() + u"/other"_s);
        QVERIFY(other.open(QIODevice::WriteOnly));
        TransferOptions slow;
        slow.limit = 2 * MiB;
        std::optional<JobResult> result;
        const JobPtr job = makeJob<UploadJob>(pair.link(), QStringList{world.local.filePath(u"large"_s)}, u"/"_s, slow);
        connect(job.get(), &Job::finished, this, [&](const JobResult &end) { result = end; });
        job->start();
        QVERIFY(test::waitUntil([&] { return job->progress().done > 128 * KiB; }));
        while (other.write(QByteArray(64 * KiB, 'o')) > 0 && other.flush()) {
        }
        QVERIFY(test::waitUntil([&] { return result.has_value(); }));
        QCOMPARE(result->error.code, ErrorCode::DiskFull);
        QVERIFY(!describe(result->error).isEmpty());
        Strand::waitForAll();
        QVERIFY(!QFile::exists(disk.path() + u"/alice/large"_s));
        QCOMPARE(QFileInfo(disk.path() + u"/alice/kept"_s).size(), 1 * MiB);
        QCOMPARE(world.usage(id).reservedBytes, 0);

        // Full to the last byte: nothing is let in, what is there can be read and removed.
        while (other.write("o") > 0 && other.flush()) {
        }
        QCOMPARE(ran(makeJob<UploadJob>(pair.link(), QStringList{world.local.filePath(u"large"_s)}, u"/"_s, TransferOptions{})).error.code, ErrorCode::DiskFull);
        const auto stat = ask<protocol::FileEntry>([&](auto done) { files.stat(u"/kept"_s, true, this, done); });
        QVERIFY(stat);
        QCOMPARE(stat->sha256, QString::fromLatin1(Sha256::of(QByteArray(1 * MiB, 'k')).toHex()));
        const auto binned = ask<protocol::FilesRemoveResult>([&](auto done) { files.remove(u"/kept"_s, false, false, this, done); });
        if (!binned)
            QCOMPARE(binned.error().code, ErrorCode::DiskFull);
        else
            QVERIFY(ask<protocol::FilesBinRestoreResult>([&](auto done) { files.binRestore(binned->id, {}, u"fail"_s, this, done); }));

        // Once there is room it works again, on the same session.
        QCOMPARE(::truncate(QFile::encodeName(other.fileName()).constData(), 0), 0);
        QVERIFY(ran(makeJob<UploadJob>(pair.link(), QStringList{world.local.filePath(u"large"_s)}, u"/"_s, TransferOptions{})).ok());
        QCOMPARE(QFileInfo(disk.path() + u"/alice/large"_s).size(), 5 * MiB);
        QVERIFY(ask<protocol::FilesRemoveResult>([&](auto done) { files.remove(u"/kept"_s, false, true, this, done); }));
        Strand::waitForAll();
        QCOMPARE((Space{world.usage(id).usedBytes, world.usage(id).usedFiles}), world.onDisk(u"alice"_s));
        QCOMPARE(world.usage(id).reservedBytes, 0);
    }

    void onAFullDiskAFolderCanStillBeRemovedForGood()
    {
        SmallDisk disk("size=8m,nr_inodes=40,mode=0700");
        if (!disk.isMounted())
            QSKIP(qPrintable(u"A small disk cannot be mounted here: %1"_s.arg(QString::fromLocal8Bit(disk.why()))));
        World world(disk.path());
        const qint64 id = world.add(u"alice"_s, -1);
        auto &pair = world.signIn(u"alice"_s, id);
        RemoteFiles files(pair.link());
        Result<void> made;
        int count = 0;
        for (; made && count < 100; ++count)
            made = ask<void>([&](auto done) { files.makeFolder(u"/d/%1"_s.arg(count), true, this, done); });
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::DiskFull);
        QCOMPARE(ask<protocol::FilesRemoveResult>([&](auto done) { files.remove(u"/d"_s, true, false, this, done); }).error().code, ErrorCode::DiskFull);
        QVERIFY(ask<protocol::FilesRemoveResult>([&](auto done) { files.remove(u"/d"_s, true, true, this, done); }));
        Strand::waitForAll();
        QCOMPARE(world.usage(id).usedFiles, 0);
        QCOMPARE(world.usage(id).reservedFiles, 0);
        QVERIFY(ask<void>([&](auto done) { files.makeFolder(u"/again"_s, false, this, done); }));
    }

    void theFloorOfFreeSpaceHoldsForManyUploadsAtOnce()
    {
        SmallDisk disk("size=8m,mode=0700");
        if (!disk.isMounted())
            QSKIP(qPrintable(u"A small disk cannot be mounted here: %1"_s.arg(QString::fromLocal8Bit(disk.why()))));
        World world(disk.path(), {3 * MiB, 1.0});
        const qint64 id = world.add(u"alice"_s, -1);
        for (int i = 0; i < 6; ++i)
            write(world.local.filePath(QString::number(i)), QByteArray(1 * MiB, 'x'));
        std::vector<std::pair<JobPtr, std::optional<JobResult>>> jobs(6);
        for (size_t i = 0; i < jobs.size(); ++i) {
            auto &[job, result] = jobs[i];
            job = makeJob<UploadJob>(world.signIn(u"alice"_s, id).link(), QStringList{world.local.filePath(QString::number(i))}, u"/"_s, TransferOptions{});
            connect(job.get(), &Job::finished, this, [&result = result](const JobResult &end) { result = end; });
        }
        for (auto &[job, result] : jobs)
            job->start();
        QVERIFY(test::waitUntil([&] { return std::all_of(jobs.begin(), jobs.end(), [](const auto &job) { return job.second.has_value(); }); }));
        int let = 0;
        for (auto &[job, result] : jobs) {
            if (result->ok()) {
                ++let;
                continue;
            }
            QCOMPARE(result->error.code, ErrorCode::DiskFull);
            QVERIFY2(describe(result->error).contains(u"disk"_s), qPrintable(describe(result->error)));
        }
        QCOMPARE(let, 5); // of eight, three are left
        // What the bin holds goes before an upload is refused for want of room.
        RemoteFiles files(world.pairs[0]->link());
        for (size_t i = 0; i < jobs.size(); ++i) {
            if (jobs[i].second->ok())
                QVERIFY(ask<protocol::FilesRemoveResult>([&](auto done) { files.remove(u"/%1"_s.arg(i), false, false, this, done); }));
        }
        write(world.local.filePath(u"later"_s), QByteArray(3 * MiB, 'x'));
        QVERIFY(ran(makeJob<UploadJob>(world.pairs[0]->link(), QStringList{world.local.filePath(u"later"_s)}, u"/"_s, TransferOptions{})).ok());
        Strand::waitForAll();
        QCOMPARE((Space{world.usage(id).usedBytes, world.usage(id).usedFiles}), world.onDisk(u"alice"_s));
    }
};

QTEST_GUILESS_MAIN(TestQuota)
#include "tst_quota.moc"
