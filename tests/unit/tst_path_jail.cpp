#include "core/files/file_names.h"
#include "core/files/path_jail.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;

namespace {

void put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
    file.write(content);
}

QByteArray content(const Descriptor &descriptor)
{
    QByteArray bytes(64, '\0');
    const ssize_t count = ::read(descriptor.get(), bytes.data(), static_cast<size_t>(bytes.size()));
    return bytes.first(count < 0 ? 0 : count);
}

const QByteArray Secret = "secret";

} // namespace

/// Everything with both ways of resolving a path.
class TestPathJail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_home = m_folder->filePath(u"home"_s);
        m_outside = m_folder->filePath(u"outside"_s);
        QVERIFY(QDir().mkpath(m_home + u"/a/b"_s) && QDir().mkpath(m_outside));
        put(m_home + u"/a/b/file"_s, "inside");
        put(m_outside + u"/file"_s, Secret);
    }

    void whatIsInsideIsFound_data() { resolvers(); }
    void whatIsInsideIsFound()
    {
        const PathJail jail = open();
        QVERIFY(jail.folder({}));
        QVERIFY(jail.folder({u"a"_s, u"b"_s}));
        auto file = jail.file({u"a"_s, u"b"_s, u"file"_s});
        QVERIFY(file);
        QCOMPARE(content(*file), QByteArray("inside"));
        auto parent = jail.parent({u"a"_s, u"new"_s});
        QVERIFY(parent);
        QCOMPARE(parent->name, QByteArray("new"));
        struct stat above{};
        struct stat expected{};
        QCOMPARE(::fstat(parent->folder.get(), &above), 0);
        QCOMPARE(::stat(QFile::encodeName(m_home + u"/a"_s).constData(), &expected), 0);
        QCOMPARE(above.st_ino, expected.st_ino);
    }

    void descriptorsAreNotInheritedByCommands_data() { resolvers(); }
    void descriptorsAreNotInheritedByCommands()
    {
        const PathJail jail = open();
        auto folder = jail.folder({u"a"_s});
        auto file = jail.file({u"a"_s, u"b"_s, u"file"_s});
        for (const int number : {jail.root(), folder->get(), file->get()})
            QVERIFY(::fcntl(number, F_GETFD) & FD_CLOEXEC);
    }

    void whatIsNotThereIsSaid_data() { resolvers(); }
    void whatIsNotThereIsSaid()
    {
        const PathJail jail = open();
        QCOMPARE(jail.file({u"a"_s, u"none"_s}).error().code, ErrorCode::NotFound);
        QCOMPARE(jail.folder({u"none"_s, u"b"_s}).error().code, ErrorCode::NotFound);
        QCOMPARE(jail.folder({u"a"_s, u"b"_s, u"file"_s}).error().code, ErrorCode::NotADirectory);
        QCOMPARE(jail.file({u"a"_s, u"b"_s, u"file"_s, u"x"_s}).error().code, ErrorCode::NotADirectory);
        QCOMPARE(jail.file({u"a"_s}).error().code, ErrorCode::IsADirectory);
        QCOMPARE(jail.parent({}).error().code, ErrorCode::BadArgument);
    }

    void errorsDoNotTellWhereTheHomeIs_data() { resolvers(); }
    void errorsDoNotTellWhereTheHomeIs()
    {
        const PathJail jail = open();
        for (const QStringList &path : {QStringList{u"none"_s}, QStringList{u"a"_s}, QStringList{u"a"_s, u"b"_s, u"file"_s, u"x"_s}}) {
            const auto file = jail.file(path);
            QVERIFY(!file);
            QVERIFY(!file.error().text.contains(m_folder->path()));
        }
    }

    void climbingOutIsImpossibleEvenForUncheckedNames_data() { resolvers(); }
    void climbingOutIsImpossibleEvenForUncheckedNames()
    {
        // validName() never lets these through. The kernel's way refuses them on its own, too.
        QFETCH(PathJail::Resolver, resolver);
        if (resolver == PathJail::Resolver::Walk)
            return;
        const PathJail jail = open();
        QVERIFY(!jail.file({u".."_s, u"outside"_s, u"file"_s}));
        QVERIFY(!jail.folder({u"a"_s, u".."_s, u".."_s}));
        QVERIFY(!jail.folder({u"/etc"_s}));
    }

    void linksAreNotFollowed_data() { resolvers(); }
    void linksAreNotFollowed()
    {
        const PathJail jail = open();
        link(m_outside, u"out"_s);
        link(m_outside + u"/file"_s, u"file"_s);
        link(u"../outside"_s, u"relative"_s);
        link(u"a"_s, u"inner"_s);
        link(u"/proc/self/root"_s, u"magic"_s);
        link(u"/proc/self/cwd"_s, u"cwd"_s);
        link(u"loop"_s, u"loop"_s);
        QVERIFY(!jail.file({u"out"_s, u"file"_s}));
        QVERIFY(!jail.file({u"file"_s}));
        QVERIFY(!jail.file({u"relative"_s, u"file"_s}));
        QVERIFY(!jail.folder({u"out"_s}));
        QVERIFY(!jail.folder({u"inner"_s}));
        QVERIFY(!jail.file({u"inner"_s, u"b"_s, u"file"_s}));
        QVERIFY(!jail.folder({u"magic"_s, u"etc"_s}));
        QVERIFY(!jail.folder({u"cwd"_s}));
        QVERIFY(!jail.file({u"loop"_s}));
        QVERIFY(!jail.parent({u"out"_s, u"new"_s}));
    }

    void aParentHoldsItsFolderWhateverIsPutInItsPlace_data() { resolvers(); }
    void aParentHoldsItsFolderWhateverIsPutInItsPlace()
    {
        const PathJail jail = open();
        auto parent = jail.parent({u"a"_s, u"b"_s, u"new"_s});
        QVERIFY(parent);
        QVERIFY(QDir().rename(m_home + u"/a/b"_s, m_home + u"/moved"_s));
        link(m_outside, u"a/b"_s);
        Descriptor made(::openat(parent->folder.get(), parent->name.constData(), O_WRONLY | O_CREAT | O_EXCL, 0600));
        QVERIFY(made);
        QVERIFY(!QFile::exists(m_outside + u"/new"_s));
        QVERIFY(QFile::exists(m_home + u"/moved/new"_s));
    }

    void aLinkSwappedInWhileResolvingNeverLeadsOut_data() { resolvers(); }
    void aLinkSwappedInWhileResolvingNeverLeadsOut()
    {
        const PathJail jail = open();
        // "switch" is in turn a folder of the home and a link out of it, exchanged by one atomic call.
        QVERIFY(QDir().mkpath(m_home + u"/switch"_s));
        put(m_home + u"/switch/file"_s, "inside");
        link(m_outside, u"other"_s);
        std::atomic<bool> stop = false;
        std::atomic<qint64> swaps = 0;
        std::thread swapper([&] {
            const QByteArray one = QFile::encodeName(m_home + u"/switch"_s);
            const QByteArray two = QFile::encodeName(m_home + u"/other"_s);
            while (!stop) {
                if (::renameat2(AT_FDCWD, one.constData(), AT_FDCWD, two.constData(), RENAME_EXCHANGE) == 0)
                    ++swaps;
            }
        });
        int found = 0;
        int refused = 0;
        int leaked = 0;
        QElapsedTimer time;
        time.start();
        while ((found < 200 || refused < 200 || swaps < 1000) && time.elapsed() < 20'000) {
            auto file = jail.file({u"switch"_s, u"file"_s});
            if (!file)
                ++refused;
            else if (content(*file) == Secret)
                ++leaked;
            else
                ++found;
            auto parent = jail.parent({u"switch"_s, u"file"_s});
            if (parent && content(Descriptor(::openat(parent->folder.get(), "file", O_RDONLY))) == Secret)
                ++leaked;
        }
        stop = true;
        swapper.join();
        QCOMPARE(leaked, 0);
        // Both states were met: the test has seen the race it is about.
        QVERIFY(found >= 200);
        QVERIFY(refused >= 200);
    }

    void aNamedPipeIsRefusedWithoutWaiting_data() { resolvers(); }
    void aNamedPipeIsRefusedWithoutWaiting()
    {
        const PathJail jail = open();
        QCOMPARE(::mkfifo(QFile::encodeName(m_home + u"/pipe"_s).constData(), 0600), 0);
        QElapsedTimer time;
        time.start();
        QCOMPARE(jail.file({u"pipe"_s}).error().code, ErrorCode::SpecialFile);
        QVERIFY(time.elapsed() < 20'000);
        QVERIFY(!jail.folder({u"pipe"_s}));
    }

    void socketsAndDevicesAreNotFiles_data() { resolvers(); }
    void socketsAndDevicesAreNotFiles()
    {
        const PathJail jail = open();
        Descriptor server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray path = QFile::encodeName(m_home + u"/socket"_s);
        QVERIFY(path.size() < static_cast<qsizetype>(sizeof address.sun_path));
        std::copy(path.cbegin(), path.cend(), address.sun_path);
        QCOMPARE(::bind(server.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        QVERIFY(!jail.file({u"socket"_s}));

        if (::mknod(QFile::encodeName(m_home + u"/null"_s).constData(), S_IFCHR | 0666, static_cast<dev_t>(0x103)) == 0)
            QVERIFY(!jail.file({u"null"_s})); // only root can make one
    }

    void aHardLinkIsAFileLikeAnyOther_data() { resolvers(); }
    void aHardLinkIsAFileLikeAnyOther()
    {
        // Who can make one inside the home could read the file anyway: nothing is gained by it, and nothing refused.
        const PathJail jail = open();
        QCOMPARE(::link(QFile::encodeName(m_home + u"/a/b/file"_s).constData(), QFile::encodeName(m_home + u"/hard"_s).constData()), 0);
        auto file = jail.file({u"hard"_s});
        QVERIFY(file);
        QCOMPARE(content(*file), QByteArray("inside"));
    }

    void theHomeMustBeAFolder_data() { resolvers(); }
    void theHomeMustBeAFolder()
    {
        QFETCH(PathJail::Resolver, resolver);
        const auto none = PathJail::open(m_folder->filePath(u"none"_s), resolver);
        QVERIFY(!none);
        QVERIFY(!none.error().text.contains(m_folder->path()));
        QVERIFY(!PathJail::open(m_home + u"/a/b/file"_s, resolver));
    }

    void namesOfThreeByteCharactersResolve_data() { resolvers(); }
    void namesOfThreeByteCharactersResolve()
    {
        QVERIFY(QDir().mkpath(m_home + u"/資料"_s));
        put(m_home + u"/資料/ü ' \" $x"_s, "odd");
        const PathJail jail = open();
        auto file = jail.file(*splitPath(u"/資料/ü ' \" $x"_s));
        QVERIFY(file);
        QCOMPARE(content(*file), QByteArray("odd"));
    }

private:
    static void resolvers()
    {
        QTest::addColumn<PathJail::Resolver>("resolver");
        QTest::newRow("kernel") << PathJail::Resolver::Kernel;
        QTest::newRow("walk") << PathJail::Resolver::Walk;
    }

    PathJail open() const
    {
        auto jail = PathJail::open(m_home, *static_cast<PathJail::Resolver *>(QTest::qData("resolver", qMetaTypeId<PathJail::Resolver>())));
        Q_ASSERT(jail);
        return std::move(*jail);
    }

    void link(const QString &target, const QString &name) const
    {
        QCOMPARE(::symlink(QFile::encodeName(target).constData(), QFile::encodeName(m_home + u'/' + name).constData()), 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_home;
    QString m_outside;
};

QTEST_GUILESS_MAIN(TestPathJail)
#include "tst_path_jail.moc"
