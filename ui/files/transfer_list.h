#pragma once

#include <QListView>

namespace transom::ui {

/// The rows of the transfers: buttons in them, dragging to another place, keys. What is to be done it only says.
class TransferList : public QListView
{
    Q_OBJECT

public:
    explicit TransferList(QWidget *parent = nullptr);

    QList<qint64> selectedIds() const;

Q_SIGNALS:
    /// A button of a row, or its key.
    void actionWanted(int action, qint64 id);
    /// Dragged: to the place that `before` has; 0: to the end.
    void moveWanted(const QList<qint64> &ids, qint64 before);
    /// Ctrl+Up, Ctrl+Down: -1, 1; with Home and End as far as it goes.
    void moveByWanted(const QList<qint64> &ids, int places);

private:
    bool viewportEvent(QEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dropEvent(QDropEvent *event) override;
};

} // namespace transom::ui
