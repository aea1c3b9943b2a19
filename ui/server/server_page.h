#pragma once

#include "ui/models/users_model.h"
#include "ui/shell/page.h"

#include <QTimer>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace transom::ui {

class AccountEditor;
class AuditView;
class Banner;
class EmptyState;

/// The server of this window: on or off, for whom, its key, its accounts, and what has happened.
class ServerPage : public Page
{
    Q_OBJECT

public:
    explicit ServerPage(Backend &backend);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    QWidget *makeHeader();
    QWidget *makeAccounts();
    QWidget *makeSessions();
    void showServer();

    QTimer m_refresh;
    QStackedWidget *m_stack = nullptr;
    Banner *m_banner = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_addresses = nullptr;
    QLabel *m_fingerprint = nullptr;
    QPushButton *m_switch = nullptr;
    QCheckBox *m_shared = nullptr;
    QTabWidget *m_tabs = nullptr;
    AuditView *m_audit = nullptr;
    UsersModel m_users;
    QTableView *m_table = nullptr;
    EmptyState *m_noAccounts = nullptr;
    AccountEditor *m_editor = nullptr;
};

} // namespace transom::ui
