#pragma once

#include "core/base/strand.h"
#include "core/files/transfer.h"
#include "core/files/tree_download.h"

#include <QHash>

#include <deque>

namespace transom::files {

/// Downloads files and folders of the server into a local folder. Links and special files are left out and noted.
class DownloadJob : public TransferJob
{
    Q_OBJECT

public:
    /// May be made in any thread. `name` not empty: what a single file is to be called here.
    DownloadJob(session::SessionLink &link, QStringList remotePaths, QString localFolder, TransferOptions options, QString name = {});
    ~DownloadJob() override;

private:
    struct Source
    {
        QString remote;
        QStringList folder; ///< below the local one
        QString name;
        qint64 size = 0;
    };
    class FileDownload;

    void prepare() override;
    Item *nextItem() override;
    Item *repeat(const Item &item, const QString &conflict) override;
    qint64 nextSize() const override { return m_files.empty() ? 0 : m_files.front().size; }

    bool hasMore() const override { return !m_files.empty(); }
    bool hasBatch() const override { return m_tree != nullptr || !m_waiting.isEmpty(); }
    void pauseBatch() override;
    void proceedBatch() override;
    void cancelBatch() override;

    void startTree();
    void arrived(const LocalTreeWriter::Outcome &outcome);
    void arrivedFile(const LocalTreeWriter::Outcome &outcome);
    void treeEnded(const Error &error);
    QString remoteOf(const QString &path) const;

    const QStringList m_remotePaths;
    const QString m_localFolder;
    const QString m_name;
    std::deque<Source> m_files;
    QList<QStringList> m_waiting;          ///< paths that are fetched together
    QHash<QString, QString> m_remoteParts; ///< of the tree under way: first component and what it is on the server
    TreeDownload *m_tree = nullptr;
    PutSince m_since;
    Strand m_strand;
    bool m_suspended = false;
};

} // namespace transom::files
