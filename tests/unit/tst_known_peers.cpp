#include "core/security/fingerprint.h"
#include "core/security/known_peers.h"

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

const QByteArray KeyA(32, 'a');
const QByteArray KeyB(32, 'b');

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

Trust trustOf(const KnownPeers &peers, const QString &host, quint16 port, const QByteArray &key)
{
    const auto result = peers.check(host, port, key);
    return result ? result->trust : Trust::Unknown;
}

} // namespace

class KnownPeersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aPeerIsUnknownThenTrustedThenChanged();
    void trustingAnotherKeyReplacesTheFirst();
    void aForgottenPeerIsUnknownAgain();
    void theSameHostIsRecognisedHoweverItIsWritten_data();
    void theSameHostIsRecognisedHoweverItIsWritten();
    void anotherPortIsAnotherPeer();
    void whatIsNoHostIsRefused_data();
    void whatIsNoHostIsRefused();
    void garbledLinesAreIgnoredAndKept();
    void ofSeveralLinesForOnePeerTheLastCounts();
    void programsThatWriteAtOnceLoseNothing();
    void aFileThatCannotBeReadIsAnErrorAndNotUnknown();
    void theFileIsForItsOwnerOnly();

private:
    std::unique_ptr<QTemporaryDir> m_home;
    QString m_file;
};

void KnownPeersTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_file = m_home->filePath(u"config/known_peers"_s);
}

void KnownPeersTest::aPeerIsUnknownThenTrustedThenChanged()
{
    const KnownPeers peers(m_file);
    QCOMPARE(peers.check(u"host"_s, 7160, KeyA).value_or(PeerTrust{Trust::Changed, {}, {}}), PeerTrust{});
    QVERIFY(!QFile::exists(m_file)); // asking leaves no trace
    QVERIFY(peers.trust(u"host"_s, 7160, KeyA));
    QCOMPARE(peers.check(u"host"_s, 7160, KeyA).value_or(PeerTrust{}), (PeerTrust{Trust::Trusted, KeyA, QDate::currentDate()}));
    QCOMPARE(peers.check(u"host"_s, 7160, KeyB).value_or(PeerTrust{}), (PeerTrust{Trust::Changed, KeyA, QDate::currentDate()}));
    QCOMPARE(KnownPeers(m_file).list().value_or(QList<KnownPeer>{}),
             (QList<KnownPeer>{{u"host"_s, 7160, KeyA, QDate::currentDate()}}));
}

void KnownPeersTest::trustingAnotherKeyReplacesTheFirst()
{
    const KnownPeers peers(m_file);
    QVERIFY(peers.trust(u"host"_s, 7160, KeyA));
    QVERIFY(peers.trust(u"HOST"_s, 7160, KeyB));
    QCOMPARE(trustOf(peers, u"host"_s, 7160, KeyB), Trust::Trusted);
    QCOMPARE(trustOf(peers, u"host"_s, 7160, KeyA), Trust::Changed);
    QCOMPARE(contentOf(m_file).count('\n'), 1);
}

void KnownPeersTest::aForgottenPeerIsUnknownAgain()
{
    const KnownPeers peers(m_file);
    QVERIFY(peers.trust(u"host"_s, 7160, KeyA));
    QVERIFY(peers.trust(u"other"_s, 7160, KeyA));
    QVERIFY(peers.forget(u"host"_s, 7160));
    QVERIFY(peers.forget(u"never-there"_s, 7160));
    QCOMPARE(trustOf(peers, u"host"_s, 7160, KeyA), Trust::Unknown);
    QCOMPARE(trustOf(peers, u"other"_s, 7160, KeyA), Trust::Trusted);
}

void KnownPeersTest::theSameHostIsRecognisedHoweverItIsWritten_data()
{
    QTest::addColumn<QString>("trusted");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("case") << u"Server.Example"_s << u"server.EXAMPLE"_s << QByteArray("server.example:7160 ");
    QTest::newRow("the root's dot") << u"server.example."_s << u"server.example"_s << QByteArray("server.example:7160 ");
    QTest::newRow("white space") << u" server "_s << u"server"_s << QByteArray("server:7160 ");
    QTest::newRow("IPv4") << u"192.0.2.1"_s << u"192.0.2.1"_s << QByteArray("192.0.2.1:7160 ");
    QTest::newRow("IPv6") << u"2001:DB8:0:0::1"_s << u"[2001:db8::1]"_s << QByteArray("[2001:db8::1]:7160 ");
    QTest::newRow("IPv6 with a zone") << u"fe80::1%eth0"_s << u"[FE80::1%eth0]"_s << QByteArray("[fe80::1%eth0]:7160 ");
    QTest::newRow("an international name") << u"b\u00fccher.example"_s << u"xn--bcher-kva.example"_s << QByteArray("xn--bcher-kva.example:7160 ");
    QTest::newRow("an underscore") << u"My_Host"_s << u"my_host"_s << QByteArray("my_host:7160 ");
}

void KnownPeersTest::theSameHostIsRecognisedHoweverItIsWritten()
{
    QFETCH(const QString, trusted);
    QFETCH(const QString, asked);
    QFETCH(const QByteArray, line);
    const KnownPeers peers(m_file);
    QVERIFY(peers.trust(trusted, 7160, KeyA));
    QCOMPARE(trustOf(peers, asked, 7160, KeyA), Trust::Trusted);
    QCOMPARE(trustOf(peers, asked, 7160, KeyB), Trust::Changed);
    QVERIFY2(contentOf(m_file).startsWith(line), contentOf(m_file).constData());
}

