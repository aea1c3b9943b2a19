#pragma once

#include "core/accounts/storage.h"
#include "core/files/home.h"

#include <functional>

namespace transom::server {

/// Counts what is in an account's home and puts it into the books, while nobody changes anything in there (Homes::toChange sees to that). Finishes
/// what a killed server has begun to purge from the bin, first. Blocks on the disk.
Result<Space> reconcile(accounts::Storage &storage, qint64 userId, const files::Home &home, const std::function<bool()> &stop = {});

} // namespace transom::server
