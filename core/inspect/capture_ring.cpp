#include "core/inspect/capture_ring.h"

#include "core/base/clock.h"
#include "core/protocol/message_table.h"

#include <algorithm>
#include <utility>

namespace transom::inspect {

namespace {

constexpr size_t MostBeginnings = 1'000;

} // namespace

CaptureRing::CaptureRing()
    : CaptureRing(Options{})
{}

CaptureRing::CaptureRing(const Options &options)
    : m_options(options)
{}

void CaptureRing::frame(SessionId session, wire::Direction direction, const wire::Frame &frame)
{
    CapturedEvent event;
    event.session = session;
    event.direction = direction;
    event.header = {static_cast<quint32>(frame.payload.size()), frame.type, frame.flags, 0, frame.channel};
    // A short payload is shared with the frame; of a long one only the beginning may stay in memory.
    if (m_options.data || frame.type != static_cast<quint8>(protocol::MessageType::Data))
        event.payload = frame.payload.size() <= m_options.payloadPrefix ? frame.payload : frame.payload.left(m_options.payloadPrefix);
    keep(std::move(event));
}

void CaptureRing::refused(SessionId session, const Error &error)
{
    CapturedEvent event;
    event.what = CapturedEvent::What::Refusal;
    event.session = session;
    event.refused = error.code == ErrorCode::None ? Error{ErrorCode::BadFrame, error.text} : error;
    keep(std::move(event));
}

void CaptureRing::began(SessionId session, const wire::TapStart &start)
{
    CapturedEvent event;
    event.what = CapturedEvent::What::Began;
    event.session = session;
    event.start = start;
    keep(std::move(event));
}

void CaptureRing::ended(SessionId session, const Error &reason)
{
    CapturedEvent event;
    event.what = CapturedEvent::What::Ended;
    event.session = session;
    event.refused = reason;
    keep(std::move(event));
}

void CaptureRing::call(SessionId session, wire::Direction direction, const wire::TapCall &call)
{
    CapturedEvent event;
    event.what = CapturedEvent::What::Call;
    event.session = session;
    event.direction = direction;
    event.call = call;
    keep(std::move(event));
}

void CaptureRing::count(CapturedEvent &event)
{
    switch (event.what) {
    case CapturedEvent::What::Began:
        m_positions.insert(event.session, {event.start.sent, event.start.received});
        break;
    case CapturedEvent::What::Ended:
        m_positions.remove(event.session);
        break;
    case CapturedEvent::What::Call:
        break;
    case CapturedEvent::What::Refusal:
        event.offset = m_positions.value(event.session).received;
        break;
    case CapturedEvent::What::Frame: {
        Position &position = m_positions[event.session];
        qint64 &at = event.direction == wire::Direction::Sent ? position.sent : position.received;
        event.offset = at;
        at += wire::HeaderSize + static_cast<qint64>(event.header.length);
        break;
    }
    }
}

void CaptureRing::keep(CapturedEvent event)
{
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_events.empty();
        push(std::move(event));
    }
    if (first && m_options.arrived)
        m_options.arrived();
}

void CaptureRing::push(CapturedEvent event)
{
    count(event);
    // Under the lock, so that times never go back from one event to the next.
    event.monotonicNs = monotonicNs();
    event.wallMs = wallClockMs();
    event.seq = ++m_lastSeq;
    m_payloadBytes += event.payload.size();
    m_events.push_back(std::move(event));
    while (!m_events.empty()
           && (static_cast<qsizetype>(m_events.size()) > m_options.events || m_payloadBytes > m_options.payloadBytes))
        dropOldest();
}

void CaptureRing::dropOldest()
{
    CapturedEvent &oldest = m_events.front();
    m_payloadBytes -= oldest.payload.size();
    const bool saved = oldest.what == CapturedEvent::What::Began && m_beginnings.size() < MostBeginnings;
    if (saved)
        m_beginnings.push_back(std::move(oldest));
    m_events.pop_front();
    if (saved)
        return;
    ++m_dropped;
    ++m_droppedInAll;
}

CaptureRing::Batch CaptureRing::drain(qsizetype most)
{
    const std::lock_guard lock(m_mutex);
    Batch batch;
    const qsizetype count = std::clamp<qsizetype>(most, 0, static_cast<qsizetype>(m_events.size()));
    batch.events.reserve(count + static_cast<qsizetype>(m_beginnings.size()));
    for (CapturedEvent &beginning : m_beginnings)
        batch.events.append(std::move(beginning));
    m_beginnings.clear();
    for (qsizetype i = 0; i < count; ++i) {
        m_payloadBytes -= m_events.front().payload.size();
        batch.events.append(std::move(m_events.front()));
        m_events.pop_front();
    }
    batch.dropped = std::exchange(m_dropped, 0);
    batch.more = !m_events.empty();
    return batch;
}

quint64 CaptureRing::droppedInAll() const
{
    const std::lock_guard lock(m_mutex);
    return m_droppedInAll;
}

} // namespace transom::inspect
