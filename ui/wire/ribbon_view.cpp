#include "ui/wire/ribbon_view.h"

#include "core/base/text.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/wire_look.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace transom::ui {

using namespace theme;
using inspect::ByteRange;
using inspect::Flow;
using inspect::Part;
using inspect::WatchedFrame;
using inspect::WatchedStream;

namespace {

constexpr int Axis = 17;
constexpr int Lane = 26;
constexpr int CallLane = 12;
constexpr int Legend = 24;
constexpr int Apart = 6;
constexpr double LeastScale = 1e-5;
constexpr double MostScale = 24;

size_t at(Flow flow)
{
    return static_cast<size_t>(flow);
}

/// 1, 2 or 5 times a power of ten, or in bytes of a hex dump: what is at least so many bytes.
qint64 roundStep(double least)
{
    qint64 step = 1;
    for (;; step *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (static_cast<double>(step * factor) >= least)
                return step * factor;
        }
    }
}

} // namespace

RibbonView::RibbonView(WireRows &rows, QWidget *parent)
    : QWidget(parent)
    , m_rows(rows)
    , m_font(theme::font(Type::Caption))
    , m_bold(theme::font(Type::Caption))
{
    m_bold.setWeight(QFont::DemiBold);
    setObjectName(QStringLiteral("ribbon"));
    setAccessibleName(tr("Byte ribbon: the bytes of a stream in their order"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&rows, &WireRows::rowsChanged, this, &RibbonView::rowsChanged);
    connect(&rows, &WireRows::selectionChanged, this, [this] {
        if (!m_selecting)
            showSelection();
        update();
    });
    connect(&rows, &WireRows::hoverChanged, this, qOverload<>(&QWidget::update));
}

int RibbonView::gutter() const
{
    const QFontMetrics metrics(m_bold);
    return std::max(metrics.horizontalAdvance(wireFlow(Flow::ToServer)), metrics.horizontalAdvance(wireFlow(Flow::ToClient))) + Gap6 + Gap2;
}

QSize RibbonView::sizeHint() const
{
    return {800, 2 * (Axis + Lane + CallLane) + Apart + Legend + Gap3};
}

const WatchedStream *RibbonView::stream() const
{
    return m_rows.capture().stream(m_stream);
}

QRect RibbonView::band(Flow flow) const
{
    const int top = Gap1 + (flow == Flow::ToServer ? 0 : Axis + Lane + CallLane + Apart);
    return {gutter(), top, width() - gutter(), Axis + Lane + CallLane};
}

double RibbonView::xOf(Flow flow, qint64 offset) const
{
    return gutter() + (static_cast<double>(offset) - m_left[at(flow)]) * m_scale;
}

qint64 RibbonView::offsetAt(Flow flow, double x) const
{
    return static_cast<qint64>(std::floor(m_left[at(flow)] + (x - gutter()) / m_scale));
}

QPoint RibbonView::placeOf(Flow flow, qint64 offset) const
{
    return {static_cast<int>(xOf(flow, offset) + m_scale / 2), band(flow).top() + Axis + Lane / 2};
}

void RibbonView::rowsChanged()
{
    const quint32 wanted = m_rows.selection().stream != 0 ? m_rows.selection().stream : m_rows.size() > 0 ? m_rows.at(m_rows.size() - 1).stream : 0;
    if (wanted != m_stream) {
        m_stream = wanted;
        m_follow = true;
    }
    const WatchedStream *watched = stream();
    if (watched && m_follow && m_rows.currentFrame() == 0 && !m_rows.isPaused()) {
        const double room = (width() - gutter() - Gap4) / m_scale;
        for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
            const auto &state = watched->flow(flow);
            m_left[at(flow)] = std::max(static_cast<double>(std::max<qint64>(state.begin, 0)), static_cast<double>(state.end) - room);
        }
    }
    update();
}

