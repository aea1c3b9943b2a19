#include "ui/server/server_page.h"

#include "core/base/text.h"
#include "core/security/fingerprint.h"
#include "ui/server/account_editor.h"
#include "ui/theme/icons.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>

namespace transom::ui {

using namespace theme;

namespace {

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

QString auditText(accounts::AuditAction action)
{
    using accounts::AuditAction;
    switch (action) {
    case AuditAction::SignIn:
        return ServerPage::tr("Signed in");
    case AuditAction::SignInFailed:
        return ServerPage::tr("Sign-in refused");
    case AuditAction::SignOut:
        return ServerPage::tr("Signed out");
    case AuditAction::Disconnect:
        return ServerPage::tr("Disconnected");
    case AuditAction::CommandStart:
        return ServerPage::tr("Command started");
    case AuditAction::CommandEnd:
        return ServerPage::tr("Command ended");
    case AuditAction::FileRead:
        return ServerPage::tr("File downloaded");
    case AuditAction::FileWrite:
        return ServerPage::tr("File uploaded");
    case AuditAction::FileRemove:
        return ServerPage::tr("File removed");
    case AuditAction::FileRename:
        return ServerPage::tr("File renamed");
    case AuditAction::MakeFolder:
        return ServerPage::tr("Folder made");
    case AuditAction::AccountChange:
        return ServerPage::tr("Account changed");
    case AuditAction::ServerStart:
        return ServerPage::tr("Server started");
    case AuditAction::ServerStop:
        return ServerPage::tr("Server stopped");
    case AuditAction::Other:
        break;
    }
    return ServerPage::tr("Something else");
}

void prepareTable(QTableView *table)
{
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setWordWrap(false);
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
{
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
    m_tabs->addTab(makeAudit(), theme::icon(QStringLiteral("clock")), tr("What has happened"));
    onLayout->addWidget(m_tabs, 1);
    m_stack->addWidget(off);
    m_stack->addWidget(on);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Gap6, Gap4, Gap6, Gap6);
    layout->setSpacing(Gap4);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    connect(&backend, &Backend::serverChanged, this, &ServerPage::showServer);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ServerPage::loadAudit);
    showServer();
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
    bar->addStretch();
    left->addLayout(bar);
    m_table = new QTableView;
    m_table->setModel(&m_users);
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

    connect(add, &QPushButton::clicked, this, [this] {
        m_table->clearSelection();
        m_editor->editNew();
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) { m_editor->edit(m_users.user(index.row())); });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) { m_editor->edit(m_users.user(index.row())); });
    connect(m_editor, &AccountEditor::closed, m_editor, &QWidget::hide);
    const auto done = [this](const QString &text) {
        return [this, text](Result<accounts::User> user) {
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

QWidget *ServerPage::makeAudit()
{
    m_audit = new QTableWidget;
    m_audit->setAccessibleName(tr("What has happened"));
    m_audit->setColumnCount(5);
    m_audit->setHorizontalHeaderLabels({tr("When"), tr("Who"), tr("From"), tr("What"), tr("With")});
    prepareTable(m_audit);
    m_audit->verticalHeader()->setDefaultSectionSize(RowHeight);
    m_audit->horizontalHeader()->setSectionResizeMode(4, QHeaderView::Stretch);
    const std::array<int, 4> widths{150, 130, 170, 160};
    for (int i = 0; i < 4; ++i)
        m_audit->setColumnWidth(i, widths.at(static_cast<size_t>(i)));
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, Gap3, 0, 0);
    auto *refresh = makeButton(tr("Refresh"), QStringLiteral("refresh"));
    connect(refresh, &QPushButton::clicked, this, &ServerPage::loadAudit);
    layout->addWidget(refresh, 0, Qt::AlignLeft);
    layout->addWidget(m_audit, 1);
    return box;
}

void ServerPage::showServer()
{
    const auto &server = backend().serverStatus();
    using State = server::Server::State;
    m_stack->setCurrentIndex(server.isRunning() || server.state == State::Stopping ? 1 : 0);
    if (server.error.code != ErrorCode::None)
        m_banner->showError(server.error);
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

void ServerPage::loadAudit()
{
    if (m_tabs->currentIndex() != 1 || !backend().serverStatus().isRunning())
        return;
    accounts::AuditFilter filter;
    filter.limit = 500;
    backend().server()->auditPage(filter, this, [this](Result<QList<accounts::AuditEntry>> entries) {
        if (entries)
            showAudit(*entries);
        else
            m_banner->showError(entries.error());
    });
}

void ServerPage::showAudit(const QList<accounts::AuditEntry> &entries)
{
    m_audit->setRowCount(static_cast<int>(entries.size()));
    for (int row = 0; row < static_cast<int>(entries.size()); ++row) {
        const auto &entry = entries.at(row);
        QString subject = entry.subject;
        if (!entry.detail.isEmpty())
            subject += QStringLiteral("  (%1)").arg(entry.detail);
        if (entry.outcome != ErrorCode::None)
            subject += QStringLiteral("  ✕ %1").arg(describe(entry.outcome));
        const QStringList cells{QDateTime::fromMSecsSinceEpoch(entry.timeMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")), entry.user, entry.peer, auditText(entry.action), subject};
        for (int column = 0; column < cells.size(); ++column) {
            auto *cell = new QTableWidgetItem(cells.at(column));
            cell->setToolTip(cells.at(column));
            if (entry.outcome != ErrorCode::None)
                cell->setForeground(color(Role::Bad));
            m_audit->setItem(row, column, cell);
        }
    }
}

} // namespace transom::ui
