#include "core/accounts/sign_in_throttle.h"

#include <algorithm>

namespace transom::accounts {

qint64 SignInThrottle::waitMs(const QString &foldedName, qint64 nowMs) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_failures.constFind(foldedName);
    return found == m_failures.constEnd() ? 0 : std::max<qint64>(0, found->untilMs - nowMs);
}

void SignInThrottle::failed(const QString &foldedName, qint64 nowMs)
{
    const std::lock_guard lock(m_mutex);
    if (!m_failures.contains(foldedName))
        makeRoom(nowMs);
    Failures &failures = m_failures[foldedName];
    if (nowMs - failures.lastMs >= ForgetAfterMs)
        failures.count = 0;
    failures.lastMs = nowMs;
    ++failures.count;
    const int doublings = std::min(failures.count - FreeFailures - 1, 20);
    if (doublings >= 0)
        failures.untilMs = nowMs + std::min(LongestWaitMs, qint64{1000} << doublings);
}

void SignInThrottle::succeeded(const QString &foldedName)
{
    const std::lock_guard lock(m_mutex);
    m_failures.remove(foldedName);
}

qsizetype SignInThrottle::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_failures.size();
}

void SignInThrottle::makeRoom(qint64 nowMs)
{
    if (m_failures.size() < MostNames)
        return;
    m_failures.removeIf([nowMs](const auto &entry) { return nowMs - entry.value().lastMs >= ForgetAfterMs; });
    if (m_failures.size() < MostNames)
        return;
    // Whoever has failed least goes first: a flood of made-up names fails once each and must not push out the name that
    // is really under attack.
    const auto mildest = std::min_element(m_failures.cbegin(), m_failures.cend(), [](const Failures &one, const Failures &other) {
        return std::pair(one.count, one.lastMs) < std::pair(other.count, other.lastMs);
    });
    m_failures.erase(mildest);
}

} // namespace transom::accounts
