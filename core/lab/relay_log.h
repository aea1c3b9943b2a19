#pragma once

#include "core/lab/relay_event.h"

#include <QList>

#include <deque>
#include <mutex>

namespace transom::lab {

/// Keeps a relay's events until somebody comes for them, within a fixed amount of memory: when it is full, the oldest go, and are counted.
/// `relay.start()` with `log.sink()`; a reader calls drain() on a timer of its own. Any thread. Outlives its relay.
class RelayLog
{
public:
    struct Options
    {
        qsizetype events = 20'000;       ///< kept at most
        qint64 bytes = 32 * 1024 * 1024; ///< of all chunks together, at most
    };
    struct Batch
    {
        QList<RelayEvent> events; ///< oldest first
        quint64 dropped = 0;      ///< that would have come before these, since the drain() before
        bool more = false;
    };

    RelayLog();
    explicit RelayLog(const Options &options);

    RelaySink sink();
    Batch drain(qsizetype most);

private:
    void keep(const RelayEvent &event);

    const Options m_options;
    std::mutex m_mutex;
    std::deque<RelayEvent> m_events;
    qint64 m_bytes = 0;
    quint64 m_dropped = 0;
};

} // namespace transom::lab
