#pragma once

#include "core/lab/check/stage.h"

namespace transom::lab {

/// The files in the stage's folder, as paths below it; those in folders of a program's own too, where the folder is ours and holds nothing else.
QStringList storedFiles(const CheckStage &stage);
/// The folder into which the program puts what it receives: a tutorial's program may make one of its own, "upload" for instance. A friendly upload shows.
QString learnStoreFolder(CheckStage &stage);

} // namespace transom::lab
