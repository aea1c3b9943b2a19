#pragma once

#include "core/accounts/account_service.h"
#include "ui/widgets/widgets.h"

#include <QHash>

#include <optional>

class QCheckBox;
class QLineEdit;

namespace transom::ui {

/// The form of an account, new or existing, in place beside the list.
class AccountEditor : public Card
{
    Q_OBJECT

public:
    AccountEditor();

    void editNew();
    void edit(const accounts::User &user);
    bool isNew() const { return m_userName.isEmpty(); }
    const QString &userName() const { return m_userName; }
    void showError(const Error &error) { m_banner->showError(error); }
    /// While a request is under way nothing can be asked twice.
    void setWaiting(bool waiting);

Q_SIGNALS:
    void addWanted(const transom::accounts::AccountRequest &request);
    void changeWanted(const QString &name, const transom::accounts::AccountChange &change);
    void removeWanted(const QString &name);
    void closed();

private:
    void save();
    std::optional<qint64> filesQuota() const;
    void generate();
    protocol::Access access() const;

    QString m_userName; ///< of the account that is edited; empty: a new one
    QLabel *m_title;
    Banner *m_banner;
    QLineEdit *m_name;
    QLineEdit *m_password;
    QLineEdit *m_quota;
    QLineEdit *m_quotaFiles;
    QCheckBox *m_enabled;
    QHash<protocol::Permission, QCheckBox *> m_permissions;
    QPushButton *m_save;
    QPushButton *m_remove;
    bool m_removeAsked = false;
    QString m_quotaShown; ///< rounded for people: only what is written anew becomes the quota
};

} // namespace transom::ui
