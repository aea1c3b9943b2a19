#include "ui/lab/dialects/serving_chart.h"

#include "core/base/text.h"
#include "ui/lab/time_axis.h"
#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QSet>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace transom::ui {

using namespace theme;

namespace {

constexpr int NumberWidth = 56;
constexpr int LegendHeight = 26;
constexpr int AxisHeight = 22;
constexpr double MostRow = 26;

void drawWaiting(QPainter &painter, const QRectF &bar)
{
    const QColor tone = color(Role::Warn);
    painter.setPen(QPen(tone, 1));
    painter.setBrush(QBrush(tone, Qt::BDiagPattern));
    painter.drawRect(bar);
}

void drawServed(QPainter &painter, const QRectF &bar)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Accent));
    painter.drawRoundedRect(bar, 2, 2);
}

void drawConnecting(QPainter &painter, double from, double to, double y)
{
    painter.setPen(QPen(color(Role::TextMuted), 2));
    painter.drawLine(QPointF(from, y), QPointF(std::max(to, from + 3), y));
}

void drawCross(QPainter &painter, const QPointF &at)
{
    painter.setPen(QPen(color(Role::Bad), 2));
    painter.drawLine(at + QPointF(-4, -4), at + QPointF(4, 4));
    painter.drawLine(at + QPointF(-4, 4), at + QPointF(4, -4));
}

} // namespace

ServingChart::ServingChart(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Clients over time"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
}

void ServingChart::show(const QList<ServedClient> &clients, qint64 now)
{
    m_clients = clients;
    m_now = now;
    QStringList sentences;
    for (const ServedClient &client : m_clients)
        sentences += words(client);
    setAccessibleDescription(sentences.join(u' '));
    update();
}

double ServingChart::Layout::x(qint64 time) const
{
    return bars.left() + static_cast<double>(bars.width()) * static_cast<double>(std::clamp<qint64>(time - from, 0, span)) / static_cast<double>(span);
}

QRectF ServingChart::Layout::rowRect(qsizetype index) const
{
    return {static_cast<double>(bars.left()), bars.top() + row * static_cast<double>(index), static_cast<double>(bars.width()), row};
}

