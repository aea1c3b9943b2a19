#pragma once

#include "core/base/error.h"
#include "core/inspect/stream_capture.h"

#include <QStringList>

#include <array>
#include <memory>

namespace transom::inspect {

/// What a filter asks about besides the frame itself.
class FrameSurroundings
{
public:
    virtual ~FrameSurroundings() = default;
    virtual QString serviceOf(const WatchedFrame &frame) const = 0;
    /// Client and server of a stream.
    virtual std::pair<QString, QString> endsOf(quint32 stream) const = 0;
};

/// What a person wants to see, in one line: terms with a blank between them must all hold, `or` starts another possibility, `-` before a
/// term turns it round. Words without a colon are looked for in the name, the service and the contents.
///
///     type:CHAT_SAY   type:chat (any that begins so)   channel:3   service:files   stream:2   peer:127.0.0.1
///     dir:server dir:client   size>1000 size<=4k   time>2.5 (seconds since the first frame)   took>10 (ms on the way)   is:error is:secret is:marked   text:"two words"
class FrameFilter
{
public:
    /// Takes everything.
    FrameFilter() = default;
    /// Error: BadArgument, with a sentence that says which word.
    static Result<FrameFilter> parse(const QString &text);

    bool isEmpty() const { return m_choices.isEmpty(); }
    /// What it takes, as far as it is of this stream.
    FrameFilter onlyOf(quint32 stream) const;
    /// `originNs`: the time that counts as 0. `marked`: whether the row carries a mark.
    bool matches(const WatchedFrame &frame, const StreamCapture &capture, qint64 originNs, bool marked) const;
    bool matches(const WatchedFrame &frame, const FrameSurroundings &around, qint64 originNs, bool marked) const;
    /// Whether it looks into payloads: without, the header is enough.
    bool needsContents() const;

private:
    enum class Key { Text, Type, Channel, Service, Stream, Peer, Direction, Size, Time, Took, Is };
    enum class Compare { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };
    struct Term
    {
        Key key = Key::Text;
        Compare compare = Compare::Equal;
        bool negated = false;
        QString text;
        QByteArray bytes; ///< `text` in lower-case UTF-8
        double number = 0;
        std::shared_ptr<const std::array<bool, 256>> types; ///< whose name the term holds for; of Text and Type
    };

    static Result<Term> parseTerm(QString word);
    static Result<void> finishTerm(Term &term);
    static bool holds(const Term &term, const WatchedFrame &frame, const FrameSurroundings &around, qint64 originNs, bool marked);

    QList<QList<Term>> m_choices;
};

/// What the word at the end of `text` may become, whole words: "ty" → "type:", "type:CHAT_" → "type:CHAT_SAY", …
/// `types`: names of types that are no messages of Transom's own.
QStringList filterCompletions(const QString &text, const QStringList &types = {});

} // namespace transom::inspect
