#pragma once

#include "core/base/error.h"
#include "core/inspect/framing.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace transom::lab {

/// One call of send or recv, as it was made.
struct DemoCall
{
    inspect::From from = inspect::From::Client; ///< whose bytes they are
    bool send = false;
    qint64 offset = 0;    ///< of the first byte in its direction
    QByteArray bytes;     ///< what the call moved
    qint64 atNs = 0;      ///< monotonic, when it had returned
    qint64 left = -1;     ///< of recv: what then still waited in the receiver's queue (FIONREAD)
};

struct DemoRun
{
    QString client; ///< addresses
    QString server;
    QList<DemoCall> calls; ///< in the order they were made
};

/// Two messages in one recv, and one message in two, on a TCP connection of this computer with itself: real sockets, each with a length of four bytes (big
/// end first) before it. Waits for nothing longer than two seconds. Any thread but the window's. Errors: those of a system without sockets to spare.
Result<DemoRun> runLoopbackDemo();

} // namespace transom::lab
