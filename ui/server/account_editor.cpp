#include "ui/server/account_editor.h"

#include "core/base/text.h"
#include "ui/models/users_model.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>

namespace transom::ui {

using namespace theme;
using protocol::Permission;

namespace {

constexpr std::array Permissions{Permission::Chat, Permission::ReadFiles, Permission::WriteFiles, Permission::Command, Permission::Shell, Permission::Admin, Permission::Distribute};

} // namespace

AccountEditor::AccountEditor()
    : m_title(makeLabel({}, Type::Heading))
    , m_banner(new Banner)
    , m_name(new QLineEdit)
    , m_password(new QLineEdit)
    , m_quota(new QLineEdit)
    , m_quotaFiles(new QLineEdit)
    , m_enabled(new QCheckBox(tr("May sign in")))
    , m_save(makeButton(tr("Save"), QStringLiteral("ok"), true))
    , m_remove(makeButton(tr("Remove"), QStringLiteral("trash")))
{
    setFixedWidth(360);
    auto *header = new QHBoxLayout;
    header->addWidget(m_title, 1);
    auto *close = makeToolButton(QStringLiteral("close"), tr("Close"));
    connect(close, &QToolButton::clicked, this, &AccountEditor::closed);
    header->addWidget(close);
    content()->addLayout(header);
    content()->addWidget(m_banner);
    // Low windows scroll what is between the title and the buttons.
    auto *middle = new QWidget;
    auto *fields = new QVBoxLayout(middle);
    fields->setContentsMargins(0, 0, Gap1, 0);
    fields->setSpacing(Gap2);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(middle);
    auto *form = new QFormLayout;
    form->setSpacing(Gap2);
    form->setVerticalSpacing(Gap3);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_name->setObjectName(QStringLiteral("account-name"));
    m_password->setObjectName(QStringLiteral("account-password"));
    m_quota->setObjectName(QStringLiteral("account-quota"));
    m_quotaFiles->setObjectName(QStringLiteral("account-quota-files"));
    m_save->setObjectName(QStringLiteral("account-save"));
    m_password->setAccessibleName(tr("Password"));
    m_enabled->setObjectName(QStringLiteral("account-enabled"));
    m_remove->setObjectName(QStringLiteral("account-remove"));
    m_quota->setPlaceholderText(tr("no limit, or 500 MB, 10 GB"));
    m_quotaFiles->setPlaceholderText(tr("no limit, or a number"));
    m_quotaFiles->setToolTip(tr("Files, folders and links; what is in the recycle bin counts, too."));
    auto *passwordRow = new QHBoxLayout;
    passwordRow->addWidget(m_password, 1);
    auto *generateButton = makeToolButton(QStringLiteral("refresh"), tr("Make a password"));
    connect(generateButton, &QToolButton::clicked, this, &AccountEditor::generate);
    passwordRow->addWidget(generateButton);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Password"), passwordRow);
    form->addRow(tr("Space"), m_quota);
    form->addRow(tr("Files"), m_quotaFiles);
    centreLabels(*form);
    fields->addLayout(form);
    fields->addSpacing(Gap1);
    fields->addWidget(makeLabel(tr("May"), Type::Body, Role::TextMuted));
    auto *permissions = new QGridLayout;
    permissions->setSpacing(Gap2);
    for (const Permission permission : Permissions) {
        auto *box = new QCheckBox(permissionText(permission));
        const auto index = static_cast<int>(m_permissions.size());
        m_permissions.insert(permission, box);
        permissions->addWidget(box, index / 2, index % 2);
    }
    fields->addLayout(permissions);
    fields->addWidget(makeLabel(tr("Commands run as the user of this server and can reach every file that it can. Allow them only to people you would lend this computer."),
                                   Type::Caption, Role::TextMuted));
    fields->addWidget(m_enabled);
    fields->addStretch();
    content()->addWidget(scroll, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_save);
    buttons->addStretch();
    buttons->addWidget(m_remove);
    content()->addLayout(buttons);
    connect(m_save, &QPushButton::clicked, this, &AccountEditor::save);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (!std::exchange(m_removeAsked, true)) {
            m_banner->showText(Banner::Kind::Warning, tr("Remove the account %1? Its direct messages go with it; the files in its home stay on the disk. Press again to remove it.").arg(m_userName));
            m_remove->setText(tr("Remove it"));
            return;
        }
        setWaiting(true);
        Q_EMIT removeWanted(m_userName);
    });
}

