#include "core/transport/acceptor.h"
#include "core/transport/io_threads.h"
#include "core/transport/socket_stream.h"
#include "tests/support/test_certificate.h"

#include <QCryptographicHash>
#include <QPointer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <future>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace transom;
using namespace transom::transport;
using namespace std::chrono_literals;

namespace {

enum class Kind
{
    Plain,
    Tls,
    TlsOverIPv6,
    Local
};

/// Listens, and makes a stream of everything that connects.
class Listener
{
public:
    explicit Listener(Kind kind, StreamOptions options = {})
        : m_kind(kind)
        , m_certificate(test::makeTestCertificate())
        , m_tls(TlsServerConfig::fromPem(m_certificate.certificatePem, m_certificate.keyPem).value())
        , m_options(options)
        , m_acceptor([this](const Accepted &connection) { take(connection); })
    {
        const auto listening =
            kind == Kind::Local
                ? m_acceptor.listenLocal(m_directory.filePath(QStringLiteral("socket")))
                : m_acceptor.listen(kind == Kind::TlsOverIPv6 ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost,
                                    0);
        if (!listening)
            qFatal("%s", qPrintable(listening.error().text));
    }

    std::unique_ptr<ByteStream> connectClient(StreamOptions options = {}) const
    {
        switch (m_kind) {
        case Kind::Plain:
            return connectToHost(QStringLiteral("127.0.0.1"), port(), options);
        case Kind::Tls:
            return connectToHostByTls(QStringLiteral("127.0.0.1"), port(), options);
        case Kind::TlsOverIPv6:
            return connectToHostByTls(QStringLiteral("::1"), port(), options);
        case Kind::Local:
            return connectToLocal(m_directory.filePath(QStringLiteral("socket")), options);
        }
        return {};
    }

    quint16 port() const { return m_acceptor.port(); }
    const test::TestCertificate &certificate() const { return m_certificate; }

    std::vector<std::unique_ptr<ByteStream>> streams;
    std::vector<Error> ends;

private:
    void take(const Accepted &connection)
    {
        auto stream = m_kind == Kind::Plain   ? acceptPlaintext(connection.descriptor, m_options)
                      : m_kind == Kind::Local ? acceptLocal(connection.descriptor, m_options)
                                              : acceptTls(connection.descriptor, m_tls, m_options);
        QObject::connect(stream.get(), &ByteStream::closed, stream.get(),
                         [this](const Error &error) { ends.push_back(error); });
        streams.push_back(std::move(stream));
    }

    Kind m_kind;
    test::TestCertificate m_certificate;
    TlsServerConfig m_tls;
    StreamOptions m_options;
    QTemporaryDir m_directory;
    Acceptor m_acceptor;
};

/// A client and a server stream, both open.
struct Pair
{
    explicit Pair(Kind kind, StreamOptions serverOptions = {}, StreamOptions clientOptions = {})
        : listener(kind, serverOptions)
        , client(listener.connectClient(clientOptions))
    {
        ok = QTest::qWaitFor(
            [&] { return client->isOpen() && listener.streams.size() == 1 && listener.streams.front()->isOpen(); });
    }
    ByteStream &server() const { return *listener.streams.front(); }

    Listener listener;
    std::unique_ptr<ByteStream> client;
    bool ok = false;
};

/// Writes `total` pseudo-random bytes, never letting the stream's queue grow beyond `most`, and hashes them.
class Source : public QObject
{
public:
    Source(ByteStream &stream, qint64 total, qint64 most = 128 * 1024)
        : m_stream(stream)
        , m_left(total)
        , m_most(most)
    {
        m_block.resize(64 * 1024);
        connect(&stream, &ByteStream::drained, this, [this] { pump(); });
    }
    void pump()
    {
        while (m_left > 0 && m_stream.bytesQueued() < m_most) {
            for (qsizetype i = 0; i < m_block.size(); i += 512) // a fresh value now and then, so that blocks differ
                m_block[i] = static_cast<char>(m_random.generate());
            const QByteArrayView part = QByteArrayView(m_block).first(std::min<qint64>(m_left, m_block.size()));
            m_stream.write(part);
            m_hash.addData(part);
            m_left -= part.size();
            largestQueue = std::max(largestQueue, m_stream.bytesQueued());
        }
    }
    bool isDone() const { return m_left == 0; }
    QByteArray hash() const { return m_hash.result(); }

