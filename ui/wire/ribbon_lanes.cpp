#include "ui/wire/ribbon_lanes.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace transom::ui {

using inspect::ByteRange;
using inspect::Flow;
using inspect::WatchedChunk;
using inspect::WatchedStream;
using Kind = RibbonLane::Kind;

namespace {

/// A lesson is looked for among so many calls from the end.
constexpr int MostLookedAt = 400;
constexpr std::ptrdiff_t Few = 8'000;

bool isOf(const WatchedChunk &chunk, Kind kind)
{
    if (kind == Kind::Send)
        return chunk.call == WatchedChunk::Call::Send;
    return chunk.call == WatchedChunk::Call::Receive && (kind == Kind::Receive || chunk.left >= 0);
}

bool isEncrypted(const WatchedStream &stream)
{
    return std::any_of(stream.flows.begin(), stream.flows.end(), [](const auto &flow) { return !flow.encrypted.empty(); });
}

/// The calls that are drawn, at the bytes that the program wrote and read.
const std::deque<WatchedChunk> &callsOf(const WatchedStream &stream, Flow flow)
{
    return isEncrypted(stream) ? stream.flow(flow).encrypted : stream.flow(flow).chunks;
}

ByteRange placeOf(const WatchedChunk &chunk, bool encrypted)
{
    return encrypted ? chunk.plain : chunk.range;
}

bool has(const WatchedStream &stream, Kind kind)
{
    const auto in = [kind](const std::deque<WatchedChunk> &calls) {
        // What a stream has is seen from its first calls.
        const auto end = calls.size() > 64 ? calls.begin() + 64 : calls.end();
        return std::any_of(calls.begin(), end, [kind](const WatchedChunk &chunk) { return isOf(chunk, kind); });
    };
    return in(callsOf(stream, Flow::ToServer)) || in(callsOf(stream, Flow::ToClient));
}

} // namespace

QString provenanceName(Provenance provenance)
{
    switch (provenance) {
    case Provenance::Measured:
        return QCoreApplication::translate("Wire", "measured");
    case Provenance::Kernel:
        return QCoreApplication::translate("Wire", "reported by the kernel");
    case Provenance::Inferred:
        return QCoreApplication::translate("Wire", "inferred");
    case Provenance::Injected:
        break;
    }
    return QCoreApplication::translate("Wire", "injected");
}

std::vector<RibbonLane> ribbonLanes(const WatchedStream &stream)
{
    std::vector<RibbonLane> lanes;
    const bool sends = has(stream, Kind::Send);
    const bool receives = has(stream, Kind::Receive);
    if (stream.kind == WatchedStream::Kind::Relay) {
        // The bytes pass its recv first. What the two programs called nobody between them can see.
        if (receives)
            lanes.push_back({Kind::Receive, QCoreApplication::translate("Wire", "relay's recv"), QCoreApplication::translate("Wire", "What the relay's own recv returned. How the sender had cut it the relay cannot know."), Provenance::Measured});
        if (sends)
            lanes.push_back({Kind::Send, QCoreApplication::translate("Wire", "relay's send"), QCoreApplication::translate("Wire", "What the relay's own send gave on. How the receiver's recv will cut it the relay cannot know."), Provenance::Measured});
        return lanes;
    }
    if (isEncrypted(stream)) {
        if (sends)
            lanes.push_back({Kind::Send, QCoreApplication::translate("Wire", "send, TLS"), QCoreApplication::translate("Wire", "What each call of send handed to the operating system: TLS records, drawn above the bytes that are in them."), Provenance::Measured, true});
        if (has(stream, Kind::Queue))
            lanes.push_back({Kind::Queue, QCoreApplication::translate("Wire", "queue, TLS"), QCoreApplication::translate("Wire", "What waited in the receiver's queue when recv was called: TLS records, drawn above the bytes that are in them."), Provenance::Kernel, true});
        if (receives)
            lanes.push_back({Kind::Receive, QCoreApplication::translate("Wire", "recv, TLS"), QCoreApplication::translate("Wire", "What each call of recv returned: TLS records, drawn above the bytes that could be read when they had come."), Provenance::Measured, true});
        return lanes;
    }
    if (sends)
        lanes.push_back({Kind::Send, QCoreApplication::translate("Wire", "send"), QCoreApplication::translate("Wire", "What each call of send handed to the operating system."), Provenance::Measured});
    if (has(stream, Kind::Queue))
        lanes.push_back({Kind::Queue, QCoreApplication::translate("Wire", "queue"), QCoreApplication::translate("Wire", "What waited in the receiver's queue when recv was called."), Provenance::Kernel});
    if (receives)
        lanes.push_back({Kind::Receive, QCoreApplication::translate("Wire", "recv"), QCoreApplication::translate("Wire", "What each call of recv returned."), Provenance::Measured});
    return lanes;
}

