#pragma once

#include "core/base/strand.h"
#include "core/files/transfer_queue.h"
#include "ui/shell/page.h"

class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace transom::ui {

class EmptyState;
class FolderPane;

/// This computer at the left, the server at the right.
class FilesPage : public Page
{
    Q_OBJECT

public:
    explicit FilesPage(Backend &backend);

private:
    void showStatus(const client::ConnectionStatus &status);
    void openLocal(const QString &path);
    void openRemote(const QString &path);
    void loadQuota();
    void upload(const QStringList &localPaths);
    void download(const QStringList &remotePaths);
    void workLocally(std::function<Result<void>()> work);
    void transferChanged(const files::TransferInfo &info);
    void connectLocal();
    void connectRemote();

    Strand m_strand;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    FolderPane *m_local = nullptr;
    FolderPane *m_remote = nullptr;
    QPushButton *m_upload = nullptr;
    QPushButton *m_download = nullptr;
    QProgressBar *m_quotaBar = nullptr;
    QString m_remotePath = QStringLiteral("/");
    QList<qint64> m_conflicts;  ///< transfers that wait for a decision
    bool m_online = false;
    int m_listing = 0;          ///< answers to older questions are ignored
};

} // namespace transom::ui
