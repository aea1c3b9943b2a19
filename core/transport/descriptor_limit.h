#pragma once

namespace transom::transport {

inline constexpr int DefaultDescriptorReserve = 64;

/// Raises the soft limit of open files (RLIMIT_NOFILE, getrlimit(2)) to the hard one; the limit then in force. Call
/// once, early in main().
int raiseDescriptorLimit();
/// The soft limit now.
int descriptorLimit();
/// Whether at least `reserve` descriptors are free. Costs two system calls.
bool hasFreeDescriptors(int reserve);
/// The same when one descriptor's number is known: the kernel hands out the lowest free one.
bool isNearLimit(int descriptor, int reserve);

} // namespace transom::transport
