#include "ui/chat/chat_page.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/chat/chat_client.h"
#include "ui/chat/composer.h"
#include "ui/chat/conversation_view.h"
#include "ui/chat/place_delegate.h"
#include "ui/models/conversation_model.h"
#include "ui/models/places_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

namespace transom::ui {

using namespace Qt::StringLiterals;
using client::ConnectionState;

namespace {

constexpr int PageLines = 60;
constexpr int ShownMembers = 12;

QString placeName(const QString &target)
{
    return target.startsWith(u'@') ? printable(target.mid(1), 100) : printable(target, 100);
}

} // namespace

ChatPage::ChatPage(Backend &owner)
    : Page(owner, tr("Chat"), u"chat"_s)
    , m_places(new PlacesModel(this))
{
    auto *splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(makeSide());
    splitter->addWidget(makeMain());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({240, 800});

    m_nothing = new EmptyState(u"chat"_s, {}, {});
    m_connect = m_nothing->addAction(tr("Connect"), u"connect"_s, true);
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT pageWanted(u"connect"_s); });
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_places, &PlacesModel::totalUnreadChanged, this, &Page::badgeChanged);
    connect(&owner, &Backend::statusChanged, this, &ChatPage::statusChanged);
    connectChat();
    updateState();
    statusChanged(owner.status());
}

ChatPage::~ChatPage() = default;

QWidget *ChatPage::makeSide()
{
    auto *side = new QFrame;
    side->setProperty("rail", true);
    side->setMinimumWidth(180);
    m_roomName = new QLineEdit;
    m_roomName->setPlaceholderText(tr("Join or make a room"));
    m_roomName->setAccessibleName(tr("Name of a room to join or to make"));
    m_roomName->setObjectName(u"room-name"_s);
    m_roomName->setClearButtonEnabled(true);
    m_roomName->setMaxLength(64);
    auto *join = makeToolButton(u"plus"_s, tr("Join this room, or make it"));
    m_sideNote = makeLabel({}, theme::Type::Caption, theme::Role::Bad);
    m_sideNote->hide();
    m_placeList = new QListView;
    m_placeList->setObjectName(u"places"_s);
    m_placeList->setProperty("plain", true);
    m_placeList->setAccessibleName(tr("Rooms and people"));
    m_placeList->setModel(m_places);
    m_placeList->setItemDelegate(new PlaceDelegate(m_placeList));
    m_placeList->setMouseTracking(true);
    m_placeList->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_placeList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_placeList->setEditTriggers(QListView::NoEditTriggers);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(theme::Gap3, theme::Gap3, theme::Gap2, 0);
    top->setSpacing(theme::Gap1);
    top->addWidget(m_roomName, 1);
    top->addWidget(join);
    auto *note = new QHBoxLayout;
    note->setContentsMargins(theme::Gap3, 0, theme::Gap3, 0);
    note->addWidget(m_sideNote);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::Gap1);
    layout->addLayout(top);
    layout->addLayout(note);
    layout->addWidget(m_placeList, 1);
    connect(m_roomName, &QLineEdit::returnPressed, this, &ChatPage::joinTyped);
    connect(m_roomName, &QLineEdit::textEdited, m_sideNote, &QWidget::hide);
    connect(join, &QToolButton::clicked, this, &ChatPage::joinTyped);
    connect(m_placeList->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        const QString target = current.data(PlacesModel::TargetRole).toString();
        if (!target.isEmpty())
            openTarget(target);
    });
    connect(m_placeList, &QListView::activated, this, [this] { m_composer->setFocus(); });
    return side;
}

