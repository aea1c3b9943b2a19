#include "ui/server/server_page.h"

#include "core/base/text.h"
#include "core/security/fingerprint.h"
#include "ui/server/account_editor.h"
#include "ui/server/audit_view.h"
#include "ui/server/roster_panel.h"
#include "ui/theme/icons.h"
#include "ui/widgets/connections_table.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTabWidget>
#include <QTableView>

namespace transom::ui {

using namespace theme;

namespace {

/// What people have stored is asked for so often while it is shown.
constexpr int RefreshEveryMs = 2000;

/// The text of a quota with a bar below it.
class QuotaDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const double used = index.data(UsersModel::UsedRole).toDouble();
        if (used < 0)
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        const QRectF bar(option.rect.left() + 4, option.rect.bottom() - 6, option.rect.width() - 12, 4);
        painter->setBrush(color(Role::Hover));
        painter->drawRoundedRect(bar, 2, 2);
        painter->setBrush(color(used > 0.9 ? Role::Bad : Role::Accent));
        painter->drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * std::min(used, 1.0), bar.height())), 2, 2);
        painter->restore();
    }
};

void prepareTable(QTableView *table)
{
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(ListRowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace

ServerPage::ServerPage(Backend &backend)
    : Page(backend, tr("Server"), QStringLiteral("server"))
    , m_stack(new QStackedWidget)
    , m_banner(new Banner)
    , m_tabs(new QTabWidget)
    , m_audit(new AuditView(backend))
{
    m_banner->setObjectName(QStringLiteral("server-banner"));
    auto *off = new EmptyState(QStringLiteral("server"), tr("No server is running in this window"),
                               tr("Start one to let people of your choice chat, run commands and keep files on this computer. At first only this "
                                  "computer can reach it; you decide when others can."));
    auto *start = off->addAction(tr("Start the server"), QStringLiteral("play"), true);
    start->setObjectName(QStringLiteral("server-start"));
    connect(start, &QPushButton::clicked, this, [this] { this->backend().startServer(); });

    auto *on = new QWidget;
    auto *onLayout = new QVBoxLayout(on);
    onLayout->setContentsMargins(0, 0, 0, 0);
    onLayout->setSpacing(Gap4);
    onLayout->addWidget(makeHeader());
    m_tabs->addTab(makeAccounts(), theme::icon(QStringLiteral("users")), tr("Accounts"));
    m_tabs->addTab(makeSessions(), theme::icon(QStringLiteral("connect")), tr("Connections"));
    m_tabs->addTab(m_audit, theme::icon(QStringLiteral("clock")), tr("What has happened"));
    onLayout->addWidget(m_tabs, 1);
    m_stack->addWidget(off);
    m_stack->addWidget(on);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Gap6, Gap4, Gap6, Gap6);
    layout->setSpacing(Gap4);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    connect(&backend, &Backend::serverChanged, this, &ServerPage::showServer);
    const auto troubled = [this](const Error &error) { m_banner->showError(error); };
    connect(&backend, &Backend::serverTroubled, this, troubled);
    connect(m_audit, &AuditView::failed, this, troubled);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (m_tabs->currentWidget() == m_audit)
            m_audit->load();
    });
    connect(&m_refresh, &QTimer::timeout, this, &ServerPage::refresh);
    m_refresh.start(RefreshEveryMs);
    showServer();
}

void ServerPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    refresh();
}

void ServerPage::refresh()
{
    if (isVisible() && backend().serverStatus().isRunning())
        backend().server()->refreshUsers();
}

