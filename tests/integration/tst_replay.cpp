#include "core/lab/replay.h"
#include "core/inspect/capture_file.h"
#include "core/protocol/message_table.h"
#include "tests/support/raw_peer.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace transom;
using namespace transom::lab;
using namespace transom::inspect;
using namespace Qt::StringLiterals;

namespace {

/// Answers each line in upper case, with a greeting before, in pieces of three bytes.
class Shouter : public QTcpServer
{
public:
    explicit Shouter(QByteArray greeting = "hello\n")
    {
        listen(QHostAddress::LocalHost, 0);
        connect(this, &QTcpServer::newConnection, this, [this, greeting] {
            QTcpSocket *socket = nextPendingConnection();
            socket->write(greeting);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                while (socket->canReadLine()) {
                    const QByteArray line = socket->readLine();
                    heard += line;
                    if (leaves)
                        return socket->disconnectFromHost();
                    const QByteArray answer = line.toUpper();
                    for (qsizetype at = 0; at < answer.size(); at += 3)
                        socket->write(answer.mid(at, 3));
                }
            });
        });
    }
    QByteArray heard;
    bool leaves = false;
};

/// Like `wc -c`: says how many bytes have come when its client has ended, and only then. In a thread of its own: a QTcpSocket would close at that end.
class Counter
{
public:
    Counter()
        : m_listener(test::RawPeer::bound(false))
        , m_thread([this] {
            test::RawPeer client = m_listener.accepted();
            for (QByteArray part = client.receive(); !part.isEmpty(); part = client.receive())
                m_heard += part.size();
            client.send(QByteArray::number(m_heard) + " bytes\n");
        })
    {}
    quint16 port() const { return m_listener.port(); }
    qint64 heard()
    {
        if (m_thread.joinable())
            m_thread.join();
        return m_heard;
    }

private:
    const test::RawPeer m_listener;
    qint64 m_heard = 0;
    std::jthread m_thread;
};

void say(StreamCapture &capture, quint32 stream, Flow flow, qint64 offset, const QByteArray &bytes, qint64 atMs)
{
    WatchedFrame frame;
    frame.stream = stream;
    frame.flow = flow;
    frame.offset = offset;
    frame.payload = bytes;
    frame.receivedNs = atMs * 1'000'000;
    auto decoded = std::make_shared<ForeignFrame>();
    decoded->name = u"line"_s;
    decoded->size = bytes.size();
    frame.decoded = decoded;
    capture.addFrame(frame);
}

/// A conversation with a Shouter, recorded.
QList<ReplayStep> conversation(const QByteArray &second = "TWO\n")
{
    StreamCapture capture;
    const quint32 stream = capture.addStream({});
    say(capture, stream, Flow::ToClient, 0, "hello\n", 0);
    say(capture, stream, Flow::ToServer, 0, "one\n", 50);
    say(capture, stream, Flow::ToClient, 6, "ONE\n", 51);
    say(capture, stream, Flow::ToServer, 4, "two\n", 250);
    say(capture, stream, Flow::ToClient, 10, second, 251);
    return replaySteps(capture, stream).value();
}

ReplayResult play(const QList<ReplayStep> &steps, Replay::Options options, quint16 port)
{
    options.host = u"127.0.0.1"_s;
    options.port = port;
    options.quiet = std::chrono::milliseconds(50);
    Replay replay(steps, options);
    std::optional<ReplayResult> result;
    QObject::connect(&replay, &Replay::finished, &replay, [&](const ReplayResult &ended) { result = ended; });
    QObject::connect(&replay, &Replay::waiting, &replay, &Replay::next, Qt::QueuedConnection);
    replay.start();
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 20'000))
        qFatal("no end");
    return *result;
}

} // namespace

class TestReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameServerGivesTheSameAnswersAtEveryPace()
    {
        for (const Replay::Pace pace : {Replay::Pace::Fast, Replay::Pace::Step, Replay::Pace::Recorded}) {
            Shouter server;
            Replay::Options options;
            options.pace = pace;
            const ReplayResult result = play(conversation(), options, server.serverPort());
            QVERIFY2(result.isSame(), qPrintable(result.error.text));
            QCOMPARE(server.heard, "one\ntwo\n");
            QCOMPARE(result.sent, 8);
            QCOMPARE(result.received, 14);
            QCOMPARE(result.expected, 14);
            if (pace == Replay::Pace::Recorded)
                QVERIFY(result.tookNs > 200'000'000); // the pauses were 50 and 199 ms
        }
    }

    void theEndOfWhatTheClientSaysIsRepeatedWhereTheServerWaitsForIt()
    {
        StreamCapture capture;
        const QByteArray body(300'000, 'x'); // more than is sent at once
        const quint32 stream = capture.addStream({});
        say(capture, stream, Flow::ToServer, 0, body, 0);
        capture.endFlow(stream, Flow::ToServer, 5'000'000);
        say(capture, stream, Flow::ToClient, 0, "300000 bytes\n", 6);
        capture.endFlow(stream, Flow::ToClient, 7'000'000);
        // Saved and read back it is the same conversation.
        QTemporaryDir folder;
        const QString path = folder.filePath(u"counted.pcapng"_s);
        QVERIFY(saveCapture(snapshotOf(capture), path, u"test"_s));
        StreamCapture again;
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(readCapture(file, again));
        for (const StreamCapture *each : {&capture, &again}) {
            const auto steps = replaySteps(*each, each->streamIds().first());
            QVERIFY(steps);
            QCOMPARE(steps->size(), 3);
            QVERIFY(steps->at(1).ends);
            for (const Replay::Pace pace : {Replay::Pace::Fast, Replay::Pace::Step, Replay::Pace::Recorded}) {
                Counter counter;
                Replay::Options options;
                options.pace = pace;
                const ReplayResult result = play(*steps, options, counter.port());
                QVERIFY2(result.isSame(), qPrintable(result.error.text));
                QCOMPARE(result.sent, body.size());
                QCOMPARE(counter.heard(), body.size());
            }
        }
        // Who ends only when all has been said needs no end of its own.
        StreamCapture orderly;
        const quint32 closed = orderly.addStream({});
        say(orderly, closed, Flow::ToServer, 0, "one\n", 0);
        say(orderly, closed, Flow::ToClient, 0, "ONE\n", 1);
        orderly.endFlow(closed, Flow::ToServer, 2'000'000);
        QCOMPARE(replaySteps(orderly, closed)->size(), 2);
    }

    void anEndThatARelayHasSeenIsInItsFile()
    {
        QBuffer device;
        QVERIFY(device.open(QIODevice::ReadWrite));
        {
            PcapngWriter writer(device, u"test"_s);
            const quint64 conversation = writer.open({false, u"10.0.0.1:1000"_s, u"10.0.0.2:2000"_s}, 1'000, {});
            writer.data(conversation, From::Client, 2'000'000, "count me", 8);
            writer.end(conversation, From::Client, 3'000'000);
            writer.data(conversation, From::Server, 4'000'000, "8 bytes\n", 8);
            writer.end(conversation, From::Server, 5'000'000);
        }
        device.seek(0);
        StreamCapture capture;
        QVERIFY(readCapture(device, capture));
        const auto steps = replaySteps(capture, capture.streamIds().first());
        QVERIFY(steps);
        QCOMPARE(steps->size(), 3);
        QVERIFY(steps->at(1).ends && !steps->at(0).ends && !steps->at(2).ends);
        Counter counter;
        Replay::Options options;
        options.pace = Replay::Pace::Fast;
        const ReplayResult result = play(*steps, options, counter.port());
        QVERIFY2(result.isSame(), qPrintable(result.error.text));
    }

    void theFirstDifferenceIsTold()
    {
        Shouter server;
        Replay::Options options;
        options.pace = Replay::Pace::Fast;
        const ReplayResult result = play(conversation("TwO\n"), options, server.serverPort());
        QVERIFY(!result.isSame());
        QCOMPARE(result.error.code, ErrorCode::None);
        QVERIFY(result.difference);
        QCOMPARE(result.difference->offset, 11);
        QCOMPARE(result.difference->recorded, "wO\n");
        QVERIFY(result.difference->answered.startsWith("W"));
    }

    void moreThanWasRecordedIsADifferenceToo()
    {
        Shouter server;
        Replay::Options options;
        options.pace = Replay::Pace::Fast;
        const ReplayResult result = play(conversation("T"), options, server.serverPort());
        QVERIFY(result.difference);
        QCOMPARE(result.difference->offset, 11);
        QCOMPARE(result.difference->recorded, "");
    }

    void aServerThatLeavesOrSaysNothingIsAnError()
    {
        Shouter server;
        server.leaves = true;
        Replay::Options options;
        options.pace = Replay::Pace::Fast;
        ReplayResult result = play(conversation(), options, server.serverPort());
        QCOMPARE(result.error.code, ErrorCode::ConnectionLost);
        QVERIFY(result.difference);
        QCOMPARE(result.difference->answered, "");
        Shouter mute("");
        options.patience = std::chrono::milliseconds(100);
        result = play(conversation(), options, mute.serverPort());
        QCOMPARE(result.error.code, ErrorCode::TimedOut);
        mute.close();
        result = play(conversation(), options, 1);
        QVERIFY(result.error.code != ErrorCode::None);
    }

    void whatCannotBeSaidAgainIsRefusedWithTheReason()
    {
        StreamCapture capture;
        const quint32 session = capture.addStream({});
        WatchedFrame hello;
        hello.stream = session;
        hello.header = {2, static_cast<quint8>(protocol::MessageType::Hello), 0, 0, {}};
        hello.payload = "{}";
        capture.addFrame(hello);
        QVERIFY(replaySteps(capture, session).error().text.contains(u"sign-in"_s));
        const quint32 tls = capture.addStream({});
        say(capture, tls, Flow::ToServer, 0, QByteArray("\x16\x03\x01\x00\x10", 5), 0);
        QVERIFY(replaySteps(capture, tls).error().text.contains(u"encrypted"_s));
        const quint32 late = capture.addStream({});
        say(capture, late, Flow::ToServer, 100, "x", 0);
        QVERIFY(replaySteps(capture, late).error().text.contains(u"everything"_s));
        const quint32 silent = capture.addStream({});
        say(capture, silent, Flow::ToClient, 0, "x", 0);
        QVERIFY(replaySteps(capture, silent).error().text.contains(u"nothing"_s));
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
