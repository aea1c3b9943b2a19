#pragma once

#include "core/lab/dialect/dialect.h"
#include "core/lab/socket/call_record.h"

#include <QList>

namespace transom::lab {

/// What a dialect's wire is made of, as far as a check has to know. `steps` is the friendly conversation with a server, in words:
/// say:WHAT, hear (exactly what ours would say), greet (any words), digits, json200, digest, match:WHAT, end (the server closes), stored.
struct DialectTraits
{
    enum Flag : quint32 {
        Joins = 1,      ///< no framing, and each byte's answer does not depend on the cuts
        Framed = 2,     ///< the request says how long it is
        Words = 4,      ///< people's text crosses: encodings matter
        Output = 8,     ///< answers are as long as a command's output
        Announced = 16, ///< an answer says how long it is
        Digits = 32,    ///< the request has a size
        Binary = 64,    ///< the size is a binary number
        Named = 128,    ///< the request names a file
        Stores = 256,
        Secret = 512,
        Typed = 1024,   ///< the server answers what somebody types
        Turns = 2048,   ///< several answers may follow one after the other: "one request, end" does not hold
        LastWord = 4096,///< the answer is the last thing: asks for it may be followed by a half-close
        Greets = 8192,  ///< the server speaks first
        OneName = 16384, ///< every upload gets the same name
        Silent = 32768, ///< the server says nothing at all
        Byes = 131072,  ///< each side answers the other's goodbye with its own
        Clock = 65536,  ///< the request is a time, and what is none gets words
    };
    const char *id;
    quint32 flags;
    const char *steps;
    const char *typed;         ///< for a client under test: the lines on its input, separated by '|'
    const char *shown;         ///< what a client shows then; nullptr: not to be known
};

const DialectTraits &traitsOf(const Dialect &dialect);

/// One thing that is tried on a program. Texts are English, for translation in the context "Lab".
struct TrialInfo
{
    enum class Kind : quint8 {
        // both roles
        Plain, Split, EachByte, Merged, Empty, Large, Foreign, AnyBytes,
        // the program is the server
        CutCharacter, SlowReader, Stall, HalfClose, Next, Crowd, Waiting, Reset, Vanish, OtherEncoding,
        ByteOrder, Negative, Absurd, NoNumber, ShortBody, Escape, Existing, WrongMac, ReplayedMac, Errors, NoTime,
        // the program is the client
        Farewell, Delayed, CloseEarly, CutAnswer, ResetEarly, Garbage, BadLength,
    };
    const char *id;
    Role role;
    Kind kind;
    quint32 any;   ///< the dialect has one of these flags; 0: every dialect
    quint32 none;  ///< and none of these
    bool datagram; ///< makes sense for datagrams, too
    const char *title;
    const char *tried;
    const char *expected;
    const char *hint;

    QString titleText() const;
    QString triedText() const;
    QString expectedText() const;
    QString hintText() const;
    bool fits(const Dialect &dialect, Role role) const;
    /// A later trial says nothing if this one fails: the friendly conversation, and the next client.
    bool isBasic() const { return kind == Kind::Plain || kind == Kind::Next; }
};

/// Contents that are no text in any encoding: every byte there is.
QByteArray anyBytes();

/// All of them, in the order in which they are run.
const std::vector<TrialInfo> &trials();

/// What became of one.
struct TrialResult
{
    enum class Verdict : quint8 { Passed, Failed, NotTried };

    const TrialInfo *trial = nullptr;
    Verdict verdict = Verdict::NotTried;
    QString happened;         ///< a sentence: what was seen, or why it could not be tried
    QString hint;             ///< of a failure: the usual cause
    QList<CallRecord> calls;  ///< of our side, the first few hundred, with the beginnings of their bytes
    QByteArray output;        ///< the program's
    qint64 milliseconds = 0;
};

const char *verdictName(TrialResult::Verdict verdict); ///< for scripts
QString verdictText(TrialResult::Verdict verdict);

} // namespace transom::lab
