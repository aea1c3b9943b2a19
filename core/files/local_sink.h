#pragma once

#include "core/base/sha256.h"
#include "core/base/descriptor.h"
#include "core/files/prefix.h"
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

    /// What a download before has left of the same file. Then begin() may go on with it, and what this one leaves is kept.
    Result<QList<protocol::FilesPrefix>> kept(const std::function<bool()> &stop = {});
    /// False: the policy says that what is there stays.
    Result<bool> begin(const protocol::FilesGetStart &file);
    /// Where it would be if it were there now; somebody may take the name before it is.
    QString pathSoFar() const;
    Result<void> write(const QByteArray &bytes);
    /// The path it got.
    Result<QString> finish(const protocol::FilesSum &sum);
    /// Nobody will go on with it: nothing is kept.
    void forget() { m_keep = false; }

private:
    Result<void> openFolder();
    Result<void> writeBlock(const QByteArray &bytes);
    Result<QByteArray> publish();

    const QString m_base;
    const QStringList m_below;
    const QString m_name;
    const QString m_conflict;
    protocol::FilesGetStart m_entry;
    Descriptor m_folder;
    Descriptor m_file;
    QByteArray m_partialName;
    Prefix m_prefix;
    Sha256 m_hash;
    qint64 m_written = 0;
    bool m_mayReplace = false;
    bool m_keep = false;
};

} // namespace transom::files
