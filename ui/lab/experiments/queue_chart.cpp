#include "ui/lab/experiments/queue_chart.h"

#include "core/base/text.h"
#include "ui/lab/time_axis.h"
#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/wire_look.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace transom::ui {

using namespace theme;
using lab::QueueSample;

namespace {

constexpr int LegendHeight = 26;
constexpr int TitleHeight = 20;
constexpr int AxisHeight = 22;
constexpr int WindowHeight = 44;

qint64 nothing(const QueueSample &)
{
    return 0;
}

qint64 inQueue(const QueueSample &sample)
{
    return std::max<qint64>(0, sample.inQueue);
}

qint64 bothQueues(const QueueSample &sample)
{
    return inQueue(sample) + std::max<qint64>(0, sample.outQueue);
}

qint64 offered(const QueueSample &sample)
{
    return std::max<qint64>(0, sample.window);
}

void drawReceiver(QPainter &painter, const QPolygonF &area)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(tinted(color(Role::Good), 0.45));
    painter.drawPolygon(area);
}

/// Hatched: told from the receiver's without colour, too.
void drawSender(QPainter &painter, const QPolygonF &area)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(tinted(color(Role::Accent), 0.2));
    painter.drawPolygon(area);
    painter.setBrush(QBrush(tinted(color(Role::Accent), 0.7), Qt::BDiagPattern));
    painter.drawPolygon(area);
}

} // namespace

QueueChart::QueueChart(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("queue-chart"));
    setAccessibleName(tr("Queues over time"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
}

void QueueChart::show(const QList<QueueSample> &samples)
{
    m_samples = samples;
    m_pointed = -1;
    setAccessibleDescription(m_samples.isEmpty() ? QString() : words(m_samples.constLast()));
    update();
}

bool QueueChart::knowsWindow() const
{
    return std::any_of(m_samples.begin(), m_samples.end(), [](const QueueSample &sample) { return sample.window >= 0; });
}

double QueueChart::Lane::y(qint64 bytes) const
{
    return area.bottom() + 1 - static_cast<double>(area.height()) * static_cast<double>(std::min(bytes, most)) / static_cast<double>(most);
}

double QueueChart::Layout::x(qint64 time) const
{
    return queues.area.left() + static_cast<double>(queues.area.width()) * static_cast<double>(std::clamp<qint64>(time - from, 0, span)) / static_cast<double>(span);
}

QueueChart::Layout QueueChart::arrange() const
{
    Layout layout;
    if (!m_samples.isEmpty()) {
        layout.from = m_samples.constFirst().atNs;
        layout.span = std::max<qint64>(m_samples.constLast().atNs - layout.from, 1'000'000);
    }
    for (const QueueSample &sample : m_samples) {
        layout.queues.most = std::max(layout.queues.most, bothQueues(sample));
        layout.window.most = std::max(layout.window.most, offered(sample));
    }
    const QFontMetrics metrics(theme::font(Type::Caption));
    const int left = std::max(metrics.horizontalAdvance(formatBytes(layout.queues.most)), metrics.horizontalAdvance(formatBytes(layout.window.most))) + Gap3;
    const int right = width() - Gap4;
    const int below = AxisHeight + (knowsWindow() ? WindowHeight + TitleHeight + Gap2 : 0);
    layout.queues.area = QRect(QPoint(left, LegendHeight + TitleHeight), QPoint(right, height() - below - 1));
    layout.window.area = QRect(QPoint(left, layout.queues.area.bottom() + 1 + Gap2 + TitleHeight), QSize(right - left + 1, WindowHeight));
    return layout;
}

QPolygonF QueueChart::steps(const Layout &layout, const Lane &lane, qint64 (*bytes)(const QueueSample &), qint64 (*base)(const QueueSample &)) const
{
    QPolygonF top;
    QPolygonF bottom;
    const auto add = [&](QPolygonF &line, double from, double to, double y) { line << QPointF(from, y) << QPointF(to, y); };
    for (qsizetype i = 0; i < m_samples.size(); ++i) {
        const double from = layout.x(m_samples[i].atNs);
        const double to = i + 1 < m_samples.size() ? layout.x(m_samples[i + 1].atNs) : from;
        add(top, from, to, lane.y(bytes(m_samples[i])));
        add(bottom, from, to, lane.y(base(m_samples[i])));
    }
    std::reverse(bottom.begin(), bottom.end());
    return top + bottom;
}

void QueueChart::drawLegend(QPainter &painter, const Layout &layout) const
{
    painter.setFont(theme::font(Type::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    double x = layout.queues.area.left();
    const double middle = LegendHeight / 2.0 - 2;
    const auto entry = [&](const QString &text, void (*draw)(QPainter &, const QPolygonF &)) {
        draw(painter, QPolygonF(QRectF(x, middle - 5, 22, 10)));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QPointF(x + 22 + Gap1, middle + metrics.ascent() / 2.0 - 1), text);
        x += 22 + Gap1 + metrics.horizontalAdvance(text) + Gap4;
    };
    entry(tr("sender's queue"), drawSender);
    entry(tr("receiver's queue"), drawReceiver);
}

void QueueChart::drawScale(QPainter &painter, const Lane &lane, const QString &title) const
{
    painter.setFont(theme::font(Type::Caption));
    painter.setPen(color(Role::Text));
    painter.drawText(QRect(lane.area.left(), lane.area.top() - TitleHeight, lane.area.width(), TitleHeight - 2), Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setPen(QPen(color(Role::Line), 1));
    painter.drawLine(lane.area.topLeft(), lane.area.topRight());
    painter.drawLine(lane.area.left(), lane.area.bottom() + 1, lane.area.right(), lane.area.bottom() + 1);
    painter.setPen(color(Role::TextMuted));
    const auto label = [&](int y, qint64 bytes) { painter.drawText(QRect(0, y - 10, lane.area.left() - Gap2, 20), Qt::AlignRight | Qt::AlignVCenter, formatBytes(bytes)); };
    label(lane.area.top(), lane.most);
    label(lane.area.bottom() + 1, 0);
}

void QueueChart::drawTimes(QPainter &painter, const Layout &layout) const
{
    painter.setFont(theme::font(Type::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    const qint64 tick = timeTick(layout.span);
    const int bottom = (knowsWindow() ? layout.window.area : layout.queues.area).bottom() + 1;
    double lastEnd = -1;
    for (qint64 time = 0; time <= layout.span; time += tick) {
        const double x = layout.x(layout.from + time);
        painter.setPen(QPen(color(Role::Line), 1));
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4));
        const QString text = timeTickText(time, tick);
        const double wide = metrics.horizontalAdvance(text);
        const double left = std::min(x - wide / 2, width() - wide - 2.0);
        if (left < lastEnd + Gap2)
            continue;
        painter.setPen(color(Role::TextMuted));
        painter.drawText(QPointF(left, bottom + 6 + metrics.ascent()), text);
        lastEnd = left + wide;
    }
}

void QueueChart::drawPointer(QPainter &painter, const Layout &layout) const
{
    if (m_pointed < 0 || m_pointed >= m_samples.size())
        return;
    const double x = layout.x(m_samples[m_pointed].atNs);
    painter.setPen(QPen(color(Role::Text), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, layout.queues.area.top()), QPointF(x, (knowsWindow() ? layout.window.area : layout.queues.area).bottom()));
}

void QueueChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_samples.isEmpty()) {
        painter.setFont(theme::font(Type::Body));
        painter.setPen(color(Role::TextMuted));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("After a run: where the bytes waited."));
        return;
    }
    const Layout layout = arrange();
    drawLegend(painter, layout);
    drawScale(painter, layout.queues, tr("Bytes that wait in the two kernels"));
    drawReceiver(painter, steps(layout, layout.queues, inQueue, nothing));
    drawSender(painter, steps(layout, layout.queues, bothQueues, inQueue));
    if (knowsWindow()) {
        drawScale(painter, layout.window, tr("Window that the receiver offers"));
        painter.setPen(Qt::NoPen);
        painter.setBrush(tinted(color(Role::Warn), 0.45));
        painter.drawPolygon(steps(layout, layout.window, offered, nothing));
    }
    drawTimes(painter, layout);
    drawPointer(painter, layout);
}

