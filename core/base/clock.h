#pragma once

#include <QtGlobal>

namespace transom {

/// Nanoseconds of a clock that never goes back (CLOCK_MONOTONIC). Any thread.
qint64 monotonicNs() noexcept;
/// Milliseconds of the same clock.
inline qint64 monotonicMs() noexcept { return monotonicNs() / 1'000'000; }
/// Milliseconds since 1970-01-01T00:00:00Z: what travels in messages and is stored. Any thread.
qint64 wallClockMs() noexcept;

} // namespace transom
