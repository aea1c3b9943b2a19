#pragma once

#include "core/base/limits.h"

#include <QHash>
#include <QHostAddress>

#include <functional>

namespace transom::transport {

/// Counts the connections that have not signed in yet, for each source (IPv4 address, or IPv6 /64, which is what one
/// customer gets) and in all. From half of the total on, newcomers are turned away at random, the more probably the
/// fuller it is (as sshd's MaxStartups), so that a flood from many addresses never keeps everybody else out. Pure; one
/// thread at a time.
class SourceLimiter
{
public:
    struct Limits
    {
        int perSource = limits::UnauthenticatedPerSource;
        int total = limits::Unauthenticated;
    };

    explicit SourceLimiter(Limits limits);
    SourceLimiter()
        : SourceLimiter(Limits{})
    {}
    /// `random` gives numbers from 0 to less than 1.
    SourceLimiter(Limits limits, std::function<double()> random);

    /// Whether a connection from there may go on; if so, release() it once it has signed in or ended.
    bool acquire(const QHostAddress &source);
    void release(const QHostAddress &source);

    int total() const { return m_total; }
    int of(const QHostAddress &source) const { return m_bySource.value(key(source)); }

private:
    static QHostAddress key(const QHostAddress &source);

    Limits m_limits;
    std::function<double()> m_random;
    QHash<QHostAddress, int> m_bySource;
    int m_total = 0;
};

} // namespace transom::transport
