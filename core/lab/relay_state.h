#pragma once

#include "core/inspect/framing.h"

#include <QString>

#include <chrono>
#include <optional>

namespace transom::lab {

using inspect::From;

/// How a stream of a relay stands: a copy, taken at one moment. Times are those of monotonicNs(); 0: never.
struct RelayStreamState
{
    /// What one side has sent.
    struct Side
    {
        qint64 arrived = 0;  ///< bytes the relay has got from it
        qint64 written = 0;  ///< of those, given to the other side's socket; more where datagrams were doubled
        qint64 waiting = 0;  ///< bytes that are in the relay
        bool hold = false;
        qint64 held = 0;     ///< of those that wait: until they are stepped or released
        qsizetype heldChunks = 0; ///< or datagrams
        qsizetype heldFrames = 0; ///< whole ones; 0 where there is no framing to step by
        qint64 missing = 0;  ///< bytes that the frame under way still needs, at least
        qint64 heldSinceNs = 0;
        qint64 lastReadNs = 0;
        qint64 lastWrittenNs = 0;
    };

    quint64 stream = 0;
    bool udp = false;
    QString client;
    QString target; ///< empty: not connected yet
    qint64 openedNs = 0;
    Side sides[2];  ///< by From
    std::chrono::milliseconds timeouts[2]{}; ///< after so long a silence that side gives up; 0: nobody knows
    bool timeoutsFromProtocol = false;       ///< it counts only what it has got (Transom's 45 s), not what it has sent itself

    const Side &of(From from) const { return sides[static_cast<size_t>(from)]; }
    /// How long `peer` will still wait for what is held back from it; 0 or less: it has given up, or will now. Nothing where nothing is held back from it, or
    /// its time-out is not known.
    std::optional<std::chrono::milliseconds> patience(From peer, qint64 nowNs) const;
};

} // namespace transom::lab
