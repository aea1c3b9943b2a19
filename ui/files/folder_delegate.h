#pragma once

#include <QStyledItemDelegate>

namespace transom::ui {

/// Rows of a pane: an icon by type, the name elided in the middle with what is to be said about it, the other columns muted. Editing selects the name without its
/// suffix.
class FolderDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    void paintLink(QPainter *painter, const QRect &row) const;
    int paintSigns(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    mutable bool m_selected = false; ///< the row that is being painted: muted text is too weak on its background
};

} // namespace transom::ui
