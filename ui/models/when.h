#pragma once

#include <QCollator>
#include <QDateTime>
#include <QLocale>

namespace transom::ui {

/// "14:05" or "2:05 PM", as the locale has it, never with seconds.
inline QString clockTime(qint64 wallMs)
{
    const QLocale locale;
    QString format = locale.timeFormat(QLocale::ShortFormat);
    format.remove(QStringLiteral(":ss"));
    return locale.toString(QDateTime::fromMSecsSinceEpoch(wallMs).time(), format);
}

/// "14:05" of today, otherwise with the date.
inline QString dayAndTime(qint64 wallMs)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(wallMs).date();
    return day == QDate::currentDate() ? clockTime(wallMs) : QLocale().toString(day, QLocale::ShortFormat) + u' ' + clockTime(wallMs);
}

/// Orders names as people count. The "C" locale of a bare system compares bytes and has no numbers: English stands in for it.
inline QCollator nameCollator()
{
    const QLocale locale;
    QCollator collator(locale.language() == QLocale::C ? QLocale(QLocale::English) : locale);
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    return collator;
}

} // namespace transom::ui
