#include "ui/command/output_view.h"

#include "ui/theme/icons.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QTextLayout>

#include <cmath>

namespace transom::ui {

using namespace theme;
using namespace Qt::StringLiterals;
using command::AnsiColor;
using command::AnsiStyle;

namespace {

constexpr int Gutter = 24;
constexpr int TopMargin = Gap2;
constexpr double LineSpacing = 1.35;
constexpr double LeastContrast = 4.5;

/// A colour that the command has chosen is moved away from the background until it can be read.
QColor readable(QColor wanted, const QColor &background)
{
    const bool darkens = contrast(background, Qt::black) > contrast(background, Qt::white);
    for (int step = 0; step < 12 && contrast(wanted, background) < LeastContrast; ++step) {
        const QColor end = darkens ? QColor(Qt::black) : QColor(Qt::white);
        wanted = QColor::fromRgbF((wanted.redF() * 3 + end.redF()) / 4, (wanted.greenF() * 3 + end.greenF()) / 4, (wanted.blueF() * 3 + end.blueF()) / 4);
    }
    return wanted;
}

QColor resolve(const AnsiColor &ansi, const QColor &fallback)
{
    switch (ansi.kind) {
    case AnsiColor::Kind::Default:
        break;
    case AnsiColor::Kind::Indexed:
        return ansi.index < 16 ? ansiColor(ansi.index, mode()) : QColor::fromRgb(command::toRgb(ansi.index));
    case AnsiColor::Kind::Rgb:
        return QColor::fromRgb(ansi.rgb);
    }
    return fallback;
}

QTextCharFormat formatOf(const AnsiStyle &style)
{
    const QColor surface = color(Role::Terminal);
    QColor foreground = resolve(style.foreground, color(Role::Text));
    QColor background = resolve(style.background, surface);
    if (style.inverse)
        std::swap(foreground, background);
    foreground = style.hidden ? background : readable(foreground, background);
    QTextCharFormat format;
    if (style.faint)
        foreground.setAlphaF(0.75F);
    format.setForeground(foreground);
    if (background != surface)
        format.setBackground(background);
    if (style.bold)
        format.setFontWeight(QFont::Bold);
    format.setFontItalic(style.italic);
    format.setFontUnderline(style.underline);
    format.setFontStrikeOut(style.strikeout);
    return format;
}

} // namespace

OutputView::OutputView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Output"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAutoFillBackground(false);
    setFont(theme::font(Type::Fixed));
    measure();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { m_followed = isAtEnd(); });
}

void OutputView::measure()
{
    const QFontMetricsF metrics(font());
    m_lineHeight = static_cast<int>(std::ceil(metrics.height() * LineSpacing));
    m_ascentGap = static_cast<int>(std::round((m_lineHeight - metrics.height()) / 2));
    m_ascent = metrics.ascent();
    m_widest = 0;
    updateBars();
}

void OutputView::setDocument(OutputDocument *document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    m_anchor = m_cursor = {};
    m_widest = 0;
    m_followed = true;
    m_knownFirst = document ? document->first() : 0;
    if (document) {
        connect(document, &OutputDocument::changed, this, &OutputView::documentChanged);
        connect(document, &OutputDocument::cleared, this, &OutputView::documentChanged);
    }
    documentChanged();
    horizontalScrollBar()->setValue(0);
}

void OutputView::documentChanged()
{
    const bool follow = m_followed;
    updateBars();
    if (m_document && !follow) {
        // What one reads stays where it is although lines above it have gone.
        verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(m_document->first() - m_knownFirst));
    }
    m_knownFirst = m_document ? m_document->first() : 0;
    if (follow)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_followed = follow;
    viewport()->update();
}

int OutputView::visibleLines() const
{
    return std::max(1, (viewport()->height() - 2 * TopMargin) / m_lineHeight);
}

