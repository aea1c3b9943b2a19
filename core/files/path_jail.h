#pragma once

#include "core/base/error.h"
#include "core/base/descriptor.h"

#include <QStringList>

namespace transom::files {

/// A folder out of which no path leads, whatever links and races there are inside: the kernel resolves below a descriptor
/// (openat2(2) with RESOLVE_BENEATH and no links); where it cannot, each component is opened by itself with O_NOFOLLOW. Path
/// strings are never compared. Takes components that validName() has passed. Blocks on the disk; any thread.
class PathJail
{
public:
    enum class Resolver { Kernel, Walk };

    static Result<PathJail> open(const QString &root, Resolver resolver = Resolver::Kernel);

    /// The folder itself, for *at() calls.
    Result<Descriptor> folder(const QStringList &components) const;
    /// An ordinary file, for reading. SpecialFile for anything else.
    Result<Descriptor> file(const QStringList &components) const;

    struct Parent
    {
        Descriptor folder;
        QByteArray name; ///< one component, to be used with *at() calls on `folder` only
    };
    /// BadArgument for the root itself.
    Result<Parent> parent(const QStringList &components) const;

    int root() const { return m_root.get(); }

private:
    PathJail(Descriptor root, Resolver resolver)
        : m_root(std::move(root))
        , m_resolver(resolver)
    {}
    Result<Descriptor> resolve(const QStringList &components, int flags) const;
    Descriptor walk(const QStringList &components, int flags) const;

    Descriptor m_root;
    Resolver m_resolver;
};

} // namespace transom::files
