#pragma once

#include "core/accounts/database.h"
#include "core/base/space.h"

/// What an account may still store. Storage thread only. Reservations are checked and taken in one statement, so
/// that uploads side by side, in several processes too, never exceed the quota together. NoSuchUser where the account is gone.
namespace transom::accounts {

struct QuotaUsage
{
    qint64 quotaBytes = -1; ///< NoQuota: no limit
    qint64 usedBytes = 0;
    qint64 reservedBytes = 0;
    qint64 quotaFiles = -1; ///< NoQuota: no limit
    qint64 usedFiles = 0;
    qint64 reservedFiles = 0;

    /// -1: no limit.
    qint64 freeBytes() const { return quotaBytes < 0 ? -1 : std::max<qint64>(0, quotaBytes - usedBytes - reservedBytes); }
    bool operator==(const QuotaUsage &) const = default;
};

Result<QuotaUsage> quotaUsage(Database &database, qint64 userId);

/// QuotaExceeded, and nothing is taken, where so much more does not fit.
Result<void> reserveQuota(Database &database, qint64 userId, Space space);
/// Gives a reservation back.
Result<void> releaseQuota(Database &database, qint64 userId, Space space);
/// Turns a reservation into use: `reserved` is given back and `usedDelta` (what was really added; less than nothing where a
/// larger file was replaced) is counted.
Result<void> commitQuota(Database &database, qint64 userId, Space reserved, Space usedDelta);
/// Files were removed (negative) or appeared without a reservation.
Result<void> adjustUsed(Database &database, qint64 userId, Space delta);
/// What a walk through the files has found.
Result<void> setUsed(Database &database, qint64 userId, Space space);
/// At the server's start, when no upload is under way.
Result<void> clearReservations(Database &database);

} // namespace transom::accounts