void OutputView::updateBars()
{
    const int lines = m_document ? static_cast<int>(m_document->end() - m_document->first()) : 0;
    verticalScrollBar()->setPageStep(visibleLines());
    verticalScrollBar()->setSingleStep(1);
    verticalScrollBar()->setRange(0, std::max(0, lines - visibleLines()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(24);
    horizontalScrollBar()->setRange(0, std::max(0, m_widest + Gutter + Gap3 - viewport()->width()));
}

bool OutputView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

qint64 OutputView::topLine() const
{
    return m_document ? m_document->first() + verticalScrollBar()->value() : 0;
}

void OutputView::layOut(const OutputLine &line, QTextLayout &layout) const
{
    layout.setText(line.text);
    layout.setFont(font());
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(QFontMetricsF(font()).horizontalAdvance(u' ') * 8);
    layout.setTextOption(option);
    QList<QTextLayout::FormatRange> formats;
    for (const OutputRun &run : line.runs) {
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(run.start);
        range.length = static_cast<int>(run.length);
        range.format = formatOf(run.style);
        formats.append(range);
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine textLine = layout.createLine();
    if (textLine.isValid())
        textLine.setLineWidth(1e7);
    layout.endLayout();
}

void OutputView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), color(Role::Terminal));
    if (!m_document)
        return;
    const auto [from, to] = selection();
    const qint64 top = topLine();
    int widest = m_widest;
    for (int row = 0; row <= visibleLines() + 1; ++row) {
        const qint64 number = top + row;
        if (number >= m_document->end())
            break;
        const int y = TopMargin + row * m_lineHeight;
        if (y > event->rect().bottom())
            break;
        const OutputLine &line = m_document->line(number);
        QTextLayout layout;
        layOut(line, layout);
        QList<QTextLayout::FormatRange> marks;
        if (!m_search.isEmpty()) {
            QTextLayout::FormatRange mark;
            mark.format.setBackground(color(Role::Warn));
            mark.format.setForeground(color(Role::Terminal));
            for (qsizetype at = line.text.indexOf(m_search, 0, Qt::CaseInsensitive); at >= 0;
                 at = line.text.indexOf(m_search, at + m_search.size(), Qt::CaseInsensitive)) {
                mark.start = static_cast<int>(at);
                mark.length = static_cast<int>(m_search.size());
                marks.append(mark);
            }
        }
        if (number >= from.line && number <= to.line && hasSelection()) {
            QTextLayout::FormatRange selected;
            selected.start = number == from.line ? from.at : 0;
            selected.length = (number == to.line ? to.at : static_cast<int>(line.text.size())) - selected.start;
            selected.format.setBackground(color(Role::Accent));
            selected.format.setForeground(color(Role::AccentText));
            if (selected.length > 0)
                marks.append(selected);
        }
        painter.save();
        painter.setClipRect(Gutter, y, viewport()->width() - Gutter, m_lineHeight);
        painter.setPen(color(Role::Text));
        // One baseline for all, also where a taller font stands in for missing characters.
        const qreal lift = layout.lineCount() > 0 ? m_ascent - layout.lineAt(0).ascent() : 0;
        layout.draw(&painter, QPointF(Gutter - horizontalScrollBar()->value(), y + m_ascentGap + lift), marks);
        painter.restore();
        if (layout.lineCount() > 0)
            widest = std::max(widest, static_cast<int>(std::ceil(layout.lineAt(0).naturalTextWidth())));
        if (line.isError) {
            painter.fillRect(QRect(4, y, 3, m_lineHeight), color(Role::Bad));
            QFont sign = font();
            sign.setBold(true);
            painter.setFont(sign);
            painter.setPen(color(Role::Bad));
            painter.drawText(QRect(8, y, Gutter - 10, m_lineHeight), Qt::AlignCenter, u"!"_s);
        }
    }
    if (hasFocus()) {
        painter.setPen(color(Role::Accent));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
    if (widest != m_widest) {
        m_widest = widest;
        QMetaObject::invokeMethod(this, &OutputView::updateBars, Qt::QueuedConnection);
    }
}

void OutputView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const bool follow = m_followed;
    updateBars();
    if (follow)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_followed = follow;
}

