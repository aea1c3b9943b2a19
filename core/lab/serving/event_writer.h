#pragma once

#include "core/lab/serving/lab_event.h"

#include <QCborMap>

#include <atomic>
#include <memory>

namespace transom::lab {

/// Numbers and dates events on their way to a sink. Any thread; shared by whatever belongs to one server or client.
class EventWriter
{
public:
    explicit EventWriter(LabSink sink)
        : m_sink(std::move(sink))
    {}

    void write(LabEvent event);
    void write(LabEvent::Kind kind, quint64 stream, const QString &text = {});
    void write(const CallRecord &call);

private:
    const LabSink m_sink;
    std::atomic<quint64> m_last = 0;
};

/// An event between a worker process and its server.
QCborMap toCbor(const LabEvent &event);
LabEvent eventFromCbor(const QCborMap &map);

} // namespace transom::lab
