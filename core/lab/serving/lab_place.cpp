#include "core/lab/serving/lab_place.h"

#include "core/base/descriptor.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <sys/stat.h>

namespace transom::lab {

Result<SocketAddress> bindPlace(const ServeOptions &options)
{
    if (!options.unixPath.isEmpty())
        return SocketAddress::forUnix(options.unixPath);
    const SocketAddress address(options.address, options.port);
    if (options.dialect->serverExecutes && !options.executeForAnybody && !address.isLoopback())
        return fail(ErrorCode::PermissionDenied, QCoreApplication::translate("Lab", "%1 runs commands on this computer for whoever connects, so it listens on 127.0.0.1 only, unless that is allowed expressly.").arg(options.dialect->name()));
    return address;
}

Result<void> checkTarget(const ConnectOptions &options, const SocketAddress &address)
{
    if (options.dialect->clientExecutes && !options.executeForAnybody && !address.isLoopback())
        return fail(ErrorCode::PermissionDenied, QCoreApplication::translate("Lab", "%1 runs commands on this computer for the server, so it connects to 127.0.0.1 only, unless that is allowed expressly.").arg(options.dialect->name()));
    return {};
}

bool removeStaleSocket(const SocketAddress &address, bool datagram)
{
    if (!address.isUnix() || address.text().startsWith(u'@'))
        return false;
    const QByteArray path = QFile::encodeName(address.text());
    struct stat what{};
    if (::lstat(path.constData(), &what) != 0 || !S_ISSOCK(what.st_mode))
        return false;
    const Descriptor probe(::socket(AF_UNIX, (datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    return ::connect(probe.get(), address.data(), address.size()) != 0 && errno == ECONNREFUSED && ::unlink(path.constData()) == 0;
}

} // namespace transom::lab
