// What cannot be removed is really refused by the kernel here: another file system is mounted in the middle of it, in a mount namespace of the test's own.
// Then what is told must be what is there.

#include "core/base/sha256.h"
#include "core/files/file_tree.h"
#include "core/files/upload.h"
#include "tests/support/memory_accounting.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using protocol::FilesBinEntry;
using test::MemoryAccounting;

namespace {

constexpr qint64 Alice = 7;
bool mayMount = false;

/// Before there is a second thread: those that come later are in the same namespaces.
bool enterNamespace()
{
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return false;
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

} // namespace

class TestRemovalHalfWay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        if (!mayMount)
            QSKIP("This system lets nobody make a mount namespace.");
        m_folder.emplace();
        m_homes.emplace(m_folder->path(), QString());
        m_accounting.emplace(-1, -1);
        m_home = m_homes->of(u"alice"_s).value();
        QVERIFY(QDir(home()).mkpath(u"tree/sub/stuck"_s));
        for (const QString &name : {u"tree/a"_s, u"tree/sub/b"_s})
            write(name);
        m_accounting->adjust(Alice, m_home->count().value());
        const QByteArray point = QFile::encodeName(home() + u"/tree/sub/stuck"_s);
        QCOMPARE(::mount("none", point.constData(), "tmpfs", 0, nullptr), 0);
    }
    void cleanup()
    {
        if (!mayMount)
            return;
        const auto entries = list();
        for (const FilesBinEntry &entry : entries)
            ::umount2(QFile::encodeName(home() + u"/.transom-bin/"_s + entry.id + u"/item/sub/stuck"_s).constData(), MNT_DETACH);
        ::umount2(QFile::encodeName(home() + u"/tree/sub/stuck"_s).constData(), MNT_DETACH);
        m_home.reset();
        m_folder.reset();
    }

    void whatCannotBeRemovedForGoodIsInTheBinAndNamed()
    {
        const auto removed = removePath(*m_home, u"/tree"_s, true, *m_accounting, Alice, u"alice"_s);
        QVERIFY(!removed);
        QVERIFY2(removed.error().text.contains(u"\"/tree/sub/stuck\""_s), qPrintable(removed.error().text));
        QVERIFY(removed.error().text.contains(u"recycle bin"_s));
        QVERIFY(!QFile::exists(home() + u"/tree"_s));
        const auto entries = list();
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].path, u"/tree"_s);
        QCOMPARE(entries[0].by, u"alice"_s);
        QVERIFY(!entries[0].damaged);
        QCOMPARE(entries[0].size, 0); // both files have gone
        exact();
    }

    void whatCannotBePurgedStaysInTheListAndCanBePutBack()
    {
        const auto id = binPath(*m_home, u"/tree"_s, true, u"alice"_s);
        QVERIFY(id);
        for (int attempt = 0; attempt < 2; ++attempt) {
            Space freed;
            const auto purged = m_home->bin().purge(*id, freed);
            m_accounting->adjust(Alice, -freed);
            QVERIFY(!purged);
            QVERIFY2(purged.error().text.contains(u"\"/tree/sub/stuck\""_s), qPrintable(purged.error().text));
            const auto entries = list();
            QCOMPARE(entries.size(), 1);
            QCOMPARE(entries[0].id, *id);
            QCOMPARE(entries[0].path, u"/tree"_s);
            exact();
        }
        QCOMPARE(m_home->bin().restore({*id, {}, u"fail"_s}, *m_accounting, Alice).value(), u"/tree"_s);
        QVERIFY(QFile::exists(home() + u"/tree/sub/stuck"_s));
        QVERIFY(!QFile::exists(home() + u"/tree/a"_s));
        QVERIFY(list().isEmpty());
        exact();
    }

    void emptyingTheBinRemovesTheRestAndTellsOfTheOneThatStays()
    {
        write(u"other"_s);
        m_accounting->adjust(Alice, {5, 1});
        const auto stays = binPath(*m_home, u"/tree"_s, true, u"alice"_s);
        QVERIFY(stays && binPath(*m_home, u"/other"_s, false, u"alice"_s));
        Space freed;
        const auto purged = m_home->bin().purgeAll(freed);
        m_accounting->adjust(Alice, -freed);
        QVERIFY(!purged);
        const auto entries = list();
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].id, *stays);
        QCOMPARE(m_home->bin().total(), (Space{entries[0].size, entries[0].files}));
        exact();
    }

    void aServerThatWasKilledInTheMiddleFindsItAgain()
    {
        const auto id = binPath(*m_home, u"/tree"_s, true, u"alice"_s);
        QVERIFY(id);
        // So it is called while it is being removed.
        QVERIFY(QDir(home() + u"/.transom-bin"_s).rename(*id, *id + u".gone"_s));
        m_home->bin().sweep();
        const auto entries = list();
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].id, *id);
        QVERIFY(QFile::exists(home() + u"/.transom-bin/"_s + *id + u"/item/sub/stuck"_s));
    }

private:
    QString home() const { return m_folder->filePath(u"alice"_s); }
    void write(const QString &name)
    {
        QFile file(home() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write("12345"), 5);
    }
    QList<FilesBinEntry> list() const
    {
        QList<FilesBinEntry> all;
        (void)m_home->bin().list([&](const QList<FilesBinEntry> &page) {
            all += page;
            return true;
        });
        return all;
    }
    void exact() { QCOMPARE(m_accounting->usedSpace(), m_home->count().value()); }

    std::optional<QTemporaryDir> m_folder;
    std::optional<Homes> m_homes;
    std::optional<MemoryAccounting> m_accounting;
    std::shared_ptr<Home> m_home;
};

int main(int argc, char **argv)
{
    mayMount = enterNamespace();
    QCoreApplication application(argc, argv);
    TestRemovalHalfWay test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_removal_half_way.moc"
