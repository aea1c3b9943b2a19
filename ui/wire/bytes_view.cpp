#include "ui/wire/bytes_view.h"

#include "ui/wire/wire_look.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace transom::ui {

using namespace theme;
using inspect::ByteRange;
using inspect::Part;

BytesView::BytesView(WireRows &rows, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_rows(rows)
{
    setObjectName(QStringLiteral("bytes"));
    setAccessibleName(tr("Bytes of the frame"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFont(theme::font(Type::Fixed));
    const QFontMetricsF metrics(font());
    m_charWidth = metrics.horizontalAdvance(u'0');
    m_lineHeight = static_cast<int>(std::ceil(metrics.height() * 1.4));
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    viewport()->setCursor(Qt::IBeamCursor);
    connect(&rows, &WireRows::selectionChanged, this, &BytesView::showFrame);
    connect(&rows, &WireRows::rowsChanged, this, [this] {
        const auto *shown = m_rows.capture().frame(m_frame);
        if (m_frame != 0 && (!shown || shown->knownSize() != m_bytes.size()))
            showFrame();
    });
    connect(&rows, &WireRows::hoverChanged, this, [this] {
        if (m_rows.shownFrame() != m_frame)
            showFrame();
        viewport()->update();
    });
}

void BytesView::setEncoding(ByteText encoding)
{
    m_encoding = encoding;
    m_cells = wireCells(m_bytes, m_encoding);
    viewport()->update();
}

void BytesView::showFrame()
{
    const auto *frame = m_rows.capture().frame(m_rows.shownFrame());
    const quint64 number = frame ? frame->number : 0;
    // One that is under way has grown since.
    if (number != m_frame || (frame && frame->knownSize() != m_bytes.size())) {
        m_frame = number;
        m_offset = frame ? frame->offset : 0;
        m_headerSize = frame ? frame->headerSize() : 0;
        m_secret = frame && frame->secret;
        m_bytes = frame ? wireBytes(*frame) : QByteArray();
        m_missing = frame && !frame->isError() ? std::max<qint64>(0, frame->size() - m_bytes.size()) : 0;
        m_cells = wireCells(m_bytes, m_encoding);
        arrange();
        verticalScrollBar()->setValue(0);
    }
    const ByteRange selected = within(m_rows.selection());
    if (!selected.isEmpty() && selected.size() < m_bytes.size()) {
        const int line = static_cast<int>(selected.from / m_perLine);
        const int lines = std::max(1, viewport()->height() / m_lineHeight - 1);
        if (line < verticalScrollBar()->value() || line >= verticalScrollBar()->value() + lines)
            verticalScrollBar()->setValue(line - lines / 3);
        setAccessibleDescription(tr("Bytes %1 to %2: %3").arg(selected.from).arg(selected.to - 1).arg(formatWireBytes(m_bytes.mid(selected.from, std::min<qint64>(selected.size(), 16)), ByteFormat::Hex)));
    }
    viewport()->update();
}

double BytesView::hexLeft() const
{
    return Gap3 + m_charWidth * 9;
}

double BytesView::textLeft() const
{
    return hexLeft() + m_charWidth * (m_perLine * 3 + m_perLine / 8) + m_charWidth;
}

void BytesView::arrange()
{
    m_perLine = viewport()->width() >= Gap3 * 2 + m_charWidth * (9 + 16 * 3 + 3 + 16) ? 16 : 8;
    const int lines = static_cast<int>((m_bytes.size() + m_perLine - 1) / m_perLine) + (m_missing > 0 || m_secret ? 2 : 0);
    const int page = std::max(1, (viewport()->height() - 2 * Gap2) / m_lineHeight);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, lines - page));
}

void BytesView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

ByteRange BytesView::within(const inspect::Selection &selection) const
{
    const auto *frame = m_rows.capture().frame(m_frame);
    if (!frame || selection.stream != frame->stream || selection.flow != frame->flow)
        return {};
    const ByteRange range = selection.range.shifted(-m_offset);
    return {std::clamp<qint64>(range.from, 0, m_bytes.size()), std::clamp<qint64>(range.to, 0, m_bytes.size())};
}

Part BytesView::partOf(qint64 index) const
{
    if (const auto *frame = m_rows.capture().frame(m_frame); frame && frame->decoded) {
        for (const auto &field : frame->decoded->fields) {
            if (field.range.contains(index))
                return field.part;
        }
        return Part::Body;
    }
    return index < 4 ? Part::Length : index < m_headerSize ? Part::Header : Part::Body;
}

QRect BytesView::cellRect(qint64 index) const
{
    const auto line = static_cast<int>(index / m_perLine) - verticalScrollBar()->value();
    const auto column = static_cast<int>(index % m_perLine);
    return QRectF(hexLeft() + m_charWidth * (column * 3 + column / 8), Gap2 + line * m_lineHeight, m_charWidth * 3, m_lineHeight).toRect();
}

void BytesView::drawByte(QPainter &painter, qint64 index, const QRectF &hex, const QRectF &text) const
{
    const Part part = partOf(index);
    const QColor own = color(partRole(part));
    const bool selected = within(m_rows.selection()).contains(index) && within(m_rows.selection()).size() < m_bytes.size();
    const bool hovered = within(m_rows.hovered()).contains(index);
    for (const QRectF &cell : {hex, text}) {
        painter.fillRect(cell, selected ? color(Role::Accent) : tinted(own, part == Part::Body ? (hovered ? 0.3 : 0.08) : hovered ? 0.45 : 0.2));
        // One line below the length, a dotted one below the rest of the header, none below the payload.
        if (part == Part::Length || part == Part::Header || part == Part::Delimiter) {
            painter.setPen(QPen(own, part == Part::Length ? 2 : 1, part == Part::Length ? Qt::SolidLine : part == Part::Header ? Qt::DotLine : Qt::DashLine));
            painter.drawLine(QPointF(cell.left(), cell.bottom() - 2), QPointF(cell.right() - 1, cell.bottom() - 2));
        }
    }
    const QString &character = m_cells[index];
    painter.setPen(selected ? color(Role::AccentText) : m_bytes[index] == '\0' || m_secret ? color(Role::TextMuted) : color(Role::Text));
    painter.drawText(hex, Qt::AlignCenter, m_secret && index >= m_headerSize ? QStringLiteral("··") : QString::fromLatin1(m_bytes.mid(index, 1).toHex()));
    if (character == u"·" && !selected)
        painter.setPen(color(Role::TextMuted));
    // A wide character stands over the cells of its bytes.
    const bool wide = QFontMetricsF(font()).horizontalAdvance(character) > m_charWidth * 1.2;
    painter.drawText(wide ? text.adjusted(0, 0, m_charWidth, 0) : text, Qt::AlignLeft | Qt::AlignVCenter, character);
}

void BytesView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), color(Role::SurfaceRaised));
    painter.setFont(font());
    const int top = verticalScrollBar()->value();
    const int lines = viewport()->height() / m_lineHeight + 1;
    int y = Gap2;
    qint64 start = static_cast<qint64>(top) * m_perLine;
    for (int line = 0; line < lines && start < m_bytes.size(); ++line, start += m_perLine, y += m_lineHeight) {
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QRectF(Gap3, y, m_charWidth * 8, m_lineHeight), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("%1").arg(m_offset + start, 8, 16, QLatin1Char('0')));
        // From right to left, so that a wide character is not painted over.
        const qint64 end = std::min<qint64>(start + m_perLine, m_bytes.size());
        for (qint64 index = end - 1; index >= start; --index) {
            const auto column = static_cast<int>(index - start);
            drawByte(painter, index, QRectF(hexLeft() + m_charWidth * (column * 3 + column / 8), y, m_charWidth * 3, m_lineHeight),
                     QRectF(textLeft() + m_charWidth * column, y, m_charWidth, m_lineHeight));
        }
    }
    const auto *frame = m_rows.capture().frame(m_frame);
    const QString say = !frame ? tr("Choose a frame to see its bytes.")
            : m_secret         ? tr("Part of signing in: a recording never holds it.")
            : m_missing == 0   ? QString()
            : frame->forgotten ? tr("%n more byte(s) had to make room for later ones.", nullptr, static_cast<int>(m_missing))
                               : tr("%n more byte(s) crossed the wire and were not recorded.", nullptr, static_cast<int>(m_missing));
    if (!say.isEmpty()) {
        painter.setFont(theme::font(Type::Body));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QRect(Gap3, y + Gap1, viewport()->width() - 2 * Gap3, 3 * m_lineHeight), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, say);
    }
    if (hasFocus()) {
        painter.setPen(color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

qint64 BytesView::indexAt(const QPoint &point) const
{
    const int line = (point.y() - Gap2) / m_lineHeight + verticalScrollBar()->value();
    double column = -1;
    if (point.x() >= textLeft())
        column = (point.x() - textLeft()) / m_charWidth;
    else if (point.x() >= hexLeft())
        for (int each = 0; each < m_perLine; ++each)
            column = point.x() >= hexLeft() + m_charWidth * (each * 3 + each / 8) ? each : column;
    const qint64 index = static_cast<qint64>(line) * m_perLine + static_cast<qint64>(column);
    return point.y() < Gap2 || column < 0 || column >= m_perLine || index >= m_bytes.size() ? -1 : index;
}

void BytesView::selectBytes(qint64 one, qint64 other)
{
    const auto *frame = m_rows.capture().frame(m_frame);
    if (frame && !m_bytes.isEmpty())
        m_rows.select({frame->stream, frame->flow, ByteRange{std::min(one, other), std::max(one, other) + 1}.shifted(m_offset)});
}

void BytesView::mousePressEvent(QMouseEvent *event)
{
    const qint64 index = indexAt(event->pos());
    if (index < 0 || event->button() != Qt::LeftButton)
        return;
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_anchor = index;
    selectBytes(m_anchor, index);
}

void BytesView::mouseMoveEvent(QMouseEvent *event)
{
    const qint64 index = indexAt(event->pos());
    if (event->buttons() & Qt::LeftButton) {
        if (index >= 0)
            selectBytes(m_anchor, index);
        return;
    }
    const auto *frame = m_rows.capture().frame(m_frame);
    if (index < 0 || !frame)
        return m_rows.hover({});
    m_rows.hover({frame->stream, frame->flow, {m_offset + index, m_offset + index + 1}});
}

void BytesView::leaveEvent(QEvent *event)
{
    m_rows.hover({});
    QAbstractScrollArea::leaveEvent(event);
}

void BytesView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copyAs(ByteFormat::Hex);
    if (event->matches(QKeySequence::SelectAll))
        return m_rows.selectFrame(m_frame);
    const ByteRange selected = within(m_rows.selection());
    const bool extends = event->modifiers() & Qt::ShiftModifier;
    qint64 cursor = selected.size() == m_bytes.size() ? -1 : selected.from < m_anchor ? selected.from : selected.to - 1;
    const qint64 before = cursor;
    switch (event->key()) {
    case Qt::Key_Left:
        cursor -= 1;
        break;
    case Qt::Key_Right:
        cursor += 1;
        break;
    case Qt::Key_Up:
        cursor -= m_perLine;
        break;
    case Qt::Key_Down:
        cursor += before < 0 ? 1 : m_perLine;
        break;
    case Qt::Key_Home:
        cursor = 0;
        break;
    case Qt::Key_End:
        cursor = m_bytes.size() - 1;
        break;
    default:
        return QAbstractScrollArea::keyPressEvent(event);
    }
    if (m_bytes.isEmpty())
        return;
    cursor = std::clamp<qint64>(cursor, 0, m_bytes.size() - 1);
    if (!extends)
        m_anchor = cursor;
    selectBytes(m_anchor, cursor);
}

QByteArray BytesView::selectedBytes() const
{
    const ByteRange selected = within(m_rows.selection());
    return selected.isEmpty() ? m_bytes : m_bytes.mid(selected.from, selected.size());
}

void BytesView::copyAs(ByteFormat format) const
{
    QGuiApplication::clipboard()->setText(formatWireBytes(selectedBytes(), format, m_encoding));
}

void BytesView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(tr("Copy as hex"), this, [this] { copyAs(ByteFormat::Hex); });
    menu.addAction(tr("Copy as text"), this, [this] { copyAs(ByteFormat::Text); });
    menu.addAction(tr("Copy as C array"), this, [this] { copyAs(ByteFormat::CArray); });
    menu.addAction(tr("Copy as Python bytes"), this, [this] { copyAs(ByteFormat::Python); });
    menu.exec(event->globalPos());
}

} // namespace transom::ui
