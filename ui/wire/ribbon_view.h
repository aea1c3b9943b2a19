#pragma once

#include "ui/models/wire_rows.h"
#include "ui/wire/ribbon_lanes.h"

#include <QFont>
#include <QWidget>

#include <array>
#include <optional>

namespace transom::ui {

/// The byte ribbon: for each direction of one stream an axis, the offset of its bytes, and on it the calls that moved them, the kernel's queues (where they
/// are known) and the frames they were. Cuts that do not line up are the lesson. Draws only what is seen, and never more than a few things for
/// each pixel.
class RibbonView : public QWidget
{
    Q_OBJECT

public:
    explicit RibbonView(WireRows &rows, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }
    /// Pixels for each byte.
    double scale() const { return m_scale; }
    /// For a picture of what is over: directions that carried nothing and names of what does not occur are left out, and the sentence has the lines it needs.
    void setCompact(bool compact);
    /// All bytes of the stream at once, also when the room changes, until somebody looks at something closer.
    void showWhole();
    void zoom(double factor, double atX);
    void showSelection();
    /// What the calls that are looked at have in them, in a sentence; empty where no calls are known.
    QString lesson() const;
    /// Where a byte is drawn; for tests.
    QPoint placeOf(inspect::Flow flow, qint64 offset) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Hit
    {
        bool valid = false;
        inspect::Flow flow = inspect::Flow::ToServer;
        qint64 offset = 0;
    };

    void rowsChanged();
    const inspect::WatchedStream *stream() const;
    double xOf(inspect::Flow flow, qint64 offset) const;
    qint64 offsetAt(inspect::Flow flow, double x) const;
    QRect band(inspect::Flow flow) const;
    Hit hitAt(const QPoint &point) const;
    /// The lane under a point, and whether it is there at all.
    std::optional<size_t> laneAt(const QPoint &point, inspect::Flow flow) const;
    /// What one call moved, or what waited, under a point; nothing where there is no call.
    inspect::ByteRange callAt(const QPoint &point) const;
    void arrangeLanes();
    void fit(const inspect::WatchedStream &stream);
    int lessonHeight() const;
    bool occurs(inspect::Part part) const;
    QRect frameLane(inspect::Flow flow) const;
    QRect callLane(inspect::Flow flow, size_t lane) const;
    void drawBand(QPainter &painter, const inspect::WatchedStream &stream, inspect::Flow flow) const;
    void drawNames(QPainter &painter, const inspect::WatchedStream &stream, inspect::Flow flow) const;
    void drawAxis(QPainter &painter, inspect::Flow flow) const;
    void drawFrames(QPainter &painter, const inspect::WatchedStream &stream, inspect::Flow flow) const;
    void drawFrame(QPainter &painter, const inspect::WatchedFrame &frame, double left, double right, const QRect &lane) const;
    void drawCharacters(QPainter &painter, const inspect::WatchedFrame &frame, const QRect &lane) const;
    void drawCalls(QPainter &painter, const inspect::WatchedStream &stream, inspect::Flow flow, size_t lane) const;
    void drawLesson(QPainter &painter) const;
    void drawLegend(QPainter &painter) const;
    inspect::ByteRange partAt(const inspect::WatchedFrame &frame, qint64 offset) const;
    int gutter() const;

    WireRows &m_rows;
    QFont m_font;
    QFont m_bold;
    quint32 m_stream = 0;
    std::vector<RibbonLane> m_lanes; ///< of calls and queues, above the frames
    double m_scale = 1.6;
    std::array<double, inspect::Flows> m_left{}; ///< offset at the left edge
    bool m_follow = true;
    bool m_compact = false;
    bool m_whole = false;
    std::array<bool, inspect::Flows> m_shown{true, true}; ///< directions
    bool m_selecting = false; ///< the selection comes from here
    QPoint m_dragFrom;
    std::array<double, inspect::Flows> m_leftAtDrag{};
    bool m_dragging = false;
};

} // namespace transom::ui
