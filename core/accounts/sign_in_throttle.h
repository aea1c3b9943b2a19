#pragma once

#include <QHash>
#include <QString>

#include <mutex>

namespace transom::accounts {

/// How long a name must wait after wrong passwords: nothing for the first two, then 1 s doubling to 300 s. Nobody is locked out
/// for good: an hour without a failure, or one success, forgets them. Names that do not exist are treated the same. In memory
/// only, for a bounded number of names. Any thread.
class SignInThrottle
{
public:
    static constexpr int FreeFailures = 2;
    static constexpr qint64 LongestWaitMs = 300'000;
    static constexpr qint64 ForgetAfterMs = 3'600'000;
    static constexpr qsizetype MostNames = 10'000;

    /// Milliseconds still to wait; 0: may try. `nowMs` is of the monotonic clock.
    qint64 waitMs(const QString &foldedName, qint64 nowMs) const;
    void failed(const QString &foldedName, qint64 nowMs);
    void succeeded(const QString &foldedName);
    qsizetype size() const;

private:
    struct Failures
    {
        int count = 0;
        qint64 lastMs = 0;
        qint64 untilMs = 0;
    };
    void makeRoom(qint64 nowMs);

    mutable std::mutex m_mutex;
    QHash<QString, Failures> m_failures;
};

} // namespace transom::accounts
