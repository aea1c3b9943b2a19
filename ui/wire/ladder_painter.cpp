#include "ui/wire/ladder_painter.h"

#include "core/base/text.h"
#include "ui/wire/wire_look.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <cmath>

namespace transom::ui {

using namespace theme;
using inspect::Flow;
using inspect::WatchedFrame;

namespace {

constexpr int NarrowWidth = 560;

/// Both times are of calls that have returned: a quick reader may be back before the writer is.
qint64 wayOf(const WatchedFrame &frame)
{
    return std::max<qint64>(0, frame.receivedNs - frame.sentNs);
}

} // namespace

LadderPainter::LadderPainter()
    : m_caption(font(Type::Caption))
    , m_title(font(Type::Caption))
    , m_numbers(font(Type::Caption))
{
    m_title.setWeight(QFont::DemiBold);
    m_line = static_cast<int>(std::ceil(QFontMetrics(m_title).height() * 1.15));
    m_header = m_line + 2 * Gap2;
}

LadderLayout::Metrics LadderPainter::metrics() const
{
    LadderLayout::Metrics metrics;
    metrics.row = m_line + 18;
    metrics.gap = m_line + Gap3;
    return metrics;
}

int LadderPainter::leastWidth() const
{
    return 420;
}

LadderPainter::Columns LadderPainter::columns(int width) const
{
    const QFontMetrics numbers(m_numbers);
    Columns at;
    at.mark = 18;
    at.time = at.mark + numbers.horizontalAdvance(QStringLiteral("00000.000")) + Gap1;
    // Where there is little room, it is for the arrows.
    at.delta = width < NarrowWidth ? at.time : at.time + numbers.horizontalAdvance(QStringLiteral("+99.9 ms")) + Gap3;
    at.client = at.delta + Gap4 + Gap2;
    at.end = width - Gap3;
    at.size = at.end - numbers.horizontalAdvance(QStringLiteral("99.9 ms")) - Gap3;
    at.server = at.size - std::max(numbers.horizontalAdvance(QStringLiteral("888.8 kB")), numbers.horizontalAdvance(QCoreApplication::translate("Wire", "Size"))) - Gap4 - Gap2;
    at.server = std::max(at.server, at.client + 80);
    return at;
}

void LadderPainter::drawHeader(QPainter &painter, int width, const WireRows &rows) const
{
    const Columns at = columns(width);
    painter.fillRect(QRect(0, 0, width, m_header), color(Role::SurfaceRaised));
    painter.setPen(color(Role::Line));
    painter.drawLine(0, m_header - 1, width, m_header - 1);
    painter.setFont(m_title);
    painter.setPen(color(Role::TextMuted));
    const auto right = [&](int edge, int room, const QString &text) { painter.drawText(QRect(edge - room, 0, room, m_header), Qt::AlignRight | Qt::AlignVCenter, text); };
    right(at.time, at.time, QCoreApplication::translate("Wire", "Seconds"));
    if (at.delta > at.time)
        right(at.delta, at.delta - at.time, QCoreApplication::translate("Wire", "Since"));
    right(at.size, at.size - at.server - Gap1, QCoreApplication::translate("Wire", "Size"));
    const inspect::WatchedStream *stream = rows.capture().stream(rows.selection().stream);
    if (!stream && rows.size() > 0)
        stream = rows.capture().stream(rows.at(rows.size() - 1).stream);
    // Of a relay's stream the times are the relay's: taken up, passed on.
    right(at.end, at.end - at.size, stream && stream->kind == inspect::WatchedStream::Kind::Relay ? QCoreApplication::translate("Wire", "Relay") : QCoreApplication::translate("Wire", "Way"));
    painter.setPen(color(Role::Text));
    const int half = (at.server - at.client) / 2;
    const QFontMetrics metrics(m_title);
    // Half an address says nothing; its port still tells two connections apart.
    const auto end = [&](const QString &word, const QString &address) {
        if (address.isEmpty() || address == u"memory")
            return word;
        const QString whole = word + QStringLiteral("  ") + printable(address, 60);
        const qsizetype port = address.lastIndexOf(u':');
        return port < 0 || metrics.horizontalAdvance(whole) <= half - Gap2 ? whole : word + QStringLiteral("  ") + printable(address.mid(port), 60);
    };
    painter.drawText(QRect(at.client - Gap1, 0, half, m_header), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(end(QCoreApplication::translate("Wire", "Client"), stream ? stream->client : QString()), Qt::ElideRight, half));
    painter.drawText(QRect(at.client + half, 0, half + Gap1, m_header), Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(end(QCoreApplication::translate("Wire", "Server"), stream ? stream->server : QString()), Qt::ElideRight, half - Gap2));
}

void LadderPainter::drawRows(QPainter &painter, int width, const WireRows &rows, const LadderLayout &layout, qsizetype first, qsizetype last, bool live) const
{
    const Columns at = columns(width);
    painter.setRenderHint(QPainter::Antialiasing);
    for (qsizetype row = first; row < last && row < rows.size() && row < layout.size(); ++row)
        drawRow(painter, at, rows, layout, row, live);
}

void LadderPainter::drawRow(QPainter &painter, const Columns &at, const WireRows &rows, const LadderLayout &layout, qsizetype row, bool live) const
{
    const auto top = static_cast<int>(layout.top(row));
    const int height = metrics().row;
    const int above = row > 0 ? static_cast<int>(layout.top(row - 1)) + height : top;
    const WatchedFrame &frame = rows.at(row);
    const QRect area(0, top, at.end + Gap3, height);
    if (live && frame.number == rows.currentFrame())
        painter.fillRect(area, color(Role::Selection));
    else if (live && frame.number == rows.hoveredFrame())
        painter.fillRect(area, color(Role::Hover));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color(Role::TextMuted), 1));
    const bool broken = row > 0 && layout.hasBreak(row);
    for (const int x : {at.client, at.server}) {
        if (broken)
            drawBreak(painter, x + 0.5, above, top);
        painter.drawLine(QPointF(x + 0.5, broken ? top : above), QPointF(x + 0.5, top + height));
    }
    if (broken) {
        painter.setFont(m_caption);
        painter.drawText(QRect(at.client, above, at.server - at.client, top - above), Qt::AlignCenter, QCoreApplication::translate("Wire", "%1 without a frame").arg(wireSpan(layout.waitNs(row))));
    }
    drawTexts(painter, at, rows, layout, row);
    drawArrow(painter, at, frame, top + m_line + 2);
}

