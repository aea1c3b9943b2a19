// What is done with names in a home, and that every byte of it is counted once.

#include "core/base/sha256.h"
#include "core/files/file_tree.h"
#include "core/files/upload.h"
#include "tests/support/memory_accounting.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <random>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::files;
using namespace Qt::StringLiterals;
using protocol::FilesPut;
using protocol::FilesSum;
using test::MemoryAccounting;

namespace {

constexpr qint64 Alice = 7;

} // namespace

class TestFileTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        m_homes.emplace(m_folder->path(), QString());
        m_accounting.emplace();
        m_home = m_homes->of(u"alice"_s).value();
    }
    void cleanup() { m_home.reset(); }

    void renamingAFileOntoItselfFreesNothing()
    {
        QVERIFY(put(u"/x"_s, 100));
        QVERIFY(renamePath(*m_home, u"/x"_s, u"/x"_s, true, *m_accounting, Alice));
        QVERIFY(renamePath(*m_home, u"/x"_s, u"/./x"_s, true, *m_accounting, Alice));
        QCOMPARE(m_accounting->used(), 100);
        QCOMPARE(m_home->count().value().bytes, 100);
    }

    void renamingOntoAnotherNameOfTheSameFileFreesNothing()
    {
        QVERIFY(put(u"/x"_s, 100));
        QCOMPARE(::link(path(u"x"_s).constData(), path(u"y"_s).constData()), 0);
        QVERIFY(renamePath(*m_home, u"/x"_s, u"/y"_s, true, *m_accounting, Alice));
        QCOMPARE(m_accounting->used(), 100);
    }

    void replacingAFileThatHasAnotherNameFreesNothing()
    {
        QVERIFY(put(u"/x"_s, 100));
        QVERIFY(put(u"/new"_s, 10));
        QCOMPARE(::link(path(u"x"_s).constData(), path(u"y"_s).constData()), 0);
        QVERIFY(renamePath(*m_home, u"/new"_s, u"/x"_s, true, *m_accounting, Alice));
        QCOMPARE(m_accounting->used(), 110);
        QVERIFY(put(u"/y"_s, 1, u"overwrite"_s)); // the last name of the hundred
        QCOMPARE(m_accounting->used(), 11);
        QCOMPARE(m_home->count().value().bytes, 11);
    }

    void whatARenameReplacesIsGivenBack()
    {
        QVERIFY(put(u"/old"_s, 100));
        QVERIFY(put(u"/new"_s, 10));
        QCOMPARE(renamePath(*m_home, u"/new"_s, u"/old"_s, false, *m_accounting, Alice).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(m_accounting->used(), 110);
        QVERIFY(renamePath(*m_home, u"/new"_s, u"/old"_s, true, *m_accounting, Alice));
        QCOMPARE(m_accounting->used(), 10);
        QCOMPARE(m_home->count().value().bytes, 10);
    }

    void whatIsRemovedIsGivenBack()
    {
        QVERIFY(makeFolder(*m_home, u"/a/b"_s, true, *m_accounting, Alice));
        QVERIFY(put(u"/a/x"_s, 100));
        QVERIFY(put(u"/a/b/y"_s, 20));
        QVERIFY(put(u"/z"_s, 3));
        QCOMPARE(removePath(*m_home, u"/a"_s, false, *m_accounting, Alice).error().code, ErrorCode::NotEmpty);
        QCOMPARE(m_accounting->used(), 123);
        QVERIFY(removePath(*m_home, u"/a"_s, true, *m_accounting, Alice));
        QCOMPARE(m_accounting->used(), 3);
    }

    /// Sessions of one user that replace, move and remove the same few names: whoever loses a race must not be paid for it.
    void manyAtOnceKeepTheCountExact()
    {
        constexpr int Threads = 8;
        constexpr int Rounds = 400;
        std::vector<std::thread> threads;
        for (unsigned seed = 0; seed < Threads; ++seed) {
            threads.emplace_back([this, seed] {
                std::minstd_rand random(seed + 1);
                const auto name = [&random] { return QStringLiteral("/f%1").arg(random() % 3); };
                for (int round = 0; round < Rounds; ++round) {
                    switch (random() % 3) {
                    case 0:
                        (void)put(name(), 1 + static_cast<int>(random() % 1000), u"overwrite"_s);
                        break;
                    case 1:
                        (void)renamePath(*m_home, name(), name(), true, *m_accounting, Alice);
                        break;
                    case 2:
                        (void)removePath(*m_home, name(), true, *m_accounting, Alice);
                        break;
                    }
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(m_accounting->usedSpace(), m_home->count().value());
        QCOMPARE(m_accounting->reservedSpace(), Space());
    }

private:
    bool put(const QString &target, int size, const QString &conflict = u"fail"_s)
    {
        const QByteArray bytes(size, 'x');
        Upload upload(*m_homes, *m_accounting, Alice, u"alice"_s, FilesPut{target, size, 0, 0, conflict});
        return upload.begin() && upload.write(bytes) && upload.finish(FilesSum{size, QString::fromLatin1(Sha256::of(bytes).toHex())});
    }
    QByteArray path(const QString &name) const { return QFile::encodeName(m_folder->filePath(u"alice/"_s + name)); }

    std::optional<QTemporaryDir> m_folder;
    std::optional<Homes> m_homes;
    std::optional<MemoryAccounting> m_accounting;
    std::shared_ptr<Home> m_home;
};

QTEST_GUILESS_MAIN(TestFileTree)
#include "tst_file_tree.moc"
