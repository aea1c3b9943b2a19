#pragma once

#include "core/delivery/delivery_hub.h"
#include "core/delivery/spool.h"
#include "core/session/service_registry.h"

#include <functional>

namespace transom::delivery {

/// What is worth an audit line.
enum class DeliveryAction { Sent, HandedOut, Collecting, HandedIn, Taken, Declined, Closed };

struct DeliveryDeps
{
    Ledger *ledger = nullptr;
    DeliveryHub *hub = nullptr;
    const Spool *spool = nullptr;
    /// A relative path of a peer in its normal form, or why it cannot be one.
    std::function<Result<QString>(const QString &path)> checkPath;
    /// Which of these beginnings is the file's own: the longest; 0: none. Blocks.
    std::function<Result<qint64>(int descriptor, qint64 size, const QList<protocol::FilesPrefix> &prefixes)> longestPrefix;
    /// Called in I/O threads, after the fact. `peer` is the session's address.
    std::function<void(DeliveryAction action, const QString &user, const QString &peer, const QString &subject, ErrorCode outcome)> audit;
};

/// Offers the services "deliver.*". What `deps` points to must outlive every session and the disk work it has begun.
void registerDelivery(session::ServiceRegistry &services, const DeliveryDeps &deps);

} // namespace transom::delivery
