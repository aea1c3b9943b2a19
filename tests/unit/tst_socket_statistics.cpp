#include "core/base/descriptor.h"
#include "core/transport/socket_statistics.h"
#include "core/transport/socket_watch.h"

#include <QSignalSpy>
#include <QTest>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace transom;
using namespace transom::transport;

namespace {

/// A connection over loopback, whose ends do not block.
struct Connection
{
    Descriptor client;
    Descriptor server;

    Connection()
    {
        const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        if (::bind(listener.get(), generic, size) != 0 || ::listen(listener.get(), 1) != 0 || ::getsockname(listener.get(), generic, &size) != 0)
            return;
        client = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (::connect(client.get(), generic, size) == 0)
            server = Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }

    /// Until the kernel takes no more; how much it took.
    qint64 fill() const
    {
        const std::array<char, 64 * 1024> bytes{};
        qint64 taken = 0;
        for (int refused = 0; refused < 50;) {
            const ssize_t sent = ::send(client.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent > 0) {
                taken += sent;
                refused = 0;
            } else {
                ++refused;
                QTest::qWait(1); // what is on its way makes room
            }
        }
        return taken;
    }
};

} // namespace

class TestSocketStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifndef Q_OS_LINUX
        QSKIP("only Linux tells");
#endif
    }

    void aConnectionSaysWhatItIs()
    {
        const Connection connection;
        QVERIFY(connection.server);
        const auto statistics = socketStatistics(connection.client.get());
        QVERIFY(statistics);
        QCOMPARE(socketStateName(statistics->state.value_or(0)), QStringLiteral("ESTABLISHED"));
        QVERIFY(statistics->rttUs && *statistics->rttUs > 0 && *statistics->rttUs < 10'000'000);
        QVERIFY(statistics->rtoUs && *statistics->rtoUs >= 1'000);
        QVERIFY(statistics->congestionWindow && *statistics->congestionWindow > 0);
        QVERIFY(statistics->segmentSize && *statistics->segmentSize > 500);
        QVERIFY(!statistics->slowStartThreshold); // nothing has been lost
        QCOMPARE(statistics->sendQueue.value_or(-1), 0);
        QCOMPARE(statistics->receiveQueue.value_or(-1), 0);
        QCOMPARE(statistics->retransmits.value_or(99), 0);
    }

    void whatAStalledReaderWasSentIsInTheTwoQueues()
    {
        const Connection connection;
        QVERIFY(connection.server);
        const qint64 accepted = connection.fill();
        QVERIFY(accepted > 64 * 1024);
        std::optional<SocketStatistics> own;
        std::optional<SocketStatistics> other;
        // An acknowledgement may be on its way between the one look and the other.
        const auto addsUp = [&] {
            own = socketStatistics(connection.client.get());
            other = socketStatistics(connection.server.get());
            return own && other && own->sendQueue && other->receiveQueue && *own->sendQueue + *other->receiveQueue == accepted;
        };
        QTRY_VERIFY(addsUp());
        QVERIFY(*own->sendQueue > 0);
        QVERIFY(*other->receiveQueue > 0);
        QVERIFY(own->notSent && *own->notSent > 0 && *own->notSent <= *own->sendQueue);
        // The kernel counts the SYN, too.
        const qint64 more = static_cast<qint64>(*own->bytesAcknowledged) - (accepted - *own->sendQueue);
        QVERIFY(more == 0 || more == 1);
        QCOMPARE(waitingToBeRead(connection.server.get()).value_or(-1), *other->receiveQueue);

        // Read, everything has arrived.
        std::array<char, 64 * 1024> bytes;
        qint64 taken = 0;
        QTRY_VERIFY([&] {
            for (ssize_t length = 0; (length = ::recv(connection.server.get(), bytes.data(), bytes.size(), MSG_DONTWAIT)) > 0;)
                taken += length;
            return taken == accepted;
        }());
        QTRY_COMPARE(socketStatistics(connection.client.get())->sendQueue.value_or(-1), 0);
    }

    void thePeersEndIsFoundByItsAddresses()
    {
        const Connection connection;
        QVERIFY(connection.server);
        const auto ends = endpointsOf(connection.client.get());
        QVERIFY(ends);
        QCOMPARE(::send(connection.client.get(), "hello", 5, 0), 5);
        const auto peer = [&] { return statisticsOf(ends->second, ends->first); };
        if (!peer())
            QSKIP("sock_diag is not available here");
        QTRY_COMPARE(peer()->receiveQueue.value_or(-1), 5);
        QCOMPARE(socketStateName(peer()->state.value_or(0)), QStringLiteral("ESTABLISHED"));
        QVERIFY(peer()->rttUs.has_value());
        QVERIFY(!statisticsOf(ends->second, {ends->first.address, 1}));
    }

    void whatIsNoTcpSocketSaysNothing()
    {
        int pair[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        const Descriptor one(pair[0]);
        const Descriptor other(pair[1]);
        QVERIFY(!socketStatistics(one.get()));
        QVERIFY(!endpointsOf(one.get()));
        QVERIFY(!socketStatistics(-1));
        SocketWatch watch(one.get(), std::chrono::milliseconds(1));
        watch.take();
        QVERIFY(!watch.last());
    }

    void aWatchKeepsABoundedSeriesOfBothEnds()
    {
        Connection connection;
        QVERIFY(connection.server);
        SocketWatch watch(connection.client.get(), std::chrono::milliseconds(5), 10);
        QSignalSpy sampled(&watch, &SocketWatch::sampled);
        QTRY_VERIFY(sampled.size() >= 15);
        const auto series = watch.series();
        QCOMPARE(series.size(), size_t(10));
        for (size_t i = 1; i < series.size(); ++i)
            QVERIFY(series[i].own.atNs > series[i - 1].own.atNs);
        if (const auto ends = endpointsOf(connection.client.get()); statisticsOf(ends->second, ends->first))
            QVERIFY(watch.last()->other);
        // The number stands for nothing any more.
        connection.client.reset();
        watch.take();
        const auto count = sampled.size();
        QTest::qWait(30);
        QCOMPARE(sampled.size(), count);
    }
};

QTEST_GUILESS_MAIN(TestSocketStatistics)
#include "tst_socket_statistics.moc"
