#pragma once

#include "core/accounts/database.h"

/// The chat's memory: rooms, lines, who has read how far. Storage thread only, except where it says any thread.
/// A target is a room ("#lobby") or the key of a direct conversation (conversationKey).
namespace transom::accounts {

struct ChatEntry
{
    qint64 seq = 0; ///< numbers of a target count from 1 without gaps
    QString from;   ///< the name as it was then
    qint64 timeMs = 0;
    QString text;
    qint64 ref = 0; ///< as the client chose it

    bool operator==(const ChatEntry &) const = default;
};

struct ChatEntryPage
{
    QList<ChatEntry> entries; ///< oldest first
    bool more = false;        ///< there are older ones
};

struct TargetState
{
    QString target;
    QString peer; ///< of a direct conversation: the other one's name
    qint64 lastSeq = 0;
    qint64 readSeq = 0;

    bool operator==(const TargetState &) const = default;
};

/// The one key for two people's conversation, whoever of them asks: "@alice|bob", the folded names sorted. '|' is in no
/// name. Any thread.
QString conversationKey(const QString &oneUser, const QString &otherUser);
/// The folded names in such a key; nothing for a room. Any thread.
std::optional<std::pair<QString, QString>> conversationMembers(const QString &key);
/// "#" and 1 to 64 letters, digits, '.', '_' or '-'. Returns it in the form in which it is compared and stored (NFKC,
/// case-folded); BadName otherwise. Any thread.
Result<QString> validRoomName(const QString &name);

/// Nothing happens where it exists already. `room` is the form of validRoomName.
Result<void> ensureRoom(Database &database, const QString &room);
/// All rooms by name, with the user's marks.
Result<QList<TargetState>> rooms(Database &database, qint64 userId);
/// The direct conversations of a user, the one with the newest line first.
Result<QList<TargetState>> conversations(Database &database, qint64 userId);

/// Stores the line and returns its number (entry.seq is ignored). NoSuchRoom where a room has not been made; a conversation
/// begins with its first line.
Result<qint64> appendEntry(Database &database, const QString &target, const ChatEntry &entry);
/// Lines with numbers below `before` (0: from the newest), at most `limit`.
Result<ChatEntryPage> chatPage(Database &database, const QString &target, qint64 before, int limit);
/// 0 where there is none.
Result<qint64> lastSeq(Database &database, const QString &target);

/// Never goes back, and never beyond the last line.
Result<void> markRead(Database &database, qint64 userId, const QString &target, qint64 seq);
Result<qint64> readMark(Database &database, qint64 userId, const QString &target);

} // namespace transom::accounts
