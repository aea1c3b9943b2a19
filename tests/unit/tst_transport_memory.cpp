#include "core/transport/memory_stream.h"

#include <QSignalSpy>
#include <QTest>

using namespace transom;
using namespace transom::transport;

namespace {

QByteArray readAll(ByteStream &stream)
{
    QByteArray all;
    char block[4096];
    for (qint64 length; (length = stream.read(block, sizeof block)) > 0;)
        all.append(block, length);
    return all;
}

} // namespace

class TestTransportMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<transom::Error>(); }

    void whatOneEndWritesTheOtherReads()
    {
        auto [server, client] = MemoryStream::pair({});
        QVERIFY(server->isOpen() && client->isOpen());
        QSignalSpy ready(server.get(), &ByteStream::readyRead);
        client->write("hello");
        QCOMPARE(readAll(*server), QByteArray()); // as on a socket: in a later turn
        QTRY_COMPARE(ready.count(), 1);
        QCOMPARE(readAll(*server), "hello");
        server->write("and back");
        QByteArray back;
        QTRY_COMPARE(back += readAll(*client), "and back");
        QCOMPARE(client->transcript(), "hello");
    }

    void theSharedSecretsOfTlsAreAsConfigured()
    {
        MemoryStream::Options options;
        options.channelBinding = QByteArray(32, 'b');
        options.keyHash = QByteArray(32, 'k');
        auto [server, client] = MemoryStream::pair(options);
        QCOMPARE(server->channelBinding(), options.channelBinding);
        QCOMPARE(client->channelBinding(), options.channelBinding);
        QCOMPARE(client->peerKeyHash(), options.keyHash);
        QVERIFY(server->peerKeyHash().isEmpty());
        QCOMPARE(client->info().protection, Protection::Tls);
        QCOMPARE(MemoryStream::pair({}).first->info().protection, Protection::Plaintext);
    }

    void theWritersQueueGrowsWhileTheReaderDoesNotRead()
    {
        MemoryStream::Options options;
        options.pipe = 1000;
        auto [server, client] = MemoryStream::pair(options);
        QSignalSpy drained(client.get(), &ByteStream::drained);
        client->write(QByteArray(5000, 'x'));
        QTRY_COMPARE(client->bytesQueued(), 4000);
        QCOMPARE(drained.count(), 1);
        QTest::qWait(10);
        QCOMPARE(client->bytesQueued(), 4000);
        QByteArray got;
        QTRY_VERIFY((got += readAll(*server)).size() == 5000);
        QCOMPARE(client->bytesQueued(), 0);
        QVERIFY(drained.count() >= 5);
    }

    void bytesComeInPiecesWhenAsked()
    {
        MemoryStream::Options options;
        options.largestRead = 3;
        auto [server, client] = MemoryStream::pair(options);
        client->write("12345678");
        char block[100];
        QSignalSpy ready(server.get(), &ByteStream::readyRead);
        QTRY_COMPARE(ready.count(), 1);
        QCOMPARE(server->read(block, sizeof block), 3);
        QCOMPARE(server->read(block, sizeof block), 3);
        QCOMPARE(server->read(block, sizeof block), 2);
        QCOMPARE(server->read(block, sizeof block), 0);

        options = {};
        options.largestDelivery = 3;
        auto [slowServer, slowClient] = MemoryStream::pair(options);
        QList<QByteArray> pieces;
        connect(slowServer.get(), &ByteStream::readyRead, this,
                [&, stream = slowServer.get()] { pieces << readAll(*stream); });
        slowClient->write("12345678");
        QTRY_COMPARE(pieces.size(), 3);
        QCOMPARE(pieces, (QList<QByteArray>{"123", "456", "78"}));
    }

    void closingSendsWhatIsQueuedAndEndsBothOnce()
    {
        MemoryStream::Options options;
        options.pipe = 1000;
        auto [server, client] = MemoryStream::pair(options);
        QSignalSpy serverClosed(server.get(), &ByteStream::closed);
        QSignalSpy clientClosed(client.get(), &ByteStream::closed);
        client->write(QByteArray(2500, 'x'));
        client->close();
        client->close();
        QCOMPARE(clientClosed.count(), 0);
        QTest::qWait(10);
        QCOMPARE(serverClosed.count(), 0); // first everything is read
        QByteArray got;
        QTRY_VERIFY((got += readAll(*server)).size() == 2500);
        QTRY_COMPARE(serverClosed.count(), 1);
        QTRY_COMPARE(clientClosed.count(), 1);
        QCOMPARE(serverClosed.at(0).at(0).value<Error>(), Error());
        QCOMPARE(clientClosed.at(0).at(0).value<Error>(), Error());
        QVERIFY(!server->isOpen() && !client->isOpen());
        server->write("too late");
        QCOMPARE(server->bytesQueued(), 0);
    }

    void bothMayCloseAtOnce()
    {
        MemoryStream::Options options;
        options.pipe = 10;
        auto [server, client] = MemoryStream::pair(options);
        QSignalSpy serverClosed(server.get(), &ByteStream::closed);
        QSignalSpy clientClosed(client.get(), &ByteStream::closed);
        server->write(QByteArray(100, 's'));
        client->write(QByteArray(100, 'c'));
        server->close();
        client->close();
        QTRY_COMPARE(serverClosed.count(), 1);
        QTRY_COMPARE(clientClosed.count(), 1);
    }

    void abortIsALostConnectionForTheOther()
    {
        auto [server, client] = MemoryStream::pair({});
        QSignalSpy serverClosed(server.get(), &ByteStream::closed);
        QSignalSpy clientClosed(client.get(), &ByteStream::closed);
        client->abort();
        QCOMPARE(clientClosed.count(), 0);
        QTRY_COMPARE(clientClosed.count(), 1);
        QTRY_COMPARE(serverClosed.count(), 1);
        QCOMPARE(clientClosed.at(0).at(0).value<Error>().code, ErrorCode::None);
        QCOMPARE(serverClosed.at(0).at(0).value<Error>().code, ErrorCode::ConnectionLost);
    }

    void aHeldWireKeepsBytesUntilItIsReleased()
    {
        auto [server, client] = MemoryStream::pair({});
        client->hold();
        client->write("later");
        QTest::qWait(10);
        QCOMPARE(readAll(*server), QByteArray());
        QCOMPARE(client->bytesQueued(), 5);
        client->release();
        QByteArray later;
        QTRY_COMPARE(later += readAll(*server), "later");
    }

    void aCutWireEndsBoth()
    {
        auto [server, client] = MemoryStream::pair({});
        QSignalSpy serverClosed(server.get(), &ByteStream::closed);
        QSignalSpy clientClosed(client.get(), &ByteStream::closed);
        client->write("lost");
        client->cut();
        QCOMPARE(serverClosed.count(), 1);
        QCOMPARE(clientClosed.count(), 1);
        QCOMPARE(serverClosed.at(0).at(0).value<Error>().code, ErrorCode::ConnectionLost);
        client->cut();
        QTest::qWait(10);
        QCOMPARE(clientClosed.count(), 1);
    }

    void anEndThatIsDestroyedEndsTheOther()
    {
        auto [server, client] = MemoryStream::pair({});
        QSignalSpy clientClosed(client.get(), &ByteStream::closed);
        server.reset();
        QTRY_COMPARE(clientClosed.count(), 1);
        client->write("nobody there");
        QVERIFY(!client->isOpen());
    }

    void anEndMayBeDestroyedByItsHandlers()
    {
        auto [server, client] = MemoryStream::pair({});
        connect(client.get(), &ByteStream::drained, this, [&client = client] { client.reset(); });
        client->write("x");
        QTRY_VERIFY(!client);
        auto [otherServer, otherClient] = MemoryStream::pair({});
        connect(otherServer.get(), &ByteStream::closed, this, [&otherClient = otherClient] { otherClient.reset(); });
        otherClient->cut();
        QVERIFY(!otherClient);
    }
};

QTEST_GUILESS_MAIN(TestTransportMemory)
#include "tst_transport_memory.moc"
