#pragma once

#include "core/lab/experiment/bench.h"
#include "core/lab/experiment/experiment.h"

/// The experiments themselves, one file each; experiment.cpp has the table of them.
namespace transom::lab {

Result<ExperimentResult> runSticky(ExperimentBench &bench);
Result<ExperimentResult> runCures(ExperimentBench &bench);
Result<ExperimentResult> runUdp(ExperimentBench &bench);
Result<ExperimentResult> runServing(ExperimentBench &bench);
Result<ExperimentResult> runCharacters(ExperimentBench &bench);
Result<ExperimentResult> runPort(ExperimentBench &bench);
Result<ExperimentResult> runGoodbye(ExperimentBench &bench);
Result<ExperimentResult> runSlow(ExperimentBench &bench);
Result<ExperimentResult> runSecret(ExperimentBench &bench);
Result<ExperimentResult> runRest(ExperimentBench &bench);
Result<ExperimentResult> runProduct(ExperimentBench &bench);

QStringList cureNames();
QStringList productNames();

} // namespace transom::lab
