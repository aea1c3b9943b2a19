#pragma once

#include "core/protocol/json_codec.h"
#include "core/protocol/message_table.h"

/// The messages of the service "chat". A target is a room ("#lobby") or a person ("@bob").
namespace transom::protocol {

struct ChatRoomInfo
{
    QString name;          ///< "#lobby"
    qint64 lastSeq = 0;    ///< number of its newest line; lines count from 1
    qint64 readSeq = 0;    ///< newest line this user has marked as read
    bool joined = false;
    bool operator==(const ChatRoomInfo &) const = default;
    static constexpr auto fields()
    {
        return std::tuple{required("name", &ChatRoomInfo::name), required("lastSeq", &ChatRoomInfo::lastSeq),
                          optional("readSeq", &ChatRoomInfo::readSeq), optional("joined", &ChatRoomInfo::joined)};
    }
};

/// The result of ACCEPT: rooms, people who are here, and the people this user has exchanged direct messages with.
struct ChatWelcome
{
    QString user;
    QList<ChatRoomInfo> rooms;
    QList<ChatRoomInfo> conversations; ///< names are "@bob"
    QStringList online;
    static constexpr auto fields()
    {
        return std::tuple{required("user", &ChatWelcome::user), required("rooms", &ChatWelcome::rooms),
                          optional("conversations", &ChatWelcome::conversations), optional("online", &ChatWelcome::online)};
    }
};

struct ChatSay
{
    static constexpr auto Type = MessageType::ChatSay;
    QString target;
    QString text;
    qint64 ref = 0; ///< chosen by the client; comes back in CHAT_LINE or CHAT_REFUSED
    static constexpr auto fields()
    {
        return std::tuple{required("target", &ChatSay::target), required("text", &ChatSay::text), required("ref", &ChatSay::ref)};
    }
};

struct ChatLine
{
    static constexpr auto Type = MessageType::ChatLine;
    QString target; ///< as the receiver would address it: in a direct message, the other person
    qint64 seq = 0;
    QString from;
    qint64 time = 0; ///< milliseconds since 1970, by the server's clock
    QString text;
    qint64 ref = 0; ///< only to the session that said it
    bool operator==(const ChatLine &) const = default;
    static constexpr auto fields()
    {
        return std::tuple{required("target", &ChatLine::target), required("seq", &ChatLine::seq), required("from", &ChatLine::from),
                          required("time", &ChatLine::time),     required("text", &ChatLine::text), optional("ref", &ChatLine::ref)};
    }
};

struct ChatJoin
{
    static constexpr auto Type = MessageType::ChatJoin;
    QString room;
    static constexpr auto fields() { return std::tuple{required("room", &ChatJoin::room)}; }
};

struct ChatLeave
{
    static constexpr auto Type = MessageType::ChatLeave;
    QString room;
    static constexpr auto fields() { return std::tuple{required("room", &ChatLeave::room)}; }
};

/// Answer to CHAT_JOIN.
struct ChatRoom
{
    static constexpr auto Type = MessageType::ChatRoom;
    ChatRoomInfo room;
    QStringList members;
    static constexpr auto fields() { return std::tuple{required("room", &ChatRoom::room), required("members", &ChatRoom::members)}; }
};

struct ChatPresence
{
    static constexpr auto Type = MessageType::ChatPresence;
    QString user;
    QString room;        ///< empty: the server as a whole
    bool present = false;
    static constexpr auto fields()
    {
        return std::tuple{required("user", &ChatPresence::user), optional("room", &ChatPresence::room),
                          required("present", &ChatPresence::present)};
    }
};

struct ChatHistory
{
    static constexpr auto Type = MessageType::ChatHistory;
    QString target;
    qint64 before = 0; ///< lines with smaller numbers only; 0: from the newest
    int limit = 50;
    static constexpr auto fields()
    {
        return std::tuple{required("target", &ChatHistory::target), optional("before", &ChatHistory::before),
                          optional("limit", &ChatHistory::limit)};
    }
};

/// Answer to CHAT_HISTORY, oldest line first. May hold fewer lines than asked for to stay below the size limit.
struct ChatPage
{
    static constexpr auto Type = MessageType::ChatPage;
    QString target;
    qint64 before = 0; ///< as asked
    QList<ChatLine> lines;
    bool more = false; ///< there are older lines
    static constexpr auto fields()
    {
        return std::tuple{required("target", &ChatPage::target), optional("before", &ChatPage::before),
                          required("lines", &ChatPage::lines), optional("more", &ChatPage::more)};
    }
};

struct ChatRead
{
    static constexpr auto Type = MessageType::ChatRead;
    QString target;
    qint64 seq = 0;
    static constexpr auto fields() { return std::tuple{required("target", &ChatRead::target), required("seq", &ChatRead::seq)}; }
};

struct ChatRefused
{
    static constexpr auto Type = MessageType::ChatRefused;
    qint64 ref = 0; ///< of the CHAT_SAY; 0 when something else was refused
    QString target;
    ErrorCode code = ErrorCode::Internal;
    QString text;
    QStringList parts = {}; ///< of `text`, as in Error
    static constexpr auto fields()
    {
        return std::tuple{optional("ref", &ChatRefused::ref), optional("target", &ChatRefused::target),
                          required("code", &ChatRefused::code), optional("text", &ChatRefused::text),
                          optional("parts", &ChatRefused::parts)};
    }
};

} // namespace transom::protocol
