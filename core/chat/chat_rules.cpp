#include "core/chat/chat_rules.h"

#include "core/base/limits.h"

#include <algorithm>

namespace transom::chat {

Result<QString> acceptableText(const QString &text)
{
    QString clean = text;
    clean.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    clean.replace(u'\r', u'\n');
    qsizetype end = clean.size();
    while (end > 0 && clean[end - 1].isSpace())
        --end;
    clean.truncate(end);
    if (clean.trimmed().isEmpty())
        return fail(ErrorCode::BadArgument, QStringLiteral("There is nothing in the message."));
    if (clean.toUtf8().size() > limits::ChatText)
        return fail(ErrorCode::TextTooLong, QStringLiteral("The message is longer than %1 kB. Send it as a file.").arg(limits::ChatText / 1000));
    const bool hasControls = std::any_of(clean.cbegin(), clean.cend(), [](QChar c) {
        return (c.unicode() < 0x20 && c != u'\n' && c != u'\t') || (c.unicode() >= 0x7f && c.unicode() < 0xa0);
    });
    if (hasControls)
        return fail(ErrorCode::BadArgument, QStringLiteral("The message holds control characters. Send it as a file."));
    return clean;
}

bool SpeakingRate::allows(qint64 nowMs)
{
    if (m_lastMs != 0)
        m_tokens = std::min(Burst, m_tokens + static_cast<double>(nowMs - m_lastMs) * PerSecond / 1000);
    m_lastMs = nowMs;
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

} // namespace transom::chat
