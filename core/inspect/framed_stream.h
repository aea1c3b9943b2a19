#pragma once

#include "core/inspect/framing_guess.h"
#include "core/inspect/stream_capture.h"

#include <deque>
#include <optional>

namespace transom::inspect {

/// Cuts the bytes of one watched stream that nobody has cut yet (a relay's, a socket's of the lab) into frames of the capture, by a framing that
/// was chosen or guessed, and cuts them anew when another is chosen. What is under way is a frame, too: one that says what it still needs.
/// Keeps the first MostKept bytes for that. Pure; one thread; the capture outlives it.
class FramedStream
{
public:
    static constexpr qint64 MostKept = 1024 * 1024;

    /// Datagrams are frames as they are.
    FramedStream(StreamCapture &capture, quint32 stream, bool datagrams);

    /// Bytes that `from` has sent, in the order of the direction and without what must not be shown. `atNs`: when they were handed over, or taken up where
    /// that is not known. Sets `cutAnew()` where a better guess has come.
    void read(From from, const QByteArray &bytes, qint64 atNs, qint64 wallMs);
    /// The other side had the direction up to `end` at that time.
    void delivered(From from, qint64 end, qint64 atNs);
    void ended(From from);

    /// Nothing: it is guessed.
    void choose(const std::optional<Framings> &framings);
    const std::optional<Framings> &chosen() const { return m_chosen; }
    const Framings &framings() const { return m_framings; }
    /// Why it was guessed: one translated sentence. Empty where it was chosen, or nothing has come yet.
    const QString &reason() const { return m_reason; }
    /// From where on the framing does not fit, and why; empty where it does.
    const QString &problem() const { return m_problem; }
    /// Whether all that was read is kept, so that a new choice reaches all of it.
    bool keepsAll() const { return m_keepsAll; }
    bool isDatagrams() const { return m_datagrams; }
    /// True once after the stream was cut anew: rows of before are gone.
    bool takeCutAnew() { return std::exchange(m_cutAnew, false); }

private:
    struct Piece
    {
        From from = From::Client;
        QByteArray bytes;
        qint64 atNs = 0;
        qint64 wallMs = 0;
    };
    struct Side
    {
        qint64 arrived = 0;      ///< bytes
        QByteArray recent;       ///< from the beginning of what is under way on
        qint64 recentFrom = 0;
        quint64 underWay = 0;    ///< the frame's number
        std::deque<std::pair<qint64, quint64>> undelivered; ///< end of a frame, its number
        std::deque<std::pair<qint64, qint64>> delivered;    ///< end, when
        bool ended = false;
    };

    void cut(const Piece &piece);
    void put(const DecodedFrame &decoded, const Piece &piece);
    void putWhole(const Piece &piece, qint64 offset);
    QString wholeTitle(qsizetype size) const;
    void store(From from, WatchedFrame frame, bool whole);
    void showUnderWay(From from, const Piece &piece);
    void trim(Side &side);
    void guess();
    void cutAll();
    Side &side(From from) { return m_sides[static_cast<size_t>(from)]; }
    QByteArray bytesOf(const Side &side, qint64 offset, qint64 length) const;

    StreamCapture &m_capture;
    const quint32 m_stream;
    const bool m_datagrams;
    std::optional<Framings> m_chosen;
    Framings m_framings;
    FramingDecoder m_decoder;
    QString m_reason;
    QString m_problem;
    bool m_sure = false;
    qsizetype m_nextGuess = 0; ///< from so many pieces on
    bool m_cutAnew = false;
    bool m_keepsAll = true;
    QList<Piece> m_pieces;
    qint64 m_kept = 0;
    Side m_sides[2];
};

/// What a part of a frame is for, in one translated sentence.
QString partMeaning(const FramePart &part);

} // namespace transom::inspect
