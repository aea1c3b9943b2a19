#include "core/base/clock.h"
#include "core/base/descriptor.h"
#include "core/lab/relay.h"
#include "core/transport/io_threads.h"

#include <QTest>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <random>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace transom;
using namespace transom::lab;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = RelayEvent::Kind;

namespace {

/// A socket of the test: blocking, and it gives up after 20 seconds.
class Socket
{
public:
    explicit Socket(int type)
        : m_descriptor(::socket(AF_INET, type | SOCK_CLOEXEC, 0))
    {
        setTimeouts();
    }
    explicit Socket(Descriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {
        setTimeouts();
    }

    quint16 bind()
    {
        sockaddr_in address = local(0);
        socklen_t size = sizeof address;
        ::bind(fd(), generic(address), size);
        ::getsockname(fd(), generic(address), &size);
        return ntohs(address.sin_port);
    }
    quint16 listen()
    {
        const quint16 port = bind();
        ::listen(fd(), 256);
        return port;
    }
    Socket accept() { return Socket(Descriptor(::accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC))); }
    bool connect(quint16 port)
    {
        sockaddr_in address = local(port);
        return ::connect(fd(), generic(address), sizeof address) == 0;
    }
    bool send(const QByteArray &bytes)
    {
        qsizetype sent = 0;
        while (sent < bytes.size()) {
            const ssize_t count = ::send(fd(), bytes.constData() + sent, static_cast<size_t>(bytes.size() - sent), MSG_NOSIGNAL);
            if (count < 0)
                return false;
            sent += count;
        }
        return true;
    }
    /// One recv; errno in `error` where it failed.
    QByteArray receive(int most = 65536)
    {
        QByteArray bytes(most, Qt::Uninitialized);
        const ssize_t count = ::recv(fd(), bytes.data(), static_cast<size_t>(most), 0);
        error = count < 0 ? errno : 0;
        ended = count == 0;
        return bytes.first(std::max<ssize_t>(count, 0));
    }
    QByteArray receiveExactly(qsizetype size)
    {
        QByteArray bytes;
        while (bytes.size() < size) {
            bytes += receive(static_cast<int>(std::min<qsizetype>(size - bytes.size(), 1 << 20)));
            if (error != 0 || ended)
                break;
        }
        return bytes;
    }
    QByteArray receiveAll()
    {
        QByteArray bytes;
        do
            bytes += receive();
        while (error == 0 && !ended);
        return bytes;
    }
    void endSending() { ::shutdown(fd(), SHUT_WR); }
    void reset()
    {
        const linger none{1, 0};
        ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
        close();
    }
    void close() { m_descriptor.reset(); }
    /// Nothing comes for `ms`.
    bool staysSilent(int ms)
    {
        const timeval wait{0, ms * 1000};
        ::setsockopt(fd(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        receive();
        const bool silent = error == EAGAIN;
        setTimeouts();
        return silent;
    }
    int fd() const { return m_descriptor.get(); }
    void setOption(int name, int value) { ::setsockopt(fd(), SOL_SOCKET, name, &value, sizeof value); }

    int error = 0;
    bool ended = false;

private:
    static sockaddr *generic(sockaddr_in &address) { return static_cast<sockaddr *>(static_cast<void *>(&address)); }
    static sockaddr_in local(quint16 port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        return address;
    }
    void setTimeouts()
    {
        const timeval wait{20, 0};
        ::setsockopt(fd(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        ::setsockopt(fd(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    }

    Descriptor m_descriptor;
};

/// All events, and a way to wait for one.
class Events
{
public:
    RelaySink sink()
    {
        return [this](const RelayEvent &event) {
            const std::lock_guard lock(m_mutex);
            m_events.append(event);
            m_changed.notify_all();
        };
    }
    QList<RelayEvent> all()
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    bool waitFor(const std::function<bool(const QList<RelayEvent> &)> &condition)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 20s, [&] { return condition(m_events); });
    }
    static qsizetype count(const QList<RelayEvent> &events, Kind kind)
    {
        return std::count_if(events.begin(), events.end(), [kind](const RelayEvent &event) { return event.kind == kind; });
    }
    bool waitFor(Kind kind, qsizetype times = 1)
    {
        return waitFor([=](const QList<RelayEvent> &events) { return count(events, kind) >= times; });
    }
    bool waitForInjected(FaultKind fault)
    {
        return waitFor([=](const QList<RelayEvent> &events) {
            return std::any_of(events.begin(), events.end(), [fault](const RelayEvent &event) { return event.kind == Kind::Injected && event.fault == fault; });
        });
    }
    qint64 bytesOf(Kind kind, From from)
    {
        qint64 sum = 0;
        for (const RelayEvent &event : all()) {
            if (event.kind == kind && event.from == from)
                sum += event.length;
        }
        return sum;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    QList<RelayEvent> m_events;
};

/// A client and a server with a relay between them.
struct Line
{
    explicit Line(RelayOptions options = {})
        : listener(SOCK_STREAM)
    {
        options.targetHost = u"127.0.0.1"_s;
        options.targetPort = listener.listen();
        relay = std::make_unique<Relay>(threads, options, events.sink());
        started = relay->start().has_value();
    }
    bool connect()
    {
        if (!started || !client.connect(relay->port()))
            return false;
        server = std::make_unique<Socket>(listener.accept());
        return server->fd() >= 0 && events.waitFor(Kind::Connected);
    }

    transport::IoThreads threads{2};
    Events events;
    Socket listener;
    Socket client{SOCK_STREAM};
    std::unique_ptr<Socket> server;
    std::unique_ptr<Relay> relay;
    bool started = false;
};

QByteArray randomBytes(qsizetype size, unsigned seed = 1)
{
    std::mt19937 random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &c : bytes)
        c = static_cast<char>(random());
    return bytes;
}

} // namespace

class TestRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesArriveUnchangedInBothDirectionsAtOnce_data()
    {
        QTest::addColumn<bool>("splice");
        QTest::addColumn<bool>("keepBytes");
        for (const bool splice : {false, true}) {
            for (const bool keepBytes : {false, true})
                QTest::addRow("%s, bytes %s", splice ? "splice" : "copy", keepBytes ? "kept" : "not kept") << splice << keepBytes;
        }
    }
    void bytesArriveUnchangedInBothDirectionsAtOnce()
    {
        QFETCH(bool, splice);
        QFETCH(bool, keepBytes);
        RelayOptions options;
        options.splice = splice;
        options.keepBytes = keepBytes;
        Line line(options);
        QVERIFY(line.connect());
        const QByteArray up = randomBytes(20'000'003, 1);
        const QByteArray down = randomBytes(15'000'001, 2);
        std::thread sendUp([&] {
            line.client.send(up);
            line.client.endSending();
        });
        std::thread sendDown([&] {
            line.server->send(down);
            line.server->endSending();
        });
        QByteArray gotUp;
        std::thread readUp([&] { gotUp = line.server->receiveAll(); });
        const QByteArray gotDown = line.client.receiveAll();
        for (std::thread *thread : {&sendUp, &sendDown, &readUp})
            thread->join();
        QVERIFY(gotUp == up);
        QVERIFY(gotDown == down);
        QVERIFY(line.events.waitFor(Kind::Closed));
        QCOMPARE(line.events.bytesOf(Kind::Written, From::Client), up.size());
        // Reads are told whole, in order, with their times.
        QByteArray told[2];
        qint64 last = 0;
        for (const RelayEvent &event : line.events.all()) {
            QCOMPARE(event.stream, 1U);
            QVERIFY(event.monotonicNs >= std::exchange(last, event.monotonicNs));
            if (event.kind == Kind::Read) {
                QByteArray &side = told[static_cast<size_t>(event.from)];
                QCOMPARE(event.offset, side.size());
                QCOMPARE(event.bytes.size(), keepBytes ? event.length : 0);
                side += keepBytes ? event.bytes : (event.from == From::Client ? up : down).sliced(side.size(), event.length);
            }
        }
        QVERIFY(told[0] == up);
        QVERIFY(told[1] == down);
    }

    void whatBeginsAndEndsInTheMiddleOfMuchDataChangesNoByte_data()
    {
        QTest::addColumn<bool>("splice");
        QTest::newRow("copy") << false;
        QTest::newRow("splice") << true;
    }
    void whatBeginsAndEndsInTheMiddleOfMuchDataChangesNoByte()
    {
        QFETCH(bool, splice);
        RelayOptions options;
        options.splice = splice;
        options.keepAtMost = 10;
        Line line(options);
        QVERIFY(line.connect());
        const QByteArray sent = randomBytes(40'000'007);
        std::thread sender([&] {
            line.client.send(sent);
            line.client.endSending();
        });
        QByteArray got;
        for (int round = 0; got.size() < sent.size() / 2; ++round) {
            if (round % 4 == 0)
                line.relay->setFaults(1, From::Client, {.split = 1000 + round});
            else if (round % 4 == 1)
                line.relay->setHold(1, From::Client, true);
            else if (round % 4 == 2)
                line.relay->setHold(1, From::Client, false);
            else
                line.relay->setFaults(1, From::Client, {});
            if (round % 4 != 1) // while it is held nothing may come
                got += line.server->receiveExactly(300'000);
        }
        line.relay->setHold(1, From::Client, false);
        line.relay->setFaults(1, From::Client, {});
        got += line.server->receiveAll();
        sender.join();
        QVERIFY(got == sent);
        qint64 arrived = 0;
        for (const RelayEvent &event : line.events.all()) {
            if (event.kind != Kind::Read || event.from != From::Client)
                continue;
            QCOMPARE(event.offset, arrived);
            QCOMPARE(event.bytes, sent.mid(event.offset, std::min<qint64>(event.length, 10)));
            arrived += event.length;
        }
        QCOMPARE(arrived, sent.size());
    }

    void theStateOfAStreamSaysWhatIsHeldAndHowLongThePeerWillWait()
    {
        RelayOptions options;
        options.framings = *inspect::Framings::fromText(u"newline"_s);
        Line line(options);
        QVERIFY(line.connect());
        line.relay->setPeerTimeout(Relay::AllStreams, From::Server, 30s);
        line.relay->setHold(Relay::AllStreams, From::Client, true);
        line.relay->settle();
        QVERIFY(line.client.send("one\ntwo"));
        QVERIFY(line.events.waitFor(Kind::Read));
        line.relay->settle();
        const auto streams = line.relay->streams();
        QCOMPARE(streams.size(), 1);
        const RelayStreamState::Side &side = streams[0].of(From::Client);
        QCOMPARE(side.held, 7);
        QCOMPARE(side.heldChunks, 1);
        QCOMPARE(side.heldFrames, 1);
        QCOMPARE(side.missing, 1);
        QVERIFY(side.hold && !streams[0].of(From::Server).hold);
        const auto patience = streams[0].patience(From::Server, monotonicNs());
        QVERIFY(patience && *patience > 10s && *patience <= 30s);
        QVERIFY(!streams[0].patience(From::Client, monotonicNs()));
    }

    void faultsOfAStreamBeginAtTheirTimeWithoutAnyChunk()
    {
        Line line;
        line.relay->setFaults(Relay::AllStreams, From::Client, {.reset = true, .after = 100ms});
        line.relay->settle();
        QVERIFY(line.connect());
        line.client.receive();
        QCOMPARE(line.client.error, ECONNRESET);
        line.server->receive();
        QCOMPARE(line.server->error, ECONNRESET);
        QVERIFY(line.events.waitForInjected(FaultKind::Reset));
    }

    void afterEachCallSomebodyIsToldThatItHolds()
    {
        Line line;
        QVERIFY(line.connect());
        bool told = false;
        line.relay->setHold(1, From::Client, true);
        line.relay->whenSettled(this, [&] { told = line.relay->streams().value(0).of(From::Client).hold; });
        QTRY_VERIFY(told);
    }

    void bothSidesOfTheRelayHaveNoDelay()
    {
        Line line;
        QVERIFY(line.connect());
        // The relay's own descriptors are found by what they are connected to.
        int found = 0;
        for (int fd = 3; fd < 256; ++fd) {
            if (fd == line.client.fd() || fd == line.server->fd() || fd == line.listener.fd())
                continue;
            int type = 0;
            socklen_t size = sizeof type;
            sockaddr_in peer{};
            socklen_t peerSize = sizeof peer;
            if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM
                || ::getpeername(fd, static_cast<sockaddr *>(static_cast<void *>(&peer)), &peerSize) != 0 || peer.sin_family != AF_INET)
                continue;
            int on = 0;
            size = sizeof on;
            ::getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &size);
            QVERIFY(on != 0);
            ++found;
        }
        QCOMPARE(found, 2);
    }

    void aHalfCloseIsPassedOnAndTheOtherDirectionGoesOn()
    {
        Line line;
        QVERIFY(line.connect());
        QVERIFY(line.client.send("question"));
        line.client.endSending();
        QCOMPARE(line.server->receiveAll(), QByteArray("question"));
        QVERIFY(line.server->ended);
        QVERIFY(line.server->send("a late answer"));
        QCOMPARE(line.client.receiveExactly(13), QByteArray("a late answer"));
        QCOMPARE(Events::count(line.events.all(), Kind::Closed), 0);
        line.server->endSending();
        line.client.receive();
        QVERIFY(line.client.ended);
        QVERIFY(line.events.waitFor(Kind::Closed));
        QCOMPARE(Events::count(line.events.all(), Kind::EndRead), 2);
        QCOMPARE(Events::count(line.events.all(), Kind::EndWritten), 2);
        QCOMPARE(Events::count(line.events.all(), Kind::ResetRead), 0);
    }

    void aResetByEitherSideIsAResetForTheOther()
    {
        for (const bool byClient : {true, false}) {
            Line line;
            QVERIFY(line.connect());
            Socket &one = byClient ? line.client : *line.server;
            Socket &other = byClient ? *line.server : line.client;
            QVERIFY(one.send("last words"));
            QCOMPARE(other.receiveExactly(10), QByteArray("last words"));
            one.reset();
            other.receive();
            QCOMPARE(other.error, ECONNRESET);
            QVERIFY(line.events.waitFor(Kind::Closed));
            QCOMPARE(Events::count(line.events.all(), Kind::ResetRead), 1);
            QCOMPARE(Events::count(line.events.all(), Kind::ResetWritten), 1);
            QCOMPARE(Events::count(line.events.all(), Kind::EndRead), 0);
        }
    }

    void whereNobodyListensTheClientIsResetAndTheReasonIsTold()
    {
        Line line;
        line.listener.close();
        QVERIFY(line.client.connect(line.relay->port()));
        line.client.receive();
        QCOMPARE(line.client.error, ECONNRESET);
        QVERIFY(line.events.waitFor(Kind::Closed));
        const auto events = line.events.all();
        QCOMPARE(Events::count(events, Kind::ConnectFailed), 1);
        QCOMPARE(events.at(1).error.code, ErrorCode::ConnectionRefused);
    }

    void aSlowReaderMakesTheSenderWaitAndTheRelayStaysWithinItsBound()
    {
        RelayOptions options;
        options.buffer = 300'000;
        options.keepBytes = false;
        Line line(options);
        line.listener.setOption(SO_RCVBUF, 16384);
        QVERIFY(line.connect());
        const QByteArray sent = randomBytes(30'000'000);
        std::thread sender([&] {
            line.client.send(sent);
            line.client.endSending();
        });
        qint64 most = 0;
        QByteArray got;
        while (!line.server->ended && line.server->error == 0) {
            most = std::max(most, line.events.bytesOf(Kind::Read, From::Client) - line.events.bytesOf(Kind::Written, From::Client));
            got += line.server->receive(1'000'000);
        }
        sender.join();
        QVERIFY(got == sent);
        // What it has read and not written, at any event.
        qint64 waiting = 0;
        for (const RelayEvent &event : line.events.all()) {
            waiting += event.kind == Kind::Read ? event.length : event.kind == Kind::Written ? -event.length : 0;
            QVERIFY(waiting <= options.buffer);
            most = std::max(most, waiting);
        }
        QVERIFY2(most > options.buffer / 2, "the buffer was never used: the reader was not slow");
    }

    void whileTheReaderDoesNotReadAtAllTheSenderStops()
    {
        RelayOptions options;
        options.buffer = 100'000;
        Line line(options);
        QVERIFY(line.connect());
        const int flags = SO_SNDTIMEO;
        const timeval wait{0, 300'000};
        ::setsockopt(line.client.fd(), SOL_SOCKET, flags, &wait, sizeof wait);
        // More than all kernels' buffers take.
        QVERIFY(!line.client.send(QByteArray(100'000'000, 'x')));
        const qint64 held = line.events.bytesOf(Kind::Read, From::Client) - line.events.bytesOf(Kind::Written, From::Client);
        QVERIFY2(held <= options.buffer, qPrintable(QString::number(held)));
    }

    void heldBytesWaitUntilTheyAreStepped()
    {
        RelayOptions options;
        options.framings = *inspect::Framings::fromText(u"newline"_s);
        Line line(options);
        QVERIFY(line.connect());
        line.relay->setHold(Relay::AllStreams, From::Client, true);
        line.relay->settle();
        // The other direction is not held: its answer shows that the hold has begun.
        QVERIFY(line.server->send("x"));
        QCOMPARE(line.client.receive(), QByteArray("x"));
        QVERIFY(line.client.send("one\ntwo\nthree\n"));
        QVERIFY(line.events.waitFor(Kind::Read, 2));
        QVERIFY(line.server->staysSilent(100));
        line.relay->stepFrame(1, From::Client);
        line.relay->settle();
        QCOMPARE(line.server->receive(), QByteArray("one\n"));
        QVERIFY(line.server->staysSilent(50));
        line.relay->stepChunk(1, From::Client);
        line.relay->settle();
        QCOMPARE(line.server->receive(), QByteArray("two\nthree\n"));
        line.client.endSending();
        QVERIFY(line.server->staysSilent(50));
        line.relay->setHold(Relay::AllStreams, From::Client, false);
        line.relay->settle();
        line.server->receive();
        QVERIFY(line.server->ended);
    }

    void holdBeginsWithTheFirstByteOfStreamsToCome()
    {
        Line line;
        line.relay->setHold(Relay::AllStreams, From::Client, true);
        line.relay->settle();
        QVERIFY(line.connect());
        QVERIFY(line.client.send("held"));
        QVERIFY(line.events.waitFor(Kind::Read));
        QVERIFY(line.server->staysSilent(50));
        line.relay->stepChunk(1, From::Client);
        line.relay->settle();
        QCOMPARE(line.server->receive(), QByteArray("held"));
    }

    void delayIsMeasuredAtTheOtherEnd()
    {
        Line line;
        line.relay->setFaults(Relay::AllStreams, From::Client, {.delay = 1500ms});
        line.relay->settle();
        QVERIFY(line.connect());
        QElapsedTimer timer;
        timer.start();
        QVERIFY(line.client.send("late"));
        QCOMPARE(line.server->receive(), QByteArray("late"));
        QVERIFY(timer.elapsed() >= 1499);
        timer.restart();
        QVERIFY(line.server->send("at once"));
        line.client.receive();
        QVERIFY(timer.elapsed() < 1000);
        QVERIFY(line.events.waitForInjected(FaultKind::Delay));
    }

    void aRateLimitsWhatArrives()
    {
        Line line;
        line.relay->setFaults(Relay::AllStreams, From::Client, {.rate = 1'000'000});
        line.relay->settle();
        QVERIFY(line.connect());
        const QByteArray sent = randomBytes(400'000);
        QElapsedTimer timer;
        timer.start();
        std::thread sender([&] { line.client.send(sent); });
        const QByteArray got = line.server->receiveExactly(sent.size());
        sender.join();
        QVERIFY(got == sent);
        QVERIFY2(timer.elapsed() >= 350 && timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }

    void splitWithGapsArrivesInPiecesAndMergeAsOne()
    {
        Line line;
        line.relay->setFaults(Relay::AllStreams, From::Client, {.split = 3, .splitGap = 30ms});
        line.relay->settle();
        QVERIFY(line.connect());
        QVERIFY(line.client.send("abcdefgh"));
        QCOMPARE(line.server->receive(), QByteArray("abc"));
        QCOMPARE(line.server->receive(), QByteArray("def"));
        QCOMPARE(line.server->receive(), QByteArray("gh"));
        line.relay->setFaults(1, From::Client, {.merge = 200ms});
        line.relay->settle();
        QVERIFY(line.client.send("one "));
        QVERIFY(line.events.waitFor(Kind::Read, 2));
        QVERIFY(line.client.send("two"));
        QCOMPARE(line.server->receive(), QByteArray("one two"));
    }

    void aFlippedBitIsTheOneThatWasRecorded()
    {
        Line line;
        QVERIFY(line.connect());
        line.relay->injectOnce(1, From::Client, {.flip = 1});
        line.relay->settle();
        QVERIFY(line.server->send("x"));
        line.client.receive();
        QVERIFY(line.client.send("hello"));
        QByteArray got = line.server->receive();
        QVERIFY(got != "hello");
        QVERIFY(line.events.waitForInjected(FaultKind::Flip));
        for (const RelayEvent &event : line.events.all()) {
            if (event.kind == Kind::Injected)
                got[event.offset] = static_cast<char>(got[event.offset] ^ (1 << (event.amount % 8)));
            if (event.kind == Kind::Read && event.from == From::Client)
                QCOMPARE(event.bytes, QByteArray("hello")); // what was read, not what was made of it
        }
        QCOMPARE(got, QByteArray("hello"));
        QVERIFY(line.client.send("hello"));
        QCOMPARE(line.server->receive(), QByteArray("hello"));
    }

    void anInjectedResetReachesBothSides()
    {
        Line line;
        QVERIFY(line.connect());
        line.relay->reset(1);
        line.relay->settle();
        line.client.receive();
        line.server->receive();
        QCOMPARE(line.client.error, ECONNRESET);
        QCOMPARE(line.server->error, ECONNRESET);
        QVERIFY(line.events.waitFor(Kind::Closed));
        QVERIFY(line.events.waitForInjected(FaultKind::Reset));
    }

    void anInjectedResetInsteadOfAChunkReachesBothSides()
    {
        Line line;
        line.relay->setFaults(Relay::AllStreams, From::Client, {.reset = true});
        line.relay->settle();
        QVERIFY(line.connect());
        QVERIFY(line.client.send("never arrives"));
        line.client.receive();
        QCOMPARE(line.client.error, ECONNRESET);
        QCOMPARE(line.server->receive(), QByteArray());
        QCOMPARE(line.server->error, ECONNRESET);
        QVERIFY(line.events.waitFor(Kind::Closed));
    }

    void anInjectedHalfCloseEndsOneDirectionAndTheStreamStillEnds()
    {
        Line line;
        QVERIFY(line.connect());
        QVERIFY(line.client.send("seen"));
        QCOMPARE(line.server->receive(), QByteArray("seen"));
        line.relay->halfClose(1, From::Client);
        line.relay->settle();
        line.server->receive();
        QVERIFY(line.server->ended);
        QVERIFY(line.server->send("still here"));
        QCOMPARE(line.client.receiveExactly(10), QByteArray("still here"));
        QVERIFY(line.client.send("dropped"));
        QVERIFY(line.events.waitFor(Kind::Dropped));
        line.client.endSending();
        line.server->endSending();
        QVERIFY(line.events.waitFor(Kind::Closed));
    }

    void aStallOfTheNextChunkHoldsItBack()
    {
        Line line;
        QVERIFY(line.connect());
        line.relay->injectOnce(1, From::Server, {.stall = 100ms});
        line.relay->settle();
        QVERIFY(line.client.send("x"));
        line.server->receive();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(line.server->send("late"));
        line.client.receive();
        QVERIFY(timer.elapsed() >= 99);
        QVERIFY(line.events.waitForInjected(FaultKind::Stall));
    }

    void manyConnectionsAtOnceKeepApart()
    {
        Line line;
        constexpr int Count = 60;
        std::thread echo([&] {
            std::vector<std::thread> servers;
            for (int i = 0; i < Count; ++i) {
                servers.emplace_back([socket = std::make_shared<Socket>(line.listener.accept())] {
                    socket->send(socket->receiveAll());
                    socket->close();
                });
            }
            for (std::thread &server : servers)
                server.join();
        });
        std::vector<std::thread> clients;
        std::atomic<int> right = 0;
        for (int i = 0; i < Count; ++i) {
            clients.emplace_back([&, i] {
                const QByteArray bytes = randomBytes(20'000 + i, static_cast<unsigned>(i));
                Socket socket(SOCK_STREAM);
                socket.connect(line.relay->port());
                socket.send(bytes);
                socket.endSending();
                right += socket.receiveAll() == bytes;
            });
        }
        for (std::thread &client : clients)
            client.join();
        echo.join();
        QCOMPARE(right.load(), Count);
        QVERIFY(line.events.waitFor(Kind::Closed, Count));
    }

    void stoppingEndsEverythingAndNoEventComesAfterwards()
    {
        Line line;
        QVERIFY(line.connect());
        QVERIFY(line.client.send(QByteArray(1000, 'x')));
        line.relay->stop();
        const auto events = line.events.all();
        QCOMPARE(Events::count(events, Kind::Closed), 1);
        QVERIFY(events.last().kind == Kind::Closed);
        line.client.receive();
        QVERIFY(line.client.error != 0 || line.client.ended);
        Socket late(SOCK_STREAM);
        QVERIFY(!late.connect(line.relay->port()));
    }

    void datagramsPassBothWaysEachClientWithItsOwn()
    {
        transport::IoThreads threads(1);
        Events events;
        Socket server(SOCK_DGRAM);
        RelayOptions options;
        options.udp = true;
        options.targetHost = u"127.0.0.1"_s;
        options.targetPort = server.bind();
        Relay relay(threads, options, events.sink());
        QVERIFY(relay.start());
        Socket one(SOCK_DGRAM);
        Socket two(SOCK_DGRAM);
        one.connect(relay.port());
        two.connect(relay.port());
        for (const auto &[client, text] : {std::pair(&one, "first"), std::pair(&two, "second")}) {
            QVERIFY(client->send(text));
            sockaddr_in from{};
            socklen_t size = sizeof from;
            QByteArray buffer(100, '\0');
            const ssize_t count = ::recvfrom(server.fd(), buffer.data(), 100, 0, static_cast<sockaddr *>(static_cast<void *>(&from)), &size);
            QCOMPARE(buffer.first(count), QByteArray(text));
            ::sendto(server.fd(), buffer.data(), static_cast<size_t>(count), 0, static_cast<sockaddr *>(static_cast<void *>(&from)), size);
            QCOMPARE(client->receive(), QByteArray(text));
        }
        QCOMPARE(Events::count(events.all(), Kind::Opened), 2);
        QVERIFY(events.waitFor(Kind::Written, 4));
        // The largest there can be, and the smallest.
        const QByteArray large = randomBytes(65'507);
        QVERIFY(one.send(large));
        QVERIFY(server.receive(65'536) == large);
        QCOMPARE(::send(one.fd(), "", 0, 0), 0);
        server.receive();
        QVERIFY(server.ended); // an empty one
    }

    void lostDuplicatedAndReorderedDatagramsAreRecorded()
    {
        transport::IoThreads threads(1);
        Events events;
        Socket server(SOCK_DGRAM);
        RelayOptions options;
        options.udp = true;
        options.targetHost = u"127.0.0.1"_s;
        options.targetPort = server.bind();
        Relay relay(threads, options, events.sink());
        QVERIFY(relay.start());
        Socket client(SOCK_DGRAM);
        client.connect(relay.port());
        QVERIFY(client.send("open"));
        server.receive();
        qsizetype reads = 1;
        const auto send = [&](const char *text) { return client.send(text) && events.waitFor(Kind::Read, ++reads); };
        relay.injectOnce(1, From::Client, {.loss = 1});
        relay.settle();
        QVERIFY(send("lost"));
        relay.injectOnce(1, From::Client, {.duplicate = 1});
        relay.settle();
        QVERIFY(send("twice"));
        QCOMPARE(server.receive(), QByteArray("twice"));
        QCOMPARE(server.receive(), QByteArray("twice"));
        relay.injectOnce(1, From::Client, {.reorder = 1});
        relay.settle();
        QVERIFY(send("1"));
        QVERIFY(events.waitForInjected(FaultKind::Reorder));
        QVERIFY(send("2"));
        QCOMPARE(server.receive(), QByteArray("2"));
        QCOMPARE(server.receive(), QByteArray("1"));
        QVERIFY(events.waitForInjected(FaultKind::Loss));
        QVERIFY(events.waitForInjected(FaultKind::Duplicate));
    }

    void aPortWhereNoDatagramIsReceivedIsToldAsTheKernelTellsIt()
    {
        transport::IoThreads threads(1);
        Events events;
        Socket server(SOCK_DGRAM);
        RelayOptions options;
        options.udp = true;
        options.targetHost = u"127.0.0.1"_s;
        options.targetPort = server.bind();
        server.close();
        Relay relay(threads, options, events.sink());
        QVERIFY(relay.start());
        Socket client(SOCK_DGRAM);
        client.connect(relay.port());
        QVERIFY(client.send("anybody?"));
        QVERIFY(events.waitFor(Kind::PeerError));
    }

    void anAddressThatIsTakenIsAnError()
    {
        Line line;
        RelayOptions options;
        options.listenPort = line.relay->port();
        Relay second(line.threads, options, {});
        QCOMPARE(second.start().error().code, ErrorCode::AddressInUse);
    }
};

QTEST_GUILESS_MAIN(TestRelay)
#include "tst_relay.moc"