ServingChart::Layout ServingChart::arrange() const
{
    Layout layout;
    int handlerWidth = 0;
    const QFontMetrics metrics(theme::font(Type::Caption));
    qint64 to = m_now;
    for (const ServedClient &client : m_clients) {
        if (client.begun > 0)
            layout.from = layout.from == 0 ? client.begun : std::min(layout.from, client.begun);
        to = std::max({to, client.ended, client.finished, client.accepted});
        handlerWidth = std::max(handlerWidth, metrics.horizontalAdvance(handlerOf(client)));
    }
    layout.span = std::max<qint64>(to - layout.from, 100'000);
    layout.bars = rect().adjusted(NumberWidth, LegendHeight, -handlerWidth - Gap4, -AxisHeight);
    layout.row = m_clients.isEmpty() ? MostRow : std::min(MostRow, static_cast<double>(layout.bars.height()) / static_cast<double>(m_clients.size()));
    return layout;
}

QString ServingChart::handlerOf(const ServedClient &client) const
{
    if (client.process == 0)
        return {};
    // What differs says which model it is: processes, threads, or one for all.
    QSet<qint64> processes;
    for (const ServedClient &each : m_clients) {
        if (each.process != 0)
            processes.insert(each.process);
    }
    return processes.size() > 1 ? tr("process %1").arg(client.process) : tr("thread %1").arg(client.thread);
}

QString ServingChart::words(const ServedClient &client) const
{
    QStringList parts{client.slow ? tr("Client %1 (slow)").arg(client.number) : tr("Client %1").arg(client.number)};
    if (client.begun == 0)
        return parts.first() + u'.';
    const qint64 end = m_now > 0 ? m_now : client.ended;
    if (client.connected > 0)
        parts += tr("connected in %1").arg(formatRoundTrip(client.connected - client.begun));
    if (client.connected > 0 && client.accepted > 0)
        parts += tr("waited %1 in the backlog").arg(formatRoundTrip(std::max<qint64>(0, client.accepted - client.connected)));
    else if (client.connected > 0 && !client.refused)
        parts += tr("waits in the backlog for %1").arg(formatRoundTrip(std::max<qint64>(0, end - client.connected)));
    if (client.accepted > 0) {
        parts += tr("setup by process %1, thread %2").arg(client.process).arg(client.thread);
        parts += client.finished > 0 ? tr("handled and finished after %1").arg(formatRoundTrip(client.finished - client.accepted)) : tr("is being handled");
    }
    if (client.refused)
        parts += client.error.isEmpty() ? tr("turned away") : tr("turned away: %1").arg(client.error);
    return parts.join(tr(", ")) + (parts.last().endsWith(u'.') ? QString() : QStringLiteral("."));
}

void ServingChart::drawLegend(QPainter &painter) const
{
    painter.setFont(theme::font(Type::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    double x = NumberWidth;
    const double middle = LegendHeight / 2.0 - 2;
    const auto entry = [&](const QString &text, const auto &draw) {
        draw(QRectF(x, middle - 5, 22, 10));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QPointF(x + 22 + Gap1, middle + metrics.ascent() / 2.0 - 1), text);
        x += 22 + Gap1 + metrics.horizontalAdvance(text) + Gap4;
    };
    entry(tr("connecting"), [&](const QRectF &area) { drawConnecting(painter, area.left(), area.right(), area.center().y()); });
    entry(tr("in the backlog"), [&](const QRectF &area) { drawWaiting(painter, area); });
    entry(tr("being served"), [&](const QRectF &area) { drawServed(painter, area); });
    entry(tr("turned away"), [&](const QRectF &area) { drawCross(painter, area.center()); });
}

void ServingChart::drawAxis(QPainter &painter, const Layout &layout) const
{
    painter.setFont(theme::font(Type::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    const qint64 tick = timeTick(layout.span);
    const int bottom = layout.bars.top() + static_cast<int>(layout.row * static_cast<double>(m_clients.size()));
    double lastEnd = -1;
    for (qint64 time = 0; time <= layout.span; time += tick) {
        const double x = layout.x(layout.from + time);
        painter.setPen(QPen(color(Role::Line), 1));
        painter.drawLine(QPointF(x, layout.bars.top()), QPointF(x, bottom + 4));
        const QString text = timeTickText(time, tick);
        const double width = metrics.horizontalAdvance(text);
        const double left = std::min(x - width / 2, this->width() - width - 2.0);
        if (left < lastEnd + Gap2)
            continue;
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QPointF(left, bottom + 6 + metrics.ascent()), text);
        lastEnd = left + width;
    }
}

void ServingChart::drawClient(QPainter &painter, const Layout &layout, qsizetype index) const
{
    const ServedClient &client = m_clients[index];
    const QRectF row = layout.rowRect(index);
    const double middle = row.center().y();
    const double half = std::clamp(layout.row * 0.34, 2.0, 8.0);
    const QFontMetrics metrics = painter.fontMetrics();
    painter.setPen(color(Role::Text));
    if (layout.row >= metrics.height() * 0.8 || index % 2 == 0)
        painter.drawText(QRectF(0, row.top() - 4, NumberWidth - Gap2, row.height() + 8), Qt::AlignRight | Qt::AlignVCenter, client.slow ? tr("%1 slow").arg(client.number) : QString::number(client.number));
    if (client.begun == 0)
        return;
    const qint64 now = m_now > 0 ? m_now : layout.from + layout.span;
    const qint64 leave = client.ended > 0 ? client.ended : now;
    const double connected = layout.x(client.connected > 0 ? client.connected : leave);
    drawConnecting(painter, layout.x(client.begun), connected, middle);
    if (client.connected > 0) {
        const double until = layout.x(client.accepted > 0 ? client.accepted : leave);
        if (until - connected >= 1)
            drawWaiting(painter, QRectF(connected, middle - half, until - connected, 2 * half));
    }
    if (client.accepted > 0) {
        const double from = layout.x(client.accepted);
        const double to = layout.x(client.finished > 0 ? client.finished : leave);
        const QRectF bar(from, middle - half, std::max(to - from, 2.0), 2 * half);
        drawServed(painter, bar);
        const QString text = formatRoundTrip(std::max<qint64>(0, (client.finished > 0 ? client.finished : leave) - client.accepted));
        if (bar.width() > metrics.horizontalAdvance(text) + Gap2 && 2 * half >= metrics.ascent() - 1) {
            painter.setPen(color(Role::AccentText));
            painter.drawText(bar, Qt::AlignCenter, text);
        }
    }
    if (client.refused)
        drawCross(painter, {std::min(layout.x(leave), layout.bars.right() - 4.0), middle});
    painter.setPen(color(Role::TextMuted));
    if (layout.row >= metrics.height() * 0.8 || index % 2 == 0)
        painter.drawText(QRectF(layout.bars.right() + Gap3, row.top() - 4, width() - layout.bars.right() - Gap3, row.height() + 8), Qt::AlignLeft | Qt::AlignVCenter, handlerOf(client));
}

void ServingChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Layout layout = arrange();
    drawLegend(painter);
    if (m_clients.isEmpty()) {
        painter.setFont(theme::font(Type::Body));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("Each client becomes a bar over time."));
        return;
    }
    drawAxis(painter, layout);
    painter.setFont(theme::font(Type::Caption));
    for (qsizetype i = 0; i < m_clients.size(); ++i)
        drawClient(painter, layout, i);
}

bool ServingChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Layout layout = arrange();
    const int index = static_cast<int>(std::floor((help->pos().y() - layout.bars.top()) / layout.row));
    if (index >= 0 && index < m_clients.size())
        QToolTip::showText(help->globalPos(), plainToolTip(words(m_clients[index])), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace transom::ui
