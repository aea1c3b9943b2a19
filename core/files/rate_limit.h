#pragma once

#include <QtGlobal>

namespace transom::files {

/// A bandwidth limit shared by the transfers of a job: a token bucket of a quarter of a second. One thread.
class RateLimit
{
public:
    explicit RateLimit(qint64 bytesPerSecond)
        : m_rate(bytesPerSecond)
    {}

    /// 0: no limit. Takes effect at once.
    void setRate(qint64 bytesPerSecond) { m_rate = bytesPerSecond; }
    /// Takes `bytes` now and returns 0, or says for how many milliseconds to wait before asking again.
    qint64 take(qint64 bytes);

private:
    qint64 m_rate;
    double m_tokens = 0;
    qint64 m_lastNs = 0;
};

} // namespace transom::files
