#include "core/files/path_jail.h"

#include <QFile>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace transom::files {

namespace {

constexpr int Always = O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

/// Set once the kernel, or a filter in front of it, has said that it has no openat2.
std::atomic<bool> kernelCannot = false;

int openBeneath(int root, const QByteArray &path, int flags)
{
    open_how how{};
    how.flags = static_cast<quint64>(flags);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    // EAGAIN: something was renamed meanwhile, and the kernel could not be sure.
    for (int attempt = 0; attempt < 64; ++attempt) {
        const long descriptor = ::syscall(SYS_openat2, root, path.constData(), &how, sizeof how);
        if (descriptor >= 0 || (errno != EAGAIN && errno != EINTR))
            return static_cast<int>(descriptor);
    }
    return -1;
}

} // namespace

Result<PathJail> PathJail::open(const QString &root, Resolver resolver)
{
    Descriptor descriptor(::open(QFile::encodeName(root).constData(), O_DIRECTORY | O_RDONLY | O_CLOEXEC));
    if (!descriptor)
        return tl::make_unexpected(errorFromErrno(errno, QStringLiteral("The home folder")));
    return PathJail(std::move(descriptor), resolver);
}

Result<Descriptor> PathJail::resolve(const QStringList &components, int flags) const
{
    if (components.isEmpty()) {
        Descriptor again(::openat(m_root.get(), ".", flags | Always));
        if (!again)
            return tl::make_unexpected(errorFromErrno(errno, {}));
        return again;
    }
    Descriptor descriptor;
    if (m_resolver == Resolver::Kernel && !kernelCannot) {
        descriptor = Descriptor(openBeneath(m_root.get(), components.join(u'/').toUtf8(), flags | Always));
        if (!descriptor && (errno == ENOSYS || errno == EPERM)) {
            kernelCannot = errno == ENOSYS;
            descriptor = walk(components, flags);
        }
    } else {
        descriptor = walk(components, flags);
    }
    if (!descriptor) {
        const int number = errno;
        // A link is told from a folder only to say something useful: either way it is not followed.
        return tl::make_unexpected(Error{errorFromErrno(number, {}).code, number == ELOOP ? QStringLiteral(QT_TRANSLATE_NOOP("Error", "Links are not followed.")) : QString()});
    }
    return descriptor;
}

Descriptor PathJail::walk(const QStringList &components, int flags) const
{
    Descriptor folder(::openat(m_root.get(), ".", O_DIRECTORY | O_RDONLY | Always));
    for (qsizetype i = 0; folder && i < components.size(); ++i) {
        const bool isLast = i + 1 == components.size();
        const int step = isLast ? flags : O_DIRECTORY | O_RDONLY;
        folder = Descriptor(::openat(folder.get(), components[i].toUtf8().constData(), step | O_NOFOLLOW | Always));
    }
    return folder;
}

Result<Descriptor> PathJail::folder(const QStringList &components) const
{
    return resolve(components, O_DIRECTORY | O_RDONLY);
}

Result<Descriptor> PathJail::file(const QStringList &components) const
{
    auto descriptor = resolve(components, O_RDONLY);
    if (!descriptor)
        return descriptor;
    struct stat status{};
    if (::fstat(descriptor->get(), &status) != 0)
        return tl::make_unexpected(errorFromErrno(errno, {}));
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::IsADirectory);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::SpecialFile);
    return descriptor;
}

Result<PathJail::Parent> PathJail::parent(const QStringList &components) const
{
    if (components.isEmpty())
        return fail(ErrorCode::BadArgument, QT_TRANSLATE_NOOP("Error", "This cannot be done with the home folder itself."));
    auto above = folder(components.first(components.size() - 1));
    if (!above)
        return tl::make_unexpected(above.error());
    return Parent{std::move(*above), components.last().toUtf8()};
}

} // namespace transom::files