void RibbonView::showSelection()
{
    const auto &selection = m_rows.selection();
    if (selection.stream == 0) {
        m_follow = true;
        return rowsChanged();
    }
    m_stream = selection.stream;
    m_follow = false;
    const double room = width() - gutter();
    const auto length = static_cast<double>(std::max<qint64>(selection.range.size(), 1));
    // A frame is seen whole, with something of its neighbours; a byte is seen at all.
    if (length * m_scale > room * 0.8)
        m_scale = std::max(LeastScale, room * 0.6 / length);
    else if (length * m_scale < 40)
        m_scale = std::min(1.6, room * 0.6 / length);
    const double x = xOf(selection.flow, selection.range.from);
    if (x < gutter() + 20 || x + length * m_scale > width() - 20)
        m_left[at(selection.flow)] = std::max(0.0, static_cast<double>(selection.range.from) + length / 2 - room / m_scale / 2);
    // The other direction shows what crossed the wire at that time.
    const Flow other = selection.flow == Flow::ToServer ? Flow::ToClient : Flow::ToServer;
    if (const WatchedStream *watched = stream(); watched && m_rows.currentFrame() != 0) {
        const auto &frames = watched->flow(other).frames;
        const auto next = std::lower_bound(frames.begin(), frames.end(), m_rows.currentFrame());
        const WatchedFrame *near = frames.empty() ? nullptr : m_rows.capture().frame(next == frames.end() ? frames.back() : *next);
        if (near) {
            const double nearX = xOf(other, near->offset);
            if (nearX < gutter() || nearX > width() - 60)
                m_left[at(other)] = std::max(0.0, static_cast<double>(near->offset) - room / m_scale / 3);
        }
    }
    update();
}

void RibbonView::zoom(double factor, double atX)
{
    const double before = m_scale;
    m_scale = std::clamp(m_scale * factor, LeastScale, MostScale);
    for (double &left : m_left)
        left = std::max(0.0, left + (atX - gutter()) / before - (atX - gutter()) / m_scale);
    m_follow = false;
    update();
}

void RibbonView::drawAxis(QPainter &painter, Flow flow) const
{
    const QRect area = band(flow);
    painter.setFont(m_font);
    const QFontMetrics metrics(m_font);
    const qint64 step = roundStep((metrics.horizontalAdvance(QLocale().toString(offsetAt(flow, width()))) + Gap6) / m_scale);
    painter.setPen(color(Role::TextMuted));
    const qint64 first = std::max<qint64>(0, offsetAt(flow, gutter()) / step * step);
    for (qint64 offset = first; xOf(flow, offset) < width(); offset += step) {
        const double x = xOf(flow, offset);
        if (x < gutter())
            continue;
        painter.drawLine(QPointF(x, area.top() + Axis - 4), QPointF(x, area.top() + Axis - 1));
        painter.drawText(QRectF(x + 3, area.top(), 120, Axis - 2), Qt::AlignLeft | Qt::AlignVCenter, QLocale().toString(offset));
    }
}

