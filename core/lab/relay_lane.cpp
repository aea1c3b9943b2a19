#include "core/lab/relay_lane.h"

#include <algorithm>

namespace transom::lab {

namespace {

using std::chrono::nanoseconds;

constexpr qint64 NsPerSecond = 1'000'000'000;
constexpr qint64 LongestSwap = 100'000'000;
/// A limited rate is kept in steps of this part of a second.
constexpr qint64 RateSteps = 50;
constexpr size_t MostFrameEnds = 100'000;

qint64 ns(std::chrono::milliseconds time)
{
    return std::max<qint64>(nanoseconds(time).count(), 0);
}

} // namespace

RelayLane::RelayLane(const Options &options, Report report)
    : m_options(options)
    , m_report(std::move(report))
    , m_random(options.seed)
{
    setFraming(options.framing);
}

void RelayLane::setFaults(const Faults &faults, qint64 now)
{
    m_faults = faults;
    m_stalledUntil = faults.stall.count() > 0 ? now + ns(faults.stall) : 0;
    if (m_stalledUntil > 0)
        m_report(FaultKind::Stall, m_released, 0, ns(faults.stall));
    m_notBefore = 0;
}

void RelayLane::setFraming(const inspect::Framing &framing)
{
    m_options.framing = framing;
    m_frameEnds.clear();
    m_decoder.reset();
    // Only a beginning can be decoded: a stream that is under way has no known frame boundary.
    if (m_arrived == 0 && stepsFrames())
        m_decoder.emplace(inspect::Framings{framing, framing});
}

void RelayLane::setHold(bool hold, qint64 now)
{
    m_hold = hold;
    m_frameSteps = 0;
    while (!m_hold && !m_held.empty()) {
        Piece piece = std::move(m_held.front());
        m_held.pop_front();
        m_heldBytes -= piece.bytes.size();
        release(std::move(piece), now);
    }
}

void RelayLane::stepChunk(qint64 now)
{
    if (m_held.empty())
        return;
    Piece piece = std::move(m_held.front());
    m_held.pop_front();
    m_heldBytes -= piece.bytes.size();
    release(std::move(piece), now);
}

void RelayLane::stepFrame(qint64 now)
{
    if (!m_decoder || m_options.datagrams)
        return stepChunk(now);
    // A stream's end is a step of its own.
    if (!m_held.empty() && m_held.front().end != End::None)
        return stepChunk(now);
    ++m_frameSteps;
    releaseFrames(now);
}

void RelayLane::releaseFrames(qint64 now)
{
    while (m_frameSteps > 0 && !m_frameEnds.empty()) {
        releaseUpTo(m_frameEnds.front(), now);
        --m_frameSteps;
    }
    const bool endsHere = !m_held.empty() && m_held.back().end != End::None;
    if (m_frameSteps > 0 && (room() <= 0 || endsHere))
        releaseUpTo(m_arrived, now); // no more of it can arrive
}

void RelayLane::releaseUpTo(qint64 offset, qint64 now)
{
    while (!m_held.empty() && m_held.front().end == End::None && m_held.front().offset < offset) {
        Piece &front = m_held.front();
        const auto wanted = static_cast<qsizetype>(std::min<qint64>(offset - front.offset, front.bytes.size()));
        Piece piece;
        piece.offset = front.offset;
        if (wanted == front.bytes.size()) {
            piece.bytes = std::move(front.bytes);
            m_held.pop_front();
        } else {
            piece.bytes = front.bytes.first(wanted);
            piece.changed = true;
            front.bytes = front.bytes.sliced(wanted);
            front.offset += wanted;
            front.changed = true;
        }
        m_heldBytes -= wanted;
        release(std::move(piece), now);
    }
}

void RelayLane::push(const QByteArray &chunk, qint64 now)
{
    if (m_decoder) {
        for (const inspect::DecodedFrame &frame : m_decoder->feed(m_options.from, chunk)) {
            if (frame.complete && m_frameEnds.size() < MostFrameEnds)
                m_frameEnds.push_back(frame.offset + frame.length);
        }
    }
    Piece piece;
    piece.bytes = chunk;
    piece.offset = m_arrived;
    m_arrived += chunk.size();
    m_waiting += chunk.size();
    if (!m_hold)
        return release(std::move(piece), now);
    m_heldBytes += chunk.size();
    m_held.push_back(std::move(piece));
    releaseFrames(now);
}

void RelayLane::pushEnd(End end, qint64 now)
{
    Piece piece;
    piece.end = end;
    piece.offset = m_arrived;
    if (!m_hold)
        return release(std::move(piece), now);
    m_held.push_back(std::move(piece));
    releaseFrames(now);
}

void RelayLane::clear()
{
    m_held.clear();
    m_queue.clear();
    m_waiting = m_heldBytes = 0;
}

void RelayLane::release(Piece piece, qint64 now)
{
    m_released = piece.offset + piece.bytes.size();
    while (!m_frameEnds.empty() && m_frameEnds.front() <= m_released)
        m_frameEnds.pop_front();
    if (piece.end != End::None) {
        piece.due = std::max(m_lastDue, now);
        return enqueue(std::move(piece));
    }
    if (m_ended) { // after an injected half-close
        m_waiting -= piece.bytes.size();
        m_report(FaultKind::HalfClose, piece.offset, piece.bytes.size(), 0);
        return;
    }
    const Faults faults = m_next.value_or(m_faults);
    const bool onlyThis = m_next.has_value();
    m_next.reset();
    if (onlyThis && faults.stall.count() > 0) {
        m_stalledUntil = now + ns(faults.stall);
        m_report(FaultKind::Stall, piece.offset, piece.bytes.size(), ns(faults.stall));
    }
    schedule(std::move(piece), now, faults);
}

void RelayLane::schedule(Piece piece, qint64 now, const Faults &faults)
{
    const qint64 size = piece.bytes.size();
    if (faults.reset && !m_options.datagrams) {
        m_report(FaultKind::Reset, piece.offset, size, 0);
        m_waiting -= size;
        m_ended = true;
        piece.bytes.clear();
        piece.end = End::Reset;
        piece.due = std::max(m_lastDue, now);
        return enqueue(std::move(piece));
    }
    if (size > 0 && chance(faults.flip)) {
        const auto bit = static_cast<qint64>(m_random() % static_cast<quint64>(size * 8));
        piece.bytes[static_cast<qsizetype>(bit / 8)] = static_cast<char>(piece.bytes[static_cast<qsizetype>(bit / 8)] ^ (1 << (bit % 8)));
        piece.changed = true;
        m_report(FaultKind::Flip, piece.offset + bit / 8, 1, piece.offset * 8 + bit);
    }
    qint64 wait = ns(faults.delay);
    if (faults.jitter.count() > 0)
        wait += static_cast<qint64>(m_random() % static_cast<quint64>(ns(faults.jitter) + 1));
    if (wait > 0)
        m_report(FaultKind::Delay, piece.offset, size, wait);
    piece.due = now + wait;
    if (faults.rate > 0) {
        piece.rate = faults.rate;
        m_report(FaultKind::Rate, piece.offset, size, faults.rate);
    }
    if (m_options.datagrams) {
        if (spoilDatagram(piece, now, faults))
            enqueue(std::move(piece));
        return;
    }
    piece.due = std::max(piece.due, m_lastDue);
    if (faults.split > 0 && size > faults.split) {
        piece.split = faults.split;
        piece.gap = ns(faults.splitGap);
        piece.changed = true;
        m_report(FaultKind::Split, piece.offset, size, faults.split);
    }
    if (faults.merge.count() > 0) {
        m_report(FaultKind::Merge, piece.offset, size, ns(faults.merge));
        if (!m_queue.empty() && m_queue.back().mergeUntil > now && m_queue.back().done == 0) {
            m_queue.back().bytes += piece.bytes;
            m_queue.back().changed = true;
            return;
        }
        piece.mergeUntil = piece.due = std::max(piece.due, now + ns(faults.merge));
    }
    m_lastDue = piece.due;
    const bool last = faults.halfClose;
    const qint64 end = piece.offset + size;
    enqueue(std::move(piece));
    if (last) {
        m_report(FaultKind::HalfClose, end, 0, 0);
        m_ended = true;
        Piece marker;
        marker.end = End::Orderly;
        marker.offset = end;
        marker.due = m_lastDue;
        enqueue(std::move(marker));
    }
}

/// False: it is lost.
bool RelayLane::spoilDatagram(Piece &piece, qint64 now, const Faults &faults)
{
    const qint64 size = piece.bytes.size();
    if (chance(faults.loss)) {
        m_report(FaultKind::Loss, piece.offset, size, 0);
        m_waiting -= size;
        return false;
    }
    // One that waits for its successor follows it now.
    for (Piece &other : m_queue) {
        if (std::exchange(other.swapped, false))
            other.due = piece.due + 1;
    }
    std::stable_sort(m_queue.begin(), m_queue.end(), [](const Piece &a, const Piece &b) { return a.due < b.due; });
    if (chance(faults.duplicate)) {
        m_report(FaultKind::Duplicate, piece.offset, size, 0);
        m_waiting += size;
        Piece copy = piece;
        copy.changed = true;
        enqueue(std::move(copy));
    }
    if (chance(faults.reorder)) {
        m_report(FaultKind::Reorder, piece.offset, size, 0);
        piece.swapped = true;
        piece.due = std::max(piece.due, now) + LongestSwap;
    }
    return true;
}

void RelayLane::enqueue(Piece piece)
{
    if (!m_options.datagrams) {
        m_queue.push_back(std::move(piece));
        return;
    }
    const auto after = std::upper_bound(m_queue.begin(), m_queue.end(), piece.due, [](qint64 due, const Piece &other) { return due < other.due; });
    m_queue.insert(after, std::move(piece));
}

bool RelayLane::chance(double probability)
{
    if (!(probability > 0))
        return false;
    // By hand: the standard's distributions give other numbers elsewhere.
    return static_cast<double>(m_random() >> 11) / 9007199254740992.0 < probability;
}

std::optional<qint64> RelayLane::nextDue() const
{
    if (m_queue.empty())
        return {};
    return std::max({m_queue.front().due, m_notBefore, m_stalledUntil});
}

std::optional<RelayLane::Out> RelayLane::next(qint64 now) const
{
    const auto due = nextDue();
    if (!due || *due > now)
        return {};
    const Piece &piece = m_queue.front();
    Out out;
    out.end = piece.end;
    out.offset = piece.offset + piece.done;
    out.changed = piece.changed || piece.done > 0;
    qsizetype most = piece.bytes.size() - piece.done;
    if (!m_options.datagrams) {
        if (piece.split > 0)
            most = std::min(most, piece.split);
        if (piece.rate > 0)
            most = static_cast<qsizetype>(std::min<qint64>(most, std::max<qint64>(piece.rate / RateSteps, 1)));
    }
    out.bytes = QByteArrayView(piece.bytes).sliced(piece.done, most);
    if (most == piece.bytes.size())
        out.whole = piece.bytes;
    return out;
}

void RelayLane::written(qint64 count, qint64 now)
{
    Piece &piece = m_queue.front();
    if (m_options.datagrams)
        count = piece.bytes.size();
    piece.done += static_cast<qsizetype>(count);
    m_waiting -= count;
    if (piece.rate > 0)
        m_notBefore = std::max(m_notBefore, now) + static_cast<qint64>(static_cast<double>(count) * NsPerSecond / static_cast<double>(piece.rate));
    if (piece.done == piece.bytes.size()) {
        m_queue.pop_front();
        return;
    }
    // A gap is one between sends, not between what the socket has taken of one.
    if (piece.gap > 0 && piece.split > 0 && piece.done % piece.split == 0)
        m_notBefore = std::max(m_notBefore, now + piece.gap);
}

} // namespace transom::lab
