// Somebody swaps a folder for a link to the outside, over and over, while every file service is at work in it: nothing outside is
// read, changed or listed.

#include "core/base/sha256.h"
#include "core/files/file_names.h"
#include "core/files/file_reader.h"
#include "core/files/file_tree.h"
#include "core/files/upload.h"
#include "tests/support/memory_accounting.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <random>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using protocol::FilesBinRestore;
using protocol::FilesPut;
using protocol::FilesSum;

namespace {

constexpr qint64 Alice = 7;
constexpr int Operations = 3000;
const QByteArray Secret = "a secret of somebody else";

/// Name, kind, content and times of everything below a folder.
QStringList pictureOf(const QString &folder)
{
    QStringList picture;
    QDirIterator all(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        all.next();
        struct stat status{};
        ::lstat(QFile::encodeName(all.filePath()).constData(), &status);
        QFile file(all.filePath());
        const QByteArray content = all.fileInfo().isFile() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        picture.append(u"%1 %2 %3 %4 %5"_s.arg(all.filePath().mid(folder.size())).arg(status.st_mode).arg(status.st_mtim.tv_sec).arg(status.st_mtim.tv_nsec).arg(QString::fromLatin1(content)));
    }
    struct stat self{};
    ::stat(QFile::encodeName(folder).constData(), &self);
    picture.append(u"itself %1 %2"_s.arg(self.st_mode).arg(self.st_mtim.tv_nsec));
    picture.sort();
    return picture;
}

} // namespace

