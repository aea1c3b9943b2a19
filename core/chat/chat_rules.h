#pragma once

#include "core/base/error.h"

#include <QString>

namespace transom::chat {

/// The room that is always there.
inline const QString Lobby = QStringLiteral("#lobby");

/// A text as it may be said: line ends become \n, blank ends go. Errors: TextTooLong, BadArgument (nothing in it, or control
/// characters other than newline and tab, which could make a terminal or a log do something).
Result<QString> acceptableText(const QString &text);

/// How often one session may speak: 20 a second, 60 in a burst. Pure.
class SpeakingRate
{
public:
    bool allows(qint64 nowMs);

private:
    static constexpr double PerSecond = 20;
    static constexpr double Burst = 60;
    double m_tokens = Burst;
    qint64 m_lastMs = 0;
};

} // namespace transom::chat
