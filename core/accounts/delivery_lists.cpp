// What people see of deliveries: nothing here changes anything.

#include "core/accounts/deliveries.h"
#include "core/accounts/groups.h"
#include "core/accounts/users.h"

namespace transom::accounts {

using namespace protocol;

namespace {

constexpr int MostListed = 500;

const QString Columns = QStringLiteral("d.id, d.kind, d.state, u.name, d.title, d.note, d.addressed, d.owner_id, d.created_ms, d.until_ms, d.grace_ms,"
                                       " d.refuse_late, d.auto_take, d.most_bytes, d.keep_versions, d.files, d.bytes, d.version, d.late, d.parent_id, d.folder");

/// "May be seen by the user" as a condition on d, with the user's number four times.
const QString Visible = QStringLiteral("(d.owner_id = ?"
                                       " OR (d.state <> 'filling' AND EXISTS (SELECT 1 FROM delivery_people p WHERE p.delivery_id = d.id AND p.user_id = ?))"
                                       " OR EXISTS (SELECT 1 FROM delivery_groups g JOIN group_members m ON m.group_id = g.group_id"
                                       "  WHERE g.delivery_id = d.id AND m.user_id = ?)"
                                       " OR (d.state = 'done' AND EXISTS (SELECT 1 FROM deliveries h WHERE h.id = d.parent_id AND h.owner_id = ?)))");

DeliverItem itemOf(const Row &r, qint64 userId)
{
    DeliverItem item;
    item.id = r[0].toLongLong();
    item.kind = r[1].toString();
    item.state = r[2].toString();
    item.from = r[3].toString();
    item.title = r[4].toString();
    item.note = r[5].toString();
    item.mine = r[7].toLongLong() == userId;
    if (item.mine) {
        item.to = r[6].toString();
        item.folder = r[20].toString();
    }
    item.created = r[8].toLongLong();
    item.until = r[9].toLongLong();
    item.grace = r[10].toLongLong();
    item.refuseLate = r[11].toInt() != 0;
    item.take = r[12].toInt() != 0;
    item.most = r[13].toLongLong();
    item.keep = r[14].toInt();
    item.files = r[15].toInt();
    item.bytes = r[16].toLongLong();
    item.version = r[17].toInt();
    item.late = r[18].toInt() != 0;
    item.parent = r[19].toLongLong();
    return item;
}

Result<void> addCounts(Database &database, DeliverItem &item, qint64 userId)
{
    auto people = deliveryPeople(database, userId, item.id);
    if (!people)
        return tl::make_unexpected(people.error());
    item.people = static_cast<int>(people->size());
    for (const DeliverPerson &person : std::as_const(*people)) {
        item.done += person.state == u"done";
        item.declined += person.state == u"declined";
        item.failed += person.state == u"failed";
    }
    return {};
}

Result<void> addMine(Database &database, DeliverItem &item, qint64 userId)
{
    if (item.kind == u"handin") {
        auto last = database.row(QStringLiteral("SELECT version, late, bytes, files FROM deliveries WHERE parent_id = ? AND owner_id = ? AND state = 'done'"
                                                " ORDER BY version DESC LIMIT 1"), {item.id, userId});
        if (!last)
            return tl::make_unexpected(last.error());
        item.my = *last ? QStringLiteral("done") : QStringLiteral("missing");
        if (*last) {
            item.version = (*last)->at(0).toInt();
            item.late = (*last)->at(1).toInt() != 0;
            item.bytes = (*last)->at(2).toLongLong();
            item.files = (*last)->at(3).toInt();
        }
        return {};
    }
    auto row = database.row(QStringLiteral("SELECT state FROM delivery_people WHERE delivery_id = ? AND user_id = ?"), {item.id, userId});
    if (!row)
        return tl::make_unexpected(row.error());
    if (*row)
        item.my = (*row)->at(0).toString();
    return {};
}

Result<QList<DeliverItem>> items(Database &database, qint64 userId, const QString &condition, const QVariantList &more)
{
    auto rows = database.rows(QStringLiteral("SELECT %1 FROM deliveries d JOIN users u ON u.id = d.owner_id WHERE %2 AND %3 ORDER BY d.id DESC LIMIT %4")
                                      .arg(Columns, Visible, condition).arg(MostListed),
                              QVariantList{userId, userId, userId, userId} + more);
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<DeliverItem> list;
    for (const Row &row : *rows) {
        DeliverItem item = itemOf(row, userId);
        auto added = item.mine && item.kind != u"submission" ? addCounts(database, item, userId) : Result<void>();
        if (added)
            added = addMine(database, item, userId);
        if (!added)
            return tl::make_unexpected(added.error());
        list.append(item);
    }
    return list;
}

Result<QList<DeliverPerson>> handInPeople(Database &database, qint64 id, const QString &onlyUser)
{
    const QString condition = onlyUser.isEmpty() ? QString() : QStringLiteral(" AND u.folded_name = ?");
    QVariantList values{id, id, id};
    if (!onlyUser.isEmpty())
        values += foldUserName(onlyUser);
    auto rows = database.rows(
            QStringLiteral("SELECT u.id, u.name, COALESCE(n.display_name, '') FROM users u LEFT JOIN display_names n ON n.user_id = u.id WHERE u.id IN"
                           " (SELECT user_id FROM delivery_people WHERE delivery_id = ?"
                           "  UNION SELECT m.user_id FROM delivery_groups g JOIN group_members m ON m.group_id = g.group_id WHERE g.delivery_id = ?"
                           "  UNION SELECT owner_id FROM deliveries WHERE parent_id = ? AND state = 'done')%1 ORDER BY u.folded_name").arg(condition), values);
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<DeliverPerson> people;
    for (const Row &row : *rows) {
        DeliverPerson person;
        person.user = row[1].toString();
        person.name = row[2].toString();
        person.state = QStringLiteral("missing");
        auto last = database.row(QStringLiteral("SELECT id, version, late, bytes, sealed_ms, sha256 FROM deliveries WHERE parent_id = ? AND owner_id = ?"
                                                " AND state = 'done' ORDER BY version DESC LIMIT 1"), {id, row[0]});
        if (!last)
            return tl::make_unexpected(last.error());
        if (*last) {
            const Row &r = **last;
            person.state = QStringLiteral("done");
            person.submission = r[0].toLongLong();
            person.version = r[1].toInt();
            person.late = r[2].toInt() != 0;
            person.bytes = r[3].toLongLong();
            person.changed = r[4].toLongLong();
            person.sha256 = r[5].toString();
        }
        people.append(person);
    }
    return people;
}

} // namespace

Result<DeliverGroups> deliveryGroups(Database &database)
{
    return listGroups(database).map([](const QList<Group> &groups) {
        DeliverGroups result;
        for (const Group &group : groups)
            result.groups.append({group.name, static_cast<int>(group.members.size())});
        return result;
    });
}

Result<QList<DeliverPerson>> deliveryWhom(Database &database)
{
    auto rows = database.rows(QStringLiteral("SELECT u.name, COALESCE(n.display_name, '') FROM users u LEFT JOIN display_names n ON n.user_id = u.id"
                                             " WHERE u.enabled = 1 ORDER BY u.folded_name"));
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<DeliverPerson> people;
    for (const Row &row : *rows) {
        DeliverPerson person;
        person.user = row[0].toString();
        person.name = row[1].toString();
        person.state = QStringLiteral("away");
        people.append(person);
    }
    return people;
}

Result<QList<DeliverItem>> deliveryItems(Database &database, qint64 userId)
{
    // One's own hand-ins are told of by the hand-in they belong to.
    return items(database, userId, QStringLiteral("d.kind <> 'submission'"), {});
}

Result<DeliverItem> deliveryItem(Database &database, qint64 userId, qint64 id)
{
    auto found = items(database, userId, QStringLiteral("d.id = ?"), {id});
    if (!found)
        return tl::make_unexpected(found.error());
    if (found->isEmpty())
        return fail(ErrorCode::NotFound, QT_TRANSLATE_NOOP("Error", "There is no such delivery, or it is not for you."));
    return found->first();
}

Result<QList<DeliverPerson>> deliveryPeople(Database &database, qint64 userId, qint64 id, const QString &onlyUser)
{
    auto owned = database.row(QStringLiteral("SELECT kind, bytes FROM deliveries WHERE id = ? AND owner_id = ?"), {id, userId});
    if (!owned)
        return tl::make_unexpected(owned.error());
    if (!*owned)
        return QList<DeliverPerson>();
    if ((*owned)->at(0).toString() == u"handin")
        return handInPeople(database, id, onlyUser);
    const qint64 bytes = (*owned)->at(1).toLongLong();
    QVariantList values{id};
    if (!onlyUser.isEmpty())
        values += foldUserName(onlyUser);
    auto rows = database.rows(QStringLiteral("SELECT u.name, COALESCE(n.display_name, ''), p.state, p.reason, p.changed_ms FROM delivery_people p"
                                             " JOIN users u ON u.id = p.user_id LEFT JOIN display_names n ON n.user_id = u.id WHERE p.delivery_id = ?")
                                      + (onlyUser.isEmpty() ? QString() : QStringLiteral(" AND u.folded_name = ?"))
                                      + QStringLiteral(" ORDER BY u.folded_name"), values);
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<DeliverPerson> people;
    for (const Row &r : *rows) {
        DeliverPerson person;
        person.user = r[0].toString();
        person.name = r[1].toString();
        person.state = r[2].toString();
        person.reason = r[3].toString();
        person.changed = r[4].toLongLong();
        if (person.state == u"done")
            person.bytes = bytes;
        people.append(person);
    }
    return people;
}

Result<QList<DeliverFile>> deliveryFiles(Database &database, qint64 userId, qint64 id)
{
    if (auto seen = deliveryItem(database, userId, id); !seen)
        return tl::make_unexpected(seen.error());
    auto rows = database.rows(QStringLiteral("SELECT number, path, folder, size, modified_ms, mode, sha256 FROM delivery_files WHERE delivery_id = ? ORDER BY number"), {id});
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<DeliverFile> files;
    for (const Row &r : *rows)
        files.append({r[0].toInt(), r[1].toString(), r[2].toInt() != 0, r[3].toLongLong(), r[4].toLongLong(), r[5].toInt(), r[6].toString()});
    return files;
}

Result<std::optional<DeliverReceipt>> deliveryReceipt(Database &database, qint64 userId, qint64 id)
{
    if (auto seen = deliveryItem(database, userId, id); !seen)
        return tl::make_unexpected(seen.error());
    auto row = database.row(QStringLiteral("SELECT d.parent_id, d.title, u.name, c.name, d.version, d.late, d.sealed_ms, h.until_ms, d.bytes, d.sha256, d.folder,"
                                           " (SELECT COUNT(*) FROM delivery_files f WHERE f.delivery_id = d.id AND f.folder = 0)"
                                           " FROM deliveries d JOIN users u ON u.id = d.owner_id JOIN deliveries h ON h.id = d.parent_id"
                                           " JOIN users c ON c.id = h.owner_id WHERE d.id = ? AND d.kind = 'submission' AND d.state = 'done'"), {id});
    if (!row)
        return tl::make_unexpected(row.error());
    if (!*row)
        return std::optional<DeliverReceipt>();
    const Row &r = **row;
    return std::optional(DeliverReceipt{id, r[0].toLongLong(), r[1].toString(), r[2].toString(), r[3].toString(), r[4].toInt(), r[5].toInt() != 0,
                                        r[6].toLongLong(), r[7].toLongLong(), r[11].toInt(), r[8].toLongLong(), r[9].toString(), r[10].toString()});
}

Result<QList<std::pair<qint64, QString>>> deliveryAudience(Database &database, qint64 id)
{
    auto rows = database.rows(QStringLiteral("SELECT u.id, u.name, 0 AS place FROM deliveries d JOIN users u ON u.id = d.owner_id WHERE d.id = ?"
                                             " UNION SELECT u.id, u.name, 1 FROM delivery_people p JOIN users u ON u.id = p.user_id WHERE p.delivery_id = ?"
                                             " UNION SELECT u.id, u.name, 1 FROM delivery_groups g JOIN group_members m ON m.group_id = g.group_id"
                                             " JOIN users u ON u.id = m.user_id WHERE g.delivery_id = ? ORDER BY 3, 1"), {id, id, id});
    if (!rows)
        return tl::make_unexpected(rows.error());
    QList<std::pair<qint64, QString>> audience;
    for (const Row &row : *rows)
        audience.append({row[0].toLongLong(), row[1].toString()});
    return audience;
}

} // namespace transom::accounts
