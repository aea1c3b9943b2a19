#pragma once

#include "core/lab/experiment/bench.h"

/// What Transom does opposite a lesson's program. In a thread that may wait.
namespace transom::ui {

using ClientPart = Result<void> (*)(lab::ExperimentBench &bench, quint16 port);

/// nullptr: the program is not a server, or nothing is known of it.
ClientPart clientPart(const QString &experiment);
/// The dialect that Transom serves; empty: the program is not a client.
QString serverDialect(const QString &experiment);

/// Until a program of this computer listens on the port (or reads datagrams there). False: it was stopped, or nobody came for two minutes.
bool waitForProgram(const lab::ExperimentBench &bench, quint16 port, bool datagrams);
QString nobodyListens(quint16 port);
/// One connection; what it stores goes when it is over.
Result<void> serveOnce(const QString &dialect, quint16 port, const lab::ExperimentBench &bench, const std::stop_token &stop);

} // namespace transom::ui
