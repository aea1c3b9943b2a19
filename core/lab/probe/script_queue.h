#pragma once

#include "core/lab/probe/script_event.h"

#include <QList>

#include <condition_variable>
#include <mutex>

namespace transom::lab {

/// Events of a script on their way to whoever shows them. When it is full the script waits: a list of calls has no holes. Any thread.
class ScriptQueue
{
public:
    ScriptSink sink()
    {
        return [this](const ScriptEvent &event) { put(event); };
    }
    QList<ScriptEvent> take()
    {
        const std::lock_guard lock(m_mutex);
        m_room.notify_all();
        return std::exchange(m_events, {});
    }
    /// From now on nobody comes for them, and nobody waits; what is in excess goes.
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        m_room.notify_all();
    }

private:
    static constexpr qsizetype Most = 2'000;

    void put(const ScriptEvent &event)
    {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [this] { return m_closed || m_events.size() < Most; });
        if (m_events.size() < Most || event.kind == ScriptEvent::Kind::Ended)
            m_events.append(event);
    }

    std::mutex m_mutex;
    std::condition_variable m_room;
    QList<ScriptEvent> m_events;
    bool m_closed = false;
};

} // namespace transom::lab
