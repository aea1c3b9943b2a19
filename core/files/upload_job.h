#pragma once

#include "core/base/strand.h"
#include "core/files/transfer.h"

#include <deque>

namespace transom::files {

/// Uploads local files and folders into a folder on the server. Links and special files are left out and noted.
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
        QStringList folders;
        std::deque<Source> files;
        qint64 bytes = 0;
        QList<TransferNote> skipped;
        QList<TransferNote> failed;
    };
    class FileUpload;

    void prepare() override;
    Item *nextItem() override;
    Item *repeat(const Item &item, const QString &conflict) override;
    qint64 nextSize() const override { return m_files.empty() ? 0 : m_files.front().size; }
    static Plan plan(const QStringList &localPaths, const QString &remoteFolder, const QString &name, bool recursive);
    static void planFolder(const QString &local, const QString &remote, Plan &plan, int depth);
    void makeFolders();

    const QStringList m_localPaths;
    const QString m_remoteFolder;
    const QString m_name;
    Strand m_strand;
    std::deque<Source> m_files;
    QStringList m_folders;
    qint64 m_bytes = 0;
    int m_foldersUnderWay = 0;
};

} // namespace transom::files
