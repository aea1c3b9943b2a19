// What is removed can be put back, whatever it is and whoever has been at the bin; and all of it is counted.

#include "core/base/clock.h"
#include "core/base/sha256.h"
#include "core/files/bin_entry.h"
#include "core/files/file_tree.h"
#include "core/files/upload.h"
#include "tests/support/memory_accounting.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using protocol::FilesBinEntry;
using protocol::FilesBinRestore;
using protocol::FilesPut;
using protocol::FilesSum;
using test::MemoryAccounting;

namespace {

constexpr qint64 Alice = 7;
constexpr qint64 Day = 24ll * 60 * 60 * 1000;

} // namespace

class TestRecycleBin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { start(-1, -1); }
    void cleanup() { m_home.reset(); }

    void whatIsRemovedIsPutBackAsItWas()
    {
        QVERIFY(put(u"/x.txt"_s, 100, 1'600'000'000'000, 0640));
        const auto id = binPath(*m_home, u"/x.txt"_s, false, u"alice"_s);
        QVERIFY(id);
        QVERIFY(!QFile::exists(path(u"x.txt"_s)));
        QCOMPARE(m_accounting->usedSpace(), (Space{100, 1}));
        QCOMPARE(m_home->bin().total(), (Space{100, 1}));
        const auto entries = list();
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].id, *id);
        QCOMPARE(entries[0].path, u"/x.txt"_s);
        QCOMPARE(entries[0].type, u"file"_s);
        QCOMPARE(entries[0].size, 100);
        QCOMPARE(entries[0].files, 1);
        QCOMPARE(entries[0].by, u"alice"_s);
        QVERIFY(!entries[0].damaged);
        QVERIFY(qAbs(entries[0].removed - wallClockMs()) < 60'000);

        QCOMPARE(restore({*id, {}, u"fail"_s}).value_or(QString()), u"/x.txt"_s);
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path(u"x.txt"_s)).constData(), &status), 0);
        QCOMPARE(status.st_size, 100);
        QCOMPARE(status.st_mode & 0777, 0640u);
        QCOMPARE(status.st_mtim.tv_sec, 1'600'000'000);
        QVERIFY(list().isEmpty());
        QCOMPARE(m_home->bin().total(), Space());
        QCOMPARE(binFolder().entryList(All), QStringList());
        QCOMPARE(restore({*id, {}, u"fail"_s}).error().code, ErrorCode::NotFound);
        exact();
    }

    void aFolderGoesAndComesBackWhole()
    {
        QVERIFY(makeFolder(*m_home, u"/a/b/empty"_s, true, *m_accounting, Alice));
        QVERIFY(put(u"/a/b/x"_s, 10));
        QVERIFY(put(u"/a/.hidden"_s, 5));
        QCOMPARE(binPath(*m_home, u"/a"_s, false, u"alice"_s).error().code, ErrorCode::NotEmpty);
        const auto id = binPath(*m_home, u"/a/b"_s, true, u"alice"_s);
        QVERIFY(id);
        QCOMPARE(list()[0].files, 3);
        QCOMPARE(list()[0].size, 10);
        QVERIFY(removePath(*m_home, u"/a"_s, true, *m_accounting, Alice));
        QCOMPARE(m_accounting->usedSpace(), (Space{10, 3}));
        QCOMPARE(restore({*id, {}, u"fail"_s}).value_or(QString()), u"/a/b"_s); // its folder is made again
        QVERIFY(QFileInfo(path(u"a/b/empty"_s)).isDir());
        QCOMPARE(QFileInfo(path(u"a/b/x"_s)).size(), 10);
        QCOMPARE(m_accounting->usedSpace(), (Space{10, 4}));
        exact();
    }

    void whatIsThereMeanwhileIsNeverReplaced()
    {
        QVERIFY(put(u"/x.txt"_s, 1));
        const auto id = binPath(*m_home, u"/x.txt"_s, false, u"alice"_s);
        QVERIFY(put(u"/x.txt"_s, 2));
        QVERIFY(put(u"/x (1).txt"_s, 3));
        QCOMPARE(restore({*id, {}, u"fail"_s}).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(restore({*id, {}, u"overwrite"_s}).error().code, ErrorCode::BadArgument);
        QCOMPARE(restore({*id, {}, u"rename"_s}).value_or(QString()), u"/x (2).txt"_s);
        QCOMPARE(QFileInfo(path(u"x.txt"_s)).size(), 2);
        QCOMPARE(QFileInfo(path(u"x (2).txt"_s)).size(), 1);
        exact();
    }

    void itCanBeRestoredSomewhereElse()
    {
        QVERIFY(put(u"/x"_s, 1));
        const auto id = binPath(*m_home, u"/x"_s, false, u"alice"_s);
        for (const QString &to : {u"/../x"_s, u"/.transom-bin/x"_s, u"/.partial/x"_s, u"x"_s, u"/"_s, u"/a\\b"_s})
            QVERIFY2(!restore({*id, to, u"rename"_s}), qPrintable(to));
        QVERIFY(put(u"/file"_s, 1));
        QCOMPARE(restore({*id, u"/file/x"_s, u"rename"_s}).error().code, ErrorCode::NotADirectory);
        QCOMPARE(list().size(), 1);
        QCOMPARE(restore({*id, u"/new/folder/y"_s, u"fail"_s}).value_or(QString()), u"/new/folder/y"_s);
        QCOMPARE(QFileInfo(path(u"new/folder/y"_s)).size(), 1);
        exact();
    }

    void restoringNeedsRoomForTheFoldersAboveIt()
    {
        start(1000, 3);
        QVERIFY(makeFolder(*m_home, u"/d"_s, false, *m_accounting, Alice));
        QVERIFY(put(u"/d/x"_s, 1));
        const auto id = binPath(*m_home, u"/d/x"_s, false, u"alice"_s);
        QVERIFY(removePath(*m_home, u"/d"_s, false, *m_accounting, Alice));
        QVERIFY(put(u"/1"_s, 1) && put(u"/2"_s, 1));
        // Making room would cost the very thing.
        QCOMPARE(restore({*id, {}, u"fail"_s}).error().code, ErrorCode::QuotaExceeded);
        QCOMPARE(list().size(), 1);
        QVERIFY(removePath(*m_home, u"/1"_s, false, *m_accounting, Alice));
        QCOMPARE(restore({*id, {}, u"fail"_s}).value_or(QString()), u"/d/x"_s);
        QCOMPARE(m_accounting->reservedSpace(), Space());
        exact();
    }

    void theBinIsListedNewestFirstPageByPage()
    {
        constexpr int Count = 250;
        QStringList expected;
        for (int i = 0; i < Count; ++i) {
            // Long names fill a page before its entries are many.
            const QString name = u"/%1 %2"_s.arg(i).arg(QString(240, u'"'));
            QVERIFY(put(name, 1));
            QVERIFY(binPath(*m_home, name, false, u"alice"_s));
        }
        QString before(28, u'g');
        qint64 seen = 0;
        int pages = 0;
        const auto count = m_home->bin().list([&](const QList<FilesBinEntry> &page) {
            ++pages;
            for (const auto &entry : page) {
                if (entry.id < before)
                    ++seen;
                before = entry.id;
            }
            return protocol::encode(protocol::FilesBinEntries{page}).size() < 64 * 1024;
        });
        QCOMPARE(count.value_or(-1), Count);
        QCOMPARE(seen, Count);
        QVERIFY(pages >= 3);
        QCOMPARE(m_home->bin().total(), (Space{Count, Count}));
    }

    void purgingGivesTheQuotaBackWhatItWas()
    {
        QVERIFY(makeFolder(*m_home, u"/d/e"_s, true, *m_accounting, Alice));
        QVERIFY(put(u"/d/e/x"_s, 100) && put(u"/y"_s, 20) && put(u"/z"_s, 3) && put(u"/stays"_s, 4));
        const auto folder = binPath(*m_home, u"/d"_s, true, u"alice"_s);
        QVERIFY(binPath(*m_home, u"/y"_s, true, u"alice"_s));
        QVERIFY(binPath(*m_home, u"/z"_s, true, u"alice"_s));
        Space freed;
        QVERIFY(m_home->bin().purge(*folder, freed));
        QCOMPARE(freed, (Space{100, 3}));
        QCOMPARE(m_home->bin().total(), (Space{23, 2}));
        QCOMPARE(m_home->bin().purge(*folder, freed).error().code, ErrorCode::NotFound);
        QVERIFY(m_home->bin().purgeAll(freed));
        QCOMPARE(freed, (Space{123, 5}));
        QVERIFY(binFolder().isEmpty());
        QCOMPARE(m_home->count().value(), (Space{4, 1}));
    }

    void whatIsTooOldGoesAndTheRestStays()
    {
        QVERIFY(put(u"/old"_s, 10) && put(u"/new"_s, 1));
        const auto old = binPath(*m_home, u"/old"_s, false, u"alice"_s);
        const QString aged = bin::newId(wallClockMs() - 31 * Day);
        QVERIFY(binFolder().rename(*old, aged));
        QVERIFY(binPath(*m_home, u"/new"_s, false, u"alice"_s));
        Space freed;
        QVERIFY(m_home->bin().purgeBefore(wallClockMs() - 30 * Day, freed));
        QCOMPARE(freed, (Space{10, 1}));
        QCOMPARE(list().size(), 1);
        QCOMPARE(list()[0].path, u"/new"_s);
    }

    void theOldestGoWhereAnUploadNeedsTheRoom()
    {
        start(1000, -1);
        QVERIFY(put(u"/a"_s, 300) && put(u"/b"_s, 300) && put(u"/c"_s, 300));
        QVERIFY(age(binPath(*m_home, u"/a"_s, false, u"alice"_s), 3));
        QVERIFY(age(binPath(*m_home, u"/b"_s, false, u"alice"_s), 2));
        QVERIFY(put(u"/fits"_s, 100));
        QCOMPARE(list().size(), 2); // nothing goes that need not
        QVERIFY(put(u"/d"_s, 250));
        QCOMPARE(list().size(), 1);
        QCOMPARE(list()[0].path, u"/b"_s);
        QVERIFY(!put(u"/e"_s, 601)); // not with all of the bin: so the bin stays as it is
        QCOMPARE(list().size(), 1);
        QCOMPARE(m_accounting->reservedSpace(), Space());
        exact();
    }

    void theOldestGoWhereTheNumberOfFilesIsTheLimit()
    {
        start(-1, 3);
        QVERIFY(put(u"/a"_s, 1) && put(u"/b"_s, 1) && put(u"/c"_s, 1));
        QVERIFY(!put(u"/d"_s, 0));
        QVERIFY(age(binPath(*m_home, u"/a"_s, false, u"alice"_s), 1));
        QVERIFY(binPath(*m_home, u"/b"_s, false, u"alice"_s));
        QVERIFY(makeFolder(*m_home, u"/folder"_s, false, *m_accounting, Alice, u"alice"_s));
        QCOMPARE(list().size(), 1);
        QCOMPARE(list()[0].path, u"/b"_s);
        QVERIFY(put(u"/d"_s, 0));
        QVERIFY(!put(u"/e"_s, 0));
        QCOMPARE(makeFolder(*m_home, u"/folder/b"_s, false, *m_accounting, Alice, u"alice"_s).error().code, ErrorCode::QuotaExceeded);
        exact();
    }

    void inASharedHomeNobodyLosesWhatAnotherHasRemoved()
    {
        QTemporaryDir folder;
        Homes homes({}, folder.path());
        MemoryAccounting accounting(100);
        const auto home = homes.of(u"alice"_s).value();
        const auto uploads = [&](const QString &user, const QString &name) {
            Upload upload(homes, accounting, user == u"alice" ? Alice : Alice + 1, user, FilesPut{name, 60, 0, 0, u"fail"_s});
            const QByteArray bytes(60, 'x');
            return upload.begin() && upload.write(bytes) && upload.finish(FilesSum{60, QString::fromLatin1(Sha256::of(bytes).toHex())});
        };
        QVERIFY(uploads(u"alice"_s, u"/hers"_s) && uploads(u"bob"_s, u"/his"_s));
        QVERIFY(binPath(*home, u"/his"_s, false, u"bob"_s));
        QVERIFY(!uploads(u"alice"_s, u"/more"_s));
        QCOMPARE(home->bin().total(), (Space{60, 1}));
        QVERIFY(uploads(u"bob"_s, u"/more"_s));
        QCOMPARE(home->bin().total(), Space());
    }

    void anInfoThatHasBeenMutilatedIsListedAsDamagedAndCanBeRestored_data()
    {
        QTest::addColumn<QByteArray>("info");
        const auto with = [](const QByteArray &path, const QByteArray &size = "9") {
            return "{'id':'x','path':'" + path + "','type':'file','size':" + size + ",'files':1}";
        };
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("zeros") << QByteArray(500, '\0');
        QTest::newRow("half") << QByteArray("{'id':'x','path':'/a/");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("nested") << QByteArray(50'000, '[');
        QTest::newRow("no path") << QByteArray("{'id':'x','type':'file'}");
        QTest::newRow("a number for a path") << QByteArray("{'id':'x','path':7,'type':'file'}");
        QTest::newRow("out of the home") << with("/../../etc/x");
        QTest::newRow("relative") << with("x");
        QTest::newRow("the home") << with("/");
        QTest::newRow("not normal") << with("/a//./x");
        QTest::newRow("into the bin") << with("/.transom-bin/x");
        QTest::newRow("into the partial files") << with("/.partial/x");
        QTest::newRow("NUL") << with("/a\\u0000b");
        QTest::newRow("a lone surrogate") << with("/a\\ud800b");
        QTest::newRow("too long") << with('/' + QByteArray(5000, 'a'));
        QTest::newRow("less than nothing") << with("/x", "-9");
        QTest::newRow("huge") << QByteArray(1'000'000, ' ');
    }
    void anInfoThatHasBeenMutilatedIsListedAsDamagedAndCanBeRestored()
    {
        QFETCH(QByteArray, info);
        QVERIFY(put(u"/x"_s, 9));
        const auto id = binPath(*m_home, u"/x"_s, false, u"alice"_s);
        QFile file(binFolder().filePath(*id + u"/info"_s));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray(info).replace('\'', '"'));
        file.close();
        damagedButWhole(*id);
    }

    void anInfoThatIsNoFileIsNotRead_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"missing", "link", "folder", "pipe"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void anInfoThatIsNoFileIsNotRead()
    {
        QFETCH(QString, kind);
        QVERIFY(put(u"/x"_s, 9));
        const auto id = binPath(*m_home, u"/x"_s, false, u"alice"_s);
        const QString info = binFolder().filePath(*id + u"/info"_s);
        QTemporaryDir outside;
        QVERIFY(QFile::copy(info, outside.filePath(u"info"_s)));
        QVERIFY(QFile::remove(info));
        if (kind == u"link")
            QVERIFY(QFile::link(outside.filePath(u"info"_s), info));
        else if (kind == u"folder")
            QVERIFY(QDir().mkdir(info));
        else if (kind == u"pipe")
            QCOMPARE(::mkfifo(QFile::encodeName(info).constData(), 0600), 0);
        damagedButWhole(*id);
        QVERIFY(QFile::exists(outside.filePath(u"info"_s)));
    }

    void whatIsNoEntryIsLeftAloneAndNeverACrash()
    {
        QVERIFY(put(u"/x"_s, 9));
        const auto id = binPath(*m_home, u"/x"_s, false, u"alice"_s);
        QTemporaryDir outside;
        QFile file(outside.filePath(u"item"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("secret");
        file.close();
        QVERIFY(binFolder().mkdir(u"no id"_s));
        QVERIFY(QFile::link(outside.path(), binFolder().filePath(bin::newId(5))));
        QVERIFY(QFile::link(outside.path(), binFolder().filePath(QString::fromLatin1(bin::doomedName(bin::newId(6))))));
        QVERIFY(QFile::copy(outside.filePath(u"item"_s), binFolder().filePath(bin::newId(7))));
        QCOMPARE(list().size(), 1);
        for (const QString &bad : {QString(), u"."_s, u".."_s, u"../../x"_s, *id + u'/', u"no id"_s, bin::newId(9), QString(28, u'A'), *id + u".gone"_s,
                                   QString(28, u'0') + QChar(0)}) {
            Space freed;
            QCOMPARE(restore({bad, u"/y"_s, u"fail"_s}).error().code, ErrorCode::NotFound);
            QCOMPARE(m_home->bin().purge(bad, freed).error().code, ErrorCode::NotFound);
        }
        m_home->bin().sweep();
        Space freed;
        QVERIFY(m_home->bin().purgeAll(freed));
        QCOMPARE(freed, (Space{9, 1}));
        QCOMPARE(QDir(outside.path()).entryList(QDir::Files), QStringList{u"item"_s});
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("secret"));
    }

    void aLinkInPlaceOfTheBinIsNotFollowed()
    {
        QVERIFY(put(u"/x"_s, 9) && put(u"/d"_s, 1));
        QTemporaryDir outside;
        QVERIFY(QFile::link(outside.path(), path(u".transom-bin"_s)));
        QVERIFY(!binPath(*m_home, u"/x"_s, false, u"alice"_s));
        QVERIFY(list().isEmpty());
        QVERIFY(QDir(outside.path()).isEmpty());
        QVERIFY(QFile::exists(path(u"x"_s)));
    }

    void theBinCannotBeReachedByAnyPath()
    {
        QVERIFY(put(u"/x"_s, 9));
        const auto id = binPath(*m_home, u"/x"_s, false, u"alice"_s);
        for (const QString &name : {u"/.transom-bin"_s, u"/./.transom-bin/"_s, u"/a/../.transom-bin/"_s + *id + u"/item"_s}) {
            QVERIFY(!statPath(*m_home, name, false, [] { return false; }));
            QVERIFY(!listFolder(*m_home, name, [](const auto &) { return true; }));
            QVERIFY(!binPath(*m_home, name, true, u"alice"_s));
            QVERIFY(!removePath(*m_home, name, true, *m_accounting, Alice));
            QVERIFY(!renamePath(*m_home, name, u"/y"_s, true, *m_accounting, Alice));
            QVERIFY(!makeFolder(*m_home, name, true, *m_accounting, Alice));
        }
        QStringList names;
        QVERIFY(listFolder(*m_home, u"/"_s, [&](const QList<protocol::FileEntry> &page) {
            for (const auto &entry : page)
                names.append(entry.name);
            return true;
        }));
        QCOMPARE(names, QStringList());
    }

    void aLinkGoesAndComesBackAsALink()
    {
        QTemporaryDir outside;
        QVERIFY(QFile::link(outside.path(), path(u"link"_s)));
        const auto id = binPath(*m_home, u"/link"_s, true, u"alice"_s);
        QVERIFY(id);
        QCOMPARE(list()[0].type, u"link"_s);
        QVERIFY(restore({*id, {}, u"fail"_s}));
        QVERIFY(QFileInfo(path(u"link"_s)).isSymLink());
        QVERIFY(binPath(*m_home, u"/link"_s, true, u"alice"_s));
        Space freed;
        QVERIFY(m_home->bin().purgeAll(freed));
        QVERIFY(QDir(outside.path()).exists());
    }

    /// Deeper than any path can say, and than there are descriptors.
    void aVeryDeepTreeIsCountedBinnedRestoredAndPurged()
    {
        constexpr int Depth = 3000;
        {
            Descriptor folder(::open(QFile::encodeName(path({})).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            for (int i = 0; i < Depth; ++i) {
                const char *name = i == 0 ? "deep" : "dddddddddd";
                QCOMPARE(::mkdirat(folder.get(), name, 0700), 0);
                folder = Descriptor(::openat(folder.get(), name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
                QVERIFY(folder);
                if (i % 100 == 0) {
                    const Descriptor file(::openat(folder.get(), "f", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
                    QCOMPARE(::write(file.get(), "12345", 5), 5);
                }
            }
        }
        const Space expected{5 * Depth / 100, Depth + Depth / 100};
        m_accounting->adjust(Alice, expected);
        exact();
        auto id = binPath(*m_home, u"/deep"_s, true, u"alice"_s);
        QVERIFY(id);
        QCOMPARE(m_home->bin().total(), expected);
        exact();
        QVERIFY(restore({*id, {}, u"fail"_s}));
        id = binPath(*m_home, u"/deep"_s, true, u"alice"_s);
        Space freed;
        QVERIFY(m_home->bin().purge(*id, freed));
        QCOMPARE(freed, expected);
        QVERIFY(binFolder().isEmpty());
        QCOMPARE(m_home->count().value(), Space());
    }

    void aFolderThatMayNotBeWrittenToGoesToo()
    {
        QVERIFY(makeFolder(*m_home, u"/locked/inner"_s, true, *m_accounting, Alice));
        QVERIFY(put(u"/locked/inner/x"_s, 10));
        for (const char *name : {"locked/inner", "locked"})
            QCOMPARE(::chmod(QFile::encodeName(path(QString::fromLatin1(name))).constData(), 0500), 0);
        const auto id = binPath(*m_home, u"/locked"_s, true, u"alice"_s);
        QVERIFY(id);
        QVERIFY(restore({*id, {}, u"fail"_s}));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(path(u"locked"_s)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0500u);
        QVERIFY(removePath(*m_home, u"/locked"_s, true, *m_accounting, Alice));
        QCOMPARE(m_accounting->usedSpace(), Space());
        exact();
    }

    /// Killed before the thing was moved in, and in the middle of a purge.
    void whatAKilledServerLeftInTheBinIsTakenAway()
    {
        QVERIFY(put(u"/x"_s, 9));
        QVERIFY(binPath(*m_home, u"/x"_s, false, u"alice"_s));
        QDir bin = binFolder();
        const QString empty = bin::newId(1000);
        const QString doomed = QString::fromLatin1(bin::doomedName(bin::newId(2000)));
        QVERIFY(bin.mkdir(empty) && bin.mkpath(doomed + u"/item/sub"_s));
        QFile info(bin.filePath(empty + u"/info"_s));
        QVERIFY(info.open(QIODevice::WriteOnly));
        QCOMPARE(list().size(), 1);
        QCOMPARE(m_home->count().value(), (Space{9, 3})); // it is counted for as long as it is there
        m_home->bin().sweep();
        QCOMPARE(bin.entryList(All), QStringList{list()[0].id});
        exact();
    }

    void whatIsAddedThroughAnOpenFolderIsCountedOnce()
    {
        QVERIFY(makeFolder(*m_home, u"/d"_s, false, *m_accounting, Alice));
        const QByteArray bytes(50, 'x');
        {
            Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, FilesPut{u"/d/late"_s, 50, 0, 0, u"fail"_s});
            QVERIFY(upload.begin());
            QVERIFY(upload.write(bytes));
            QVERIFY(binPath(*m_home, u"/d"_s, true, u"alice"_s));
            (void)upload.finish(FilesSum{50, QString::fromLatin1(Sha256::of(bytes).toHex())});
        }
        exact();
        Space freed;
        QVERIFY(m_home->bin().purgeAll(freed));
        m_accounting->adjust(Alice, -freed);
        exact();
        QCOMPARE(m_accounting->usedSpace(), Space());
    }

    void manyAtOnceRestoreAndPurgeEachEntryOnce()
    {
        constexpr int Entries = 200;
        QStringList all;
        for (int i = 0; i < Entries; ++i) {
            QVERIFY(put(u"/f%1"_s.arg(i), 10));
            all.append(binPath(*m_home, u"/f%1"_s.arg(i), false, u"alice"_s).value());
        }
        std::atomic<int> restored = 0;
        std::atomic<int> purged = 0;
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                for (const QString &id : all) {
                    if (thread % 2 == 0) {
                        restored += restore({id, {}, u"rename"_s}).has_value();
                    } else {
                        Space freed;
                        purged += m_home->bin().purge(id, freed).has_value();
                        m_accounting->adjust(Alice, -freed);
                    }
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(m_home->count().value(), (Space{restored * 10, restored}));
        exact();
        QVERIFY(list().isEmpty());
        QCOMPARE(m_home->bin().total(), Space());
        QVERIFY(restored + purged >= Entries);
    }

private:
    static constexpr auto All = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

    void start(qint64 quota, qint64 quotaFiles)
    {
        m_home.reset();
        m_folder.emplace();
        m_homes.emplace(m_folder->path(), QString());
        m_accounting.emplace(quota, quotaFiles);
        m_home = m_homes->of(u"alice"_s).value();
    }
    bool put(const QString &target, int size, qint64 modified = 0, int mode = 0)
    {
        const QByteArray bytes(size, 'x');
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, FilesPut{target, size, modified, mode, u"fail"_s});
        return upload.begin() && upload.write(bytes) && upload.finish(FilesSum{size, QString::fromLatin1(Sha256::of(bytes).toHex())});
    }
    Result<QString> restore(const FilesBinRestore &request) { return m_home->bin().restore(request, *m_accounting, Alice); }
    QList<FilesBinEntry> list() const
    {
        QList<FilesBinEntry> all;
        (void)m_home->bin().list([&](const QList<FilesBinEntry> &page) {
            all += page;
            return true;
        });
        return all;
    }
    /// Makes an entry so many days older.
    bool age(const Result<QString> &id, int days) { return id && binFolder().rename(*id, bin::newId(wallClockMs() - days * Day)); }
    void exact() { QCOMPARE(m_accounting->usedSpace(), m_home->count().value()); }
    void damagedButWhole(const QString &id)
    {
        const auto entries = list();
        QCOMPARE(entries.size(), 1);
        QVERIFY(entries[0].damaged);
        QCOMPARE(entries[0].id, id);
        QCOMPARE(entries[0].path, QString());
        QCOMPARE(entries[0].size, 9);
        QCOMPARE(entries[0].files, 1);
        const auto restored = restore({id, {}, u"fail"_s});
        QVERIFY(restored);
        QVERIFY2(restored->startsWith(u"/Recovered "), qPrintable(*restored));
        QCOMPARE(QFileInfo(path(restored->mid(1))).size(), 9);
        QVERIFY(list().isEmpty());
    }
    QString path(const QString &name) const { return m_folder->filePath(u"alice/"_s + name); }
    QDir binFolder() const { return QDir(path(u".transom-bin"_s)); }

    std::optional<QTemporaryDir> m_folder;
    std::optional<Homes> m_homes;
    std::optional<MemoryAccounting> m_accounting;
    std::shared_ptr<Home> m_home;
};

QTEST_GUILESS_MAIN(TestRecycleBin)
#include "tst_recycle_bin.moc"
