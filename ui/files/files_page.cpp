#include "ui/files/files_page.h"

#include "core/base/text.h"
#include "core/files/remote_files.h"
#include "ui/files/folder_pane.h"
#include "ui/files/folder_source.h"
#include "ui/files/question_bar.h"
#include "ui/files/quota_gauge.h"
#include "ui/widgets/widgets.h"

#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QSplitter>

namespace transom::ui {

using namespace Qt::StringLiterals;
using client::ConnectionState;
using files::TransferDirection;
using protocol::Permission;

FilesPage::FilesPage(Backend &owner)
    : Page(owner, tr("Files"), u"files"_s)
    , m_localSource(new LocalFolders(this))
    , m_remoteSource(new RemoteFolders(owner.connection().files(), this))
    , m_local(new FolderPane(*m_localSource, u"local"_s, tr("This computer"), u"computer"_s, {}))
    , m_remote(new FolderPane(*m_remoteSource, u"remote"_s, tr("Server"), u"home"_s, tr("Home")))
    , m_upload(makeButton(tr("Upload"), u"upload"_s, true))
    , m_download(makeButton(tr("Download"), u"download"_s, true))
    , m_quota(new QuotaGauge)
{
    m_upload->setObjectName(u"upload"_s);
    m_download->setObjectName(u"download"_s);
    m_local->actions()->addWidget(m_upload);
    m_remote->actions()->addWidget(m_quota);
    m_remote->actions()->addWidget(m_download);
    auto *splitter = new QSplitter;
    splitter->setHandleWidth(theme::Gap4);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_local);
    splitter->addWidget(m_remote);
    splitter->setSizes({1000, 1000});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::Gap4, theme::Gap4, theme::Gap4, theme::Gap3);
    layout->addWidget(splitter);

    connect(m_upload, &QPushButton::clicked, this, [this] { carry(TransferDirection::Upload, m_local->selectedPaths(), m_remote->path()); });
    connect(m_download, &QPushButton::clicked, this, [this] { carry(TransferDirection::Download, m_remote->selectedPaths(), m_local->path()); });
    connect(m_local, &FolderPane::transferWanted, this, [this](const QStringList &paths) { carry(TransferDirection::Upload, paths, m_remote->path()); });
    connect(m_remote, &FolderPane::transferWanted, this, [this](const QStringList &paths) { carry(TransferDirection::Download, paths, m_local->path()); });
    connect(m_remote, &FolderPane::dropped, this, [this](const QStringList &paths, const QString &folder) { carry(TransferDirection::Upload, paths, folder); });
    connect(m_local, &FolderPane::dropped, this, [this](const QStringList &paths, const QString &folder) { carry(TransferDirection::Download, paths, folder); });
    for (FolderPane *pane : {m_local, m_remote}) {
        connect(pane, &FolderPane::selectionChanged, this, &FilesPage::updateButtons);
        connect(&pane->question(), &QuestionBar::answered, this, &FilesPage::answered);
    }
    connect(m_remote, &FolderPane::opened, this, &FilesPage::loadQuota);
    connect(m_remote->unavailableAction(), &QPushButton::clicked, this, [this] { Q_EMIT pageWanted(u"connect"_s); });
    connect(&owner, &Backend::statusChanged, this, &FilesPage::statusChanged);
    connect(&owner.connection().transfers(), &files::TransferQueue::transferChanged, this, &FilesPage::transferChanged);
    m_local->open(QDir::homePath());
    statusChanged();
}

FilesPage::~FilesPage() = default;

void FilesPage::statusChanged()
{
    const auto &status = backend().status();
    const bool online = status.state == ConnectionState::Online;
    const bool came = online && !m_online;
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
        if (came) {
            m_remote->setUnavailable({}, {}, {});
            m_remote->banner().hide();
            m_remote->open(another || m_remote->path().isEmpty() ? u"/"_s : m_remote->path());
        }
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
}

