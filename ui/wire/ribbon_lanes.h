#pragma once

#include "core/inspect/stream_capture.h"

#include <QString>

#include <vector>

/// What lies above the frames of the byte ribbon, and what it says. Pure.
namespace transom::ui {

/// How one comes to know what is shown.
enum class Provenance { Measured, Kernel, Inferred, Injected };
QString provenanceName(Provenance provenance);

struct RibbonLane
{
    enum class Kind { Send, Queue, Receive };
    Kind kind = Kind::Send;
    QString name;     ///< "send", "recv, the relay's"
    QString tip;      ///< whose calls these are, in a sentence
    Provenance provenance = Provenance::Measured;
    bool encrypted = false; ///< the calls moved TLS records; they lie where the bytes are that these hold
};

/// The lanes that there is something for, in the order in which bytes pass them.
std::vector<RibbonLane> ribbonLanes(const inspect::WatchedStream &stream);

/// Something in a lane: what one call moved, or what waited in the receiver's queue when recv was called.
struct LaneSpan
{
    inspect::ByteRange range;
    qint64 number = 0;   ///< of the call, from 1, among those kept
    qint64 atNs = 0;
    bool injected = false;
    qint64 moved = 0;    ///< what the call answered: with TLS, bytes of records
    bool encrypted = false;
};

/// Those of a lane that touch `range`; at most `most` of them.
std::vector<LaneSpan> laneSpans(const inspect::WatchedStream &stream, inspect::Flow flow, RibbonLane::Kind kind, const inspect::ByteRange &range, size_t most);

/// What one recv had in it: whole messages and pieces, and from how many sends.
struct CallContents
{
    bool valid = false;
    inspect::ByteRange range;
    int sends = 0;      ///< that reach into it; 0: they are not known
    int whole = 0;      ///< messages that lie in it entirely
    int pieces = 0;     ///< that begin or end elsewhere
    bool relay = false;
    bool encrypted = false;
    bool datagrams = false;
    qint64 moved = 0;   ///< what the call answered
};
/// Of the recv that holds a byte; offset -1: of the newest that is not exactly one message, if there is one among the last.
CallContents callContents(const inspect::StreamCapture &capture, const inspect::WatchedStream &stream, inspect::Flow flow, qint64 offset);
/// One or two sentences that say why; empty for nothing.
QString explainCall(const CallContents &contents);

} // namespace transom::ui
