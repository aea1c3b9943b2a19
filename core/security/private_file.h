#pragma once

#include "core/base/error.h"

#include <QByteArray>
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

} // namespace transom::security
