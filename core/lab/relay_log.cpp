#include "core/lab/relay_log.h"

#include <algorithm>
#include <utility>

namespace transom::lab {

RelayLog::RelayLog()
    : RelayLog(Options{})
{}

RelayLog::RelayLog(const Options &options)
    : m_options(options)
{}

RelaySink RelayLog::sink()
{
    return [this](const RelayEvent &event) { keep(event); };
}

void RelayLog::keep(const RelayEvent &event)
{
    const std::lock_guard lock(m_mutex);
    m_events.push_back(event);
    m_bytes += event.bytes.size();
    while (!m_events.empty() && (static_cast<qsizetype>(m_events.size()) > m_options.events || m_bytes > m_options.bytes)) {
        m_bytes -= m_events.front().bytes.size();
        m_events.pop_front();
        ++m_dropped;
    }
}

RelayLog::Batch RelayLog::drain(qsizetype most)
{
    const std::lock_guard lock(m_mutex);
    Batch batch;
    const qsizetype count = std::clamp<qsizetype>(most, 0, static_cast<qsizetype>(m_events.size()));
    batch.events.reserve(count);
    for (qsizetype i = 0; i < count; ++i) {
        m_bytes -= m_events.front().bytes.size();
        batch.events.append(std::move(m_events.front()));
        m_events.pop_front();
    }
    batch.dropped = std::exchange(m_dropped, 0);
    batch.more = !m_events.empty();
    return batch;
}

} // namespace transom::lab
