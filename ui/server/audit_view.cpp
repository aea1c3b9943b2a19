#include "ui/server/audit_view.h"

#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableWidget>

#include <array>

namespace transom::ui {

using namespace theme;
using accounts::AuditAction;

namespace {

constexpr int PageSize = 200;
constexpr std::array Actions{AuditAction::SignIn,   AuditAction::SignInFailed, AuditAction::SignOut,    AuditAction::Disconnect, AuditAction::CommandStart,
                             AuditAction::CommandEnd, AuditAction::FileRead,   AuditAction::FileWrite,  AuditAction::FileRemove, AuditAction::FileRename,
                             AuditAction::MakeFolder, AuditAction::AccountChange, AuditAction::ServerStart, AuditAction::ServerStop};

QString actionText(AuditAction action)
{
    switch (action) {
    case AuditAction::SignIn:
        return AuditView::tr("Signed in");
    case AuditAction::SignInFailed:
        return AuditView::tr("Sign-in refused");
    case AuditAction::SignOut:
        return AuditView::tr("Signed out");
    case AuditAction::Disconnect:
        return AuditView::tr("Disconnected");
    case AuditAction::CommandStart:
        return AuditView::tr("Command started");
    case AuditAction::CommandEnd:
        return AuditView::tr("Command ended");
    case AuditAction::FileRead:
        return AuditView::tr("File downloaded");
    case AuditAction::FileWrite:
        return AuditView::tr("File uploaded");
    case AuditAction::FileRemove:
        return AuditView::tr("File removed");
    case AuditAction::FileRename:
        return AuditView::tr("File renamed");
    case AuditAction::MakeFolder:
        return AuditView::tr("Folder made");
    case AuditAction::AccountChange:
        return AuditView::tr("Account changed");
    case AuditAction::ServerStart:
        return AuditView::tr("Server started");
    case AuditAction::ServerStop:
        return AuditView::tr("Server stopped");
    case AuditAction::Other:
        break;
    }
    return AuditView::tr("Something else");
}

} // namespace

AuditView::AuditView(Backend &backend)
    : m_backend(backend)
    , m_user(new QComboBox)
    , m_action(new QComboBox)
    , m_refused(new QCheckBox(tr("Only what was refused or failed")))
    , m_table(new QTableWidget)
    , m_older(makeButton(tr("Show older"), QStringLiteral("chevron-down")))
{
    m_user->setObjectName(QStringLiteral("audit-user"));
    m_user->setAccessibleName(tr("Account"));
    m_user->addItem(tr("Everybody"));
    m_user->setMinimumWidth(160);
    m_action->setObjectName(QStringLiteral("audit-action"));
    m_action->setAccessibleName(tr("Kind"));
    m_action->addItem(tr("Everything"), -1);
    m_action->setMinimumWidth(180);
    for (const AuditAction action : Actions)
        m_action->addItem(actionText(action), static_cast<int>(action));
    m_refused->setObjectName(QStringLiteral("audit-refused"));
    auto *refresh = makeButton(tr("Refresh"), QStringLiteral("refresh"));
    auto *bar = new QHBoxLayout;
    bar->setSpacing(Gap2);
    bar->addWidget(m_user);
    bar->addWidget(m_action);
    bar->addWidget(m_refused);
    bar->addStretch();
    bar->addWidget(refresh);

    m_table->setObjectName(QStringLiteral("audit"));
    m_table->setAccessibleName(tr("What has happened"));
    m_table->setColumnCount(5);
    m_table->setHorizontalHeaderLabels({tr("When"), tr("Who"), tr("From"), tr("What"), tr("With")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(RowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(4, QHeaderView::Stretch);
    const std::array<int, 4> widths{170, 130, 170, 160};
    for (int i = 0; i < 4; ++i)
        m_table->setColumnWidth(i, widths.at(static_cast<size_t>(i)));
    m_older->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, Gap3, 0, 0);
    layout->setSpacing(Gap2);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_older, 0, Qt::AlignLeft);
    connect(refresh, &QPushButton::clicked, this, &AuditView::load);
    connect(m_user, &QComboBox::currentIndexChanged, this, &AuditView::load);
    connect(m_action, &QComboBox::currentIndexChanged, this, &AuditView::load);
    connect(m_refused, &QCheckBox::toggled, this, &AuditView::load);
    connect(m_older, &QPushButton::clicked, this, [this] { ask(m_oldestId); });
    connect(&backend, &Backend::serverChanged, this, &AuditView::fillUsers);
    fillUsers();
}

void AuditView::fillUsers()
{
    QStringList names;
    for (const accounts::User &user : m_backend.serverStatus().users)
        names.append(user.name);
    if (names == m_users)
        return;
    m_users = names;
    const QString before = m_user->currentIndex() > 0 ? m_user->currentText() : QString();
    const QSignalBlocker blocker(m_user);
    while (m_user->count() > 1)
        m_user->removeItem(1);
    m_user->addItems(names);
    m_user->setCurrentIndex(before.isEmpty() ? 0 : std::max(m_user->findText(before), 0));
    if (!before.isEmpty() && m_user->currentIndex() == 0)
        load();
}

void AuditView::load()
{
    ask(0);
}

void AuditView::ask(qint64 beforeId)
{
    if (!m_backend.serverStatus().isRunning())
        return;
    accounts::AuditFilter filter;
    filter.limit = PageSize;
    filter.beforeId = beforeId;
    filter.failuresOnly = m_refused->isChecked();
    if (m_user->currentIndex() > 0)
        filter.user = m_user->currentText();
    if (const int action = m_action->currentData().toInt(); action >= 0)
        filter.action = static_cast<AuditAction>(action);
    m_backend.server()->auditPage(filter, this, [this, question = ++m_question, first = beforeId == 0](Result<QList<accounts::AuditEntry>> entries) {
        if (question != m_question)
            return;
        if (!entries)
            return failed(entries.error());
        if (first)
            m_table->setRowCount(0);
        append(*entries);
    });
}

void AuditView::append(const QList<accounts::AuditEntry> &entries)
{
    m_older->setVisible(entries.size() == PageSize);
    for (const auto &entry : entries) {
        QString subject = entry.subject;
        if (!entry.detail.isEmpty())
            subject += QStringLiteral("  (%1)").arg(entry.detail);
        if (entry.outcome != ErrorCode::None)
            subject += QStringLiteral("  ✕ %1").arg(describe(entry.outcome));
        const QStringList cells{QDateTime::fromMSecsSinceEpoch(entry.timeMs).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")), entry.user, entry.peer, actionText(entry.action), subject};
        const int row = m_table->rowCount();
        m_table->insertRow(row);
        for (int column = 0; column < cells.size(); ++column) {
            auto *cell = new QTableWidgetItem(cells.at(column));
            cell->setToolTip(plainToolTip(cells.at(column)));
            if (entry.outcome != ErrorCode::None)
                cell->setForeground(color(Role::Bad));
            m_table->setItem(row, column, cell);
        }
        m_oldestId = entry.id;
    }
}

} // namespace transom::ui
