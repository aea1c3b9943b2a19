#include "core/lab/serving/event_writer.h"

#include "core/base/clock.h"

namespace transom::lab {

void EventWriter::write(LabEvent event)
{
    event.seq = ++m_last;
    if (event.monotonicNs == 0) {
        event.monotonicNs = monotonicNs();
        event.wallMs = wallClockMs();
    }
    if (m_sink)
        m_sink(event);
}

void EventWriter::write(LabEvent::Kind kind, quint64 stream, const QString &text)
{
    LabEvent event;
    event.kind = kind;
    event.stream = stream;
    event.text = text;
    write(std::move(event));
}

void EventWriter::write(const CallRecord &call)
{
    LabEvent event;
    event.kind = LabEvent::Kind::Call;
    event.stream = call.stream;
    event.monotonicNs = call.monotonicNs;
    event.wallMs = call.wallMs;
    event.call = call;
    write(std::move(event));
}

QCborMap toCbor(const LabEvent &event)
{
    QCborMap map{{0, static_cast<int>(event.kind)}, {1, static_cast<qint64>(event.stream)}, {2, event.monotonicNs}, {3, event.wallMs}, {4, event.number},
                 {5, event.process}, {6, event.thread}, {7, event.text}, {8, event.local}, {9, event.peer}, {10, static_cast<int>(event.error.code)}, {11, event.error.text}};
    if (event.kind == LabEvent::Kind::Call) {
        const CallRecord &call = event.call;
        map.insert(12, QCborMap{{0, static_cast<int>(call.call)}, {1, call.toServer}, {2, call.descriptor}, {3, call.server}, {4, call.datagram}, {5, call.truncated},
                                {6, call.offset}, {7, call.asked}, {8, call.result}, {9, call.error}, {10, call.bytes}, {11, call.address}});
    }
    return map;
}

LabEvent eventFromCbor(const QCborMap &map)
{
    LabEvent event;
    event.kind = static_cast<LabEvent::Kind>(qBound<qint64>(0, map.value(0).toInteger(), static_cast<qint64>(LabEvent::Kind::Ended)));
    event.stream = static_cast<quint64>(map.value(1).toInteger());
    event.monotonicNs = map.value(2).toInteger();
    event.wallMs = map.value(3).toInteger();
    event.number = map.value(4).toInteger();
    event.process = map.value(5).toInteger();
    event.thread = map.value(6).toInteger();
    event.text = map.value(7).toString();
    event.local = map.value(8).toString();
    event.peer = map.value(9).toString();
    event.error.code = errorCodeFromNumber(map.value(10).toInteger());
    event.error.text = map.value(11).toString();
    if (event.kind != LabEvent::Kind::Call)
        return event;
    const QCborMap made = map.value(12).toMap();
    CallRecord &call = event.call;
    call.call = static_cast<CallRecord::Call>(qBound<qint64>(0, made.value(0).toInteger(), static_cast<qint64>(CallRecord::Call::Close)));
    call.toServer = made.value(1).toBool();
    call.descriptor = static_cast<int>(made.value(2).toInteger());
    call.server = made.value(3).toBool();
    call.datagram = made.value(4).toBool();
    call.truncated = made.value(5).toBool();
    call.offset = made.value(6).toInteger();
    call.asked = made.value(7).toInteger();
    call.result = made.value(8).toInteger();
    call.error = static_cast<int>(made.value(9).toInteger());
    call.bytes = made.value(10).toByteArray();
    call.address = made.value(11).toString();
    call.stream = event.stream;
    call.monotonicNs = event.monotonicNs;
    call.wallMs = event.wallMs;
    return event;
}

} // namespace transom::lab
