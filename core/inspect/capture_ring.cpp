#include "core/inspect/capture_ring.h"

#include "core/base/clock.h"

#include <algorithm>
#include <utility>

namespace transom::inspect {

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
    event.payload = frame.payload.size() <= m_options.payloadPrefix ? frame.payload : frame.payload.left(m_options.payloadPrefix);
    keep(std::move(event));
}

void CaptureRing::refused(SessionId session, const Error &error)
{
    CapturedEvent event;
    event.session = session;
    event.refused = error.code == ErrorCode::None ? Error{ErrorCode::BadFrame, error.text} : error;
    keep(std::move(event));
}

void CaptureRing::keep(CapturedEvent event)
{
    const std::lock_guard lock(m_mutex);
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
    m_payloadBytes -= m_events.front().payload.size();
    m_events.pop_front();
    ++m_dropped;
    ++m_droppedInAll;
}

CaptureRing::Batch CaptureRing::drain(qsizetype most)
{
    const std::lock_guard lock(m_mutex);
    Batch batch;
    const qsizetype count = std::clamp<qsizetype>(most, 0, static_cast<qsizetype>(m_events.size()));
    batch.events.reserve(count);
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