class TestLinkSwaps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOutsideIsTouchedWhileFoldersAreSwappedForLinks_data()
    {
        QTest::addColumn<QString>("where");
        QTest::newRow("a folder on the way") << u"top"_s;
        QTest::newRow("a folder deeper down") << u"top/sub"_s;
        QTest::newRow("the recycle bin") << u".transom-bin"_s;
        QTest::newRow("the folder of partial files") << u".partial"_s;
    }
    void nothingOutsideIsTouchedWhileFoldersAreSwappedForLinks()
    {
        QFETCH(QString, where);
        QTemporaryDir folder;
        QTemporaryDir outside;
        makeOutside(outside.path());
        Homes homes(folder.path(), {});
        test::MemoryAccounting accounting;
        const auto home = homes.of(u"alice"_s).value();
        const QString root = folder.filePath(u"alice"_s);
        QVERIFY(QDir(root).mkpath(u"top/sub"_s) && QDir(root).mkpath(u".transom-bin"_s) && QDir(root).mkpath(u".partial"_s));
        // What the bin's entries look like is there outside as well, so that a way out would find what it looks for.
        const QStringList before = pictureOf(outside.path());

        std::atomic<bool> done = false;
        std::atomic<qint64> swaps = 0;
        std::atomic<bool> leaked = false;
        const QByteArray name = QFile::encodeName(root + u'/' + where);
        const QByteArray link = name + "-swap";
        QVERIFY(QFile::link(outside.path(), QFile::decodeName(link)));
        std::thread swapper([&] {
            while (!done) {
                if (::renameat2(AT_FDCWD, name.constData(), AT_FDCWD, link.constData(), RENAME_EXCHANGE) == 0) {
                    ++swaps;
                } else if (::access(link.constData(), F_OK) != 0) {
                    // One of the operations has taken the folder or the link away.
                    ::mkdir(name.constData(), 0700);
                    (void)::symlink(QFile::encodeName(outside.path()).constData(), link.constData());
                } else {
                    ::mkdir(name.constData(), 0700);
                }
            }
        });
        std::vector<std::thread> workers;
        for (unsigned seed = 1; seed <= 3; ++seed)
            workers.emplace_back([&, seed] { work(homes, *home, accounting, seed, leaked); });
        for (std::thread &worker : workers)
            worker.join();
        done = true;
        swapper.join();
        QVERIFY2(swaps > 100, qPrintable(QString::number(swaps)));
        QVERIFY(!leaked);
        QCOMPARE(pictureOf(outside.path()), before);
        QCOMPARE(accounting.reservedSpace(), Space());
    }

    /// The same where the kernel has no openat2.
    void aWalkComponentByComponentDoesNotFollowThemEither()
    {
        QTemporaryDir folder;
        QTemporaryDir outside;
        makeOutside(outside.path());
        const QStringList before = pictureOf(outside.path());
        Home home(PathJail::open(folder.path(), PathJail::Resolver::Walk).value());
        test::MemoryAccounting accounting;
        QVERIFY(QDir(folder.path()).mkpath(u"top/sub"_s));
        QVERIFY(QFile::link(outside.path(), folder.filePath(u"link"_s)));
        std::atomic<bool> done = false;
        const QByteArray name = QFile::encodeName(folder.filePath(u"top"_s));
        const QByteArray link = QFile::encodeName(folder.filePath(u"link"_s));
        std::thread swapper([&] {
            while (!done)
                ::renameat2(AT_FDCWD, name.constData(), AT_FDCWD, link.constData(), RENAME_EXCHANGE);
        });
        std::atomic<bool> leaked = false;
        questions(home, accounting, 1, leaked);
        done = true;
        swapper.join();
        QVERIFY(!leaked);
        QCOMPARE(pictureOf(outside.path()), before);
    }

    /// Names that mean something elsewhere, given to everything that takes one.
    void hostileNamesNeverLeaveTheHome()
    {
        QTemporaryDir folder;
        QTemporaryDir outside;
        makeOutside(outside.path());
        const QStringList before = pictureOf(outside.path());
        Homes homes(folder.path(), {});
        test::MemoryAccounting accounting;
        const auto home = homes.of(u"alice"_s).value();
        const QString root = folder.filePath(u"alice"_s);
        QVERIFY(QFile::link(outside.path(), root + u"/link"_s));
        QVERIFY(QDir().mkpath(folder.filePath(u"bob/private"_s)));
        QVERIFY(QDir(root).mkdir(u"real"_s));
        QVERIFY(put(homes, accounting, u"/real/file"_s));
        const QString binned = binPath(*home, u"/real/file"_s, false, u"alice"_s).value();
        const QString absolute = outside.path();
        const QStringList names{
            u"/../bob/private"_s, u"/real/../../bob/private"_s, u"/./../bob"_s, u"//..//bob"_s, u".."_s, u"../bob"_s, QString(), absolute + u"/../x"_s, u"/link/secret"_s, u"/link"_s + absolute,
            u"/real\\..\\..\\bob"_s, u"/..\\bob"_s, u"/real/\u2025/x"_s, u"/real/..\u0000/x"_s, u"/real/a"_s + QChar(0) + u'b', u"/real/\u202e/../../.."_s, u"/%2e%2e/bob"_s,
            u"/real/.. /x"_s, u"/real/... /x"_s, u"/nul"_s, u"/real/con.txt"_s, u"/.transom-bin"_s, u"/.transom-bin/"_s + binned + u"/item"_s, u"/.partial/x"_s, u"/real/../.transom-bin"_s,
            u'/' + QString(300, u'a'), u'/' + QString(5000, u'a'), u'/' + u"../"_s.repeated(600), u'/' + u"real/../"_s.repeated(400) + u"../bob"_s, u"/"_s + QChar(0xd800)};
        for (const QString &name : names) {
            (void)listFolder(*home, name, [](const auto &) { return true; });
            const auto stat = statPath(*home, name, true, [] { return false; });
            QVERIFY(!stat || stat->sha256 != QString::fromLatin1(Sha256::of(Secret).toHex()));
            (void)put(homes, accounting, name);
            (void)put(homes, accounting, name + u"/x"_s);
            (void)makeFolder(*home, name, true, accounting, Alice, u"alice"_s);
            (void)renamePath(*home, u"/real"_s, name, true, accounting, Alice);
            (void)renamePath(*home, name, u"/real"_s, true, accounting, Alice);
            QDir(root).mkdir(u"real"_s);
            (void)home->bin().restore({binned, name, u"rename"_s}, accounting, Alice);
            (void)home->bin().restore({name, u"/y"_s, u"rename"_s}, accounting, Alice);
            Space freed;
            (void)home->bin().purge(name, freed);
            (void)binPath(*home, name, true, u"alice"_s);
            (void)removePath(*home, name + u"/."_s, true, accounting, Alice);
        }
        QCOMPARE(pictureOf(outside.path()), before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), (QStringList{u"alice"_s, u"bob"_s}));
        QCOMPARE(QDir(folder.filePath(u"bob"_s)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{u"private"_s});
        QCOMPARE(accounting.reservedSpace(), Space());
    }

