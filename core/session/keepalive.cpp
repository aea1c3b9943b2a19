#include "core/session/keepalive.h"

#include "core/base/limits.h"

#include <algorithm>

namespace transom::session {

namespace {

constexpr qint64 PingAfterMs = std::chrono::milliseconds(limits::PingAfter).count();
constexpr qint64 DeadAfterMs = std::chrono::milliseconds(limits::DeadAfter).count();

} // namespace

void Keepalive::started(qint64 nowMs)
{
    m_heardMs = nowMs;
    m_pingedMs = nowMs - PingAfterMs;
}

Keepalive::Verdict Keepalive::check(qint64 nowMs) const
{
    if (nowMs - m_heardMs >= DeadAfterMs)
        return Verdict::Dead;
    if (nowMs - m_heardMs >= PingAfterMs && nowMs - m_pingedMs >= PingAfterMs)
        return Verdict::SendPing;
    return Verdict::Fine;
}

bool Keepalive::pingAllowed(qint64 nowMs)
{
    if (nowMs - m_windowMs >= 10'000) {
        m_windowMs = nowMs;
        m_pings = 0;
    }
    return ++m_pings <= limits::PingsPer10Seconds;
}

qint64 Keepalive::nextCheckMs(qint64 nowMs) const
{
    const qint64 ping = std::max(m_heardMs, m_pingedMs) + PingAfterMs;
    const qint64 dead = m_heardMs + DeadAfterMs;
    return std::max<qint64>(std::min(ping, dead) - nowMs, 10);
}

} // namespace transom::session