QWidget *ServerPage::makeHeader()
{
    auto *card = new Card;
    auto *top = new QHBoxLayout;
    m_state = makeLabel({}, Type::Title);
    m_state->setWordWrap(false);
    m_switch = makeButton(tr("Stop the server"), QStringLiteral("stop"));
    m_switch->setObjectName(QStringLiteral("server-stop"));
    connect(m_switch, &QPushButton::clicked, this, [this] { backend().stopServer(); });
    top->addWidget(m_state, 1);
    top->addWidget(m_switch);
    card->content()->addLayout(top);
    const auto addCopyable = [&](const QString &title, QLabel *&label, Type type) {
        auto *row = new QHBoxLayout;
        auto *name = makeLabel(title, Type::Body, Role::TextMuted);
        name->setFixedWidth(110);
        name->setWordWrap(false);
        label = makeLabel({}, type);
        auto *copy = makeToolButton(QStringLiteral("copy"), tr("Copy"));
        QLabel *source = label;
        connect(copy, &QToolButton::clicked, this, [source] { QGuiApplication::clipboard()->setText(source->text()); });
        row->addWidget(name);
        row->addWidget(label, 1);
        row->addWidget(copy);
        card->content()->addLayout(row);
    };
    addCopyable(tr("Addresses"), m_addresses, Type::Fixed);
    addCopyable(tr("Fingerprint"), m_fingerprint, Type::Fixed);
    m_shared = new QCheckBox(tr("Let other computers connect"));
    m_shared->setObjectName(QStringLiteral("server-shared"));
    connect(m_shared, &QCheckBox::clicked, this, [this](bool checked) { backend().setShared(checked); });
    card->content()->addWidget(m_shared);
    card->content()->addWidget(makeLabel(tr("Everybody who can reach this computer may then try to sign in; only your accounts get in, over TLS, and they compare the fingerprint above."),
                                         Type::Caption, Role::TextMuted));
    return card;
}

QWidget *ServerPage::makeAccounts()
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, Gap3, 0, 0);
    layout->setSpacing(Gap4);
    auto *left = new QVBoxLayout;
    left->setSpacing(Gap2);
    auto *bar = new QHBoxLayout;
    auto *add = makeButton(tr("Add account"), QStringLiteral("plus"), true);
    add->setObjectName(QStringLiteral("account-add"));
    bar->addWidget(add);
    auto *roster = makeButton(tr("Import a roster …"), QStringLiteral("users"));
    roster->setObjectName(QStringLiteral("roster-open"));
    bar->addWidget(roster);
    bar->addStretch();
    left->addLayout(bar);
    m_table = new QTableView;
    m_table->setModel(&m_users);
    m_table->setObjectName(QStringLiteral("accounts"));
    m_table->setAccessibleName(tr("Accounts"));
    prepareTable(m_table);
    m_table->setItemDelegateForColumn(UsersModel::Quota, new QuotaDelegate(m_table));
    m_table->setColumnWidth(UsersModel::Name, 160);
    m_table->setColumnWidth(UsersModel::Quota, 190);
    m_table->setColumnWidth(UsersModel::State, 100);
    m_table->horizontalHeader()->setSectionResizeMode(UsersModel::Access, QHeaderView::Stretch);
    left->addWidget(m_table, 1);
    m_noAccounts = new EmptyState(QStringLiteral("users"), tr("There are no accounts yet"), tr("Add one for everybody who is to use this server. Only then can other computers connect."));
    left->addWidget(m_noAccounts, 1);
    layout->addLayout(left, 1);
    m_editor = new AccountEditor;
    m_editor->hide();
    layout->addWidget(m_editor);
    auto *importer = new RosterPanel(backend());
    importer->setObjectName(QStringLiteral("roster-panel"));
    importer->hide();
    layout->addWidget(importer);
    connect(importer, &RosterPanel::closed, importer, &QWidget::hide);
    connect(roster, &QPushButton::clicked, this, [this, importer] {
        importer->choose();
        if (!importer->isHidden())
            m_editor->hide();
    });

    connect(add, &QPushButton::clicked, this, [this, importer] {
        importer->hide();
        m_table->clearSelection();
        m_editor->editNew();
    });
    const auto edit = [this, importer](const QModelIndex &index) {
        importer->hide();
        m_editor->edit(m_users.user(index.row()));
    };
    connect(m_table, &QTableView::clicked, this, edit);
    connect(m_table, &QTableView::activated, this, edit);
    connect(m_editor, &AccountEditor::closed, m_editor, &QWidget::hide);
    const auto done = [this](const QString &text) {
        return [this, text](Result<accounts::User> user) {
            m_editor->setWaiting(false);
            if (!user)
                return m_editor->showError(user.error());
            m_editor->hide();
            m_banner->showText(Banner::Kind::Good, text.arg(user->name));
        };
    };
    connect(m_editor, &AccountEditor::addWanted, this, [this, done](const accounts::AccountRequest &request) {
        if (backend().serverStatus().isRunning())
            backend().server()->accounts().add(request, this, done(tr("The account %1 is there. Tell them its password.")));
    });
    connect(m_editor, &AccountEditor::changeWanted, this, [this, done](const QString &name, const accounts::AccountChange &change) {
        if (backend().serverStatus().isRunning())
            backend().server()->accounts().change(name, change, this, done(tr("%1 is changed, also where they are signed in now.")));
    });
    connect(m_editor, &AccountEditor::removeWanted, this, [this, done](const QString &name) {
        if (backend().serverStatus().isRunning())
            backend().server()->accounts().remove(name, this, done(tr("The account %1 is removed.")));
    });
    return box;
}

