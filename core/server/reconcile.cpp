#include "core/server/reconcile.h"

#include "core/accounts/deliveries.h"
#include "core/accounts/quota.h"

namespace transom::server {

namespace {

/// A command of the user's may be moving folders about.
constexpr int Attempts = 3;

} // namespace

Result<Space> reconcile(accounts::Storage &storage, qint64 userId, const files::Home &home, const std::function<bool()> &stop)
{
    home.bin().sweep();
    auto counted = home.count(stop);
    for (int attempt = 1; attempt < Attempts && !counted && counted.error().code == ErrorCode::FileChanged; ++attempt)
        counted = home.count(stop);
    if (!counted)
        return counted;
    // What waits in the spool for others to take it counts, too.
    const auto set = storage.runBlocking([userId, space = *counted](accounts::Database &database) {
        return accounts::setUsed(database, userId, space + Space{accounts::spooledBytes(database, userId).value_or(0), 0});
    });
    if (!set)
        return tl::make_unexpected(set.error());
    return counted;
}

} // namespace transom::server