void AccountEditor::setWaiting(bool waiting)
{
    m_save->setEnabled(!waiting);
    m_remove->setEnabled(!waiting);
}

void AccountEditor::editNew()
{
    setWaiting(false);
    m_userName.clear();
    m_title->setText(tr("New account"));
    m_banner->hide();
    m_name->clear();
    m_name->setEnabled(true);
    m_password->setPlaceholderText(tr("at least 8 characters"));
    m_quota->clear();
    m_quotaFiles->clear();
    m_quotaShown.clear();
    for (auto box = m_permissions.begin(); box != m_permissions.end(); ++box)
        (*box)->setChecked(box.key() == Permission::Chat || box.key() == Permission::ReadFiles || box.key() == Permission::WriteFiles);
    m_enabled->setChecked(true);
    m_enabled->hide();
    m_save->setText(tr("Add account"));
    m_remove->hide();
    generate();
    show();
    m_name->setFocus();
}

void AccountEditor::edit(const accounts::User &user)
{
    setWaiting(false);
    m_userName = user.name;
    m_title->setText(user.name);
    m_banner->hide();
    m_name->setText(user.name);
    m_name->setEnabled(false);
    m_password->clear();
    m_password->setPlaceholderText(tr("unchanged"));
    m_quotaShown = user.quotaBytes < 0 ? QString() : formatBytes(user.quotaBytes);
    m_quota->setText(m_quotaShown);
    m_quotaFiles->setText(user.quotaFiles < 0 ? QString() : QString::number(user.quotaFiles));
    for (auto box = m_permissions.begin(); box != m_permissions.end(); ++box)
        (*box)->setChecked(user.access.testFlag(box.key()));
    m_enabled->setChecked(user.enabled);
    m_enabled->show();
    m_save->setText(tr("Save"));
    m_remove->setText(tr("Remove"));
    m_removeAsked = false;
    m_remove->show();
    show();
}

void AccountEditor::generate()
{
    m_password->setText(QString::fromUtf8(security::generatePassword().bytes()));
}

protocol::Access AccountEditor::access() const
{
    protocol::Access access;
    for (auto box = m_permissions.begin(); box != m_permissions.end(); ++box)
        access.setFlag(box.key(), (*box)->isChecked());
    return access;
}

/// -1 for no limit, nothing where it is no number.
std::optional<qint64> AccountEditor::filesQuota() const
{
    const QString text = m_quotaFiles->text().trimmed();
    if (text.isEmpty())
        return accounts::NoQuota;
    bool good = false;
    qint64 files = locale().toLongLong(text, &good);
    if (!good)
        files = text.toLongLong(&good);
    return good && files >= 0 ? std::optional(files) : std::nullopt;
}

void AccountEditor::save()
{
    const QString quotaText = m_quota->text().trimmed();
    const qint64 quota = quotaText.isEmpty() ? accounts::NoQuota : parseBytes(quotaText);
    if (!quotaText.isEmpty() && quota < 0)
        return m_banner->showText(Banner::Kind::Error, tr("\"%1\" is no size. Write 500 MB or 10 GB, or leave it empty.").arg(quotaText));
    const auto quotaFiles = filesQuota();
    if (!quotaFiles)
        return m_banner->showText(Banner::Kind::Error, tr("\"%1\" is no number of files. Write 10000, or leave it empty.").arg(m_quotaFiles->text().trimmed()));
    m_banner->hide();
    setWaiting(true);
    if (isNew())
        return addWanted({m_name->text(), security::Secret::fromText(m_password->text()), access(), quota, *quotaFiles});
    accounts::AccountChange change;
    change.access = access();
    if (quotaText != m_quotaShown)
        change.quotaBytes = quota;
    change.quotaFiles = *quotaFiles;
    change.enabled = m_enabled->isChecked();
    if (!m_password->text().isEmpty())
        change.password = security::Secret::fromText(m_password->text());
    Q_EMIT changeWanted(m_userName, change);
}

} // namespace transom::ui
