#include "core/chat/chat_hub.h"

#include "core/base/clock.h"
#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/chat/chat_rules.h"

#include <algorithm>
#include <atomic>

namespace transom::chat {

using namespace protocol;

namespace {

// What a welcome (64 KiB, as every message) holds of each of its lists.
constexpr qsizetype RoomsBudget = 24 * 1024;
constexpr qsizetype ConversationsBudget = 16 * 1024;
constexpr qsizetype NamesBudget = 16 * 1024;
constexpr qsizetype MembersBudget = 48 * 1024;
constexpr qsizetype PageBudget = limits::JsonPayload - 1024;

qsizetype costOf(const QString &name)
{
    return name.toUtf8().size() + 3; // quotes and comma
}

template<Message T>
qsizetype costOf(const T &item)
{
    return encode(item).size() + 1;
}

/// Keeps as many items from the front of `list` as fit, and returns the others.
template<class List>
List cutToFit(List &list, qsizetype budget)
{
    qsizetype count = 0;
    while (count < list.size() && (budget -= costOf(list[count])) >= 0)
        ++count;
    List rest = list.mid(count);
    list.resize(count);
    return rest;
}

QStringList sorted(const QSet<QString> &names)
{
    QStringList list(names.cbegin(), names.cend());
    std::sort(list.begin(), list.end());
    return list;
}

} // namespace

ChatHub::ChatHub(HistoryStore &store)
    : m_store(store)
{}

ChatHub::~ChatHub() = default;

ChatHub::MemberId ChatHub::enter(qint64 userId, const QString &user, Listener listener)
{
    static std::atomic<MemberId> last = 0;
    const MemberId id = ++last;
    auto member = std::make_shared<Member>();
    member->userId = userId;
    member->user = user;
    member->listener = std::move(listener);
    QMetaObject::invokeMethod(this, [this, id, member] {
        const bool isNew = !isOnline(member->user);
        m_members.insert(id, member);
        if (isNew)
            tellPresence(member->user, {}, true);
        m_store.overview(member->userId, member->user, this, [this, id](Result<Overview> overview) {
            const auto here = m_members.value(id);
            if (!here)
                return;
            if (!overview)
                return here->listener.failed(overview.error());
            welcome(*here, std::move(*overview));
        });
    });
    return id;
}

void ChatHub::welcome(Member &member, Overview overview)
{
    ChatWelcome welcome;
    welcome.user = member.user;
    welcome.rooms = std::move(overview.rooms);
    welcome.conversations = std::move(overview.conversations);
    // The lobby first: it is there even when nobody has been in it yet, and whatever else does not fit.
    const auto lobby = std::find_if(welcome.rooms.begin(), welcome.rooms.end(), [](const ChatRoomInfo &room) { return room.name == Lobby; });
    if (lobby == welcome.rooms.end())
        welcome.rooms.prepend({Lobby, 0, 0, false});
    else
        std::rotate(welcome.rooms.begin(), lobby, lobby + 1);
    QSet<QString> online;
    for (const auto &other : std::as_const(m_members))
        online.insert(other->user);
    welcome.online = sorted(online);
    cutToFit(welcome.rooms, RoomsBudget);
    cutToFit(welcome.conversations, ConversationsBudget);
    const QStringList others = cutToFit(welcome.online, NamesBudget);
    member.welcomed = true;
    member.listener.welcome(welcome);
    for (const QString &user : others)
        member.listener.presence({user, {}, true});
}

void ChatHub::leave(MemberId id)
{
    QMetaObject::invokeMethod(this, [this, id] {
        const auto gone = m_members.take(id);
        if (!gone)
            return;
        for (const QString &room : std::as_const(gone->rooms)) {
            if (!isIn(gone->user, room))
                tellPresence(gone->user, room, false);
        }
        if (!isOnline(gone->user))
            tellPresence(gone->user, {}, false);
    });
}

void ChatHub::say(MemberId id, const ChatSay &say)
{
    QMetaObject::invokeMethod(this, [this, id, say] {
        withPlace(id, say.target, say.ref, [this, id, say](const Place &place) {
            const auto member = m_members.value(id);
            if (const auto joining = member->joining.find(place.room); joining != member->joining.end()) {
                joining->append(say);
                return;
            }
            if (!place.room.isEmpty() && !member->rooms.contains(place.room))
                return refuse(id, say.ref, say.target, {ErrorCode::NoSuchRoom, QStringLiteral(QT_TRANSLATE_NOOP("Error", "Join the room first."))});
            ChatLine line;
            line.from = member->user;
            line.time = wallClockMs();
            line.text = say.text;
            line.ref = say.ref;
            m_store.append(place.key, line, this, [this, id, say, place, line](Result<qint64> seq) mutable {
                if (!seq)
                    return refuse(id, say.ref, say.target, seq.error());
                line.seq = *seq;
                deliver(place, line.from, line, id);
            });
        });
    });
}

void ChatHub::join(MemberId id, const QString &room)
{
    QMetaObject::invokeMethod(this, [this, id, room] {
        const auto member = m_members.value(id);
        if (!member)
            return;
        const auto folded = room.size() <= LongestTarget ? m_store.foldRoom(room) : fail(ErrorCode::BadName);
        if (!folded)
            return refuse(id, 0, room, folded.error());
        if (!member->rooms.contains(*folded))
            member->joining[*folded];
        m_store.openRoom(member->userId, room, this, [this, id, room, key = *folded](const Result<ChatRoomInfo> &info) {
            const auto here = m_members.value(id);
            if (!here)
                return;
            const QList<ChatSay> said = here->joining.take(key);
            if (info)
                enterRoom(*here, *info);
            else
                refuse(id, 0, room, info.error());
            for (const ChatSay &early : said)
                say(id, early);
        });
    });
}

void ChatHub::enterRoom(Member &member, ChatRoomInfo info)
{
    const bool isNew = !isIn(member.user, info.name);
    member.rooms.insert(info.name);
    info.joined = true;
    QStringList members = usersIn(info.name);
    const QStringList others = cutToFit(members, MembersBudget);
    member.listener.room({info, members});
    for (const QString &user : others)
        member.listener.presence({user, info.name, true});
    if (isNew)
        tellPresence(member.user, info.name, true);
}

void ChatHub::part(MemberId id, const QString &room)
{
    QMetaObject::invokeMethod(this, [this, id, room] {
        const auto member = m_members.value(id);
        const auto folded = m_store.foldRoom(room);
        if (!member || !folded || !member->rooms.remove(*folded))
            return;
        if (!isIn(member->user, *folded))
            tellPresence(member->user, *folded, false);
    });
}

void ChatHub::history(MemberId id, const ChatHistory &request)
{
    QMetaObject::invokeMethod(this, [this, id, request] {
        withPlace(id, request.target, 0, [this, id, request](const Place &place) {
            const int limit = std::clamp(request.limit, 1, limits::ChatPage);
            m_store.page(place.key, std::max<qint64>(request.before, 0), limit, this, [this, id, request, place](Result<Page> page) {
                const auto member = m_members.value(id);
                if (!member)
                    return;
                const QString target = place.room.isEmpty() ? u'@' + place.peer : place.room;
                if (!page)
                    return refuse(id, 0, target, page.error());
                for (ChatLine &line : page->lines) {
                    line.target = target;
                    line.ref = 0;
                }
                // The newest of them that fit into one message; a single line always does.
                qsizetype first = page->lines.size();
                for (qsizetype left = PageBudget; first > 0 && (left -= costOf(page->lines[first - 1])) >= 0;)
                    --first;
                first = std::min(first, std::max<qsizetype>(page->lines.size() - 1, 0));
                member->listener.page({target, request.before, page->lines.mid(first), page->more || first > 0});
            });
        });
    });
}

void ChatHub::read(MemberId id, const ChatRead &mark)
{
    QMetaObject::invokeMethod(this, [this, id, mark] {
        withPlace(id, mark.target, 0, [this, id, mark](const Place &place) {
            m_store.markRead(m_members.value(id)->userId, place.key, mark.seq);
        });
    });
}

void ChatHub::notify(const QString &user, const QString &text)
{
    QMetaObject::invokeMethod(this, [this, user, text] {
        ChatLine line;
        line.target = Lobby;
        line.time = wallClockMs();
        line.text = text.left(limits::ChatText / 4);
        for (const auto &member : std::as_const(m_members)) {
            if (member->welcomed && (user.isEmpty() || member->user == user))
                member->listener.line(line);
        }
    });
}

void ChatHub::withPlace(MemberId id, const QString &target, qint64 ref, const std::function<void(const Place &)> &then)
{
    const auto member = m_members.value(id);
    if (!member)
        return;
    if (target.size() > LongestTarget)
        return refuse(id, ref, target, {ErrorCode::BadName, QStringLiteral(QT_TRANSLATE_NOOP("Error", "This name is too long."))});
    if (target.startsWith(u'#')) {
        auto room = m_store.foldRoom(target);
        if (!room)
            return refuse(id, ref, target, room.error());
        return then({*room, *room, {}});
    }
    if (!target.startsWith(u'@'))
        return refuse(id, ref, target, {ErrorCode::BadArgument, QStringLiteral("\"%1\" is neither a room (#) nor a person (@).").arg(printable(target, 40))});
    m_store.findUser(target.mid(1), this, [this, id, target, ref, then](Result<QString> peer) {
        const auto here = m_members.value(id);
        if (!here)
            return;
        if (!peer)
            return refuse(id, ref, target, peer.error());
        then({m_store.conversationKey(here->user, *peer), {}, *peer});
    });
}

void ChatHub::deliver(const Place &place, const QString &from, ChatLine line, MemberId speaker)
{
    const qint64 ref = line.ref;
    for (auto member = m_members.cbegin(); member != m_members.cend(); ++member) {
        if (!place.room.isEmpty()) {
            if (!(*member)->rooms.contains(place.room))
                continue;
            line.target = place.room;
        } else if ((*member)->user == from) {
            line.target = u'@' + place.peer;
        } else if ((*member)->user == place.peer) {
            line.target = u'@' + from;
        } else {
            continue;
        }
        line.ref = member.key() == speaker ? ref : 0;
        if ((*member)->welcomed)
            (*member)->listener.line(line);
    }
}

bool ChatHub::isOnline(const QString &user) const
{
    return std::any_of(m_members.cbegin(), m_members.cend(), [&](const auto &member) { return member->user == user; });
}

bool ChatHub::isIn(const QString &user, const QString &room) const
{
    return std::any_of(m_members.cbegin(), m_members.cend(),
                       [&](const auto &member) { return member->user == user && member->rooms.contains(room); });
}

QStringList ChatHub::usersIn(const QString &room) const
{
    QSet<QString> users;
    for (const auto &member : m_members) {
        if (member->rooms.contains(room))
            users.insert(member->user);
    }
    return sorted(users);
}

void ChatHub::tellPresence(const QString &user, const QString &room, bool present)
{
    for (const auto &member : std::as_const(m_members)) {
        // Whoever has not been welcomed yet learns of it with the welcome.
        if (member->welcomed && (room.isEmpty() || member->rooms.contains(room)))
            member->listener.presence({user, room, present});
    }
}

void ChatHub::refuse(MemberId id, qint64 ref, const QString &target, const Error &error)
{
    if (const auto member = m_members.value(id))
        member->listener.refused({ref, target.left(LongestTarget), error.code, wireText(error), error.parts});
}

} // namespace transom::chat
