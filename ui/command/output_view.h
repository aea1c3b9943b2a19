#pragma once

#include "ui/models/output_document.h"

#include <QAbstractScrollArea>
#include <QPointer>

class QTextLayout;

namespace transom::ui {

/// What a command has written, fixed-width, in its colours as the theme has them. Draws the visible lines only, so that its cost does
/// not grow with the output. Lines from standard error carry a bar and a sign at the left edge. Stays at the end while it is
/// there. Text is selected with the mouse, copied and searched.
class OutputView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit OutputView(QWidget *parent = nullptr);

    void setDocument(OutputDocument *document);
    OutputDocument *document() const { return m_document; }

    QString selectedText() const;
    void selectAll();
    void copy() const;

    /// Marks what is found everywhere it is seen; empty: no marks.
    void setSearch(const QString &text);
    /// Selects the next (or previous) match from the selection on, going round; false if there is none.
    bool findNext(bool backwards);
    /// How many lines hold the text.
    int matchingLines() const;

    bool isAtEnd() const;

Q_SIGNALS:
    void searchWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Spot
    {
        qint64 line = 0;
        int at = 0; ///< UTF-16 units
        auto operator<=>(const Spot &) const = default;
    };

    void documentChanged();
    void updateBars();
    void measure();
    qint64 topLine() const;
    int visibleLines() const;
    void layOut(const OutputLine &line, QTextLayout &layout) const;
    Spot spotAt(const QPoint &point) const;
    std::pair<Spot, Spot> selection() const;
    bool hasSelection() const { return m_anchor != m_cursor; }
    void show(const Spot &from, const Spot &to);
    void goTo(qint64 line);

    QPointer<OutputDocument> m_document;
    QString m_search;
    Spot m_anchor;
    Spot m_cursor;
    qint64 m_knownFirst = 0;
    int m_lineHeight = 16;
    int m_ascentGap = 0;
    qreal m_ascent = 0;
    int m_widest = 0;    ///< pixels, of the lines seen so far
    int m_scrollTimer = 0;
    QPoint m_mouse;
    bool m_selecting = false;
    bool m_followed = true;
};

} // namespace transom::ui
