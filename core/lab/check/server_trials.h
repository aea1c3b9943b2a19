#pragma once

#include "core/lab/check/stage.h"

/// The parts of a server's trials. They block, like all of a check.
namespace transom::lab {

/// After something hostile: is it still there, and does it still serve?
Finding stillServes(CheckStage &stage);

// What becomes of a folder that uploads go into ---------------------------------------------------------------------------
Finding shortBody(CheckStage &stage);
Finding escape(CheckStage &stage);
Finding existing(CheckStage &stage);

} // namespace transom::lab
