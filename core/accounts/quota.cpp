#include "core/accounts/quota.h"

namespace transom::accounts {

namespace {

/// Sums of two such numbers still fit 64 bits, so that no statement below can overflow.
constexpr qint64 Most = qint64{1} << 61;

Result<void> update(Database &database, const QString &sql, const QVariantList &values)
{
    const auto changed = database.relaxed([&] { return database.run(sql, values); });
    if (!changed)
        return tl::make_unexpected(changed.error());
    return *changed == 1 ? Result<void>() : Result<void>(fail(ErrorCode::NoSuchUser));
}

bool isAmount(Space space)
{
    return space.bytes >= 0 && space.bytes <= Most && space.files >= 0 && space.files <= Most;
}

bool isDelta(Space delta)
{
    return delta.bytes >= -Most && delta.bytes <= Most && delta.files >= -Most && delta.files <= Most;
}

} // namespace

Result<QuotaUsage> quotaUsage(Database &database, qint64 userId)
{
    return database.row(QStringLiteral("SELECT quota_bytes, used_bytes, reserved_bytes, quota_files, used_files, reserved_files FROM users WHERE id = ?"), {userId})
        .and_then([](const std::optional<Row> &row) -> Result<QuotaUsage> {
            if (!row)
                return fail(ErrorCode::NoSuchUser);
            const auto at = [&row](int column) { return row->at(column).toLongLong(); };
            return QuotaUsage{at(0), at(1), at(2), at(3), at(4), at(5)};
        });
}

Result<void> reserveQuota(Database &database, qint64 userId, Space space)
{
    if (space.bytes < 0 || space.files < 0)
        return fail(ErrorCode::BadArgument);
    if (!isAmount(space))
        return fail(ErrorCode::QuotaExceeded);
    const auto taken = update(database,
                              QStringLiteral("UPDATE users SET reserved_bytes = reserved_bytes + ?, reserved_files = reserved_files + ? WHERE id = ?"
                                             " AND used_bytes + reserved_bytes <= CASE WHEN quota_bytes < 0 OR quota_bytes > ? THEN ? ELSE quota_bytes END - ?"
                                             " AND used_files + reserved_files <= CASE WHEN quota_files < 0 OR quota_files > ? THEN ? ELSE quota_files END - ?"),
                              {space.bytes, space.files, userId, Most, Most, space.bytes, Most, Most, space.files});
    if (taken || taken.error().code != ErrorCode::NoSuchUser)
        return taken;
    const auto usage = quotaUsage(database, userId);
    return usage ? Result<void>(fail(ErrorCode::QuotaExceeded)) : Result<void>(tl::make_unexpected(usage.error()));
}

Result<void> releaseQuota(Database &database, qint64 userId, Space space)
{
    return commitQuota(database, userId, space, {});
}

Result<void> commitQuota(Database &database, qint64 userId, Space reserved, Space usedDelta)
{
    if (!isAmount(reserved) || !isDelta(usedDelta))
        return fail(ErrorCode::BadArgument);
    // Never below nothing: a count that has drifted must not make a file impossible to remove.
    return update(database,
                  QStringLiteral("UPDATE users SET"
                                 " reserved_bytes = CASE WHEN reserved_bytes > ? THEN reserved_bytes - ? ELSE 0 END,"
                                 " used_bytes = CASE WHEN used_bytes + ? > 0 THEN used_bytes + ? ELSE 0 END,"
                                 " reserved_files = CASE WHEN reserved_files > ? THEN reserved_files - ? ELSE 0 END,"
                                 " used_files = CASE WHEN used_files + ? > 0 THEN used_files + ? ELSE 0 END WHERE id = ?"),
                  {reserved.bytes, reserved.bytes, usedDelta.bytes, usedDelta.bytes, reserved.files, reserved.files, usedDelta.files, usedDelta.files, userId});
}

Result<void> adjustUsed(Database &database, qint64 userId, Space delta)
{
    return commitQuota(database, userId, {}, delta);
}

Result<void> setUsed(Database &database, qint64 userId, Space space)
{
    if (!isAmount(space))
        return fail(ErrorCode::BadArgument);
    return update(database, QStringLiteral("UPDATE users SET used_bytes = ?, used_files = ? WHERE id = ?"), {space.bytes, space.files, userId});
}

Result<void> clearReservations(Database &database)
{
    const auto changed = database.run(QStringLiteral("UPDATE users SET reserved_bytes = 0, reserved_files = 0 WHERE reserved_bytes <> 0 OR reserved_files <> 0"));
    return changed ? Result<void>() : Result<void>(tl::make_unexpected(changed.error()));
}

} // namespace transom::accounts
