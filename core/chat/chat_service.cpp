#include "core/chat/chat_service.h"

#include "core/base/clock.h"
#include "core/base/limits.h"
#include "core/chat/chat_hub.h"
#include "core/chat/chat_rules.h"
#include "core/chat/mailbox.h"
#include "core/session/session.h"

#include <utility>

namespace transom::chat {

using namespace protocol;

namespace {

/// A reader who is so far behind is let go rather than remembered for.
constexpr qint64 MostQueued = 1024 * 1024;
/// What a client may ask before it is told that the chat is open.
constexpr qint64 MostEarly = limits::InitialCredit;

/// One chat channel, in its session's I/O thread; a child of the channel.
class ChatChannel : public QObject
{
public:
    ChatChannel(session::Channel &channel, ChatHub &hub)
        : QObject(&channel)
        , m_channel(channel)
        , m_hub(hub)
        , m_mailbox(std::make_shared<Mailbox>(this))
    {
        connect(&channel, &session::Channel::message, this, &ChatChannel::receive);
        connect(&channel, &session::Channel::data, this, [this] {
            m_channel.violated({ErrorCode::BadMessage, QStringLiteral("DATA on a channel of chat.")});
        });
        connect(&channel, &session::Channel::inputEnded, this, [this] {
            depart();
            m_channel.end();
        });
        connect(&channel, &session::Channel::cancelled, this, [this] {
            stop({ErrorCode::Cancelled, {}});
        });
        connect(&channel.session(), &session::Session::principalChanged, this, [this](const session::Principal &changed) {
            if (!changed.access.testFlag(Permission::Chat))
                stop({ErrorCode::PermissionDenied, {}});
        });
        const auto &principal = channel.session().principal();
        m_member = m_hub.enter(principal.userId, principal.user, makeListener());
    }

    ~ChatChannel() override { depart(); }

private:
    Listener makeListener()
    {
        const auto to = [mailbox = m_mailbox, this]<class T>(void (ChatChannel::*handler)(const T &)) {
            return [mailbox, this, handler](const T &message) {
                mailbox->post([this, handler, message] {
                    if (m_member != 0) // otherwise it was on its way when this side departed
                        (this->*handler)(message);
                });
            };
        };
        return {to(&ChatChannel::stop),              to(&ChatChannel::welcome),        to(&ChatChannel::pass<ChatLine>),
                to(&ChatChannel::pass<ChatRoom>),    to(&ChatChannel::pass<ChatPresence>), to(&ChatChannel::pass<ChatPage>),
                to(&ChatChannel::pass<ChatRefused>)};
    }

    void depart()
    {
        const ChatHub::MemberId member = std::exchange(m_member, 0);
        if (member == 0)
            return;
        m_mailbox->close();
        m_hub.leave(member);
    }

    void stop(const Error &error)
    {
        depart();
        m_channel.fail(error);
    }

    void welcome(const ChatWelcome &message)
    {
        m_channel.accept(message);
        m_welcomed = true;
        for (const auto &[type, payload] : std::exchange(m_early, {}))
            receive(type, payload);
    }

    template<class T>
    void pass(const T &message)
    {
        if (m_channel.queuedBytes() > MostQueued)
            return stop({ErrorCode::ServerBusy, QStringLiteral(QT_TRANSLATE_NOOP("Error", "This side reads too slowly to follow the chat. Open it again."))});
        m_channel.send(message);
    }

    void receive(MessageType type, const QByteArray &payload)
    {
        if (m_member == 0)
            return;
        if (!m_welcomed) {
            // ACCEPT comes first.
            m_earlyBytes += payload.size() + static_cast<qint64>(wire::HeaderSize);
            if (m_earlyBytes > MostEarly)
                return stop({ErrorCode::Flooding, {}});
            m_early.append({type, payload});
            return;
        }
        const auto decodeThen = [&]<class T>(void (ChatChannel::*handler)(const T &)) {
            auto message = decode<T>(payload);
            if (!message)
                return m_channel.violated(message.error());
            (this->*handler)(*message);
        };
        switch (type) {
        case MessageType::ChatSay:
            return decodeThen(&ChatChannel::say);
        case MessageType::ChatJoin:
            return decodeThen(&ChatChannel::join);
        case MessageType::ChatLeave:
            return decodeThen(&ChatChannel::part);
        case MessageType::ChatHistory:
            return decodeThen(&ChatChannel::history);
        case MessageType::ChatRead:
            return decodeThen(&ChatChannel::read);
        default:
            m_channel.violated({ErrorCode::WrongState, {}});
        }
    }

    bool tooFast(Pace &pace, const QString &target, qint64 ref = 0)
    {
        if (pace.allows(monotonicMs()))
            return false;
        pass(ChatRefused{ref, target.left(LongestTarget), ErrorCode::Flooding, QStringLiteral(QT_TRANSLATE_NOOP("Error", "Too fast. Wait a moment, then send it again.")), {}});
        return true;
    }

    void say(const ChatSay &message)
    {
        if (tooFast(m_speaking, message.target, message.ref))
            return;
        auto text = acceptableText(message.text);
        if (!text)
            return pass(ChatRefused{message.ref, message.target.left(LongestTarget), text.error().code, wireText(text.error()), text.error().parts});
        m_hub.say(m_member, {message.target, *text, message.ref});
    }
    void join(const ChatJoin &message)
    {
        if (!tooFast(m_asking, message.room))
            m_hub.join(m_member, message.room);
    }
    void part(const ChatLeave &message)
    {
        if (!tooFast(m_asking, message.room))
            m_hub.part(m_member, message.room);
    }
    void history(const ChatHistory &message)
    {
        if (!tooFast(m_asking, message.target))
            m_hub.history(m_member, message);
    }
    void read(const ChatRead &message)
    {
        if (!tooFast(m_asking, message.target))
            m_hub.read(m_member, message);
    }

    session::Channel &m_channel;
    ChatHub &m_hub;
    std::shared_ptr<Mailbox> m_mailbox;
    ChatHub::MemberId m_member = 0;
    Pace m_speaking = speakingPace();
    Pace m_asking = askingPace();
    QList<std::pair<MessageType, QByteArray>> m_early;
    qint64 m_earlyBytes = 0;
    bool m_welcomed = false;
};

} // namespace

void registerChat(session::ServiceRegistry &services, ChatHub &hub)
{
    services.add("chat", [&hub](session::Channel &channel, const QJsonObject &) { new ChatChannel(channel, hub); });
}

} // namespace transom::chat