void RibbonView::drawFrame(QPainter &painter, const WatchedFrame &frame, double left, double right, const QRect &lane) const
{
    const auto piece = [&](qint64 from, qint64 to, Part part) {
        const double x = std::max(xOf(frame.flow, frame.offset + from), static_cast<double>(gutter()));
        const double end = std::min({xOf(frame.flow, frame.offset + to), right, static_cast<double>(width())});
        if (end > x)
            drawPart(painter, QRectF(x, lane.top(), end - x, lane.height()), part);
    };
    const qint64 header = frame.headerSize();
    piece(header, frame.size(), Part::Body);
    if (frame.knownSize() < frame.size() && !frame.secret)
        piece(std::max(header, frame.knownSize()), frame.size(), Part::Incomplete);
    if (frame.decoded) {
        for (const auto &field : frame.decoded->fields)
            piece(field.range.from, field.range.to, field.part);
    } else {
        piece(4, header, Part::Header);
        piece(0, 4, Part::Length);
        // However far away: where a frame begins is what one looks for.
        if (m_scale * 12 < 3 && right - left > 5 && left >= gutter())
            painter.fillRect(QRectF(left, lane.top(), 3, lane.height()), color(Role::WireLength));
    }
    const QColor edge = kindColor(wireKind(frame));
    painter.setPen(QPen(edge, 1));
    painter.setBrush(Qt::NoBrush);
    const double shownLeft = std::max(left, gutter() - 2.0);
    const double shownRight = std::min(right, width() + 2.0);
    painter.drawRect(QRectF(shownLeft + 0.5, lane.top() + 0.5, std::max(1.0, shownRight - shownLeft - 1), lane.height() - 1));
    const double textLeft = std::max(xOf(frame.flow, frame.offset + header), static_cast<double>(gutter())) + Gap1;
    const double room = std::min(right, static_cast<double>(width())) - textLeft - Gap1;
    if (room < 24)
        return;
    painter.setFont(m_bold);
    const QString text = painter.fontMetrics().elidedText(wireTitle(frame), Qt::ElideRight, static_cast<int>(room));
    const double textWidth = painter.fontMetrics().horizontalAdvance(text);
    if (text.size() > 2) {
        painter.fillRect(QRectF(textLeft - 2, lane.top() + 4, textWidth + 4, lane.height() - 8), tinted(color(Role::WireBody), 0.18));
        painter.setPen(color(Role::Text));
        painter.drawText(QRectF(textLeft, lane.top(), room, lane.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

void RibbonView::drawFrames(QPainter &painter, const WatchedStream &watched, Flow flow) const
{
    const auto &capture = m_rows.capture();
    const auto &frames = watched.flow(flow).frames;
    const QRect area = band(flow);
    const QRect lane(area.left(), area.top() + Axis, area.width(), Lane);
    size_t index = capture.firstFrameAfter(watched, flow, offsetAt(flow, gutter()));
    while (index < frames.size()) {
        const WatchedFrame *frame = capture.frame(frames[index]);
        if (!frame)
            break;
        const double left = xOf(flow, frame->offset);
        const double right = xOf(flow, frame->range().to);
        if (left > width())
            break;
        if (right - left >= 2) {
            drawFrame(painter, *frame, left, right, lane);
            ++index;
            continue;
        }
        // Too small to be told apart: one mark for all that share a pixel or two.
        painter.fillRect(QRectF(left, lane.top(), 2, lane.height()), tinted(kindColor(wireKind(*frame)), 0.6));
        const size_t next = capture.firstFrameAfter(watched, flow, offsetAt(flow, left + 2));
        index = std::max(index + 1, next);
    }
}

void RibbonView::drawChunks(QPainter &painter, const WatchedStream &watched, Flow flow) const
{
    const auto &chunks = watched.flow(flow).chunks;
    if (chunks.empty())
        return;
    const QRect area = band(flow);
    const double top = area.top() + Axis + Lane + 2;
    const qint64 from = offsetAt(flow, gutter());
    auto chunk = std::lower_bound(chunks.begin(), chunks.end(), from, [](const inspect::WatchedChunk &each, qint64 offset) { return each.range.to <= offset; });
    bool odd = ((chunk - chunks.begin()) % 2) != 0;
    double drawn = -1;
    for (; chunk != chunks.end(); ++chunk, odd = !odd) {
        const double left = std::max(xOf(flow, chunk->range.from), static_cast<double>(gutter()));
        const double right = std::min(xOf(flow, chunk->range.to), static_cast<double>(width()));
        if (left > width())
            break;
        if (right - drawn < 1)
            continue;
        drawn = right;
        const QColor own = chunk->injected ? color(Role::WireInjected) : color(Role::TextMuted);
        painter.fillRect(QRectF(left, top, std::max(1.0, right - left - 1), CallLane - 5), tinted(own, odd ? 0.7 : 0.35));
    }
}

void RibbonView::drawBand(QPainter &painter, const WatchedStream &watched, Flow flow) const
{
    const QRect area = band(flow);
    const QRect lane(area.left(), area.top() + Axis, area.width(), Lane);
    painter.setFont(m_bold);
    painter.setPen(color(Role::Text));
    const QRect label(Gap2, lane.top(), gutter() - Gap2, Lane);
    // Which way, for who does not read the word.
    const bool toServer = flow == Flow::ToServer;
    const double y = label.center().y() + 0.5;
    const double from = label.left() + (toServer ? 0 : 12);
    const double to = label.left() + (toServer ? 12 : 0);
    const double back = toServer ? -4 : 4;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawLine(QPointF(from, y), QPointF(to, y));
    painter.drawLine(QPointF(to + back, y - 3.5), QPointF(to, y));
    painter.drawLine(QPointF(to + back, y + 3.5), QPointF(to, y));
    painter.drawText(label.adjusted(18, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, wireFlow(flow));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.save();
    painter.setClipRect(area);
    painter.setPen(color(Role::Line));
    painter.drawLine(lane.left(), lane.top() - 1, lane.right(), lane.top() - 1);
    drawAxis(painter, flow);
    drawFrames(painter, watched, flow);
    drawChunks(painter, watched, flow);
    const auto outline = [&](const inspect::Selection &selection, const QColor &own, int thick) {
        if (selection.stream != watched.id || selection.flow != flow || selection.range.isEmpty())
            return;
        const double left = std::max(xOf(flow, selection.range.from), lane.left() - 4.0);
        const double right = std::min(std::max(xOf(flow, selection.range.to), left + 3), lane.right() + 4.0);
        painter.setPen(QPen(own, thick));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(left, lane.top() - 1, right - left, lane.height() + 1));
    };
    outline(m_rows.hovered(), color(Role::TextMuted), 2);
    outline(m_rows.selection(), color(Role::Text), 2);
    painter.restore();
}

void RibbonView::drawLegend(QPainter &painter) const
{
    painter.setFont(m_font);
    const int top = height() - Legend;
    int x = gutter();
    for (const Part part : {Part::Length, Part::Header, Part::Body, Part::Incomplete}) {
        drawPart(painter, QRectF(x, top + 7, 16, 11), part);
        painter.setPen(color(Role::Line));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(x + 0.5, top + 7.5, 15, 10));
        painter.setPen(color(Role::TextMuted));
        const QString name = partName(part);
        painter.drawText(QRect(x + 22, top, 400, Legend), Qt::AlignLeft | Qt::AlignVCenter, name);
        x += 22 + painter.fontMetrics().horizontalAdvance(name) + Gap4;
    }
    const QString hint = m_scale >= 1 ? tr("1 byte is %1 pixels").arg(m_scale, 0, 'f', 1) : tr("1 pixel is %1").arg(formatBytes(static_cast<qint64>(std::llround(1 / m_scale))));
    painter.drawText(QRect(x, top, width() - x - Gap3, Legend), Qt::AlignRight | Qt::AlignVCenter, hint);
}

void RibbonView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Role::SurfaceRaised));
    if (const WatchedStream *watched = stream()) {
        drawBand(painter, *watched, Flow::ToServer);
        drawBand(painter, *watched, Flow::ToClient);
        drawLegend(painter);
    }
    if (hasFocus()) {
        painter.setPen(color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

RibbonView::Hit RibbonView::hitAt(const QPoint &point) const
{
    for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
        if (band(flow).contains(point))
            return {true, flow, offsetAt(flow, point.x())};
    }
    return {};
}

ByteRange RibbonView::partAt(const WatchedFrame &frame, qint64 offset) const
{
    const qint64 within = offset - frame.offset;
    if (frame.decoded) {
        for (const auto &field : frame.decoded->fields) {
            if (field.range.contains(within))
                return field.range.shifted(frame.offset);
        }
        return frame.range();
    }
    const ByteRange part = within < 4 ? ByteRange{0, 4} : within < frame.headerSize() ? ByteRange{4, frame.headerSize()} : ByteRange{frame.headerSize(), frame.size()};
    return part.shifted(frame.offset);
}

void RibbonView::mousePressEvent(QMouseEvent *event)
{
    m_dragFrom = event->pos();
    m_leftAtDrag = m_left;
    m_dragging = false;
}

void RibbonView::mouseReleaseEvent(QMouseEvent *event)
{
    const Hit hit = hitAt(event->pos());
    if (std::exchange(m_dragging, false) || !hit.valid)
        return;
    const WatchedFrame *frame = m_rows.capture().frameAt(m_stream, hit.flow, hit.offset);
    if (!frame)
        return;
    m_selecting = true;
    // What is large enough to be meant is selected; of what is not, the whole frame.
    const ByteRange part = partAt(*frame, hit.offset);
    m_rows.select({m_stream, hit.flow, static_cast<double>(frame->headerSize()) * m_scale < 10 ? frame->range() : part});
    m_selecting = false;
}

void RibbonView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Hit hit = hitAt(event->pos());
    if (const WatchedFrame *frame = hit.valid ? m_rows.capture().frameAt(m_stream, hit.flow, hit.offset) : nullptr)
        m_rows.selectFrame(frame->number);
}

void RibbonView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton) {
        const int moved = event->pos().x() - m_dragFrom.x();
        if (!m_dragging && std::abs(moved) < 4)
            return;
        m_dragging = true;
        m_follow = false;
        const Hit hit = hitAt(m_dragFrom);
        const Flow flow = hit.valid ? hit.flow : Flow::ToServer;
        m_left[at(flow)] = std::max(0.0, m_leftAtDrag[at(flow)] - moved / m_scale);
        return update();
    }
    const Hit hit = hitAt(event->pos());
    const WatchedFrame *frame = hit.valid ? m_rows.capture().frameAt(m_stream, hit.flow, hit.offset) : nullptr;
    if (!frame)
        return m_rows.hover({});
    m_rows.hover({m_stream, hit.flow, m_scale >= 4 ? ByteRange{hit.offset, hit.offset + 1} : partAt(*frame, hit.offset)});
}

