#pragma once

#include "core/accounts/audit.h"
#include "ui/shell/backend.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QPushButton;
class QTableWidget;

namespace transom::ui {

/// What has happened on the server, newest first, for everybody or one account, of every kind or one. GUI thread; the disk is asked elsewhere.
class AuditView : public QWidget
{
    Q_OBJECT

public:
    explicit AuditView(Backend &backend);
    /// The newest page of what the filter lets through.
    void load();

Q_SIGNALS:
    void failed(const transom::Error &error);

private:
    void ask(qint64 beforeId);
    void append(const QList<accounts::AuditEntry> &entries);
    void fillUsers();

    Backend &m_backend;
    QComboBox *m_user;
    QComboBox *m_action;
    QCheckBox *m_refused;
    QTableWidget *m_table;
    QPushButton *m_older;
    QStringList m_users;      ///< as they are in the list
    qint64 m_oldestId = 0;
    int m_question = 0;       ///< answers to earlier ones are dropped
};

} // namespace transom::ui
