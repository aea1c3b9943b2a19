#pragma once

#include "core/base/sha256.h"
#include "core/base/descriptor.h"
#include "core/protocol/file_messages.h"

#include <QByteArray>
#include <QStringList>

namespace transom::files {

/// A file on its way onto this computer: written beside its final place under a hidden name, and moved there only when it is
/// whole and right. Blocks; used by one strand.
class LocalSink
{
public:
    /// `base`, `below` and `name` are the final place. `base` is the person's choice; what is `below` comes from the server: it has
    /// passed validName(), and no link there is followed.
    LocalSink(QString base, QStringList below, QString name, QString conflict);
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

    const QString m_base;
    const QStringList m_below;
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
