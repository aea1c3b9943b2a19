#include "core/chat/chat_rules.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cmath>

namespace transom::chat {

namespace {

/// What a CHAT_PAGE needs beside the text of its only line: two targets, a name and the numbers.
constexpr qsizetype AroundText = 2048;

qsizetype escapedSize(const QString &text, qsizetype utf8Size)
{
    return utf8Size + std::count_if(text.cbegin(), text.cend(), [](QChar c) { return c == u'"' || c == u'\\' || c == u'\n' || c == u'\t'; });
}

bool isForbidden(QChar c)
{
    return (c.unicode() < 0x20 && c != u'\n' && c != u'\t') || (c.unicode() >= 0x7f && c.unicode() < 0xa0);
}

} // namespace

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
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "There is nothing in the message."));
    if (!clean.isValidUtf16())
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The message is not valid Unicode. Send it as a file."));
    const qsizetype size = clean.toUtf8().size();
    if (size > limits::ChatText || escapedSize(clean, size) > static_cast<qsizetype>(limits::JsonPayload) - AroundText)
        return fail(ErrorCode::TextTooLong, QT_TRANSLATE_NOOP("Error", "The message is longer than %1 kB. Send it as a file."), {QString::number(limits::ChatText / 1000)});
    if (std::any_of(clean.cbegin(), clean.cend(), isForbidden))
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "The message holds control characters. Send it as a file."));
    return clean;
}

QString foldedTarget(const QString &target)
{
    // Folding can undo the normal form, hence twice.
    return target.normalized(QString::NormalizationForm_KC).toCaseFolded().normalized(QString::NormalizationForm_KC);
}

void Pace::refill(qint64 nowMs)
{
    if (m_lastMs >= 0)
        m_tokens = std::min(m_burst, m_tokens + static_cast<double>(std::max<qint64>(nowMs - m_lastMs, 0)) * m_perSecond / 1000);
    m_lastMs = nowMs;
}

bool Pace::allows(qint64 nowMs)
{
    refill(nowMs);
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

qint64 Pace::waitMs(qint64 nowMs)
{
    refill(nowMs);
    return m_tokens >= 1 ? 0 : static_cast<qint64>(std::ceil((1 - m_tokens) * 1000 / m_perSecond));
}

} // namespace transom::chat
