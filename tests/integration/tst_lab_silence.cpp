#include "tests/support/lab_events.h"
#include "tests/support/raw_peer.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace transom;
using namespace transom::test;

/// What is said where the other side says nothing: after some seconds, and without an end.
class TestLabSilence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder.filePath(u"file.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("contents") == 8);
    }

    void everyClientSaysWhatItWaitsForWhenItsServerIsSilent()
    {
        // All at once: each of them takes its seconds.
        struct Client
        {
            RawPeer listener;
            Events events;
            std::unique_ptr<LabClient> client;
        };
        std::map<QString, std::unique_ptr<Client>> all;
        for (const Dialect &dialect : dialects()) {
            if (qstrcmp(dialect.id, "put-struct") == 0)
                continue; // it never reads
            auto each = std::make_unique<Client>();
            each->listener = RawPeer::bound(dialect.datagram);
            QHash<QString, QString> given;
            for (const ParameterUse &use : dialect.parameters) {
                if (qstrcmp(use.id, "file") == 0)
                    given.insert(u"file"_s, m_folder.filePath(u"file.txt"_s));
                if (qstrcmp(use.id, "patience") == 0)
                    given.insert(u"patience"_s, u"60"_s);
            }
            each->client = std::make_unique<LabClient>(connecting(dialect.id, each->listener.port(), given), each->events.sink());
            each->client->start();
            each->client->say(u"echo hello"_s);
            all.emplace(dialect.name(), std::move(each));
        }
        for (const auto &[name, each] : all) {
            const auto silent = each->events.wait(Kind::Silent);
            QVERIFY2(silent, qPrintable(name));
            QVERIFY2(silent->text.startsWith(u"Nothing has come from the server for 5 s. Waited for: "_s), qPrintable(name + u": "_s + silent->text));
            QVERIFY2(each->events.of(Kind::Ended).isEmpty(), qPrintable(name));
        }
        QVERIFY(all[u"exec-raw"_s]->events.of(Kind::Silent).first().text.contains(u"a command that prints nothing has no answer"_s));
        QVERIFY(all[u"exec-struct"_s]->events.of(Kind::Silent).first().text.contains(u"4 of the 4 bytes"_s));
    }

    void everyServerSaysWhatItWaitsForWhenItsClientIsSilent()
    {
        struct Server
        {
            Events events;
            std::unique_ptr<LabServer> server;
            RawPeer client;
        };
        std::map<QString, std::unique_ptr<Server>> all;
        for (const Dialect &dialect : dialects()) {
            if (dialect.datagram)
                continue; // nobody has connected
            auto each = std::make_unique<Server>();
            each->server = std::make_unique<LabServer>(serving(dialect.id), each->events.sink());
            QVERIFY(each->server->start());
            each->client = RawPeer::connected(each->server->port());
            all.emplace(dialect.name(), std::move(each));
        }
        for (const auto &[name, each] : all) {
            const auto silent = each->events.wait(Kind::Silent);
            QVERIFY2(silent, qPrintable(name));
            QCOMPARE(silent->stream, 1u);
            QVERIFY2(silent->text.startsWith(u"Nothing has come from the client for 5 s; the connection stays. Waited for: "_s), qPrintable(name + u": "_s + silent->text));
            QVERIFY2(each->events.of(Kind::Finish).isEmpty(), qPrintable(name));
        }
        // It is served all the same, and can be sent away.
        all[u"echo"_s]->client.send("late");
        QCOMPARE(all[u"echo"_s]->client.receive(), QByteArray("late"));
        all[u"hmac"_s]->server->drop(1);
        const auto finish = all[u"hmac"_s]->events.wait(Kind::Finish);
        QVERIFY(finish);
        QCOMPARE(finish->error.code, ErrorCode::Cancelled);
    }

    void anUploadThatStallsIsToldByTheBytesItLacks_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"one", "thread", "process"})
            QTest::addRow("%s", model) << QString::fromLatin1(model);
    }
    void anUploadThatStallsIsToldByTheBytesItLacks()
    {
        QFETCH(QString, model);
        Events events;
        LabServer server(serving("put-size", model, {{u"dir"_s, m_folder.path()}, {u"name"_s, model + u".bin"_s}}), events.sink());
        QVERIFY(server.start());
        RawPeer client = RawPeer::connected(server.port());
        client.send("10");
        QVERIFY(!client.receive().isEmpty());
        client.send("four");
        const auto silent = events.wait(Kind::Silent);
        QVERIFY(silent);
        QVERIFY2(silent->text.contains(u"6 more byte"_s), qPrintable(silent->text));
        client.send("and 6.");
        QVERIFY(events.wait(Kind::Finish));
        QCOMPARE(events.of(Kind::Silent).size(), 1);
    }

    void aPeerThatDoesNotReadIsToldByTheBytesThatWait()
    {
        Events events;
        LabServer server(serving("exec-raw"), events.sink());
        QVERIFY(server.start());
        RawPeer client = RawPeer::connected(server.port());
        client.send("head -c 8000000 /dev/zero");
        const auto silent = events.wait(Kind::Silent);
        QVERIFY(silent);
        QVERIFY2(silent->text.startsWith(u"The other side has not read for 5 s: "_s), qPrintable(silent->text));
    }

    void whoeverIsToTypeIsNotHurried()
    {
        Events events;
        Events quick;
        LabServer server(serving("chat-turns"), events.sink());
        QVERIFY(server.start());
        RawPeer client = RawPeer::connected(server.port());
        client.send("ann:hello");
        QVERIFY(events.wait(Kind::LineWanted));
        // Another one, whose silence begins later, has been told of; the first has not.
        LabServer other(serving("echo"), quick.sink());
        QVERIFY(other.start());
        const RawPeer silent = RawPeer::connected(other.port());
        QVERIFY(quick.wait(Kind::Silent));
        QVERIFY(events.of(Kind::Silent).isEmpty());
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestLabSilence)
#include "tst_lab_silence.moc"
