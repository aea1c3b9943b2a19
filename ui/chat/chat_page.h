#pragma once

#include "core/protocol/chat_messages.h"
#include "ui/shell/page.h"

#include <QHash>
#include <QSet>

#include <map>
#include <memory>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace transom::ui {

class Banner;
class Composer;
class ConversationModel;
class ConversationView;
class ElidedLabel;
class EmptyState;
class PlacesModel;

/// Rooms and people at the left, the conversation at the right. GUI thread; the chat itself lives in the connection's.
class ChatPage : public Page
{
    Q_OBJECT

public:
    explicit ChatPage(Backend &backend);
    ~ChatPage() override;

    /// Opens a room ("#lobby") or the conversation with a person ("@bob").
    void openTarget(const QString &target);
    const QString &target() const { return m_target; }

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeSide();
    QWidget *makeMain();
    void connectChat();
    void statusChanged(const client::ConnectionStatus &status);
    void welcomed(const protocol::ChatWelcome &welcome);
    void lineReceived(const protocol::ChatLine &line);
    void roomReceived(const protocol::ChatRoom &room);
    void presenceChanged(const protocol::ChatPresence &presence);
    void pageReceived(const protocol::ChatPage &page);
    void refused(const protocol::ChatRefused &refusal);
    void unavailable(const Error &reason);

    ConversationModel &conversation(const QString &target);
    void selectPlace();
    void joinTyped();
    void say(const QString &text);
    void loadOlder();
    void leaveRoom();
    void updateHeader();
    void updateState();
    void markVisibleAsRead();
    bool isWatched(const QString &target) const;

    PlacesModel *m_places;
    QListView *m_placeList = nullptr;
    QLineEdit *m_roomName = nullptr;
    QLabel *m_sideNote = nullptr;
    QLabel *m_name = nullptr;
    ElidedLabel *m_people = nullptr;
    QToolButton *m_leave = nullptr;
    Banner *m_banner = nullptr;
    ConversationView *m_view = nullptr;
    EmptyState *m_quiet = nullptr;
    QStackedWidget *m_conversationStack = nullptr;
    Composer *m_composer = nullptr;
    EmptyState *m_nothing = nullptr;
    QPushButton *m_connect = nullptr;
    QStackedWidget *m_stack = nullptr;
    std::map<QString, std::unique_ptr<ConversationModel>> m_conversations;
    QHash<QString, QString> m_drafts;
    QSet<QString> m_loading; ///< targets whose history has been asked for
    QSet<QString> m_unknown; ///< people whom the server does not know
    QString m_target;
    QString m_wanted;        ///< a room that shall be opened when the server has let one in
    QString m_account;       ///< whose conversations these are: "alice@host:7160"
    Error m_reason;          ///< why there is no chat
    bool m_available = false;
    bool m_bannerSaysOffline = false;
};

} // namespace transom::ui
