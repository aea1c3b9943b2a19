#pragma once

#include "ui/files/transfer_delegate.h"
#include "ui/models/transfers_model.h"
#include "ui/shell/backend.h"

#include <QFrame>

class QLabel;
class QListView;
class QProgressBar;
class QToolButton;

namespace transom::ui {

/// The transfers, reachable from every page: one line with the total, and the whole list when it is opened. Not to be seen while
/// there are none.
class TransfersDrawer : public QFrame
{
    Q_OBJECT

public:
    explicit TransfersDrawer(Backend &backend, QWidget *parent = nullptr);

    bool isOpen() const;
    void setOpen(bool open);
    TransfersModel &model() { return m_model; }

private:
    void showTotal();
    void act(TransferDelegate::Action action, const QModelIndex &index);
    void showMenu(const QPoint &position);
    void adjustHeight();
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

    Backend &m_backend;
    TransfersModel m_model;
    QLabel *m_icon;
    QLabel *m_text;
    QProgressBar *m_bar;
    QToolButton *m_pause;
    QToolButton *m_clear;
    QToolButton *m_toggle;
    QListView *m_list;
};

} // namespace transom::ui
