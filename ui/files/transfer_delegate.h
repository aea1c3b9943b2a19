#pragma once

#include "core/files/transfer_info.h"

#include <QStyledItemDelegate>

namespace transom::ui {

/// A transfer as a row: direction, name, what it is doing; a minute of speed as a picture; speed, time left, amount and bar, each in
/// a column of its own whatever the numbers are; and the buttons that make sense now.
class TransferDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    enum class Action { Pause, Resume, Cancel, Retry, Overwrite, KeepBoth, OpenFolder, CopyError, Details, Remove };
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
    /// Those of the menu, too.
    static QList<Button> menu(const files::TransferInfo &info);
    static int rowHeight();

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    static void paintIcon(QPainter &painter, const QRect &row, const files::TransferInfo &info);
    static int paintButtons(QPainter &painter, const QRect &row, const files::TransferInfo &info);
    static int paintNumbers(QPainter &painter, const QRect &row, int right, const QModelIndex &index, const files::TransferInfo &info);
    static void paintSpeeds(QPainter &painter, const QRect &place, const QList<double> &speeds, bool running);
};

} // namespace transom::ui
