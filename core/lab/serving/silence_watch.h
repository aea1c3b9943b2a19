#pragma once

#include <QTimer>

#include <chrono>
#include <functional>

namespace transom::lab {

/// Says that the other side has been waited for in vain: after some seconds, and once more after a minute. Nothing ends by it.
class SilenceWatch
{
public:
    using Say = std::function<void(std::chrono::seconds)>;

    /// `owner`: what a timer is moved to another thread with.
    SilenceWatch(QObject *owner, Say say);

    /// The other side is waited for; since when it already is counts.
    void wait();
    /// It is not, or not any more: something has come, or gone out.
    void reset();

private:
    static constexpr std::chrono::seconds First{5};
    static constexpr std::chrono::seconds Second{60};

    const Say m_say;
    QTimer m_timer;
    bool m_waiting = false;
    bool m_said = false;
};

} // namespace transom::lab
