#include "core/server/stored_accounting.h"

#include "core/accounts/quota.h"
#include "core/files/raw_io.h"

#include <QHash>

namespace transom::server {

using accounts::Database;

/// What the database has not taken yet, for each account in one sum.
class StoredAccounting::Owed
{
public:
    void add(qint64 userId, Space reserved, Space used)
    {
        Sum &sum = m_sums[userId];
        sum.reserved += reserved;
        sum.used += used;
    }
    void pay(Database &database)
    {
        if (m_sums.isEmpty())
            return;
        (void)database.relaxed([&]() -> Result<void> {
            for (auto sum = m_sums.begin(); sum != m_sums.end();) {
                const auto paid = accounts::commitQuota(database, sum.key(), sum->reserved, sum->used);
                const bool settled = paid || (paid.error().code != ErrorCode::DiskFull && paid.error().code != ErrorCode::InputOutput && paid.error().code != ErrorCode::InUse);
                sum = settled ? m_sums.erase(sum) : std::next(sum);
            }
            return {};
        });
    }

private:
    struct Sum
    {
        Space reserved;
        Space used;
    };
    QHash<qint64, Sum> m_sums;
};

StoredAccounting::StoredAccounting(accounts::Storage &storage)
    : m_storage(storage)
    , m_owed(std::make_shared<Owed>())
{}

Result<void> StoredAccounting::reserve(qint64 userId, Space space)
{
    auto reserved = m_storage.runBlocking([=, owed = m_owed](Database &database) {
        owed->pay(database);
        return database.relaxed([&] { return accounts::reserveQuota(database, userId, space); });
    });
    return reserved ? reserved : tl::make_unexpected(files::onServersDisk(reserved.error(), false));
}

void StoredAccounting::commit(qint64 userId, Space reserved, Space usedDelta)
{
    m_storage.post([=, owed = m_owed](Database &database) {
        owed->add(userId, reserved, usedDelta);
        owed->pay(database);
    });
}

Result<protocol::FilesQuotaResult> StoredAccounting::usage(qint64 userId)
{
    auto usage = m_storage.runBlocking([userId, owed = m_owed](Database &database) {
        owed->pay(database);
        return accounts::quotaUsage(database, userId);
    });
    if (!usage)
        return tl::make_unexpected(usage.error());
    protocol::FilesQuotaResult result;
    result.quota = usage->quotaBytes;
    result.used = usage->usedBytes;
    result.reserved = usage->reservedBytes;
    result.quotaFiles = usage->quotaFiles;
    result.files = usage->usedFiles;
    result.reservedFiles = usage->reservedFiles;
    return result;
}

} // namespace transom::server
