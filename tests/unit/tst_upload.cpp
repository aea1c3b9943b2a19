#include "core/base/sha256.h"
#include "core/files/upload.h"
#include "tests/support/memory_accounting.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <sys/stat.h>

using namespace transom;
using namespace transom::files;
using transom::test::MemoryAccounting;
using namespace Qt::StringLiterals;
using protocol::FilesPut;
using protocol::FilesSum;

namespace {

constexpr qint64 Alice = 7;

FilesSum sumOf(const QByteArray &bytes)
{
    return {bytes.size(), QString::fromLatin1(Sha256::of(bytes).toHex())};
}

} // namespace

class TestUpload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        m_homes.emplace(m_folder->path(), QString());
        m_accounting.emplace(10'000);
    }

    void aWholeFileGetsItsNameTimeAndMode()
    {
        {
            Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/report.txt"_s, 5, 1'600'000'000'123, 0640, u"fail"_s});
            const auto begun = upload.begin();
            QVERIFY(begun && begun->has_value());
            QCOMPARE((*begun)->path, u"/report.txt"_s);
            QCOMPARE(m_accounting->reserved(), 5);
            QVERIFY(upload.write("hel"));
            QVERIFY(upload.write("lo"));
            QVERIFY2(!QFile::exists(path(u"report.txt"_s)), "seen before it is complete");
            const auto result = upload.finish(sumOf("hello"));
            QVERIFY(result);
            QCOMPARE(result->path, u"/report.txt"_s);
            QCOMPARE(result->sha256, sumOf("hello").sha256);
            QVERIFY(!result->skipped);
        }
        QCOMPARE(read(u"report.txt"_s), QByteArray("hello"));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path(u"report.txt"_s)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, 0640u);
        QCOMPARE(status.st_mtim.tv_sec, 1'600'000'000);
        QCOMPARE(m_accounting->reserved(), 0);
        QCOMPARE(m_accounting->used(), 5);
        QVERIFY(partials().isEmpty());
    }

    void setUidIsNeverSet()
    {
        QVERIFY(whole({u"/x"_s, 0, 0, 07777, u"fail"_s}, {}));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path(u"x"_s)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, 0777u);
    }

    void anEmptyFileIsAFile()
    {
        QVERIFY(whole({u"/empty"_s, 0, 0, 0, u"fail"_s}, {}));
        QVERIFY(QFile::exists(path(u"empty"_s)));
        QCOMPARE(QFile(path(u"empty"_s)).size(), 0);
    }

    void whatIsNotWhatWasAnnouncedIsNotKept_data()
    {
        QTest::addColumn<FilesSum>("sum");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("another hash") << FilesSum{5, sumOf("hellO").sha256} << QByteArray("hello") << ErrorCode::HashMismatch;
        QTest::newRow("no hash") << FilesSum{5, {}} << QByteArray("hello") << ErrorCode::HashMismatch;
        QTest::newRow("half a hash") << FilesSum{5, sumOf("hello").sha256.left(32)} << QByteArray("hello") << ErrorCode::HashMismatch;
        QTest::newRow("too little") << sumOf("hell") << QByteArray("hell") << ErrorCode::Truncated;
        QTest::newRow("too little, sum lies") << sumOf("hello") << QByteArray("hell") << ErrorCode::Truncated;
        QTest::newRow("sum of another size") << FilesSum{4, sumOf("hello").sha256} << QByteArray("hello") << ErrorCode::Truncated;
        QTest::newRow("nothing") << sumOf({}) << QByteArray() << ErrorCode::Truncated;
    }
    void whatIsNotWhatWasAnnouncedIsNotKept()
    {
        QFETCH(FilesSum, sum);
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorCode, code);
        QVERIFY(whole({u"/x"_s, 3, 0, 0, u"fail"_s}, "old"));
        {
            Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 5, 0, 0, u"overwrite"_s});
            QVERIFY(upload.begin());
            QVERIFY(upload.write(bytes));
            const auto result = upload.finish(sum);
            QVERIFY(!result);
            QCOMPARE(result.error().code, code);
        }
        QCOMPARE(read(u"x"_s), QByteArray("old"));
        QCOMPARE(m_accounting->reserved(), 0);
        QCOMPARE(m_accounting->used(), 3);
        QVERIFY(partials().isEmpty());
    }

    void moreThanAnnouncedIsRefusedBeforeItIsWritten()
    {
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 5, 0, 0, u"fail"_s});
        QVERIFY(upload.begin());
        QVERIFY(upload.write("hello"));
        QCOMPARE(upload.write("!").error().code, ErrorCode::BadArgument);
        QCOMPARE(partials().size(), 1);
        QCOMPARE(partials().first().size(), 5);
    }

    void anUploadThatIsLetGoOfLeavesNothing()
    {
        {
            Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 5000, 0, 0, u"fail"_s});
            QVERIFY(upload.begin());
            QVERIFY(upload.write(QByteArray(4000, 'x')));
            QCOMPARE(partials().size(), 1);
            QCOMPARE(m_accounting->reserved(), 5000);
        }
        QVERIFY(partials().isEmpty());
        QVERIFY(!QFile::exists(path(u"x"_s)));
        QCOMPARE(m_accounting->reserved(), 0);
        QCOMPARE(m_accounting->used(), 0);
    }

    void onePathHasOneWriter()
    {
        std::optional<Upload> first;
        first.emplace(*m_homes, *m_accounting, Alice, u"alice"_s, FilesPut{u"/Report"_s, 1, 0, 0, u"overwrite"_s});
        QVERIFY(first->begin());
        for (const QString &name : {u"/Report"_s, u"/a/../Report"_s}) {
            Upload second(*m_homes, *m_accounting, Alice, u"alice"_s, {name, 1, 0, 0, u"overwrite"_s});
            const auto begun = second.begin();
            QVERIFY(!begun);
            QCOMPARE(begun.error().code, ErrorCode::InUse);
        }
        QCOMPARE(m_accounting->reserved(), 1);
        // A folder may hold both "Index" and "index": a tree that has them goes up side by side.
        for (const QString &name : {u"/other"_s, u"/REPORT"_s}) {
            Upload other(*m_homes, *m_accounting, Alice, u"alice"_s, {name, 1, 0, 0, u"fail"_s});
            QVERIFY(other.begin());
        }
        first.reset();
        QVERIFY(whole({u"/Report"_s, 1, 0, 0, u"fail"_s}, "x"));
    }

    void theQuotaIsReservedBeforeTheFirstByte()
    {
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 10'001, 0, 0, u"fail"_s});
        QCOMPARE(upload.begin().error().code, ErrorCode::QuotaExceeded);
        QVERIFY(partials().isEmpty());

        Upload first(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/1"_s, 6000, 0, 0, u"fail"_s});
        QVERIFY(first.begin());
        Upload second(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/2"_s, 6000, 0, 0, u"fail"_s});
        QCOMPARE(second.begin().error().code, ErrorCode::QuotaExceeded);
    }

    void overwritingCountsTheDifference()
    {
        QVERIFY(whole({u"/x"_s, 100, 0, 0, u"fail"_s}, QByteArray(100, 'a')));
        QVERIFY(whole({u"/x"_s, 40, 0, 0, u"overwrite"_s}, QByteArray(40, 'b')));
        QCOMPARE(m_accounting->used(), 40);
        QCOMPARE(m_accounting->reserved(), 0);
        QCOMPARE(read(u"x"_s), QByteArray(40, 'b'));
    }

    void whatIsThereAlreadyDecidesByPolicy_data()
    {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<qint64>("modified");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<bool>("skipped");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("fail") << u"fail"_s << qint64(0) << ErrorCode::AlreadyExists << false << QByteArray("old");
        QTest::newRow("overwrite") << u"overwrite"_s << qint64(0) << ErrorCode::None << false << QByteArray("new");
        QTest::newRow("skip") << u"skip"_s << qint64(0) << ErrorCode::None << true << QByteArray("old");
        QTest::newRow("newer, and it is") << u"newer"_s << qint64(1'600'000'001'000) << ErrorCode::None << false << QByteArray("new");
        QTest::newRow("newer, and it is not") << u"newer"_s << qint64(1'500'000'000'000) << ErrorCode::None << true << QByteArray("old");
        QTest::newRow("newer, the same") << u"newer"_s << qint64(1'600'000'000'000) << ErrorCode::None << true << QByteArray("old");
        QTest::newRow("unknown") << u"merge"_s << qint64(0) << ErrorCode::BadArgument << false << QByteArray("old");
    }
    void whatIsThereAlreadyDecidesByPolicy()
    {
        QFETCH(QString, policy);
        QFETCH(qint64, modified);
        QFETCH(ErrorCode, code);
        QFETCH(bool, skipped);
        QFETCH(QByteArray, after);
        QVERIFY(whole({u"/x"_s, 3, 1'600'000'000'000, 0, u"fail"_s}, "old"));
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 3, modified, 0, policy});
        const auto begun = upload.begin();
        if (code != ErrorCode::None) {
            QVERIFY(!begun);
            QCOMPARE(begun.error().code, code);
        } else {
            QVERIFY(begun);
            QCOMPARE(!begun->has_value(), skipped);
            if (!skipped) {
                QVERIFY(upload.write("new"));
                QVERIFY(upload.finish(sumOf("new")));
            }
        }
        QCOMPARE(read(u"x"_s), after);
        QCOMPARE(m_accounting->used(), 3);
    }

    void renamingFindsTheNextFreeName()
    {
        for (const QString &name : {u"/r.txt"_s, u"/r (1).txt"_s, u"/r (2).txt"_s}) {
            const auto result = whole({u"/r.txt"_s, 1, 0, 0, u"rename"_s}, "x");
            QVERIFY(result);
            QCOMPARE(result->path, name);
        }
        QCOMPARE(m_accounting->used(), 3);
    }

    void renamingAlsoStepsAsideForAFolder()
    {
        QVERIFY(whole({u"/warm up"_s, 0, 0, 0, u"fail"_s}, {}));
        QVERIFY(QDir().mkdir(path(u"r.txt"_s)));
        const auto result = whole({u"/r.txt"_s, 1, 0, 0, u"rename"_s}, "x");
        QVERIFY(result);
        QCOMPARE(result->path, u"/r (1).txt"_s);
    }

    void aFileThatAppearedMeanwhileIsNotReplaced()
    {
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 3, 0, 0, u"fail"_s});
        QVERIFY(upload.begin());
        QVERIFY(upload.write("new"));
        QFile other(path(u"x"_s));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("theirs");
        other.close();
        QCOMPARE(upload.finish(sumOf("new")).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(read(u"x"_s), QByteArray("theirs"));
    }

    void aLinkIsReplacedOrRefusedButNeverWrittenThrough()
    {
        QVERIFY(whole({u"/warm up"_s, 0, 0, 0, u"fail"_s}, {}));
        QTemporaryDir outside;
        const QString target = outside.filePath(u"target"_s);
        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("untouched");
        file.close();
        QVERIFY(QFile::link(target, path(u"x"_s)));
        QVERIFY(QFile::link(outside.path(), path(u"folder"_s)));
        for (const QString &policy : {u"overwrite"_s, u"fail"_s, u"skip"_s, u"newer"_s})
            whole({u"/x"_s, 3, 0, 0, policy}, "new");
        QVERIFY(!whole({u"/folder/x"_s, 3, 0, 0, u"overwrite"_s}, "new"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("untouched"));
        QCOMPARE(QDir(outside.path()).entryList(QDir::Files), QStringList{u"target"_s});
    }

    void aLinkInPlaceOfTheFolderOfUploadsIsNotFollowed()
    {
        QVERIFY(m_homes->of(u"alice"_s));
        QTemporaryDir outside;
        QVERIFY(QFile::link(outside.path(), path(u".partial"_s)));
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 3, 0, 0, u"fail"_s});
        QVERIFY(!upload.begin());
        QVERIFY(QDir(outside.path()).isEmpty());
        QCOMPARE(m_accounting->reserved(), 3); // until the upload is let go of
    }

    void pathsThatCannotBeWritten_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("out") << u"/../x"_s << ErrorCode::OutsideHome;
        QTest::newRow("the home") << u"/"_s << ErrorCode::BadArgument;
        QTest::newRow("partial") << u"/.partial/x"_s << ErrorCode::BadName;
        QTest::newRow("no folder") << u"/none/x"_s << ErrorCode::NotFound;
        QTest::newRow("below a file") << u"/file/x"_s << ErrorCode::NotADirectory;
        QTest::newRow("a folder") << u"/folder"_s << ErrorCode::IsADirectory;
    }
    void pathsThatCannotBeWritten()
    {
        QFETCH(QString, target);
        QFETCH(ErrorCode, code);
        QVERIFY(whole({u"/file"_s, 0, 0, 0, u"fail"_s}, {}));
        QVERIFY(QDir().mkdir(path(u"folder"_s)));
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {target, 3, 0, 0, u"overwrite"_s});
        const auto begun = upload.begin();
        QVERIFY(!begun);
        QCOMPARE(begun.error().code, code);
    }

    void whatAKilledServerLeftIsSweptOnFirstUse()
    {
        QVERIFY(QDir().mkpath(path(u".partial"_s)));
        for (const QString &name : {u".partial/0123"_s, u".partial/4567"_s}) {
            QFile file(path(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QCOMPARE(partials().size(), 2);
        QVERIFY(m_homes->of(u"alice"_s));
        QVERIFY(partials().isEmpty());
    }

    void sweepingDoesNotReachUploadsUnderWay()
    {
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, {u"/x"_s, 3, 0, 0, u"fail"_s});
        QVERIFY(upload.begin());
        QVERIFY(m_homes->of(u"alice"_s)); // a second session of the same user
        QVERIFY(upload.write("new"));
        QVERIFY(upload.finish(sumOf("new")));
    }

    void homesBelongToTheirUserAlone()
    {
        QVERIFY(whole({u"/mine"_s, 3, 0, 0, u"fail"_s}, "old"));
        Upload upload(*m_homes, *m_accounting, 8, u"bob"_s, {u"/mine"_s, 3, 0, 0, u"fail"_s});
        QVERIFY(upload.begin());
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(m_folder->filePath(u"bob"_s)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0700u);
        QVERIFY(!m_homes->of(u".."_s));
        QVERIFY(!m_homes->of(u"a/b"_s));
        QVERIFY(!m_homes->of(QString()));
    }

private:
    Result<protocol::FilesPutResult> whole(const FilesPut &request, const QByteArray &bytes)
    {
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, request);
        auto begun = upload.begin();
        if (!begun)
            return tl::make_unexpected(begun.error());
        if (!*begun)
            return protocol::FilesPutResult{request.path, {}, true};
        if (auto written = upload.write(bytes); !written)
            return tl::make_unexpected(written.error());
        return upload.finish(sumOf(bytes));
    }
    QString path(const QString &name) const { return m_folder->filePath(u"alice/"_s + name); }
    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    QFileInfoList partials() const { return QDir(path(u".partial"_s)).entryInfoList(QDir::Files | QDir::Hidden); }

    std::optional<QTemporaryDir> m_folder;
    std::optional<Homes> m_homes;
    std::optional<MemoryAccounting> m_accounting;
};

QTEST_GUILESS_MAIN(TestUpload)
#include "tst_upload.moc"
