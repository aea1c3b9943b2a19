// Files end to end: jobs on a client's session against the server's service, and each of the two against a hostile other.

#include "core/base/sha256.h"
#include "core/base/strand.h"
#include "core/files/download_job.h"
#include "core/files/file_service.h"
#include "core/files/record_stream.h"
#include "core/files/remote_files.h"
#include "core/files/upload_job.h"
#include "tests/support/memory_accounting.h"
#include "tests/support/session_pair.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <sys/stat.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using protocol::FileEntry;
using protocol::FilesEntries;
using protocol::FilesGet;
using protocol::FilesPut;
using protocol::FilesSum;
using protocol::Permission;
using session::Channel;
using test::MemoryAccounting;
using test::SessionPair;

namespace {

constexpr qint64 MiB = 1024 * 1024;

/// Bytes in which no two blocks are alike, so that a swapped or doubled block shows.
QByteArray pattern(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint64 state = 0x9e3779b97f4a7c15u;
    for (char &byte : bytes) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        byte = static_cast<char>(state);
    }
    return bytes;
}

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

/// Every file below a folder, hidden ones too but not those of the recycle bin, with its content; folders end in a slash.
QMap<QString, QByteArray> tree(const QString &folder)
{
    QMap<QString, QByteArray> found;
    QDirIterator entries(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        entries.next();
        const QString name = entries.filePath().mid(folder.size() + 1);
        if (name == u".partial" || name == u".transom-bin" || name.startsWith(u".transom-bin/"))
            continue;
        if (entries.fileInfo().isDir())
            found.insert(name + u'/', {});
        else
            found.insert(name, read(entries.filePath()));
    }
    return found;
}

FilesSum sumOf(const QByteArray &bytes)
{
    return {bytes.size(), QString::fromLatin1(Sha256::of(bytes).toHex())};
}

/// A server with the files service and a client signed in to it, and a folder of the client's.
class World
{
public:
    explicit World(protocol::Access access = protocol::AllAccess, qint64 quota = -1)
        : accounting(quota)
        , homes(root.path(), {})
    {
        registerFiles(registry, {&homes, &accounting, [this](FileAction action, const QString &user, const QString &, const QString &subject, ErrorCode outcome) {
                                     audits.append({action, user, subject, outcome});
                                 }});
        pair.emplace(registry, access);
    }
    ~World()
    {
        pair.reset();
        Strand::waitForAll();
    }
    QString home(const QString &name = {}) const { return root.filePath(u"alice"_s) + (name.isEmpty() ? QString() : u'/' + name); }
    QString here(const QString &name) const { return local.filePath(name); }
    QStringList partials() const { return QDir(home(u".partial"_s)).entryList(QDir::Files | QDir::Hidden); }

    struct Audit
    {
        FileAction action;
        QString user;
        QString subject;
        ErrorCode outcome;
    };

    QTemporaryDir root;
    QTemporaryDir local;
    MemoryAccounting accounting;
    Homes homes;
    session::ServiceRegistry registry;
    QList<Audit> audits;
    std::optional<SessionPair> pair;
};

/// A server that says what a test makes it say.
class HostileWorld
{
public:
    using Get = std::function<void(Channel &)>;

    HostileWorld(FileEntry entry, const QList<FileEntry> &listing, Get get)
    {
        registry.add("files.get-tree", [entry, listing](Channel &channel, const QJsonObject &) {
            const auto head = [](const FileEntry &of, const QString &path) {
                return encodeRecord({path, of.type, of.size, of.modified, of.mode, {}, {}, false, ErrorCode::None, {}});
            };
            QByteArray records = head(entry, entry.name.mid(1));
            for (const FileEntry &of : listing)
                records += head(of, entry.name.mid(1) + u'/' + of.name);
            channel.accept(protocol::FilesTreeTotal{listing.size() + 1, 5});
            channel.sendData(records);
            channel.end(protocol::FilesTreeTotal{listing.size() + 1, 5});
        });
        registry.add("files.get", [this, get](Channel &channel, const QJsonObject &request) {
            got.append(request.value(u"path"_s).toString());
            get(channel);
        });
        pair.emplace(registry);
    }
    ~HostileWorld()
    {
        pair.reset();
        Strand::waitForAll();
    }

    QTemporaryDir outer;
    QTemporaryDir local{outer.filePath(u"local-XXXXXX"_s)};
    session::ServiceRegistry registry;
    QStringList got;
    std::optional<SessionPair> pair;
};

/// Waits for a job to end.
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

/// What a client that speaks frames by itself got for an upload.
struct RawPut
{
    explicit RawPut(World &world, const FilesPut &request)
        : channel(world.pair->client().open(request, session::Priority::Bulk))
    {
        QObject::connect(channel, &Channel::closed, &context, [this](const Error &error, const QJsonObject &) { end = error; });
    }
    bool ended() const { return test::waitUntil([this] { return end.has_value(); }); }

    QObject context;
    Channel *channel;
    std::optional<Error> end;
};

} // namespace

class TestFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Jobs ------------------------------------------------------------------------------------------------------------
    void aFileGoesUpAndComesBack_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("empty") << qint64(0);
        QTest::newRow("one byte") << qint64(1);
        QTest::newRow("one block") << qint64(64 * 1024);
        QTest::newRow("1 MiB + 1") << MiB + 1;
        QTest::newRow("more than the largest window") << 20 * MiB + 7;
    }
    void aFileGoesUpAndComesBack()
    {
        QFETCH(qint64, size);
        World world;
        const QByteArray bytes = pattern(size);
        write(world.here(u"x.bin"_s), bytes);
        QVERIFY(QFile::setPermissions(world.here(u"x.bin"_s), QFile::ReadOwner | QFile::WriteOwner));
        const JobResult up = ran(makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"x.bin"_s)}, u"/"_s, TransferOptions{}));
        QVERIFY2(up.ok(), qPrintable(up.error.text));
        QCOMPARE(up.details.value(u"files"_s).toInt(), 1);
        QCOMPARE(up.details.value(u"path"_s).toString(), u"/x.bin"_s);
        QVERIFY(read(world.home(u"x.bin"_s)) == bytes);
        QCOMPARE(world.accounting.used(), size);
        QCOMPARE(world.accounting.reserved(), 0);
        QVERIFY(world.partials().isEmpty());
        QCOMPARE(world.audits.size(), 1);
        QCOMPARE(world.audits.first().action, FileAction::Written);
        QCOMPARE(world.audits.first().user, u"alice"_s);

        QVERIFY(QDir(world.local.path()).mkdir(u"back"_s));
        auto download = makeJob<DownloadJob>(world.pair->link(), QStringList{u"/x.bin"_s}, world.here(u"back"_s), TransferOptions{});
        Progress last;
        connect(download.get(), &Job::progressChanged, this, [&](const Progress &progress) { last = progress; });
        const JobResult down = ran(download);
        QVERIFY2(down.ok(), qPrintable(down.error.text));
        QCOMPARE(down.details.value(u"path"_s).toString(), world.here(u"back/x.bin"_s));
        QCOMPARE(tree(world.here(u"back"_s)), (QMap<QString, QByteArray>{{u"x.bin"_s, bytes}}));
        QCOMPARE(last.done, size);
        QCOMPARE(last.total, size);
        struct stat before{};
        struct stat after{};
        QCOMPARE(::stat(QFile::encodeName(world.here(u"x.bin"_s)).constData(), &before), 0);
        QCOMPARE(::stat(QFile::encodeName(world.here(u"back/x.bin"_s)).constData(), &after), 0);
        QCOMPARE(after.st_mode & 07777, 0600u);
        QCOMPARE(after.st_mtim.tv_sec, before.st_mtim.tv_sec);
    }

    void aTreeWithOddNamesGoesUpAndComesBack()
    {
        World world;
        QVERIFY(QDir().mkpath(world.here(u"tree/empty"_s)) && QDir().mkpath(world.here(u"tree/資料/ü x"_s)));
        QMap<QString, QByteArray> expected{{u"empty/"_s, {}}, {u"資料/"_s, {}}, {u"資料/ü x/"_s, {}}};
        for (const QString &name : {u"plain"_s, u".hidden"_s, u" a b"_s, u"-rf"_s, u"$(x) `y` 'z' \"q\""_s, u"a:b*?<>|"_s, u"\U0001F600"_s,
                                    u"資料/ü x/%2e%2e"_s, u"資料/.transom-0.part"_s, QString(255, u'l')}) {
            const QByteArray content = name.toUtf8() + pattern(name.size() * 1000);
            write(world.here(u"tree/"_s + name), content);
            expected.insert(name, content);
        }
        for (int i = 0; i < 200; ++i) {
            const QString name = u"n%1"_s.arg(i);
            write(world.here(u"tree/"_s + name), QByteArray::number(i));
            expected.insert(name, QByteArray::number(i));
        }
        const JobResult up = ran(makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"tree"_s)}, u"/"_s, TransferOptions{}));
        QVERIFY2(up.ok(), qPrintable(up.error.text));
        QCOMPARE(up.details.value(u"files"_s).toInt(), 210);
        QCOMPARE(tree(world.home(u"tree"_s)), expected);

        QVERIFY(QDir(world.local.path()).mkdir(u"back"_s));
        const JobResult down = ran(makeJob<DownloadJob>(world.pair->link(), QStringList{u"/tree"_s}, world.here(u"back"_s), TransferOptions{}));
        QVERIFY2(down.ok(), qPrintable(down.error.text));
        QCOMPARE(down.details.value(u"files"_s).toInt(), 210);
        QCOMPARE(tree(world.here(u"back/tree"_s)), expected);
        QVERIFY(world.partials().isEmpty());
    }

    void whatCannotBeSentIsNotedAndTheRestIsSent()
    {
        World world;
        QVERIFY(QDir().mkpath(world.here(u"tree"_s)));
        write(world.here(u"tree/good"_s), "good");
        write(world.here(u"tree/bad."_s), "bad");
        write(world.here(u"tree/nul.txt"_s), "bad");
        QVERIFY(QFile::link(u"/etc/passwd"_s, world.here(u"tree/link"_s)));
        QCOMPARE(::mkfifo(QFile::encodeName(world.here(u"tree/pipe"_s)).constData(), 0600), 0);
        const JobResult up = ran(makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"tree"_s)}, u"/"_s, TransferOptions{}));
        QCOMPARE(up.error.code, ErrorCode::BadName);
        QCOMPARE(up.details.value(u"files"_s).toInt(), 1);
        QCOMPARE(up.details.value(u"failed"_s).toStringList().size(), 2);
        QCOMPARE(up.details.value(u"skipped"_s).toStringList().size(), 2);
        QCOMPARE(tree(world.home(u"tree"_s)), (QMap<QString, QByteArray>{{u"good"_s, "good"}}));
    }

    void aLinkInTheHomeIsNotedAndNotFetched()
    {
        World world;
        QVERIFY(QDir().mkpath(world.home(u"tree"_s)));
        write(world.home(u"tree/good"_s), "good");
        QVERIFY(QFile::link(u"/etc/passwd"_s, world.home(u"tree/link"_s)));
        QVERIFY(QFile::link(u"/etc"_s, world.home(u"tree/folder"_s)));
        QVERIFY(QDir(world.local.path()).mkdir(u"back"_s));
        const JobResult down = ran(makeJob<DownloadJob>(world.pair->link(), QStringList{u"/tree"_s}, world.here(u"back"_s), TransferOptions{}));
        QVERIFY(down.ok());
        QCOMPARE(down.details.value(u"skipped"_s).toStringList().size(), 2);
        QCOMPARE(tree(world.here(u"back/tree"_s)), (QMap<QString, QByteArray>{{u"good"_s, "good"}}));
        QVERIFY(!ran(makeJob<DownloadJob>(world.pair->link(), QStringList{u"/tree/link"_s, u"/tree/folder/passwd"_s}, world.here(u"back"_s), TransferOptions{}))
                         .details.value(u"files"_s)
                         .toInt());
    }

    void whatIsThereAlreadyDecidesByPolicyAtTheClientToo_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QByteArrayList>("contents");
        QTest::newRow("fail") << u"fail"_s << ErrorCode::AlreadyExists << QByteArrayList{"old"};
        QTest::newRow("overwrite") << u"overwrite"_s << ErrorCode::None << QByteArrayList{"new"};
        QTest::newRow("rename") << u"rename"_s << ErrorCode::None << QByteArrayList{"old", "new"};
        QTest::newRow("skip") << u"skip"_s << ErrorCode::None << QByteArrayList{"old"};
    }
    void whatIsThereAlreadyDecidesByPolicyAtTheClientToo()
    {
        QFETCH(QString, policy);
        QFETCH(ErrorCode, code);
        QFETCH(QByteArrayList, contents);
        World world;
        QVERIFY(QDir().mkpath(world.home()) && QDir(world.local.path()).mkpath(u"back"_s) && QDir(world.local.path()).mkpath(u"up"_s));
        write(world.home(u"x"_s), "new");
        write(world.here(u"back/x"_s), "old");
        TransferOptions options;
        options.conflict = policy;
        QCOMPARE(ran(makeJob<DownloadJob>(world.pair->link(), QStringList{u"/x"_s}, world.here(u"back"_s), options)).error.code, code);
        QCOMPARE(tree(world.here(u"back"_s)).values(), contents);

        write(world.home(u"x"_s), "old");
        write(world.here(u"up/x"_s), "new");
        QCOMPARE(ran(makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"up/x"_s)}, u"/"_s, options)).error.code, code);
        QCOMPARE(tree(world.home()).values(), contents);
    }

    void aQuotaThatIsTooSmallKeepsNothing()
    {
        World world(protocol::AllAccess, 100'000);
        write(world.here(u"x"_s), pattern(100'001));
        QCOMPARE(ran(makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"x"_s)}, u"/"_s, TransferOptions{})).error.code, ErrorCode::QuotaExceeded);
        QVERIFY(tree(world.home()).isEmpty());
        QCOMPARE(world.accounting.reserved(), 0);
    }

    void cancellingAnUploadLeavesNothing()
    {
        World world;
        write(world.here(u"x"_s), pattern(8 * MiB));
        TransferOptions options;
        options.limit = MiB; // so that it cannot be over before it is cancelled
        auto job = makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"x"_s)}, u"/"_s, options);
        connect(job.get(), &Job::progressChanged, this, [raw = job.get()](const Progress &progress) {
            if (progress.done > 0)
                raw->cancel();
        });
        const JobResult result = ran(job);
        QCOMPARE(result.error.code, ErrorCode::Cancelled);
        // The answer came when the server had cleaned up.
        QVERIFY(world.partials().isEmpty());
        QVERIFY(tree(world.home()).isEmpty());
        QCOMPARE(world.accounting.reserved(), 0);
        QCOMPARE(world.accounting.used(), 0);
    }

    void cancellingADownloadLeavesNothing()
    {
        World world;
        QVERIFY(QDir().mkpath(world.home()) && QDir(world.local.path()).mkpath(u"back"_s));
        write(world.home(u"x"_s), pattern(8 * MiB));
        TransferOptions options;
        options.limit = MiB;
        auto job = makeJob<DownloadJob>(world.pair->link(), QStringList{u"/x"_s}, world.here(u"back"_s), options);
        connect(job.get(), &Job::progressChanged, this, [raw = job.get()](const Progress &progress) {
            if (progress.done > 0)
                raw->cancel();
        });
        QCOMPARE(ran(job).error.code, ErrorCode::Cancelled);
        QTRY_VERIFY(tree(world.here(u"back"_s)).isEmpty());
    }

    void cancellingBeforeTheStartIsAnEndToo()
    {
        World world;
        auto job = makeJob<UploadJob>(world.pair->link(), QStringList{u"/none"_s}, u"/"_s, TransferOptions{});
        QSignalSpy finished(job.get(), &Job::finished);
        job->cancel();
        QCOMPARE(finished.size(), 1);
    }

    void aCutWireLeavesNothingAtEitherEnd()
    {
        World world;
        QVERIFY(QDir().mkpath(world.home()) && QDir(world.local.path()).mkpath(u"back"_s));
        write(world.home(u"down"_s), pattern(8 * MiB));
        write(world.here(u"up"_s), pattern(8 * MiB));
        TransferOptions options;
        options.limit = MiB;
        auto up = makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"up"_s)}, u"/"_s, options);
        auto down = makeJob<DownloadJob>(world.pair->link(), QStringList{u"/down"_s}, world.here(u"back"_s), options);
        std::optional<JobResult> upResult;
        std::optional<JobResult> downResult;
        Progress upProgress;
        Progress downProgress;
        connect(up.get(), &Job::finished, this, [&](const JobResult &result) { upResult = result; });
        connect(down.get(), &Job::finished, this, [&](const JobResult &result) { downResult = result; });
        connect(up.get(), &Job::progressChanged, this, [&](const Progress &progress) { upProgress = progress; });
        connect(down.get(), &Job::progressChanged, this, [&](const Progress &progress) { downProgress = progress; });
        up->start();
        down->start();
        QTRY_VERIFY(upProgress.done > 0 && downProgress.done > 0 && !world.partials().isEmpty());
        QVERIFY(!tree(world.here(u"back"_s)).isEmpty());
        world.pair->clientStream().cut();
        QTRY_VERIFY(upResult && downResult);
        QCOMPARE(upResult->error.code, ErrorCode::ConnectionLost);
        QCOMPARE(downResult->error.code, ErrorCode::ConnectionLost);
        QTRY_VERIFY(world.partials().isEmpty());
        QTRY_VERIFY(tree(world.here(u"back"_s)).isEmpty());
        QTRY_COMPARE(world.accounting.reserved(), 0);
        QCOMPARE(tree(world.home()).keys(), QStringList{u"down"_s});
    }

    void oneFlippedBitIsCaughtAndWhatWasThereStaysAsItWas_data()
    {
        QTest::addColumn<bool>("isUpload");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<qsizetype>("piece");
        QTest::newRow("a large file up") << true << 5 * MiB << qsizetype(16 * 1024);
        QTest::newRow("a large file down") << false << 5 * MiB << qsizetype(16 * 1024);
        QTest::newRow("a small file up") << true << qint64(3000) << qsizetype(2500);
        QTest::newRow("a small file down") << false << qint64(3000) << qsizetype(2500);
    }
    void oneFlippedBitIsCaughtAndWhatWasThereStaysAsItWas()
    {
        QFETCH(bool, isUpload);
        QFETCH(qint64, size);
        QFETCH(qsizetype, piece);
        World world;
        QVERIFY(QDir().mkpath(world.home()));
        const QByteArray old("as it was");
        const QByteArray bytes = pattern(size);
        const QString from = isUpload ? world.here(u"x.bin"_s) : world.home(u"x.bin"_s);
        const QString to = isUpload ? world.home(u"x.bin"_s) : world.here(u"x.bin"_s);
        write(from, bytes);
        write(to, old);
        TransferOptions options;
        options.conflict = u"overwrite"_s;
        const auto job = [&]() -> JobPtr {
            if (isUpload)
                return makeJob<UploadJob>(world.pair->link(), QStringList{from}, u"/"_s, options);
            return makeJob<DownloadJob>(world.pair->link(), QStringList{u"/x.bin"_s}, world.local.path(), options);
        };
        // Below the session nobody sees it: TLS ends there, or a faulty memory did it behind TLS.
        transport::MemoryStream &sender = isUpload ? world.pair->clientStream() : world.pair->serverStream();
        sender.flipOneBitOfTheNext(piece);
        const JobResult result = ran(job());
        QVERIFY(sender.hasFlipped());
        QCOMPARE(result.error.code, ErrorCode::HashMismatch);
        QVERIFY(!describe(result.error).isEmpty());
        Strand::waitForAll();
        QCOMPARE(read(to), old);
        QVERIFY(read(from) == bytes);
        QTRY_COMPARE(world.accounting.reserved(), 0);
        QCOMPARE(tree(isUpload ? world.home() : world.local.path()).keys(), QStringList{u"x.bin"_s});
        // The next one is whole, on the same session, and is not gone on with from what was wrong.
        QVERIFY(ran(job()).ok());
        QVERIFY(read(to) == bytes);
        QVERIFY(world.partials().isEmpty());
    }

    void aSuspendedTransferStandsStillAndGoesOn()
    {
        World world;
        QVERIFY(QDir().mkpath(world.home()) && QDir(world.local.path()).mkpath(u"back"_s));
        const QByteArray bytes = pattern(12 * MiB);
        write(world.home(u"x"_s), bytes);
        auto job = makeJob<DownloadJob>(world.pair->link(), QStringList{u"/x"_s}, world.here(u"back"_s), TransferOptions{});
        std::optional<JobResult> result;
        qint64 done = 0;
        connect(job.get(), &Job::finished, this, [&](const JobResult &end) { result = end; });
        connect(job.get(), &Job::progressChanged, this, [&, raw = job.get()](const Progress &progress) {
            if (done == 0 && progress.done > 0)
                raw->suspend();
            done = progress.done;
        });
        job->start();
        QTRY_VERIFY(done > 0);
        // The wire falls silent: a ping and its answer pass, and no more DATA than credit had been given for.
        QSignalSpy pong(&world.pair->client(), &session::Session::pong);
        quint64 before = 0;
        do {
            before = world.pair->client().stats().bytesIn;
            pong.clear();
            world.pair->client().ping();
            QTRY_COMPARE(pong.size(), 1);
        } while (world.pair->client().stats().bytesIn - before > 1000);
        QVERIFY(!result);
        QCOMPARE(job->state(), JobState::Suspended);
        job->resume();
        QTRY_VERIFY(result);
        QVERIFY(result->ok());
        QVERIFY(read(world.here(u"back/x"_s)) == bytes);
    }

    // A client that does not keep to the rules ------------------------------------------------------------------------
    void aClientThatSendsTooMuchIsRefused()
    {
        World world;
        RawPut put(world, {u"/x"_s, 10, 0, 0, u"fail"_s});
        put.channel->sendData(QByteArray(11, 'x'));
        put.channel->end(sumOf(QByteArray(11, 'x')));
        QVERIFY(put.ended());
        QCOMPARE(put.end->code, ErrorCode::BadArgument);
        assertNothingKept(world);
    }

    void aClientThatSendsTooLittleIsRefused()
    {
        World world;
        RawPut put(world, {u"/x"_s, 10, 0, 0, u"fail"_s});
        put.channel->sendData(QByteArray(9, 'x'));
        put.channel->end(sumOf(QByteArray(9, 'x')));
        QVERIFY(put.ended());
        QCOMPARE(put.end->code, ErrorCode::Truncated);
        assertNothingKept(world);
    }

    void aClientWhoseHashIsWrongIsRefused_data()
    {
        QTest::addColumn<QJsonObject>("end");
        const QByteArray good(10, 'x');
        QTest::newRow("of something else") << protocol::toJson(FilesSum{10, sumOf("y").sha256});
        QTest::newRow("upper case") << protocol::toJson(FilesSum{10, sumOf(good).sha256.toUpper()});
        QTest::newRow("none") << QJsonObject();
        QTest::newRow("a number") << QJsonObject{{u"size"_s, 10}, {u"sha256"_s, 5}};
    }
    void aClientWhoseHashIsWrongIsRefused()
    {
        QFETCH(QJsonObject, end);
        World world;
        RawPut put(world, {u"/x"_s, 10, 0, 0, u"fail"_s});
        put.channel->sendData(QByteArray(10, 'x'));
        put.channel->end(end);
        QVERIFY(put.ended());
        QVERIFY(put.end->code == ErrorCode::HashMismatch || put.end->code == ErrorCode::BadArgument);
        assertNothingKept(world);
    }

    void sizesThatCannotBeAreRefused_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("-2") << qint64(-2);
        QTest::newRow("lowest") << std::numeric_limits<qint64>::min();
        QTest::newRow("more than any disk") << (qint64(1) << 53) - 1;
        QTest::newRow("highest") << std::numeric_limits<qint64>::max();
    }
    void sizesThatCannotBeAreRefused()
    {
        QFETCH(qint64, size);
        World world;
        RawPut put(world, {u"/x"_s, size, 0, 0, u"fail"_s});
        put.channel->sendData(QByteArray(100, 'x'));
        QVERIFY(put.ended());
        QVERIFY(put.end->code != ErrorCode::None);
        assertNothingKept(world);
    }

    void whatIsOfUnknownSizeCannotBeGoneOnWith()
    {
        World world;
        RawPut put(world, {u"/x"_s, -1, 0, 0, u"fail"_s, true});
        QVERIFY(put.ended());
        QCOMPARE(put.end->code, ErrorCode::BadArgument);
        assertNothingKept(world);
    }

    void whatIsOfUnknownSizeMustBeAsLongAsItIsSaidToBeAtTheEnd()
    {
        for (const qint64 said : {qint64(99), qint64(101), qint64(-1)}) {
            World world;
            RawPut put(world, {u"/x"_s, -1, 0, 0, u"fail"_s});
            const QByteArray bytes(100, 'x');
            put.channel->sendData(bytes);
            put.channel->end(FilesSum{said, QString::fromLatin1(Sha256::of(bytes).toHex())});
            QVERIFY(put.ended());
            QVERIFY(put.end->code != ErrorCode::None);
            assertNothingKept(world);
        }
    }

    void dataInAQuestionEndsTheSession()
    {
        World world;
        QSignalSpy closed(&world.pair->server(), &session::Session::closed);
        Channel *channel = world.pair->client().open(protocol::FilesStat{u"/"_s, false});
        channel->sendData("x");
        QTRY_COMPARE(closed.size(), 1);
    }

    void requestsThatCannotBeReadAreRefused_data()
    {
        QTest::addColumn<QString>("service");
        for (const char *service : {"files.list", "files.stat", "files.get", "files.put", "files.mkdir", "files.rename", "files.remove"})
            QTest::newRow(service) << QString::fromLatin1(service);
    }
    void requestsThatCannotBeReadAreRefused()
    {
        QFETCH(QString, service);
        World world;
        for (const QJsonObject &request : {QJsonObject(), QJsonObject{{u"path"_s, 5}, {u"from"_s, 5}}, QJsonObject{{u"path"_s, QJsonArray()}}}) {
            Channel *channel = world.pair->client().open(service, request);
            QSignalSpy closed(channel, &Channel::closed);
            QTRY_COMPARE(closed.size(), 1);
            QCOMPARE(closed.first().first().value<Error>().code, ErrorCode::BadArgument);
        }
        QCOMPARE(world.pair->client().state(), session::State::SignedIn);
    }

    void withoutPermissionNothingIsReadOrWritten()
    {
        World world(protocol::Access(Permission::Chat) | Permission::ReadFiles);
        write(world.here(u"x"_s), "x");
        QCOMPARE(ran(makeJob<UploadJob>(world.pair->link(), QStringList{world.here(u"x"_s)}, u"/"_s, TransferOptions{})).error.code,
                 ErrorCode::PermissionDenied);
        RemoteFiles files(world.pair->link());
        QCOMPARE(ask<void>([&](auto done) { files.makeFolder(u"/a"_s, false, this, done); }).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(ask<void>([&](auto done) { files.remove(u"/a"_s, true, this, done); }).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(ask<void>([&](auto done) { files.rename(u"/a"_s, u"/b"_s, true, this, done); }).error().code, ErrorCode::PermissionDenied);
        QVERIFY(ask<QList<FileEntry>>([&](auto done) { files.list(u"/"_s, this, done); }));

        World blind{protocol::Access(Permission::WriteFiles)};
        RemoteFiles blindFiles(blind.pair->link());
        QCOMPARE(ask<QList<FileEntry>>([&](auto done) { blindFiles.list(u"/"_s, this, done); }).error().code, ErrorCode::PermissionDenied);
        QVERIFY(QDir().mkpath(blind.home()));
        write(blind.home(u"x"_s), "x");
        QCOMPARE(ran(makeJob<DownloadJob>(blind.pair->link(), QStringList{u"/x"_s}, blind.local.path(), TransferOptions{})).error.code,
                 ErrorCode::PermissionDenied);
    }

    // A server that does not keep to the rules ------------------------------------------------------------------------
    void aServerWhoseHashIsWrongLeavesNothing()
    {
        HostileWorld world({u"/x"_s, u"file"_s, 5, 0, 0644, {}}, {}, [](Channel &channel) {
            channel.accept(FileEntry{u"/x"_s, u"file"_s, 5, 0, 0644, {}});
            channel.sendData("hello");
            channel.end(FilesSum{5, sumOf("hellO").sha256});
        });
        QCOMPARE(fetch(world, u"/x"_s).error.code, ErrorCode::HashMismatch);
        QTRY_VERIFY(tree(world.local.path()).isEmpty());
    }

    void aServerThatSendsTooMuchIsStopped()
    {
        HostileWorld world({u"/x"_s, u"file"_s, 5, 0, 0644, {}}, {}, [](Channel &channel) {
            channel.accept(FileEntry{u"/x"_s, u"file"_s, 5, 0, 0644, {}});
            channel.sendData(QByteArray(100'000, 'x'));
            channel.end(sumOf(QByteArray(100'000, 'x')));
        });
        QCOMPARE(fetch(world, u"/x"_s).error.code, ErrorCode::Truncated);
        QTRY_VERIFY(tree(world.local.path()).isEmpty());
    }

    void aServerThatSendsTooLittleLeavesNothing()
    {
        HostileWorld world({u"/x"_s, u"file"_s, 5, 0, 0644, {}}, {}, [](Channel &channel) {
            channel.accept(FileEntry{u"/x"_s, u"file"_s, 5, 0, 0644, {}});
            channel.sendData("hell");
            channel.end(sumOf("hell"));
        });
        QCOMPARE(fetch(world, u"/x"_s).error.code, ErrorCode::Truncated);
        QTRY_VERIFY(tree(world.local.path()).isEmpty());
    }

    void aServerThatEndsWithoutBeginningLeavesNothing()
    {
        HostileWorld world({u"/x"_s, u"file"_s, 0, 0, 0644, {}}, {}, [](Channel &channel) { channel.end(sumOf({})); });
        QVERIFY(!fetch(world, u"/x"_s).ok());
        QTRY_VERIFY(tree(world.local.path()).isEmpty());
    }

    void namesThatLeadElsewhereInAListingAreIgnored()
    {
        const auto entry = [](const QString &name, const QString &type = u"file"_s) { return FileEntry{name, type, 5, 0, 0644, {}}; };
        HostileWorld world({u"/tree"_s, u"directory"_s, 0, 0, 0755, {}},
                           {entry(u"../x"_s), entry(u".."_s), entry(u".."_s, u"directory"_s), entry(u"/etc/x"_s), entry(u"a\\b"_s),
                            entry(u""_s), entry(u"."_s, u"directory"_s), entry(u"../../d"_s, u"directory"_s), entry(u"a\nb"_s), entry(u"good"_s),
                            entry(u"strange"_s, u"device"_s)},
                           [](Channel &channel) {
                               // The name in ACCEPT is as little to be believed.
                               channel.accept(FileEntry{u"../../escaped"_s, u"file"_s, 5, 0, 04777, {}});
                               channel.sendData("hello");
                               channel.end(sumOf("hello"));
                           });
        fetch(world, u"/tree"_s);
        QCOMPARE(world.got, QStringList{u"/tree/good"_s});
        QCOMPARE(tree(world.local.path()), (QMap<QString, QByteArray>{{u"tree/"_s, {}}, {u"tree/good"_s, "hello"}}));
        QCOMPARE(tree(world.outer.path()).keys().filter(u"escaped"_s), QStringList());
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(world.local.filePath(u"tree/good"_s)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07000, 0u);
    }

    void foldersWithoutEndEnd()
    {
        // Every folder has another one in it.
        session::ServiceRegistry registry;
        registry.add("files.get-tree", [](Channel &channel, const QJsonObject &) {
            channel.accept(protocol::FilesTreeTotal{0, 0});
            QString path = u"t"_s;
            QByteArray records;
            for (int depth = 0; depth < 3000 && records.size() < 200'000; ++depth, path += u"/d"_s)
                records += encodeRecord({path, u"directory"_s, 0, 0, 0755, {}, {}, false, ErrorCode::None, {}});
            channel.sendData(records);
            channel.end(protocol::FilesTreeTotal{0, 0});
        });
        QTemporaryDir local;
        SessionPair pair(registry);
        QVERIFY(ran(makeJob<DownloadJob>(pair.link(), QStringList{u"/t"_s}, local.path(), TransferOptions{})).error.code != ErrorCode::TimedOut);
    }

    void aStreamThatIsNoneIsAnError_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a head without end") << QByteArray("\xff\xff\xff\xff{}", 6);
        QTest::newRow("no JSON") << QByteArray("\0\0\0\2[]", 6);
        QTest::newRow("half a head") << QByteArray("\0\0\0\x20{\"path\"", 11);
        QTest::newRow("contents of a folder") << encodeRecord({u"a"_s, u"directory"_s, 5, 0, 0, {}, {}, true, ErrorCode::None, {}});
        QTest::newRow("contents that are too large") << encodeRecord({u"a"_s, u"file"_s, qint64(1) << 40, 0, 0, {}, {}, true, ErrorCode::None, {}});
        QTest::newRow("a negative size") << encodeRecord({u"a"_s, u"file"_s, -5, 0, 0, {}, {}, true, ErrorCode::None, {}});
        QTest::newRow("contents that are missing") << encodeRecord({u"a"_s, u"file"_s, 5, 0, 0, {}, {}, true, ErrorCode::None, {}}) + "hell";
    }
    void aStreamThatIsNoneIsAnError()
    {
        QFETCH(QByteArray, bytes);
        session::ServiceRegistry registry;
        registry.add("files.get-tree", [bytes](Channel &channel, const QJsonObject &) {
            channel.accept(protocol::FilesTreeTotal{1, 5});
            channel.sendData(bytes);
            channel.end(protocol::FilesTreeTotal{1, 5});
        });
        QTemporaryDir local;
        SessionPair pair(registry);
        const JobResult result = ran(makeJob<DownloadJob>(pair.link(), QStringList{u"/a"_s}, local.path(), TransferOptions{}));
        QVERIFY(!result.ok());
        QVERIFY(result.error.code != ErrorCode::TimedOut);
        QVERIFY(tree(local.path()).isEmpty());
    }

    void withoutAConnectionAJobSaysSo()
    {
        session::SessionLink link;
        QCOMPARE(ran(makeJob<UploadJob>(link, QStringList{u"/x"_s}, u"/"_s, TransferOptions{})).error.code, ErrorCode::ConnectionLost);
        QCOMPARE(ran(makeJob<DownloadJob>(link, QStringList{u"/x"_s}, u"/"_s, TransferOptions{})).error.code, ErrorCode::ConnectionLost);
    }

    // Questions -------------------------------------------------------------------------------------------------------
    void foldersAreMadeListedRenamedAndRemoved()
    {
        World world;
        RemoteFiles files(world.pair->link());
        QVERIFY(ask<void>([&](auto done) { files.makeFolder(u"/a/b/c"_s, true, this, done); }));
        QCOMPARE(ask<void>([&](auto done) { files.makeFolder(u"/a"_s, false, this, done); }).error().code, ErrorCode::AlreadyExists);
        write(world.home(u"a/x"_s), "hello");
        const auto entries = ask<QList<FileEntry>>([&](auto done) { files.list(u"/a"_s, this, done); });
        QVERIFY(entries);
        QStringList names;
        for (const FileEntry &entry : *entries)
            names.append(entry.name + u':' + entry.type);
        names.sort();
        QCOMPARE(names, (QStringList{u"b:directory"_s, u"x:file"_s}));
        const auto stat = ask<FileEntry>([&](auto done) { files.stat(u"/a/x"_s, true, this, done); });
        QVERIFY(stat);
        QCOMPARE(stat->size, 5);
        QCOMPARE(stat->sha256, sumOf("hello").sha256);
        QVERIFY(ask<void>([&](auto done) { files.rename(u"/a/x"_s, u"/y"_s, false, this, done); }));
        QCOMPARE(read(world.home(u"y"_s)), QByteArray("hello"));
        QCOMPARE(ask<void>([&](auto done) { files.remove(u"/a"_s, false, this, done); }).error().code, ErrorCode::NotEmpty);
        QVERIFY(ask<void>([&](auto done) { files.remove(u"/a"_s, true, this, done); }));
        QCOMPARE(tree(world.home()).keys(), QStringList{u"y"_s});
        for (const QString &path : {u"/../x"_s, u"/.partial"_s, u"x"_s, u""_s}) {
            QVERIFY(!ask<QList<FileEntry>>([&](auto done) { files.list(path, this, done); }));
            QVERIFY(!ask<FileEntry>([&](auto done) { files.stat(path, false, this, done); }));
            QVERIFY(!ask<void>([&](auto done) { files.makeFolder(path, true, this, done); }));
            QVERIFY(!ask<void>([&](auto done) { files.rename(u"/y"_s, path, true, this, done); }));
            QVERIFY(!ask<void>([&](auto done) { files.remove(path, true, this, done); }));
        }
        QVERIFY(!ask<void>([&](auto done) { files.remove(u"/"_s, true, this, done); }));
        QCOMPARE(read(world.home(u"y"_s)), QByteArray("hello"));
    }

    void removingALinkRemovesTheLinkAlone()
    {
        World world;
        QVERIFY(QDir().mkpath(world.home(u"tree"_s)));
        write(world.here(u"precious"_s), "hello");
        QVERIFY(QFile::link(world.local.path(), world.home(u"tree/out"_s)));
        RemoteFiles files(world.pair->link());
        QVERIFY(ask<void>([&](auto done) { files.remove(u"/tree"_s, true, this, done); }));
        QVERIFY(!QFile::exists(world.home(u"tree"_s)));
        QCOMPARE(read(world.here(u"precious"_s)), QByteArray("hello"));
    }

    void aLongListingIsComplete()
    {
        World world;
        QVERIFY(QDir().mkpath(world.home(u"many"_s)));
        for (int i = 0; i < 5000; ++i)
            write(world.home(u"many/file with a name of some length %1"_s.arg(i)), {});
        RemoteFiles files(world.pair->link());
        const auto entries = ask<QList<FileEntry>>([&](auto done) { files.list(u"/many"_s, this, done); });
        QVERIFY(entries);
        QSet<QString> names;
        for (const FileEntry &entry : *entries)
            names.insert(entry.name);
        QCOMPARE(entries->size(), 5000);
        QCOMPARE(names.size(), 5000);
    }

private:
    template<class T, class Call>
    Result<T> ask(Call call)
    {
        std::optional<Result<T>> answer;
        call([&answer](Result<T> result) { answer = std::move(result); });
        if (!test::waitUntil([&] { return answer.has_value(); }))
            return fail(ErrorCode::TimedOut, u"no answer"_s);
        return std::move(*answer);
    }

    static JobResult fetch(HostileWorld &world, const QString &path)
    {
        return ran(makeJob<DownloadJob>(world.pair->link(), QStringList{path}, world.local.path(), TransferOptions{}));
    }

    static void assertNothingKept(World &world)
    {
        // An upload that is refused at once may be beginning still: what it makes comes late, and goes again. So nothing is looked at twice.
        QStringList there;
        const bool gone = test::waitUntil([&] {
            there = world.partials() + tree(world.home()).keys();
            return there.isEmpty() && world.accounting.reserved() == 0 && world.accounting.used() == 0;
        });
        QVERIFY2(gone, qPrintable(u"reserved %1, used %2, there: %3"_s.arg(world.accounting.reserved()).arg(world.accounting.used()).arg(there.join(u", "_s))));
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
