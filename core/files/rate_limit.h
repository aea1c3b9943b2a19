#pragma once

#include <QtGlobal>

#include <memory>

namespace transom::files {

/// A bandwidth limit shared by the files of a job, and perhaps below one that several jobs share: token buckets of a quarter of a
/// second. One thread.
class RateLimit
{
public:
    explicit RateLimit(qint64 bytesPerSecond)
        : m_rate(bytesPerSecond)
    {}

    /// 0: no limit. Takes effect at once.
    void setRate(qint64 bytesPerSecond)
    {
        m_rate = bytesPerSecond;
        m_tokens = 0;
    }
    /// A further limit that what passes here has to keep, too.
    void setShared(std::shared_ptr<RateLimit> shared) { m_shared = std::move(shared); }
    /// Takes `bytes` now and returns 0, or says for how many milliseconds to wait before asking again.
    qint64 take(qint64 bytes);
    /// Takes what has passed already, even if it was more than allowed; waitMs() then says how long to hold the next back.
    void charge(qint64 bytes);
    /// Milliseconds until something may pass again; 0: now.
    qint64 waitMs();

private:
    void refill();

    std::shared_ptr<RateLimit> m_shared;
    qint64 m_rate;
    double m_tokens = 0;
    qint64 m_lastNs = 0;
};

} // namespace transom::files