QWidget *ChatPage::makeMain()
{
    m_name = makeLabel({}, theme::Type::Heading);
    m_name->setWordWrap(false);
    m_people = new ElidedLabel;
    m_people->setFont(theme::font(theme::Type::Caption));
    QPalette muted = m_people->palette();
    muted.setColor(QPalette::WindowText, theme::color(theme::Role::TextMuted));
    m_people->setPalette(muted);
    m_leave = makeToolButton(u"close"_s, tr("Leave this room"));
    connect(m_leave, &QToolButton::clicked, this, &ChatPage::leaveRoom);
    auto *bar = new QFrame;
    bar->setProperty("bar", true);
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(theme::Gap4, theme::Gap2, theme::Gap2, theme::Gap2);
    barLayout->setSpacing(theme::Gap3);
    barLayout->addWidget(m_name);
    barLayout->addWidget(m_people, 1);
    barLayout->addWidget(m_leave);
    bar->setMinimumHeight(48);

    m_banner = new Banner;
    connect(m_banner, &Banner::actionTriggered, this, [this] { backend().connection().retryNow(); });
    auto *bannerPlace = new QVBoxLayout;
    bannerPlace->setContentsMargins(theme::Gap4, theme::Gap2, theme::Gap4, 0);
    bannerPlace->addWidget(m_banner);

    m_view = new ConversationView;
    m_quiet = new EmptyState(u"chat"_s, {}, {});
    m_conversationStack = new QStackedWidget;
    m_conversationStack->addWidget(m_quiet);
    m_conversationStack->addWidget(m_view);
    m_composer = new Composer;
    connect(m_composer, &Composer::sendWanted, this, &ChatPage::say);
    connect(m_composer, &Composer::pageUpWanted, this, [this] { m_view->setFocus(); });
    connect(m_view, &ConversationView::typed, m_composer, &Composer::insert);
    connect(m_view, &ConversationView::olderWanted, this, &ChatPage::loadOlder, Qt::QueuedConnection);
    connect(m_view, &ConversationView::atEndChanged, this, &ChatPage::markVisibleAsRead, Qt::QueuedConnection);
    connect(m_view, &ConversationView::retryWanted, this, [this](qint64 ref) {
        const QString text = conversation(m_target).takeRefused(ref);
        if (!text.isEmpty())
            say(text);
    });
    connect(m_view, &ConversationView::editWanted, this, [this](qint64 ref) {
        const QString text = conversation(m_target).takeRefused(ref);
        m_composer->setText(m_composer->text().isEmpty() ? text : QString(text + u'\n' + m_composer->text()));
        m_composer->setFocus();
    });

    auto *main = new QWidget;
    main->setMinimumWidth(360);
    auto *layout = new QVBoxLayout(main);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addLayout(bannerPlace);
    layout->addWidget(m_conversationStack, 1);
    layout->addWidget(m_composer);
    return main;
}

void ChatPage::connectChat()
{
    auto *chat = &backend().connection().chat();
    using chat::ChatClient;
    connect(chat, &ChatClient::welcomed, this, &ChatPage::welcomed);
    connect(chat, &ChatClient::lineReceived, this, &ChatPage::lineReceived);
    connect(chat, &ChatClient::roomReceived, this, &ChatPage::roomReceived);
    connect(chat, &ChatClient::presenceChanged, this, &ChatPage::presenceChanged);
    connect(chat, &ChatClient::pageReceived, this, &ChatPage::pageReceived);
    connect(chat, &ChatClient::refused, this, &ChatPage::refused);
    connect(chat, &ChatClient::unavailable, this, &ChatPage::unavailable);
}

void ChatPage::statusChanged(const client::ConnectionStatus &status)
{
    if (status.state == ConnectionState::Online) {
        const QString account = status.user + u'@' + status.endpoint.address();
        if (std::exchange(m_account, account) != account && !m_conversations.empty()) {
            // Somebody else's conversations do not belong here.
            m_view->setConversation(nullptr);
            m_conversations.clear();
            m_drafts.clear();
            m_loading.clear();
            m_target.clear();
            m_places->clear();
            updateHeader();
        }
    }
    updateState();
}

void ChatPage::welcomed(const protocol::ChatWelcome &welcome)
{
    m_available = true;
    m_reason = {};
    m_loading.clear();
    m_unknown.clear();
    m_places->reset(welcome);
    selectPlace();
    for (auto &[target, model] : m_conversations)
        model->setOwnName(welcome.user);
    if (m_target.isEmpty() && !welcome.rooms.isEmpty())
        openTarget(m_places->contains(u"#lobby"_s) ? u"#lobby"_s : welcome.rooms.first().name);
    updateState();
    loadOlder();
}

