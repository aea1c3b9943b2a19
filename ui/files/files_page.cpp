#include "ui/files/files_page.h"

#include "core/base/text.h"
#include "core/files/remote_files.h"
#include "ui/files/folder_pane.h"
#include "ui/theme/icons.h"
#include "ui/widgets/widgets.h"

#include <QDateTime>
#include <QDir>
#include <QHBoxLayout>
#include <QMimeData>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>

namespace transom::ui {

using namespace theme;
using protocol::FileEntry;
using protocol::Permission;

namespace {

QList<FolderEntry> listLocal(const QString &path, Result<void> &result)
{
    const QDir folder(path);
    if (!folder.exists()) {
        result = fail(ErrorCode::NotFound);
        return {};
    }
    if (!folder.isReadable()) {
        result = fail(ErrorCode::LocalAccessDenied);
        return {};
    }
    QList<FolderEntry> entries;
    const auto list = folder.entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot, QDir::Unsorted);
    for (const QFileInfo &info : list) {
        const auto kind = info.isSymLink() ? FolderEntry::Kind::Link : info.isDir() ? FolderEntry::Kind::Folder : info.isFile() ? FolderEntry::Kind::File : FolderEntry::Kind::Other;
        entries.append({info.fileName(), kind, info.isFile() ? info.size() : 0, info.lastModified().toMSecsSinceEpoch()});
    }
    return entries;
}

FolderEntry fromWire(const FileEntry &entry)
{
    const auto kind = entry.type == u"directory" ? FolderEntry::Kind::Folder
            : entry.type == u"file"              ? FolderEntry::Kind::File
            : entry.type == u"link"              ? FolderEntry::Kind::Link
                                                 : FolderEntry::Kind::Other;
    return {entry.name, kind, entry.size, entry.modified};
}

} // namespace

FilesPage::FilesPage(Backend &backend)
    : Page(backend, tr("Files"), QStringLiteral("files"))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(QStringLiteral("files"), {}, {}))
    , m_local(new FolderPane(FolderModel::Side::Local, tr("This computer")))
    , m_remote(new FolderPane(FolderModel::Side::Remote, tr("Server")))
    , m_upload(makeButton(tr("Upload"), QStringLiteral("upload"), true))
    , m_download(makeButton(tr("Download"), QStringLiteral("download"), true))
    , m_quotaBar(new QProgressBar)
{
    auto *connectButton = m_empty->addAction(tr("Connect to a server"), QStringLiteral("connect"), true);
    connect(connectButton, &QPushButton::clicked, this, [this] { Q_EMIT pageWanted(QStringLiteral("connect")); });
    m_upload->setObjectName(QStringLiteral("upload"));
    m_download->setObjectName(QStringLiteral("download"));
    m_local->actions()->addWidget(m_upload);
    m_remote->actions()->addWidget(m_download);
    m_quotaBar->setFixedWidth(120);
    m_quotaBar->setTextVisible(false);
    m_quotaBar->setAccessibleName(tr("Quota"));
    m_remote->actions()->insertWidget(1, m_quotaBar);
    auto *splitter = new QSplitter;
    splitter->setHandleWidth(Gap4);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_local);
    splitter->addWidget(m_remote);
    auto *work = new QWidget;
    auto *workLayout = new QVBoxLayout(work);
    workLayout->setContentsMargins(Gap6, Gap4, Gap6, Gap4);
    workLayout->addWidget(splitter);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(work);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connectLocal();
    connectRemote();
    connect(&backend, &Backend::statusChanged, this, &FilesPage::showStatus);
    connect(&backend.connection().transfers(), &files::TransferQueue::transferChanged, this, &FilesPage::transferChanged);
    openLocal(QDir::homePath());
    showStatus(backend.status());
}

