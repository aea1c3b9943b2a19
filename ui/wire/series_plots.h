#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include <optional>

namespace transom::ui {

/// One number of the kernel's as it was at some moments; a moment at which it was not told is a gap.
struct NumberSeries
{
    QString name;     ///< "rtt"
    QString meaning;  ///< one sentence
    QString unit;     ///< "µs", "bytes"
    QList<std::optional<double>> values; ///< oldest first, all series at the same moments
};

/// Small plots of named numbers, one below the other: name, the last value, the line of those before. GUI thread.
class SeriesPlots : public QWidget
{
    Q_OBJECT

public:
    explicit SeriesPlots(QWidget *parent = nullptr);

    void setSeries(const QList<NumberSeries> &series);
    /// There is nothing to show, and why.
    void setUnavailable(const QString &why);
    QSize sizeHint() const override;
    /// Where it is narrow the curves give way to the numbers.
    QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    int rowHeight() const;
    void drawRow(QPainter &painter, const NumberSeries &series, const QRect &row) const;

    QList<NumberSeries> m_series;
    QString m_why;
};

} // namespace transom::ui
