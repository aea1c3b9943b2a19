#include "core/lab/socket/describe_call.h"
#include "core/lab/socket/native_socket.h"

#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <poll.h>

using namespace transom;
using namespace transom::lab;
using namespace Qt::StringLiterals;
using Call = CallRecord::Call;

namespace {

struct Recorder
{
    QList<CallRecord> calls;
    CallObserver observer()
    {
        return [this](const CallRecord &call) { calls.append(call); };
    }
};

/// Until the kernel says that it is so.
bool becomes(const NativeSocket &socket, short event)
{
    pollfd waiting{socket.get(), event, 0};
    return ::poll(&waiting, 1, 10'000) > 0 && (waiting.revents & event) != 0;
}

/// Two ends of one connection.
struct Pair
{
    explicit Pair(const SocketAddress &where, Recorder &recorder)
        : listener({0, true}, recorder.observer())
        , client({1, false}, recorder.observer())
    {
        listener.open(where.family(), false);
        listener.bind(where);
        listener.listen(4);
        client.open(where.family(), false);
        client.connect(listener.localAddress());
        becomes(listener, POLLIN);
        Descriptor accepted;
        SocketAddress peer;
        listener.accept(accepted, peer, 1);
        server = NativeSocket(std::move(accepted), {1, true}, recorder.observer());
    }
    NativeSocket listener;
    NativeSocket client;
    NativeSocket server;
};

} // namespace

class TestLabSockets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStreamIsCutWhereRecvCutsItNotWhereSendDid()
    {
        Recorder recorder;
        Pair pair({QHostAddress::LocalHost, 0}, recorder);
        QCOMPARE(pair.client.send("hel").result, 3);
        QCOMPARE(pair.client.send("lo world").result, 8);
        QVERIFY(pair.client.endWriting().isOk());
        QByteArrayList pieces;
        for (;;) {
            QVERIFY(becomes(pair.server, POLLIN));
            const auto received = pair.server.receive(4);
            QVERIFY(received.outcome.isOk());
            if (received.bytes.isEmpty())
                break;
            pieces += received.bytes;
        }
        QCOMPARE(pieces.join(), QByteArray("hello world"));
        qint64 at = 0;
        for (const CallRecord &call : recorder.calls) {
            if (call.call != Call::Receive)
                continue;
            QVERIFY(call.toServer);
            QCOMPARE(call.stream, quint64(1));
            QCOMPARE(call.offset, at);
            at += call.result;
        }
        QCOMPARE(recorder.calls.last().result, 0);
        QVERIFY(describeCall(recorder.calls.last()).contains(u"returned 0 bytes"_s));
        pair.server.send("late"); // after a half-close a reply still arrives
        QVERIFY(becomes(pair.client, POLLIN));
        QCOMPARE(pair.client.receive(10).bytes, QByteArray("late"));
        QVERIFY(!recorder.calls.last().toServer);
    }

    void aResetIsAnErrorWithItsName()
    {
        Recorder recorder;
        Pair pair({QHostAddress::LocalHostIPv6, 0}, recorder);
        pair.server.abort();
        QVERIFY(becomes(pair.client, POLLIN));
        QCOMPARE(pair.client.receive(10).outcome.error, ECONNRESET);
        QVERIFY(describeCall(recorder.calls.last()).contains(u"ECONNRESET"_s));
        QCOMPARE(socketError(ECONNRESET, u"it"_s).code, ErrorCode::ConnectionLost);
    }

    void theBacklogIsCounted()
    {
        Recorder recorder;
        Pair pair({QHostAddress::LocalHost, 0}, recorder);
        QCOMPARE(pair.listener.waitingConnections(), 0);
        NativeSocket second({2, false}, {});
        second.open(AF_INET, false);
        second.connect(pair.listener.localAddress());
        QVERIFY(becomes(pair.listener, POLLIN));
        QCOMPARE(pair.listener.waitingConnections(), 1);
    }

    void aDatagramIsWholeOrTruncatedOrTooLarge()
    {
        Recorder recorder;
        NativeSocket server({1, true}, recorder.observer());
        server.open(AF_INET, true);
        QVERIFY(server.bind({QHostAddress::LocalHost, 0}).isOk());
        NativeSocket client({1, false}, recorder.observer());
        client.open(AF_INET, true);
        QVERIFY(client.connect(server.localAddress()).isOk());
        QCOMPARE(client.send("0123456789").result, 10);
        QVERIFY(becomes(server, POLLIN));
        const auto received = server.receive(4);
        QCOMPARE(received.bytes, QByteArray("0123"));
        QVERIFY(received.truncated);
        QCOMPARE(received.from.text(), client.localAddress().text());
        QVERIFY(describeCall(recorder.calls.last()).contains(u"lost"_s));
        QCOMPARE(server.send("back", &received.from).result, 4);
        QVERIFY(becomes(client, POLLIN));
        QCOMPARE(client.receive(100).bytes, QByteArray("back"));
        QCOMPARE(client.send(QByteArray(65507, 'x')).result, 65507);
        QCOMPARE(client.send(QByteArray(65508, 'x')).error, EMSGSIZE);
        QVERIFY(describeCall(recorder.calls.last()).contains(u"65,507"_s));
    }

    void unixDomainNamesAreChecked()
    {
        const QTemporaryDir folder;
        QVERIFY(!SocketAddress::forUnix(QString(200, u'x')));
        QVERIFY(!SocketAddress::forUnix(QString()));
        const auto address = SocketAddress::forUnix(folder.filePath(u"socket"_s));
        QVERIFY(address && address->isLoopback());
        Recorder recorder;
        Pair pair(*address, recorder);
        pair.client.send("x");
        QVERIFY(becomes(pair.server, POLLIN));
        QCOMPARE(pair.server.receive(10).bytes, QByteArray("x"));
        QCOMPARE(SocketAddress::forUnix(u"@abstract"_s)->text(), u"@abstract"_s);
    }

    void everyDescriptorIsClosedOnceAndReported()
    {
        Recorder recorder;
        {
            const Pair pair({QHostAddress::LocalHost, 0}, recorder);
        }
        QCOMPARE(std::count_if(recorder.calls.begin(), recorder.calls.end(), [](const CallRecord &call) { return call.call == Call::Close && call.result == 0; }), 3);
    }

    void sentencesAreHarmless()
    {
        CallRecord call;
        call.call = Call::Receive;
        call.asked = 1024;
        call.bytes = "a\x1b[31m\n\xff";
        call.result = call.bytes.size();
        const QString text = describeCall(call);
        QVERIFY(text.startsWith(u"recv(1024)"_s));
        for (const QChar c : text)
            QVERIFY(c.unicode() >= 0x20 && c.unicode() < 0x7f);
    }
};

QTEST_GUILESS_MAIN(TestLabSockets)
#include "tst_lab_sockets.moc"
