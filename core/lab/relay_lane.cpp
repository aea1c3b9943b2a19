#include "core/lab/relay_lane.h"

#include <algorithm>

namespace transom::lab {

namespace {

using std::chrono::nanoseconds;

constexpr qint64 NsPerSecond = 1'000'000'000;
constexpr qint64 LongestSwap = 100'000'000;
/// A limited rate is kept in steps of this part of a second.
constexpr qint64 RateSteps = 50;

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
    m_rules.clear();
    if (faults.isNothing())
        m_next.clear();
    m_stalledUntil = 0;
    m_notBefore = 0;
    addFaults(faults, now);
}

void RelayLane::addFaults(const Faults &faults, qint64 now)
{
    if (faults.once)
        return m_next.add(faults, now);
    const bool atOnce = faults.fromByte == 0 && faults.after.count() == 0;
    if (!atOnce || faults.stall.count() <= 0)
        return m_rules.add(faults, now);
    m_stalledUntil = now + ns(faults.stall);
    m_report(FaultKind::Stall, m_released, 0, ns(faults.stall));
    m_rules.add(faults.without(FaultKind::Stall), now);
}

void RelayLane::clearFault(FaultKind kind, qint64 now)
{
    m_rules.remove(kind);
    m_next.remove(kind);
    if (kind == FaultKind::Stall)
        m_stalledUntil = std::min(m_stalledUntil, now);
    if (kind == FaultKind::Rate || kind == FaultKind::Split)
        m_notBefore = std::min(m_notBefore, now);
}

void RelayLane::setNextFaults(const Faults &faults, qint64 now)
{
    m_next.add(faults, now);
}

bool RelayLane::isPlain(qint64 now) const
{
    return !m_options.datagrams && !m_hold && !m_ended && !m_decoder && m_held.empty() && m_queue.empty() && m_rules.isEmpty() && m_next.isEmpty() && m_stalledUntil <= now;
}

void RelayLane::passedBy(qint64 count)
{
    m_arrived += count;
    m_released = m_arrived;
}

void RelayLane::bringBack(const QByteArray &bytes, qint64 now)
{
    Piece piece;
    piece.bytes = bytes;
    piece.offset = m_arrived - bytes.size();
    piece.due = now;
    piece.changed = true; // other cuts than were read
    m_waiting += bytes.size();
    m_lastDue = std::max(m_lastDue, now);
    m_queue.push_back(std::move(piece));
}

void RelayLane::push(const QByteArray &chunk, qint64 now)
{
    if (m_decoder)
        decode(chunk);
    Piece piece;
    piece.bytes = chunk;
    piece.offset = m_arrived;
    m_arrived += chunk.size();
    m_waiting += chunk.size();
    if (!m_hold)
        return release(std::move(piece), now);
    piece.since = now;
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
    piece.since = now;
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
    // What begins at a byte begins exactly there.
    while (const auto cut = firstCut(piece)) {
        Piece part;
        part.offset = piece.offset;
        part.bytes = piece.bytes.first(static_cast<qsizetype>(*cut - piece.offset));
        part.changed = piece.changed = true;
        piece.bytes = piece.bytes.sliced(part.bytes.size());
        piece.offset = *cut;
        releasePart(std::move(part), now);
    }
    releasePart(std::move(piece), now);
}

std::optional<qint64> RelayLane::firstCut(const Piece &piece) const
{
    if (m_options.datagrams || m_ended)
        return {};
    const qint64 end = piece.offset + piece.bytes.size();
    const auto cut = m_rules.cut(piece.offset, end);
    const auto next = m_next.cut(piece.offset, end);
    return cut && next ? std::min(cut, next) : cut ? cut : next;
}

void RelayLane::releasePart(Piece piece, qint64 now)
{
    if (m_ended) { // after an injected end
        m_waiting -= piece.bytes.size();
        m_report(FaultKind::HalfClose, piece.offset, piece.bytes.size(), 0);
        return;
    }
    const Faults faults = faultsFor(piece, now);
    if (faults.stall.count() > 0) {
        m_report(FaultKind::Stall, piece.offset, piece.bytes.size(), ns(faults.stall));
        // What is before this byte still goes.
        if (m_options.datagrams)
            m_stalledUntil = now + ns(faults.stall);
        else
            m_lastDue = std::max(m_lastDue, now + ns(faults.stall));
    }
    if (!m_options.datagrams && (faults.reset || (faults.halfClose && faults.fromByte > 0)))
        return endBefore(piece, now, faults.reset ? End::Reset : End::Orderly);
    schedule(std::move(piece), now, faults);
}

/// What is set for the next chunk comes instead of the others.
Faults RelayLane::faultsFor(const Piece &piece, qint64 now)
{
    const Faults next = m_next.takeAway(piece.offset, now);
    return next.isNothing() ? m_rules.take(piece.offset, now) : next;
}

void RelayLane::endBefore(const Piece &piece, qint64 now, End end)
{
    m_report(end == End::Reset ? FaultKind::Reset : FaultKind::HalfClose, piece.offset, piece.bytes.size(), 0);
    m_waiting -= piece.bytes.size();
    endAt(piece.offset, end, now);
}

void RelayLane::endAt(qint64 offset, End end, qint64 now)
{
    m_ended = true;
    Piece marker;
    marker.end = end;
    marker.offset = offset;
    marker.due = std::max(m_lastDue, now);
    enqueue(std::move(marker));
}

void RelayLane::tick(qint64 now)
{
    const Faults faults = m_rules.takeTimed(now);
    if (faults.stall.count() > 0) {
        m_stalledUntil = now + ns(faults.stall);
        m_report(FaultKind::Stall, m_released, 0, ns(faults.stall));
    }
    if (m_options.datagrams || m_ended || !(faults.reset || faults.halfClose))
        return;
    m_report(faults.reset ? FaultKind::Reset : FaultKind::HalfClose, m_released, 0, 0);
    endAt(m_released, faults.reset ? End::Reset : End::Orderly, now);
}

void RelayLane::schedule(Piece piece, qint64 now, const Faults &faults)
{
    const qint64 size = piece.bytes.size();
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
    const qint64 end = piece.offset + size;
    enqueue(std::move(piece));
    if (faults.halfClose) {
        m_report(FaultKind::HalfClose, end, 0, 0);
        endAt(end, End::Orderly, now);
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

std::optional<qint64> RelayLane::queueDue() const
{
    if (m_queue.empty())
        return {};
    return std::max({m_queue.front().due, m_notBefore, m_stalledUntil});
}

std::optional<qint64> RelayLane::nextDue() const
{
    const auto timed = m_rules.nextTimed();
    const auto queue = queueDue();
    return timed && queue ? std::min(timed, queue) : timed ? timed : queue;
}

std::optional<RelayLane::Out> RelayLane::next(qint64 now) const
{
    const auto due = queueDue();
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
