#include "core/transport/socket_watch.h"

namespace transom::transport {

SocketWatch::SocketWatch(int descriptor, std::chrono::milliseconds every, qsizetype most, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_most(most)
    , m_ends(endpointsOf(descriptor))
{
    connect(&m_timer, &QTimer::timeout, this, &SocketWatch::take);
    m_timer.start(every);
}

SocketWatch::~SocketWatch() = default;

void SocketWatch::take()
{
    const auto ends = endpointsOf(m_descriptor);
    const auto own = ends && ends == m_ends ? socketStatistics(m_descriptor) : std::nullopt;
    if (!own)
        return m_timer.stop(); // it is none that can be asked, or no more
    Sample sample;
    sample.own = *own;
    if (ends->second.address.isLoopback() || ends->second.address == ends->first.address)
        sample.other = statisticsOf(ends->second, ends->first);
    {
        const std::lock_guard lock(m_mutex);
        m_samples.push_back(sample);
        if (static_cast<qsizetype>(m_samples.size()) > m_most)
            m_samples.pop_front();
    }
    Q_EMIT sampled(sample);
}

std::vector<SocketWatch::Sample> SocketWatch::series() const
{
    const std::lock_guard lock(m_mutex);
    return {m_samples.begin(), m_samples.end()};
}

std::optional<SocketWatch::Sample> SocketWatch::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_samples.empty() ? std::nullopt : std::optional(m_samples.back());
}

} // namespace transom::transport
