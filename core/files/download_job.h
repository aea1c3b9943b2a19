#pragma once

#include "core/base/strand.h"
#include "core/files/transfer.h"

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

    void ask(const QString &remote);
    void listFolder(const QString &remote, const QStringList &local, int depth);
    void add(const protocol::FileEntry &entry, const QString &remote, const QStringList &folder, const QString &name, int depth);
    void answered();
    void makeFolders();

    const QStringList m_remotePaths;
    const QString m_localFolder;
    const QString m_name;
    Strand m_strand;
    std::deque<Source> m_files;
    struct Folder
    {
        QString remote;
        QStringList local;
        int depth = 0;
    };
    QList<QStringList> m_folders;    ///< below the local one, to be made, parents first
    std::deque<Folder> m_toList;
    qint64 m_bytes = 0;
    int m_asked = 0;                 ///< questions without an answer yet
};

} // namespace transom::files
