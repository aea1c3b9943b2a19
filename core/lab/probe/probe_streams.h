#pragma once

#include "core/inspect/framed_stream.h"
#include "core/lab/probe/probe_report.h"

#include <functional>

namespace transom::lab {

/// Where the streams of a program's sockets are made, and who cuts their bytes: nullptr where nobody does, or no longer.
struct ProbeStreams
{
    std::function<quint32(const inspect::WatchedStream &, bool datagrams)> add;
    std::function<inspect::FramedStream *(quint32)> framed;
};

/// When a call acted: bytes are there for the other end from the beginning of a send on, and had by the end of a recv.
inline qint64 probeOrderNs(const ProbeCall &call)
{
    return call.direction == ProbeCall::Direction::Out ? call.startNs : call.endNs;
}
QString probePort(const QString &address);
/// An IPv4 address looks the same from a socket that speaks both.
QString probePlainAddress(QString address);
qint64 probeWallMs(qint64 atNs);

} // namespace transom::lab
