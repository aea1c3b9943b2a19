#include "ui/files/files_page.h"

#include "core/base/text.h"
#include "core/files/remote_files.h"
#include "ui/files/file_carrier.h"
#include "ui/files/file_table.h"
#include "ui/files/files_layout.h"
#include "ui/files/folder_source.h"
#include "ui/files/local_disk.h"
#include "ui/files/properties_panel.h"
#include "ui/files/quota_gauge.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>

namespace transom::ui {

using namespace Qt::StringLiterals;
using client::ConnectionState;
using files::TransferDirection;
using protocol::Permission;
using Side = FolderModel::Side;

FilesPage::FilesPage(Backend &owner)
    : Page(owner, tr("Files"), u"files"_s)
    , m_localSource(new LocalFolders(this))
    , m_remoteSource(new RemoteFolders(owner.connection().files(), this))
    , m_local(new FolderPane(*m_localSource, u"local"_s, tr("This computer"), u"computer"_s, {}))
    , m_remote(new FolderPane(*m_remoteSource, u"remote"_s, tr("Server"), u"home"_s, tr("Home")))
    , m_active(m_local)
    , m_carrier(new FileCarrier(owner, *m_local, *m_remote, this))
    , m_layout(new FilesLayout(owner.paths().state, this))
    , m_details(new PropertiesPanel)
    , m_splitter(new QSplitter)
    , m_upload(makeButton(tr("Upload"), u"upload"_s, true))
    , m_download(makeButton(tr("Download"), u"download"_s, true))
    , m_together(makeToolButton(u"together"_s, tr("Browse together: a folder opened on one side opens on the other, too")))
    , m_compare(makeToolButton(u"compare"_s, tr("Compare: mark what is only on one side, newer, older or different")))
    , m_showDetails(makeToolButton(u"details"_s, tr("Properties (Alt+Return)")))
    , m_quota(new QuotaGauge)
    , m_free(makeLabel({}, theme::Type::Caption, theme::Role::TextMuted))
{
    makeTools();
    layOut();
    connectPane(m_local, m_remote);
    connectPane(m_remote, m_local);
    connect(m_remote, &FolderPane::downloadToWanted, this, &FilesPage::downloadTo);
    connect(m_carrier, &FileCarrier::changed, this, &FilesPage::sideChanged);
    connect(m_remote->unavailableAction(), &QPushButton::clicked, this, [this] { Q_EMIT pageWanted(u"connect"_s); });
    connect(&owner, &Backend::statusChanged, this, &FilesPage::statusChanged);
    connect(&owner.connection().transfers(), &files::TransferQueue::transferChanged, this, &FilesPage::transferChanged);
    m_layout->keep(m_splitter);
    m_layout->keep(m_local);
    m_layout->keep(m_remote);
    m_together->setChecked(m_layout->flag(u"together"_s));
    m_local->fallBackTo(QDir::homePath());
    m_local->open(m_layout->localFolder().isEmpty() ? QDir::homePath() : m_layout->localFolder());
    statusChanged();
}

FilesPage::~FilesPage()
{
    m_details->stop();
}

void FilesPage::makeTools()
{
    m_upload->setObjectName(u"upload"_s);
    m_download->setObjectName(u"download"_s);
    m_together->setObjectName(u"browse-together"_s);
    m_compare->setObjectName(u"compare"_s);
    m_showDetails->setObjectName(u"show-properties"_s);
    m_free->setWordWrap(false);
    m_free->setObjectName(u"local-free"_s);
    for (QToolButton *each : {m_together, m_compare, m_showDetails}) {
        each->setCheckable(true);
        m_remote->titleRow()->addWidget(each);
    }
    auto *menu = new QMenu(this);
    m_onlyDifferent = menu->addAction(tr("Show only differences"));
    m_onlyDifferent->setObjectName(u"only-different"_s);
    m_onlyDifferent->setCheckable(true);
    menu->addAction(theme::icon(u"upload"_s), tr("Choose what to upload"), this, [this] {
        m_compare->setChecked(true);
        m_local->table().chooseMarked();
    })->setObjectName(u"choose-upload"_s);
    menu->addAction(theme::icon(u"download"_s), tr("Choose what to download"), this, [this] {
        m_compare->setChecked(true);
        m_remote->table().chooseMarked();
    })->setObjectName(u"choose-download"_s);
    auto *more = makeToolButton(u"more"_s, tr("More about comparing"));
    more->setObjectName(u"compare-more"_s);
    m_remote->titleRow()->insertWidget(m_remote->titleRow()->indexOf(m_showDetails), more);
    connect(more, &QToolButton::clicked, menu, [menu, more] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
    connect(m_onlyDifferent, &QAction::toggled, this, [this](bool only) {
        if (only)
            m_compare->setChecked(true);
        compare();
    });
    connect(m_compare, &QToolButton::toggled, this, &FilesPage::compare);
    connect(m_together, &QToolButton::toggled, this, [this](bool on) { m_layout->setFlag(u"together"_s, on); });
    connect(m_showDetails, &QToolButton::toggled, this, &FilesPage::showDetails);
    connect(m_details, &PropertiesPanel::closeWanted, this, [this] {
        m_showDetails->setChecked(false);
        m_active->takeFocus();
    });
    auto *other = new QShortcut(Qt::Key_F6, this);
    other->setContext(Qt::WidgetWithChildrenShortcut);
    connect(other, &QShortcut::activated, this, [this] { (m_active == m_local ? m_remote : m_local)->takeFocus(Qt::ShortcutFocusReason); });
}

void FilesPage::layOut()
{
    m_local->actions()->addWidget(m_free);
    m_local->actions()->addWidget(m_upload);
    m_remote->actions()->addWidget(m_quota);
    m_remote->actions()->addWidget(m_download);
    m_splitter->setHandleWidth(theme::Gap4);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_local);
    m_splitter->addWidget(m_remote);
    m_splitter->addWidget(m_details);
    for (int i = 0; i < 3; ++i)
        m_splitter->setStretchFactor(i, i < 2 ? 1 : 0);
    m_splitter->setSizes({1000, 1000, 0});
    m_details->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::Gap4, theme::Gap4, theme::Gap4, theme::Gap3);
    layout->addWidget(m_splitter);
    // They were made after what stands below them.
    QWidget *before = findChild<QWidget *>(u"remote-filter"_s);
    for (QWidget *each : std::initializer_list<QWidget *>{m_together, m_compare, findChild<QWidget *>(u"compare-more"_s), m_showDetails}) {
        setTabOrder(before, each);
        before = each;
    }
}

