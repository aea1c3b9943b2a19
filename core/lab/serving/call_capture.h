#pragma once

#include "core/inspect/stream_capture.h"
#include "core/lab/serving/lab_event.h"

#include <QHash>

namespace transom::lab {

/// Puts the calls of lab sockets into a StreamCapture, for the ribbon of the Wire page: one stream for each connection, one chunk for each call that has
/// moved bytes. One thread; give it the events in their order.
class CallCapture
{
public:
    explicit CallCapture(inspect::StreamCapture &capture)
        : m_capture(capture)
    {}
    void add(const LabEvent &event);
    /// The capture's number of a lab stream; 0: not seen.
    quint32 streamOf(quint64 stream) const { return m_streams.value(stream); }

private:
    inspect::StreamCapture &m_capture;
    QHash<quint64, quint32> m_streams;
};

} // namespace transom::lab
