#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

/// Framings: how a byte stream that somebody else made is to be cut into messages. Pure code, any thread.
namespace transom::inspect {

/// Who sent the bytes. The client is the side that connected.
enum class From : quint8 { Client, Server };
constexpr From otherSide(From from) { return from == From::Client ? From::Server : From::Client; }

/// A rule by which one direction of a stream is cut.
struct Framing
{
    enum class Kind : quint8 {
        None,         ///< no frames: the bytes are all there is
        Transom,      ///< core/protocol/PROTOCOL.md, section 2
        LengthPrefix, ///< an integer of `width` bytes, then so many bytes
        AsciiLength,  ///< a decimal number, an acknowledgement of the other side, then so many bytes
        ReadyLength,  ///< "Ready|" and a decimal number, an acknowledgement, then so many bytes
        JsonHeader,   ///< an integer of `width` bytes, a JSON object of that size, then as many bytes as it names
        Delimiter,    ///< everything up to and with `delimiter`
        Fixed,        ///< always `size` bytes
    };

    Kind kind = Kind::None;
    int width = 4;              ///< 2, 4 or 8
    bool littleEndian = false;
    bool includesPrefix = false; ///< the length counts its own bytes, too (LengthPrefix)
    QByteArray delimiter = "\n"; ///< 1 to 64 bytes
    qint64 size = 0;             ///< 1 or above (Fixed)
    qint64 largest = 0x7fffffff; ///< a binary length above this is no length but a sign that the rule is wrong

    bool operator==(const Framing &) const = default;

    /// Whether a frame ends with the other side's turn: such a frame can only be told when both directions are fed.
    bool needsTurns() const { return kind == Kind::AsciiLength || kind == Kind::ReadyLength; }
    /// "none", "transom", "u32be", "u16le", "u64be+" (its own bytes counted), "json-header:u32le", "ascii-ack", "ready", "newline", "crlf", "delim:HEX",
    /// "fixed:N".
    QString text() const;
    /// Reads what text() writes; also "u32" (the big end first), "json-header" (u32le), and the names that were used before: "length4le+", "json4le", "ascii",
    /// "delimiter=HEX", "fixed=N". Nothing where it is no framing.
    static std::optional<Framing> fromText(const QString &text);
};

struct Framings
{
    Framing fromClient;
    Framing fromServer;

    const Framing &of(From from) const { return from == From::Client ? fromClient : fromServer; }
    bool operator==(const Framings &) const = default;
    /// One framing for both, or "CLIENT/SERVER".
    static std::optional<Framings> fromText(const QString &text);
    QString text() const;
};

enum class PartKind : quint8 { Length, Header, Body, Delimiter, Incomplete, Undecoded };

/// A range of a direction's byte stream, and what it is. The parts of a frame touch each other and cover it.
struct FramePart
{
    PartKind kind = PartKind::Body;
    qint64 offset = 0; ///< in the stream of its direction, from 0
    qint64 length = 0; ///< of the bytes that have arrived
    QString name;      ///< "length", "type", "payload": a field's name, not translated
    QString value;     ///< printable; empty for bodies

    bool operator==(const FramePart &) const = default;
};

struct DecodedFrame
{
    From from = From::Client;
    quint64 number = 0;  ///< of its direction, from 0
    qint64 offset = 0;   ///< of its first byte
    qint64 length = 0;   ///< bytes that have arrived
    bool complete = true;
    qint64 needs = 0;           ///< bytes that are missing, at least; 0 when complete
    bool needsExactly = true;   ///< that no more than `needs` are missing: the length is known
    bool secret = false;        ///< its body must not be shown (sign-in)
    QString title;              ///< "CHAT_SAY", "16 bytes": one printable line
    QString problem;            ///< not empty: from here on the framing does not fit, and why. The last frame of its direction
    QList<FramePart> parts;

    bool operator==(const DecodedFrame &) const = default;
};

/// Cuts both directions of one stream into frames, however the bytes are cut themselves: only the order in which the two
/// directions take turns matters, and that only where Framing::needsTurns(). Keeps ranges, not contents: whatever a length announces, it
/// holds a few KiB. A direction whose bytes break the rule is given up for good: it is never searched for the next frame.
class FramingDecoder
{
public:
    explicit FramingDecoder(const Framings &framings);
    ~FramingDecoder();
    FramingDecoder(FramingDecoder &&) noexcept;
    FramingDecoder &operator=(FramingDecoder &&) noexcept;

    /// The frames that these bytes have completed, oldest first; at most one more than there are bytes. One of the other direction may
    /// be among them: a turn of that side has ended.
    QList<DecodedFrame> feed(From from, QByteArrayView bytes);
    /// The direction has ended: what was under way will stay incomplete, and is returned.
    QList<DecodedFrame> finish(From from);
    /// The frame under way, with what it needs; nothing between frames.
    std::optional<DecodedFrame> underWay(From from) const;

    class Direction;

private:
    std::unique_ptr<Direction> m_directions[2];
};

} // namespace transom::inspect