void FilesPage::connectPane(FolderPane *pane, FolderPane *other)
{
    const auto carry = [this, pane, other](const QStringList &paths) { m_carrier->bring({pane->side(), paths, false, {}}, *other, other->path()); };
    connect(pane == m_local ? m_upload : m_download, &QPushButton::clicked, this, [pane, carry] { carry(pane->selectedPaths()); });
    connect(pane, &FolderPane::transferWanted, this, carry);
    connect(pane, &FolderPane::brought, this, [this, pane](const FileThings &things, const QString &folder) { m_carrier->bring(things, *pane, folder); });
    connect(pane, &FolderPane::selectionChanged, this, [this, pane] {
        updateButtons();
        if (pane == m_active)
            updateDetails();
    });
    connect(pane, &FolderPane::focused, this, [this, pane] {
        m_active = pane;
        updateDetails();
    });
    connect(pane, &FolderPane::propertiesWanted, this, [this, pane] {
        m_active = pane;
        m_showDetails->toggle();
    });
    connect(pane, &FolderPane::entered, this, [this, pane, other](const QString &path, FolderPane::Way way) { entered(pane, other, path, way); });
    connect(pane, &FolderPane::changed, this, [this, pane] {
        if (pane == m_remote)
            loadQuota();
        else
            loadFree();
    });
    connect(pane, &FolderPane::hiddenShown, this, [this, other](bool shown) {
        m_layout->setFlag(u"hidden"_s, shown);
        other->showHidden(shown);
    });
    connect(&pane->model(), &FolderModel::arranged, this, &FilesPage::compare);
}

void FilesPage::statusChanged()
{
    const auto &status = backend().status();
    const bool online = status.state == ConnectionState::Online;
    const bool cameNow = online && !m_online;
    m_online = online;
    const bool busy = status.state == ConnectionState::Connecting || status.state == ConnectionState::SigningIn;
    if (online && !status.access.testFlag(Permission::ReadFiles)) {
        m_remote->setUnavailable(u"lock"_s, tr("You may not see files here"),
                                 tr("The account %1 has no permission for files. Whoever runs this server can give it, on the Server page or with "
                                    "\"transomd user set\".")
                                         .arg(status.user));
        m_quota->clear();
    } else if (online) {
        const bool writes = status.access.testFlag(Permission::WriteFiles);
        m_remote->setWritable(writes, writes ? QString() : tr("You may look and download, but not change anything here."));
        const QString account = status.user + u'@' + status.endpoint.address();
        const bool another = std::exchange(m_account, account) != account;
        if (cameNow)
            came(another);
    } else if (busy && m_remote->path().isEmpty()) {
        m_remote->setUnavailable(u"clock"_s, tr("Connecting…"), tr("Your files on the server appear here in a moment."));
    } else {
        m_remote->setUnavailable(u"connect"_s, tr("No server yet"), tr("Connect to one and your files there appear here. Then drop files on this side from anywhere."), true);
        if (!m_remote->path().isEmpty() && !busy)
            m_remote->banner().showText(Banner::Kind::Warning, tr("Not connected. This is what was here; transfers go on when the connection is back."));
        m_remote->unavailableAction()->show();
        m_quota->clear();
    }
    updateButtons();
    updateWatching();
}

/// A session has begun: back to where one was on this server, or to the home if that is no more.
void FilesPage::came(bool another)
{
    m_remote->setAccount(m_account);
    m_remote->setUnavailable({}, {}, {});
    m_remote->banner().hide();
    const QString last = another ? m_layout->remoteFolder(m_account) : m_remote->path();
    if (another)
        m_remote->forgetWay();
    if (!last.isEmpty() && last != u"/")
        m_remote->fallBackTo(u"/"_s);
    m_remote->open(last.isEmpty() ? u"/"_s : last);
}

