#pragma once

#include <QtGlobal>

#include <ctime>

namespace transom::test {

/// What this thread has computed, in milliseconds: on a machine that does other things, too, the clock on the wall says nothing about how
/// long a thread keeps its event loop from turning.
inline qint64 threadTimeMs()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<qint64>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

/// Sanitizers make everything slower; what is measured with them is no measure of anything.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int Slowness = 8;
#else
inline constexpr int Slowness = 1;
#endif

} // namespace transom::test
