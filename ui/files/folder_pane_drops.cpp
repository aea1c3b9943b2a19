#include "core/base/text.h"
#include "ui/files/drop_overlay.h"
#include "ui/files/file_table.h"
#include "ui/files/folder_pane.h"

#include <QDragEnterEvent>
#include <QMimeData>

/// What is dragged over a pane and dropped on it.
namespace transom::ui {

using namespace Qt::StringLiterals;

FileThings FolderPane::droppable(const QDropEvent &event, const QString &folder) const
{
    if (!isWritable() || m_path.isEmpty())
        return {};
    FileThings things = fitting(thingsIn(event.mimeData()), side(), folder);
    // Within a side things move; from other programs they are copied, unless those say otherwise. The server cannot copy.
    const bool own = event.source() == m_table;
    things.move = things.side == side() && (side() == FolderModel::Side::Remote || (own && !(event.modifiers() & Qt::ControlModifier)));
    return things;
}

/// The folder under the pointer, or the one that is shown.
QString FolderPane::dropFolder(const QPoint &position, QRect *row) const
{
    const QPoint at = m_table->viewport()->mapFrom(this, position);
    const QModelIndex index = m_table->isVisible() && m_table->viewport()->rect().contains(at) ? m_table->indexAt(at) : QModelIndex();
    if (!index.isValid() || m_model.entry(index.row()).kind != FolderEntry::Kind::Folder)
        return m_path;
    if (row) {
        QRect line = m_table->visualRect(index);
        line.setLeft(0);
        line.setRight(m_table->viewport()->width() - 1);
        *row = line.translated(m_table->viewport()->mapTo(this, QPoint(0, 0)));
    }
    return m_model.pathOf(index.row());
}

QString FolderPane::dropText(const FileThings &things, const QString &folder) const
{
    const auto count = static_cast<int>(things.paths.size());
    const QString place = side() == FolderModel::Side::Remote && folder == u"/" ? tr("your home") : printable(folder, 200);
    if (things.side != side())
        return (side() == FolderModel::Side::Local ? tr("Download %n item(s) to %1", nullptr, count) : tr("Upload %n item(s) to %1", nullptr, count)).arg(place);
    return (things.move ? tr("Move %n item(s) to %1", nullptr, count) : tr("Copy %n item(s) to %1", nullptr, count)).arg(place);
}

void FolderPane::dragEnterEvent(QDragEnterEvent *event)
{
    // Where exactly, the moves say; a folder in sight may take what this one has already.
    if (!isWritable() || m_path.isEmpty() || thingsIn(event->mimeData()).isEmpty())
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void FolderPane::dragMoveEvent(QDragMoveEvent *event)
{
    QRect row;
    const QString folder = dropFolder(event->position().toPoint(), &row);
    const FileThings things = droppable(*event, folder);
    if (things.isEmpty()) {
        m_overlay->hide();
        return event->ignore();
    }
    m_overlay->showFor(dropText(things, folder), m_card->geometry(), row);
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void FolderPane::dragLeaveEvent(QDragLeaveEvent *event)
{
    m_overlay->hide();
    QWidget::dragLeaveEvent(event);
}

void FolderPane::dropEvent(QDropEvent *event)
{
    m_overlay->hide();
    const QString folder = dropFolder(event->position().toPoint());
    const FileThings things = droppable(*event, folder);
    if (things.isEmpty())
        return event->ignore();
    // Never MoveAction: whoever offers it would remove the originals, which is this side's to do once they have arrived.
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT brought(things, folder);
}

} // namespace transom::ui
