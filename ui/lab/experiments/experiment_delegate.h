#pragma once

#include <QStyledItemDelegate>

namespace transom::ui {

/// An experiment in the list: its title on as many lines as it takes, with a tick where it was done and a question mark where not.
class ExperimentDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum Roles { IdRole = Qt::UserRole + 1, DoneRole, RunningRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace transom::ui
