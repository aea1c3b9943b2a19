#include "ui/models/users_model.h"

#include "core/base/text.h"

#include <algorithm>

namespace transom::ui {

using protocol::Permission;

QString permissionText(Permission permission)
{
    switch (permission) {
    case Permission::Chat:
        return UsersModel::tr("Chat");
    case Permission::ReadFiles:
        return UsersModel::tr("Read files");
    case Permission::WriteFiles:
        return UsersModel::tr("Write files");
    case Permission::Command:
        return UsersModel::tr("Run commands");
    case Permission::Shell:
        return UsersModel::tr("Use the shell");
    case Permission::Admin:
        return UsersModel::tr("Administer");
    case Permission::Distribute:
        return UsersModel::tr("Hand out and collect");
    }
    return {};
}

void UsersModel::setUsers(const QList<accounts::User> &users)
{
    if (users == m_users)
        return;
    // What is chosen stays chosen when only numbers have changed.
    if (std::equal(users.begin(), users.end(), m_users.begin(), m_users.end(), [](const auto &one, const auto &other) { return one.id == other.id; })) {
        m_users = users;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_users = users;
    endResetModel();
}

QVariant UsersModel::data(const QModelIndex &index, int role) const
{
    const accounts::User &user = m_users.at(index.row());
    if (role == UsedRole)
        return user.quotaBytes > 0 ? static_cast<double>(user.usedBytes + user.reservedBytes) / static_cast<double>(user.quotaBytes) : -1.0;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Name:
        return user.name;
    case Access: {
        QStringList words;
        for (const auto permission : {Permission::Chat, Permission::ReadFiles, Permission::WriteFiles, Permission::Command, Permission::Shell, Permission::Admin, Permission::Distribute}) {
            if (user.access.testFlag(permission))
                words.append(permissionText(permission));
        }
        return words.isEmpty() ? tr("Only receive and hand in") : words.join(QStringLiteral(", "));
    }
    case Quota:
        if (role == Qt::ToolTipRole)
            return user.quotaFiles < 0 ? tr("%L1 files and folders, no limit").arg(user.usedFiles)
                                       : tr("%L1 of %L2 files and folders").arg(user.usedFiles).arg(user.quotaFiles);
        return user.quotaBytes < 0 ? tr("%1, no limit").arg(formatBytes(user.usedBytes))
                                   : tr("%1 of %2").arg(formatBytes(user.usedBytes), formatBytes(user.quotaBytes));
    case State:
        return user.enabled ? tr("Enabled") : tr("Disabled");
    default:
        return {};
    }
}

QVariant UsersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("Account"), tr("May"), tr("Space"), tr("State")};
    return titles.value(section);
}

} // namespace transom::ui
