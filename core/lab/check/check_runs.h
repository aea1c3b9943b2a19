#pragma once

#include "core/lab/check/stage.h"

namespace transom::lab {

/// The trials themselves. No finding: passed.
Finding runServerTrial(CheckStage &stage, const TrialInfo &trial);
Finding runClientTrial(CheckStage &stage, const TrialInfo &trial);

} // namespace transom::lab
