#include "ui/server/roster_panel.h"

#include "core/base/strand.h"
#include "ui/shell/backend.h"
#include "ui/theme/icons.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListWidget>

namespace transom::ui {

using namespace theme;
using protocol::Access;
using protocol::Permission;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MostBytes = 16 * 1024 * 1024;

} // namespace

RosterPanel::RosterPanel(Backend &backend)
    : m_backend(backend)
    , m_summary(makeLabel({}))
    , m_banner(new Banner)
    , m_access(new QComboBox)
    , m_changes(new QListWidget)
    , m_import(makeButton(tr("Import"), u"ok"_s, true))
    , m_save(makeButton(tr("Save the passwords …"), u"download"_s, true))
{
    setFixedWidth(420);
    auto *header = new QHBoxLayout;
    header->addWidget(makeLabel(tr("Import a roster"), Type::Heading), 1);
    auto *close = makeToolButton(u"close"_s, tr("Close"));
    connect(close, &QToolButton::clicked, this, &RosterPanel::closed);
    header->addWidget(close);
    m_summary->setObjectName(u"roster-summary"_s);
    m_changes->setObjectName(u"roster-changes"_s);
    m_changes->setAccessibleName(tr("What will change"));
    m_import->setObjectName(u"roster-import"_s);
    m_save->setObjectName(u"roster-save"_s);
    m_access->addItem(tr("New people may receive and hand in"), static_cast<int>(0));
    m_access->addItem(tr("… and chat"), static_cast<int>(Permission::Chat));
    m_access->addItem(tr("… and keep files of their own"), static_cast<int>(Access(Permission::Chat | Permission::ReadFiles | Permission::WriteFiles).toInt()));
    m_access->setCurrentIndex(1);
    content()->addLayout(header);
    content()->addWidget(m_banner);
    content()->addWidget(m_summary);
    content()->addWidget(m_access);
    content()->addWidget(m_changes, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_import);
    buttons->addWidget(m_save);
    buttons->addStretch();
    content()->addLayout(buttons);
    connect(m_import, &QPushButton::clicked, this, &RosterPanel::import);
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save the passwords"), u"passwords.csv"_s, tr("CSV files (*.csv)"));
        if (!path.isEmpty())
            savePasswords(path);
    });
}

accounts::RosterOptions RosterPanel::options() const
{
    accounts::RosterOptions options;
    options.access = Access::fromInt(m_access->currentData().toInt());
    return options;
}

void RosterPanel::preview(const QString &path)
{
    m_file.clear();
    m_passwords.clear();
    m_changes->clear();
    m_banner->hide();
    m_import->setVisible(true);
    m_import->setEnabled(false);
    m_access->setEnabled(true);
    m_save->hide();
    m_summary->setText(tr("Reading the file …"));
    auto strand = std::make_shared<Strand>();
    strand->run([path]() -> Result<QByteArray> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::LocalAccessDenied);
        return file.read(MostBytes);
    }, this, [this, strand](const Result<QByteArray> &bytes) {
        if (!bytes) {
            m_summary->clear();
            return m_banner->showError(bytes.error());
        }
        m_file = *bytes;
        plan();
    });
}

void RosterPanel::plan()
{
    if (!m_backend.serverStatus().isRunning())
        return;
    m_backend.server()->planRoster(m_file, options(), this, [this](const Result<accounts::RosterPlan> &plan) {
        if (!plan) {
            m_summary->clear();
            return m_banner->showError(plan.error());
        }
        showPlan(*plan);
    });
}

void RosterPanel::showPlan(const accounts::RosterPlan &plan)
{
    m_changes->clear();
    const auto add = [this](const QString &icon, Role role, const QString &text) { m_changes->addItem(new QListWidgetItem(theme::icon(icon, role), text)); };
    for (const QString &group : plan.newGroups)
        add(u"users"_s, Role::Accent, tr("new group %1").arg(group));
    for (const auto &change : plan.changes) {
        if (change.isNothing())
            continue;
        QStringList parts{change.isNew ? tr("new account %1").arg(change.row.name) : change.row.name};
        for (const QString &group : change.joins)
            parts << tr("joins %1").arg(group);
        for (const QString &group : change.leaves)
            parts << tr("leaves %1").arg(group);
        if (!change.isNew && change.renames)
            parts << tr("is called %1").arg(change.row.displayName);
        add(change.isNew ? u"plus"_s : u"user"_s, change.isNew ? Role::Good : Role::Text, parts.join(u" · "_s));
    }
    for (const auto &[name, group] : plan.leavers)
        add(u"user"_s, Role::Warn, tr("%1 · leaves %2").arg(name, group));
    m_summary->setText(m_changes->count() == 0 ? tr("Everything in the file is already so.")
                                               : tr("%1 new, %2 changed. Passwords of accounts that are there stay as they are.").arg(plan.newAccounts()).arg(plan.changedAccounts()));
    m_import->setEnabled(m_changes->count() > 0);
}

void RosterPanel::import()
{
    if (!m_backend.serverStatus().isRunning())
        return;
    m_import->setEnabled(false);
    m_access->setEnabled(false);
    m_summary->setText(tr("Importing. Each new account takes a moment …"));
    m_backend.server()->importRoster(m_file, options(), this, [this](const Result<accounts::RosterOutcome> &outcome) {
        if (outcome)
            return imported(*outcome);
        m_import->setEnabled(true);
        m_access->setEnabled(true);
        m_summary->clear();
        m_banner->showError(outcome.error());
    });
}

void RosterPanel::imported(const accounts::RosterOutcome &outcome)
{
    m_import->hide();
    m_summary->setText(tr("%1 added, %2 changed.").arg(outcome.plan.newAccounts()).arg(outcome.plan.changedAccounts()));
    if (outcome.made.isEmpty())
        return;
    m_passwords = accounts::passwordSheet(outcome.made);
    m_save->show();
    m_banner->showText(Banner::Kind::Warning, tr("Save the passwords now: they are not kept, and are shown only this once."));
}

void RosterPanel::savePasswords(const QString &path)
{
    auto strand = std::make_shared<Strand>();
    strand->run([path, sheet = m_passwords] {
        // The file dialog has asked before something is replaced.
        QFile::remove(path);
        QFile file(path);
        return file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner) && file.write(sheet) == sheet.size() && file.flush();
    }, this, [this, strand, path](bool saved) {
        if (!saved)
            return m_banner->showError({ErrorCode::LocalAccessDenied, {}});
        m_passwords.fill('\0');
        m_passwords.clear();
        m_save->hide();
        m_banner->showText(Banner::Kind::Good, tr("The passwords are in %1. Hand them out, then delete the file.").arg(path));
    });
}

} // namespace transom::ui
