#include "ui/models/output_document.h"

#include <algorithm>

namespace transom::ui {

using command::AnsiItem;
using command::AnsiStyle;

OutputDocument::OutputDocument(QObject *parent, int most)
    : QObject(parent)
    , m_most(most)
{}

void OutputDocument::append(QStringView text, bool isError)
{
    if (text.isEmpty())
        return;
    qint64 from = m_lineOpen ? end() - 1 : end();
    const QList<AnsiItem> items = (isError ? m_error : m_output).parse(text);
    for (const AnsiItem &item : items) {
        switch (item.kind) {
        case AnsiItem::Kind::Text:
            put(item.text, item.style, isError);
            break;
        case AnsiItem::Kind::LineFeed:
            if (!m_lineOpen)
                newLine(false);
            last().isError = last().isError || (isError && last().text.isEmpty());
            m_lineOpen = false;
            m_column = 0;
            break;
        case AnsiItem::Kind::CarriageReturn:
            m_column = 0;
            break;
        case AnsiItem::Kind::Backspace:
            m_column = std::max<qsizetype>(0, m_column - 1);
            break;
        case AnsiItem::Kind::EraseToEnd:
            if (m_lineOpen)
                erase(m_column, last().text.size());
            break;
        case AnsiItem::Kind::EraseToStart:
            if (m_lineOpen)
                erase(0, std::min(m_column + 1, last().text.size()));
            break;
        case AnsiItem::Kind::EraseLine:
            if (m_lineOpen)
                erase(0, last().text.size());
            break;
        case AnsiItem::Kind::ClearScreen:
            clear();
            from = end();
            break;
        }
    }
    trim();
    Q_EMIT changed(std::max(from, m_first));
}

void OutputDocument::clear()
{
    m_first = end();
    m_dropped = 0;
    m_lines.clear();
    m_characters = 0;
    m_column = 0;
    m_widest = 0;
    m_lineOpen = false;
    Q_EMIT cleared();
}

void OutputDocument::newLine(bool continues)
{
    if (continues && !m_lines.empty())
        last().continues = true;
    m_lines.emplace_back();
    m_lineOpen = true;
    m_column = 0;
    // Not only at the end of append(): one piece of text may hold a great many lines.
    if (m_lines.size() > static_cast<size_t>(m_most) + 4096)
        trim();
}

void OutputDocument::put(const QString &text, const AnsiStyle &textStyle, bool isError)
{
    qsizetype at = 0;
    while (at < text.size()) {
        if (!m_lineOpen)
            newLine(false);
        if (m_column >= LongestLine)
            newLine(true);
        OutputLine &line = last();
        qsizetype length = std::min(text.size() - at, LongestLine - m_column);
        // Never a surrogate pair in two lines.
        if (length > 1 && at + length < text.size() && text[at + length - 1].isHighSurrogate())
            --length;
        if (m_column > line.text.size()) {
            m_characters += m_column - line.text.size();
            line.text.append(QString(m_column - line.text.size(), u' '));
        }
        const qsizetype before = line.text.size();
        line.text.replace(m_column, std::min(length, before - m_column), QStringView(text).sliced(at, length).toString());
        m_characters += line.text.size() - before;
        style(line, m_column, length, textStyle);
        line.isError = line.isError || isError;
        m_column += length;
        at += length;
        m_widest = std::max(m_widest, line.text.size());
    }
}

void OutputDocument::style(OutputLine &line, qsizetype from, qsizetype length, const AnsiStyle &style)
{
    const qsizetype to = from + length;
    if (!line.runs.isEmpty() && line.runs.last().start + line.runs.last().length > from) {
        // Something is overwritten: take the place out of the runs that are there.
        QList<OutputRun> kept;
        for (const OutputRun &run : std::as_const(line.runs)) {
            const qsizetype end = run.start + run.length;
            if (run.start < from)
                kept.append({run.start, std::min(end, from) - run.start, run.style});
            if (end > to)
                kept.append({std::max(run.start, to), end - std::max(run.start, to), run.style});
        }
        line.runs = std::move(kept);
    }
    if (style == AnsiStyle())
        return;
    auto place = std::lower_bound(line.runs.begin(), line.runs.end(), from, [](const OutputRun &run, qsizetype at) { return run.start < at; });
    if (place != line.runs.begin()) {
        OutputRun &previous = *std::prev(place);
        if (previous.start + previous.length == from && previous.style == style) {
            previous.length += length;
            return;
        }
    }
    line.runs.insert(place, {from, length, style});
}

void OutputDocument::erase(qsizetype from, qsizetype to)
{
    OutputLine &line = last();
    to = std::min(to, line.text.size());
    if (from >= to)
        return;
    style(line, from, to - from, {});
    if (to == line.text.size()) {
        m_characters -= to - from;
        line.text.truncate(from);
    } else {
        line.text.replace(from, to - from, QString(to - from, u' '));
    }
}

void OutputDocument::trim()
{
    while (m_lines.size() > static_cast<size_t>(m_most) || (m_characters > MostCharacters && m_lines.size() > 1)) {
        m_characters -= m_lines.front().text.size();
        m_lines.pop_front();
        ++m_first;
        ++m_dropped;
    }
}

QString OutputDocument::toPlainText() const
{
    QString text;
    text.reserve(m_characters + static_cast<qsizetype>(m_lines.size()));
    for (const OutputLine &line : m_lines) {
        text += line.text;
        if (!line.continues)
            text += u'\n';
    }
    return text;
}

} // namespace transom::ui