void ChatPage::lineReceived(const protocol::ChatLine &line)
{
    ConversationModel &model = conversation(line.target);
    const bool own = line.from == m_places->ownName();
    const bool wasRead = m_places->readSeq(line.target) >= m_places->lastSeq(line.target);
    const bool isNew = model.addLine(line);
    if (line.seq > 0)
        m_places->noteLine(line.target, line.seq, own);
    if (isNew && own && line.ref != 0)
        model.setReadUpTo(-1);
    else if (isNew && !own && line.seq > 0 && wasRead && !isWatched(line.target))
        model.setReadUpTo(line.seq - 1);
    if (line.target == m_target) {
        updateState();
        markVisibleAsRead();
    }
}

void ChatPage::roomReceived(const protocol::ChatRoom &room)
{
    // The server folds names: what it has let one into now is what was asked for.
    const bool isNew = !m_places->isJoined(room.room.name);
    m_places->setRoom(room);
    if (!m_wanted.isEmpty() && (isNew || room.room.name == m_wanted)) {
        m_wanted.clear();
        m_roomName->clear();
        openTarget(room.room.name);
        m_composer->setFocus();
    }
    if (room.room.name == m_target) {
        selectPlace();
        loadOlder();
        updateHeader();
        updateState();
    }
}

void ChatPage::presenceChanged(const protocol::ChatPresence &presence)
{
    if (!m_places->setPresence(presence))
        return;
    const QString who = printable(presence.user, 100);
    if (!presence.room.isEmpty() && presence.user != m_places->ownName())
        conversation(presence.room).addSystemLine(presence.present ? tr("%1 has joined").arg(who) : tr("%1 has left").arg(who), wallClockMs());
    if (presence.room == m_target || (presence.room.isEmpty() && m_target == QString(u'@' + presence.user)))
        updateHeader();
    updateState();
}

void ChatPage::pageReceived(const protocol::ChatPage &page)
{
    m_loading.remove(page.target);
    ConversationModel &model = conversation(page.target);
    const bool first = !model.isLoaded();
    model.addPage(page);
    if (!page.lines.isEmpty())
        m_places->noteLine(page.target, page.lines.last().seq, false);
    if (page.target != m_target)
        return;
    m_view->setLoading(false);
    if (first && m_places->unread(page.target) > 0)
        model.setReadUpTo(m_places->readSeq(page.target));
    updateState();
    if (first)
        m_view->goToUnread();
    markVisibleAsRead();
}

void ChatPage::refused(const protocol::ChatRefused &refusal)
{
    const Error error{refusal.code, refusal.text};
    if (refusal.ref != 0) {
        // The server answers with the target as it was said; look there first, then everywhere.
        if (!conversation(refusal.target).refuse(refusal.ref, error)) {
            for (auto &[target, model] : m_conversations)
                model->refuse(refusal.ref, error);
        }
        return;
    }
    m_loading.remove(refusal.target);
    if (refusal.target == m_target)
        m_view->setLoading(false);
    if (!m_wanted.isEmpty() && refusal.target.compare(m_wanted, Qt::CaseInsensitive) == 0) {
        m_wanted.clear();
        m_sideNote->setText(describe(error));
        m_sideNote->show();
    } else if (refusal.code == ErrorCode::NoSuchUser) {
        m_unknown.insert(refusal.target);
        updateHeader();
        updateState();
    } else if (refusal.target == m_target && refusal.code != ErrorCode::ConnectionLost) {
        m_banner->showError(error);
    }
}

void ChatPage::unavailable(const Error &reason)
{
    m_available = false;
    m_reason = reason;
    m_loading.clear();
    m_view->setLoading(false);
    m_places->setNobodyHere();
    updateHeader();
    for (auto &[target, model] : m_conversations)
        model->refuseAllSending({ErrorCode::ConnectionLost, tr("The connection was lost before the server had answered. It may have been said.")});
    updateState();
}

