#pragma once

#include "ui/files/transfer_delegate.h"
#include "ui/models/transfers_model.h"
#include "ui/shell/backend.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QTabBar;
class QToolButton;

namespace transom::ui {

class Banner;
class ConflictBar;
class EmptyState;
class TransferDetails;
class TransferLimits;
class TransferList;

/// The transfers, reachable from every page: one line with the total, and the whole list when it is opened. A question about a file
/// stands above it, open or not. Not to be seen while there are none.
class TransfersDrawer : public QFrame
{
    Q_OBJECT

public:
    explicit TransfersDrawer(Backend &backend, QWidget *parent = nullptr);

    bool isOpen() const;
    void setOpen(bool open);
    void setHistory(bool history);
    TransfersModel &model() { return m_model; }
    ConflictBar &question() { return *m_question; }

private:
    QLayout *makeLine();
    QWidget *makeBody();
    QWidget *makeTools();
    void listenTo(files::TransferQueue &queue);
    void showTotal();
    void showRows();
    void follow();
    bool wantsHistory() const { return m_model.unfinished() == 0 && m_model.rowCount() > 0; }
    void showDetails(qint64 id);
    void act(TransferDelegate::Action action, qint64 id);
    void openFolder(const files::TransferInfo &info);
    void copyError(const files::TransferInfo &info);
    void move(const QList<qint64> &ids, int places);
    void showMenu(const QPoint &position);
    void addPriorities(QMenu &menu, const QList<qint64> &ids);
    void addLimits(QMenu &menu, const QList<qint64> &ids);
    void adjustHeight();
    files::TransferQueue &queue() { return m_backend.connection().transfers(); }
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

    Backend &m_backend;
    TransfersModel m_model;
    TransfersSection m_section;
    bool m_listHeldKeys = false; ///< until its last row went
    bool m_follows = false; ///< the tab is that of what there is, until somebody chooses one
    QTimer m_followTimer;   ///< what is over at once does not make the tabs change
    ConflictBar *m_question;
    Banner *m_trouble;
    QFrame *m_line;
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_amount;
    QLabel *m_rate;
    QLabel *m_left;
    QProgressBar *m_bar;
    QToolButton *m_pause;
    QToolButton *m_toggle;
    QWidget *m_body;
    QTabBar *m_tabs;
    QPushButton *m_pauseAll;
    QPushButton *m_resumeAll;
    QPushButton *m_retryFailed;
    QPushButton *m_clear;
    QPushButton *m_showLimits;
    TransferLimits *m_limits;
    TransferList *m_list;
    EmptyState *m_empty;
    TransferDetails *m_details;
};

} // namespace transom::ui
