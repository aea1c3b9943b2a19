#include "core/transport/source_limiter.h"

#include "core/transport/socket_text.h"

#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace transom::transport {

SourceLimiter::SourceLimiter(Limits limits)
    : SourceLimiter(limits, [] { return QRandomGenerator::global()->generateDouble(); })
{}

SourceLimiter::SourceLimiter(Limits limits, std::function<double()> random)
    : m_limits(limits)
    , m_random(std::move(random))
{}

QHostAddress SourceLimiter::key(const QHostAddress &source)
{
    const QHostAddress address = plainAddress(source);
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    Q_IPV6ADDR bytes = address.toIPv6Address();
    std::fill(std::begin(bytes.c) + 8, std::end(bytes.c), quint8(0));
    return QHostAddress(bytes);
}

bool SourceLimiter::acquire(const QHostAddress &source)
{
    if (m_total >= m_limits.total)
        return false;
    const int half = m_limits.total / 2;
    if (m_total >= half && m_random() < static_cast<double>(m_total - half) / (m_limits.total - half))
        return false;
    int &count = m_bySource[key(source)];
    if (count >= m_limits.perSource)
        return false;
    ++count;
    ++m_total;
    return true;
}

void SourceLimiter::release(const QHostAddress &source)
{
    const auto found = m_bySource.find(key(source));
    if (found == m_bySource.end())
        return;
    --m_total;
    if (--*found == 0)
        m_bySource.erase(found);
}

} // namespace transom::transport