OutputView::Spot OutputView::spotAt(const QPoint &point) const
{
    if (!m_document || m_document->isEmpty())
        return {};
    const int row = static_cast<int>(std::floor(static_cast<double>(point.y() - TopMargin) / m_lineHeight));
    const qint64 number = topLine() + row;
    if (number < m_document->first())
        return {m_document->first(), 0};
    if (number >= m_document->end())
        return {m_document->end() - 1, static_cast<int>(m_document->line(m_document->end() - 1).text.size())};
    QTextLayout layout;
    layOut(m_document->line(number), layout);
    if (layout.lineCount() == 0)
        return {number, 0};
    return {number, layout.lineAt(0).xToCursor(point.x() - Gutter + horizontalScrollBar()->value())};
}

std::pair<OutputView::Spot, OutputView::Spot> OutputView::selection() const
{
    auto from = std::min(m_anchor, m_cursor);
    auto to = std::max(m_anchor, m_cursor);
    if (m_document && from.line < m_document->first())
        from = {m_document->first(), 0};
    if (m_document && to.line < m_document->first())
        to = from;
    return {from, to};
}

QString OutputView::selectedText() const
{
    const auto [from, to] = selection();
    if (!m_document || from == to)
        return {};
    QString text;
    for (qint64 number = from.line; number <= to.line && number < m_document->end(); ++number) {
        const OutputLine &line = m_document->line(number);
        const qsizetype start = number == from.line ? from.at : 0;
        const qsizetype end = number == to.line ? to.at : line.text.size();
        text += QStringView(line.text).mid(start, end - start);
        if (number != to.line && !line.continues)
            text += u'\n';
    }
    return text;
}

void OutputView::selectAll()
{
    if (!m_document || m_document->isEmpty())
        return;
    m_anchor = {m_document->first(), 0};
    m_cursor = {m_document->end() - 1, static_cast<int>(m_document->line(m_document->end() - 1).text.size())};
    viewport()->update();
}

void OutputView::copy() const
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void OutputView::setSearch(const QString &text)
{
    m_search = text;
    viewport()->update();
}

int OutputView::matchingLines() const
{
    if (!m_document || m_search.isEmpty())
        return 0;
    int found = 0;
    for (qint64 number = m_document->first(); number < m_document->end(); ++number)
        found += m_document->line(number).text.contains(m_search, Qt::CaseInsensitive) ? 1 : 0;
    return found;
}

bool OutputView::findNext(bool backwards)
{
    if (!m_document || m_document->isEmpty() || m_search.isEmpty())
        return false;
    const auto [from, to] = selection();
    const qint64 lines = m_document->end() - m_document->first();
    const Spot start = !hasSelection() ? Spot{backwards ? m_document->end() - 1 : m_document->first(), backwards ? 1 << 30 : 0} : backwards ? from : to;
    qint64 number = std::clamp(start.line, m_document->first(), m_document->end() - 1);
    for (qint64 step = 0; step <= lines; ++step) {
        const QString &text = m_document->line(number).text;
        qsizetype at = -1;
        if (backwards) {
            const qsizetype before = step == 0 ? std::min<qsizetype>(start.at, text.size()) : text.size();
            at = before > 0 ? text.left(before).lastIndexOf(m_search, -1, Qt::CaseInsensitive) : -1;
        } else {
            at = text.indexOf(m_search, step == 0 ? start.at : 0, Qt::CaseInsensitive);
        }
        if (at >= 0) {
            show({number, static_cast<int>(at)}, {number, static_cast<int>(at + m_search.size())});
            return true;
        }
        number += backwards ? -1 : 1;
        if (number < m_document->first())
            number = m_document->end() - 1;
        else if (number >= m_document->end())
            number = m_document->first();
    }
    return false;
}

