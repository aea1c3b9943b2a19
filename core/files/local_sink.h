#pragma once

#include "core/base/sha256.h"
#include "core/base/descriptor.h"
#include "core/protocol/file_messages.h"

#include <QByteArray>

namespace transom::files {

/// A file on its way onto this computer: written beside its final place under a hidden name, and moved there only when it is
/// whole and right. Blocks; used by one strand.
class LocalSink
{
public:
    /// `folder` and `name` are the final place; `name` has passed validName().
    LocalSink(QString folder, QString name, QString conflict);
    ~LocalSink();
    LocalSink(const LocalSink &) = delete;
    LocalSink &operator=(const LocalSink &) = delete;

    /// False: the policy says that what is there stays.
    Result<bool> begin(const protocol::FileEntry &entry);
    Result<void> write(const QByteArray &bytes);
    /// The path it got.
    Result<QString> finish(const protocol::FilesSum &sum);

private:
    Result<QByteArray> publish();

    const QString m_folderPath;
    const QString m_name;
    const QString m_conflict;
    protocol::FileEntry m_entry;
    Descriptor m_folder;
    Descriptor m_file;
    QByteArray m_partialName;
    Sha256 m_hash;
    qint64 m_written = 0;
    bool m_mayReplace = false;
};

} // namespace transom::files
