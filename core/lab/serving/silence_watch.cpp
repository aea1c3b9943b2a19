#include "core/lab/serving/silence_watch.h"

namespace transom::lab {

SilenceWatch::SilenceWatch(QObject *owner, Say say)
    : m_say(std::move(say))
    , m_timer(owner)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // what is said is counted in seconds
    QObject::connect(&m_timer, &QTimer::timeout, owner, [this] {
        if (std::exchange(m_said, true))
            return m_say(Second);
        m_timer.start(Second - First);
        m_say(First);
    });
}

void SilenceWatch::wait()
{
    if (std::exchange(m_waiting, true))
        return;
    m_said = false;
    m_timer.start(First);
}

void SilenceWatch::reset()
{
    m_waiting = false;
    m_timer.stop();
}

} // namespace transom::lab
