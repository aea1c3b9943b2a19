#include "core/accounts/groups.h"

#include "core/accounts/users.h"
#include "core/base/text.h"

namespace transom::accounts {

namespace {

constexpr qsizetype MostCharacters = 64;

Result<void> ran(const Result<int> &changed)
{
    return changed ? Result<void>() : Result<void>(tl::make_unexpected(changed.error()));
}

} // namespace

Result<QString> validGroupName(const QString &name)
{
    const QString normal = name.normalized(QString::NormalizationForm_KC).trimmed();
    bool good = !normal.isEmpty() && normal.size() <= MostCharacters && normal.isValidUtf16();
    for (const QChar c : normal)
        good = good && (c.isPrint() || c.isSurrogate()) && c != u',' && c != u';' && c != u'|';
    if (!good)
        return fail(ErrorCode::BadName, QT_TRANSLATE_NOOP("Error", "A group's name has 1 to 64 characters, and no comma, semicolon or bar."));
    return normal;
}

Result<QList<Group>> listGroups(Database &database)
{
    auto rows = database.rows(QStringLiteral("SELECT g.id, g.name, u.name FROM groups g LEFT JOIN group_members m ON m.group_id = g.id"
                                             " LEFT JOIN users u ON u.id = m.user_id ORDER BY g.folded_name, u.folded_name"));
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<Group> groups;
    for (const Row &row : *rows) {
        if (groups.isEmpty() || groups.last().id != row[0].toLongLong())
            groups.append({row[0].toLongLong(), row[1].toString(), {}});
        if (!row[2].isNull())
            groups.last().members.append(row[2].toString());
    }
    return groups;
}

Result<Group> findGroup(Database &database, const QString &name)
{
    auto rows = database.rows(QStringLiteral("SELECT g.id, g.name, u.name FROM groups g LEFT JOIN group_members m ON m.group_id = g.id"
                                             " LEFT JOIN users u ON u.id = m.user_id WHERE g.folded_name = ? ORDER BY u.folded_name"),
                              {foldUserName(name.trimmed())});
    if (!rows)
        return tl::make_unexpected(rows.error());
    if (rows->isEmpty())
        return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "There is no group \"%1\"."), {printable(name, 80)});
    Group group{rows->first()[0].toLongLong(), rows->first()[1].toString(), {}};
    for (const Row &row : *rows) {
        if (!row[2].isNull())
            group.members.append(row[2].toString());
    }
    return group;
}

Result<qint64> ensureGroup(Database &database, const QString &name)
{
    auto valid = validGroupName(name);
    if (!valid)
        return tl::make_unexpected(valid.error());
    const QString folded = foldUserName(*valid);
    auto made = database.run(QStringLiteral("INSERT INTO groups (name, folded_name) VALUES (?, ?) ON CONFLICT (folded_name) DO NOTHING"), {*valid, folded});
    if (!made)
        return tl::make_unexpected(made.error());
    auto row = database.row(QStringLiteral("SELECT id FROM groups WHERE folded_name = ?"), {folded});
    if (!row)
        return tl::make_unexpected(row.error());
    return *row ? Result<qint64>((*row)->at(0).toLongLong()) : Result<qint64>(fail(ErrorCode::Internal));
}

Result<void> addToGroup(Database &database, qint64 groupId, qint64 userId)
{
    return ran(database.run(QStringLiteral("INSERT INTO group_members (group_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING"), {groupId, userId}));
}

Result<void> removeFromGroup(Database &database, qint64 groupId, qint64 userId)
{
    return ran(database.run(QStringLiteral("DELETE FROM group_members WHERE group_id = ? AND user_id = ?"), {groupId, userId}));
}

Result<void> removeGroup(Database &database, qint64 groupId)
{
    return ran(database.run(QStringLiteral("DELETE FROM groups WHERE id = ?"), {groupId}));
}

Result<QString> displayName(Database &database, qint64 userId)
{
    return database.row(QStringLiteral("SELECT display_name FROM display_names WHERE user_id = ?"), {userId})
        .map([](const std::optional<Row> &row) { return row ? row->at(0).toString() : QString(); });
}

Result<void> setDisplayName(Database &database, qint64 userId, const QString &name)
{
    if (name.isEmpty())
        return ran(database.run(QStringLiteral("DELETE FROM display_names WHERE user_id = ?"), {userId}));
    return ran(database.run(QStringLiteral("INSERT INTO display_names (user_id, display_name) VALUES (?, ?)"
                                           " ON CONFLICT (user_id) DO UPDATE SET display_name = excluded.display_name"),
                            {userId, name.left(200)}));
}

} // namespace transom::accounts
