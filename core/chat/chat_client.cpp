#include "core/chat/chat_client.h"

#include "core/base/clock.h"
#include "core/base/limits.h"

#include <algorithm>
#include <utility>

namespace transom::chat {

using namespace protocol;
using namespace std::chrono_literals;

namespace {

// A little less than what the server allows: what leaves evenly may arrive in a bunch.
constexpr double LinesPerSecond = 18;
constexpr double LinesAtOnce = 50;
constexpr qsizetype MostWaiting = 1000;
// Someone who was away for longer asks for the rest by scrolling back.
constexpr qint64 MostCaughtUp = 2000;
constexpr auto ReopenAfter = 1s;

} // namespace

ChatClient::ChatClient(session::SessionLink &link)
    : m_link(link)
    , m_rooms{Lobby}
    , m_pace(LinesPerSecond, LinesAtOnce)
{
    m_paceTimer.setSingleShot(true);
    m_reopenTimer.setSingleShot(true);
    connect(&m_paceTimer, &QTimer::timeout, this, &ChatClient::sendWaiting);
    connect(&m_reopenTimer, &QTimer::timeout, this, &ChatClient::open);
    connect(&m_link, &session::SessionLink::available, this, &ChatClient::open);
    connect(&m_link, &session::SessionLink::lost, this, [this](const Error &reason, bool willReturn) {
        m_welcomed = false;
        m_reopenTimer.stop();
        refuseUnsaid();
        if (!willReturn)
            forget();
        Q_EMIT unavailable(reason.code == ErrorCode::None ? Error{ErrorCode::Disconnected, {}} : reason);
    });
}

ChatClient::~ChatClient() = default;

// Any thread ----------------------------------------------------------------------------------------------------------

qint64 ChatClient::say(const QString &target, const QString &text)
{
    const qint64 ref = ++m_lastRef;
    post([this, target, text, ref] {
        auto acceptable = acceptableText(text);
        if (!isOpen()) {
            Q_EMIT refused({ref, target, ErrorCode::ConnectionLost, tr("Not connected. Send it again when the connection is back.")});
        } else if (!acceptable) {
            Q_EMIT refused({ref, target, acceptable.error().code, acceptable.error().text});
        } else if (m_waiting.size() >= MostWaiting) {
            Q_EMIT refused({ref, target, ErrorCode::Flooding, tr("Too many lines at once. Send them as a file.")});
        } else {
            m_waiting.append({target, *acceptable, ref});
            sendWaiting();
        }
    });
    return ref;
}

void ChatClient::join(const QString &room)
{
    post([this, room] {
        m_rooms.insert(foldedTarget(room));
        if (isOpen())
            m_channel->send(ChatJoin{room});
    });
}

void ChatClient::leave(const QString &room)
{
    post([this, room] {
        m_rooms.remove(foldedTarget(room));
        if (isOpen())
            m_channel->send(ChatLeave{room});
    });
}

void ChatClient::requestHistory(const QString &target, qint64 before, int limit)
{
    post([this, target, before, limit] {
        if (isOpen())
            m_channel->send(ChatHistory{target, before, limit});
        else
            Q_EMIT refused({0, target, ErrorCode::ConnectionLost, {}});
    });
}

void ChatClient::markRead(const QString &target, qint64 seq)
{
    post([this, target, seq] {
        if (isOpen())
            m_channel->send(ChatRead{target, seq});
    });
}

// The link's thread ---------------------------------------------------------------------------------------------------

void ChatClient::open()
{
    session::ClientSession *session = m_link.session();
    if (!session || m_channel)
        return;
    // The permission may be given, or given back, while the session lasts.
    connect(session, &session::Session::principalChanged, this, &ChatClient::open, Qt::UniqueConnection);
    if (!session->principal().access.testFlag(Permission::Chat)) {
        Q_EMIT unavailable({ErrorCode::PermissionDenied, {}});
        return;
    }
    m_channel = session->open(QStringLiteral("chat"), {});
    if (!m_channel) {
        // As many channels are open as the server allows.
        m_reopenTimer.start(ReopenAfter);
        return;
    }
    connect(m_channel, &session::Channel::accepted, this, &ChatClient::handleWelcome);
    connect(m_channel, &session::Channel::message, this, &ChatClient::receive);
    connect(m_channel, &session::Channel::closed, this, &ChatClient::channelClosed);
}

void ChatClient::channelClosed(const Error &reason)
{
    m_channel = nullptr;
    m_welcomed = false;
    // A lost session says so itself.
    if (!m_link.session() || m_link.session()->state() != session::State::SignedIn)
        return;
    refuseUnsaid();
    Q_EMIT unavailable(reason);
    if (isRetryable(reason.code))
        m_reopenTimer.start(ReopenAfter);
}

void ChatClient::handleWelcome(const QJsonObject &result)
{
    auto welcome = fromJson<ChatWelcome>(result);
    if (!welcome)
        return m_channel->violated(welcome.error());
    const QString account = welcome->user + u'@' + (m_link.session() ? m_link.session()->serverName() : QString());
    if (!m_account.isEmpty() && m_account != account)
        forget();
    const bool isBack = std::exchange(m_account, account) == account;
    m_welcomed = true;
    m_gaps.clear();
    Q_EMIT welcomed(*welcome);
    if (!m_channel)
        return; // whoever heard it has closed the connection
    for (const QString &room : std::as_const(m_rooms))
        m_channel->send(ChatJoin{room});
    for (const ChatRoomInfo &conversation : std::as_const(welcome->conversations))
        catchUp(conversation.name, conversation.lastSeq, isBack ? 0 : -1);
}

void ChatClient::forget()
{
    m_account.clear();
    m_rooms = {Lobby};
    m_lastSeq.clear();
    m_gaps.clear();
}

void ChatClient::catchUp(const QString &target, qint64 lastSeq, qint64 seenUnlessKnown)
{
    const qint64 seen = m_lastSeq.value(target, seenUnlessKnown);
    noteSeq(target, lastSeq);
    if (seen < 0 || lastSeq <= seen)
        return;
    m_gaps.insert(target, std::max(seen, lastSeq - MostCaughtUp));
    m_channel->send(ChatHistory{target, 0, static_cast<int>(std::min<qint64>(lastSeq - seen, limits::ChatPage))});
}

void ChatClient::noteSeq(const QString &target, qint64 seq)
{
    qint64 &last = m_lastSeq[target];
    last = std::max(last, seq);
}

void ChatClient::sendWaiting()
{
    while (isOpen() && !m_waiting.isEmpty()) {
        if (!m_pace.allows(monotonicMs())) {
            m_paceTimer.start(std::chrono::milliseconds(m_pace.waitMs(monotonicMs())));
            return;
        }
        const ChatSay say = m_waiting.takeFirst();
        m_unsaid.insert(say.ref, say.target);
        m_channel->send(say);
    }
}

void ChatClient::refuseUnsaid()
{
    m_paceTimer.stop();
    QList<ChatRefused> refusals;
    for (auto unsaid = m_unsaid.cbegin(); unsaid != m_unsaid.cend(); ++unsaid)
        refusals.append({unsaid.key(), unsaid.value(), ErrorCode::ConnectionLost, tr("The connection was lost; this may not have been sent.")});
    for (const ChatSay &say : std::as_const(m_waiting))
        refusals.append({say.ref, say.target, ErrorCode::ConnectionLost, tr("Not connected. Send it again when the connection is back.")});
    m_unsaid.clear();
    m_waiting.clear();
    std::sort(refusals.begin(), refusals.end(), [](const ChatRefused &one, const ChatRefused &other) { return one.ref < other.ref; });
    for (const ChatRefused &refusal : std::as_const(refusals))
        Q_EMIT refused(refusal);
}

void ChatClient::handleRoom(const ChatRoom &room)
{
    m_rooms.insert(foldedTarget(room.room.name));
    catchUp(room.room.name, room.room.lastSeq);
    Q_EMIT roomReceived(room);
}

void ChatClient::handlePage(const ChatPage &page)
{
    if (const auto gap = m_gaps.constFind(page.target); gap != m_gaps.cend()) {
        const qint64 oldest = page.lines.isEmpty() ? 0 : page.lines.first().seq;
        const qint64 missing = oldest - 1 - *gap;
        if (page.more && missing > 0)
            m_channel->send(ChatHistory{page.target, oldest, static_cast<int>(std::min<qint64>(missing, limits::ChatPage))});
        else
            m_gaps.erase(gap);
    }
    Q_EMIT pageReceived(page);
}

void ChatClient::handleRefusal(const ChatRefused &refusal)
{
    m_unsaid.remove(refusal.ref);
    // What can be no room's name is not asked for again after each reconnect.
    if (refusal.ref == 0 && refusal.code == ErrorCode::BadName)
        m_rooms.remove(foldedTarget(refusal.target));
    Q_EMIT refused(refusal);
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
            if (line.ref != 0)
                m_unsaid.remove(line.ref);
            Q_EMIT lineReceived(line);
        });
    case MessageType::ChatRoom:
        return decodeThen(std::in_place_type<ChatRoom>, [this](const ChatRoom &room) { handleRoom(room); });
    case MessageType::ChatPresence:
        return decodeThen(std::in_place_type<ChatPresence>, [this](const ChatPresence &presence) { Q_EMIT presenceChanged(presence); });
    case MessageType::ChatPage:
        return decodeThen(std::in_place_type<ChatPage>, [this](const ChatPage &page) { handlePage(page); });
    case MessageType::ChatRefused:
        return decodeThen(std::in_place_type<ChatRefused>, [this](const ChatRefused &refusal) { handleRefusal(refusal); });
    default:
        m_channel->violated({ErrorCode::WrongState, {}});
    }
}

} // namespace transom::chat
