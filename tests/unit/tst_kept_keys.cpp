#include "core/security/kept_keys.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <thread>

using namespace transom;
using namespace transom::security;
using namespace Qt::StringLiterals;

namespace {

SaltedKey keyOf(char letter)
{
    return {QByteArray(16, letter), 600'000, QByteArray(32, letter)};
}

} // namespace

class TestKeptKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(u"config/sign_ins"_s);
    }

    void whatIsKeptIsFoundAndForgotten()
    {
        const KeptKeys keys(m_file);
        QVERIFY(!*keys.find(u"lab.example"_s, 7160, u"alice"_s));
        QVERIFY(keys.keep(u"lab.example"_s, 7160, u"alice"_s, keyOf('a')));
        QVERIFY(keys.keep(u"lab.example"_s, 7160, u"王 小明"_s, keyOf('b')));
        QVERIFY(keys.keep(u"::1"_s, 7161, u"alice"_s, keyOf('c')));
        QCOMPARE(**keys.find(u"LAB.example."_s, 7160, u"alice"_s), keyOf('a'));
        QCOMPARE(**keys.find(u"lab.example"_s, 7160, u"王 小明"_s), keyOf('b'));
        QCOMPARE(**keys.find(u"[::1]"_s, 7161, u"alice"_s), keyOf('c'));
        QVERIFY(!*keys.find(u"lab.example"_s, 7161, u"alice"_s));
        QVERIFY(!*keys.find(u"lab.example"_s, 7160, u"alic"_s));
        QVERIFY(!*keys.find(u"lab.example"_s, 7160, u"alice 600000"_s));

        QVERIFY(keys.keep(u"lab.example"_s, 7160, u"alice"_s, keyOf('d')));
        QCOMPARE(**keys.find(u"lab.example"_s, 7160, u"alice"_s), keyOf('d'));
        QVERIFY(*keys.forget(u"lab.example"_s, 7160, u"alice"_s));
        QVERIFY(!*keys.forget(u"lab.example"_s, 7160, u"alice"_s));
        QVERIFY(!*keys.find(u"lab.example"_s, 7160, u"alice"_s));
        QCOMPARE(**keys.find(u"lab.example"_s, 7160, u"王 小明"_s), keyOf('b'));
    }

    void whatIsNoServerOrNobodyIsRefused()
    {
        const KeptKeys keys(m_file);
        QVERIFY(!keys.keep(u"/run/transom.socket"_s, 7160, u"alice"_s, keyOf('a')));
        QVERIFY(!keys.keep(u"lab.example"_s, 7160, QString(), keyOf('a')));
        QVERIFY(!keys.keep(u"lab.example"_s, 0, u"alice"_s, keyOf('a')));
        QVERIFY(!keys.keep(u"lab.example"_s, 7160, u"alice"_s, SaltedKey{}));
        QVERIFY(!QFile::exists(m_file));
        QVERIFY(!*keys.find(u"/run/transom.socket"_s, 7160, u"alice"_s));
    }

    void theFileIsForItsOwnerAndNotUsedWhereOthersMayReadIt()
    {
        const KeptKeys keys(m_file);
        QVERIFY(keys.keep(u"lab.example"_s, 7160, u"alice"_s, keyOf('a')));
        struct stat status{};
        QCOMPARE(::stat(QFile::encodeName(m_file).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t{0600});
        QCOMPARE(::chmod(QFile::encodeName(m_file).constData(), 0644), 0);
        const auto found = keys.find(u"lab.example"_s, 7160, u"alice"_s);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::LocalAccessDenied);
    }

    void garbledLinesAreNoKeysAndStay()
    {
        const KeptKeys keys(m_file);
        QVERIFY(keys.keep(u"lab.example"_s, 7160, u"bob"_s, keyOf('b')));
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Append));
        file.write("lab.example:7160 alice 600000 no-key\nlab.example:7160 alice -1 YQ== YQ==\n\n\xff\xfe\nlab.example:7160 alice");
        file.close();
        QVERIFY(!*keys.find(u"lab.example"_s, 7160, u"alice"_s));
        QCOMPARE(**keys.find(u"lab.example"_s, 7160, u"bob"_s), keyOf('b'));
        QVERIFY(*keys.forget(u"lab.example"_s, 7160, u"bob"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("\xff\xfe"));
    }

    void programsThatKeepAtOnceLoseNothing()
    {
        std::vector<std::thread> threads;
        for (int number = 0; number < 8; ++number) {
            threads.emplace_back([file = m_file, number] {
                for (int round = 0; round < 10; ++round)
                    static_cast<void>(KeptKeys(file).keep(u"lab.example"_s, 7160, u"user%1"_s.arg(number), keyOf(static_cast<char>('a' + round))));
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        for (int number = 0; number < 8; ++number)
            QCOMPARE(**KeptKeys(m_file).find(u"lab.example"_s, 7160, u"user%1"_s.arg(number)), keyOf('j'));
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestKeptKeys)
#include "tst_kept_keys.moc"
