#include "core/transport/discovery.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkDatagram>
#include <QNetworkProxyFactory>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QUdpSocket>

#include <memory>

using namespace transom;
using namespace transom::transport;
using namespace std::chrono_literals;

namespace {

const QByteArray Key = QByteArray(31, 'k') + '\x01';

DiscoveryOptions onPort(quint16 port)
{
    return {port, true};
}

QByteArray object(const QByteArray &json)
{
    return json + QByteArray(std::max<qsizetype>(0, discovery::QueryBytes - json.size()), ' ');
}

/// Counts who asks for a proxy.
class CountingProxies : public QNetworkProxyFactory
{
public:
    explicit CountingProxies(int &asked)
        : m_asked(asked)
    {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &) override
    {
        ++m_asked;
        return {QNetworkProxy::NoProxy};
    }

private:
    int &m_asked;
};

} // namespace

class TestTransportDiscovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<transom::transport::FoundServer>(); }

    void nobodyIsAskedForAProxyToSearchTheNetwork()
    {
        int asked = 0;
        QNetworkProxyFactory::setApplicationProxyFactory(new CountingProxies(asked)); // Qt's own now
        Announcer announcer(QStringLiteral("here"), 7161, Key, onPort(0));
        const auto started = announcer.start();
        Discovery discovery(onPort(announcer.discoveryPort()));
        QSignalSpy finished(&discovery, &Discovery::finished);
        discovery.search(100ms);
        QTRY_COMPARE(finished.count(), 1);
        QNetworkProxyFactory::setApplicationProxyFactory(nullptr);
        QVERIFY(started);
        QCOMPARE(asked, 0);
    }

    void aServerIsFoundWithItsNamePortAndKey()
    {
        Announcer announcer(QStringLiteral("Room 12 «α»"), 7161, Key, onPort(0));
        QVERIFY(announcer.start());
        Discovery discovery(onPort(announcer.discoveryPort()));
        QSignalSpy found(&discovery, &Discovery::found);
        QSignalSpy finished(&discovery, &Discovery::finished);
        discovery.search(400ms);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(found.count(), 1); // though it was asked more than once and in several ways
        const auto server = found.at(0).at(0).value<FoundServer>();
        QCOMPARE(server,
                 (FoundServer{QStringLiteral("Room 12 «α»"), QHostAddress(QHostAddress::LocalHost), 7161, Key}));
        QVERIFY(announcer.answered() >= 2);
    }

    void severalServersOnOneComputerAreAllFound()
    {
        Announcer first(QStringLiteral("first"), 7161, Key, onPort(0));
        QVERIFY(first.start());
        Announcer second(QStringLiteral("second"), 7162, Key, onPort(first.discoveryPort()));
        QVERIFY(second.start());
        Announcer third(QStringLiteral("third"), 7163, Key, onPort(first.discoveryPort()));
        QVERIFY(third.start());
        Discovery discovery(onPort(first.discoveryPort()));
        QStringList names;
        connect(&discovery, &Discovery::found, this, [&](const FoundServer &server) { names << server.name; });
        discovery.search(10s);
        QTRY_COMPARE(names.size(), 3);
        names.sort();
        QCOMPARE(names, (QStringList{QStringLiteral("first"), QStringLiteral("second"), QStringLiteral("third")}));
    }

    void aSearchThatFindsNothingEndsAllTheSame()
    {
        QUdpSocket nobody; // keeps the port, says nothing
        QVERIFY(nobody.bind(QHostAddress::LocalHost, 0));
        Discovery discovery(onPort(nobody.localPort()));
        QSignalSpy found(&discovery, &Discovery::found);
        QSignalSpy finished(&discovery, &Discovery::finished);
        discovery.search(50ms);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(found.count(), 0);
    }

    void aSearchMayBeStoppedOrDestroyedByWhatItFinds()
    {
        Announcer announcer(QStringLiteral("x"), 7161, Key, onPort(0));
        QVERIFY(announcer.start());
        auto discovery = std::make_unique<Discovery>(onPort(announcer.discoveryPort()));
        int found = 0;
        connect(discovery.get(), &Discovery::found, this, [&] {
            ++found;
            discovery->stop();
        });
        discovery->search(10s);
        QTRY_COMPARE(found, 1);
        disconnect(discovery.get(), nullptr, this, nullptr);
        connect(discovery.get(), &Discovery::found, this, [&] { discovery.reset(); });
        discovery->search(10s);
        QTRY_VERIFY(!discovery);
    }

    void aPortKeptBySomebodyElseIsAnError()
    {
        QUdpSocket selfish;
        QVERIFY(selfish.bind(QHostAddress::LocalHost, 0, QUdpSocket::DontShareAddress));
        Announcer announcer(QStringLiteral("x"), 7161, Key, onPort(selfish.localPort()));
        const auto result = announcer.start();
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::AddressInUse);
    }

    void queriesAreExactlyAsLongAsPromised()
    {
        QCOMPARE(discovery::makeQuery("5f0c9a1e77d2b346").size(), discovery::QueryBytes);
        QCOMPARE(discovery::makeQuery("1").size(), discovery::QueryBytes);
        QCOMPARE(discovery::parseQuery(discovery::makeQuery("abc")), "abc");
    }

    void anAnswerIsNeverLargerThanAQuery_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("ordinary") << QStringLiteral("Room 12");
        QTest::newRow("empty") << QString();
        QTest::newRow("long") << QString(1000, u'x');
        QTest::newRow("control characters") << QString(120, QChar(1));
        QTest::newRow("quotes") << QString(120, u'"');
        QTest::newRow("outside the basic plane") << QStringLiteral("😀").repeated(200);
        QTest::newRow("Chinese") << QStringLiteral("教室").repeated(200);
    }
    void anAnswerIsNeverLargerThanAQuery()
    {
        QFETCH(QString, name);
        const QByteArray id(32, '"'); // the id that grows most when it is written
        const QByteArray answer = discovery::makeAnswer(id, {name, 65535, QByteArray(32, '\xff')});
        QVERIFY2(answer.size() <= discovery::QueryBytes, qPrintable(QString::number(answer.size())));
        const auto parsed = discovery::parseAnswer(answer, id);
        QVERIFY(parsed);
        QCOMPARE(parsed->name, name.left(parsed->name.size()));
        QVERIFY(name.isEmpty() || !parsed->name.isEmpty());
        QCOMPARE(parsed->port, 65535);
    }

    void hostileQueriesGetNoAnswer_data()
    {
        QTest::addColumn<QByteArray>("datagram");
        const QByteArray good = discovery::makeQuery("good");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << QByteArray("{\"id\":\"x\",\"transom\":1,\"type\":\"query\"}");
        QTest::newRow("one byte short") << object("{\"id\":\"x\",\"transom\":1,\"type\":\"query\"}").chopped(1);
        QTest::newRow("too large") << object("{\"id\":\"x\",\"transom\":1,\"type\":\"query\"}") + QByteArray(600, ' ');
        QTest::newRow("no JSON") << QByteArray(512, '\xfe');
        QTest::newRow("an array") << object("[\"query\"]");
        QTest::newRow("deep") << QByteArray(512, '[');
        QTest::newRow("another version") << object("{\"id\":\"x\",\"transom\":2,\"type\":\"query\"}");
        QTest::newRow("another type") << object("{\"id\":\"x\",\"transom\":1,\"type\":\"answer\"}");
        QTest::newRow("type is no text") << object("{\"id\":\"x\",\"transom\":1,\"type\":[]}");
        QTest::newRow("no id") << object("{\"transom\":1,\"type\":\"query\"}");
        QTest::newRow("id is no text") << object("{\"id\":7,\"transom\":1,\"type\":\"query\"}");
        QTest::newRow("long id") << object("{\"id\":\"" + QByteArray(33, 'x') + "\",\"transom\":1,\"type\":\"query\"}");
        QTest::newRow("an answer") << object(discovery::makeAnswer("x", {QStringLiteral("x"), 1, Key}));
    }
    void hostileQueriesGetNoAnswer()
    {
        QFETCH(QByteArray, datagram);
        QVERIFY(discovery::parseQuery(datagram).isEmpty());
        Announcer announcer(QStringLiteral("x"), 7161, Key, onPort(0));
        QVERIFY(announcer.start());
        QUdpSocket socket;
        QVERIFY(socket.bind(QHostAddress::LocalHost, 0));
        socket.writeDatagram(datagram, QHostAddress::LocalHost, announcer.discoveryPort());
        // A good one after it shows that the bad one has been dealt with.
        socket.writeDatagram(discovery::makeQuery("good"), QHostAddress::LocalHost, announcer.discoveryPort());
        QTRY_VERIFY(socket.hasPendingDatagrams());
        QVERIFY(discovery::parseAnswer(socket.receiveDatagram().data(), "good"));
        QCOMPARE(announcer.answered(), 1);
    }

    void hostileAnswersAreNotBelieved_data()
    {
        QTest::addColumn<QByteArray>("datagram");
        const QByteArray key = Key.toHex();
        const auto answer = [&](const QByteArray &id, const QByteArray &name, const QByteArray &port,
                                const QByteArray &fingerprint) {
            return "{\"transom\":1,\"type\":\"answer\",\"id\":" + id + ",\"name\":" + name + ",\"port\":" + port +
                   ",\"fingerprint\":" + fingerprint + "}";
        };
        const QByteArray good = answer("\"id\"", "\"n\"", "7160", "\"" + key + "\"");
        QVERIFY(discovery::parseAnswer(good, "id"));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << good.chopped(1);
        QTest::newRow("garbage") << QByteArray(1000, '\x80');
        QTest::newRow("huge") << good + QByteArray(1024, ' ');
        QTest::newRow("id of another search") << answer("\"other\"", "\"n\"", "7160", "\"" + key + "\"");
        QTest::newRow("port 0") << answer("\"id\"", "\"n\"", "0", "\"" + key + "\"");
        QTest::newRow("port too large") << answer("\"id\"", "\"n\"", "65536", "\"" + key + "\"");
        QTest::newRow("negative port") << answer("\"id\"", "\"n\"", "-1", "\"" + key + "\"");
        QTest::newRow("port as text") << answer("\"id\"", "\"n\"", "\"7160\"", "\"" + key + "\"");
        QTest::newRow("fractional port") << answer("\"id\"", "\"n\"", "7160.5", "\"" + key + "\"");
        QTest::newRow("long name") << answer("\"id\"", "\"" + QByteArray(121, 'n') + "\"", "7160", "\"" + key + "\"");
        QTest::newRow("short key") << answer("\"id\"", "\"n\"", "7160", "\"" + key.chopped(2) + "\"");
        QTest::newRow("key with other characters") << answer("\"id\"", "\"n\"", "7160", "\"zz" + key.mid(2) + "\"");
        QTest::newRow("no key") << answer("\"id\"", "\"n\"", "7160", "null");
    }
    void hostileAnswersAreNotBelieved()
    {
        QFETCH(QByteArray, datagram);
        const auto parsed = discovery::parseAnswer(datagram, "id");
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::BadMessage);
    }

    void anAnswerWithoutAQuestionIsNeverBelieved()
    {
        const QByteArray answer = discovery::makeAnswer("", {QStringLiteral("x"), 1, Key});
        QVERIFY(!discovery::parseAnswer(answer, ""));
    }

    void aForgedDatagramDuringASearchIsIgnored()
    {
        QUdpSocket forger;
        QVERIFY(forger.bind(QHostAddress::LocalHost, 0));
        Discovery discovery(onPort(forger.localPort()));
        QSignalSpy found(&discovery, &Discovery::found);
        discovery.search(10s);
        QTRY_VERIFY(forger.hasPendingDatagrams());
        const QNetworkDatagram query = forger.receiveDatagram();
        const auto reply = [&](const QByteArray &bytes) {
            forger.writeDatagram(bytes, query.senderAddress(), static_cast<quint16>(query.senderPort()));
        };
        reply("nonsense");
        reply(discovery::makeAnswer("guess", {QStringLiteral("forged"), 1, Key}));
        reply(QByteArray(2000, 'x'));
        const QByteArray id = discovery::parseQuery(query.data());
        reply(discovery::makeAnswer(id, {QStringLiteral("real"), 1, Key}));
        QTRY_COMPARE(found.count(), 1);
        QCOMPARE(found.at(0).at(0).value<FoundServer>().name, QStringLiteral("real"));
    }

    void answersAreRationed()
    {
        Announcer announcer(QStringLiteral("x"), 7161, Key, onPort(0));
        QVERIFY(announcer.start());
        QUdpSocket socket;
        QVERIFY(socket.bind(QHostAddress::LocalHost, 0));
        for (int i = 0; i < 200; ++i)
            socket.writeDatagram(discovery::makeQuery("q" + QByteArray::number(i)), QHostAddress::LocalHost,
                                 announcer.discoveryPort());
        QTRY_VERIFY(announcer.answered() >= discovery::AnswersPerSecondAndSource);
        QTest::qWait(100);
        // A second may have passed meanwhile: two rations at most.
        QVERIFY2(announcer.answered() <= 2 * discovery::AnswersPerSecondAndSource,
                 qPrintable(QString::number(announcer.answered())));
        // And afterwards it answers again.
        const int before = announcer.answered();
        QTRY_VERIFY(
            (socket.writeDatagram(discovery::makeQuery("again"), QHostAddress::LocalHost, announcer.discoveryPort()),
             announcer.answered() > before));
    }
};

QTEST_GUILESS_MAIN(TestTransportDiscovery)
#include "tst_transport_discovery.moc"
