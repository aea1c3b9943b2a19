#pragma once

#include "core/lab/experiment/traces.h"

#include <QWidget>

namespace transom::ui {

/// Where the bytes of a connection waited, over time: the receiver's queue at the bottom, the sender's upon it, and in a lane of its own the window that
/// the receiver offered. GUI thread.
class QueueChart : public QWidget
{
    Q_OBJECT

public:
    explicit QueueChart(QWidget *parent = nullptr);

    void show(const QList<lab::QueueSample> &samples);
    const QList<lab::QueueSample> &samples() const { return m_samples; }
    QSize minimumSizeHint() const override { return {320, 220}; }
    QSize sizeHint() const override { return {560, 340}; }
    /// What the tooltip at a sample says.
    QString words(const lab::QueueSample &sample) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    /// A lane with a scale of its own.
    struct Lane
    {
        QRect area;
        qint64 most = 1;

        double y(qint64 bytes) const;
    };
    struct Layout
    {
        Lane queues;
        Lane window;
        qint64 from = 0;
        qint64 span = 1;

        double x(qint64 time) const;
    };
    Layout arrange() const;
    bool knowsWindow() const;
    /// The area under the steps of `bytes`, upon those of `base`.
    QPolygonF steps(const Layout &layout, const Lane &lane, qint64 (*bytes)(const lab::QueueSample &), qint64 (*base)(const lab::QueueSample &)) const;
    void drawLegend(QPainter &painter, const Layout &layout) const;
    void drawScale(QPainter &painter, const Lane &lane, const QString &title) const;
    void drawTimes(QPainter &painter, const Layout &layout) const;
    void drawPointer(QPainter &painter, const Layout &layout) const;

    QList<lab::QueueSample> m_samples;
    qsizetype m_pointed = -1; ///< the sample under the pointer
};

} // namespace transom::ui