void FilesPage::connectLocal()
{
    m_local->table().setAcceptedMimeType(QLatin1String(RemotePathsMimeType));
    const auto selection = [this] {
        m_upload->setEnabled(m_online && backend().status().access.testFlag(Permission::WriteFiles) && !m_local->selectedPaths().isEmpty());
    };
    selection();
    connect(m_local, &FolderPane::selectionChanged, this, selection);
    connect(m_upload, &QPushButton::clicked, this, [this] { upload(m_local->selectedPaths()); });
    connect(m_local, &FolderPane::transferWanted, this, &FilesPage::upload);
    connect(m_local, &FolderPane::pathWanted, this, &FilesPage::openLocal);
    connect(m_local, &FolderPane::refreshWanted, this, [this] { openLocal(m_local->model().path()); });
    connect(m_local, &FolderPane::folderWanted, this, [this](const QString &name) {
        workLocally([path = m_local->model().path() + u'/' + name]() -> Result<void> {
            return QDir().mkdir(path) ? Result<void>() : fail(QFileInfo::exists(path) ? ErrorCode::AlreadyExists : ErrorCode::LocalAccessDenied);
        });
    });
    connect(m_local, &FolderPane::renameWanted, this, [this](const QString &from, const QString &to) {
        workLocally([from, to]() -> Result<void> {
            if (QFileInfo::exists(to))
                return fail(ErrorCode::AlreadyExists);
            return QFile::rename(from, to) ? Result<void>() : fail(ErrorCode::LocalAccessDenied);
        });
    });
    connect(m_local, &FolderPane::removeWanted, this, [this](const QStringList &paths) {
        workLocally([paths]() -> Result<void> {
            for (const QString &path : paths) {
                const QFileInfo info(path);
                const bool gone = info.isDir() && !info.isSymLink() ? QDir(path).removeRecursively() : QFile::remove(path);
                if (!gone)
                    return fail(ErrorCode::LocalAccessDenied);
            }
            return {};
        });
    });
    connect(m_local, &FolderPane::dropped, this, [this](const QMimeData *mime) {
        download(QString::fromUtf8(mime->data(QLatin1String(RemotePathsMimeType))).split(QChar(0), Qt::SkipEmptyParts));
    });
}

void FilesPage::connectRemote()
{
    m_remote->table().setAcceptedMimeType(QStringLiteral("text/uri-list"));
    const auto selection = [this] { m_download->setEnabled(m_online && !m_remote->selectedPaths().isEmpty()); };
    selection();
    connect(m_remote, &FolderPane::selectionChanged, this, selection);
    connect(m_download, &QPushButton::clicked, this, [this] { download(m_remote->selectedPaths()); });
    connect(m_remote, &FolderPane::transferWanted, this, &FilesPage::download);
    connect(m_remote, &FolderPane::pathWanted, this, &FilesPage::openRemote);
    connect(m_remote, &FolderPane::refreshWanted, this, [this] { openRemote(m_remotePath); });
    const auto done = [this](Result<void> result) {
        if (!result)
            m_remote->showError(result.error());
        openRemote(m_remotePath);
    };
    connect(m_remote, &FolderPane::folderWanted, this, [this, done](const QString &name) {
        backend().connection().files().makeFolder(joinPath(m_remotePath, name), false, this, done);
    });
    connect(m_remote, &FolderPane::renameWanted, this, [this, done](const QString &from, const QString &to) {
        backend().connection().files().rename(from, to, false, this, done);
    });
    connect(m_remote, &FolderPane::removeWanted, this, [this, done](const QStringList &paths) {
        for (const QString &path : paths)
            backend().connection().files().remove(path, true, this, done);
    });
    connect(m_remote, &FolderPane::dropped, this, [this](const QMimeData *mime) {
        QStringList paths;
        const auto urls = mime->urls();
        for (const QUrl &url : urls) {
            if (url.isLocalFile())
                paths.append(url.toLocalFile());
        }
        upload(paths);
    });
    // What was to be decided: one answer for all that wait.
    connect(m_remote, &FolderPane::bannerTriggered, this, [this] {
        m_remote->showBanner({}, {});
        openRemote(m_remotePath);
        for (const qint64 id : std::exchange(m_conflicts, {}))
            backend().connection().transfers().retry(id, QStringLiteral("overwrite"));
    });
}

