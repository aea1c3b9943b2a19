#pragma once

#include "core/files/transfer_queue.h"
#include "ui/files/folder_pane.h"
#include "ui/shell/page.h"

class QLabel;
class QPushButton;
class QSplitter;
class QToolButton;

namespace transom::ui {

class FileCarrier;
class FilesLayout;
class FolderSource;
class PropertiesPanel;
class QuotaGauge;

/// This computer at the left, the server at the right; what is carried over goes into the transfers. The two can go into folders
/// together, and be compared.
class FilesPage : public Page
{
    Q_OBJECT

public:
    explicit FilesPage(Backend &backend);
    ~FilesPage() override;

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void makeTools();
    void layOut();
    void connectPane(FolderPane *pane, FolderPane *other);
    void statusChanged();
    void came(bool another);
    void updateButtons();
    void updateWatching();
    void loadQuota();
    void loadFree();
    void entered(FolderPane *pane, FolderPane *other, const QString &path, FolderPane::Way way);
    void follow(FolderPane *pane, FolderPane *other, const QString &from, const QString &to);
    void compare();
    void showDetails(bool show);
    void updateDetails();
    void downloadTo(const QStringList &paths);
    void transferChanged(const files::TransferInfo &info);
    void sideChanged(FolderModel::Side side);

    FolderSource *m_localSource;
    FolderSource *m_remoteSource;
    FolderPane *m_local;
    FolderPane *m_remote;
    FolderPane *m_active;          ///< where the person is: what properties are about
    FileCarrier *m_carrier;
    FilesLayout *m_layout;
    PropertiesPanel *m_details;
    QSplitter *m_splitter;
    QPushButton *m_upload;
    QPushButton *m_download;
    QToolButton *m_together;
    QToolButton *m_compare;
    QToolButton *m_showDetails;
    QAction *m_onlyDifferent = nullptr;
    QuotaGauge *m_quota;
    QLabel *m_free;
    QString m_before[2];           ///< where each side was last, to know how it has moved
    Strand m_disk;
    QString m_account;   ///< whose files are at the right
    bool m_shown = false;
    bool m_online = false;
};

} // namespace transom::ui
