#pragma once

#include "core/base/error.h"
#include "core/base/space.h"

namespace transom::files {

class Home;

/// Removes all that is in a folder, however deep, as far as it can be removed. `freed` grows by what has gone, without what is called `uncounted` at the top; also
/// when it fails half way: then `stuck` is where the first thing is, below the folder, that could not be removed. Blocks on the disk.
Result<void> removeBelow(const Home &home, int folder, const char *uncounted, Space &freed, QString *stuck = nullptr);

} // namespace transom::files
