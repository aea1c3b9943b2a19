#include "ui/wire/ribbon_view.h"

#include "core/base/text.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/wire_look.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace transom::ui {

using namespace theme;
using inspect::ByteRange;
using inspect::Flow;
using inspect::WatchedFrame;
using inspect::WatchedStream;

namespace {

constexpr double LeastScale = 1e-5;
constexpr double MostScale = 24;
constexpr double FarScale = 1.6;
constexpr double NearScale = 15;

size_t at(Flow flow)
{
    return static_cast<size_t>(flow);
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

const WatchedStream *RibbonView::stream() const
{
    return m_rows.capture().stream(m_stream);
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
    return {static_cast<int>(xOf(flow, offset) + m_scale / 2), frameLane(flow).center().y()};
}

void RibbonView::rowsChanged()
{
    const quint32 wanted = m_rows.stream() != 0 ? m_rows.stream() : m_rows.selection().stream != 0 ? m_rows.selection().stream : m_rows.size() > 0 ? m_rows.at(m_rows.size() - 1).stream : 0;
    if (wanted != m_stream) {
        m_stream = wanted;
        m_follow = true;
    }
    arrangeLanes();
    const WatchedStream *watched = stream();
    if (watched && m_follow && m_rows.currentFrame() == 0 && !m_rows.isPaused()) {
        fit(*watched);
        const double room = (width() - gutter() - Gap4) / m_scale;
        for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
            const auto &state = watched->flow(flow);
            m_left[at(flow)] = std::max(static_cast<double>(std::max<qint64>(state.begin, 0)), static_cast<double>(state.end) - room);
        }
    }
    update();
}

/// A short conversation takes the room there is, so that its bytes can be read.
void RibbonView::fit(const WatchedStream &watched)
{
    qint64 most = 1;
    for (const auto &state : watched.flows)
        most = std::max(most, state.end - std::max<qint64>(state.begin, 0));
    m_scale = std::clamp((width() - gutter() - Gap6) / static_cast<double>(most), FarScale, NearScale);
}

void RibbonView::setCompact(bool compact)
{
    m_compact = compact;
    arrangeLanes();
    updateGeometry();
}

void RibbonView::showWhole()
{
    const WatchedStream *watched = stream();
    if (!watched)
        return;
    qint64 most = 1;
    for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
        const qint64 begin = std::max<qint64>(watched->flow(flow).begin, 0);
        most = std::max(most, watched->flow(flow).end - begin);
        m_left[at(flow)] = static_cast<double>(begin);
    }
    m_scale = std::clamp((width() - gutter() - Gap6) / static_cast<double>(most), LeastScale, MostScale);
    m_follow = false;
    m_whole = true;
    update();
}

void RibbonView::showSelection()
{
    m_whole = false;
    const auto &selection = m_rows.selection();
    if (selection.stream == 0) {
        m_follow = true;
        return rowsChanged();
    }
    m_stream = selection.stream;
    arrangeLanes();
    m_follow = false;
    const double room = width() - gutter();
    const auto length = static_cast<double>(std::max<qint64>(selection.range.size(), 1));
    // A frame is seen whole, with something of its neighbours; a byte is seen at all.
    if (length * m_scale > room * 0.8)
        m_scale = std::max(LeastScale, room * 0.6 / length);
    else if (length * m_scale < 40)
        m_scale = std::min(FarScale, room * 0.6 / length);
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
    m_whole = false;
    update();
}

RibbonView::Hit RibbonView::hitAt(const QPoint &point) const
{
    for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
        if (band(flow).contains(point))
            return {true, flow, offsetAt(flow, point.x())};
    }
    return {};
}

std::optional<size_t> RibbonView::laneAt(const QPoint &point, Flow flow) const
{
    if (!m_shown[at(flow)])
        return {};
    for (size_t lane = 0; lane < m_lanes.size(); ++lane) {
        const QRect area = callLane(flow, lane);
        if (point.y() >= area.top() && point.y() <= area.bottom() + 1)
            return lane;
    }
    return {};
}

ByteRange RibbonView::callAt(const QPoint &point) const
{
    const Hit hit = hitAt(point);
    const auto lane = hit.valid ? laneAt(point, hit.flow) : std::nullopt;
    const WatchedStream *watched = stream();
    if (!lane || !watched)
        return {};
    const auto spans = laneSpans(*watched, hit.flow, m_lanes[*lane].kind, {hit.offset, hit.offset + 1}, 1);
    return spans.empty() ? ByteRange{} : spans.front().range;
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
    if (const ByteRange call = callAt(event->pos()); !call.isEmpty()) {
        m_rows.select({m_stream, hit.flow, call});
        m_selecting = false;
        return;
    }
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
    if (const ByteRange call = callAt(event->pos()); !call.isEmpty())
        return m_rows.hover({m_stream, hit.flow, call});
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
    if (m_whole)
        showWhole();
    if (m_compact)
        updateGeometry();
}

bool RibbonView::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (help->pos().x() < gutter()) {
        for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
            if (const auto lane = laneAt(help->pos(), flow)) {
                QToolTip::showText(help->globalPos(), plainToolTip(m_lanes[*lane].tip), this);
                return true;
            }
        }
    }
    const Hit hit = hitAt(help->pos());
    const WatchedFrame *frame = hit.valid ? m_rows.capture().frameAt(m_stream, hit.flow, hit.offset) : nullptr;
    if (frame)
        QToolTip::showText(help->globalPos(), plainToolTip(QStringLiteral("%1, %2\n").arg(wireTitle(*frame), formatBytes(frame->size())) + tr("bytes %1 to %2").arg(frame->offset).arg(frame->range().to - 1)), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace transom::ui
