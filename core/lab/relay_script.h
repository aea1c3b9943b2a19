#pragma once

#include "core/lab/relay.h"

namespace transom::lab {

/// What a person or a script asks of a relay in one line: "hold c>s", "step frame", "delay 100ms s>c from 4096", "flip next", "reset #3". The same words do for a
/// running relay and, given before it starts, for the streams to come.
struct RelayCommand
{
    enum class Verb : quint8 { Faults, Clear, ClearAll, Hold, Release, StepChunk, StepFrame, Reset, HalfClose, Framing, Timeout, Status, Help, Quit };

    Verb verb = Verb::Status;
    quint64 stream = Relay::AllStreams;
    bool sides[2] = {true, true}; ///< by From: who sends it
    Faults faults;                ///< Faults
    FaultKind kind = FaultKind::None; ///< Clear
    inspect::Framings framings;   ///< Framing
    std::chrono::milliseconds timeout{0}; ///< Timeout; `sides` says whose
    int times = 1;                ///< StepChunk, StepFrame

    bool has(From from) const { return sides[static_cast<size_t>(from)]; }
    /// BadArgument with one sentence what is wrong and one what would be right.
    static Result<RelayCommand> parse(const QString &line, bool udp);
    /// Status, Help and Quit are the caller's. The relay's thread.
    void apply(Relay &relay) const;
    /// The same before the relay starts: "next" is the first chunk of each stream to come.
    void applyToCome(Relay &relay) const;
};

/// "100ms", "1.5s", "250" (milliseconds); up to an hour.
std::optional<std::chrono::milliseconds> readDuration(QStringView text);
/// "0.25", "25%"
std::optional<double> readProbability(QStringView text);

/// What can be said, a line each.
QStringList relayCommandHelp();

} // namespace transom::lab
