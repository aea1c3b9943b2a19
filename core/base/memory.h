#pragma once

namespace transom {

/// Keeps large temporary buffers in the heap instead of mapping and unmapping each (mallopt(3)): page faults on Qt's
/// own buffers otherwise halve TLS throughput. Call once, first thing in main().
void tuneAllocator();

} // namespace transom