void RibbonView::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        zoom(delta.y() > 0 ? 1.25 : 0.8, event->position().x());
    } else {
        const Hit hit = hitAt(event->position().toPoint());
        const Flow flow = hit.valid ? hit.flow : Flow::ToServer;
        const int way = std::abs(delta.x()) > std::abs(delta.y()) ? delta.x() : delta.y();
        m_left[at(flow)] = std::max(0.0, m_left[at(flow)] - way / m_scale);
        m_follow = false;
        update();
    }
    event->accept();
}

void RibbonView::keyPressEvent(QKeyEvent *event)
{
    const Flow flow = m_rows.selection().flow;
    const double page = (width() - gutter()) / m_scale;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(1.5, (width() + gutter()) / 2.0);
    case Qt::Key_Minus:
        return zoom(1 / 1.5, (width() + gutter()) / 2.0);
    case Qt::Key_Left:
    case Qt::Key_Right: {
        // From frame to frame in one direction.
        const WatchedStream *watched = stream();
        if (!watched)
            return;
        const auto &frames = watched->flow(flow).frames;
        const auto here = std::lower_bound(frames.begin(), frames.end(), m_rows.currentFrame());
        if (event->key() == Qt::Key_Right && here != frames.end())
            m_rows.selectFrame(*here == m_rows.currentFrame() && std::next(here) != frames.end() ? *std::next(here) : *here);
        else if (event->key() == Qt::Key_Left && here != frames.begin())
            m_rows.selectFrame(*std::prev(here));
        return;
    }
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        m_left[at(flow)] = std::max(0.0, m_left[at(flow)] + (event->key() == Qt::Key_PageUp ? -page : page));
        m_follow = false;
        return update();
    default:
        QWidget::keyPressEvent(event);
    }
}

void RibbonView::leaveEvent(QEvent *event)
{
    m_rows.hover({});
    QWidget::leaveEvent(event);
}

void RibbonView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    rowsChanged();
}

bool RibbonView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Hit hit = hitAt(help->pos());
    const WatchedFrame *frame = hit.valid ? m_rows.capture().frameAt(m_stream, hit.flow, hit.offset) : nullptr;
    if (frame)
        QToolTip::showText(help->globalPos(), plainToolTip(QStringLiteral("%1, %2\n").arg(wireTitle(*frame), formatBytes(frame->size())) + tr("bytes %1 to %2").arg(frame->offset).arg(frame->range().to - 1)), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace transom::ui
