#pragma once

#include "ui/models/command_run.h"
#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace transom::ui {

/// How a run's state looks: an icon and a colour beside the word.
struct RunLook
{
    QString icon;
    theme::Role role = theme::Role::Text;
};
RunLook runLook(CommandRun::State state, int exitStatus);

/// A run as a card: the command, its state as icon and word, how long it took, when it began.
class RunDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace transom::ui
