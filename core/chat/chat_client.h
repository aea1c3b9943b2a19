#pragma once

#include "core/chat/chat_rules.h"
#include "core/protocol/chat_messages.h"
#include "core/session/session_link.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <atomic>

namespace transom::chat {

/// The client's side of chat. Opens the channel whenever there is a session whose account may chat, joins the lobby and, after a
/// reconnect, the rooms it was in, and fetches what was missed there (it comes as pages, newest first). When the connection is given up,
/// all that is forgotten. Lines go out no faster than the server takes them.
///
/// Lives in the thread of its link. The methods may be called from any thread; the signals are emitted in its own:
/// connect with a context object. What is said while there is no chat is refused at once.
class ChatClient : public QObject
{
    Q_OBJECT

public:
    explicit ChatClient(session::SessionLink &link);
    ~ChatClient() override;

    /// Returns the `ref` that comes back in lineReceived (on success) or refused. After a lost connection it is not known
    /// whether what was under way has been said: refused, too.
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
    void channelClosed(const Error &reason);
    void receive(protocol::MessageType type, const QByteArray &payload);
    void handleWelcome(const QJsonObject &result);
    void handleRoom(const protocol::ChatRoom &room);
    void handlePage(const protocol::ChatPage &page);
    void handleRefusal(const protocol::ChatRefused &refusal);
    void catchUp(const QString &target, qint64 lastSeq, qint64 seenUnlessKnown = -1);
    void noteSeq(const QString &target, qint64 seq);
    void sendWaiting();
    void refuseUnsaid();
    void forget();
    bool isOpen() const { return m_welcomed && m_channel; }
    template<class Call>
    void post(Call call)
    {
        QMetaObject::invokeMethod(this, std::move(call));
    }

    session::SessionLink &m_link;
    QPointer<session::Channel> m_channel;
    bool m_welcomed = false;
    QString m_account;                  ///< whose rooms and lines the next ones are about; empty: nobody's yet
    QSet<QString> m_rooms;              ///< to be in; folded
    QHash<QString, qint64> m_lastSeq;   ///< newest line seen in each target
    QHash<QString, qint64> m_gaps;      ///< targets that are being caught up, and the line before the gap
    QList<protocol::ChatSay> m_waiting; ///< said faster than the server takes it
    QHash<qint64, QString> m_unsaid;    ///< sent and not answered yet: ref and target
    Pace m_pace;
    QTimer m_paceTimer{this};
    QTimer m_reopenTimer{this};
    std::atomic<qint64> m_lastRef = 0;
};

} // namespace transom::chat

Q_DECLARE_METATYPE(transom::protocol::ChatWelcome)
Q_DECLARE_METATYPE(transom::protocol::ChatLine)
Q_DECLARE_METATYPE(transom::protocol::ChatRoom)
Q_DECLARE_METATYPE(transom::protocol::ChatPresence)
Q_DECLARE_METATYPE(transom::protocol::ChatPage)
Q_DECLARE_METATYPE(transom::protocol::ChatRefused)
