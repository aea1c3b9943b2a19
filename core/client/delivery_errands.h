#pragma once

#include "core/base/job.h"
#include "core/files/rate_limit.h"
#include "core/files/transfer_queue.h"
#include "core/protocol/delivery_messages.h"
#include "core/session/session_link.h"

/// Deliveries as errands of the list of transfers: kept with it from one run of the program to the next. The errand's "kind" is "send",
/// "handout", "handin" or "take".
namespace transom::client {

files::TransferRequest sendErrand(const QStringList &paths, const protocol::DeliverSend &request);
files::TransferRequest handInErrand(const QStringList &paths, const protocol::DeliverItem &item);
files::TransferRequest takeErrand(const protocol::DeliverItem &item, const QString &folder);

/// Which delivery it is about; 0: one that is only being made.
qint64 deliveryOf(const files::TransferRequest &request);

/// See files::TransferQueue::setErrands(). In the link's thread.
JobPtr errandJob(session::SessionLink &link, const files::TransferRequest &request, const std::shared_ptr<files::RateLimit> &limit,
                 const files::TransferQueue::Keep &keep);

} // namespace transom::client
