#include "core/base/memory.h"

#include <openssl/crypto.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace transom {

void tuneAllocator()
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 128 * 1024 * 1024);
#endif
}

void leaveCryptoToTheSystem()
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

} // namespace transom