void LadderPainter::drawTexts(QPainter &painter, const Columns &at, const WireRows &rows, const LadderLayout &layout, qsizetype row) const
{
    const WatchedFrame &frame = rows.at(row);
    const auto top = static_cast<int>(layout.top(row));
    const auto line = [&](int left, int right, int number) { return QRect(left, top + number * (m_line - 3), right - left, m_line); };
    painter.setFont(m_numbers);
    painter.setPen(color(Role::Text));
    painter.drawText(line(at.mark, at.time, 0), Qt::AlignRight | Qt::AlignVCenter, QString::number(static_cast<double>(frame.atNs() - rows.originNs()) / 1e9, 'f', 3));
    painter.setPen(color(Role::TextMuted));
    if (layout.waitNs(row) >= 0 && at.delta > at.time)
        painter.drawText(line(at.time, at.delta, 0), Qt::AlignRight | Qt::AlignVCenter, u'+' + wireSpan(layout.waitNs(row)));
    if (const auto *reference = rows.capture().frame(rows.reference()); reference && reference->number != frame.number) {
        painter.setPen(color(Role::Warn));
        painter.drawText(line(at.mark, at.delta, 1), Qt::AlignRight | Qt::AlignVCenter, QCoreApplication::translate("Wire", "mark %1").arg((frame.atNs() >= reference->atNs() ? QStringLiteral("+") : QString()) + wireSpan(frame.atNs() - reference->atNs())));
        painter.setPen(color(Role::TextMuted));
    }
    if (!frame.isError())
        painter.drawText(line(at.server, at.size, 0), Qt::AlignRight | Qt::AlignVCenter, formatBytes(frame.size()));
    if (frame.sentNs >= 0 && frame.receivedNs >= 0)
        painter.drawText(line(at.size, at.end, 0), Qt::AlignRight | Qt::AlignVCenter, wireSpan(wayOf(frame)));
    int left = at.client + Gap3;
    int right = at.server - Gap3;
    if (rows.isMarked(frame.number)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(Role::Warn));
        const double y = top + 5;
        painter.drawPolygon(QPolygonF({QPointF(6, y), QPointF(15, y + 4), QPointF(6, y + 8)}));
        painter.fillRect(QRectF(5, y, 1.5, 14), color(Role::Warn));
        if (const QString note = rows.note(frame.number); !note.isEmpty()) {
            painter.setFont(m_caption);
            const QString text = painter.fontMetrics().elidedText(note, Qt::ElideRight, (right - left) / 2);
            const int room = painter.fontMetrics().horizontalAdvance(text) + 2 * Gap2;
            painter.setBrush(tinted(color(Role::Warn), 0.18));
            painter.drawRoundedRect(QRectF(right - room, top + 1, room, m_line - 2), 4, 4);
            painter.setPen(color(Role::Text));
            painter.drawText(QRect(right - room, top, room, m_line), Qt::AlignCenter, text);
            right -= room + Gap2;
        }
    }
    painter.setFont(m_title);
    painter.setPen(kindColor(wireKind(frame)));
    QString title = wireTitle(frame);
    if (rows.stream() == 0 && rows.capture().streamIds().size() > 1)
        title = QStringLiteral("%1 · ").arg(frame.stream) + title;
    painter.drawText(QRect(left, top, right - left, m_line), Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(title, Qt::ElideRight, right - left));
    left += painter.fontMetrics().horizontalAdvance(title) + Gap2;
    if (left < right) {
        painter.setFont(m_caption);
        painter.setPen(frame.number == rows.currentFrame() ? color(Role::Text) : color(Role::TextMuted));
        painter.drawText(QRect(left, top, right - left, m_line), Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(wireSummary(frame, rows.capture()), Qt::ElideRight, right - left));
    }
}

