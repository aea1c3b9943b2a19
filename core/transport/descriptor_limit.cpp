#include "core/transport/descriptor_limit.h"

#include <algorithm>
#include <fcntl.h>
#include <limits>
#include <sys/resource.h>
#include <unistd.h>

namespace transom::transport {

namespace {

int toInt(rlim_t limit)
{
    return static_cast<int>(std::min<rlim_t>(limit, std::numeric_limits<int>::max()));
}

} // namespace

int raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 0;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return descriptorLimit();
}

int descriptorLimit()
{
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? toInt(limit.rlim_cur) : 0;
}

bool isNearLimit(int descriptor, int reserve)
{
    return descriptor >= descriptorLimit() - reserve;
}

bool hasFreeDescriptors(int reserve)
{
    const int lowest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (lowest < 0)
        return false;
    ::close(lowest);
    return !isNearLimit(lowest, reserve);
}

} // namespace transom::transport
