#include "core/base/clock.h"
#include "core/inspect/stream_capture.h"
#include "core/transport/acceptor.h"
#include "core/transport/socket_stream.h"
#include "tests/support/test_certificate.h"

#include <QTest>

using namespace transom;
using namespace transom::transport;

namespace {

/// A client's and a server's stream over loopback, watched from the first byte.
struct Pair
{
    explicit Pair(bool tls, bool watch = true)
        : certificate(test::makeTestCertificate())
        , config(TlsServerConfig::fromPem(certificate.certificatePem, certificate.keyPem).value())
        , acceptor([this, tls](const Accepted &connection) { server = tls ? acceptTls(connection.descriptor, config) : acceptPlaintext(connection.descriptor); })
    {
        if (!acceptor.listen(QHostAddress::LocalHost, 0))
            qFatal("no port");
        client = tls ? connectToHostByTls(QStringLiteral("127.0.0.1"), acceptor.port()) : connectToHost(QStringLiteral("127.0.0.1"), acceptor.port());
        if (!QTest::qWaitFor([&] { return client->isOpen() && server && server->isOpen(); }))
            qFatal("no connection");
        if (!watch)
            return;
        client->watchCalls([this](const StreamCall &call) { clientCalls.append(call); });
        server->watchCalls([this](const StreamCall &call) { serverCalls.append(call); });
    }

    /// What the server reads when it can.
    QByteArray taken()
    {
        char bytes[65536];
        for (qint64 length = 0; (length = server->read(bytes, sizeof bytes)) > 0;)
            got.append(bytes, length);
        return got;
    }

    test::TestCertificate certificate;
    TlsServerConfig config;
    std::unique_ptr<ByteStream> server;
    std::unique_ptr<ByteStream> client;
    QList<StreamCall> clientCalls;
    QList<StreamCall> serverCalls;
    QByteArray got;
    Acceptor acceptor;
};

/// The calls of one direction follow each other without a gap; how many bytes they moved.
qint64 moved(const QList<StreamCall> &calls, bool sent, bool encrypted)
{
    qint64 end = -1;
    qint64 bytes = 0;
    qint64 time = 0;
    for (const StreamCall &call : calls) {
        if (call.sent != sent)
            continue;
        if (call.encrypted != encrypted || call.length <= 0 || call.atNs < time || (end >= 0 && call.offset != end))
            return -1;
        end = call.offset + call.length;
        time = call.atNs;
        bytes += call.length;
    }
    return bytes;
}

} // namespace

class TestStreamCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainCallsCountTheBytesOfTheStream()
    {
        Pair pair(false);
        const QByteArray large(3'000'000, 'x');
        pair.client->write("first");
        pair.client->write(large);
        QTRY_COMPARE(pair.taken().size(), 5 + large.size());
        QTRY_COMPARE(moved(pair.clientCalls, true, false), 5 + large.size());
        QCOMPARE(moved(pair.serverCalls, false, false), 5 + large.size());
        QCOMPARE(pair.clientCalls.first().offset, 0);
        QVERIFY(pair.clientCalls.size() > 1); // it does not go at once
        QCOMPARE(pair.clientCalls.last().left, 0);
        QVERIFY(std::any_of(pair.clientCalls.begin(), pair.clientCalls.end(), [](const StreamCall &call) { return call.left > 0; }));
        pair.server->write("answer");
        QTRY_COMPARE(moved(pair.clientCalls, false, false), 6);
        QCOMPARE(moved(pair.serverCalls, true, false), 6);
    }

    void encryptedCallsCountRecords()
    {
        Pair pair(true);
        const QByteArray large(1'000'000, 'x');
        pair.client->write(large);
        QTRY_COMPARE(pair.taken().size(), large.size());
        QTRY_VERIFY(moved(pair.clientCalls, true, true) > large.size());
        const qint64 sent = moved(pair.clientCalls, true, true);
        QVERIFY(sent < large.size() + large.size() / 50);
        QTRY_COMPARE(moved(pair.serverCalls, false, true), sent);
        QVERIFY(pair.clientCalls.first().offset > 0); // the handshake came before
        // What the records hold is told in bytes of the stream, without a gap.
        qint64 plain = 0;
        for (const StreamCall &call : pair.clientCalls) {
            if (!call.sent)
                continue;
            QCOMPARE(call.plain, plain);
            QVERIFY(call.plainEnd >= plain && call.plainEnd - call.plain < call.length);
            plain = call.plainEnd;
        }
        QCOMPARE(plain, large.size());
        for (const StreamCall &call : pair.serverCalls) {
            QVERIFY(call.sent || (call.plain >= 0 && call.plain <= large.size()));
        }
    }

    void nobodyWatchesAfterwards()
    {
        Pair pair(true);
        pair.client->watchCalls({});
        pair.server->watchCalls({});
        pair.clientCalls.clear();
        pair.serverCalls.clear();
        pair.client->write("quiet");
        QTRY_COMPARE(pair.taken(), "quiet");
        QVERIFY(pair.clientCalls.isEmpty());
        QVERIFY(pair.serverCalls.isEmpty());
    }

    void aCaptureJoinsThemToTheStream()
    {
        using namespace inspect;
        StreamCapture capture;
        CapturedEvent event;
        event.session = SessionId{1};
        event.what = CapturedEvent::What::Began;
        event.start = {true, QStringLiteral("127.0.0.1:7160"), QStringLiteral("127.0.0.1:5000"), 0, 0};
        capture.add(event);
        event.what = CapturedEvent::What::Call;
        event.direction = wire::Direction::Received;
        event.monotonicNs = 77;
        event.call = {false, 12, 30, 5};
        capture.add(event);
        event.direction = wire::Direction::Sent;
        event.call = {true, 400, 50, 0};
        capture.add(event);
        const WatchedStream &stream = *capture.stream(1);
        QCOMPARE(stream.flow(Flow::ToServer).chunks.size(), size_t(1));
        const WatchedChunk &chunk = stream.flow(Flow::ToServer).chunks.front();
        QVERIFY(chunk.range == (ByteRange{12, 42}));
        QCOMPARE(chunk.call, WatchedChunk::Call::Receive);
        QCOMPARE(chunk.left, 5);
        QCOMPARE(chunk.atNs, 77);
        QVERIFY(stream.flow(Flow::ToClient).chunks.empty());
        QCOMPARE(stream.flow(Flow::ToClient).encrypted.size(), size_t(1));
        QCOMPARE(stream.flow(Flow::ToClient).encrypted.front().call, WatchedChunk::Call::Send);
    }
};

QTEST_GUILESS_MAIN(TestStreamCalls)
#include "tst_stream_calls.moc"
