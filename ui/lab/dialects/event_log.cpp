#include "ui/lab/dialects/event_log.h"

#include "core/base/text.h"
#include "ui/theme/icons.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QScrollBar>
#include <QTextCursor>
#include <QTextImageFormat>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;

namespace {

constexpr int MostLines = 5'000;
constexpr int IconSize = 14;
constexpr qsizetype MostWords = 4'000;
constexpr qsizetype MostWordLines = 40;

QTextCharFormat format(Type type, Role role)
{
    QTextCharFormat made;
    made.setFont(theme::font(type));
    made.setForeground(color(role));
    return made;
}

} // namespace

QString shownWords(const QString &text)
{
    QString rest = text.left(MostWords);
    while (rest.endsWith(u'\n'))
        rest.chop(1);
    QStringList lines = rest.split(u'\n');
    const qsizetype more = lines.size() - MostWordLines;
    if (more > 0)
        lines = lines.first(MostWordLines);
    for (QString &line : lines)
        line = printable(line, MostWords);
    const int left = static_cast<int>(more);
    if (left > 0)
        lines.append(QCoreApplication::translate("Lab", "… and %n more line(s)", nullptr, left));
    else if (text.size() > MostWords)
        lines.append(u"…"_s);
    return lines.join(QChar(QChar::LineSeparator));
}

EventLog::EventLog(int speakerWidth, QWidget *parent)
    : QTextEdit(parent)
    , m_speakerWidth(speakerWidth)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setMaximumBlockCount(MostLines);
    document()->setDocumentMargin(Gap2);
}

void EventLog::add(const Line &line)
{
    const QFontMetrics digits(theme::font(Type::Caption));
    const int textAt = digits.horizontalAdvance(u"00:00:00.000"_s) + Gap3;
    const int wordsAt = textAt + m_speakerWidth;
    QTextBlockFormat block;
    block.setLeftMargin(wordsAt);
    block.setTextIndent(-wordsAt);
    block.setBottomMargin(2);
    block.setLineHeight(130, QTextBlockFormat::ProportionalHeight);
    QList<QTextOption::Tab> tabs{QTextOption::Tab(textAt, QTextOption::LeftTab), QTextOption::Tab(wordsAt, QTextOption::LeftTab)};
    if (m_speakerWidth == 0)
        tabs.removeLast();
    block.setTabPositions(tabs);

    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    if (m_count++ == 0)
        cursor.setBlockFormat(block);
    else
        cursor.insertBlock(block);
    cursor.insertText(QDateTime::fromMSecsSinceEpoch(line.wallMs).toString(u"HH:mm:ss.zzz"_s) + u'\t', format(Type::Caption, Role::TextMuted));
    if (!line.icon.isEmpty()) {
        QImage image = theme::pixmap(line.icon, IconSize, line.role).toImage();
        cursor.insertImage(image, u"%1-%2"_s.arg(line.icon).arg(static_cast<int>(line.role)));
        cursor.insertText(u" "_s, format(Type::Body, line.role));
    }
    if (m_speakerWidth > 0) {
        QTextCharFormat speaker = format(Type::Body, line.role);
        speaker.setFontWeight(QFont::DemiBold);
        cursor.insertText(line.speaker + u'\t', speaker);
    }
    cursor.insertText(line.text, format(line.fixed ? Type::Fixed : Type::Body, line.role == Role::TextMuted ? Role::TextMuted : Role::Text));
}

void EventLog::beginLines()
{
    const QScrollBar *bar = verticalScrollBar();
    m_follows = bar->value() >= bar->maximum() - 4;
    QTextCursor(document()).beginEditBlock();
}

void EventLog::endLines()
{
    QTextCursor(document()).endEditBlock();
    if (m_follows)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

} // namespace transom::ui
