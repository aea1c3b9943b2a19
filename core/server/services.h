#pragma once

#include "core/accounts/audit.h"
#include "core/accounts/storage.h"
#include "core/server/server.h"
#include "core/session/service_registry.h"

#include <functional>
#include <memory>

namespace transom::server {

/// The services of a server, joined to its storage: what chat, commands and files need of accounts, quotas and the audit
/// trail, which they know only as interfaces of their own.
class Services
{
public:
    /// `audit` is called in any thread. `storage` must outlive the services.
    Services(const ServerOptions &options, accounts::Storage &storage, std::function<void(const accounts::AuditEntry &)> audit);
    ~Services();

    /// Before registerAll(): what needs the disk. Blocks.
    Result<void> open();
    void registerAll(session::ServiceRegistry &registry);
    /// Brings the books of all accounts in line with the disk, once, and takes out of the recycle bins what is too old. On the disk pool: who wants to
    /// change something in a home whose turn has not come yet is served first and waits for that home only.
    void startUpkeep();
    /// Before waiting for the disk pool.
    void stopUpkeep();
    /// A line from the server to one user. Any thread.
    void notify(const QString &user, const QString &text);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace transom::server