void FilesPage::updateButtons()
{
    const bool writes = m_online && backend().status().access.testFlag(Permission::WriteFiles);
    m_upload->setEnabled(writes && !m_remote->path().isEmpty() && !m_local->selectedPaths().isEmpty());
    m_upload->setToolTip(!m_online ? tr("Connect to a server first")
                         : !writes ? tr("You may look and download, but not change anything on the server")
                                   : tr("To %1 on the server").arg(printable(m_remote->path(), 200)));
    m_download->setEnabled(m_online && !m_remote->selectedPaths().isEmpty());
    m_download->setToolTip(m_online ? tr("To %1 on this computer").arg(printable(m_local->path(), 200)) : tr("Connect to a server first"));
}

void FilesPage::loadQuota()
{
    backend().connection().files().quota(this, [this](const Result<protocol::FilesQuotaResult> &quota) {
        if (quota)
            m_quota->set(*quota);
        else
            m_quota->clear();
    });
}

FolderPane &FilesPage::targetPane(TransferDirection direction) const
{
    return direction == TransferDirection::Upload ? *m_remote : *m_local;
}

void FilesPage::carry(TransferDirection direction, const QStringList &paths, const QString &target)
{
    if (paths.isEmpty() || target.isEmpty())
        return;
    const auto &status = backend().status();
    if (!m_online || (direction == TransferDirection::Upload && !status.access.testFlag(Permission::WriteFiles))) {
        m_remote->banner().showError({m_online ? ErrorCode::PermissionDenied : ErrorCode::ConnectionLost, {}});
        return;
    }
    Carry next;
    next.direction = direction;
    next.target = target;
    const FolderPane &pane = targetPane(direction);
    for (const QString &path : paths) {
        // Only of the folder in sight it is known what is in it; elsewhere the transfer itself finds out and asks.
        if (target == pane.path() && pane.model().rowOf(lastComponent(path)) >= 0)
            next.conflicts.append(path);
        else
            next.ready[u"ask"_s].append(path);
    }
    m_carries.append(next);
    if (m_carries.size() == 1)
        askNext();
}

void FilesPage::askNext()
{
    while (!m_carries.isEmpty() && m_carries.first().conflicts.isEmpty())
        send();
    if (m_carries.isEmpty())
        return;
    const Carry &now = m_carries.first();
    FolderPane &pane = targetPane(now.direction);
    const QString name = u"“"_s + printable(lastComponent(now.conflicts.first()), 80) + u"”"_s;
    const QString where = now.direction == TransferDirection::Upload ? tr("on the server") : tr("on this computer");
    const auto others = static_cast<int>(now.conflicts.size()) - 1;
    pane.question().ask(tr("There is a %1 already %2.").arg(name, where),
                        {{u"overwrite"_s, tr("Overwrite"), false}, {u"rename"_s, tr("Keep both"), true}, {u"skip"_s, tr("Skip"), false}},
                        others > 0 ? tr("The same for the %n other(s)", nullptr, others) : QString());
}

void FilesPage::answered(const QString &id, bool forAll)
{
    if (m_carries.isEmpty() || (id != u"overwrite"_s && id != u"rename"_s && id != u"skip"_s))
        return;
    Carry &now = m_carries.first();
    do {
        const QString path = now.conflicts.takeFirst();
        if (id != u"skip"_s)
            now.ready[id].append(path);
    } while (forAll && !now.conflicts.isEmpty());
    askNext();
}

void FilesPage::send()
{
    const Carry done = m_carries.takeFirst();
    for (auto ready = done.ready.cbegin(); ready != done.ready.cend(); ++ready) {
        files::TransferRequest request;
        request.direction = done.direction;
        request.sources = *ready;
        request.target = done.target;
        request.conflict = ready.key();
        backend().connection().transfers().add(request);
    }
}

/// Whoever comes back to the window may have changed something elsewhere.
void FilesPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isVisible() && window()->isActiveWindow())
        m_local->refresh();
}

void FilesPage::transferChanged(const files::TransferInfo &info)
{
    if (!info.isOver())
        return;
    if (info.request.direction == TransferDirection::Download)
        m_local->refresh();
    else if (m_online)
        m_remote->refresh();
}

} // namespace transom::ui
