// A disk that fills in the middle of a transfer, on either side, and what goes on once there is room.

#include "core/base/sha256.h"
#include "core/base/strand.h"
#include "core/files/download_job.h"
#include "core/files/upload_job.h"
#include "tests/support/stored_world.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using test::ran;
using test::SessionPair;
using test::SmallDisk;
using World = test::StoredWorld;

namespace {

constexpr qint64 MiB = 1024 * 1024;
/// Beyond one checkpoint, so that there is one below what has been written.
constexpr qint64 Size = 80 * MiB + 12'345;
constexpr qint64 FillAt = 66 * MiB;
/// Enough for the file, and too little for a file of which somebody else takes the rest.
constexpr auto DiskSize = "size=96m,mode=0700";
constexpr qint64 Speed = 64 * MiB;
/// What goes over the wire beside the file's bytes.
constexpr qint64 Overhead = 64 * 1024;

/// No block is like another, so that one in the wrong place shows.
const QByteArray &content()
{
    static QByteArray bytes;
    if (!bytes.isEmpty())
        return bytes;
    bytes.resize(Size);
    quint32 state = 2463534242U;
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        if (at % 61 == 0)
            state = state * 1664525U + 1013904223U;
        bytes[at] = static_cast<char>(state >> (at % 25));
    }
    return bytes;
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TransferOptions resuming()
{
    TransferOptions options;
    options.resume = true;
    options.limit = Speed;
    return options;
}

/// Runs it, and takes the rest of the disk once so much has gone.
JobResult ranWhileTheDiskFills(const JobPtr &job, SmallDisk &disk)
{
    bool filled = false;
    QObject context;
    QObject::connect(job.get(), &Job::progressChanged, &context, [&](const Progress &progress) {
        if (progress.done >= FillAt && !filled)
            filled = disk.fill();
    });
    JobResult result = ran(job);
    if (!filled)
        result.error = {ErrorCode::Internal, u"the disk was not filled in time"_s};
    return result;
}

/// The one file of which something was kept in the folder.
qint64 keptIn(const QString &folder)
{
    const auto kept = QDir(folder).entryInfoList(QDir::Files | QDir::Hidden);
    return kept.size() == 1 ? kept.first().size() : -1;
}

} // namespace

class TestFullDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUploadOntoADiskThatFillsGoesOnFromWhatHasArrived_data()
    {
        QTest::addColumn<bool>("booksToo");
        QTest::newRow("the homes' disk") << false;
        QTest::newRow("the disk of the homes and the server's database") << true;
    }
    void anUploadOntoADiskThatFillsGoesOnFromWhatHasArrived()
    {
        QFETCH(bool, booksToo);
        SmallDisk disk(DiskSize);
        if (!disk.isMounted())
            QSKIP(qPrintable(u"A small disk cannot be mounted here: %1"_s.arg(QString::fromLocal8Bit(disk.why()))));
        World world(disk.path() + u"/homes"_s, {0, 0}, booksToo ? disk.path() + u"/server.db"_s : QString());
        const qint64 id = world.add(u"alice"_s, 200 * MiB);
        const QString source = world.local.filePath(u"film"_s);
        test::write(source, content());

        const JobResult broken = ranWhileTheDiskFills(makeJob<UploadJob>(world.signIn(u"alice"_s, id).link(), QStringList{source}, u"/"_s, resuming()), disk);
        // Both sides say it: the person, and the server's audit trail.
        QCOMPARE(broken.error.code, ErrorCode::DiskFull);
        QVERIFY2(describe(broken.error).contains(u"server"_s) && describe(broken.error).contains(u"kept"_s), qPrintable(describe(broken.error)));
        Strand::waitForAll();
        const auto audit = world.audit();
        QVERIFY(std::any_of(audit.begin(), audit.end(), [](const auto &entry) { return entry.subject == u"/film" && entry.outcome == ErrorCode::DiskFull; }));
        // What has arrived is kept, and counted.
        const qint64 kept = keptIn(disk.path() + u"/homes/alice/.partial"_s);
        QVERIFY2(kept >= 64 * MiB && kept < Size, qPrintable(QString::number(kept)));
        QVERIFY(!QFile::exists(disk.path() + u"/homes/alice/film"_s));

        // Still full: refused, in words that say what to do, and nothing of what is there is lost.
        const JobResult refused = ran(makeJob<UploadJob>(world.signIn(u"alice"_s, id).link(), QStringList{source}, u"/"_s, resuming()));
        QCOMPARE(refused.error.code, ErrorCode::DiskFull);
        QVERIFY2(describe(refused.error).contains(u"server"_s), qPrintable(describe(refused.error)));
        Strand::waitForAll();
        QCOMPARE(keptIn(disk.path() + u"/homes/alice/.partial"_s), kept);

        QVERIFY(disk.makeRoom());
        SessionPair &again = world.signIn(u"alice"_s, id);
        const JobResult sent = ran(makeJob<UploadJob>(again.link(), QStringList{source}, u"/"_s, resuming()));
        QVERIFY2(sent.ok(), qPrintable(describe(sent.error)));
        QCOMPARE(sent.details.value(u"resumedBytes"_s).toLongLong(), kept);
        const auto moved = static_cast<qint64>(again.client().stats().bytesOut);
        QVERIFY2(moved >= Size - kept && moved < Size - kept + Overhead, qPrintable(QString::number(moved)));
        QVERIFY(read(disk.path() + u"/homes/alice/film"_s) == content());
        Strand::waitForAll();
        QCOMPARE((Space{world.usage(id).usedBytes, world.usage(id).usedFiles}), world.onDisk(u"alice"_s));
        QCOMPARE((Space{world.usage(id).usedBytes, world.usage(id).usedFiles}), (Space{Size, 1}));
        QCOMPARE((Space{world.usage(id).reservedBytes, world.usage(id).reservedFiles}), Space{});
    }

    void aDownloadOntoADiskThatFillsGoesOnFromWhatHasArrived()
    {
        SmallDisk disk(DiskSize);
        if (!disk.isMounted())
            QSKIP(qPrintable(u"A small disk cannot be mounted here: %1"_s.arg(QString::fromLocal8Bit(disk.why()))));
        World world;
        const qint64 id = world.add(u"alice"_s, -1);
        QVERIFY(QDir().mkpath(world.options.homesDirectory + u"/alice"_s));
        test::write(world.options.homesDirectory + u"/alice/film"_s, content());
        const QString folder = disk.path() + u"/films"_s;
        QVERIFY(QDir().mkpath(folder));

        SessionPair &pair = world.signIn(u"alice"_s, id);
        const JobResult broken = ranWhileTheDiskFills(makeJob<DownloadJob>(pair.link(), QStringList{u"/film"_s}, folder, resuming()), disk);
        QCOMPARE(broken.error.code, ErrorCode::DiskFull);
        QVERIFY2(describe(broken.error).contains(u"this computer"_s, Qt::CaseInsensitive) && describe(broken.error).contains(u"kept"_s), qPrintable(describe(broken.error)));
        Strand::waitForAll();
        QVERIFY(!QFile::exists(folder + u"/film"_s));
        const qint64 kept = keptIn(folder);
        QVERIFY2(kept >= 64 * MiB && kept < Size, qPrintable(QString::number(kept)));

        // The server goes on as if nothing had been, for the same session.
        QCOMPARE(ran(makeJob<DownloadJob>(pair.link(), QStringList{u"/film"_s}, folder, resuming())).error.code, ErrorCode::DiskFull);
        Strand::waitForAll();
        QCOMPARE(keptIn(folder), kept);
        QVERIFY(disk.makeRoom());
        const auto before = static_cast<qint64>(pair.client().stats().bytesIn);
        const JobResult got = ran(makeJob<DownloadJob>(pair.link(), QStringList{u"/film"_s}, folder, resuming()));
        QVERIFY2(got.ok(), qPrintable(describe(got.error)));
        QCOMPARE(got.details.value(u"resumedBytes"_s).toLongLong(), kept);
        const qint64 moved = static_cast<qint64>(pair.client().stats().bytesIn) - before;
        QVERIFY2(moved >= Size - kept && moved < Size - kept + Overhead, qPrintable(QString::number(moved)));
        QVERIFY(read(folder + u"/film"_s) == content());
        QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden), QStringList{u"film"_s});
    }
};

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_full_disk.moc"
