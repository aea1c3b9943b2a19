#include "core/transport/acceptor.h"
#include "core/transport/socket_stream.h"
#include "core/transport/tls_config.h"
#include "tests/support/test_certificate.h"

#include <QTest>

#include <arpa/inet.h>
#include <atomic>
#include <csignal>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::transport;

namespace {

/// A server's streams over TLS.
class Listener
{
public:
    Listener()
        : m_certificate(test::makeTestCertificate())
        , m_tls(TlsServerConfig::fromPem(m_certificate.certificatePem, m_certificate.keyPem).value())
        , m_acceptor([this](const Accepted &connection) {
            stream = acceptTls(connection.descriptor, m_tls, {});
            QObject::connect(stream.get(), &ByteStream::closed, stream.get(), [this](const Error &error) { ends.append(error); });
            QObject::connect(stream.get(), &ByteStream::readyRead, stream.get(), [this] {
                char block[4096];
                for (qint64 length = stream->read(block, sizeof block); length > 0; length = stream->read(block, sizeof block))
                    heard += QByteArray(block, static_cast<qsizetype>(length));
            });
        })
    {
        if (!m_acceptor.listen(QHostAddress::LocalHost, 0))
            qFatal("no port");
    }
    quint16 port() const { return m_acceptor.port(); }

    std::unique_ptr<ByteStream> stream;
    QList<Error> ends;
    QByteArray heard;

private:
    test::TestCertificate m_certificate;
    TlsServerConfig m_tls;
    Acceptor m_acceptor;
};

/// A client that is OpenSSL and nothing else, and blocks: for a thread of its own.
class BareClient
{
public:
    explicit BareClient(quint16 port)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
        , m_tls(SSL_new(tlsClientContext().get()))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        isConnected = ::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 && SSL_set_fd(m_tls, m_socket) == 1 && SSL_connect(m_tls) == 1;
    }
    ~BareClient()
    {
        SSL_free(m_tls);
        ::close(m_socket);
    }
    Q_DISABLE_COPY_MOVE(BareClient)

    /// Says that it writes with new keys from now on, and asks for new ones in return. False: the other side has gone.
    bool renewKeys() { return SSL_key_update(m_tls, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(m_tls) == 1; }
    bool write(const QByteArray &bytes) { return SSL_write(m_tls, bytes.constData(), static_cast<int>(bytes.size())) == bytes.size(); }
    QByteArray read()
    {
        char block[256];
        const int length = SSL_read(m_tls, block, sizeof block);
        return QByteArray(block, std::max(length, 0));
    }

    bool isConnected = false;

private:
    int m_socket;
    SSL *m_tls;
};

} // namespace

class TstTlsMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }

    void aPeerMayRenewItsKeys()
    {
        Listener listener;
        QByteArray answer;
        std::jthread peer([&answer, port = listener.port()] {
            BareClient client(port);
            bool ok = client.isConnected;
            for (int i = 0; i < 8; ++i)
                ok = ok && client.renewKeys() && client.write("more ");
            if (ok)
                answer = client.read();
        });
        QTRY_COMPARE(listener.heard, QByteArray("more ").repeated(8));
        listener.stream->write("got it");
        listener.stream->flush();
        peer.join();
        QCOMPARE(answer, "got it");
    }

    void aPeerThatRenewsItsKeysWithoutEndIsTurnedAway()
    {
        Listener listener;
        std::atomic<int> renewed = 0;
        std::jthread peer([&renewed, port = listener.port()] {
            BareClient client(port);
            while (client.isConnected && renewed < 1'000'000 && client.renewKeys())
                ++renewed;
        });
        qint64 queued = 0;
        QTRY_VERIFY_WITH_TIMEOUT((queued = std::max(queued, listener.stream ? listener.stream->bytesQueued() : 0), !listener.ends.isEmpty()), 20'000);
        QCOMPARE(listener.ends.first().code, ErrorCode::TlsFailed);
        QVERIFY(listener.ends.first().text.contains(QStringLiteral("keys")));
        QVERIFY2(queued < 64 * 1024, qPrintable(QString::number(queued)));
        peer.join(); // its writes fail
        QVERIFY(renewed < 1'000'000);
    }

    void whoeverSpeaksNoTlsDoesNotKeepTheThread()
    {
        Listener listener;
        std::jthread peer([port = listener.port()] {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(port);
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            const QByteArray block(256 * 1024, 'x');
            if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0) {
                while (::send(socket, block.constData(), static_cast<size_t>(block.size()), MSG_NOSIGNAL) > 0) {
                }
            }
            ::close(socket);
        });
        QTRY_COMPARE(listener.ends.size(), 1);
        QCOMPARE(listener.ends.first().code, ErrorCode::NotTransom);
        peer.join();
    }
};

QTEST_GUILESS_MAIN(TstTlsMessages)
#include "tst_tls_messages.moc"
