#pragma once

#include "ui/models/wire_recorder.h"

#include <QFont>
#include <QFrame>

class QPushButton;

namespace transom::ui {

/// A thin strip on every page: the frames of this window's connection as they pass, the newest at the right; those to the server above and
/// pointing right, those to the client below and pointing left. Draws when something has changed and is otherwise idle.
class WireStrip : public QFrame
{
    Q_OBJECT

public:
    explicit WireStrip(WireRecorder &recorder, QWidget *parent = nullptr);
    /// The frame drawn at a place, or 0.
    quint64 frameAt(const QPoint &point) const;

Q_SIGNALS:
    void frameWanted(quint64 number);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Place
    {
        quint64 number = 0;
        QRectF rect;
    };

    void recall();
    void showState();
    quint32 session() const;
    double lengthOf(const inspect::WatchedFrame &frame, const QFontMetrics &metrics) const;

    WireRecorder &m_recorder;
    QPushButton *m_record;
    QFont m_font;
    QList<Place> m_places; ///< as last drawn
    quint64 m_hovered = 0;
};

} // namespace transom::ui
