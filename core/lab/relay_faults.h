#pragma once

#include <QtGlobal>

#include <chrono>

namespace transom::lab {

enum class FaultKind : quint8 { None, Delay, Rate, Split, Merge, Stall, Reset, HalfClose, Flip, Loss, Duplicate, Reorder, Hold };

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
    ms stall{0};       ///< nothing leaves for so long, once: from the moment of setFaults(), or before the next chunk, or where `fromByte` and `after` say
    bool reset = false;     ///< streams: instead of the next chunk, both ends are reset
    bool halfClose = false; ///< streams: the next chunk is the last of its direction (with `fromByte`: the byte before that); what follows is dropped
    double flip = 0;   ///< one random bit of the chunk is inverted
    double loss = 0;      ///< datagrams only
    double duplicate = 0; ///< datagrams only
    double reorder = 0;   ///< datagrams only: leaves after the one that follows it, or after 100 ms

    /// From when on. Both must be reached.
    qint64 fromByte = 0; ///< this byte of the direction, counted from 0: exactly, a chunk is cut there. Of datagrams the first that begins there or later
    ms after{0};         ///< so long after setFaults(), or after the stream was opened for those that were set before. A stall, a reset and a
                         ///< half-close come at that moment, whether a chunk comes or not, unless `fromByte` is set too

    bool once = false;   ///< for one chunk or datagram only, the first that `fromByte` and `after` allow, instead of all others

    bool operator==(const Faults &) const = default;

    /// These, and of the others what these leave open. When they begin is not combined.
    Faults over(const Faults &others) const;
    /// Without this one.
    Faults without(FaultKind kind) const;
    bool isNothing() const;
};

} // namespace transom::lab
