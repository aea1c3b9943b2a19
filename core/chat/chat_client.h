#pragma once

#include "core/protocol/chat_messages.h"
#include "core/session/session_link.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <atomic>

namespace transom::chat {

/// The client's side of chat. Opens the channel whenever there is a session whose account may chat, joins the lobby and, after a
/// reconnect, the rooms it was in, and fetches what was missed there.
///
/// Lives in the thread of its link. The methods may be called from any thread; the signals are emitted in its own:
/// connect with a context object. What is said while there is no chat is refused at once.
class ChatClient : public QObject
{
    Q_OBJECT

public:
    explicit ChatClient(session::SessionLink &link);
    ~ChatClient() override;

    /// Returns the `ref` that comes back in lineReceived (on success) or refused.
    qint64 say(const QString &target, const QString &text);
    void join(const QString &room);
    void leave(const QString &room);
    /// Lines before number `before` (0: the newest). pageReceived follows, or refused.
    void requestHistory(const QString &target, qint64 before, int limit = 50);
    void markRead(const QString &target, qint64 seq);

Q_SIGNALS:
    void welcomed(const transom::protocol::ChatWelcome &welcome);
    void lineReceived(const transom::protocol::ChatLine &line);
    void roomReceived(const transom::protocol::ChatRoom &room);
    void presenceChanged(const transom::protocol::ChatPresence &presence);
    void pageReceived(const transom::protocol::ChatPage &page);
    void refused(const transom::protocol::ChatRefused &refusal);
    /// There is no chat now, and why: no permission, or no connection.
    void unavailable(const transom::Error &reason);

private:
    void open();
    void receive(protocol::MessageType type, const QByteArray &payload);
    void handleWelcome(const QJsonObject &result);
    void noteSeq(const QString &target, qint64 seq);
    template<class Call>
    void post(Call call)
    {
        QMetaObject::invokeMethod(this, std::move(call));
    }

    session::SessionLink &m_link;
    QPointer<session::Channel> m_channel;
    bool m_welcomed = false;
    QSet<QString> m_rooms;              ///< to be in
    QHash<QString, qint64> m_lastSeq;   ///< newest line seen in each target
    std::atomic<qint64> m_lastRef = 0;
};

} // namespace transom::chat

Q_DECLARE_METATYPE(transom::protocol::ChatWelcome)
Q_DECLARE_METATYPE(transom::protocol::ChatLine)
Q_DECLARE_METATYPE(transom::protocol::ChatRoom)
Q_DECLARE_METATYPE(transom::protocol::ChatPresence)
Q_DECLARE_METATYPE(transom::protocol::ChatPage)
Q_DECLARE_METATYPE(transom::protocol::ChatRefused)
