#pragma once

#include "core/base/error.h"
#include "core/base/space.h"

namespace transom::files {

class Home;

/// Removes what is in `folder`, which nobody but the caller knows the way to, and not itself. However deep it is: what is very deep is moved up
/// into `folder` first. Links go, and are not followed. Names in `folder` itself for which `uncounted` is one do not count. `freed` grows by what
/// has gone, also when it fails half way; then what could be removed has been, and the first error is told. Blocks on the disk.
Result<void> removeBelow(const Home &home, int folder, const char *uncounted, Space &freed);

} // namespace transom::files