void FilesPage::updateButtons()
{
    const bool writes = m_online && backend().status().access.testFlag(Permission::WriteFiles);
    m_upload->setEnabled(writes && !m_remote->path().isEmpty() && m_local->hasSelection());
    m_upload->setToolTip(!m_online ? tr("Connect to a server first")
                         : !writes ? tr("You may look and download, but not change anything on the server")
                                   : tr("To %1 on the server").arg(printable(m_remote->path(), 200)));
    m_download->setEnabled(m_online && m_remote->hasSelection());
    m_download->setToolTip(m_online ? tr("To %1 on this computer").arg(printable(m_local->path(), 200)) : tr("Connect to a server first"));
}

/// The server is asked whether something has changed only while somebody looks.
void FilesPage::updateWatching()
{
    m_remoteSource->setWatching(m_online && isVisible());
}

void FilesPage::loadQuota()
{
    if (!m_online)
        return;
    backend().connection().files().quota(this, [this](const Result<protocol::FilesQuotaResult> &quota) {
        if (quota)
            m_quota->set(*quota);
        else
            m_quota->clear();
    });
}

void FilesPage::loadFree()
{
    m_disk.run([path = m_local->path()] { return disk::freeBytes(path); }, this, [this](qint64 bytes) {
        m_free->setText(bytes < 0 ? QString() : tr("%1 free").arg(formatBytes(bytes)));
        m_free->setToolTip(bytes < 0 ? QString() : tr("%L1 bytes free on this computer, where this folder is").arg(bytes));
    });
}

void FilesPage::entered(FolderPane *pane, FolderPane *other, const QString &path, FolderPane::Way way)
{
    const QString from = std::exchange(m_before[pane == m_local ? 0 : 1], path);
    if (pane == m_local) {
        m_layout->setLocalFolder(path);
        loadFree();
    } else {
        m_layout->setRemoteFolder(m_account, path);
        loadQuota();
    }
    if (m_together->isChecked() && way != FolderPane::Way::Follow && !from.isEmpty() && !other->path().isEmpty())
        follow(pane, other, from, path);
}

/// One step down or up on one side is the same step on the other, where there is such a folder.
void FilesPage::follow(FolderPane *pane, FolderPane *other, const QString &from, const QString &to)
{
    Q_UNUSED(pane)
    if (parentPath(to) == from) {
        const QString name = lastComponent(to);
        const FolderEntry *entry = other->model().find(name);
        if (entry && entry->kind == FolderEntry::Kind::Folder)
            other->follow(joinPath(other->path(), name));
        else
            other->banner().showText(Banner::Kind::Info, tr("There is no folder “%1” on this side.").arg(printable(name, 80)));
    } else if (parentPath(from) == to && lastComponent(other->path()) == lastComponent(from)) {
        other->follow(parentPath(other->path()));
    }
}

void FilesPage::compare()
{
    const bool on = m_compare->isChecked() && m_online && !m_remote->path().isEmpty();
    const bool only = on && m_onlyDifferent->isChecked();
    // A folder that is still coming would look as if much were missing.
    if (on && (m_local->isLoading() || m_remote->isLoading()))
        return;
    m_local->model().compareWith(on ? m_remote->model().listing() : nullptr, only);
    m_remote->model().compareWith(on ? m_local->model().listing() : nullptr, only);
}

void FilesPage::showDetails(bool show)
{
    m_details->setVisible(show);
    if (show)
        updateDetails();
    else
        m_details->stop();
}

void FilesPage::updateDetails()
{
    if (!m_details->isHidden())
        m_details->show(*m_active);
}

void FilesPage::downloadTo(const QStringList &paths)
{
    auto *dialog = new QFileDialog(this, tr("Download to"), m_local->path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setLabelText(QFileDialog::Accept, tr("Download here"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, paths](const QString &folder) { m_carrier->bring({Side::Remote, paths, false, {}}, *m_local, QDir::cleanPath(folder)); });
    dialog->open();
}

/// Whoever comes back to the window may have changed something elsewhere.
void FilesPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isVisible() && window()->isActiveWindow())
        m_local->refresh();
}

void FilesPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    updateWatching();
    // The keys that come into the page when it is first opened are for the rows, not for what happens to stand before them.
    if (!std::exchange(m_shown, true))
        QMetaObject::invokeMethod(this, [this] {
            if (isAncestorOf(QApplication::focusWidget()))
                m_active->takeFocus();
        }, Qt::QueuedConnection);
    if (m_online)
        m_remote->refresh();
}

void FilesPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    updateWatching();
}

void FilesPage::transferChanged(const files::TransferInfo &info)
{
    if (info.isOver())
        sideChanged(info.request.direction == TransferDirection::Download ? Side::Local : Side::Remote);
}

void FilesPage::sideChanged(Side side)
{
    if (side == Side::Local) {
        m_local->refresh();
        loadFree();
    } else if (m_online) {
        m_remote->refresh();
        loadQuota();
    }
}

} // namespace transom::ui