void OutputView::show(const Spot &from, const Spot &to)
{
    m_anchor = from;
    m_cursor = to;
    goTo(to.line);
    QTextLayout layout;
    layOut(m_document->line(to.line), layout);
    m_widest = std::max(m_widest, static_cast<int>(std::ceil(layout.lineAt(0).naturalTextWidth())));
    updateBars();
    const int left = static_cast<int>(layout.lineAt(0).cursorToX(from.at));
    const int right = static_cast<int>(layout.lineAt(0).cursorToX(to.at));
    QScrollBar *bar = horizontalScrollBar();
    const int room = viewport()->width() - Gutter - Gap6;
    if (right > bar->value() + room)
        bar->setValue(right - room);
    if (left < bar->value())
        bar->setValue(std::max(0, left - Gap6));
    viewport()->update();
}

void OutputView::goTo(qint64 line)
{
    const int row = static_cast<int>(line - m_document->first());
    QScrollBar *bar = verticalScrollBar();
    if (row < bar->value() || row >= bar->value() + visibleLines())
        bar->setValue(row - visibleLines() / 2);
}

void OutputView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_cursor = spotAt(event->position().toPoint());
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_anchor = m_cursor;
    m_selecting = true;
    viewport()->update();
}

void OutputView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_selecting)
        return;
    m_mouse = event->position().toPoint();
    m_cursor = spotAt(m_mouse);
    const bool outside = m_mouse.y() < 0 || m_mouse.y() > viewport()->height();
    if (outside && m_scrollTimer == 0) {
        m_scrollTimer = startTimer(40);
    } else if (!outside && m_scrollTimer != 0) {
        killTimer(m_scrollTimer);
        m_scrollTimer = 0;
    }
    viewport()->update();
}

void OutputView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_scrollTimer)
        return QAbstractScrollArea::timerEvent(event);
    verticalScrollBar()->setValue(verticalScrollBar()->value() + (m_mouse.y() < 0 ? -2 : 2));
    m_cursor = spotAt(m_mouse);
    viewport()->update();
}

void OutputView::mouseReleaseEvent(QMouseEvent *)
{
    m_selecting = false;
    if (m_scrollTimer != 0) {
        killTimer(m_scrollTimer);
        m_scrollTimer = 0;
    }
    if (hasSelection() && QGuiApplication::clipboard()->supportsSelection())
        QGuiApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
}

void OutputView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint());
    if (!m_document || m_document->isEmpty())
        return;
    // A word as one thinks of it in output: whatever stands between blanks.
    const QString &text = m_document->line(spot.line).text;
    qsizetype start = std::min<qsizetype>(spot.at, text.size());
    qsizetype end = start;
    while (start > 0 && !text[start - 1].isSpace())
        --start;
    while (end < text.size() && !text[end].isSpace())
        ++end;
    m_anchor = {spot.line, static_cast<int>(start)};
    m_cursor = {spot.line, static_cast<int>(end)};
    viewport()->update();
}

void OutputView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    if (event == QKeySequence::Copy)
        copy();
    else if (event == QKeySequence::SelectAll)
        selectAll();
    else if (event == QKeySequence::Find)
        Q_EMIT searchWanted();
    else if (event->key() == Qt::Key_Home)
        bar->setValue(0);
    else if (event->key() == Qt::Key_End)
        bar->setValue(bar->maximum());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void OutputView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(theme::icon(u"copy"_s), tr("Copy"), this, &OutputView::copy)->setEnabled(hasSelection());
    menu->addAction(tr("Select all"), this, &OutputView::selectAll);
    menu->addSeparator();
    menu->addAction(theme::icon(u"search"_s), tr("Search"), this, &OutputView::searchWanted);
    menu->popup(event->globalPos());
}

void OutputView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        measure();
}

void OutputView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void OutputView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace transom::ui
