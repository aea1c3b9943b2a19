#include "tests/support/lab_events.h"
#include "tests/support/raw_peer.h"

#include <QElapsedTimer>
#include <QTest>

using namespace transom;
using namespace transom::test;

/// What becomes of a conversation when the other side goes while somebody is still thinking about what to type.
class TestLabGoodbyes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClientThatWaitsForALineNoticesThatItsServerHasGone_data()
    {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<bool>("reset");
        for (const Dialect &dialect : dialects()) {
            if (dialect.datagram || !dialect.clientAsks)
                continue;
            QTest::addRow("%s, end", dialect.id) << dialect.name() << false;
            QTest::addRow("%s, reset", dialect.id) << dialect.name() << true;
        }
    }
    void aClientThatWaitsForALineNoticesThatItsServerHasGone()
    {
        QFETCH(QString, dialect);
        QFETCH(bool, reset);
        const RawPeer listener = RawPeer::bound(false);
        Events events;
        LabClient client(connecting(qPrintable(dialect), listener.port()), events.sink());
        client.start();
        RawPeer server = listener.accepted();
        QVERIFY(server.isValid());
        if (dialect == u"greet-first" || dialect == u"exec-welcome")
            server.send("welcome");
        QVERIFY(events.wait(Kind::LineWanted));
        QElapsedTimer clock;
        clock.start();
        reset ? server.reset() : server.close();
        const auto ended = events.wait(Kind::Ended);
        QVERIFY(ended);
        QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(ended->error.code, reset ? ErrorCode::ConnectionLost : ErrorCode::Truncated);
        QCOMPARE(events.of(Kind::Problem).size(), 1);
        if (!reset)
            QVERIFY2(events.of(Kind::Problem).first().text.contains(u"nobody to send a line to"_s), qPrintable(events.of(Kind::Problem).first().text));
    }

    void bytesThatNobodyHasReadDoNotHideTheEnd()
    {
        const RawPeer listener = RawPeer::bound(false);
        Events events;
        LabClient client(connecting("exec-raw", listener.port()), events.sink());
        client.start();
        client.say(u"seq 1 600"_s);
        RawPeer server = listener.accepted();
        QCOMPARE(server.receive(), QByteArray("seq 1 600"));
        server.send(QByteArray(3000, 'x'));
        QVERIFY(events.wait(Kind::LineWanted, 2));
        server.close();
        const auto ended = events.wait(Kind::Ended);
        QVERIFY(ended);
        QCOMPARE(ended->error.code, ErrorCode::Truncated);
        const auto told = events.wait(Kind::Told);
        QVERIFY(told);
        QVERIFY2(told->text.contains(u"1976"_s), qPrintable(told->text));
    }

    void whoeverIsThroughTypingHasNoFailureWhenTheServerClosesFirst()
    {
        const RawPeer listener = RawPeer::bound(false);
        Events events;
        LabClient client(connecting("echo", listener.port()), events.sink());
        client.start();
        client.say(u"hello"_s);
        RawPeer server = listener.accepted();
        server.send(server.receive());
        server.close();
        QVERIFY(events.wait(Kind::LineWanted, 2));
        client.endInput();
        const auto ended = events.wait(Kind::Ended);
        QVERIFY(ended);
        QCOMPARE(ended->error.code, ErrorCode::None);
    }

    void theTimeClientDoesNotSleepOverTheEnd()
    {
        const RawPeer listener = RawPeer::bound(false);
        Events events;
        LabClient client(connecting("time", listener.port(), {{u"interval"_s, u"600"_s}}), events.sink());
        client.start();
        RawPeer server = listener.accepted();
        server.receive();
        server.send("2026-01-01 00:00:00");
        QVERIFY(events.wait(Kind::Said));
        server.close();
        const auto ended = events.wait(Kind::Ended);
        QVERIFY(ended);
        QCOMPARE(ended->error.code, ErrorCode::Truncated);
    }

    void aListenerThatCommandsNoticesThatItsClientHasGone()
    {
        Events events;
        LabServer server(serving("exec-reverse"), events.sink());
        QVERIFY(server.start());
        RawPeer client = RawPeer::connected(server.port());
        client.send("1234");
        QVERIFY(events.wait(Kind::LineWanted));
        client.close();
        const auto finish = events.wait(Kind::Finish);
        QVERIFY(finish);
        QVERIFY(events.wait(Kind::Told, 1, [](const LabEvent &event) { return event.text.contains(u"has ended the connection"_s); }));
    }

    void whoeverHasEndedOneDirectionOnlyIsStillAnswered()
    {
        Events events;
        LabServer server(serving("chat-turns"), events.sink());
        QVERIFY(server.start());
        RawPeer client = RawPeer::connected(server.port());
        client.send("ann:hello");
        client.endWriting();
        QVERIFY(events.wait(Kind::Told, 1, [](const LabEvent &event) { return event.text.contains(u"ended its direction"_s); }));
        server.say(u"still here"_s);
        QCOMPARE(client.receive(), QByteArray("server:still here"));
        QVERIFY(events.wait(Kind::Finish));
    }
};

QTEST_GUILESS_MAIN(TestLabGoodbyes)
#include "tst_lab_goodbyes.moc"
