#pragma once

#include <QWidget>

namespace transom::ui {

/// Shows over a pane that what is dragged may be dropped, and where it would go. Takes no events itself.
class DropOverlay : public QWidget
{
    Q_OBJECT

public:
    explicit DropOverlay(QWidget *parent);

    /// `area`: what is covered; `row`: the folder's row that would take it, null for all of it. Both in the parent's coordinates.
    void showFor(const QString &text, const QRect &area, const QRect &row);

private:
    void paintEvent(QPaintEvent *event) override;

    QString m_text;
    QRect m_row;
};

} // namespace transom::ui
