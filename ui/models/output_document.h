#pragma once

#include "core/command/ansi_parser.h"

#include <QList>
#include <QObject>

#include <deque>

namespace transom::ui {

struct OutputRun
{
    qsizetype start = 0; ///< in UTF-16 units of the line
    qsizetype length = 0;
    command::AnsiStyle style;

    bool operator==(const OutputRun &) const = default;
};

struct OutputLine
{
    QString text;
    QList<OutputRun> runs;   ///< only what is not in the default style; in order, without overlaps
    bool isError = false;    ///< at least a part of it came over standard error
    bool continues = false;  ///< it was cut for its length: the next line is the rest of it
};

/// What a command has written, as lines to be shown: follows carriage returns, backspaces and erasing as a terminal without
/// cursor movement would, and keeps no more than `most` lines. Lines are numbered from 0 for ever: the oldest that is
/// still there is `first()`. Standard output and standard error each have a cursor state of their own, but share the lines. GUI thread.
class OutputDocument : public QObject
{
    Q_OBJECT

public:
    static constexpr int MostLines = 100'000;
    static constexpr qsizetype LongestLine = 4096;     ///< UTF-16 units, then the line is cut
    static constexpr qint64 MostCharacters = 64 << 20; ///< of all lines together

    explicit OutputDocument(QObject *parent = nullptr, int most = MostLines);

    void append(QStringView text, bool isError);
    void clear();

    /// Number of the oldest line that is still there.
    qint64 first() const { return m_first; }
    /// How many lines had to go to make room since the last clear().
    qint64 dropped() const { return m_dropped; }
    qint64 end() const { return m_first + static_cast<qint64>(m_lines.size()); }
    const OutputLine &line(qint64 number) const { return m_lines[static_cast<size_t>(number - m_first)]; }
    bool isEmpty() const { return m_lines.empty(); }
    /// Widest line so far, in UTF-16 units.
    qsizetype widest() const { return m_widest; }
    /// The whole text; a line that was cut for its length is whole again.
    QString toPlainText() const;

Q_SIGNALS:
    /// Lines from `from` on have changed or are new; older ones may have been dropped.
    void changed(qint64 from);
    void cleared();

private:
    void put(const QString &text, const command::AnsiStyle &style, bool isError);
    void newLine(bool continues);
    void erase(qsizetype from, qsizetype to);
    void trim();
    OutputLine &last() { return m_lines.back(); }
    static void style(OutputLine &line, qsizetype from, qsizetype length, const command::AnsiStyle &style);

    const int m_most;
    std::deque<OutputLine> m_lines;
    qint64 m_first = 0;
    qint64 m_dropped = 0;
    qint64 m_characters = 0;
    qsizetype m_column = 0;
    qsizetype m_widest = 0;
    bool m_lineOpen = false; ///< the last line is being written to
    command::AnsiParser m_output;
    command::AnsiParser m_error;
};

} // namespace transom::ui
