#pragma once

#include "core/lab/relay_event.h"
#include "core/lab/relay_rules.h"

#include <deque>
#include <optional>
#include <random>

namespace transom::lab {

/// One direction of a relayed stream or flow between the read and the write: holds, steps and spoils. Pure: it knows no socket and
/// is told the time (nanoseconds of monotonicNs()). One thread.
class RelayLane
{
public:
    enum class End : quint8 { None, Orderly, Reset };

    /// `fault`, and the range and amount as in RelayEvent.
    using Report = std::function<void(FaultKind fault, qint64 offset, qint64 length, qint64 amount)>;

    struct Options
    {
        From from = From::Client;
        bool datagrams = false;
        qint64 limit = 1024 * 1024; ///< bytes that wait here, at most
        quint64 seed = 0;
        inspect::Framing framing;   ///< for stepFrame()
    };

    /// What may be sent now.
    struct Out
    {
        QByteArrayView bytes; ///< valid until the next call
        QByteArray whole;     ///< the same, where it is a chunk as it was read: shares its memory
        qint64 offset = 0;
        bool changed = false; ///< other bytes, or other pieces, than were read
        End end = End::None;  ///< instead of bytes
    };

    RelayLane(const Options &options, Report report);

    void setReport(Report report) { m_report = std::move(report); }
    /// Instead of all that were set and added before. Those for the next chunk stay, unless these are nothing at all.
    void setFaults(const Faults &faults, qint64 now);
    /// On top of them.
    void addFaults(const Faults &faults, qint64 now);
    void clearFault(FaultKind kind, qint64 now);
    /// For the next chunk to leave the hold (the next that its `fromByte` and `after` allow), instead of the others.
    void setNextFaults(const Faults &faults, qint64 now);
    /// Where bytes have come already, the first that is held, or the next to come, is taken as the beginning of a frame.
    void setFraming(const inspect::Framing &framing);
    /// While it is on, chunks wait until stepped.
    void setHold(bool hold, qint64 now);
    bool isHeld() const { return m_hold; }
    void stepChunk(qint64 now);
    /// Lets pass what is held up to the end of the next frame, as soon as that has arrived. A frame that is larger than the limit passes in pieces. The
    /// same as stepChunk() where the framing is none or needs turns.
    void stepFrame(qint64 now);
    /// Frames that are held whole, and the bytes that the last, incomplete one is known to need; 0 where there is no framing.
    qsizetype heldFrames() const;
    qint64 missing() const;
    /// Since when the first of what is held waits.
    qint64 heldSince() const { return m_held.empty() ? 0 : m_held.front().since; }

    /// Nothing waits, and nothing would be done to bytes but pass them on: they need not come here at all.
    bool isPlain(qint64 now) const;
    /// They did not: so many have passed by.
    void passedBy(qint64 count);
    /// The last of those, brought back: they wait here now.
    void bringBack(const QByteArray &bytes, qint64 now);

    /// Bytes that may still be pushed; a datagram may be pushed when it is above 0. Single bytes take memory, too: there is none for more than MostChunks.
    qint64 room() const { return m_options.datagrams || pieces() < MostChunks ? m_options.limit - m_waiting : 0; }
    qint64 waiting() const { return m_waiting; }
    qint64 held() const { return m_heldBytes; }
    qsizetype heldChunks() const { return static_cast<qsizetype>(m_held.size()); }
    static constexpr size_t MostDatagrams = 4096;
    static constexpr size_t MostChunks = 16 * 1024;
    /// Chunks or datagrams that wait.
    size_t pieces() const { return m_held.size() + m_queue.size(); }

    void push(const QByteArray &chunk, qint64 now);
    void pushEnd(End end, qint64 now);
    /// Drops everything that waits.
    void clear();

    /// Does what has been set for a moment, not for a chunk. Before next().
    void tick(qint64 now);
    std::optional<Out> next(qint64 now) const;
    /// So many of the bytes that next() has given are gone; of a datagram or an end: it is gone, whatever `count`.
    void written(qint64 count, qint64 now);
    /// When next() or tick() may have something to do; nothing where nothing waits but what is held. May lie in the past.
    std::optional<qint64> nextDue() const;

private:
    struct Piece
    {
        QByteArray bytes;
        qint64 offset = 0;
        qsizetype done = 0;
        qint64 since = 0; ///< of what is held: when it came
        qint64 due = 0;
        qint64 mergeUntil = 0;
        qsizetype split = 0;
        qint64 gap = 0;
        qint64 rate = 0;
        bool changed = false;
        bool swapped = false; ///< waits for its successor
        End end = End::None;
    };

    void release(Piece piece, qint64 now);
    void releaseHeld(Piece piece, qint64 now);
    void releasePart(Piece piece, qint64 now);
    std::optional<qint64> firstCut(const Piece &piece) const;
    Faults faultsFor(const Piece &piece, qint64 now);
    void endBefore(const Piece &piece, qint64 now, End end);
    void endAt(qint64 offset, End end, qint64 now);
    std::optional<qint64> queueDue() const;
    void decode(const QByteArray &chunk);
    void releaseFrames(qint64 now);
    void releaseUpTo(qint64 offset, qint64 now);
    void schedule(Piece piece, qint64 now, const Faults &faults);
    void enqueue(Piece piece);
    bool spoilDatagram(Piece &piece, qint64 now, const Faults &faults);
    bool chance(double probability);
    bool stepsFrames() const { return m_options.framing.kind != inspect::Framing::Kind::None && !m_options.framing.needsTurns(); }

    Options m_options;
    Report m_report;
    RelayRules m_rules;
    RelayRules m_next;
    std::mt19937_64 m_random;
    bool m_hold = false;
    bool m_ended = false;         ///< an injected half-close or reset: what follows is dropped
    int m_frameSteps = 0;         ///< asked for and not complete
    std::deque<Piece> m_held;
    std::deque<Piece> m_queue;    ///< by due
    std::deque<qint64> m_frameEnds; ///< of frames that have arrived and not passed
    std::optional<inspect::FramingDecoder> m_decoder;
    qint64 m_decodedFrom = 0;     ///< the offset of its first byte
    qint64 m_arrived = 0;
    qint64 m_released = 0;
    qint64 m_waiting = 0;
    qint64 m_heldBytes = 0;
    qint64 m_lastDue = 0;
    qint64 m_notBefore = 0;       ///< rate and gaps
    qint64 m_stalledUntil = 0;
};

} // namespace transom::lab
