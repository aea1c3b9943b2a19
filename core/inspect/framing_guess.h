#pragma once

#include "core/inspect/framing.h"

namespace transom::inspect {

/// Bytes of one side, as they were read in one piece.
struct SpokenChunk
{
    From from = From::Client;
    QByteArray bytes;
};

struct FramingGuess
{
    Framings framings;
    QString reason;     ///< one translated sentence that quotes the evidence
    bool sure = false;  ///< more bytes will not change it
};

/// Proposes a framing for the beginning of a stream: the first few KiB in the order they were read, both directions. Cuts of chunks count
/// as evidence only where nothing else is there (Fixed). Without evidence it says none, and why. Any thread.
FramingGuess guessFraming(const QList<SpokenChunk> &chunks);

} // namespace transom::inspect
