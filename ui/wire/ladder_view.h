#pragma once

#include "ui/wire/ladder_painter.h"

#include <QAbstractScrollArea>

namespace transom::ui {

/// The ladder on the screen: follows the newest row while it is at the end, draws what is visible only, and is walked with the keys.
class LadderView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit LadderView(WireRows &rows, QWidget *parent = nullptr);

    /// Rows [first, last) as a file. At most MostExported of them.
    QByteArray toSvg(qsizetype first, qsizetype last) const;
    QImage toImage(qsizetype first, qsizetype last) const;
    static constexpr qsizetype MostExported = 1'000;

    bool isAtEnd() const;
    QRect rowRect(qsizetype row) const;

Q_SIGNALS:
    void noteWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void rowsChanged(qsizetype gone);
    void updateBar();
    void showCurrent();
    void goTo(qsizetype row);
    qsizetype rowAt(const QPoint &point) const;
    void drawExport(QPainter &painter, int width, qsizetype first, qsizetype last) const;
    QSize exportSize(qsizetype first, qsizetype last) const;

    WireRows &m_rows;
    LadderPainter m_painter;
    LadderLayout m_layout;
    bool m_follow = true;
};

} // namespace transom::ui