ConversationModel &ChatPage::conversation(const QString &target)
{
    auto &model = m_conversations[target];
    if (!model) {
        model = std::make_unique<ConversationModel>(target);
        model->setOwnName(m_places->ownName());
    }
    return *model;
}

void ChatPage::openTarget(const QString &target)
{
    if (target.isEmpty() || target == m_target)
        return;
    if (!m_target.isEmpty()) {
        m_drafts[m_target] = m_composer->text();
        conversation(m_target).setReadUpTo(-1);
    }
    m_target = target;
    auto &chat = backend().connection().chat();
    if (target.startsWith(u'@'))
        m_places->addDirect(target);
    else if (m_available && !m_places->isJoined(target))
        chat.join(target);
    ConversationModel &model = conversation(target);
    if (m_places->unread(target) > 0 && model.isLoaded())
        model.setReadUpTo(m_places->readSeq(target));
    m_view->setConversation(&model);
    m_view->setLoading(m_loading.contains(target));
    m_composer->setText(m_drafts.value(target));
    m_composer->setPlace(placeName(target));
    selectPlace();
    if (!m_bannerSaysOffline)
        m_banner->hide();
    updateHeader();
    updateState();
    m_view->goToUnread();
    loadOlder();
    markVisibleAsRead();
}

/// The list shows where one is, also when the place has come into it only now.
void ChatPage::selectPlace()
{
    const QModelIndex index = m_places->indexOf(m_target);
    if (index.isValid() && m_placeList->currentIndex() != index)
        m_placeList->setCurrentIndex(index);
}

void ChatPage::joinTyped()
{
    QString name = m_roomName->text().trimmed();
    if (name.isEmpty() || !m_available)
        return;
    if (name.startsWith(u'@'))
        return openTarget(name);
    if (!name.startsWith(u'#'))
        name.prepend(u'#');
    m_sideNote->hide();
    if (m_places->isJoined(name)) {
        m_roomName->clear();
        return openTarget(name);
    }
    m_wanted = name.toLower();
    backend().connection().chat().join(m_wanted);
}

void ChatPage::say(const QString &text)
{
    if (m_target.isEmpty())
        return;
    ConversationModel &model = conversation(m_target);
    model.setReadUpTo(-1);
    // The line is there before its answer can be: both come to this thread through its event loop.
    const qint64 ref = backend().connection().chat().say(m_target, text);
    QString shown = text;
    while (!shown.isEmpty() && shown.back().isSpace())
        shown.chop(1);
    model.addSending(ref, shown, wallClockMs());
    updateState();
    m_view->goToEnd();
}

void ChatPage::loadOlder()
{
    if (m_target.isEmpty() || !m_available || m_loading.contains(m_target))
        return;
    if (m_target.startsWith(u'#') && !m_places->isJoined(m_target))
        return; // the room's answer comes first
    const ConversationModel &model = conversation(m_target);
    if (model.isLoaded() && !model.hasMore())
        return;
    m_loading.insert(m_target);
    m_view->setLoading(model.rowCount() > 0);
    backend().connection().chat().requestHistory(m_target, model.isLoaded() ? model.oldestSeq() : 0, PageLines);
}

void ChatPage::leaveRoom()
{
    if (!m_target.startsWith(u'#') || m_target == u"#lobby"_s)
        return;
    const QString room = m_target;
    backend().connection().chat().leave(room);
    m_places->setLeft(room);
    openTarget(u"#lobby"_s);
}

void ChatPage::updateHeader()
{
    m_name->setText(placeName(m_target));
    const bool isRoom = m_target.startsWith(u'#');
    m_leave->setVisible(isRoom && m_target != u"#lobby"_s);
    QString people;
    if (isRoom) {
        const QStringList members = m_places->members(m_target);
        QStringList names;
        for (const QString &member : members.mid(0, ShownMembers))
            names.append(printable(member, 60));
        if (members.size() > ShownMembers)
            names.append(tr("and %n more", nullptr, static_cast<int>(members.size()) - ShownMembers));
        if (!members.isEmpty())
            people = tr("%n here: %1", nullptr, static_cast<int>(members.size())).arg(names.join(u", "_s));
    } else if (m_unknown.contains(m_target)) {
        people = tr("Nobody on this server has this name.");
    } else if (!m_target.isEmpty() && m_available) {
        people = m_places->isOnline(m_target.mid(1)) ? tr("Here now") : tr("Not here now. Messages wait on the server.");
    }
    m_people->setFullText(people);
}