private:
    static void makeOutside(const QString &folder)
    {
        QVERIFY(QDir(folder).mkpath(u"sub/deep"_s));
        for (const QString &name : {u"secret"_s, u"f0"_s, u"f1"_s, u"sub/f0"_s, u"sub/f1"_s, u"sub/deep/f0"_s}) {
            QFile file(folder + u'/' + name);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(Secret);
        }
    }

    static bool put(Homes &homes, Accounting &accounting, const QString &path)
    {
        const QByteArray bytes = "mine";
        Upload upload(homes, accounting, Alice, u"alice"_s, FilesPut{path, bytes.size(), 0, 0, u"overwrite"_s});
        const auto begun = upload.begin();
        return begun && *begun && upload.write(bytes) && upload.finish(FilesSum{bytes.size(), QString::fromLatin1(Sha256::of(bytes).toHex())});
    }

    static void questions(Home &home, Accounting &accounting, unsigned seed, std::atomic<bool> &leaked)
    {
        std::minstd_rand random(seed);
        for (int i = 0; i < Operations; ++i)
            question(home, accounting, random, leaked);
    }

    static QString somePath(std::minstd_rand &random)
    {
        static const QStringList folders{u"/top"_s, u"/top/sub"_s, u"/top/sub/deep"_s, u"/other"_s};
        const QString folder = folders[static_cast<qsizetype>(random() % 4)];
        return random() % 5 == 0 ? folder : folder + u"/f%1"_s.arg(random() % 3);
    }

    static void question(Home &home, Accounting &accounting, std::minstd_rand &random, std::atomic<bool> &leaked)
    {
        static const QString secretHash = QString::fromLatin1(Sha256::of(Secret).toHex());
        const QString path = somePath(random);
        switch (random() % 9) {
        case 0:
            (void)listFolder(home, path, [&](const QList<protocol::FileEntry> &page) {
                for (const auto &entry : page)
                    leaked = leaked || entry.name == u"secret";
                return true;
            });
            break;
        case 1:
            if (const auto stat = statPath(home, path, true, [] { return false; }))
                leaked = leaked || stat->sha256 == secretHash;
            break;
        case 2:
            (void)makeFolder(home, path, random() % 2 == 0, accounting, Alice, u"alice"_s);
            break;
        case 3:
            (void)renamePath(home, path, somePath(random), random() % 2 == 0, accounting, Alice);
            break;
        case 4:
            (void)removePath(home, path, true, accounting, Alice);
            break;
        case 5:
        case 6:
            (void)binPath(home, path, true, u"alice"_s);
            break;
        case 7:
            (void)home.bin().list([&](const QList<protocol::FilesBinEntry> &page) {
                (void)home.bin().restore({page.first().id, random() % 2 == 0 ? somePath(random) : QString(), u"rename"_s}, accounting, Alice);
                return false;
            });
            break;
        case 8:
            (void)home.bin().list([&](const QList<protocol::FilesBinEntry> &page) {
                Space freed;
                (void)home.bin().purge(page.last().id, freed);
                accounting.adjust(Alice, -freed);
                return false;
            });
            break;
        }
    }

    static void work(Homes &homes, Home &home, Accounting &accounting, unsigned seed, std::atomic<bool> &leaked)
    {
        std::minstd_rand random(seed);
        for (int i = 0; i < Operations; ++i) {
            if (random() % 4 == 0) {
                (void)put(homes, accounting, somePath(random));
            } else if (random() % 8 == 0) {
                const auto components = splitPath(somePath(random));
                const auto file = components ? home.jail().file(*components) : Result<Descriptor>(fail(ErrorCode::BadName));
                char bytes[64]{};
                if (file && ::read(file->get(), bytes, sizeof bytes - 1) > 0)
                    leaked = leaked || QByteArray(bytes) == Secret;
            } else {
                question(home, accounting, random, leaked);
            }
            if (i % 500 == 0)
                (void)home.count();
        }
    }
};

QTEST_GUILESS_MAIN(TestLinkSwaps)
#include "tst_link_swaps.moc"
