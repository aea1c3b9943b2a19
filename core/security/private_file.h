#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

/// Small files that only their owner may see; for this module's .cpp files. Any thread; blocks on the disk.
namespace transom::security {

enum class Replace { No, Yes };

/// Makes the directory (0700, parents as the umask says) where there is none. A directory of somebody else's, or that others may open, is LocalAccessDenied.
Result<void> ensurePrivateDirectory(const QString &directory);

/// NotFound where there is none. With `strict`, refuses (LocalAccessDenied) a file of somebody else's or that others may read or
/// write, and anything but a regular file.
Result<QByteArray> readPrivateFile(const QString &path, qint64 mostBytes, bool strict);

/// Written whole beside, synced, then moved into place, mode 0600; the directory is synced too. With Replace::No, AlreadyExists where something
/// is there.
Result<void> writePrivateFile(const QString &path, const QByteArray &content, Replace replace);

/// The lines of such a file, of at most 4 MiB; none where there is no file. `strict` as above.
Result<QList<QByteArray>> readPrivateLines(const QString &file, bool strict = false);

/// Held while a file is read, changed and replaced, so that several programs can share it. A file of its own beside it: the other one is
/// replaced under the lock.
class FileLock
{
public:
    explicit FileLock(const QString &file);
    ~FileLock();
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;

    /// errno where there is no lock; 0 otherwise.
    int error() const { return m_error; }

private:
    int m_fd;
    int m_error = 0;
};

} // namespace transom::security
