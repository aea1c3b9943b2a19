#pragma once

#include <QStyledItemDelegate>

namespace transom::ui {

/// A row of PlacesModel: a section's name, a room with its sign, a person with a dot that is full when they are here and a ring
/// when they are not, and the number of unread lines.
class PlaceDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace transom::ui