void FilesPage::showStatus(const client::ConnectionStatus &status)
{
    const bool online = status.state == client::ConnectionState::Online;
    if (online == m_online && online)
        return;
    const bool came = online && !m_online;
    m_online = online;
    const bool mayRead = status.access.testFlag(Permission::ReadFiles);
    if (!online && m_stack->currentIndex() == 0)
        m_empty->set(QStringLiteral("files"), tr("Move files to and from the server"), tr("Connect to a server. Then drop files here, or choose them and press Upload."));
    else if (online && !mayRead)
        m_empty->set(QStringLiteral("lock"), tr("Your account may not see files"), tr("Whoever runs the server can allow it, on the Server page or with transomd user set."));
    // A page that was in use stays in sight while the connection comes back.
    if (online)
        m_stack->setCurrentIndex(mayRead ? 1 : 0);
    else if (status.state == client::ConnectionState::Idle)
        m_stack->setCurrentIndex(0);
    if (came && mayRead) {
        openRemote(m_remotePath);
        m_local->selectionChanged();
    } else if (!online && m_stack->currentIndex() == 1) {
        m_remote->setFooter(tr("Not connected"));
    }
}

void FilesPage::openLocal(const QString &path)
{
    m_local->showLoading();
    auto result = std::make_shared<Result<void>>();
    const QString clean = QDir::cleanPath(path);
    m_strand.run([clean, result] { return listLocal(clean, *result); }, this, [this, clean, result](const QList<FolderEntry> &entries) {
        if (!*result)
            return m_local->showError(result->error());
        m_local->setPath(clean, entries);
        m_local->setFooter(tr("%n item(s)", nullptr, static_cast<int>(entries.size())));
    });
}

void FilesPage::openRemote(const QString &path)
{
    m_remote->showLoading();
    const int listing = ++m_listing;
    backend().connection().files().list(path, this, [this, path, listing](Result<QList<FileEntry>> entries) {
        if (listing != m_listing)
            return;
        if (!entries) {
            m_remote->setFooter({});
            return m_remote->showError(entries.error());
        }
        m_remotePath = path;
        QList<FolderEntry> list;
        for (const FileEntry &entry : std::as_const(*entries))
            list.append(fromWire(entry));
        m_remote->setPath(path, list);
        if (list.isEmpty())
            m_remote->showNothing(QStringLiteral("upload"), tr("Nothing here yet"), tr("Choose files at the left and press Upload, or drop them on this page from anywhere."));
        loadQuota();
    });
}

void FilesPage::loadQuota()
{
    backend().connection().files().quota(this, [this](Result<protocol::FilesQuotaResult> quota) {
        if (!quota)
            return;
        const bool limited = quota->quota > 0;
        m_quotaBar->setVisible(limited);
        m_quotaBar->setRange(0, 1000);
        const qint64 used = quota->used + quota->reserved;
        m_quotaBar->setValue(limited ? static_cast<int>(std::min<double>(static_cast<double>(used) * 1000 / static_cast<double>(quota->quota), 1000)) : 0);
        const QString text = limited ? tr("%1 of %2 used").arg(formatBytes(used), formatBytes(quota->quota)) : tr("%1 used, %2 free on the server").arg(formatBytes(used), formatBytes(std::max<qint64>(quota->free, 0)));
        m_quotaBar->setToolTip(text);
        m_remote->setFooter(text);
    });
}

void FilesPage::upload(const QStringList &localPaths)
{
    if (localPaths.isEmpty())
        return;
    if (!m_online || !backend().status().access.testFlag(Permission::WriteFiles))
        return m_remote->showError({m_online ? ErrorCode::PermissionDenied : ErrorCode::ConnectionLost, {}});
    backend().connection().transfers().add({files::TransferDirection::Upload, localPaths, m_remotePath});
}

void FilesPage::download(const QStringList &remotePaths)
{
    if (!remotePaths.isEmpty())
        backend().connection().transfers().add({files::TransferDirection::Download, remotePaths, m_local->model().path()});
}

void FilesPage::workLocally(std::function<Result<void>()> work)
{
    m_strand.run(std::move(work), this, [this](Result<void> result) {
        openLocal(m_local->model().path());
        if (!result)
            m_local->showError(result.error());
    });
}

void FilesPage::transferChanged(const files::TransferInfo &info)
{
    if (!info.isOver())
        return;
    if (info.request.direction == files::TransferDirection::Upload)
        openRemote(m_remotePath);
    else
        openLocal(m_local->model().path());
    if (info.state == files::TransferState::Failed && info.error.code == ErrorCode::AlreadyExists) {
        if (!m_conflicts.contains(info.id))
            m_conflicts.append(info.id);
        m_remote->showBanner(tr("%1 is there already. Overwrite what is there, or leave it: the transfers below offer to keep both.").arg(printable(info.name, 60)), tr("Overwrite"));
    }
}

} // namespace transom::ui
