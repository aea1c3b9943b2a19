#pragma once

#include "core/lab/probe/probe_report.h"

namespace transom::lab {

/// "recv(1024)", "sendall(11 bytes)": the call as a program would write it. Escaped.
QString probeCallName(const ProbeCall &call);
/// What came of it: `5 bytes "hello"`, "the end: the other side has closed", "ECONNRESET: Connection reset by peer". Translated; escaped.
QString probeCallOutcome(const ProbeCall &call);
/// "server.py:12"; empty where it is not known. Escaped.
QString probeCallPlace(const QString &file, int line);
/// How long the call took, where that is worth saying ("1.2 s"); empty for what returned at once.
QString probeCallDuration(const ProbeCall &call);

/// What the ten usual exceptions of such programs mean and what to do about them: one or two translated sentences; empty for all others.
QString exceptionHint(const ProbeException &exception);

} // namespace transom::lab
