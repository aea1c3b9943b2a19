#pragma once

#include "core/accounts/users.h"

#include <QAbstractTableModel>

namespace transom::ui {

/// The accounts of this window's server.
class UsersModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Access, Quota, State, Columns };
    /// For Quota: how much of it is used, 0 to 1; -1 without a limit.
    static constexpr int UsedRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    void setUsers(const QList<accounts::User> &users);
    const accounts::User &user(int row) const { return m_users.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_users.size()); }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : Columns; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<accounts::User> m_users;
};

/// The word for a permission.
QString permissionText(protocol::Permission permission);

} // namespace transom::ui
