#include "ui/lab/script/source_view.h"

#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

/// Of a block that is no line of the program but stands below one: minus that line.
constexpr int NoLine = 0;

} // namespace

class SourceView::Gutter : public QWidget
{
public:
    explicit Gutter(SourceView *view)
        : QWidget(view)
        , m_view(*view)
    {}

protected:
    void paintEvent(QPaintEvent *event) override { m_view.paintGutter(this, event->rect()); }

private:
    SourceView &m_view;
};

SourceView::SourceView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_gutter(new Gutter(this))
{
    setObjectName(u"script-source"_s);
    setAccessibleName(tr("The program's text"));
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setFont(theme::font(Type::Fixed));
    setFrameShape(QFrame::NoFrame);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &part, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, part.y(), m_gutter->width(), part.height());
    });
    arrange();
}

void SourceView::setSource(const QString &text)
{
    m_counts.clear();
    m_marked = 0;
    setPlainText(text);
    int line = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
        block.setUserState(++line);
    m_lines = line;
    arrange();
    showMarks();
}

int SourceView::lineOf(const QTextBlock &block)
{
    return std::abs(block.userState());
}

QTextBlock SourceView::blockOf(int line) const
{
    for (QTextBlock block = document()->findBlockByNumber(std::max(0, line - 1)); line > 0 && block.isValid(); block = block.next()) {
        if (block.userState() == line)
            return block;
    }
    return {};
}

void SourceView::annotate(int line, const QString &wrong, const QString &hint)
{
    const QTextBlock block = blockOf(line);
    if (!block.isValid() || annotation(line).contains(wrong))
        return;
    QTextCursor cursor(block);
    cursor.movePosition(QTextCursor::EndOfBlock);
    const QString indent(block.text().size() - block.text().trimmed().size(), u' ');
    const auto put = [&](const QString &text, Role role) {
        QTextBlockFormat blockFormat;
        QColor tint = color(Role::Bad);
        tint.setAlpha(24);
        blockFormat.setBackground(tint);
        QTextCharFormat format;
        format.setFont(theme::font(Type::Body));
        format.setForeground(color(role));
        cursor.insertBlock(blockFormat, format);
        cursor.insertText(text, format);
        cursor.block().setUserState(-line);
    };
    put(indent + wrong, Role::Bad);
    if (!hint.isEmpty())
        put(indent + hint, Role::Text);
    mark(line);
}

void SourceView::clearAnnotations()
{
    for (QTextBlock block = document()->begin(); block.isValid();) {
        const QTextBlock next = block.next();
        if (block.userState() < NoLine) {
            QTextCursor cursor(block.previous());
            cursor.movePosition(QTextCursor::EndOfBlock);
            cursor.setPosition(block.position() + block.length() - 1, QTextCursor::KeepAnchor);
            cursor.removeSelectedText();
            block = cursor.block().next();
            continue;
        }
        block = next;
    }
}

QString SourceView::annotation(int line) const
{
    QStringList texts;
    for (QTextBlock block = blockOf(line).next(); block.isValid() && block.userState() == -line; block = block.next())
        texts.append(block.text().trimmed());
    return texts.join(u' ');
}

void SourceView::mark(int line)
{
    m_marked = line;
    const QTextBlock block = blockOf(line);
    if (block.isValid()) {
        setTextCursor(QTextCursor(block));
        ensureCursorVisible();
    }
    showMarks();
}

void SourceView::showMarks()
{
    QList<QTextEdit::ExtraSelection> marks;
    if (const QTextBlock block = blockOf(m_marked); block.isValid()) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.format.setBackground(color(Role::Selection));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
    }
    setExtraSelections(marks);
    m_gutter->update();
}

void SourceView::setCounts(const QHash<int, int> &counts)
{
    m_counts = counts;
    m_gutter->update();
}

QRect SourceView::lineRect(int line) const
{
    const QTextBlock block = blockOf(line);
    return block.isValid() ? blockBoundingGeometry(block).translated(contentOffset()).toRect() : QRect();
}

void SourceView::arrange()
{
    const QFontMetrics metrics(font());
    const int width = Gap2 + metrics.horizontalAdvance(u'9') * (static_cast<int>(QString::number(std::max(1, m_lines)).size()) + 5) + Gap3;
    setViewportMargins(width, 0, 0, 0);
    const QRect all = contentsRect();
    m_gutter->setGeometry(all.left(), all.top(), width, all.height());
}

void SourceView::paintGutter(QWidget *gutter, const QRect &part)
{
    QPainter painter(gutter);
    painter.fillRect(part, color(Role::SurfaceRaised));
    painter.setFont(font());
    const int numbers = gutter->width() - Gap3;
    const int digit = QFontMetrics(font()).horizontalAdvance(u'9');
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRect place = blockBoundingGeometry(block).translated(contentOffset()).toRect();
        if (place.top() > part.bottom())
            break;
        const int line = block.userState();
        if (line <= NoLine)
            continue;
        painter.setPen(color(line == m_marked ? Role::Text : Role::TextMuted));
        const QRect first(0, place.top(), numbers, QFontMetrics(font()).height());
        painter.drawText(first, Qt::AlignRight | Qt::AlignVCenter, QString::number(line));
        if (const int calls = m_counts.value(line); calls > 0) {
            painter.setPen(color(Role::Accent));
            painter.drawText(first.adjusted(Gap2 - 2, 0, -digit * 2, 0), Qt::AlignLeft | Qt::AlignVCenter, calls > 999 ? u"999+"_s : u"%1×"_s.arg(calls));
        }
    }
}

void SourceView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    arrange();
}

void SourceView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        arrange();
        showMarks();
    }
}

void SourceView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && !textCursor().hasSelection()) {
        const int line = lineOf(cursorForPosition(event->position().toPoint()).block());
        m_marked = line;
        showMarks();
        Q_EMIT lineClicked(line);
    }
}

} // namespace transom::ui
