#pragma once

#include "core/lab/serving/lab_event.h"

#include <QList>

#include <deque>
#include <mutex>

namespace transom::lab {

/// Keeps the events of a lab server or client until somebody comes for them, within a fixed amount of memory: when it is full, the oldest go, and are
/// counted. A window calls drain() on a timer of its own. Any thread. Outlives what feeds it.
class LabLog
{
public:
    struct Options
    {
        qsizetype events = 20'000;
        qint64 bytes = 32 * 1024 * 1024; ///< of what the calls moved and of texts
    };
    struct Batch
    {
        QList<LabEvent> events; ///< oldest first, by `seq`
        quint64 dropped = 0;    ///< that would have come before these, since the drain() before
        bool more = false;
    };

    LabLog();
    explicit LabLog(const Options &options);

    LabSink sink();
    Batch drain(qsizetype most);

private:
    void keep(const LabEvent &event);

    const Options m_options;
    std::mutex m_mutex;
    std::deque<LabEvent> m_events;
    qint64 m_bytes = 0;
    quint64 m_dropped = 0;
};

} // namespace transom::lab
