#include "core/lab/relay_state.h"

#include <algorithm>

namespace transom::lab {

std::optional<std::chrono::milliseconds> RelayStreamState::patience(From peer, qint64 nowNs) const
{
    const Side &heard = of(inspect::otherSide(peer));
    const auto timeout = timeouts[static_cast<size_t>(peer)];
    if (timeout.count() <= 0 || heard.heldChunks == 0)
        return {};
    qint64 silentSince = std::max(heard.lastWrittenNs, openedNs);
    if (!timeoutsFromProtocol)
        silentSince = std::max(silentSince, of(peer).lastReadNs);
    return timeout - std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds(nowNs - silentSince));
}

} // namespace transom::lab
