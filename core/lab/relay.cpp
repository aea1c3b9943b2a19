#include "core/lab/relay.h"

#include "core/base/clock.h"
#include "core/lab/relay_flow.h"
#include "core/lab/relay_stream.h"
#include "core/transport/acceptor.h"
#include "core/transport/io_threads.h"
#include "core/transport/socket_text.h"

#include <QCoreApplication>
#include <QHostInfo>
#include <QPointer>
#include <QThread>

#include <algorithm>
#include <atomic>

namespace transom::lab {

class Relay::Private
{
public:
    Private(transport::IoThreads &ioThreads, const RelayOptions &relayOptions, RelaySink sink)
        : threads(ioThreads)
        , options(relayOptions)
        , shared(std::make_shared<RelayShared>())
    {
        shared->sink = std::move(sink);
        shared->keep = options.keepBytes ? std::max<qint64>(options.keepAtMost, 0) : 0;
        shared->mostFlows = std::max(options.mostStreams, 1);
        shared->flowIdle = options.udpIdle;
        shared->seed = options.seed;
        shared->splice = options.splice;
        shared->buffer = std::max<qint64>(options.buffer, 1);
        shared->readSize = std::clamp<qsizetype>(options.readSize, 1, 16 * 1024 * 1024);
        shared->framings = options.framings;
    }

    /// Runs `work` in the thread that listens, and waits for it.
    template<class Work>
    auto there(Work work) -> decltype(work())
    {
        decltype(work()) result;
        QMetaObject::invokeMethod(threads.context(0), [&] { result = work(); }, Qt::BlockingQueuedConnection);
        return result;
    }

    Result<void> listenTcp();
    Result<void> listenUdp();
    void accepted(const transport::Accepted &connection);
    void refuse(const QString &client);
    /// In the thread of each connection asked for. Queued while the lock is held: a connection takes itself out before it goes.
    void each(quint64 stream, const std::function<void(RelayConnection &)> &what)
    {
        const QMutexLocker lock(&shared->mutex);
        for (auto [number, connection] : shared->connections.asKeyValueRange()) {
            if (stream == AllStreams || stream == number)
                QMetaObject::invokeMethod(connection, [connection = connection, what] { what(*connection); }, Qt::QueuedConnection);
        }
    }

