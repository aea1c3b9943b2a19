#include "core/files/rate_limit.h"

#include "core/base/clock.h"

#include <algorithm>

namespace transom::files {

qint64 RateLimit::take(qint64 bytes)
{
    if (const qint64 wait = waitMs(); wait > 0)
        return wait;
    // A block may be larger than the bucket: it is let through when there is anything, and paid for afterwards.
    charge(bytes);
    return 0;
}

void RateLimit::charge(qint64 bytes)
{
    if (m_shared)
        m_shared->charge(bytes);
    if (m_rate <= 0)
        return;
    refill();
    m_tokens -= static_cast<double>(bytes);
}

qint64 RateLimit::waitMs()
{
    const qint64 shared = m_shared ? m_shared->waitMs() : 0;
    if (m_rate <= 0)
        return shared;
    refill();
    if (m_tokens >= 0)
        return shared;
    return std::clamp<qint64>(static_cast<qint64>(-m_tokens * 1000 / static_cast<double>(m_rate)) + 1, std::max<qint64>(shared, 1), 1000);
}

void RateLimit::refill()
{
    const auto rate = static_cast<double>(m_rate);
    const qint64 now = monotonicNs();
    if (m_lastNs != 0)
        m_tokens = std::min(m_tokens + static_cast<double>(now - m_lastNs) * rate / 1e9, rate / 4);
    m_lastNs = now;
}

} // namespace transom::files
