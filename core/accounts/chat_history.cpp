#include "core/accounts/chat_history.h"

#include "core/accounts/users.h"

namespace transom::accounts {

namespace {

Result<void> done(const Result<int> &changed)
{
    return changed ? Result<void>() : Result<void>(tl::make_unexpected(changed.error()));
}

/// "alice" and "bob" as in "@alice|bob" with the names that are shown, or as folded where an account is gone.
Result<void> addMembers(Database &database, const QString &key)
{
    const auto members = conversationMembers(key);
    if (!members)
        return fail(ErrorCode::NoSuchRoom);
    const auto add = [&](const QString &one, const QString &other) {
        return done(database.run(QStringLiteral("INSERT INTO chat_members (folded_name, target, peer) VALUES (?, ?, ?)"
                                                " ON CONFLICT (folded_name, target) DO NOTHING"),
                                 {one, key, other}));
    };
    auto added = add(members->first, members->second);
    if (added && members->first != members->second)
        added = add(members->second, members->first);
    return added;
}

QList<TargetState> statesOf(const QList<Row> &rows)
{
    QList<TargetState> states;
    for (const Row &row : rows)
        states += TargetState{row[0].toString(), row[1].toString(), row[2].toLongLong(), row[3].toLongLong()};
    return states;
}

} // namespace

QString conversationKey(const QString &oneUser, const QString &otherUser)
{
    const QString one = foldUserName(oneUser);
    const QString other = foldUserName(otherUser);
    return u'@' + std::min(one, other) + u'|' + std::max(one, other);
}

std::optional<std::pair<QString, QString>> conversationMembers(const QString &key)
{
    const qsizetype bar = key.indexOf(u'|');
    if (!key.startsWith(u'@') || bar < 2 || bar + 1 == key.size())
        return std::nullopt;
    return std::pair(key.mid(1, bar - 1), key.mid(bar + 1));
}

Result<QString> validRoomName(const QString &name)
{
    const QString folded = foldUserName(name);
    if (!folded.startsWith(u'#') || !validUserName(folded.mid(1)))
        return fail(ErrorCode::BadName);
    return folded;
}

Result<void> ensureRoom(Database &database, const QString &room)
{
    return done(database.run(QStringLiteral("INSERT INTO chat_targets (target, last_seq) VALUES (?, 0) ON CONFLICT (target) DO NOTHING"),
                             {room}));
}

Result<QList<TargetState>> rooms(Database &database, qint64 userId)
{
    // '#' is 0x23 and '$' the character after it: a range that the primary key serves.
    return database
        .rows(QStringLiteral("SELECT t.target, '', t.last_seq, coalesce(m.seq, 0) FROM chat_targets t"
                             " LEFT JOIN chat_read_marks m ON m.target = t.target AND m.user_id = ?"
                             " WHERE t.target >= '#' AND t.target < '$' ORDER BY t.target"),
              {userId})
        .map(statesOf);
}

Result<QList<TargetState>> conversations(Database &database, qint64 userId)
{
    return database
        .rows(QStringLiteral("SELECT c.target, coalesce(p.name, c.peer), t.last_seq, coalesce(m.seq, 0) FROM users u"
                             " JOIN chat_members c ON c.folded_name = u.folded_name"
                             " JOIN chat_targets t ON t.target = c.target"
                             " JOIN chat_lines l ON l.target = t.target AND l.seq = t.last_seq"
                             " LEFT JOIN users p ON p.folded_name = c.peer"
                             " LEFT JOIN chat_read_marks m ON m.target = t.target AND m.user_id = u.id"
                             " WHERE u.id = ? ORDER BY l.time_ms DESC, c.target"),
              {userId})
        .map(statesOf);
}

Result<qint64> appendEntry(Database &database, const QString &target, const ChatEntry &entry)
{
    return database.inTransaction([&]() -> Result<qint64> {
        if (target.startsWith(u'@')) {
            if (auto made = ensureRoom(database, target); !made)
                return tl::make_unexpected(made.error());
        }
        const auto counted = database.row(QStringLiteral("UPDATE chat_targets SET last_seq = last_seq + 1 WHERE target = ?"
                                                         " RETURNING last_seq"),
                                          {target});
        if (!counted)
            return tl::make_unexpected(counted.error());
        if (!*counted)
            return fail(ErrorCode::NoSuchRoom);
        const qint64 seq = (*counted)->first().toLongLong();
        if (seq == 1 && target.startsWith(u'@')) {
            if (auto added = addMembers(database, target); !added)
                return tl::make_unexpected(added.error());
        }
        const auto stored = database.run(QStringLiteral("INSERT INTO chat_lines (target, seq, sender, time_ms, body, ref)"
                                                        " VALUES (?, ?, ?, ?, ?, ?)"),
                                         {target, seq, entry.from, entry.timeMs,
                                          entry.text.isNull() ? QLatin1String("") : entry.text, entry.ref});
        if (!stored)
            return tl::make_unexpected(stored.error());
        return seq;
    });
}

Result<ChatEntryPage> chatPage(Database &database, const QString &target, qint64 before, int limit)
{
    limit = std::clamp(limit, 0, 1000);
    const qint64 below = before > 0 ? before : std::numeric_limits<qint64>::max();
    return database
        .rows(QStringLiteral("SELECT seq, sender, time_ms, body, ref FROM chat_lines WHERE target = ? AND seq < ?"
                             " ORDER BY seq DESC LIMIT ?"),
              {target, below, limit + 1})
        .map([limit](const QList<Row> &rows) {
            ChatEntryPage page;
            page.more = rows.size() > limit;
            for (qsizetype i = std::min<qsizetype>(rows.size(), limit) - 1; i >= 0; --i) {
                const Row &row = rows[i];
                page.entries += ChatEntry{row[0].toLongLong(), row[1].toString(), row[2].toLongLong(), row[3].toString(),
                                          row[4].toLongLong()};
            }
            return page;
        });
}

Result<qint64> lastSeq(Database &database, const QString &target)
{
    return database.row(QStringLiteral("SELECT last_seq FROM chat_targets WHERE target = ?"), {target})
        .map([](const std::optional<Row> &row) { return row ? row->first().toLongLong() : 0; });
}

Result<void> markRead(Database &database, qint64 userId, const QString &target, qint64 seq)
{
    // The select gives a row only for a target and a user that exist; a stranger's number cannot break a reference.
    return database.relaxed([&] {
        return done(database.run(
            QStringLiteral("INSERT INTO chat_read_marks (user_id, target, seq)"
                           " SELECT u.id, t.target, CASE WHEN t.last_seq < ? THEN t.last_seq ELSE ? END"
                           " FROM chat_targets t, users u WHERE t.target = ? AND u.id = ?"
                           " ON CONFLICT (user_id, target) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > chat_read_marks.seq"),
            {seq, seq, target, userId}));
    });
}

Result<qint64> readMark(Database &database, qint64 userId, const QString &target)
{
    return database.row(QStringLiteral("SELECT seq FROM chat_read_marks WHERE user_id = ? AND target = ?"), {userId, target})
        .map([](const std::optional<Row> &row) { return row ? row->first().toLongLong() : 0; });
}

} // namespace transom::accounts
