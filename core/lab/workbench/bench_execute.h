#pragma once

#include "core/lab/workbench/bench_call.h"

#include <atomic>

namespace transom::lab {

/// Makes one call on a descriptor, for real and once: nothing is repeated when a signal comes, nothing is smoothed over. Blocks as long as the call does.
/// Of Socket and Accept the result is the new descriptor. `stop`: sendall() makes no further send then. Any thread.
BenchOutcome executeBenchCall(int descriptor, const BenchCall &call, const std::atomic<bool> &stop);

/// The signal that interrupts a call which waits. It does nothing else, and calls are not restarted after it.
int benchSignal();

} // namespace transom::lab