QWidget *ServerPage::makeSessions()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, Gap3, 0, 0);
    layout->setSpacing(Gap2);
    auto *table = new ConnectionsTable(backend(), ConnectionsTable::Shows::OnlyServed);
    table->setObjectName(QStringLiteral("sessions"));
    auto *message = makeButton(tr("Send a message …"), QStringLiteral("chat"));
    message->setObjectName(QStringLiteral("session-message"));
    auto *away = makeButton(tr("Disconnect"), QStringLiteral("disconnect"));
    away->setObjectName(QStringLiteral("session-disconnect"));
    auto *bar = new QHBoxLayout;
    bar->setSpacing(Gap2);
    bar->addWidget(message);
    bar->addWidget(away);
    bar->addStretch();
    layout->addLayout(bar);
    layout->addWidget(table, 1);
    auto *nobody = new EmptyState(QStringLiteral("connect"), tr("Nobody is connected"),
                                  tr("Tell people an address and the fingerprint above. Everybody who connects appears here."));
    layout->addWidget(nobody, 1);
    connect(message, &QPushButton::clicked, table, [table] {
        if (const auto row = table->chosen())
            table->message(*row);
    });
    connect(away, &QPushButton::clicked, table, [table] {
        if (const auto row = table->chosen())
            table->disconnectFrom(*row);
    });
    const auto update = [table, message, away, nobody] {
        const auto row = table->chosen();
        message->setEnabled(row && ConnectionsTable::canMessage(*row));
        away->setEnabled(row.has_value());
        table->setVisible(!table->isEmpty());
        nobody->setVisible(table->isEmpty());
    };
    connect(table, &ConnectionsTable::changed, this, update);
    update();
    return box;
}

void ServerPage::showServer()
{
    const auto &server = backend().serverStatus();
    using State = server::Server::State;
    m_stack->setCurrentIndex(server.isRunning() || server.state == State::Stopping ? 1 : 0);
    if (!server.isRunning())
        return;
    const auto people = static_cast<int>(server.sessions.size());
    m_state->setText(people == 0 ? tr("The server is running") : tr("The server is running, %n connection(s)", nullptr, people));
    m_addresses->setText(server.addresses.join(QStringLiteral("   ")));
    m_fingerprint->setText(security::formatFingerprint(server.keyHash));
    m_shared->setChecked(server.isShared());
    m_shared->setEnabled(!server.users.isEmpty());
    m_shared->setToolTip(server.users.isEmpty() ? tr("Add an account first.") : QString());
    m_users.setUsers(server.users);
    m_table->setVisible(!server.users.isEmpty());
    m_noAccounts->setVisible(server.users.isEmpty());
}

} // namespace transom::ui
