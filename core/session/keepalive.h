#pragma once

#include <QtGlobal>

namespace transom::session {

/// When to send a PING, when to give the peer up, and how many PINGs of the peer are too many. Pure; milliseconds of a
/// monotonic clock come in from outside.
class Keepalive
{
public:
    enum class Verdict { Fine, SendPing, Dead };

    void started(qint64 nowMs);
    void heard(qint64 nowMs) { m_heardMs = nowMs; }
    Verdict check(qint64 nowMs) const;
    void pinged(qint64 nowMs) { m_pingedMs = nowMs; }
    /// The peer has sent a PING. False: it sends too many.
    [[nodiscard]] bool pingAllowed(qint64 nowMs);
    /// When to call check() again, from now.
    qint64 nextCheckMs(qint64 nowMs) const;

private:
    qint64 m_heardMs = 0;
    qint64 m_pingedMs = 0;
    qint64 m_windowMs = 0;
    int m_pings = 0;
};

} // namespace transom::session
