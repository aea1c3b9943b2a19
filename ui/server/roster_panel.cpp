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
    , m_format(makeLabel(tr("A CSV file, as a spreadsheet saves it, with the columns account, name, groups and password in its first line. Only account is needed; "
                            "several groups in a cell are separated by semicolons; where there is no password one is made up."),
                         Type::Caption, Role::TextMuted))
    , m_choose(makeButton(tr("Choose another file …"), u"file"_s))
    , m_import(makeButton(tr("Import"), u"ok"_s, true))
    , m_save(makeButton(tr("Save the passwords …"), u"download"_s, true))
{
    setFixedWidth(420);
    auto *header = new QHBoxLayout;
    header->addWidget(makeLabel(tr("Import a roster"), Type::Heading), 1);
    auto *close = makeToolButton(u"close"_s, tr("Close"));
    close->setObjectName(u"roster-close"_s);
    connect(close, &QToolButton::clicked, this, [this] {
        // Nobody can get them back.
        if (!m_passwords.isEmpty() && !std::exchange(m_closeAsked, true))
            return m_banner->showText(Banner::Kind::Warning, tr("The new passwords are not saved. Close it again if nobody needs them."));
        forgetPasswords();
        Q_EMIT closed();
    });
    header->addWidget(close);
    m_summary->setObjectName(u"roster-summary"_s);
    m_changes->setObjectName(u"roster-changes"_s);
    m_changes->setAccessibleName(tr("What will change"));
    m_changes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_changes->setTextElideMode(Qt::ElideRight);
    m_import->setObjectName(u"roster-import"_s);
    m_save->setObjectName(u"roster-save"_s);
    m_choose->setObjectName(u"roster-choose"_s);
    m_access->setAccessibleName(tr("What new people may do"));
    m_access->addItem(tr("New people may receive and hand in"), static_cast<int>(0));
    m_access->addItem(tr("New people may chat, receive and hand in"), static_cast<int>(Permission::Chat));
    m_access->addItem(tr("New people may chat and keep files, too"), static_cast<int>(Access(Permission::Chat | Permission::ReadFiles | Permission::WriteFiles).toInt()));
    m_access->setCurrentIndex(1);
    content()->addLayout(header);
    content()->addWidget(m_banner);
    content()->addWidget(m_summary);
    content()->addWidget(m_format);
    content()->addWidget(m_changes, 1);
    content()->addWidget(m_access);
    content()->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Gap2);
    buttons->addWidget(m_import);
    buttons->addWidget(m_save);
    buttons->addWidget(m_choose);
    buttons->addStretch();
    content()->addLayout(buttons);
    connect(m_import, &QPushButton::clicked, this, &RosterPanel::import);
    connect(m_choose, &QPushButton::clicked, this, &RosterPanel::choose);
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

void RosterPanel::choose()
{
    if (m_passwords.isEmpty()) {
        const QString path = QFileDialog::getOpenFileName(this, tr("Choose a roster"), {}, tr("CSV files (*.csv *.txt);;All files (*)"));
        if (path.isEmpty())
            return;
        preview(path);
    }
    // With passwords that nobody has saved it is those that are shown.
    show();
}

void RosterPanel::forgetPasswords()
{
    m_passwords.fill('\0');
    m_passwords.clear();
    m_closeAsked = false;
}

/// Without a plan the file's form is explained instead.
void RosterPanel::showParts(bool planned)
{
    m_format->setVisible(!planned);
    m_changes->setVisible(planned && m_changes->count() > 0);
    m_access->setVisible(planned && m_hasNew);
    m_import->setVisible(planned && m_changes->count() > 0);
    m_choose->setVisible(true);
    m_choose->setEnabled(true);
    m_save->hide();
}

void RosterPanel::failed(const Error &error)
{
    m_summary->hide();
    showParts(false);
    m_banner->showError(error);
}

void RosterPanel::preview(const QString &path)
{
    m_file.clear();
    forgetPasswords();
    m_changes->clear();
    m_banner->hide();
    showParts(false);
    m_access->setEnabled(true);
    m_summary->show();
    m_summary->setText(tr("Reading the file …"));
    auto strand = std::make_shared<Strand>();
    strand->run([path]() -> Result<QByteArray> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::LocalAccessDenied);
        return file.read(MostBytes);
    }, this, [this, strand](const Result<QByteArray> &bytes) {
        if (!bytes)
            return failed(bytes.error());
        m_file = *bytes;
        plan();
    });
}

void RosterPanel::plan()
{
    if (!m_backend.serverStatus().isRunning())
        return;
    m_backend.server()->planRoster(m_file, options(), this, [this](const Result<accounts::RosterPlan> &plan) {
        if (!plan)
            return failed(plan.error());
        showPlan(*plan);
    });
}

void RosterPanel::showPlan(const accounts::RosterPlan &plan)
{
    m_changes->clear();
    const auto add = [this](const QString &icon, Role role, const QString &text) {
        auto *item = new QListWidgetItem(theme::icon(icon, role), text, m_changes);
        item->setToolTip(plainToolTip(text));
        item->setSizeHint({0, RowHeight});
    };
    for (const QString &group : plan.newGroups)
        add(u"users"_s, Role::Accent, tr("new group %1").arg(group));
    for (const auto &change : plan.changes) {
        if (change.isNothing())
            continue;
        const QString who = change.row.displayName.isEmpty() || !change.isNew ? change.row.name : u"%1 (%2)"_s.arg(change.row.displayName, change.row.name);
        QStringList parts{change.isNew ? tr("new account %1").arg(who) : who};
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
    m_hasNew = plan.newAccounts() > 0;
    m_import->setEnabled(true);
    showParts(true);
    if (!m_import->isHidden())
        m_import->setFocus();
}

void RosterPanel::import()
{
    if (!m_backend.serverStatus().isRunning())
        return;
    m_import->setEnabled(false);
    m_choose->setEnabled(false);
    m_access->setEnabled(false);
    m_banner->hide();
    m_summary->setText(tr("Importing. Each new account takes a moment …"));
    m_backend.server()->importRoster(m_file, options(), this, [this](const Result<accounts::RosterOutcome> &outcome) {
        if (outcome)
            return imported(*outcome);
        m_import->setEnabled(true);
        m_choose->setEnabled(true);
        m_access->setEnabled(true);
        m_summary->clear();
        m_banner->showError(outcome.error());
    });
}

void RosterPanel::imported(const accounts::RosterOutcome &outcome)
{
    m_import->hide();
    m_access->hide();
    m_choose->setEnabled(true);
    m_choose->setVisible(outcome.made.isEmpty());
    m_summary->setText(tr("%1 added, %2 changed.").arg(outcome.plan.newAccounts()).arg(outcome.plan.changedAccounts()));
    if (outcome.made.isEmpty())
        return;
    m_passwords = accounts::passwordSheet(outcome.made);
    m_save->show();
    m_save->setFocus();
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
        forgetPasswords();
        m_save->hide();
        m_choose->show();
        m_banner->showText(Banner::Kind::Good, tr("The passwords are in %1. Hand them out, then delete the file.").arg(path));
    });
}

} // namespace transom::ui
