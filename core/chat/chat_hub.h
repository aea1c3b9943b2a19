#pragma once

#include "core/chat/history_store.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>
#include <memory>

namespace transom::chat {

/// A chat channel of one session, as the hub sees it. The functions are called in the hub's thread and must only post.
struct Listener
{
    /// Instead of `welcome`: there is no chat now.
    std::function<void(const Error &)> failed;
    std::function<void(const protocol::ChatWelcome &)> welcome;
    std::function<void(const protocol::ChatLine &)> line;
    std::function<void(const protocol::ChatRoom &)> room;
    std::function<void(const protocol::ChatPresence &)> presence;
    std::function<void(const protocol::ChatPage &)> page;
    std::function<void(const protocol::ChatRefused &)> refused;
};

/// Who is here, which rooms there are, and the order of what is said: one for a server. Lives in one thread; the methods may be
/// called from any and are carried out in their order.
class ChatHub : public QObject
{
    Q_OBJECT

public:
    using MemberId = quint64;

    /// `store` must outlive the hub.
    explicit ChatHub(HistoryStore &store);
    ~ChatHub() override;

    /// A session has opened its chat. `welcome` follows.
    MemberId enter(qint64 userId, const QString &user, Listener listener);
    void leave(MemberId member);

    /// `say.text` has passed acceptableText().
    void say(MemberId member, const protocol::ChatSay &say);
    void join(MemberId member, const QString &room);
    void part(MemberId member, const QString &room);
    void history(MemberId member, const protocol::ChatHistory &request);
    void read(MemberId member, const protocol::ChatRead &mark);

    /// A line from the server itself: to the sessions of one user, or of everybody where `user` is empty. Not kept, and cut
    /// where it is long.
    void notify(const QString &user, const QString &text);

private:
    struct Member
    {
        qint64 userId = 0;
        QString user;
        Listener listener;
        QSet<QString> rooms;
        QHash<QString, QList<protocol::ChatSay>> joining; ///< rooms on their way, and what was said there already
        bool welcomed = false;
    };
    /// What a target means for a member.
    struct Place
    {
        QString key;
        QString room;  ///< empty for a conversation
        QString peer;  ///< empty for a room
    };

    void welcome(Member &member, Overview overview);
    void enterRoom(Member &member, protocol::ChatRoomInfo info);
    void withPlace(MemberId member, const QString &target, qint64 ref, const std::function<void(const Place &)> &then);
    void deliver(const Place &place, const QString &from, protocol::ChatLine line, MemberId speaker);
    bool isOnline(const QString &user) const;
    bool isIn(const QString &user, const QString &room) const;
    QStringList usersIn(const QString &room) const;
    void tellPresence(const QString &user, const QString &room, bool present);
    void refuse(MemberId member, qint64 ref, const QString &target, const Error &error);

    HistoryStore &m_store;
    QHash<MemberId, std::shared_ptr<Member>> m_members;
};

} // namespace transom::chat