std::vector<LaneSpan> laneSpans(const WatchedStream &stream, Flow flow, Kind kind, const ByteRange &range, size_t most)
{
    std::vector<LaneSpan> spans;
    const bool encrypted = isEncrypted(stream);
    const auto &chunks = callsOf(stream, flow);
    // Sends and receives of one direction each grow; both together nearly do. Of few, all are looked at; of many, those from a little before the place on.
    auto chunk = chunks.begin();
    if (static_cast<std::ptrdiff_t>(chunks.size()) > Few) {
        chunk = std::lower_bound(chunks.begin(), chunks.end(), range.from, [encrypted](const WatchedChunk &each, qint64 offset) { return placeOf(each, encrypted).to <= offset; });
        chunk -= std::min<std::ptrdiff_t>(Few / 8, chunk - chunks.begin());
    }
    qint64 number = std::count_if(chunks.begin(), chunk, [kind](const WatchedChunk &each) { return isOf(each, kind); });
    for (int beyond = 0; chunk != chunks.end() && spans.size() < most && beyond < 64; ++chunk) {
        if (!isOf(*chunk, kind))
            continue;
        ++number;
        ByteRange own = placeOf(*chunk, encrypted);
        if (kind == Kind::Queue)
            own.to += chunk->left;
        if (own.touches(range) && !own.isEmpty())
            spans.push_back({own, number, chunk->atNs, chunk->injected, kind == Kind::Queue ? chunk->range.size() + chunk->left : chunk->range.size(), encrypted});
        else if (own.from >= range.to)
            ++beyond;
    }
    return spans;
}

CallContents callContents(const inspect::StreamCapture &capture, const WatchedStream &stream, Flow flow, qint64 offset)
{
    const bool encrypted = isEncrypted(stream);
    const auto &chunks = callsOf(stream, flow);
    const auto look = [&](const ByteRange &range, qint64 moved) {
        CallContents contents;
        contents.valid = true;
        contents.range = range;
        contents.moved = moved;
        contents.encrypted = encrypted;
        contents.relay = stream.kind == WatchedStream::Kind::Relay;
        contents.datagrams = stream.datagrams;
        const auto &frames = stream.flow(flow).frames;
        for (size_t i = capture.firstFrameAfter(stream, flow, range.from); i < frames.size(); ++i) {
            const auto *frame = capture.frame(frames[i]);
            if (!frame || frame->offset >= range.to)
                break;
            const ByteRange own = frame->range();
            if (own.isEmpty())
                continue;
            ++(own.from >= range.from && own.to <= range.to ? contents.whole : contents.pieces);
        }
        return contents;
    };
    const auto withSends = [&](CallContents contents) {
        if (!contents.relay)
            contents.sends = static_cast<int>(laneSpans(stream, flow, Kind::Send, contents.range, 1'000).size());
        return contents;
    };
    if (offset >= 0) {
        const auto spans = laneSpans(stream, flow, Kind::Receive, {offset, offset + 1}, 1);
        return spans.empty() ? CallContents{} : withSends(look(spans.front().range, spans.front().moved));
    }
    int looked = 0;
    for (auto chunk = chunks.rbegin(); chunk != chunks.rend() && looked < MostLookedAt; ++chunk) {
        if (chunk->call != WatchedChunk::Call::Receive)
            continue;
        ++looked;
        const CallContents contents = look(placeOf(*chunk, encrypted), chunk->range.size());
        if (contents.whole > 1)
            return withSends(contents);
    }
    return {};
}

QString explainCall(const CallContents &contents)
{
    if (!contents.valid)
        return {};
    const QString call = contents.encrypted ? QCoreApplication::translate("Wire", "This recv returned %1 bytes of TLS records with %2 bytes in them").arg(QLocale().toString(contents.moved), QLocale().toString(contents.range.size()))
            : contents.relay ? QCoreApplication::translate("Wire", "The relay's recv returned %1 bytes").arg(QLocale().toString(contents.range.size())) : QCoreApplication::translate("Wire", "This recv returned %1 bytes").arg(QLocale().toString(contents.range.size()));
    if (contents.datagrams && contents.whole == 1 && contents.pieces == 0)
        return QCoreApplication::translate("Wire", "%1: exactly one datagram. UDP keeps their borders: what one call has sent, one call reads.").arg(call);
    if (contents.datagrams && contents.whole == 0 && contents.pieces > 0)
        return QCoreApplication::translate("Wire", "%1: only the beginning of a datagram. The rest of it is lost, for recv was asked for too few bytes; the next call has the next datagram.").arg(call);
    if (contents.whole > 1) {
        const QString what = contents.pieces > 0 ? QCoreApplication::translate("Wire", "%n whole messages and a piece of another", nullptr, contents.whole) : QCoreApplication::translate("Wire", "%n whole messages", nullptr, contents.whole);
        const QString why = contents.sends > 1 ? QCoreApplication::translate("Wire", "The bytes of %n sends were waiting together, and TCP keeps no borders between them.", nullptr, contents.sends)
                : contents.sends == 1  ? QCoreApplication::translate("Wire", "One send had handed them over together, and TCP keeps no borders between messages.")
                                               : QCoreApplication::translate("Wire", "They were waiting together, and TCP keeps no borders between messages.");
        return QCoreApplication::translate("Wire", "%1: %2. %3").arg(call, what, why);
    }
    if (contents.whole == 1 && contents.pieces == 0)
        return QCoreApplication::translate("Wire", "%1: exactly one message. That is luck: nothing in TCP promises it.").arg(call);
    if (contents.whole == 0 && contents.pieces > 0)
        return QCoreApplication::translate("Wire", "%1: only a piece of a message. The receiver has to keep it and call recv again.").arg(call);
    if (contents.whole == 1)
        return QCoreApplication::translate("Wire", "%1: one whole message and a piece of another.").arg(call);
    return call + u'.';
}

} // namespace transom::ui
