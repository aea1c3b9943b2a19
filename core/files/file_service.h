#pragma once

#include "core/files/accounting.h"
#include "core/files/home.h"
#include "core/session/service_registry.h"

#include <functional>

namespace transom::files {

/// What is worth an audit line.
enum class FileAction {
    Read,
    Written,
    Removed, ///< for good
    Renamed,
    FolderMade,
    Binned,
    Restored, ///< the subject is the id in the bin
    Purged,   ///< likewise, or "*" for all of it
};

struct FileServiceDeps
{
    Homes *homes = nullptr;
    Accounting *accounting = nullptr;
    /// Called in I/O threads, after the fact. `peer` is the session's address.
    std::function<void(FileAction action, const QString &user, const QString &peer, const QString &subject, ErrorCode outcome)> audit;
};

/// Offers the services "files.*". What `deps` points to must outlive every session and the disk work it has begun.
void registerFiles(session::ServiceRegistry &services, const FileServiceDeps &deps);

} // namespace transom::files
