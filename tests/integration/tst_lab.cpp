#include "core/lab/serving/crowd.h"
#include "core/lab/serving/lab_log.h"
#include "tests/support/lab_events.h"

#include <QTest>

using namespace transom;
using namespace transom::lab;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace transom::test;

class TestLab : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void serverAndClientSpeakAndEveryCallIsSeen()
    {
        Events served;
        Events seen;
        LabServer server(serving("upper"), served.sink());
        QVERIFY(server.start());
        LabClient client(connecting("upper", server.port()), seen.sink());
        client.start();
        client.say(u"hello"_s);
        client.endInput();
        const auto said = seen.wait(Kind::Said);
        QVERIFY(said);
        QCOMPARE(said->text, u"HELLO"_s);
        const auto ended = seen.wait(Kind::Ended);
        QVERIFY(ended);
        QCOMPARE(ended->error.code, ErrorCode::None);
        QVERIFY(served.wait(Kind::Finish));
        server.stop();
        QCOMPARE(served.all().last().kind, Kind::Ended);

        QList<CallRecord::Call> calls;
        for (const LabEvent &event : served.of(Kind::Call))
            calls += event.call.call;
        using Call = CallRecord::Call;
        QCOMPARE(calls, QList<Call>({Call::Socket, Call::Bind, Call::Listen, Call::Accept, Call::Receive, Call::Send, Call::Receive, Call::Close, Call::Close}));
        quint64 seq = 0;
        for (const LabEvent &event : served.all())
            QVERIFY(event.seq > std::exchange(seq, event.seq));
    }

    void aCrowdIsMatchedWithWhoServedIt_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("waits");
        QTest::newRow("one") << u"one"_s << true;
        QTest::newRow("thread") << u"thread"_s << false;
        QTest::newRow("process") << u"process"_s << false;
        QTest::newRow("loop") << u"loop"_s << false;
    }
    void aCrowdIsMatchedWithWhoServedIt()
    {
        QFETCH(QString, model);
        QFETCH(bool, waits);
        Events served;
        LabServer server(serving("upper", model), served.sink());
        QVERIFY(server.start());
        CrowdOptions options;
        options.clients = 5;
        options.slow = {0};
        options.pause = 1500ms;
        options.stagger = 20ms;
        options.port = server.port();
        auto crowd = runCrowd(options);
        QVERIFY(crowd);
        QVERIFY(served.wait(Kind::Finish, 5));
        for (const LabEvent &event : served.all())
            matchCrowd(*crowd, event);
        for (const CrowdClient &client : *crowd) {
            QCOMPARE(client.error.code, ErrorCode::None);
            QCOMPARE(client.answer, QByteArray("HELLO"));
            QVERIFY(client.begun > 0 && client.begun <= client.connected && client.connected <= client.answered);
            QVERIFY(client.accepted > 0 && client.accepted <= client.answered);
            if (client.number > 0)
                QCOMPARE(client.accepted > crowd->first().sent, waits);
        }
        QCOMPARE(!served.of(Kind::Waiting).isEmpty(), waits);
    }

    void aCrowdThatNobodyAnswersEnds()
    {
        CrowdOptions options;
        options.clients = 0;
        QVERIFY(!runCrowd(options));
        ServeOptions silent = serving("chat-turns");
        LabServer server(silent, {});
        QVERIFY(server.start());
        options.clients = 3;
        options.port = server.port();
        options.timeout = 200ms;
        const auto crowd = runCrowd(options);
        for (const CrowdClient &client : *crowd) {
            QCOMPARE(client.error.code, ErrorCode::TimedOut);
            QVERIFY(client.connected > 0 && client.answered == 0);
        }
    }

    void linesGoToWhoeverWaitsLongest()
    {
        Events served;
        Events first;
        Events second;
        LabServer server(serving("chat-turns", u"thread"_s), served.sink());
        QVERIFY(server.start());
        LabClient one(connecting("chat-turns", server.port()), first.sink());
        one.start();
        one.say(u"one"_s);
        QVERIFY(served.wait(Kind::LineWanted));
        LabClient two(connecting("chat-turns", server.port()), second.sink());
        two.start();
        two.say(u"two"_s);
        const auto asked = served.wait(Kind::LineWanted, 2);
        QVERIFY(asked);
        server.say(u"to two"_s, asked->stream);
        server.say(u"to one"_s);
        QVERIFY(first.wait(Kind::Said));
        QVERIFY(second.wait(Kind::Said));
        QCOMPARE(first.of(Kind::Said).first().text, u"server:to one"_s);
        QCOMPARE(second.of(Kind::Said).first().text, u"server:to two"_s);
        server.drop(asked->stream);
        QVERIFY(served.wait(Kind::Finish, 1, [&asked](const LabEvent &event) { return event.stream == asked->stream; }));
    }

    void whatCannotBeIsRefusedWithASentence()
    {
        ServeOptions everywhere = serving("exec-raw");
        everywhere.address = QHostAddress(QHostAddress::AnyIPv4);
        LabServer refused(everywhere, {});
        QCOMPARE(refused.start().error().code, ErrorCode::PermissionDenied);
        everywhere.executeForAnybody = true;
        LabServer allowed(everywhere, {});
        QVERIFY(allowed.start());

        ConnectOptions obedient = connecting("exec-reverse", 9);
        obedient.host = u"192.0.2.1"_s;
        Events events;
        LabClient client(obedient, events.sink());
        client.start();
        QVERIFY(events.wait(Kind::Ended));
        QCOMPARE(events.of(Kind::Ended).first().error.code, ErrorCode::PermissionDenied);

        LabServer first(serving("upper"), {});
        QVERIFY(first.start());
        ServeOptions same = serving("upper");
        same.port = first.port();
        LabServer second(same, {});
        QCOMPARE(second.start().error().code, ErrorCode::AddressInUse);
    }

    void aWorkerThatCannotBeStartedIsTold()
    {
        ServeOptions options = serving("upper", u"process"_s);
        options.worker = {u"/nonexistent/program"_s};
        Events served;
        LabServer server(options, served.sink());
        QVERIFY(server.start());
        CrowdOptions crowd;
        crowd.clients = 1;
        crowd.port = server.port();
        const auto result = runCrowd(crowd);
        QVERIFY(result && result->first().error.code != ErrorCode::None);
        const auto finish = served.wait(Kind::Finish);
        QVERIFY(finish);
        QVERIFY(finish->error.code != ErrorCode::None);
    }

    void theLogIsBoundedAndCountsWhatItForgets()
    {
        LabLog log({3, 1'000'000});
        const LabSink sink = log.sink();
        for (quint64 seq : {1, 2, 4, 3, 5}) {
            LabEvent event;
            event.seq = seq;
            sink(event);
        }
        const LabLog::Batch batch = log.drain(10);
        QCOMPARE(batch.dropped, quint64(2));
        QList<quint64> numbers;
        for (const LabEvent &event : batch.events)
            numbers += event.seq;
        QCOMPARE(numbers, QList<quint64>({3, 4, 5}));
        QVERIFY(!batch.more);
    }
};

QTEST_GUILESS_MAIN(TestLab)
#include "tst_lab.moc"
