#pragma once

namespace transom {

/// Keeps large temporary buffers in the heap instead of mapping and unmapping each (mallopt(3)): page faults on Qt's
/// own buffers otherwise halve TLS throughput. Call once, first thing in main().
void tuneAllocator();

/// libcrypto frees what it has when the program ends (OPENSSL_cleanup(3)), while threads that somebody has just waited for may still be giving back
/// their own part of it: QThread::wait() returns before that. It would be lost, or freed under their feet. The system frees it all the same. Call
/// once, before anything uses libcrypto.
void leaveCryptoToTheSystem();

} // namespace transom