void ChatPage::updateState()
{
    const auto &status = backend().status();
    const bool denied = m_reason.code == ErrorCode::PermissionDenied
                        || (status.state == ConnectionState::Online && !status.access.testFlag(protocol::Permission::Chat));
    const bool busy = status.state == ConnectionState::Connecting || status.state == ConnectionState::SigningIn
                      || (status.state == ConnectionState::Online && !m_available && m_reason.code == ErrorCode::None);
    if (denied && !m_available) {
        m_nothing->set(u"lock"_s, tr("You may not chat here"),
                       tr("The account %1 has no permission to chat. Whoever runs this server can give it, on the Server page or with \"transomd user set\".")
                               .arg(status.user));
        m_connect->hide();
        m_stack->setCurrentIndex(0);
        return;
    }
    if (m_conversations.empty()) {
        if (busy)
            m_nothing->set(u"chat"_s, tr("Connecting…"), tr("Rooms and people appear here in a moment."));
        else
            m_nothing->set(u"chat"_s, tr("Talk to the people on a server"),
                           tr("Rooms for everybody and direct messages for two. Connect to a server first, or try it on this computer."));
        m_connect->setVisible(!busy);
        m_stack->setCurrentIndex(0);
        return;
    }
    m_stack->setCurrentIndex(1);
    const bool offline = !m_available;
    m_view->setGreyed(offline);
    m_placeList->setEnabled(true);
    m_roomName->setEnabled(!offline);
    m_composer->setBlocked(!offline ? QString() : busy ? tr("Connecting…") : tr("Not connected. What you write stays here until you are."));
    if (offline && !busy) {
        if (status.state == ConnectionState::Waiting)
            m_banner->showText(Banner::Kind::Warning, tr("The connection was lost. It is tried again by itself."), tr("Try now"));
        else
            m_banner->showText(Banner::Kind::Warning, tr("Not connected. You see what was said before."));
        m_bannerSaysOffline = true;
    } else if (std::exchange(m_bannerSaysOffline, false)) {
        m_banner->hide();
    }

    const ConversationModel *model = m_view->conversation();
    const bool quiet = !model || model->rowCount() == 0;
    if (quiet) {
        const bool loaded = model && model->isLoaded();
        m_quiet->set(u"chat"_s, loaded ? tr("Nothing has been said here yet") : tr("Loading…"),
                     loaded ? tr("Write the first line below. Everybody who comes later can read it, too.") : QString());
        if (m_unknown.contains(m_target))
            m_quiet->set(u"user"_s, tr("Nobody on this server has this name"), tr("Choose somebody from the list at the left."));
        else if (loaded && m_target.startsWith(u'@'))
            m_quiet->set(u"chat"_s, tr("Nothing has been said yet"), tr("What you write here, only %1 can read.").arg(placeName(m_target)));
    }
    m_conversationStack->setCurrentIndex(quiet ? 0 : 1);
}

bool ChatPage::isWatched(const QString &target) const
{
    return target == m_target && isVisible() && window()->isActiveWindow() && m_view->isAtEnd();
}

void ChatPage::markVisibleAsRead()
{
    if (!m_available || !isWatched(m_target))
        return;
    const qint64 newest = conversation(m_target).newestSeq();
    if (newest <= m_places->readSeq(m_target))
        return;
    m_places->markRead(m_target, newest);
    backend().connection().chat().markRead(m_target, newest);
}

void ChatPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_stack->currentIndex() == 1)
        m_composer->setFocus();
    QMetaObject::invokeMethod(this, &ChatPage::markVisibleAsRead, Qt::QueuedConnection);
}

void ChatPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::ActivationChange)
        markVisibleAsRead();
}

} // namespace transom::ui
