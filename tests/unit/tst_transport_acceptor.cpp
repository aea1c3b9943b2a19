#include "core/transport/acceptor.h"
#include "core/transport/source_limiter.h"

#include <QFile>
#include <QNetworkProxyFactory>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

using namespace transom;
using namespace transom::transport;

namespace {

/// Keeps what an acceptor hands over.
struct Connections
{
    std::vector<Accepted> all;
    Acceptor::Handler handler()
    {
        return [this](const Accepted &connection) { all.push_back(connection); };
    }
    void closeAll()
    {
        for (const Accepted &connection : all)
            ::close(static_cast<int>(connection.descriptor));
        all.clear();
    }
    ~Connections() { closeAll(); }
};

int connectLocal(const QString &path)
{
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    std::memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));
    if (::connect(descriptor, static_cast<sockaddr *>(static_cast<void *>(&address)), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

int connectTcp(quint16 port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(descriptor, static_cast<sockaddr *>(static_cast<void *>(&address)), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// Lowers the soft limit of open files for one test.
class DescriptorLimit
{
public:
    explicit DescriptorLimit(int limit)
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        rlimit lowered = m_before;
        lowered.rlim_cur = static_cast<rlim_t>(limit);
        ::setrlimit(RLIMIT_NOFILE, &lowered);
    }
    ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    Q_DISABLE_COPY_MOVE(DescriptorLimit)

private:
    rlimit m_before{};
};

int lowestFreeDescriptor()
{
    const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(descriptor);
    return descriptor;
}

/// Counts who asks for a proxy.
class CountingProxies : public QNetworkProxyFactory
{
public:
    explicit CountingProxies(int &asked)
        : m_asked(asked)
    {}
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &) override
    {
        ++m_asked;
        return {QNetworkProxy::NoProxy};
    }

private:
    int &m_asked;
};

} // namespace

class TestTransportAcceptor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsAskedForAProxyToListenAt()
    {
        int asked = 0;
        QNetworkProxyFactory::setApplicationProxyFactory(new CountingProxies(asked)); // Qt's own now
        Acceptor acceptor([](const Accepted &connection) { ::close(static_cast<int>(connection.descriptor)); });
        const auto listening = acceptor.listen(QHostAddress::LocalHost, 0);
        QNetworkProxyFactory::setApplicationProxyFactory(nullptr);
        QVERIFY(listening);
        QCOMPARE(asked, 0);
    }

    void connectionsAreHandedOverWithTheirAddress_data()
    {
        QTest::addColumn<QHostAddress>("listening");
        QTest::addColumn<QHostAddress>("connecting");
        QTest::addColumn<QString>("text");
        const QHostAddress v4(QHostAddress::LocalHost);
        const QHostAddress v6(QHostAddress::LocalHostIPv6);
        QTest::newRow("IPv4") << v4 << v4 << QStringLiteral("127.0.0.1:%1");
        QTest::newRow("IPv6") << v6 << v6 << QStringLiteral("[::1]:%1");
    }
    void connectionsAreHandedOverWithTheirAddress()
    {
        QFETCH(QHostAddress, listening);
        QFETCH(QHostAddress, connecting);
        QFETCH(QString, text);
        Connections connections;
        Acceptor acceptor(connections.handler());
        QVERIFY(!acceptor.isListening());
        QVERIFY(acceptor.listen(listening, 0));
        QVERIFY(acceptor.isListening());
        QVERIFY(acceptor.port() > 0);
        QCOMPARE(acceptor.address(), listening);
        QCOMPARE(acceptor.text(), text.arg(acceptor.port()));
        QTcpSocket client;
        client.connectToHost(connecting, acceptor.port());
        QTRY_COMPARE(connections.all.size(), 1u);
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        QCOMPARE(connections.all.front().peer, connecting);
        QCOMPARE(connections.all.front().peerPort, client.localPort());
        acceptor.close();
        QVERIFY(!acceptor.isListening());
        QTcpSocket late;
        late.connectToHost(connecting, client.peerPort());
        QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
    }

    void manySilentConnectionsKeepNobodyOut()
    {
        Connections connections;
        Acceptor acceptor(connections.handler());
        QVERIFY(acceptor.listen(QHostAddress::LocalHost, 0));
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int i = 0; i < 200; ++i) {
            clients.push_back(std::make_unique<QTcpSocket>());
            clients.back()->connectToHost(QHostAddress::LocalHost, acceptor.port());
        }
        QTRY_COMPARE(connections.all.size(), 200u);
    }

    void anAddressInUseIsNamed()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        Connections connections;
        Acceptor acceptor(connections.handler());
        const auto result = acceptor.listen(QHostAddress::LocalHost, other.serverPort());
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::AddressInUse);
        QVERIFY(result.error().text.contains(QStringLiteral("127.0.0.1:%1").arg(other.serverPort())));
        QVERIFY(!acceptor.isListening());
    }

    void anAddressOfAnotherComputerIsRefused()
    {
        Connections connections;
        Acceptor acceptor(connections.handler());
        const auto result = acceptor.listen(QHostAddress(QStringLiteral("192.0.2.1")), 0); // RFC 5737: nobody's
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::BadArgument);
    }

    void aLocalSocketIsItsUsersAlone()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("socket"));
        Connections connections;
        auto acceptor = std::make_unique<Acceptor>(connections.handler());
        QVERIFY(acceptor->listenLocal(path));
        QCOMPARE(acceptor->text(), QStringLiteral("unix:") + path);
        struct stat status
        {};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(static_cast<int>(status.st_mode & 0777), 0600);
        const int client = connectLocal(path);
        QVERIFY(client >= 0);
        QTRY_COMPARE(connections.all.size(), 1u);
        QVERIFY(connections.all.front().peer.isNull());
        ::close(client);
        acceptor.reset();
        QVERIFY(!QFile::exists(path));
    }

    void aLocalSocketThatIsServedIsNotTakenOver()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("socket"));
        Connections connections;
        Acceptor first(connections.handler());
        QVERIFY(first.listenLocal(path));
        Acceptor second(connections.handler());
        const auto result = second.listenLocal(path);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::AddressInUse);
        QVERIFY(connectLocal(path) >= 0); // still there
    }

    void aSocketLeftBehindIsReplacedAndAFileIsNot()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("socket"));
        const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = QFile::encodeName(path);
        std::memcpy(address.sun_path, name.constData(), static_cast<size_t>(name.size()));
        QCOMPARE(::bind(dead, static_cast<sockaddr *>(static_cast<void *>(&address)), sizeof address), 0);
        ::close(dead);
        Connections connections;
        Acceptor acceptor(connections.handler());
        QVERIFY(acceptor.listenLocal(path));

        const QString precious = directory.filePath(QStringLiteral("file"));
        QFile file(precious);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("precious");
        file.close();
        Acceptor other(connections.handler());
        QCOMPARE(other.listenLocal(precious).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(file.size(), 8);
        QCOMPARE(other.listenLocal(directory.filePath(QString(200, u'x'))).error().code, ErrorCode::BadArgument);
        QCOMPARE(other.listenLocal(directory.filePath(QStringLiteral("none/socket"))).error().code,
                 ErrorCode::BadArgument);
    }

    void acceptingPausesNearTheDescriptorLimitAndGoesOn_data()
    {
        QTest::addColumn<bool>("local");
        QTest::newRow("TCP") << false;
        QTest::newRow("Unix-domain") << true;
    }
    void acceptingPausesNearTheDescriptorLimitAndGoesOn()
    {
        QFETCH(bool, local);
        constexpr int Reserve = 20;
        constexpr int Clients = 30;
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("socket"));
        Connections connections;
        Acceptor acceptor(connections.handler(), Reserve);
        if (local)
            QVERIFY(acceptor.listenLocal(path));
        else
            QVERIFY(acceptor.listen(QHostAddress::LocalHost, 0));
        QSignalSpy paused(&acceptor, &Acceptor::pausedChanged);

        // The clients stand for another process: they have their descriptors before the limit is lowered.
        std::vector<int> clients;
        for (int i = 0; i < Clients; ++i) {
            clients.push_back(local ? connectLocal(path) : connectTcp(acceptor.port()));
            QVERIFY(clients.back() >= 0);
        }
        QVERIFY(connections.all.empty()); // all wait in the backlog: no event loop has turned
        const int free = lowestFreeDescriptor();
        {
            const DescriptorLimit lowered(free + 10 + Reserve);
            QCOMPARE(descriptorLimit(), free + 10 + Reserve);
            QTRY_VERIFY(acceptor.isPaused());
            QTest::qWait(250); // several tries to resume
            QVERIFY(acceptor.isPaused());
            const size_t first = connections.all.size();
            QVERIFY2(first >= 10 && first <= 12, qPrintable(QString::number(first)));
            QVERIFY(hasFreeDescriptors(1)); // the reserve is there for others
            QVERIFY(!hasFreeDescriptors(Reserve + 1));

            connections.closeAll(); // sessions end: those in the backlog get their turn
            QTRY_VERIFY(!connections.all.empty());
            QVERIFY(paused.count() >= 2);
        }
        // With the old limit back, everybody who is still waiting comes in.
        QTRY_VERIFY(connections.all.size() >= static_cast<size_t>(Clients - 12) && !acceptor.isPaused());
        for (const int client : clients)
            ::close(client);
    }

    void theSoftDescriptorLimitCanBeRaisedToTheHardOne()
    {
        rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const DescriptorLimit lowered(256);
        QCOMPARE(descriptorLimit(), 256);
        const int raised = raiseDescriptorLimit();
        QCOMPARE(static_cast<rlim_t>(raised), std::min<rlim_t>(before.rlim_max, std::numeric_limits<int>::max()));
        QCOMPARE(descriptorLimit(), raised);
    }

    // SourceLimiter ---------------------------------------------------------------------------------------------------

    void oneSourceGetsItsShareAndNoMore()
    {
        SourceLimiter limiter({2, 100});
        const QHostAddress a(QStringLiteral("192.0.2.1"));
        const QHostAddress b(QStringLiteral("192.0.2.2"));
        QVERIFY(limiter.acquire(a));
        QVERIFY(limiter.acquire(a));
        QVERIFY(!limiter.acquire(a));
        QVERIFY(limiter.acquire(b));
        QCOMPARE(limiter.total(), 3);
        QCOMPARE(limiter.of(a), 2);
        limiter.release(a);
        QVERIFY(limiter.acquire(a));
        limiter.release(b);
        limiter.release(b); // once too often: nothing happens
        QCOMPARE(limiter.total(), 2);
    }

    void anIPv6SourceIsItsNetwork()
    {
        SourceLimiter limiter({2, 100});
        QVERIFY(limiter.acquire(QHostAddress(QStringLiteral("2001:db8:1:2::1"))));
        QVERIFY(limiter.acquire(QHostAddress(QStringLiteral("2001:db8:1:2:ffff::2"))));
        QVERIFY(!limiter.acquire(QHostAddress(QStringLiteral("2001:db8:1:2:abcd::3"))));
        QVERIFY(limiter.acquire(QHostAddress(QStringLiteral("2001:db8:1:3::1"))));
        // The same computer by IPv4, whichever way it is written.
        QVERIFY(limiter.acquire(QHostAddress(QStringLiteral("192.0.2.7"))));
        QVERIFY(limiter.acquire(QHostAddress(QStringLiteral("::ffff:192.0.2.7"))));
        QVERIFY(!limiter.acquire(QHostAddress(QStringLiteral("192.0.2.7"))));
    }

    void fromHalfWayOnNewcomersAreDroppedMoreAndMoreOften()
    {
        double dice = 0;
        SourceLimiter limiter({1000, 10}, [&] { return dice; });
        const QHostAddress source(QStringLiteral("192.0.2.1"));
        for (int i = 0; i < 5; ++i)
            QVERIFY(limiter.acquire(source)); // below half nothing is left to chance
        QVERIFY(limiter.acquire(source));     // at half the probability is still 0
        QVERIFY(!limiter.acquire(source));    // 6 of 10: 1/5
        dice = 0.19;
        QVERIFY(!limiter.acquire(source));
        dice = 0.21;
        QVERIFY(limiter.acquire(source));
        QVERIFY(!limiter.acquire(source)); // 7 of 10: 2/5
        dice = 0.999;
        for (int i = 7; i < 10; ++i)
            QVERIFY(limiter.acquire(source));
        QVERIFY(!limiter.acquire(source)); // full
        QCOMPARE(limiter.total(), 10);
    }

    void theDefaultsAreTheProtocols()
    {
        SourceLimiter limiter;
        const QHostAddress source(QStringLiteral("192.0.2.1"));
        for (int i = 0; i < limits::UnauthenticatedPerSource; ++i)
            QVERIFY(limiter.acquire(source));
        QVERIFY(!limiter.acquire(source));
        int taken = limiter.total();
        for (quint32 i = 0; i < 10'000; ++i)
            taken += limiter.acquire(QHostAddress(0x0a000000u + i)) ? 1 : 0;
        QCOMPARE(taken, limits::Unauthenticated);
    }
};

QTEST_GUILESS_MAIN(TestTransportAcceptor)
#include "tst_transport_acceptor.moc"
