#pragma once

#include "core/files/transfer_queue.h"
#include "ui/shell/page.h"

#include <QHash>

class QPushButton;

namespace transom::ui {

class FolderPane;
class FolderSource;
class QuotaGauge;

/// This computer at the left, the server at the right; what is carried over goes into the transfers.
class FilesPage : public Page
{
    Q_OBJECT

public:
    explicit FilesPage(Backend &backend);
    ~FilesPage() override;

protected:
    void changeEvent(QEvent *event) override;

private:
    /// Things to be carried over, and those of them that need an answer first.
    struct Carry
    {
        files::TransferDirection direction = files::TransferDirection::Upload;
        QString target;
        QStringList conflicts;             ///< still to be asked about
        QHash<QString, QStringList> ready; ///< by policy
    };

    void statusChanged();
    void updateButtons();
    void loadQuota();
    void carry(files::TransferDirection direction, const QStringList &paths, const QString &target);
    void askNext();
    void answered(const QString &id, bool forAll);
    void send();
    void transferChanged(const files::TransferInfo &info);
    FolderPane &targetPane(files::TransferDirection direction) const;

    FolderSource *m_localSource;
    FolderSource *m_remoteSource;
    FolderPane *m_local;
    FolderPane *m_remote;
    QPushButton *m_upload;
    QPushButton *m_download;
    QuotaGauge *m_quota;
    QList<Carry> m_carries;
    QString m_account;   ///< whose files are at the right
    bool m_online = false;
};

} // namespace transom::ui
