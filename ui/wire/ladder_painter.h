#pragma once

#include "ui/models/ladder_layout.h"

#include <QFont>

class QPainter;
class QRect;

namespace transom::ui {

/// Draws rows of a ladder on anything: the screen, a picture, an SVG file. Client at left, server at right, time downward. GUI thread.
class LadderPainter
{
public:
    LadderPainter();

    LadderLayout::Metrics metrics() const;
    int headerHeight() const { return m_header; }
    /// Below this nothing can be read.
    int leastWidth() const;

    void drawHeader(QPainter &painter, int width, const WireRows &rows) const;
    /// Rows [first, last), at their places in the layout. With `live`, what is selected and pointed at is shown.
    void drawRows(QPainter &painter, int width, const WireRows &rows, const LadderLayout &layout, qsizetype first, qsizetype last, bool live) const;

private:
    struct Columns
    {
        int mark = 0;
        int time = 0;   ///< right edges
        int delta = 0;
        int client = 0; ///< lifelines
        int server = 0;
        int size = 0;   ///< right edge
        int end = 0;
    };
    Columns columns(int width) const;
    void drawRow(QPainter &painter, const Columns &columns, const WireRows &rows, const LadderLayout &layout, qsizetype row, bool live) const;
    void drawTexts(QPainter &painter, const Columns &columns, const WireRows &rows, const LadderLayout &layout, qsizetype row) const;
    void drawArrow(QPainter &painter, const Columns &columns, const inspect::WatchedFrame &frame, double y) const;

    QFont m_caption;
    QFont m_title;
    QFont m_numbers;
    int m_line = 18;
    int m_header = 28;
};

} // namespace transom::ui
