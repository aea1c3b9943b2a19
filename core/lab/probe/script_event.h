#pragma once

#include "core/lab/probe/probe_report.h"

#include <functional>
#include <limits>

namespace transom::lab {

/// Something that a script did, or that happened to it.
struct ScriptEvent
{
    enum class Kind : quint8 {
        Started,   ///< `number`: its process
        Output,    ///< `bytes`, of standard output or standard error
        Process,   ///< `start`: a process of it has begun to report
        Call,
        Exception,
        Nonsense,  ///< a line that is no report; `number`: how many of them that makes
        Ended,     ///< the last one: `exitStatus`, or `error` if it could not be run at all
    };

    Kind kind = Kind::Output;
    quint64 seq = 0; ///< counts from 1
    qint64 number = 0;
    bool standardError = false;
    bool stopped = false;    ///< of Ended: it was told to
    int exitStatus = 0;      ///< as a shell has it: 128 and the signal's number for one that a signal has ended
    int signal = 0;
    QByteArray bytes;
    ProbeStart start;
    ProbeCall call;
    ProbeException exception;
    ProbeNonsense nonsense;
    Error error;
};

/// Called on the run's own thread. While it blocks the script waits.
using ScriptSink = std::function<void(const ScriptEvent &)>;

} // namespace transom::lab
