#include "core/accounts/quota.h"

namespace transom::accounts {

namespace {

/// Sums of two such numbers still fit 64 bits, so that no statement below can overflow.
constexpr qint64 MostBytes = qint64{1} << 61;

Result<void> update(Database &database, const QString &sql, const QVariantList &values)
{
    const auto changed = database.relaxed([&] { return database.run(sql, values); });
    if (!changed)
        return tl::make_unexpected(changed.error());
    return *changed == 1 ? Result<void>() : Result<void>(fail(ErrorCode::NoSuchUser));
}

bool isAmount(qint64 bytes)
{
    return bytes >= 0 && bytes <= MostBytes;
}

} // namespace

Result<QuotaUsage> quotaUsage(Database &database, qint64 userId)
{
    return database.row(QStringLiteral("SELECT quota_bytes, used_bytes, reserved_bytes FROM users WHERE id = ?"), {userId})
        .and_then([](const std::optional<Row> &row) -> Result<QuotaUsage> {
            if (!row)
                return fail(ErrorCode::NoSuchUser);
            return QuotaUsage{row->at(0).toLongLong(), row->at(1).toLongLong(), row->at(2).toLongLong()};
        });
}

Result<void> reserveQuota(Database &database, qint64 userId, qint64 bytes)
{
    if (bytes < 0)
        return fail(ErrorCode::BadArgument);
    if (bytes > MostBytes)
        return fail(ErrorCode::QuotaExceeded);
    const auto taken = update(database,
                              QStringLiteral("UPDATE users SET reserved_bytes = reserved_bytes + ? WHERE id = ? AND used_bytes + reserved_bytes"
                                             " <= CASE WHEN quota_bytes < 0 OR quota_bytes > ? THEN ? ELSE quota_bytes END - ?"),
                              {bytes, userId, MostBytes, MostBytes, bytes});
    if (taken || taken.error().code != ErrorCode::NoSuchUser)
        return taken;
    const auto usage = quotaUsage(database, userId);
    return usage ? Result<void>(fail(ErrorCode::QuotaExceeded)) : Result<void>(tl::make_unexpected(usage.error()));
}

Result<void> releaseQuota(Database &database, qint64 userId, qint64 bytes)
{
    return commitQuota(database, userId, bytes, 0);
}

Result<void> commitQuota(Database &database, qint64 userId, qint64 reserved, qint64 usedDelta)
{
    if (!isAmount(reserved) || usedDelta < -MostBytes || usedDelta > MostBytes)
        return fail(ErrorCode::BadArgument);
    // Never below nothing: a count that has drifted must not make a file impossible to remove.
    return update(database,
                  QStringLiteral("UPDATE users SET"
                                 " reserved_bytes = CASE WHEN reserved_bytes > ? THEN reserved_bytes - ? ELSE 0 END,"
                                 " used_bytes = CASE WHEN used_bytes + ? > 0 THEN used_bytes + ? ELSE 0 END WHERE id = ?"),
                  {reserved, reserved, usedDelta, usedDelta, userId});
}

Result<void> adjustUsed(Database &database, qint64 userId, qint64 delta)
{
    return commitQuota(database, userId, 0, delta);
}

Result<void> setUsed(Database &database, qint64 userId, qint64 bytes)
{
    if (!isAmount(bytes))
        return fail(ErrorCode::BadArgument);
    return update(database, QStringLiteral("UPDATE users SET used_bytes = ? WHERE id = ?"), {bytes, userId});
}

Result<void> clearReservations(Database &database)
{
    const auto changed = database.run(QStringLiteral("UPDATE users SET reserved_bytes = 0 WHERE reserved_bytes <> 0"));
    return changed ? Result<void>() : Result<void>(tl::make_unexpected(changed.error()));
}

} // namespace transom::accounts
