#include "ui/wire/ladder_view.h"

#include "ui/wire/wire_look.h"

#include <QBuffer>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSvgGenerator>

namespace transom::ui {

using namespace theme;

namespace {

constexpr int ExportWidth = 1000;
constexpr int Scroll = 24;

} // namespace

LadderView::LadderView(WireRows &rows, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_rows(rows)
    , m_layout(m_painter.metrics())
{
    setObjectName(QStringLiteral("ladder"));
    setAccessibleName(tr("Ladder of frames"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->setSingleStep(Scroll);
    connect(&rows, &WireRows::rowsChanged, this, &LadderView::rowsChanged);
    connect(&rows, &WireRows::rowsReset, this, [this] {
        m_layout.clear();
        m_follow = true;
    });
    connect(&rows, &WireRows::selectionChanged, this, &LadderView::showCurrent);
    connect(&rows, &WireRows::hoverChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&rows, &WireRows::marksChanged, viewport(), qOverload<>(&QWidget::update));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { m_follow = isAtEnd(); });
    rowsChanged(0);
}

bool LadderView::isAtEnd() const
{
    return verticalScrollBar()->value() >= verticalScrollBar()->maximum();
}

void LadderView::rowsChanged(qsizetype gone)
{
    const bool follow = m_follow;
    // What is being read stays where it is although rows above it go.
    const qint64 lost = gone > 0 && gone < m_layout.size() ? m_layout.top(gone) : 0;
    m_layout.update(m_rows, gone);
    if (!follow && lost > 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() - static_cast<int>(lost));
    updateBar();
    if (follow)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_follow = follow;
    viewport()->update();
}

void LadderView::updateBar()
{
    const int page = std::max(1, viewport()->height() - m_painter.headerHeight());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, static_cast<int>(std::clamp<qint64>(m_layout.height() + 2 * Gap2 - page, 0, 2'000'000'000)));
}

void LadderView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const bool follow = m_follow;
    updateBar();
    if (follow)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    m_follow = follow;
}

void LadderView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), color(Role::SurfaceRaised));
    const int header = m_painter.headerHeight();
    const int scroll = verticalScrollBar()->value() - Gap2;
    painter.save();
    painter.setClipRect(0, header, viewport()->width(), viewport()->height() - header);
    painter.translate(0, header - scroll);
    const qsizetype first = m_layout.rowAt(scroll - m_painter.metrics().gap);
    const qsizetype last = m_layout.rowAt(scroll + viewport()->height()) + 1;
    m_painter.drawRows(painter, viewport()->width(), m_rows, m_layout, first, last, true);
    painter.restore();
    m_painter.drawHeader(painter, viewport()->width(), m_rows);
    if (m_rows.size() == 0) {
        painter.setPen(color(Role::TextMuted));
        painter.setFont(theme::font(Type::Body));
        painter.drawText(viewport()->rect(), Qt::AlignCenter, m_rows.isFiltering() ? tr("Looking …") : m_rows.capture().frameCount() == 0 ? tr("Nothing has passed yet.") : tr("No frame passes the filter."));
    }
    if (hasFocus()) {
        painter.setPen(color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

QRect LadderView::rowRect(qsizetype row) const
{
    const auto y = static_cast<int>(m_layout.top(row)) - verticalScrollBar()->value() + Gap2 + m_painter.headerHeight();
    return {0, y, viewport()->width(), m_painter.metrics().row};
}

qsizetype LadderView::rowAt(const QPoint &point) const
{
    if (point.y() < m_painter.headerHeight())
        return -1;
    const qsizetype row = m_layout.rowAt(point.y() - m_painter.headerHeight() + verticalScrollBar()->value() - Gap2);
    return row < m_rows.size() && rowRect(row).contains(point) ? row : -1;
}

void LadderView::mousePressEvent(QMouseEvent *event)
{
    const qsizetype row = rowAt(event->pos());
    if (row < 0)
        return;
    m_follow = false;
    m_rows.selectFrame(m_rows.numberAt(row));
    if (event->pos().x() < 18)
        m_rows.setMarked(m_rows.numberAt(row), !m_rows.isMarked(m_rows.numberAt(row)));
}

void LadderView::mouseMoveEvent(QMouseEvent *event)
{
    const qsizetype row = rowAt(event->pos());
    if (row < 0)
        return m_rows.hover({});
    const auto &frame = m_rows.at(row);
    m_rows.hover({frame.stream, frame.flow, frame.range()});
}

void LadderView::leaveEvent(QEvent *event)
{
    m_rows.hover({});
    QAbstractScrollArea::leaveEvent(event);
}

void LadderView::goTo(qsizetype row)
{
    if (m_rows.size() > 0)
        m_rows.selectFrame(m_rows.numberAt(std::clamp<qsizetype>(row, 0, m_rows.size() - 1)));
}

void LadderView::showCurrent()
{
    viewport()->update();
    const qsizetype row = m_rows.rowOf(m_rows.currentFrame());
    if (row < 0 || row >= m_layout.size())
        return;
    const auto &frame = m_rows.at(row);
    setAccessibleDescription(QStringLiteral("%1, %2: %3").arg(wireTitle(frame), wireFlow(frame.flow), wireSummary(frame, m_rows.capture())));
    const int top = static_cast<int>(m_layout.top(row));
    const int page = viewport()->height() - m_painter.headerHeight();
    const int value = verticalScrollBar()->value();
    if (top < value)
        verticalScrollBar()->setValue(top - Gap2);
    else if (top + m_painter.metrics().row + 2 * Gap2 > value + page)
        verticalScrollBar()->setValue(top + m_painter.metrics().row + 2 * Gap2 - page);
}

void LadderView::keyPressEvent(QKeyEvent *event)
{
    const qsizetype current = m_rows.currentFrame() == 0 ? m_rows.size() : m_rows.rowAfter(m_rows.currentFrame());
    const int page = std::max(1, (viewport()->height() - m_painter.headerHeight()) / m_painter.metrics().row - 1);
    switch (event->key()) {
    case Qt::Key_Up:
        return goTo(current - 1);
    case Qt::Key_Down:
        return goTo(current + 1);
    case Qt::Key_PageUp:
        return goTo(current - page);
    case Qt::Key_PageDown:
        return goTo(current + page);
    case Qt::Key_Home:
        return goTo(0);
    case Qt::Key_End:
        goTo(m_rows.size() - 1);
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
        m_follow = true;
        return;
    case Qt::Key_M:
        return m_rows.setMarked(m_rows.currentFrame(), !m_rows.isMarked(m_rows.currentFrame()));
    case Qt::Key_N:
        Q_EMIT noteWanted();
        return;
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        (void)m_rows.nextMark(event->key() == Qt::Key_BracketLeft);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LadderView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LadderView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

QSize LadderView::exportSize(qsizetype first, qsizetype last) const
{
    const qint64 height = last > first ? m_layout.top(last - 1) + m_painter.metrics().row - m_layout.top(first) : 0;
    return {ExportWidth, static_cast<int>(height) + m_painter.headerHeight() + 2 * Gap2};
}

void LadderView::drawExport(QPainter &painter, int width, qsizetype first, qsizetype last) const
{
    const QSize size = exportSize(first, last);
    painter.fillRect(QRect(0, 0, width, size.height()), color(Role::SurfaceRaised));
    m_painter.drawHeader(painter, width, m_rows);
    painter.save();
    painter.translate(0, m_painter.headerHeight() + Gap2 - static_cast<double>(first < m_layout.size() ? m_layout.top(first) : 0));
    painter.setClipRect(QRect(0, static_cast<int>(m_layout.top(first)), width, size.height()));
    m_painter.drawRows(painter, width, m_rows, m_layout, first, last, false);
    painter.restore();
}

QByteArray LadderView::toSvg(qsizetype first, qsizetype last) const
{
    last = std::min({last, first + MostExported, m_layout.size()});
    if (first < 0 || first >= last)
        return {};
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(exportSize(first, last));
    generator.setViewBox(QRect({}, exportSize(first, last)));
    generator.setTitle(tr("Frames on the wire"));
    QPainter painter(&generator);
    drawExport(painter, ExportWidth, first, last);
    painter.end();
    return bytes;
}

QImage LadderView::toImage(qsizetype first, qsizetype last) const
{
    last = std::min({last, first + MostExported / 2, m_layout.size()});
    if (first < 0 || first >= last)
        return {};
    constexpr int Scale = 2;
    QImage image(exportSize(first, last) * Scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(Scale);
    QPainter painter(&image);
    drawExport(painter, ExportWidth, first, last);
    return image;
}

} // namespace transom::ui