    transport::IoThreads &threads;
    const RelayOptions options;
    const std::shared_ptr<RelayShared> shared;
    std::unique_ptr<transport::Acceptor> acceptor;   ///< these two live in the first I/O thread
    std::unique_ptr<RelayDatagrams> datagrams;
    QHostAddress address;
    quint16 port = 0;
};

Relay::Relay(transport::IoThreads &threads, const RelayOptions &options, RelaySink sink)
    : m(std::make_unique<Private>(threads, options, std::move(sink)))
{}

Relay::~Relay()
{
    stop();
}

Result<void> Relay::start()
{
    return m->options.udp ? m->listenUdp() : m->listenTcp();
}

Result<void> Relay::Private::listenTcp()
{
    return there([this]() -> Result<void> {
        acceptor = std::make_unique<transport::Acceptor>([this](const transport::Accepted &connection) { accepted(connection); });
        auto listening = acceptor->listen(options.listenAddress, options.listenPort);
        address = acceptor->address();
        port = acceptor->port();
        if (!listening)
            acceptor.reset();
        return listening;
    });
}

Result<void> Relay::Private::listenUdp()
{
    QHostAddress target(options.targetHost);
    if (target.isNull()) {
        const auto addresses = QHostInfo::fromName(options.targetHost).addresses();
        if (addresses.isEmpty())
            return tl::make_unexpected(transport::connectError(QAbstractSocket::HostNotFoundError, options.targetHost, options.targetHost));
        target = addresses.first();
    }
    return there([this, target]() -> Result<void> {
        datagrams = std::make_unique<RelayDatagrams>(shared);
        datagrams->setTarget(target, options.targetPort);
        const auto bound = datagrams->listen(options.listenAddress, options.listenPort);
        if (!bound) {
            datagrams.reset();
            return tl::make_unexpected(bound.error());
        }
        address = options.listenAddress;
        port = *bound;
        return {};
    });
}

/// A stream of its own, so that it can be seen that somebody was turned away, and why.
void Relay::Private::refuse(const QString &client)
{
    RelayEvent event;
    event.stream = ++shared->lastStream;
    for (const auto kind : {RelayEvent::Kind::Opened, RelayEvent::Kind::ConnectFailed, RelayEvent::Kind::ResetWritten, RelayEvent::Kind::Closed}) {
        event.kind = kind;
        event.from = kind == RelayEvent::Kind::ConnectFailed || kind == RelayEvent::Kind::ResetWritten ? From::Server : From::Client;
        event.client = kind == RelayEvent::Kind::Opened ? client : QString();
        event.error = kind == RelayEvent::Kind::ConnectFailed
                              ? Error(ErrorCode::ServerBusy, QCoreApplication::translate("RelayTexts", "The relay has %1 connections and takes no more. Close some, or let it take more.").arg(options.mostStreams))
                              : Error();
        event.seq = ++shared->lastSeq;
        event.monotonicNs = monotonicNs();
        event.wallMs = wallClockMs();
        if (shared->sink)
            shared->sink(event);
    }
}

void Relay::Private::accepted(const transport::Accepted &connection)
{
    auto client = std::make_shared<Descriptor>(static_cast<int>(connection.descriptor));
    bool full = false;
    {
        const QMutexLocker lock(&shared->mutex);
        if (shared->connections.size() >= options.mostStreams) {
            const linger none{1, 0};
            ::setsockopt(client->get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
            full = true;
        }
    }
    const QString text = transport::endpointText(connection.peer, connection.peerPort);
    if (full)
        return refuse(text);
    const RelayStream::Target target{options.targetHost, options.targetPort, options.connectTimeout};
    QMetaObject::invokeMethod(
            threads.next(),
            [shared = shared, client, text, target] {
                auto *stream = new RelayStream(shared, std::move(*client), text, target);
                stream->start();
            },
            Qt::QueuedConnection);
}

void Relay::stop()
{
    if (!m->acceptor && !m->datagrams)
        return;
    m->there([this] {
        m->acceptor.reset();
        m->datagrams.reset();
        return true;
    });
    // What the acceptor had handed over comes before this in each thread.
    for (int i = 0; i < m->threads.count(); ++i) {
        QMetaObject::invokeMethod(
                m->threads.context(i),
                [this] {
                    QList<RelayConnection *> here;
                    {
                        const QMutexLocker lock(&m->shared->mutex);
                        for (RelayConnection *connection : std::as_const(m->shared->connections)) {
                            if (connection->thread() == QThread::currentThread())
                                here += connection;
                        }
                    }
                    for (RelayConnection *connection : here) {
                        connection->reset();
                        delete connection;
                    }
                },
                Qt::BlockingQueuedConnection);
    }
}

QHostAddress Relay::address() const
{
    return m->address;
}

quint16 Relay::port() const
{
    return m->port;
}

QString Relay::text() const
{
    return transport::endpointText(m->address, m->port);
}

void Relay::setFaults(quint64 stream, From from, const Faults &faults)
{
    if (stream == AllStreams) {
        const QMutexLocker lock(&m->shared->mutex);
        m->shared->faults[static_cast<size_t>(from)] = {faults};
    }
    m->each(stream, [from, faults](RelayConnection &connection) { connection.setFaults(from, faults); });
}

void Relay::addFaults(quint64 stream, From from, const Faults &faults)
{
    if (stream == AllStreams) {
        const QMutexLocker lock(&m->shared->mutex);
        QList<Faults> &all = m->shared->faults[static_cast<size_t>(from)];
        all.append(faults);
        if (all.size() > static_cast<qsizetype>(RelayRules::MostRules))
            all.removeFirst();
    }
    m->each(stream, [from, faults](RelayConnection &connection) { connection.addFaults(from, faults); });
}

void Relay::clearFault(quint64 stream, From from, FaultKind kind)
{
    if (stream == AllStreams) {
        const QMutexLocker lock(&m->shared->mutex);
        QList<Faults> &all = m->shared->faults[static_cast<size_t>(from)];
        for (Faults &each : all)
            each = each.without(kind);
        all.removeIf([](const Faults &each) { return each.isNothing(); });
    }
    m->each(stream, [from, kind](RelayConnection &connection) { connection.clearFault(from, kind); });
}

void Relay::setPeerTimeout(quint64 stream, From peer, std::chrono::milliseconds timeout)
{
    if (stream == AllStreams) {
        const QMutexLocker lock(&m->shared->mutex);
        m->shared->timeouts[static_cast<size_t>(peer)] = timeout;
    }
    m->each(stream, [peer, timeout](RelayConnection &connection) { connection.setTimeout(peer, timeout); });
}

QList<RelayStreamState> Relay::streams() const
{
    QList<RelayStreamState> all;
    {
        const QMutexLocker lock(&m->shared->mutex);
        all.reserve(m->shared->connections.size());
        for (const RelayConnection *connection : std::as_const(m->shared->connections))
            all.append(connection->state());
    }
    std::sort(all.begin(), all.end(), [](const RelayStreamState &a, const RelayStreamState &b) { return a.stream < b.stream; });
    return all;
}

void Relay::injectOnce(quint64 stream, From from, const Faults &faults)
{
    m->each(stream, [from, faults](RelayConnection &connection) { connection.setNextFaults(from, faults); });
}

void Relay::setHold(quint64 stream, From from, bool hold)
{
    if (stream == AllStreams) {
        const QMutexLocker lock(&m->shared->mutex);
        m->shared->hold[static_cast<size_t>(from)] = hold;
    }
    m->each(stream, [from, hold](RelayConnection &connection) { connection.setHold(from, hold); });
}

void Relay::setFramings(quint64 stream, const inspect::Framings &framings)
{
    if (stream == AllStreams) {
        const QMutexLocker lock(&m->shared->mutex);
        m->shared->framings = framings;
    }
    m->each(stream, [framings](RelayConnection &connection) { connection.setFramings(framings); });
}

void Relay::stepChunk(quint64 stream, From from)
{
    m->each(stream, [from](RelayConnection &connection) { connection.step(from, false); });
}

void Relay::stepFrame(quint64 stream, From from)
{
    m->each(stream, [from](RelayConnection &connection) { connection.step(from, true); });
}

void Relay::reset(quint64 stream)
{
    m->each(stream, [](RelayConnection &connection) { connection.reset(); });
}

void Relay::halfClose(quint64 stream, From from)
{
    m->each(stream, [from](RelayConnection &connection) { connection.halfClose(from); });
}

void Relay::settle()
{
    for (int i = 0; i < m->threads.count(); ++i)
        QMetaObject::invokeMethod(m->threads.context(i), [] {}, Qt::BlockingQueuedConnection);
}

void Relay::whenSettled(QObject *context, std::function<void()> then)
{
    struct Waiting
    {
        QPointer<QObject> context; // looked at in its own thread only
        std::function<void()> then;
        std::atomic<int> threads;
    };
    const std::shared_ptr<QObject> messenger(new QObject, [](QObject *object) { object->deleteLater(); }); // lives as long as anything here, whatever goes first
    messenger->moveToThread(context->thread());
    const auto waiting = std::make_shared<Waiting>();
    waiting->context = context;
    waiting->then = std::move(then);
    waiting->threads = m->threads.count();
    for (int i = 0; i < m->threads.count(); ++i) {
        QMetaObject::invokeMethod(
                m->threads.context(i),
                [waiting, messenger] {
                    if (--waiting->threads > 0)
                        return;
                    QMetaObject::invokeMethod(
                            messenger.get(),
                            [waiting, messenger] {
                                if (waiting->context)
                                    waiting->then();
                            },
                            Qt::QueuedConnection);
                },
                Qt::QueuedConnection);
    }
}

} // namespace transom::lab
