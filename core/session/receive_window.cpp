#include "core/session/receive_window.h"

#include "core/base/limits.h"

#include <algorithm>
#include <utility>

namespace transom::session {

namespace {

constexpr qint64 LeastRoundTripNs = 200'000; // a loopback measurement of nearly nothing must not stop the growth
constexpr int FewRoundTrips = 4;

} // namespace

ReceiveWindow::ReceiveWindow(qint64 initial)
    : m_size(initial)
    , m_open(initial)
{}

bool ReceiveWindow::received(qint64 bytes)
{
    m_open -= bytes;
    return m_open >= 0;
}

qint64 ReceiveWindow::consumed(qint64 bytes, qint64 nowNs, qint64 roundTripNs, qint64 mayGrow)
{
    m_due += bytes;
    if (m_due < m_size / 2)
        return 0;
    const qint64 quick = FewRoundTrips * std::max(roundTripNs, LeastRoundTripNs);
    if (m_grantedAtNs != 0 && nowNs - m_grantedAtNs < quick) {
        const qint64 growth = std::min({m_size, limits::LargestCredit - m_size, mayGrow});
        if (growth > 0) {
            m_size += growth;
            m_due += growth;
        }
    }
    m_grantedAtNs = nowNs;
    const qint64 grant = std::exchange(m_due, 0);
    m_open += grant;
    return grant;
}

} // namespace transom::session