QString QueueChart::words(const QueueSample &sample) const
{
    const QLocale locale;
    const QString time = formatRoundTrip(sample.atNs - m_samples.constFirst().atNs);
    QStringList parts{tr("After %1: send had taken %2 bytes").arg(time, locale.toString(sample.accepted)),
                      tr("%1 in the sender's queue").arg(locale.toString(std::max<qint64>(0, sample.outQueue))),
                      tr("%1 in the receiver's").arg(locale.toString(inQueue(sample)))};
    if (sample.window >= 0)
        parts += tr("window %1").arg(locale.toString(sample.window));
    return tr("%1.", "a sentence made of parts").arg(parts.join(QCoreApplication::translate("Experiment", ", ")));
}

void QueueChart::mouseMoveEvent(QMouseEvent *event)
{
    if (m_samples.isEmpty())
        return;
    const Layout layout = arrange();
    const auto next = std::find_if(m_samples.begin(), m_samples.end(), [&](const QueueSample &sample) { return layout.x(sample.atNs) >= event->pos().x(); });
    m_pointed = next == m_samples.end() ? m_samples.size() - 1 : next - m_samples.begin();
    QToolTip::showText(event->globalPosition().toPoint(), plainToolTip(words(m_samples[m_pointed])), this);
    update();
}

void QueueChart::leaveEvent(QEvent *event)
{
    m_pointed = -1;
    update();
    QWidget::leaveEvent(event);
}

} // namespace transom::ui
