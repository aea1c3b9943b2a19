#include "core/base/text.h"
#include "ui/wire/ribbon_view.h"
#include "ui/wire/wire_look.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

/// How the ribbon is drawn; ribbon_view.cpp is how it is used.
namespace transom::ui {

using namespace theme;
using inspect::Flow;
using inspect::Part;
using inspect::WatchedFrame;
using inspect::WatchedStream;

namespace {

constexpr int Lesson = 24;
constexpr int OneLine = 900; ///< pixels, from which each of the sentences fits into one line
constexpr int TwoLines = 440;
constexpr size_t LookedAt = 64; ///< frames of a direction: what occurs at all occurs soon
constexpr int Axis = 17;
constexpr int FrameLane = 26;
constexpr int CallLane = 16;
constexpr int Legend = 24;
constexpr int Apart = 8;
constexpr size_t MostSpans = 4'000;
/// More cuts than that are no lesson but a curtain.
constexpr size_t MostCuts = 120;
/// From so many pixels a byte on its character is drawn.
constexpr double CharacterScale = 8;

/// 1, 2 or 5 times a power of ten: what is at least so many bytes.
qint64 roundStep(double least)
{
    for (qint64 step = 1;; step *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (static_cast<double>(step * factor) >= least)
                return step * factor;
        }
    }
}

} // namespace

int RibbonView::gutter() const
{
    const QFontMetrics metrics(m_font);
    const QFontMetrics bold(m_bold);
    int most = std::max(bold.horizontalAdvance(wireFlow(Flow::ToServer)), bold.horizontalAdvance(wireFlow(Flow::ToClient))) + Gap4;
    for (const RibbonLane &lane : m_lanes)
        most = std::max(most, bold.horizontalAdvance(lane.name) + Gap2 + metrics.horizontalAdvance(provenanceName(lane.provenance)));
    return most + Gap4 + Gap2;
}

QSize RibbonView::sizeHint() const
{
    const int band = Axis + static_cast<int>(m_lanes.size()) * CallLane + FrameLane;
    const auto bands = static_cast<int>(std::count(m_shown.begin(), m_shown.end(), true));
    return {800, Gap1 + lessonHeight() + bands * band + (bands - 1) * Apart + Legend + Gap1};
}

int RibbonView::lessonHeight() const
{
    if (m_lanes.empty())
        return 0;
    const int lines = !m_compact || width() >= OneLine ? 1 : width() >= TwoLines ? 2 : 3;
    return Lesson + (lines - 1) * QFontMetrics(m_bold).lineSpacing();
}

void RibbonView::arrangeLanes()
{
    const WatchedStream *watched = stream();
    auto lanes = watched ? ribbonLanes(*watched) : std::vector<RibbonLane>();
    const auto shown = m_shown;
    m_shown = {true, true};
    if (m_compact && watched) {
        for (const Flow flow : {Flow::ToServer, Flow::ToClient})
            m_shown[static_cast<size_t>(flow)] = watched->flow(flow).end > std::max<qint64>(watched->flow(flow).begin, 0);
        if (!m_shown[0] && !m_shown[1])
            m_shown = {true, true};
    }
    const bool same = lanes.size() == m_lanes.size() && shown == m_shown;
    m_lanes = std::move(lanes);
    if (!same)
        updateGeometry();
}

QRect RibbonView::band(Flow flow) const
{
    if (!m_shown[static_cast<size_t>(flow)])
        return {};
    const int height = Axis + static_cast<int>(m_lanes.size()) * CallLane + FrameLane;
    const int top = Gap1 + lessonHeight() + (flow == Flow::ToServer || !m_shown[static_cast<size_t>(Flow::ToServer)] ? 0 : height + Apart);
    return {gutter(), top, width() - gutter(), height};
}

QRect RibbonView::frameLane(Flow flow) const
{
    const QRect area = band(flow);
    return {area.left(), area.bottom() + 1 - FrameLane, area.width(), FrameLane};
}

