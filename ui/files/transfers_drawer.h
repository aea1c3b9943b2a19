#pragma once

#include "ui/models/transfers_model.h"
#include "ui/shell/backend.h"

#include <QFrame>

class QLabel;
class QListView;
class QProgressBar;
class QToolButton;

namespace transom::ui {

/// The transfers, reachable from every page: one line with the total, and the whole list when it is opened.
class TransfersDrawer : public QFrame
{
    Q_OBJECT

public:
    explicit TransfersDrawer(Backend &backend);

private:
    void update();
    void showMenu(const QModelIndex &index, const QPoint &position);

    Backend &m_backend;
    TransfersModel m_model;
    QLabel *m_text;
    QProgressBar *m_bar;
    QToolButton *m_toggle;
    QToolButton *m_clear;
    QListView *m_list;
};

} // namespace transom::ui
