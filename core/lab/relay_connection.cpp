#include "core/lab/relay_connection.h"

#include "core/base/clock.h"
#include "core/base/limits.h"

#include <algorithm>

namespace transom::lab {

namespace {

RelayLane::Options laneOptions(const RelayShared &shared, quint64 stream, bool datagrams, From from)
{
    RelayLane::Options options;
    options.from = from;
    options.datagrams = datagrams;
    options.limit = shared.buffer;
    // The same for the same stream and direction, whatever the threads do.
    options.seed = shared.seed * 0x9e3779b97f4a7c15ULL + stream * 2 + static_cast<quint64>(from);
    return options;
}

} // namespace

RelayConnection::RelayConnection(std::shared_ptr<RelayShared> shared, bool datagrams, QObject *parent)
    : QObject(parent)
    , m_shared(std::move(shared))
    , m_stream(++m_shared->lastStream)
    , m_lanes{RelayLane(laneOptions(*m_shared, m_stream, datagrams, From::Client), {}), RelayLane(laneOptions(*m_shared, m_stream, datagrams, From::Server), {})}
{
    for (const From from : {From::Client, From::Server}) {
        lane(from).setReport([this, from](FaultKind fault, qint64 offset, qint64 length, qint64 amount) {
            RelayEvent event;
            event.kind = RelayEvent::Kind::Injected;
            event.from = from;
            event.fault = fault;
            event.offset = offset;
            event.length = length;
            event.amount = amount;
            emitEvent(std::move(event));
        });
        QTimer &timer = m_timers[static_cast<size_t>(from)];
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        connect(&timer, &QTimer::timeout, this, [this, from] { pump(from); });
    }
    m_state.stream = m_stream;
    m_state.udp = datagrams;
    const QMutexLocker lock(&m_shared->mutex);
    m_shared->connections.insert(m_stream, this);
}

RelayConnection::~RelayConnection()
{
    const QMutexLocker lock(&m_shared->mutex);
    m_shared->connections.remove(m_stream);
}

RelayStreamState RelayConnection::state() const
{
    const QMutexLocker lock(&m_stateMutex);
    return m_state;
}

void RelayConnection::publish(From from)
{
    const RelayLane &lane = this->lane(from);
    const QMutexLocker lock(&m_stateMutex);
    RelayStreamState::Side &side = m_state.sides[static_cast<size_t>(from)];
    side.waiting = lane.waiting() + passing(from);
    side.hold = lane.isHeld();
    side.held = lane.held();
    side.heldChunks = lane.heldChunks();
    side.heldFrames = lane.heldFrames();
    side.missing = lane.missing();
    side.heldSinceNs = lane.heldSince();
}

void RelayConnection::setFaults(From from, const Faults &faults)
{
    collect(from);
    lane(from).setFaults(faults, monotonicNs());
    pump(from);
}

void RelayConnection::addFaults(From from, const Faults &faults)
{
    collect(from);
    lane(from).addFaults(faults, monotonicNs());
    pump(from);
}

void RelayConnection::clearFault(From from, FaultKind kind)
{
    lane(from).clearFault(kind, monotonicNs());
    pump(from);
}

void RelayConnection::setNextFaults(From from, const Faults &faults)
{
    collect(from);
    lane(from).setNextFaults(faults, monotonicNs());
}

void RelayConnection::setTimeout(From peer, std::chrono::milliseconds timeout)
{
    const QMutexLocker lock(&m_stateMutex);
    m_state.timeouts[static_cast<size_t>(peer)] = timeout;
    m_state.timeoutsFromProtocol = false;
}

void RelayConnection::setHold(From from, bool hold)
{
    collect(from);
    lane(from).setHold(hold, monotonicNs());
    pump(from);
}

void RelayConnection::setFramings(const inspect::Framings &framings)
{
    for (const From from : {From::Client, From::Server}) {
        collect(from);
        lane(from).setFraming(framings.of(from));
        publish(from);
    }
    const bool isTransom = framings.fromClient.kind == inspect::Framing::Kind::Transom;
    const QMutexLocker lock(&m_stateMutex);
    const bool unknown = m_state.timeouts[0].count() == 0 && m_state.timeouts[1].count() == 0;
    if (isTransom ? !unknown : !m_state.timeoutsFromProtocol)
        return; // somebody has said what they are
    m_state.timeoutsFromProtocol = isTransom;
    std::fill_n(m_state.timeouts, 2, isTransom ? std::chrono::milliseconds(limits::DeadAfter) : std::chrono::milliseconds(0));
}

void RelayConnection::step(From from, bool frame)
{
    if (frame)
        lane(from).stepFrame(monotonicNs());
    else
        lane(from).stepChunk(monotonicNs());
    pump(from);
}

void RelayConnection::pumpLater(From from)
{
    const auto due = lane(from).nextDue();
    if (!due)
        return;
    // Rounded up, so that it is not asked again for the same millisecond.
    const qint64 wait = std::max<qint64>(*due - monotonicNs(), 0);
    m_timers[static_cast<size_t>(from)].start(static_cast<int>(std::min<qint64>((wait + 999'999) / 1'000'000, 3'600'000)));
}

void RelayConnection::stopTimers()
{
    for (QTimer &timer : m_timers)
        timer.stop();
}

void RelayConnection::takeDefaults()
{
    QList<Faults> faults[2];
    inspect::Framings framings;
    {
        const QMutexLocker lock(&m_shared->mutex);
        std::copy_n(m_shared->faults, 2, faults);
        framings = m_shared->framings;
        lane(From::Client).setHold(m_shared->hold[0], monotonicNs());
        lane(From::Server).setHold(m_shared->hold[1], monotonicNs());
        const QMutexLocker stateLock(&m_stateMutex);
        std::copy_n(m_shared->timeouts, 2, m_state.timeouts);
    }
    // Not under the lock: this may report.
    setFramings(framings);
    for (const From from : {From::Client, From::Server}) {
        for (const Faults &each : std::as_const(faults[static_cast<size_t>(from)]))
            lane(from).addFaults(each, monotonicNs());
        publish(from);
    }
}

void RelayConnection::emitEvent(RelayEvent event)
{
    event.stream = m_stream;
    event.seq = ++m_shared->lastSeq;
    event.monotonicNs = monotonicNs();
    event.wallMs = wallClockMs();
    if (event.kind == RelayEvent::Kind::Opened || event.kind == RelayEvent::Kind::Connected) {
        const QMutexLocker lock(&m_stateMutex);
        (event.kind == RelayEvent::Kind::Opened ? m_state.client : m_state.target) = event.kind == RelayEvent::Kind::Opened ? event.client : event.target;
        if (event.kind == RelayEvent::Kind::Opened)
            m_state.openedNs = event.monotonicNs;
    }
    if (m_shared->sink)
        m_shared->sink(event);
}

void RelayConnection::emitEvent(RelayEvent::Kind kind, From from, qint64 offset, qint64 length, const Error &error)
{
    RelayEvent event;
    event.kind = kind;
    event.from = from;
    event.offset = offset;
    event.length = length;
    event.error = error;
    emitEvent(std::move(event));
}

void RelayConnection::emitRead(From from, qint64 offset, const QByteArray &bytes, qint64 length)
{
    RelayEvent event;
    event.kind = RelayEvent::Kind::Read;
    event.from = from;
    event.offset = offset;
    event.length = length;
    event.bytes = bytes.size() <= m_shared->keep ? bytes : bytes.first(m_shared->keep);
    {
        const QMutexLocker lock(&m_stateMutex);
        RelayStreamState::Side &side = m_state.sides[static_cast<size_t>(from)];
        side.arrived = offset + length;
        side.lastReadNs = monotonicNs();
    }
    emitEvent(std::move(event));
}

void RelayConnection::emitWritten(From from, const RelayLane::Out &out, qint64 count)
{
    if (!out.changed || m_shared->keep == 0)
        return emitWritten(from, out.offset, count);
    const qint64 kept = std::min(count, m_shared->keep);
    written(from, out.offset, count, out.whole.size() == kept ? out.whole : out.bytes.first(kept).toByteArray());
}

void RelayConnection::emitWritten(From from, qint64 offset, qint64 count)
{
    written(from, offset, count, {});
}

void RelayConnection::written(From from, qint64 offset, qint64 count, const QByteArray &bytes)
{
    RelayEvent event;
    event.kind = RelayEvent::Kind::Written;
    event.from = from;
    event.offset = offset;
    event.length = count;
    event.bytes = bytes;
    {
        const QMutexLocker lock(&m_stateMutex);
        RelayStreamState::Side &side = m_state.sides[static_cast<size_t>(from)];
        side.written += count;
        side.lastWrittenNs = monotonicNs();
    }
    emitEvent(std::move(event));
}

} // namespace transom::lab