QRect RibbonView::callLane(Flow flow, size_t lane) const
{
    const QRect area = band(flow);
    return {area.left(), area.top() + Axis + static_cast<int>(lane) * CallLane, area.width(), CallLane - 3};
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
        const QString text = QLocale().toString(offset);
        if (x + 3 + metrics.horizontalAdvance(text) <= width())
            painter.drawText(QRectF(x + 3, area.top(), 120, Axis - 2), Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

void RibbonView::drawCharacters(QPainter &painter, const WatchedFrame &frame, const QRect &lane) const
{
    const QByteArray bytes = wireBytes(frame);
    const qint64 first = std::max<qint64>(0, offsetAt(frame.flow, gutter()) - frame.offset);
    const qint64 last = std::min<qint64>(bytes.size(), offsetAt(frame.flow, width()) - frame.offset + 1);
    QFont fixed = theme::font(Type::Fixed);
    fixed.setPointSizeF(fixed.pointSizeF() * 0.9);
    QFont small = fixed;
    small.setPointSizeF(small.pointSizeF() * 0.72);
    const bool roomForHex = QFontMetricsF(small).horizontalAdvance(QStringLiteral("00")) <= m_scale;
    for (qint64 i = first; i < last; ++i) {
        const auto byte = static_cast<quint8>(bytes[i]);
        const bool readable = byte > 0x20 && byte < 0x7f;
        if (frame.secret && i >= frame.headerSize())
            continue;
        painter.setFont(readable ? fixed : small);
        // Upon the solid length only the surface's colour can be read.
        const bool onSolid = frame.decoded ? std::any_of(frame.decoded->fields.begin(), frame.decoded->fields.end(), [i](const auto &field) { return field.part == Part::Length && field.range.contains(i); }) : i < 4;
        painter.setPen(onSolid ? color(Role::SurfaceRaised) : readable ? color(Role::Text) : color(Role::TextMuted));
        painter.drawText(QRectF(xOf(frame.flow, frame.offset + i), lane.top(), m_scale, lane.height()), Qt::AlignCenter,
                         readable ? QString(QLatin1Char(static_cast<char>(byte))) : roomForHex ? QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0')) : QStringLiteral("·"));
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
    painter.setPen(QPen(kindColor(wireKind(frame)), 1));
    painter.setBrush(Qt::NoBrush);
    const double shownLeft = std::max(left, gutter() - 2.0);
    const double shownRight = std::min(right, width() + 2.0);
    painter.drawRect(QRectF(shownLeft + 0.5, lane.top() + 0.5, std::max(1.0, shownRight - shownLeft - 1), lane.height() - 1));
    if (m_scale >= CharacterScale)
        return drawCharacters(painter, frame, lane);
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
    const QRect lane = frameLane(flow);
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

void RibbonView::drawCalls(QPainter &painter, const WatchedStream &watched, Flow flow, size_t lane) const
{
    const RibbonLane &own = m_lanes[lane];
    const QRect area = callLane(flow, lane);
    const QRect frames = frameLane(flow);
    const auto spans = laneSpans(watched, flow, own.kind, {offsetAt(flow, gutter()), offsetAt(flow, width()) + 1}, MostSpans);
    const Role role = own.kind == RibbonLane::Kind::Send ? Role::Accent : own.kind == RibbonLane::Kind::Queue ? Role::Warn : Role::Good;
    painter.setFont(m_font);
    double drawn = -1;
    for (const LaneSpan &span : spans) {
        const double left = std::max(xOf(flow, span.range.from), gutter() - 3.0);
        const double right = std::min(xOf(flow, span.range.to), width() + 3.0);
        if (right - drawn < 1 && own.kind != RibbonLane::Kind::Queue)
            continue;
        drawn = right;
        const QColor tone = color(span.injected ? Role::WireInjected : role);
        const QRectF box(left + 0.5, area.top() + 0.5, std::max(1.0, right - left - 1), area.height() - 1);
        painter.fillRect(box, tinted(tone, span.number % 2 == 1 ? 0.38 : 0.2));
        if (own.kind == RibbonLane::Kind::Queue)
            painter.fillRect(box, QBrush(tinted(tone, 0.6), Qt::FDiagPattern));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tone, 1, span.injected ? Qt::DashLine : Qt::SolidLine));
        painter.drawRect(box);
        // Where a call ended, down to the messages: a cut inside one is the lesson.
        if (own.kind != RibbonLane::Kind::Queue && spans.size() <= MostCuts && right < width()) {
            painter.setPen(QPen(tone, 1, Qt::DashLine));
            painter.drawLine(QPointF(right - 0.5, area.bottom()), QPointF(right - 0.5, frames.bottom() + 2));
        }
        QString text = own.kind == RibbonLane::Kind::Queue ? formatBytes(span.moved) : QStringLiteral("%1 · %2").arg(span.number).arg(formatBytes(span.moved));
        if (span.encrypted)
            text += QStringLiteral(" TLS");
        if (span.injected)
            text += QStringLiteral(" · ") + provenanceName(Provenance::Injected);
        const double textRoom = painter.fontMetrics().horizontalAdvance(text) + 6;
        if (textRoom > box.width())
            continue;
        const QRectF place(std::max(box.left(), static_cast<double>(gutter())) + 3, box.top(), textRoom, box.height());
        if (own.kind == RibbonLane::Kind::Queue)
            painter.fillRect(place.adjusted(-1, 1, -2, -1), color(Role::SurfaceRaised));
        painter.setPen(color(Role::Text));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

void RibbonView::drawNames(QPainter &painter, const WatchedStream &watched, Flow flow) const
{
    const QRect area = band(flow);
    painter.setFont(m_bold);
    painter.setPen(color(Role::Text));
    // Which way, for who does not read the word.
    const bool toServer = flow == Flow::ToServer;
    const QRect label(Gap2, area.top(), gutter() - Gap2, Axis);
    const double y = label.center().y() + 0.5;
    const double from = label.left() + (toServer ? 0 : 12);
    const double to = label.left() + (toServer ? 12 : 0);
    const double back = toServer ? -4 : 4;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawLine(QPointF(from, y), QPointF(to, y));
    painter.drawLine(QPointF(to + back, y - 3.5), QPointF(to, y));
    painter.drawLine(QPointF(to + back, y + 3.5), QPointF(to, y));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawText(label.adjusted(18, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, wireFlow(flow));
    const auto name = [&](const QRect &lane, const QString &text, const QString &how) {
        const QRect room(Gap2, lane.top(), gutter() - Gap2 - Gap1, lane.height());
        painter.setFont(m_bold);
        painter.setPen(color(Role::Text));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, text);
        painter.setPen(color(Role::TextMuted));
        painter.setFont(m_font);
        painter.drawText(room.adjusted(QFontMetrics(m_bold).horizontalAdvance(text) + Gap2, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, how);
    };
    for (size_t lane = 0; lane < m_lanes.size(); ++lane)
        name(callLane(flow, lane), m_lanes[lane].name, provenanceName(m_lanes[lane].provenance));
    // A session tells its frames itself; elsewhere they are what a framing makes of the bytes.
    name(frameLane(flow), tr("frames"), provenanceName(watched.kind == WatchedStream::Kind::Session || watched.datagrams ? Provenance::Measured : Provenance::Inferred));
}

void RibbonView::drawBand(QPainter &painter, const WatchedStream &watched, Flow flow) const
{
    drawNames(painter, watched, flow);
    const QRect area = band(flow);
    const QRect lane = frameLane(flow);
    painter.save();
    painter.setClipRect(area.adjusted(0, 0, 0, 3));
    painter.setPen(color(Role::Line));
    painter.drawLine(area.left(), area.top() + Axis - 1, area.right(), area.top() + Axis - 1);
    drawAxis(painter, flow);
    drawFrames(painter, watched, flow);
    for (size_t each = 0; each < m_lanes.size(); ++each)
        drawCalls(painter, watched, flow, each);
    const auto outline = [&](const inspect::Selection &selection, const QColor &own, int thick) {
        if (selection.stream != watched.id || selection.flow != flow || selection.range.isEmpty())
            return;
        const double left = std::max(xOf(flow, selection.range.from), lane.left() - 4.0);
        const double right = std::min(std::max(xOf(flow, selection.range.to), left + 3), lane.right() + 4.0);
        painter.setPen(QPen(own, thick));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(left, area.top() + Axis, right - left, area.height() - Axis));
    };
    outline(m_rows.hovered(), color(Role::TextMuted), 1);
    outline(m_rows.selection(), color(Role::Text), 2);
    painter.restore();
}

QString RibbonView::lesson() const
{
    const WatchedStream *watched = stream();
    if (!watched || m_lanes.empty())
        return {};
    for (const inspect::Selection *each : {&m_rows.hovered(), &m_rows.selection()}) {
        if (each->stream == m_stream && !each->range.isEmpty()) {
            const QString text = explainCall(callContents(m_rows.capture(), *watched, each->flow, each->range.from));
            // Where the receiving end is watched, what it did not read it did not read.
            const bool readerIsOurs = watched->kind == WatchedStream::Kind::Lab && (each->flow == Flow::ToServer ? watched->serverIsOurs : watched->clientIsOurs);
            return !text.isEmpty() ? text : readerIsOurs ? tr("No recv has taken these bytes.") : tr("The recv that took these bytes was not recorded.");
        }
    }
    for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
        if (const QString text = explainCall(callContents(m_rows.capture(), *watched, flow, -1)); !text.isEmpty())
            return text;
    }
    return tr("Point at a byte: here it says what its recv had in it.");
}

void RibbonView::drawLesson(QPainter &painter) const
{
    const QString text = lesson();
    const QRect room(Gap2, Gap1, width() - Gap2 - Gap3, lessonHeight() - 2);
    painter.setFont(m_bold);
    painter.setPen(color(Role::Text));
    if (room.height() > Lesson) {
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, text);
        return;
    }
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
}

bool RibbonView::occurs(Part part) const
{
    const WatchedStream *watched = stream();
    if (!watched || part == Part::Body)
        return true;
    for (const auto &flow : watched->flows) {
        for (size_t i = 0; i < std::min(flow.frames.size(), LookedAt); ++i) {
            const WatchedFrame *frame = m_rows.capture().frame(flow.frames[i]);
            if (!frame)
                continue;
            if (part == Part::Incomplete ? frame->knownSize() < frame->size() && !frame->secret : !frame->decoded && part != Part::Delimiter)
                return true;
            if (frame->decoded && std::any_of(frame->decoded->fields.begin(), frame->decoded->fields.end(), [part](const auto &field) { return field.part == part; }))
                return true;
        }
    }
    return false;
}

void RibbonView::drawLegend(QPainter &painter) const
{
    painter.setFont(m_font);
    const int top = height() - Legend;
    int x = gutter();
    QList<Part> parts{Part::Length, Part::Header, Part::Body, Part::Delimiter, Part::Incomplete};
    if (m_compact)
        parts.removeIf([this](Part part) { return !occurs(part); });
    // Where all is contents there is nothing to tell apart.
    if (parts == QList{Part::Body})
        parts.clear();
    for (const Part part : std::as_const(parts)) {
        if (x + 22 + painter.fontMetrics().horizontalAdvance(partName(part)) > width() - Gap3)
            break;
        drawPart(painter, QRectF(x, top + 7, 16, 11), part);
        painter.setPen(color(Role::Line));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(x + 0.5, top + 7.5, 15, 10));
        painter.setPen(color(Role::TextMuted));
        const QString name = partName(part);
        painter.drawText(QRect(x + 22, top, 400, Legend), Qt::AlignLeft | Qt::AlignVCenter, name);
        x += 22 + painter.fontMetrics().horizontalAdvance(name) + Gap4;
    }
    QString hint = m_scale >= 1 ? tr("1 byte is %1 pixels").arg(m_scale, 0, 'f', 1) : tr("1 pixel is %1").arg(formatBytes(static_cast<qint64>(std::llround(1 / m_scale))));
    if (m_lanes.empty())
        hint = tr("The calls that moved these bytes are not recorded.") + QStringLiteral("  ") + hint;
    if (width() - x - Gap3 < Gap8)
        return;
    painter.drawText(QRect(x, top, width() - x - Gap3, Legend), Qt::AlignRight | Qt::AlignVCenter, painter.fontMetrics().elidedText(hint, Qt::ElideLeft, width() - x - Gap3));
}

void RibbonView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Role::SurfaceRaised));
    if (const WatchedStream *watched = stream()) {
        if (!m_lanes.empty())
            drawLesson(painter);
        for (const Flow flow : {Flow::ToServer, Flow::ToClient}) {
            if (m_shown[static_cast<size_t>(flow)])
                drawBand(painter, *watched, flow);
        }
        drawLegend(painter);
    }
    if (hasFocus()) {
        painter.setPen(color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

} // namespace transom::ui
