#pragma once

#include "core/base/error.h"
#include "core/protocol/chat_messages.h"

#include <QObject>

#include <functional>

namespace transom::chat {

/// The rooms and conversations of one user, with how far they have read.
struct Overview
{
    QList<protocol::ChatRoomInfo> rooms;         ///< names "#lobby"
    QList<protocol::ChatRoomInfo> conversations; ///< names "@bob"
};

struct Page
{
    QList<protocol::ChatLine> lines; ///< oldest first; `target` is left empty
    bool more = false;
};

/// What the chat remembers, whoever keeps it. Calls are asynchronous and answered in their order, in `context`'s thread,
/// unless it is gone. A key is a room's name or that of a conversation between two people.
class HistoryStore
{
public:
    template<class T>
    using Done = std::function<void(Result<T>)>;

    virtual ~HistoryStore() = default;

    virtual void overview(qint64 userId, const QString &user, QObject *context, Done<Overview> done) = 0;
    /// Makes the room if there is none, and tells its name in the form in which it is compared and its state for the user.
    virtual void openRoom(qint64 userId, const QString &room, QObject *context, Done<protocol::ChatRoomInfo> done) = 0;
    /// The account's name as it is written. NoSuchUser.
    virtual void findUser(const QString &name, QObject *context, Done<QString> done) = 0;
    /// Stores a line and tells its number.
    virtual void append(const QString &key, const protocol::ChatLine &line, QObject *context, Done<qint64> done) = 0;
    virtual void page(const QString &key, qint64 before, int limit, QObject *context, Done<Page> done) = 0;
    virtual void markRead(qint64 userId, const QString &key, qint64 seq) = 0;

    /// The key of the conversation of two people, whoever asks.
    virtual QString conversationKey(const QString &one, const QString &other) const = 0;
    /// The form in which names of rooms are compared: "#Lobby" and "#lobby" are one. BadName.
    virtual Result<QString> foldRoom(const QString &room) const = 0;
};

} // namespace transom::chat
