#include "core/server/data_lock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace transom::server {

Result<Descriptor> lockData(const QString &directory)
{
    Descriptor file(::open(QFile::encodeName(directory + QStringLiteral("/server.lock")).constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file)
        return tl::make_unexpected(errorFromErrno(errno, QStringLiteral("The data folder")));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
        return file;
    if (errno == EWOULDBLOCK)
        return fail(ErrorCode::InUse, QT_TRANSLATE_NOOP("Error", "A server is already running with this data folder. Stop it first, or use another folder."));
    return tl::make_unexpected(errorFromErrno(errno, QStringLiteral("The data folder")));
}

} // namespace transom::server
