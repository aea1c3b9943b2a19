#include "core/lab/replay.h"
#include "core/protocol/message_table.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

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
