#pragma once

#include <QtGlobal>

#include <chrono>

namespace transom::lab {

/// What a relay does to the bytes of one direction, besides passing them on. The default does nothing. A probability is per chunk (what one
/// read returned) or datagram, from 0 to 1; chance comes from RelayOptions::seed.
struct Faults
{
    using ms = std::chrono::milliseconds;

    ms delay{0};       ///< each chunk leaves so much later; those of a stream stay in order
    ms jitter{0};      ///< and up to so much more, at random. Datagrams may overtake each other by it
    qint64 rate = 0;   ///< bytes a second; 0: no limit
    qsizetype split = 0; ///< streams: at most so many bytes in one send; 0: as they were read
    ms splitGap{0};    ///< pause between the pieces
    ms merge{0};       ///< streams: what comes within so long after a first chunk leaves together with it
    ms stall{0};       ///< nothing leaves for so long, once: from the moment of setFaults(), or before the next chunk
    bool reset = false;     ///< streams: instead of the next chunk, both ends are reset
    bool halfClose = false; ///< streams: the next chunk is the last of its direction; what follows is dropped
    double flip = 0;   ///< one random bit of the chunk is inverted
    double loss = 0;      ///< datagrams only
    double duplicate = 0; ///< datagrams only
    double reorder = 0;   ///< datagrams only: leaves after the one that follows it, or after 100 ms

    bool operator==(const Faults &) const = default;
};

enum class FaultKind : quint8 { None, Delay, Rate, Split, Merge, Stall, Reset, HalfClose, Flip, Loss, Duplicate, Reorder };

} // namespace transom::lab
