#include "ui/lab/experiments/lesson_text.h"

#include "ui/theme/theme.h"
#include "ui/wire/wire_look.h"

#include <QRegularExpression>
#include <QTextBlock>
#include <QTextFrame>
#include <QTextTable>
#include <QWheelEvent>

#include <cmath>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr double LineHeight = 1.4; ///< of the font; Chinese characters need it

bool isCode(const QTextCharFormat &format)
{
    return format.fontFixedPitch();
}

QString htmlOf(const QTextBlock &block)
{
    QString html;
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        const QTextFragment part = it.fragment();
        const QString text = part.text().toHtmlEscaped().replace(QChar::LineSeparator, u"<br>"_s);
        const QTextCharFormat format = part.charFormat();
        html += isCode(format) ? u"<code>%1</code>"_s.arg(text) : format.fontWeight() > QFont::Normal ? u"<b>%1</b>"_s.arg(text) : format.fontItalic() ? u"<i>%1</i>"_s.arg(text) : text;
    }
    return html;
}

QString htmlOf(const QTextTable &table)
{
    QString html = u"<table>"_s;
    for (int row = 0; row < table.rows(); ++row) {
        html += u"<tr>"_s;
        for (int column = 0; column < table.columns(); ++column) {
            const QString cell = htmlOf(table.cellAt(row, column).firstCursorPosition().block());
            html += row == 0 ? u"<th>%1</th>"_s.arg(cell) : u"<td>%1</td>"_s.arg(cell);
        }
        html += u"</tr>"_s;
    }
    return html + u"</table>\n"_s;
}

} // namespace

LessonText::LessonText(const QString &markdown, QWidget *parent)
    : QTextBrowser(parent)
{
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setStyleSheet(u"background: transparent;"_s);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(0);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFocusPolicy(Qt::ClickFocus);
    setLesson(markdown);
}

void LessonText::setLesson(const QString &markdown)
{
    setMarkdown(markdown);
    dress();
    fit();
}

/// What Qt's reader of Markdown leaves to whoever shows it: room between lines, code that is seen to be code, tables with hairlines.
void LessonText::dress()
{
    const QFont fixed = theme::font(Type::Fixed);
    const double line = std::ceil(QFontMetricsF(font()).height() * LineHeight);
    const QColor tint = tinted(color(Role::TextMuted), 0.14);
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        QTextBlockFormat shape = block.blockFormat();
        shape.setLineHeight(line, QTextBlockFormat::MinimumHeight);
        shape.setTopMargin(0);
        const bool inTable = cursor.currentTable() != nullptr;
        shape.setBottomMargin(inTable || !block.next().isValid() ? 0 : Gap2);
        cursor.setBlockFormat(shape);
        QList<std::pair<int, int>> codes;
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            if (isCode(it.fragment().charFormat()))
                codes.append({it.fragment().position(), it.fragment().position() + it.fragment().length()});
        }
        for (const auto &[from, to] : std::as_const(codes)) {
            cursor.setPosition(from);
            cursor.setPosition(to, QTextCursor::KeepAnchor);
            QTextCharFormat look;
            look.setFontFamilies({fixed.family()});
            look.setFontPointSize(QFontInfo(font()).pointSizeF());
            look.setBackground(tint);
            cursor.mergeCharFormat(look);
        }
    }
    const auto frames = document()->rootFrame()->childFrames();
    for (QTextFrame *frame : frames) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table)
            continue;
        QTextTableFormat shape = table->format();
        shape.setBorder(1);
        shape.setBorderCollapse(true);
        shape.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        shape.setBorderBrush(color(Role::Line));
        shape.setCellPadding(Gap1);
        shape.setCellSpacing(0);
        shape.setBottomMargin(Gap3);
        shape.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        // The first column has the words, the others have numbers.
        if (const int columns = table->columns(); columns > 2) {
            QList<QTextLength> widths{QTextLength(QTextLength::PercentageLength, 40)};
            for (int column = 1; column < columns; ++column)
                widths.append(QTextLength(QTextLength::PercentageLength, 60.0 / (columns - 1)));
            shape.setColumnWidthConstraints(widths);
        }
        table->setFormat(shape);
    }
}

int LessonText::heightForWidth(int width) const
{
    const std::unique_ptr<QTextDocument> copy(document()->clone());
    copy->setDefaultFont(font());
    copy->setDocumentMargin(0);
    copy->setTextWidth(width);
    return static_cast<int>(std::ceil(copy->size().height())) + 1;
}

QSize LessonText::sizeHint() const
{
    return {240, static_cast<int>(std::ceil(document()->size().height())) + 1};
}

QSize LessonText::minimumSizeHint() const
{
    return {80, minimumHeight()};
}

void LessonText::fit()
{
    setFixedHeight(heightForWidth(std::max(80, viewport()->width())));
}

void LessonText::resizeEvent(QResizeEvent *event)
{
    QTextBrowser::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fit();
}

/// The page scrolls, not its paragraphs.
void LessonText::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

QString markdownEscaped(const QString &text)
{
    static const QRegularExpression special(u"([\\\\`*_\\[\\]<>|#~])"_s);
    return QString(text).replace(special, u"\\\\1"_s);
}

QString markdownPlain(const QString &markdown)
{
    QTextDocument document;
    document.setMarkdown(markdown);
    return document.toPlainText().simplified();
}

QString markdownHtml(const QString &markdown)
{
    QTextDocument document;
    document.setMarkdown(markdown);
    QString html;
    const QTextTable *last = nullptr;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (const QTextTable *table = QTextCursor(block).currentTable()) {
            if (std::exchange(last, table) != table)
                html += htmlOf(*table);
            continue;
        }
        if (!block.text().isEmpty())
            html += u"<p>%1</p>\n"_s.arg(htmlOf(block));
    }
    return html;
}

} // namespace transom::ui
