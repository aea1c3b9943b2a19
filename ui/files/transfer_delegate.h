#pragma once

#include "core/files/transfer_queue.h"

#include <QStyledItemDelegate>

namespace transom::ui {

/// A transfer as a row: direction, name, progress, amounts, and the buttons that make sense now.
class TransferDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum class Action { Pause, Resume, Cancel, Retry, Overwrite, KeepBoth, OpenFolder, Remove };
    Q_ENUM(Action)
    struct Button
    {
        Action action = Action::Cancel;
        QString icon;
        QString text;    ///< tooltip, menu entry
        bool worded = false; ///< drawn as its text: a decision, which an icon cannot tell
        QRect rect;
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    /// What can be done with a transfer now, the most likely first.
    static QList<Button> buttons(const files::TransferInfo &info);
    static QList<Button> buttons(const files::TransferInfo &info, const QRect &row);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace transom::ui
