#include "ui/files/transfer_list.h"

#include "ui/files/transfer_delegate.h"
#include "ui/models/transfers_model.h"

#include <QDropEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>
#include <optional>

namespace transom::ui {

using namespace Qt::StringLiterals;

namespace {

std::optional<TransferDelegate::Button> buttonAt(const TransferList &list, const QPoint &point)
{
    const QModelIndex index = list.indexAt(point);
    const files::TransferInfo *info = TransfersModel::of(index);
    const auto buttons = info ? TransferDelegate::buttons(*info, list.visualRect(index)) : QList<TransferDelegate::Button>();
    for (const auto &button : buttons) {
        if (button.rect.contains(point))
            return button;
    }
    return std::nullopt;
}

} // namespace

TransferList::TransferList(QWidget *parent)
    : QListView(parent)
{
    setObjectName(u"transfer-list"_s);
    setProperty("plain", true);
    setAccessibleName(tr("Transfers"));
    setItemDelegate(new TransferDelegate(this));
    setMouseTracking(true);
    setUniformItemSizes(true);
    setVerticalScrollMode(QListView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QListView::NoEditTriggers);
    setSelectionMode(QListView::ExtendedSelection);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setDragDropMode(QListView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
}

QList<qint64> TransferList::selectedIds() const
{
    QModelIndexList rows = selectedIndexes();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QList<qint64> ids;
    for (const QModelIndex &row : std::as_const(rows))
        ids.append(row.data(TransfersModel::IdRole).toLongLong());
    return ids;
}

bool TransferList::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        if (const auto button = buttonAt(*this, help->pos())) {
            QToolTip::showText(help->globalPos(), button->text, this);
            return true;
        }
    }
    return QListView::viewportEvent(event);
}

void TransferList::mousePressEvent(QMouseEvent *event)
{
    // A press on a button neither selects the row nor begins to drag it.
    if (event->button() == Qt::LeftButton && buttonAt(*this, event->position().toPoint()))
        return event->accept();
    QListView::mousePressEvent(event);
}

void TransferList::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const auto button = event->button() == Qt::LeftButton && state() == NoState ? buttonAt(*this, point) : std::nullopt;
    if (!button)
        return QListView::mouseReleaseEvent(event);
    Q_EMIT actionWanted(static_cast<int>(button->action), indexAt(point).data(TransfersModel::IdRole).toLongLong());
}

void TransferList::keyPressEvent(QKeyEvent *event)
{
    const QList<qint64> ids = selectedIds();
    const int key = event->key();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        constexpr int Far = 1'000'000;
        const int places = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : key == Qt::Key_Home ? -Far : key == Qt::Key_End ? Far : 0;
        if (places != 0 && !ids.isEmpty()) {
            Q_EMIT moveByWanted(ids, places);
            return;
        }
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        if (!ids.isEmpty())
            Q_EMIT actionWanted(static_cast<int>(TransferDelegate::Action::Details), ids.first());
        return;
    } else if (key == Qt::Key_Space || key == Qt::Key_Delete) {
        // Space does the first thing that makes sense, Delete the last.
        const QModelIndexList rows = selectedIndexes();
        QList<std::pair<int, qint64>> wanted;
        for (const QModelIndex &row : rows) {
            if (const files::TransferInfo *info = TransfersModel::of(row)) {
                const auto buttons = TransferDelegate::buttons(*info);
                wanted.append({static_cast<int>(key == Qt::Key_Space ? buttons.first().action : buttons.last().action), info->id});
            }
        }
        for (const auto &[action, id] : std::as_const(wanted))
            Q_EMIT actionWanted(action, id);
        return;
    }
    QListView::keyPressEvent(event);
}

void TransferList::dropEvent(QDropEvent *event)
{
    const QPoint point = event->position().toPoint();
    const QList<qint64> ids = TransfersModel::idsIn(*event->mimeData());
    QModelIndex before = indexAt(point);
    // Below the middle of a row is behind it.
    if (before.isValid() && point.y() > visualRect(before).center().y())
        before = before.siblingAtRow(before.row() + 1);
    setState(NoState);
    viewport()->update();
    // Another list's transfers are none of this one.
    if (ids.isEmpty() || (event->source() && event->source() != this))
        return event->ignore();
    // Accepted as a copy: nothing is to be removed where it came from, the queue moves it.
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT moveWanted(ids, before.isValid() ? before.data(TransfersModel::IdRole).toLongLong() : 0);
}

} // namespace transom::ui
