#include "core/lab/relay_connection.h"

#include "core/base/clock.h"

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
    const QMutexLocker lock(&m_shared->mutex);
    m_shared->connections.insert(m_stream, this);
}

RelayConnection::~RelayConnection()
{
    const QMutexLocker lock(&m_shared->mutex);
    m_shared->connections.remove(m_stream);
}

void RelayConnection::setFaults(From from, const Faults &faults)
{
    lane(from).setFaults(faults, monotonicNs());
    pump(from);
}

void RelayConnection::setNextFaults(From from, const Faults &faults)
{
    lane(from).setNextFaults(faults);
}

void RelayConnection::setHold(From from, bool hold)
{
    lane(from).setHold(hold, monotonicNs());
    pump(from);
}

void RelayConnection::setFramings(const inspect::Framings &framings)
{
    lane(From::Client).setFraming(framings.fromClient);
    lane(From::Server).setFraming(framings.fromServer);
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
    Faults faults[2];
    {
        const QMutexLocker lock(&m_shared->mutex);
        std::copy_n(m_shared->faults, 2, faults);
        lane(From::Client).setHold(m_shared->hold[0], monotonicNs());
        lane(From::Server).setHold(m_shared->hold[1], monotonicNs());
        setFramings(m_shared->framings);
    }
    // Not under the lock: this may report.
    for (const From from : {From::Client, From::Server})
        lane(from).setFaults(faults[static_cast<size_t>(from)], monotonicNs());
}

void RelayConnection::emitEvent(RelayEvent event)
{
    event.stream = m_stream;
    event.seq = ++m_shared->lastSeq;
    event.monotonicNs = monotonicNs();
    event.wallMs = wallClockMs();
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

void RelayConnection::emitRead(From from, qint64 offset, const QByteArray &bytes)
{
    RelayEvent event;
    event.kind = RelayEvent::Kind::Read;
    event.from = from;
    event.offset = offset;
    event.length = bytes.size();
    if (m_shared->keepBytes)
        event.bytes = bytes;
    emitEvent(std::move(event));
}

void RelayConnection::emitWritten(From from, const RelayLane::Out &out, qint64 count)
{
    RelayEvent event;
    event.kind = RelayEvent::Kind::Written;
    event.from = from;
    event.offset = out.offset;
    event.length = count;
    if (m_shared->keepBytes && out.changed)
        event.bytes = out.whole.size() == count ? out.whole : out.bytes.first(count).toByteArray();
    emitEvent(std::move(event));
}

} // namespace transom::lab
