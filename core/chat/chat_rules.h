#pragma once

#include "core/base/error.h"

#include <QString>

namespace transom::chat {

/// The room that is always there.
inline const QString Lobby = QStringLiteral("#lobby");
/// UTF-16 units of a target that is worth looking up; no name of a room or person is longer.
inline constexpr qsizetype LongestTarget = 200;

/// A text as it may be said: line ends become \n, blank ends go. Errors: TextTooLong (in UTF-8, or once its quotes and line ends are
/// escaped in JSON, so that whatever was accepted also fits into the messages that carry it on), BadArgument (nothing in it, lone
/// surrogates, or control characters other than newline and tab, which could make a terminal or a log do something).
Result<QString> acceptableText(const QString &text);

/// The form in which the server compares names of rooms and people.
QString foldedTarget(const QString &target);

/// A token bucket: so many a second on average, so many at once. Pure; milliseconds of a monotonic clock come in from outside.
class Pace
{
public:
    Pace(double perSecond, double burst)
        : m_perSecond(perSecond)
        , m_burst(burst)
        , m_tokens(burst)
    {}

    /// Takes a token, if there is one.
    bool allows(qint64 nowMs);
    /// How long until there is one; 0: there is.
    qint64 waitMs(qint64 nowMs);

private:
    void refill(qint64 nowMs);

    double m_perSecond;
    double m_burst;
    double m_tokens;
    qint64 m_lastMs = -1;
};

/// How often one session may speak.
inline Pace speakingPace()
{
    return {20, 60};
}
/// How often it may ask for anything else: when it comes back, it joins all its rooms at once.
inline Pace askingPace()
{
    return {50, 200};
}

} // namespace transom::chat
