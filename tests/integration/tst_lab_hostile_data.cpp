#include "tests/support/lab_watch.h"
#include "tests/support/raw_peer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace transom;
using namespace transom::test;

/// Names, sizes and datagrams that mean harm, on real sockets and a real disk.
class TestLabHostileData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        QVERIFY(m_root->isValid() && QDir(m_root->path()).mkdir(u"store"_s));
        write(outside(), "mine");
        QVERIFY(QFile::link(outside(), store(u"link.txt"_s)));
        QVERIFY(QFile::link(m_root->filePath(u"not-yet"_s), store(u"dangling.txt"_s)));
    }

    void nothingIsStoredOutsideTheFolder_data()
    {
        QTest::addColumn<QByteArray>("name"); // as it stands in the JSON
        QTest::newRow("up") << QByteArray("../outside.txt");
        QTest::newRow("up, in the middle") << QByteArray("a/../../outside.txt");
        QTest::newRow("up, from Windows") << QByteArray("..\\\\outside.txt");
        QTest::newRow("absolute") << QByteArray("/tmp/outside.txt");
        QTest::newRow("absolute, from Windows") << QByteArray("C:\\\\outside.txt");
        QTest::newRow("a NUL") << QByteArray("good.txt\\u0000/../../outside.txt");
        QTest::newRow("a link that leads out") << QByteArray("link.txt");
        QTest::newRow("a link to what is not there yet") << QByteArray("dangling.txt");
        QTest::newRow("very long") << QByteArray(300, 'n');
        QTest::newRow("very long, in another script") << QByteArrayLiteral("\xe9\x95\xbf").repeated(90);
        QTest::newRow("in GBK") << QByteArray("\xce\xc4\xbc\xfe.txt");
        QTest::newRow("half a pair of UTF-16") << QByteArray("a\\ud800b.txt");
        QTest::newRow("a line's end") << QByteArray("a\\nb.txt");
        QTest::newRow("the folder") << QByteArray(".");
        QTest::newRow("the folder above") << QByteArray("..");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("hidden") << QByteArray(".bashrc");
    }
    void nothingIsStoredOutsideTheFolder()
    {
        QFETCH(QByteArray, name);
        const QStringList before = listing();
        for (const char *dialect : {"put-json", "put-struct"}) {
            Watch watch;
            LabServer server(serving(dialect, u"one"_s, {{u"dir"_s, store({})}}), watch.sink());
            QVERIFY(server.start());
            RawPeer peer = RawPeer::connected(server.port());
            const QByteArray request = "{\"action\":\"put\",\"filename\":\"" + name + "\",\"filesize\":5}";
            const bool json = qstrcmp(dialect, "put-json") == 0;
            if (json)
                peer.receive(); // its welcome
            peer.send(json ? request : littleEndian(static_cast<quint32>(request.size())) + request + "harm!");
            peer.endWriting();
            if (json)
                QVERIFY(peer.receive().contains("\"status\":400"));
            QVERIFY(watch.waitForEnd(1));
            QVERIFY2(watch.codeOf(1) != ErrorCode::None, dialect);
            QCOMPARE(watch.problems().size(), 1);
            server.stop();
            QCOMPARE(listing(), before);
            QCOMPARE(read(outside()), QByteArray("mine"));
        }
    }

    void theNameThatAServerGivesCannotLeaveEither()
    {
        for (const QString &name : {u"../outside.txt"_s, u"link.txt"_s, u"/etc/outside"_s}) {
            const QStringList before = listing();
            Watch watch;
            LabServer server(serving("put-size", u"one"_s, {{u"dir"_s, store({})}, {u"name"_s, name}}), watch.sink());
            QVERIFY(server.start());
            RawPeer peer = RawPeer::connected(server.port());
            peer.send("5");
            peer.endWriting();
            QVERIFY(watch.waitForEnd(1));
            QVERIFY(watch.codeOf(1) != ErrorCode::None);
            QCOMPARE(listing(), before);
            QCOMPARE(read(outside()), QByteArray("mine"));
        }
    }

    void aLinkIsNoAccessLog()
    {
        Watch watch;
        LabServer server(serving("hmac", u"one"_s, {{u"dir"_s, store({})}, {u"key"_s, u"key"_s}, {u"log"_s, u"link.txt"_s}}), watch.sink());
        QVERIFY(server.start());
        RawPeer peer = RawPeer::connected(server.port());
        peer.receive();
        peer.send("q");
        QVERIFY(watch.waitForEnd(1));
        QCOMPARE(watch.problems().size(), 1);
        QCOMPARE(read(outside()), QByteArray("mine"));
    }

    void asMuchAsMayBeAnnouncedFitsIntoMemory()
    {
        const RawPeer listener = RawPeer::bound(false);
        Watch watch;
        const Peak peak;
        LabClient client(connecting("exec-struct", listener.port(), {{u"chunk"_s, u"65536"_s}}), watch.sink());
        client.start();
        client.say(u"yes"_s);
        client.endInput();
        RawPeer peer = listener.accepted();
        peer.receive();
        peer.send(littleEndian(64 * MiB));
        const QByteArray block(1 * MiB, 'y');
        for (int i = 0; i < 64; ++i)
            QCOMPARE(peer.send(block, 20'000), block.size());
        QVERIFY(watch.waitForEnd(0));
        QCOMPARE(watch.codeOf(0), ErrorCode::None);
        QVERIFY2(peak.grown() < 160 * MiB, qPrintable(QString::number(peak.grown() / MiB)));
        QVERIFY(watch.longestText() < 64 * 1024);
    }

    void aProcessThatServesMayHaveMuchToSay()
    {
        Watch watch;
        LabServer server(serving("exec-struct", u"process"_s, {{u"dir"_s, store({})}}), watch.sink());
        QVERIFY(server.start());
        RawPeer peer = RawPeer::connected(server.port());
        peer.send("head -c 7000000 /dev/zero | tr '\\0' y");
        qint64 came = 0;
        while (came < 7'000'004) {
            const QByteArray some = peer.receive(10'000);
            QVERIFY2(!some.isEmpty(), qPrintable(QString::number(came)));
            came += some.size();
        }
        QCOMPARE(came, 7'000'004);
        QTRY_COMPARE(watch.bytesSent(), came); // the report of each send is whole, too
        peer.send("q");
        QVERIFY(watch.waitForEnd(1));
        QCOMPARE(watch.codeOf(1), ErrorCode::None);
    }

    void aProcessThatServesOutlivesAFlood()
    {
        Watch watch;
        const Peak peak;
        LabServer server(serving("echo", u"process"_s), watch.sink());
        QVERIFY(server.start());
        RawPeer peer = RawPeer::connected(server.port());
        const QByteArray block(256 * 1024, 'A');
        for (int i = 0; i < 200 && peer.send(block, 200) > 0; ++i) {
        }
        peer.reset();
        QVERIFY(watch.waitForEnd(1));
        QCOMPARE(watch.codeOf(1), ErrorCode::ConnectionLost);
        QVERIFY2(peak.grown() < 64 * MiB, qPrintable(QString::number(peak.grown() / MiB)));
    }

    void datagramsThatMeanHarmEndNothing_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QByteArray>("friendly");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("udp-ok") << u"udp-ok"_s << QByteArray("hello") << QByteArray("ok");
        QTest::newRow("udp-greet") << u"udp-greet"_s << QByteArray("hello") << QByteArray("hi there");
        QTest::newRow("udp-chat") << u"udp-chat"_s << QByteArray("hello") << QByteArray("typed");
        QTest::newRow("udp-exec") << u"udp-exec"_s << QByteArray("echo hi") << QByteArray("stdout:hi\n");
    }
    void datagramsThatMeanHarmEndNothing()
    {
        QFETCH(QString, id);
        QFETCH(QByteArray, friendly);
        QFETCH(QByteArray, answer);
        QHash<QString, QString> given;
        if (id == u"udp-greet")
            given.insert(u"text"_s, u"hi there"_s);
        if (id == u"udp-exec")
            given.insert(u"dir"_s, store({}));
        Watch watch;
        const Peak peak;
        LabServer server(serving(qPrintable(id), u"loop"_s, given), watch.sink());
        QVERIFY(server.start());
        for (int i = 0; id == u"udp-chat" && i < 20'000; ++i)
            server.say(u"typed"_s);
        RawPeer enemy = RawPeer::connected(server.port(), true);
        for (const QByteArray &bytes : {QByteArray(""), QByteArray("\xff\xff\xff\xff"), garbage(1000), QByteArray(60'000, 'A')})
            enemy.datagram(bytes);
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 300)
            enemy.datagram(QByteArray(1000, 'A'));
        enemy.close(); // answers meet nobody
        // Datagrams are lost in a flood: the friendly one is sent until it is answered.
        RawPeer friendlyPeer = RawPeer::connected(server.port(), true);
        QByteArray said;
        clock.restart();
        while (said != answer && clock.elapsed() < 20'000) {
            friendlyPeer.datagram(friendly);
            said = friendlyPeer.receive(300);
        }
        QCOMPARE(said, answer);
        QVERIFY2(peak.grown() < 64 * MiB, qPrintable(QString::number(peak.grown() / MiB)));
        QVERIFY(watch.problems().join(u' ').contains(u"is larger than"_s));
        clock.restart();
        server.stop();
        QVERIFY(clock.elapsed() < 3'000);
    }

    void aClientOutlivesTheDatagramsOfItsServer_data()
    {
        QTest::addColumn<QString>("id");
        for (const char *id : {"udp-ok", "udp-greet", "udp-chat", "udp-exec"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void aClientOutlivesTheDatagramsOfItsServer()
    {
        QFETCH(QString, id);
        RawPeer peer = RawPeer::bound(true);
        Watch watch;
        const Peak peak;
        QHash<QString, QString> given;
        if (id != u"udp-chat")
            given.insert(u"patience"_s, u"1"_s);
        LabClient client(connecting(qPrintable(id), peer.port(), given), watch.sink());
        client.start();
        for (const char *line : {"one", "two", "three", "four"})
            client.say(QString::fromLatin1(line));
        QVERIFY(!peer.receive().isEmpty());
        for (const QByteArray &bytes : {QByteArray(""), garbage(1000), QByteArray(60'000, 'A'), QByteArray("\xff\xff\xff\xff")})
            peer.datagram(bytes);
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 300)
            peer.datagram(QByteArray(1000, 'A'));
        QVERIFY(watch.wait(Kind::Said, 4));
        QVERIFY(watch.wait(Kind::LineWanted, 5));
        client.endInput();
        QVERIFY(watch.waitForEnd(0));
        QCOMPARE(watch.codeOf(0), ErrorCode::None);
        QVERIFY(watch.problems().join(u' ').contains(u"is larger than"_s));
        QVERIFY2(peak.grown() < 64 * MiB, qPrintable(QString::number(peak.grown() / MiB)));
    }

    void aServerOfDatagramsThatStallsIsMissed()
    {
        const RawPeer peer = RawPeer::bound(true);
        Watch watch;
        LabClient client(connecting("udp-ok", peer.port(), {{u"patience"_s, u"1"_s}}), watch.sink());
        client.start();
        client.say(u"anybody?"_s);
        client.endInput();
        QVERIFY(watch.waitForEnd(0));
        QCOMPARE(watch.codeOf(0), ErrorCode::TimedOut);
    }

private:
    QString outside() const { return m_root->filePath(u"outside.txt"_s); }
    QString store(const QString &name) const { return m_root->filePath(name.isEmpty() ? u"store"_s : u"store/"_s + name); }
    QStringList listing() const
    {
        const auto all = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
        return QDir(m_root->path()).entryList(all) + QDir(store({})).entryList(all);
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_root;
};

QTEST_GUILESS_MAIN(TestLabHostileData)
#include "tst_lab_hostile_data.moc"