void KnownPeersTest::anotherPortIsAnotherPeer()
{
    const KnownPeers peers(m_file);
    QVERIFY(peers.trust(u"host"_s, 7160, KeyA));
    QCOMPARE(trustOf(peers, u"host"_s, 7161, KeyA), Trust::Unknown);
    // Nor can a host's name pass for a shorter one with a port.
    QVERIFY(peers.trust(u"::1"_s, 7160, KeyA));
    QCOMPARE(trustOf(peers, u"::1:7160"_s, 7160, KeyA), Trust::Unknown);
}

void KnownPeersTest::whatIsNoHostIsRefused_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("empty") << QString();
    QTest::newRow("a dot") << u"."_s;
    QTest::newRow("a line break") << u"host\nother:1 X"_s;
    QTest::newRow("a space") << u"host name"_s;
    QTest::newRow("a path") << u"../host"_s;
    QTest::newRow("a comment") << u"#host"_s;
    QTest::newRow("endless") << QString(400, u'a');
}

void KnownPeersTest::whatIsNoHostIsRefused()
{
    QFETCH(const QString, host);
    const KnownPeers peers(m_file);
    QVERIFY(!peers.check(host, 7160, KeyA));
    const auto trusted = peers.trust(host, 7160, KeyA);
    QVERIFY(!trusted);
    QCOMPARE(trusted.error().code, ErrorCode::BadArgument);
    QVERIFY(!peers.forget(host, 7160));
    QVERIFY(!QFile::exists(m_file));
}

void KnownPeersTest::garbledLinesAreIgnoredAndKept()
{
    const KnownPeers peers(m_file);
    QVERIFY(peers.trust(u"first"_s, 7160, KeyA));
    const QByteArray fingerprint = formatFingerprint(KeyB).toLatin1();
    const QByteArray garbage = "# a comment of mine\n\n\xff\xfe\x01 binary\nhost\nhost:7160\nhost:99999 " + fingerprint + "\nhost:0 " + fingerprint
        + "\nhost:7160 " + fingerprint.chopped(1) + "\nhost:7160 " + fingerprint + " 2024-01-01 more\n::1:7160 " + fingerprint + "\n";
    write(m_file, contentOf(m_file) + garbage);
    QCOMPARE(trustOf(peers, u"first"_s, 7160, KeyA), Trust::Trusted);
    QCOMPARE(trustOf(peers, u"host"_s, 7160, KeyB), Trust::Unknown);
    QCOMPARE(peers.list().value_or(QList<KnownPeer>{}).size(), 1);
    QVERIFY(peers.trust(u"second"_s, 7160, KeyB));
    QVERIFY(contentOf(m_file).contains(garbage));
    QCOMPARE(trustOf(peers, u"second"_s, 7160, KeyB), Trust::Trusted);
    QCOMPARE(trustOf(peers, u"first"_s, 7160, KeyA), Trust::Trusted);
}

void KnownPeersTest::ofSeveralLinesForOnePeerTheLastCounts()
{
    const KnownPeers peers(m_file);
    QVERIFY(peers.trust(u"host"_s, 7160, KeyA));
    write(m_file, contentOf(m_file) + "HOST:7160 " + formatFingerprint(KeyB).toLower().toLatin1()); // without a date or line end
    QCOMPARE(trustOf(peers, u"host"_s, 7160, KeyB), Trust::Trusted);
    QCOMPARE(peers.list().value_or(QList<KnownPeer>{}), (QList<KnownPeer>{{u"host"_s, 7160, KeyB, QDate()}}));
    QVERIFY(peers.forget(u"host"_s, 7160));
    QCOMPARE(contentOf(m_file), QByteArray());
}

void KnownPeersTest::programsThatWriteAtOnceLoseNothing()
{
    constexpr int Programs = 8;
    constexpr int Each = 10;
    std::vector<std::thread> programs;
    std::atomic<int> failed = 0;
    for (int program = 0; program < Programs; ++program) {
        programs.emplace_back([&, program] {
            const KnownPeers peers(m_file);
            for (int i = 0; i < Each; ++i) {
                if (!peers.trust(u"host-%1-%2"_s.arg(program).arg(i), 7160, KeyA))
                    ++failed;
            }
        });
    }
    for (std::thread &program : programs)
        program.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(KnownPeers(m_file).list().value_or(QList<KnownPeer>{}).size(), Programs * Each);
}

void KnownPeersTest::aFileThatCannotBeReadIsAnErrorAndNotUnknown()
{
    QVERIFY(QDir().mkpath(m_file)); // a folder in its place
    const KnownPeers peers(m_file);
    QVERIFY(!peers.check(u"host"_s, 7160, KeyA));
    QVERIFY(!peers.trust(u"host"_s, 7160, KeyA));
    QVERIFY(!peers.list());
}

void KnownPeersTest::theFileIsForItsOwnerOnly()
{
    const KnownPeers peers(m_file);
    QVERIFY(peers.trust(u"host"_s, 7160, KeyA));
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(m_file).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t{0600});
}

QTEST_GUILESS_MAIN(KnownPeersTest)
#include "tst_known_peers.moc"
