#include "core/lab/serving/lab_log.h"

#include <algorithm>

namespace transom::lab {

namespace {

qint64 weightOf(const LabEvent &event)
{
    return event.call.bytes.size() + event.text.size() * 2;
}

} // namespace

LabLog::LabLog()
    : LabLog(Options())
{}

LabLog::LabLog(const Options &options)
    : m_options(options)
{}

LabSink LabLog::sink()
{
    return [this](const LabEvent &event) { keep(event); };
}

void LabLog::keep(const LabEvent &event)
{
    const std::lock_guard lock(m_mutex);
    // Several threads: a later number may come first, but never by much.
    auto at = m_events.end();
    while (at != m_events.begin() && std::prev(at)->seq > event.seq)
        --at;
    m_events.insert(at, event);
    m_bytes += weightOf(event);
    while (static_cast<qsizetype>(m_events.size()) > m_options.events || (m_bytes > m_options.bytes && m_events.size() > 1)) {
        m_bytes -= weightOf(m_events.front());
        m_events.pop_front();
        ++m_dropped;
    }
}

LabLog::Batch LabLog::drain(qsizetype most)
{
    const std::lock_guard lock(m_mutex);
    Batch batch;
    batch.dropped = std::exchange(m_dropped, 0);
    while (!m_events.empty() && batch.events.size() < most) {
        m_bytes -= weightOf(m_events.front());
        batch.events.append(std::move(m_events.front()));
        m_events.pop_front();
    }
    batch.more = !m_events.empty();
    return batch;
}

} // namespace transom::lab
