#pragma once

#include "core/inspect/framing.h"

namespace transom::inspect {

/// One direction of a FramingDecoder. A frame is read as a head (kept, bounded), whose end the rule finds, then a body of known length
/// (counted, not kept but for its beginning).
class FramingDecoder::Direction
{
public:
    Direction(const Framing &framing, From from);

    void feed(QByteArrayView bytes, QList<DecodedFrame> &frames);
    /// The other side has sent something: a number that had no end has one now.
    void turnEnded(QList<DecodedFrame> &frames);
    void finish(QList<DecodedFrame> &frames);
    std::optional<DecodedFrame> underWay() const;

private:
    enum class State : quint8 { Head, Body, Until, Turn, Failed };

    State startState() const;
    qsizetype feedHead(QByteArrayView bytes, QList<DecodedFrame> &frames);
    qsizetype feedDelimited(QByteArrayView bytes, QList<DecodedFrame> &frames);
    qsizetype feedTurn(QByteArrayView bytes, QList<DecodedFrame> &frames);
    void feedBody(qsizetype count, QByteArrayView bytes, QList<DecodedFrame> &frames);
    void headComplete(QList<DecodedFrame> &frames);
    void transomHead(QList<DecodedFrame> &frames);
    void prefixHead(QList<DecodedFrame> &frames);
    void jsonHead(QList<DecodedFrame> &frames);
    void numberComplete(QList<DecodedFrame> &frames);
    quint64 readInteger(QByteArrayView bytes) const;

    void addPart(PartKind kind, qint64 length, const char *name, const QString &value = {});
    void expectBody(qint64 length, QList<DecodedFrame> &frames);
    void complete(QList<DecodedFrame> &frames);
    void refuse(const QString &why, QList<DecodedFrame> &frames);
    void begin();

    Framing m_framing;
    State m_state;
    DecodedFrame m_frame;      ///< under way: its parts are those that are known
    qint64 m_arrived = 0;      ///< bytes of the direction in all
    QByteArray m_head;         ///< what has come of the head
    qint64 m_headNeeds = 0;    ///< its size, as far as it is known
    qint64 m_bodyLength = 0;
    qint64 m_bodyHave = 0;
    QByteArray m_bodyStart;    ///< for the title
    qsizetype m_matched = 0;   ///< bytes of the delimiter that the last bytes equal
    QList<qsizetype> m_borders; ///< of the delimiter (Knuth, Morris and Pratt)
    bool m_numbersSeen = false; ///< this side is the one that announces lengths
    bool m_plainTurn = false;   ///< this turn is no announcement
};

} // namespace transom::inspect