void LadderPainter::drawArrow(QPainter &painter, const Columns &at, const WatchedFrame &frame, double y) const
{
    const bool toServer = frame.flow == Flow::ToServer;
    const double from = toServer ? at.client : at.server;
    const double to = toServer ? at.server : at.client;
    const double sign = toServer ? 1 : -1;
    const bool both = frame.sentNs >= 0 && frame.receivedNs >= 0;
    // The way's time, on a scale of powers of ten: 1 µs is nearly level, a second the steepest.
    const double fall = both ? std::clamp(std::log10(static_cast<double>(wayOf(frame)) / 1000 + 1) * 2, 1.0, 11.0) : 0;
    const QColor own = kindColor(wireKind(frame));
    const double start = y + 1;
    const double end = start + fall;
    const auto middle = QPointF((from + to) / 2 + 0.5, (start + end) / 2);
    const auto tail = QPointF(from + 0.5, start);
    const auto head = QPointF(to + 0.5, end);
    // The half beside an end whose time nobody has taken is dashed.
    const QPen solid(own, 1.5);
    const QPen dashed(own, 1.5, Qt::DashLine);
    painter.setPen(frame.sentNs >= 0 ? solid : dashed);
    painter.drawLine(tail, middle);
    painter.setPen(frame.receivedNs >= 0 ? solid : dashed);
    painter.drawLine(middle, head - QPointF(sign * 7, fall * 7 / std::max(1.0, std::abs(to - from))));
    painter.setPen(solid);
    painter.setBrush(frame.sentNs >= 0 ? QBrush(own) : QBrush(color(Role::SurfaceRaised)));
    painter.drawEllipse(tail, 2.5, 2.5);
    painter.setBrush(frame.receivedNs >= 0 ? QBrush(own) : QBrush(color(Role::SurfaceRaised)));
    if (frame.isError()) {
        painter.drawLine(head + QPointF(-sign * 12 - 4, -4), head + QPointF(-sign * 12 + 4, 4));
        painter.drawLine(head + QPointF(-sign * 12 - 4, 4), head + QPointF(-sign * 12 + 4, -4));
        return;
    }
    painter.drawPolygon(QPolygonF({head, head + QPointF(-sign * 8, -3.5), head + QPointF(-sign * 8, 3.5)}));
}

} // namespace transom::ui
