#include "core/chat/chat_client.h"

#include "core/base/limits.h"
#include "core/chat/chat_rules.h"

namespace transom::chat {

using namespace protocol;

ChatClient::ChatClient(session::SessionLink &link)
    : m_link(link)
    , m_rooms{Lobby}
{
    connect(&m_link, &session::SessionLink::available, this, &ChatClient::open);
    connect(&m_link, &session::SessionLink::lost, this, [this](const Error &reason, bool) {
        m_welcomed = false;
        Q_EMIT unavailable(reason.code == ErrorCode::None ? Error{ErrorCode::Disconnected, {}} : reason);
    });
}

ChatClient::~ChatClient() = default;

qint64 ChatClient::say(const QString &target, const QString &text)
{
    const qint64 ref = ++m_lastRef;
    post([this, target, text, ref] {
        auto acceptable = acceptableText(text);
        if (!m_welcomed || !m_channel)
            Q_EMIT refused({ref, target, ErrorCode::ConnectionLost, QStringLiteral("Not connected. Send it again when the connection is back.")});
        else if (!acceptable)
            Q_EMIT refused({ref, target, acceptable.error().code, acceptable.error().text});
        else
            m_channel->send(ChatSay{target, *acceptable, ref});
    });
    return ref;
}

void ChatClient::join(const QString &room)
{
    post([this, room] {
        m_rooms.insert(room);
        if (m_welcomed && m_channel)
            m_channel->send(ChatJoin{room});
    });
}

void ChatClient::leave(const QString &room)
{
    post([this, room] {
        m_rooms.remove(room);
        if (m_welcomed && m_channel)
            m_channel->send(ChatLeave{room});
    });
}

void ChatClient::requestHistory(const QString &target, qint64 before, int limit)
{
    post([this, target, before, limit] {
        if (m_welcomed && m_channel)
            m_channel->send(ChatHistory{target, before, limit});
        else
            Q_EMIT refused({0, target, ErrorCode::ConnectionLost, {}});
    });
}

void ChatClient::markRead(const QString &target, qint64 seq)
{
    post([this, target, seq] {
        if (m_welcomed && m_channel)
            m_channel->send(ChatRead{target, seq});
    });
}

void ChatClient::open()
{
    session::ClientSession *session = m_link.session();
    if (!session || m_channel)
        return;
    if (!session->principal().access.testFlag(Permission::Chat)) {
        Q_EMIT unavailable({ErrorCode::PermissionDenied, {}});
        // It may be given while the session lasts.
        connect(session, &session::Session::principalChanged, this, &ChatClient::open, Qt::UniqueConnection);
        return;
    }
    m_channel = session->open(QStringLiteral("chat"), {});
    if (!m_channel)
        return;
    connect(m_channel, &session::Channel::accepted, this, &ChatClient::handleWelcome);
    connect(m_channel, &session::Channel::message, this, &ChatClient::receive);
    connect(m_channel, &session::Channel::closed, this, [this](const Error &reason) {
        m_channel = nullptr;
        m_welcomed = false;
        // A lost session says so itself.
        if (m_link.session() && m_link.session()->state() == session::State::SignedIn)
            Q_EMIT unavailable(reason);
    });
}

void ChatClient::handleWelcome(const QJsonObject &result)
{
    auto welcome = fromJson<ChatWelcome>(result);
    if (!welcome)
        return m_channel->violated(welcome.error());
    m_welcomed = true;
    Q_EMIT welcomed(*welcome);
    if (!m_channel)
        return; // whoever heard it has closed the connection
    for (const QString &room : std::as_const(m_rooms))
        m_channel->send(ChatJoin{room});
    // What was said in the meantime, where there was a meantime.
    for (const auto &list : {welcome->rooms, welcome->conversations}) {
        for (const ChatRoomInfo &info : list) {
            const qint64 seen = m_lastSeq.value(info.name, -1);
            if (seen >= 0 && info.lastSeq > seen)
                m_channel->send(ChatHistory{info.name, 0, static_cast<int>(std::min<qint64>(info.lastSeq - seen, limits::ChatPage))});
        }
    }
}

void ChatClient::noteSeq(const QString &target, qint64 seq)
{
    qint64 &last = m_lastSeq[target];
    last = std::max(last, seq);
}

void ChatClient::receive(MessageType type, const QByteArray &payload)
{
    const auto decodeThen = [&]<class T>(std::in_place_type_t<T>, const auto &handler) {
        auto message = decode<T>(payload);
        if (!message)
            return m_channel->violated(message.error());
        handler(*message);
    };
    switch (type) {
    case MessageType::ChatLine:
        return decodeThen(std::in_place_type<ChatLine>, [this](const ChatLine &line) {
            if (line.seq > 0)
                noteSeq(line.target, line.seq);
            Q_EMIT lineReceived(line);
        });
    case MessageType::ChatRoom:
        return decodeThen(std::in_place_type<ChatRoom>, [this](const ChatRoom &room) {
            m_rooms.insert(room.room.name);
            noteSeq(room.room.name, room.room.lastSeq);
            Q_EMIT roomReceived(room);
        });
    case MessageType::ChatPresence:
        return decodeThen(std::in_place_type<ChatPresence>, [this](const ChatPresence &presence) { Q_EMIT presenceChanged(presence); });
    case MessageType::ChatPage:
        return decodeThen(std::in_place_type<ChatPage>, [this](const ChatPage &page) { Q_EMIT pageReceived(page); });
    case MessageType::ChatRefused:
        return decodeThen(std::in_place_type<ChatRefused>, [this](const ChatRefused &refusal) { Q_EMIT refused(refusal); });
    default:
        m_channel->violated({ErrorCode::WrongState, {}});
    }
}

} // namespace transom::chat
