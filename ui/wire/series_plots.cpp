#include "ui/wire/series_plots.h"

#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"
#include "ui/wire/wire_look.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace transom::ui {

using namespace theme;

namespace {

constexpr int PlotWidth = 110;
constexpr int DotRadius = 3;
constexpr int LeastText = 200; ///< for a name and its number

QString valueText(const std::optional<double> &value, const QString &unit)
{
    return value ? QLocale().toString(*value, 'f', *value < 10 && *value != static_cast<int>(*value) ? 2 : 0) + u' ' + unit : QStringLiteral("–");
}

} // namespace

SeriesPlots::SeriesPlots(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("series-plots"));
    setAccessibleName(tr("The kernel's numbers"));
    setUnavailable(tr("The kernel's numbers are not available here."));
}

void SeriesPlots::setSeries(const QList<NumberSeries> &series)
{
    const bool same = series.size() == m_series.size();
    m_series = series;
    m_why.clear();
    QStringList words;
    for (const NumberSeries &each : series)
        words += each.name + u' ' + valueText(each.values.isEmpty() ? std::nullopt : each.values.last(), each.unit);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    if (!same)
        updateGeometry();
    update();
}

void SeriesPlots::setUnavailable(const QString &why)
{
    m_series.clear();
    m_why = why;
    setAccessibleDescription(why);
    updateGeometry();
    update();
}

int SeriesPlots::rowHeight() const
{
    return std::max(RowHeight, QFontMetrics(theme::font(Type::Body)).height() + Gap2);
}

QSize SeriesPlots::sizeHint() const
{
    return {320, std::max<int>(2, static_cast<int>(m_series.size())) * rowHeight() + Gap2};
}

void SeriesPlots::drawRow(QPainter &painter, const NumberSeries &series, const QRect &row) const
{
    const int plotWidth = std::clamp(row.width() - LeastText, 0, PlotWidth);
    const QRect plot(row.right() - plotWidth, row.top() + 4, plotWidth, row.height() - 8);
    painter.setFont(theme::font(Type::Body));
    painter.setPen(color(Role::Text));
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, painter.fontMetrics().elidedText(series.name, Qt::ElideRight, row.width() - plotWidth - 100));
    if (std::none_of(series.values.begin(), series.values.end(), [](const auto &value) { return value.has_value(); })) {
        painter.setPen(color(Role::TextMuted));
        return painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, tr("not available here"));
    }
    painter.drawText(row.adjusted(0, 0, -plotWidth - Gap3, 0), Qt::AlignRight | Qt::AlignVCenter, valueText(series.values.isEmpty() ? std::nullopt : series.values.last(), series.unit));
    painter.setPen(color(Role::Line));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    double most = 0;
    for (const auto &value : series.values)
        most = std::max(most, value.value_or(0));
    if (series.values.size() < 2 || most <= 0)
        return;
    QPainterPath path;
    bool down = false;
    for (qsizetype i = 0; i < series.values.size(); ++i) {
        if (!series.values[i]) {
            down = false;
            continue;
        }
        const QPointF point(plot.left() + static_cast<double>(plot.width() - 1 - DotRadius) * static_cast<double>(i) / static_cast<double>(series.values.size() - 1),
                            plot.bottom() - (plot.height() - 1) * std::max(0.0, *series.values[i]) / most);
        down ? path.lineTo(point) : path.moveTo(point);
        down = true;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color(Role::Accent), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    // The newest number is the one beside it: a line that never changes is told from the ground by its end, too.
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(Role::Accent));
    if (down)
        painter.drawEllipse(path.currentPosition(), DotRadius, DotRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void SeriesPlots::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_series.isEmpty()) {
        painter.setPen(color(Role::TextMuted));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, m_why);
        return;
    }
    QRect row(0, Gap1, width(), rowHeight()); // its edges are those of what stands above
    for (const NumberSeries &each : std::as_const(m_series)) {
        drawRow(painter, each, row);
        row.translate(0, rowHeight());
    }
}

bool SeriesPlots::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const qsizetype row = (help->pos().y() - Gap1) / rowHeight();
    if (row >= 0 && row < m_series.size())
        QToolTip::showText(help->globalPos(), plainToolTip(m_series[row].meaning), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace transom::ui
