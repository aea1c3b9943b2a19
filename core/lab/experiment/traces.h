#pragma once

#include "core/lab/serving/crowd.h"

/// What runs measure over time, for charts. Times in nanoseconds of the monotonic clock.
namespace transom::lab {

/// A crowd as both ends have told of it.
struct ServingTrace
{
    QList<LabEvent> server; ///< Setup, Handle and Finish of each connection
    QList<CrowdClient> clients;
};

/// Where the bytes of a connection were at one moment.
struct QueueSample
{
    qint64 atNs = 0;
    qint64 accepted = 0;  ///< bytes that send has taken so far
    qint64 outQueue = 0;  ///< in the sender's kernel, not acknowledged (SIOCOUTQ, tcp(7))
    qint64 inQueue = 0;   ///< in the receiver's kernel, not read (SIOCINQ)
    qint64 window = -1;   ///< what the receiver offers, as the sender knows it (TCP_INFO); -1: this kernel does not tell
};

struct QueueTrace
{
    QList<QueueSample> samples;
};

} // namespace transom::lab
