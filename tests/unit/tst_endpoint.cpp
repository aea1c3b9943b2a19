#include "core/client/endpoint.h"
#include "core/client/saved_servers.h"

#include <QTemporaryDir>
#include <QTest>

using namespace transom;
using namespace transom::client;
using namespace Qt::StringLiterals;

class TestEndpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreReadInEveryUsualForm_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("path");
        QTest::newRow("whole") << u"transom://alice@lab-pc:7000/a/b"_s << u"lab-pc"_s << 7000 << u"alice"_s << u"/a/b"_s;
        QTest::newRow("host only") << u"lab-pc"_s << u"lab-pc"_s << 7160 << QString() << u"/"_s;
        QTest::newRow("user and host") << u"bob@10.0.0.7"_s << u"10.0.0.7"_s << 7160 << u"bob"_s << u"/"_s;
        QTest::newRow("ipv6") << u"transom://bob@[::1]:7161"_s << u"::1"_s << 7161 << u"bob"_s << u"/"_s;
        QTest::newRow("chinese") << u"transom://王小明@host/作业/一.txt"_s << u"host"_s << 7160 << u"王小明"_s << u"/作业/一.txt"_s;
        QTest::newRow("escaped") << u"transom://a%40b@host/x%20y"_s << u"host"_s << 7160 << u"a@b"_s << u"/x y"_s;
        QTest::newRow("unix") << u"unix:///run/transom.sock"_s << u"/run/transom.sock"_s << 7160 << QString() << u"/"_s;
    }
    void addressesAreReadInEveryUsualForm()
    {
        QFETCH(QString, text);
        QString path;
        const auto endpoint = Endpoint::parse(text, &path);
        QVERIFY2(endpoint.has_value(), endpoint ? "" : qPrintable(endpoint.error().text));
        QTEST(endpoint->host, "host");
        QTEST(int(endpoint->port), "port");
        QTEST(endpoint->user, "user");
        QTEST(path, "path");
        QCOMPARE(*Endpoint::parse(endpoint->toUrl(path).toString(QUrl::FullyEncoded)), *endpoint);
    }

    void whatIsNoAddressIsRefusedWithAReason()
    {
        for (const auto &text : {u""_s, u"   "_s, u"http://host/"_s, u"transom://"_s, u"transom://host:99999/"_s, u"transom://host:0/"_s,
                                 u"transom://user:password@host/"_s, u"unix://"_s}) {
            const auto endpoint = Endpoint::parse(text);
            QVERIFY2(!endpoint, qPrintable(text));
            QCOMPARE(endpoint.error().code, ErrorCode::BadArgument);
            QVERIFY(!endpoint.error().text.isEmpty());
        }
    }

    void addressesAreShownWithBracketsAndWithoutTheUsualPort()
    {
        QCOMPARE(Endpoint::parse(u"bob@[::1]"_s)->address(), u"[::1]:7160"_s);
        QCOMPARE(Endpoint::parse(u"bob@host"_s)->display(), u"bob@host"_s);
        QCOMPARE(Endpoint::parse(u"bob@host:80"_s)->display(), u"bob@host:80"_s);
    }

    void savedServersAreKeptNewestFirstAndNeverTwice()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"servers.json"_s);
        SavedServers servers(file);
        const auto one = *Endpoint::parse(u"alice@one"_s);
        const auto two = *Endpoint::parse(u"alice@two"_s);
        QVERIFY(servers.remember(one, u"First"_s).has_value());
        QVERIFY(servers.remember(two).has_value());
        QVERIFY(servers.remember(one).has_value());
        SavedServers again(file);
        QCOMPARE(again.entries().size(), 2);
        QCOMPARE(again.entries()[0].endpoint, one);
        QCOMPARE(again.entries()[0].label, u"First"_s);
        QVERIFY(again.forget(one).has_value());
        QCOMPARE(SavedServers(file).entries().size(), 1);
    }

    void aDamagedListOfServersIsAnEmptyOne()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"servers.json"_s);
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("{\"not\": [a list");
        out.close();
        QVERIFY(SavedServers(file).entries().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