    qint64 largestQueue = 0;

private:
    ByteStream &m_stream;
    qint64 m_left;
    qint64 m_most;
    QByteArray m_block;
    QRandomGenerator m_random{7160};
    QCryptographicHash m_hash{QCryptographicHash::Md5};
};

/// Reads to the end, unless paused, and hashes.
class Sink : public QObject
{
public:
    explicit Sink(ByteStream &stream)
        : m_stream(stream)
    {
        connect(&stream, &ByteStream::readyRead, this, [this] { pump(); });
    }
    void pump()
    {
        QByteArray block(48 * 1024, Qt::Uninitialized);
        while (!paused) {
            const qint64 length = m_stream.read(block.data(), block.size());
            if (length == 0)
                return;
            m_hash.addData(QByteArrayView(block).first(length));
            received += length;
            if (received >= pauseAt) {
                pauseAt = std::numeric_limits<qint64>::max();
                paused = true;
            }
        }
    }
    void resume()
    {
        paused = false;
        pump();
    }
    QByteArray hash() const { return m_hash.result(); }

    qint64 received = 0;
    qint64 pauseAt = std::numeric_limits<qint64>::max();
    bool paused = false;

private:
    ByteStream &m_stream;
    QCryptographicHash m_hash{QCryptographicHash::Md5};
};

/// Sends back whatever comes in, reading only while little is queued.
class Echo : public QObject
{
public:
    explicit Echo(ByteStream &stream)
        : m_stream(stream)
    {
        connect(&stream, &ByteStream::readyRead, this, [this] { pump(); });
        connect(&stream, &ByteStream::drained, this, [this] { pump(); });
    }
    void pump()
    {
        char block[32 * 1024];
        while (m_stream.bytesQueued() < 128 * 1024) {
            const qint64 length = m_stream.read(block, sizeof block);
            if (length == 0)
                return;
            m_stream.write(QByteArrayView(block, length));
            largestQueue = std::max(largestQueue, m_stream.bytesQueued());
        }
    }
    qint64 largestQueue = 0;

private:
    ByteStream &m_stream;
};

QByteArray readAll(ByteStream &stream)
{
    QByteArray all;
    char block[4096];
    for (qint64 length; (length = stream.read(block, sizeof block)) > 0;)
        all.append(block, length);
    return all;
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

/// A port on which nothing listens.
quint16 unusedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

void addKinds()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("plain TCP") << Kind::Plain;
    QTest::newRow("TLS") << Kind::Tls;
    QTest::newRow("TLS over IPv6") << Kind::TlsOverIPv6;
    QTest::newRow("Unix-domain") << Kind::Local;
}

} // namespace

Q_DECLARE_METATYPE(Kind)

class TestTransportSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<transom::Error>(); }

    void aConversationGoesBothWaysAndEndsInOrder_data() { addKinds(); }
    void aConversationGoesBothWaysAndEndsInOrder()
    {
        QFETCH(Kind, kind);
        Pair pair(kind);
        QVERIFY(pair.ok);
        QSignalSpy clientClosed(pair.client.get(), &ByteStream::closed);
        pair.client->write("question");
        QByteArray heard;
        QTRY_VERIFY((heard += readAll(pair.server())).size() == 8);
        QCOMPARE(heard, "question");
        pair.server().write("answer");
        pair.server().close();
        QByteArray answer;
        QTRY_VERIFY((answer += readAll(*pair.client)).size() == 6);
        QCOMPARE(answer, "answer");
        QTRY_COMPARE(clientClosed.count(), 1);
        QCOMPARE(clientClosed.at(0).at(0).value<Error>(), Error());
        QTRY_COMPARE(pair.listener.ends.size(), 1u);
        QCOMPARE(pair.listener.ends.front(), Error());
        QVERIFY(!pair.client->isOpen());
        pair.client->write("after the end");
        QCOMPARE(pair.client->bytesQueued(), 0);
    }

    void bothEndsOfATlsStreamKnowWhatTheyShare()
    {
        Pair pair(Kind::Tls);
        QVERIFY(pair.ok);
        const auto &certificate = pair.listener.certificate();
        QCOMPARE(pair.client->channelBinding().toHex(), certificate.certificateSha256.toHex());
        QCOMPARE(pair.server().channelBinding().toHex(), certificate.certificateSha256.toHex());
        QCOMPARE(pair.client->peerKeyHash().toHex(), certificate.keySha256.toHex());
        QVERIFY(pair.server().peerKeyHash().isEmpty());
        const StreamInfo client = pair.client->info();
        QCOMPARE(client.protection, Protection::Tls);
        QCOMPARE(client.cipher, QStringLiteral("TLS_AES_128_GCM_SHA256"));
        QCOMPARE(client.peer, QStringLiteral("127.0.0.1:%1").arg(pair.listener.port()));
        QCOMPARE(pair.server().info().peer, client.local);
        QCOMPARE(pair.server().info().cipher, client.cipher);
    }

    void streamsWithoutTlsSaySo()
    {
        Pair plain(Kind::Plain);
        QVERIFY(plain.ok);
        QCOMPARE(plain.client->info().protection, Protection::Plaintext);
        QVERIFY(plain.client->info().cipher.isEmpty());
        QVERIFY(plain.client->channelBinding().isEmpty());
        QVERIFY(plain.client->peerKeyHash().isEmpty());
        Pair local(Kind::Local);
        QVERIFY(local.ok);
        QCOMPARE(local.client->info().protection, Protection::LocalOnly);
        QCOMPARE(local.server().info().protection, Protection::LocalOnly);
        QVERIFY(local.client->info().peer.startsWith(QStringLiteral("unix:/")));
        Pair ipv6(Kind::TlsOverIPv6);
        QVERIFY(ipv6.ok);
        QCOMPARE(ipv6.client->info().peer, QStringLiteral("[::1]:%1").arg(ipv6.listener.port()));
    }

    void sixtyFourMebibytesAreEchoedWhileTheReaderPauses_data() { addKinds(); }
    void sixtyFourMebibytesAreEchoedWhileTheReaderPauses()
    {
        QFETCH(Kind, kind);
        constexpr qint64 Total = 64 * 1024 * 1024;
        Pair pair(kind);
        QVERIFY(pair.ok);
        Echo echo(pair.server());
        Source source(*pair.client, Total);
        Sink sink(*pair.client);
        sink.pauseAt = Total / 8;
        source.pump();
        QTRY_VERIFY_WITH_TIMEOUT(sink.paused, 30'000);

        // Everything comes to rest, full but bounded: the source has not got rid of what it still has.
        qint64 queued = -1;
        int still = 0;
        QTRY_VERIFY_WITH_TIMEOUT(
            (still = pair.client->bytesQueued() == std::exchange(queued, pair.client->bytesQueued()) ? still + 1 : 0) >
                20,
            30'000);
        QVERIFY(!source.isDone());
        QCOMPARE(sink.received, std::min<qint64>(sink.received, Total / 8 + 48 * 1024));
        const qint64 before = residentBytes();
        QTest::qWait(300); // the pause itself: nothing may pile up in it
        QVERIFY2(residentBytes() - before < 4 * 1024 * 1024, "memory grew while nobody read");

        sink.resume();
        QTRY_COMPARE_WITH_TIMEOUT(sink.received, Total, 60'000);
        QVERIFY(source.isDone());
        QCOMPARE(sink.hash(), source.hash());
        // 128 KiB the callers allow, one more block, and TLS's record headers.
        QVERIFY2(source.largestQueue < 256 * 1024, qPrintable(QString::number(source.largestQueue)));
        QVERIFY2(echo.largestQueue < 256 * 1024, qPrintable(QString::number(echo.largestQueue)));
    }

    void aReaderThatComesBackGetsEverythingAndThenTheEnd_data() { addKinds(); }
    void aReaderThatComesBackGetsEverythingAndThenTheEnd()
    {
        // The writer sends and closes while nobody reads; the bytes are more than all buffers hold.
        QFETCH(Kind, kind);
        constexpr qint64 Total = 24 * 1024 * 1024;
        StreamOptions patient;
        patient.closeTimeout = 30s;
        Pair pair(kind, patient);
        QVERIFY(pair.ok);
        Sink sink(*pair.client);
        sink.paused = true;
        QSignalSpy closed(pair.client.get(), &ByteStream::closed);
        Source source(pair.server(), Total, Total); // all of it is queued at once
        source.pump();
        QVERIFY(source.isDone());
        pair.server().close();
        QTest::qWait(100);
        QCOMPARE(closed.count(), 0);
        QVERIFY(sink.received == 0);
        sink.resume();
        QTRY_COMPARE_WITH_TIMEOUT(sink.received, Total, 30'000);
        QCOMPARE(sink.hash(), source.hash());
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(closed.at(0).at(0).value<Error>(), Error());
        QTRY_COMPARE(pair.listener.ends.size(), 1u);
        QCOMPARE(pair.listener.ends.front(), Error());
    }

    void theEndIsReportedOnlyAfterWhatCameBeforeItHasBeenRead_data() { addKinds(); }
    void theEndIsReportedOnlyAfterWhatCameBeforeItHasBeenRead()
    {
        QFETCH(Kind, kind);
        Pair pair(kind);
        QVERIFY(pair.ok);
        QSignalSpy closed(pair.client.get(), &ByteStream::closed);
        QSignalSpy serverClosed(&pair.server(), &ByteStream::closed);
        pair.server().write("last words");
        pair.server().close();
        QTRY_COMPARE(serverClosed.count(), 1);
        QTest::qWait(50);
        QCOMPARE(closed.count(), 0);
        QVERIFY(pair.client->isOpen());
        QCOMPARE(readAll(*pair.client), "last words");
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(readAll(*pair.client), QByteArray());
    }

    void lastWordsArriveAtAPeerThatIsStillSending_data() { addKinds(); }
    void lastWordsArriveAtAPeerThatIsStillSending()
    {
        // close(2) with unread input resets the connection; the reset must not overtake the server's goodbye.
        QFETCH(Kind, kind);
        Pair pair(kind);
        QVERIFY(pair.ok);
        Source flood(*pair.client, 512 * 1024 * 1024);
        QByteArray heard;
        connect(pair.client.get(), &ByteStream::readyRead, &flood, [&] { heard += readAll(*pair.client); });
        QSignalSpy closed(pair.client.get(), &ByteStream::closed);
        flood.pump();
        QByteArray first;
        QTRY_VERIFY(!(first += readAll(pair.server())).isEmpty());
        QTest::qWait(20); // the server's buffers are full now: it does not read
        pair.server().write("goodbye, because of this and that");
        pair.server().close();
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(heard, "goodbye, because of this and that");
    }

    void abortLosesWhatIsQueuedAndReportsOnce_data() { addKinds(); }
    void abortLosesWhatIsQueuedAndReportsOnce()
    {
        QFETCH(Kind, kind);
        Pair pair(kind);
        QVERIFY(pair.ok);
        QSignalSpy closed(pair.client.get(), &ByteStream::closed);
        pair.client->write(QByteArray(8 * 1024 * 1024, 'x'));
        pair.client->abort();
        QCOMPARE(closed.count(), 0); // never from within the call
        pair.client->abort();
        pair.client->close();
        QTRY_COMPARE(closed.count(), 1);
        QTest::qWait(20);
        QCOMPARE(closed.count(), 1);
        QCOMPARE(pair.client->bytesQueued(), 0);
        QTRY_VERIFY(!readAll(pair.server()).isEmpty() || !pair.listener.ends.empty());
        QTRY_VERIFY((readAll(pair.server()), pair.listener.ends.size() == 1));
    }

    void aStreamMayBeDestroyedByAnyOfItsHandlers_data() { addKinds(); }
    void aStreamMayBeDestroyedByAnyOfItsHandlers()
    {
        QFETCH(Kind, kind);
        {
            Listener listener(kind);
            auto client = listener.connectClient();
            QPointer<ByteStream> watch(client.get());
            connect(client.get(), &ByteStream::connected, client.get(), [&] { client.reset(); });
            QTRY_VERIFY(watch.isNull());
        }
        {
            Pair pair(kind);
            QVERIFY(pair.ok);
            QPointer<ByteStream> watch(pair.client.get());
            connect(pair.client.get(), &ByteStream::readyRead, pair.client.get(), [&] { pair.client.reset(); });
            pair.server().write(QByteArray(1024 * 1024, 'x'));
            QTRY_VERIFY(watch.isNull());
        }
        {
            Pair pair(kind);
            QVERIFY(pair.ok);
            QPointer<ByteStream> watch(pair.client.get());
            connect(pair.client.get(), &ByteStream::drained, pair.client.get(), [&] { pair.client.reset(); });
            pair.client->write(QByteArray(1024 * 1024, 'x'));
            QTRY_VERIFY(watch.isNull());
        }
        {
            Pair pair(kind);
            QVERIFY(pair.ok);
            QPointer<ByteStream> watch(pair.client.get());
            connect(pair.client.get(), &ByteStream::closed, pair.client.get(), [&] { pair.client.reset(); });
            pair.server().abort();
            QTRY_VERIFY(watch.isNull());
        }
    }

    void aPeerThatStopsReadingCannotKeepAClosingStreamForEver()
    {
        StreamOptions impatient;
        impatient.closeTimeout = 100ms;
        Pair pair(Kind::Tls, impatient);
        QVERIFY(pair.ok);
        pair.server().write(QByteArray(32 * 1024 * 1024, 'x')); // the client never reads
        pair.server().close();
        QTRY_COMPARE(pair.listener.ends.size(), 1u);
        QCOMPARE(pair.listener.ends.front().code, ErrorCode::ConnectionLost);
        QVERIFY(pair.listener.ends.front().text.contains(QStringLiteral("stopped reading")));
    }

    void aTlsPeerThatVanishesIsALostConnection_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::newRow("reset") << true;
        QTest::newRow("end without close_notify") << false;
    }
    void aTlsPeerThatVanishesIsALostConnection()
    {
        QFETCH(bool, reset);
        Listener listener(Kind::Tls);
        QSslSocket peer;
        QSslConfiguration configuration = peer.sslConfiguration();
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setAllowedNextProtocols({AlpnName});
        peer.setSslConfiguration(configuration);
        peer.connectToHostEncrypted(QStringLiteral("127.0.0.1"), listener.port());
        QTRY_VERIFY(listener.streams.size() == 1 && listener.streams.front()->isOpen() && peer.isEncrypted());
        const auto descriptor = static_cast<int>(peer.socketDescriptor());
        const linger atOnce{1, 0}; // close(2) then sends RST
        if (reset)
            ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        peer.abort();
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, ErrorCode::ConnectionLost);
        QVERIFY(listener.ends.front().text.contains(QStringLiteral("127.0.0.1:")));
    }

    void aPortNobodyListensOnIsRefused_data() { addKinds(); }
    void aPortNobodyListensOnIsRefused()
    {
        QFETCH(Kind, kind);
        if (kind == Kind::Local)
            return; // has its own test
        const quint16 port = unusedPort();
        const QString host = kind == Kind::TlsOverIPv6 ? QStringLiteral("::1") : QStringLiteral("127.0.0.1");
        auto client = kind == Kind::Plain ? connectToHost(host, port) : connectToHostByTls(host, port);
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QSignalSpy connected(client.get(), &ByteStream::connected);
        QCOMPARE(closed.count(), 0);
        QTRY_COMPARE(closed.count(), 1);
        const Error error = closed.at(0).at(0).value<Error>();
        QCOMPARE(error.code, ErrorCode::ConnectionRefused);
        QVERIFY(error.text.contains(host));
        QVERIFY(error.text.contains(QString::number(port)));
        QCOMPARE(connected.count(), 0);
    }

    void aMissingLocalSocketIsRefused()
    {
        QTemporaryDir directory;
        auto client = connectToLocal(directory.filePath(QStringLiteral("nobody")));
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(closed.at(0).at(0).value<Error>().code, ErrorCode::ConnectionRefused);
    }

    void anUnknownHostIsNotFound()
    {
        // RFC 6761: never resolves. Without a resolver the look-up fails as well.
        auto client = connectToHostByTls(QStringLiteral("nowhere.invalid"), 7160);
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, 15'000);
        const Error error = closed.at(0).at(0).value<Error>();
        QVERIFY2(error.code == ErrorCode::HostNotFound || error.code == ErrorCode::TimedOut, qPrintable(error.text));
        QVERIFY(error.text.contains(QStringLiteral("nowhere.invalid")));
    }

    void aServerThatDoesNotAnswerInTlsTimesOut()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        StreamOptions options;
        options.tlsTimeout = 100ms;
        auto client = connectToHostByTls(QStringLiteral("127.0.0.1"), silent.serverPort(), options);
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QTRY_COMPARE(closed.count(), 1);
        const Error error = closed.at(0).at(0).value<Error>();
        QCOMPARE(error.code, ErrorCode::TimedOut);
        QVERIFY(error.text.contains(QStringLiteral("0.1 s")));
    }

    void aConnectionThatIsNotMadeTimesOut()
    {
        // A listener whose backlog is full: further connection requests are dropped without an answer.
        const int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = static_cast<sockaddr *>(static_cast<void *>(&address));
        QCOMPARE(::bind(listening, generic, size), 0);
        QCOMPARE(::listen(listening, 0), 0);
        QCOMPARE(::getsockname(listening, generic, &size), 0);
        std::vector<std::unique_ptr<QTcpSocket>> fillers;
        for (int i = 0; i < 4; ++i) {
            fillers.push_back(std::make_unique<QTcpSocket>());
            fillers.back()->connectToHost(QHostAddress::LocalHost, ntohs(address.sin_port));
        }
        QTRY_COMPARE(fillers.front()->state(), QAbstractSocket::ConnectedState);
        QTest::qWait(50);
        StreamOptions options;
        options.connectTimeout = 100ms;
        auto client = connectToHostByTls(QStringLiteral("127.0.0.1"), ntohs(address.sin_port), options);
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(closed.at(0).at(0).value<Error>().code, ErrorCode::TimedOut);
        ::close(listening);
    }

    void aPeerThatNeverBeginsTlsIsDropped()
    {
        StreamOptions options;
        options.tlsTimeout = 100ms;
        Listener listener(Kind::Tls, options);
        QTcpSocket silent;
        silent.connectToHost(QHostAddress::LocalHost, listener.port());
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, ErrorCode::TimedOut);
        QTRY_COMPARE(silent.state(), QAbstractSocket::UnconnectedState);
    }

    void aPeerThatStallsInTheHandshakeIsDropped()
    {
        StreamOptions options;
        options.tlsTimeout = 100ms;
        Listener listener(Kind::Tls, options);
        QTcpSocket slow;
        slow.connectToHost(QHostAddress::LocalHost, listener.port());
        QVERIFY(slow.waitForConnected());
        slow.write(QByteArray::fromHex("160301020001")); // the beginning of a ClientHello
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, ErrorCode::TimedOut);
    }

    void garbageInsteadOfAHandshakeIsRefused()
    {
        Listener listener(Kind::Tls);
        QTcpSocket peer;
        peer.connectToHost(QHostAddress::LocalHost, listener.port());
        QVERIFY(peer.waitForConnected());
        peer.write(QByteArray(1, '\x16') + QByteArray(600, 'A'));
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, ErrorCode::TlsFailed);
        QTRY_COMPARE(peer.state(), QAbstractSocket::UnconnectedState);
    }

    void aBrowserOnTheTlsPortIsToldWhatThisIs()
    {
        Listener listener(Kind::Tls);
        QTcpSocket browser;
        browser.connectToHost(QHostAddress::LocalHost, listener.port());
        QVERIFY(browser.waitForConnected());
        browser.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, ErrorCode::NotTransom);
        QVERIFY(listener.ends.front().text.contains(QStringLiteral("HTTP")));
        QTRY_COMPARE(browser.state(), QAbstractSocket::UnconnectedState);
        const QByteArray answer = browser.readAll();
        QVERIFY(answer.startsWith("HTTP/1.1 400 "));
        QVERIFY(answer.contains("Transom"));
    }

    void plaintextOnTheTlsPortIsNotTransom()
    {
        Listener listener(Kind::Tls);
        auto peer = connectToHost(QStringLiteral("127.0.0.1"), listener.port());
        QSignalSpy closed(peer.get(), &ByteStream::closed);
        QTRY_VERIFY(peer->isOpen());
        peer->write(QByteArray(12, '\0'));
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, ErrorCode::NotTransom);
        QTRY_COMPARE(closed.count(), 1);
    }

    void aTlsClientAtAnHttpServerIsToldThatItSpeaksNoTls()
    {
        QTcpServer http;
        QVERIFY(http.listen(QHostAddress::LocalHost));
        connect(&http, &QTcpServer::newConnection, &http, [&] {
            QTcpSocket *socket = http.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                socket->readAll();
                socket->write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        auto client = connectToHostByTls(QStringLiteral("127.0.0.1"), http.serverPort());
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QTRY_COMPARE(closed.count(), 1);
        const Error error = closed.at(0).at(0).value<Error>();
        QCOMPARE(error.code, ErrorCode::TlsFailed);
        QVERIFY(error.text.contains(QStringLiteral("127.0.0.1:%1").arg(http.serverPort())));
    }

    void aServerThatLeavesDuringTheHandshakeIsALostConnection()
    {
        QTcpServer leaver;
        QVERIFY(leaver.listen(QHostAddress::LocalHost));
        connect(&leaver, &QTcpServer::newConnection, &leaver,
                [&] { leaver.nextPendingConnection()->disconnectFromHost(); });
        auto client = connectToHostByTls(QStringLiteral("127.0.0.1"), leaver.serverPort());
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(closed.at(0).at(0).value<Error>().code, ErrorCode::ConnectionLost);
    }

    void aTlsServerOfAnotherProtocolIsNotTransom()
    {
        const auto certificate = test::makeTestCertificate();
        QSslConfiguration configuration;
        configuration.setLocalCertificate(QSslCertificate(certificate.certificatePem));
        configuration.setPrivateKey(QSslKey(certificate.keyPem, QSsl::Ec));
        QSslServer https;
        https.setSslConfiguration(configuration);
        QVERIFY(https.listen(QHostAddress::LocalHost));
        auto client = connectToHostByTls(QStringLiteral("127.0.0.1"), https.serverPort());
        QSignalSpy closed(client.get(), &ByteStream::closed);
        QSignalSpy connected(client.get(), &ByteStream::connected);
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(closed.at(0).at(0).value<Error>().code, ErrorCode::NotTransom);
        QCOMPARE(connected.count(), 0);
    }

    void aTlsClientOfAnotherProtocolIsTurnedAway_data()
    {
        QTest::addColumn<QList<QByteArray>>("protocols");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no ALPN") << QList<QByteArray>() << ErrorCode::NotTransom;
        QTest::newRow("another protocol") << QList<QByteArray>{"h2", "http/1.1"} << ErrorCode::NotTransom;
    }
    void aTlsClientOfAnotherProtocolIsTurnedAway()
    {
        QFETCH(QList<QByteArray>, protocols);
        QFETCH(ErrorCode, code);
        Listener listener(Kind::Tls);
        QSslSocket stranger;
        QSslConfiguration configuration = stranger.sslConfiguration();
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setAllowedNextProtocols(protocols);
        stranger.setSslConfiguration(configuration);
        stranger.connectToHostEncrypted(QStringLiteral("127.0.0.1"), listener.port());
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, code);
        QTRY_COMPARE(stranger.state(), QAbstractSocket::UnconnectedState);
    }

    void anOlderTlsIsRefused()
    {
        Listener listener(Kind::Tls);
        QSslSocket old;
        QSslConfiguration configuration = old.sslConfiguration();
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setProtocol(QSsl::TlsV1_2);
        configuration.setAllowedNextProtocols({AlpnName});
        old.setSslConfiguration(configuration);
        old.connectToHostEncrypted(QStringLiteral("127.0.0.1"), listener.port());
        QTRY_COMPARE(listener.ends.size(), 1u);
        QCOMPARE(listener.ends.front().code, ErrorCode::TlsFailed);
        QVERIFY(!old.isEncrypted());
    }

    void closingBeforeTheConnectionStandsEndsWithoutAnError()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        auto client = connectToHostByTls(QStringLiteral("127.0.0.1"), silent.serverPort());
        QSignalSpy closed(client.get(), &ByteStream::closed);
        client->close();
        QTRY_COMPARE(closed.count(), 1);
        QCOMPARE(closed.at(0).at(0).value<Error>(), Error());
    }

    void aKeyThatDoesNotBelongToTheCertificateIsRefused()
    {
        const auto one = test::makeTestCertificate();
        const auto other = test::makeTestCertificate();
        QCOMPARE(TlsServerConfig::fromPem(one.certificatePem, other.keyPem).error().code, ErrorCode::TlsFailed);
        QCOMPARE(TlsServerConfig::fromPem(one.certificatePem, {}).error().code, ErrorCode::TlsFailed);
        QCOMPARE(TlsServerConfig::fromPem("nonsense", one.keyPem).error().code, ErrorCode::TlsFailed);
        QVERIFY(TlsServerConfig::fromPem(one.certificatePem, one.keyPem));
    }

    void tcpOptionsAreSetOnBothEnds()
    {
        Pair pair(Kind::Tls);
        QVERIFY(pair.ok);
        // Found among our descriptors by their ports: the streams do not show them.
        int checked = 0;
        for (int descriptor = 3; descriptor < 256; ++descriptor) {
            int lowWater = 0;
            int noDelay = 0;
            int keepAlive = 0;
            socklen_t size = sizeof lowWater;
            sockaddr_in local{};
            sockaddr_in peer{};
            socklen_t localSize = sizeof local;
            socklen_t peerSize = sizeof peer;
            if (::getsockname(descriptor, static_cast<sockaddr *>(static_cast<void *>(&local)), &localSize) != 0 ||
                ::getpeername(descriptor, static_cast<sockaddr *>(static_cast<void *>(&peer)), &peerSize) != 0 ||
                (ntohs(local.sin_port) != pair.listener.port() && ntohs(peer.sin_port) != pair.listener.port()))
                continue;
            QCOMPARE(::getsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &lowWater, &size), 0);
            QCOMPARE(::getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &noDelay, &size), 0);
            QCOMPARE(::getsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &keepAlive, &size), 0);
            QCOMPARE(lowWater, 128 * 1024);
            QVERIFY(noDelay != 0);
            QVERIFY(keepAlive != 0);
            ++checked;
        }
        QCOMPARE(checked, 2);
    }

    void streamsLiveInIoThreads()
    {
        // A server's stream in one I/O thread, a client's in another, over the epoll dispatcher.
        constexpr qint64 Total = 16 * 1024 * 1024;
        const auto certificate = test::makeTestCertificate();
        const auto tls = TlsServerConfig::fromPem(certificate.certificatePem, certificate.keyPem).value();
        struct Side
        {
            std::unique_ptr<ByteStream> stream;
            std::unique_ptr<Echo> echo;
            std::unique_ptr<Source> source;
            std::unique_ptr<Sink> sink;
        };
        Side server;
        Side client;
        std::promise<bool> same;
        IoThreads threads(2);
        Acceptor acceptor([&](const Accepted &connection) {
            threads.post(0, [&, connection] {
                server.stream = acceptTls(connection.descriptor, tls);
                server.echo = std::make_unique<Echo>(*server.stream);
            });
        });
        QVERIFY(acceptor.listen(QHostAddress::LocalHost, 0));
        threads.post(1, [&, port = acceptor.port()] {
            client.stream = connectToHostByTls(QStringLiteral("127.0.0.1"), port);
            client.source = std::make_unique<Source>(*client.stream, Total);
            client.sink = std::make_unique<Sink>(*client.stream);
            connect(client.stream.get(), &ByteStream::connected, client.source.get(), [&] { client.source->pump(); });
            connect(client.stream.get(), &ByteStream::readyRead, client.sink.get(), [&] {
                if (client.sink->received == Total)
                    same.set_value(client.sink->hash() == client.source->hash());
            });
        });
        auto result = same.get_future();
        QTRY_VERIFY_WITH_TIMEOUT(result.wait_for(0s) == std::future_status::ready, 30'000);
        QVERIFY(result.get());
        threads.post(0, [&] { server = {}; });
        threads.post(1, [&] { client = {}; });
    }
};

QTEST_GUILESS_MAIN(TestTransportSocket)
#include "tst_transport_socket.moc"
