// What a lane holds back, and how that goes on by chunks and frames.

#include "core/lab/relay_lane.h"

#include <algorithm>

namespace transom::lab {

namespace {

constexpr size_t MostFrameEnds = 100'000;

} // namespace

void RelayLane::setFraming(const inspect::Framing &framing)
{
    m_options.framing = framing;
    m_frameEnds.clear();
    m_frameSteps = 0;
    m_decoder.reset();
    if (!stepsFrames() || m_options.datagrams)
        return;
    m_decoder.emplace(inspect::Framings{framing, framing});
    m_decodedFrom = m_held.empty() ? m_arrived : m_held.front().offset;
    for (const Piece &piece : m_held)
        decode(piece.bytes);
}

void RelayLane::decode(const QByteArray &chunk)
{
    for (const inspect::DecodedFrame &frame : m_decoder->feed(m_options.from, chunk)) {
        if (frame.complete && m_frameEnds.size() < MostFrameEnds)
            m_frameEnds.push_back(m_decodedFrom + frame.offset + frame.length);
    }
}

qsizetype RelayLane::heldFrames() const
{
    return m_hold ? static_cast<qsizetype>(m_frameEnds.size()) : 0;
}

qint64 RelayLane::missing() const
{
    if (!m_decoder)
        return 0;
    const auto frame = m_decoder->underWay(m_options.from);
    return frame ? frame->needs : 0;
}

void RelayLane::setHold(bool hold, qint64 now)
{
    m_hold = hold;
    m_frameSteps = 0;
    while (!m_hold && !m_held.empty())
        stepChunk(now);
}

void RelayLane::stepChunk(qint64 now)
{
    if (m_held.empty())
        return;
    Piece piece = std::move(m_held.front());
    m_held.pop_front();
    m_heldBytes -= piece.bytes.size();
    releaseHeld(std::move(piece), now);
}

void RelayLane::releaseHeld(Piece piece, qint64 now)
{
    m_report(FaultKind::Hold, piece.offset, piece.bytes.size(), now - piece.since);
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
        piece.since = front.since;
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
        releaseHeld(std::move(piece), now);
    }
}

} // namespace transom::lab
