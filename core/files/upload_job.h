#pragma once

#include "core/base/strand.h"
#include "core/files/transfer.h"
#include "core/files/tree_upload.h"

#include <deque>

struct stat;

namespace transom::files {

/// Uploads local files and folders into a folder on the server. Links that stay inside are kept as links; others, and special files, are left
/// out and noted.
class UploadJob : public TransferJob
{
    Q_OBJECT

public:
    /// May be made in any thread. `name` not empty: what a single file is to be called there.
    UploadJob(session::SessionLink &link, QStringList localPaths, QString remoteFolder, TransferOptions options, QString name = {});
    ~UploadJob() override;

private:
    struct Source
    {
        QString local;
        QString remote;
        qint64 size = 0;
    };
    struct Plan
    {
        std::vector<TreeUpload::Entry> together; ///< folders, links and small files, in an order that can be made
        qint64 togetherFiles = 0;                ///< of them, without folders
        std::deque<Source> files;
        qint64 bytes = 0;
        int above = 0;                           ///< as in TransferOptions
        QList<TransferNote> skipped;
        QList<TransferNote> failed;
    };
    class FileUpload;

    void prepare() override;
    Item *nextItem() override;
    Item *repeat(const Item &item, const QString &conflict) override;
    qint64 nextSize() const override { return m_files.empty() ? 0 : m_files.front().size; }
    bool hasMore() const override { return !m_files.empty(); }
    bool hasBatch() const override { return m_tree != nullptr || m_treeToCome; }
    void pauseBatch() override;
    void proceedBatch() override;
    void cancelBatch() override;
    static Plan plan(const QStringList &localPaths, const QString &remoteFolder, const QString &name, bool recursive, int above);
    static void planFile(const QString &local, const QString &remote, const struct stat &status, Plan &plan);
    static void planFolder(const QString &local, const QString &remote, const struct stat &status, const QStringList &below, Plan &plan);
    static void planLink(const QString &local, const QString &remote, const QStringList &below, Plan &plan);
    void begin(Plan plan);
    void startTree(std::vector<TreeUpload::Entry> entries);
    void settled(qsizetype index, const Error &error, const QString &path, bool skipped);

    const QStringList m_localPaths;
    const QString m_remoteFolder;
    const QString m_name;
    Strand m_strand;
    std::deque<Source> m_files;
    TreeUpload *m_tree = nullptr;
    bool m_treeToCome = false;
    qsizetype m_foldersToMake = 0; ///< large files wait for them
};

} // namespace transom::files
