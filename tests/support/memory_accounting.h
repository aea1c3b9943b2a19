#pragma once

#include "core/files/accounting.h"

#include <QHash>

#include <functional>
#include <mutex>

namespace transom::test {

/// Books of the files service kept in memory, the same quota for everyone.
class MemoryAccounting : public files::Accounting
{
public:
    explicit MemoryAccounting(qint64 quota = -1, qint64 quotaFiles = -1)
        : m_quota(quota)
        , m_quotaFiles(quotaFiles)
    {}

    Result<void> reserve(qint64 userId, Space space) override
    {
        const std::lock_guard lock(m_mutex);
        Account &account = m_accounts[userId];
        const Space after = account.used + account.reserved + space;
        if ((m_quota >= 0 && after.bytes > m_quota) || (m_quotaFiles >= 0 && after.files > m_quotaFiles))
            return fail(ErrorCode::QuotaExceeded);
        account.reserved += space;
        return {};
    }
    void release(qint64 userId, Space space) override
    {
        const std::lock_guard lock(m_mutex);
        m_accounts[userId].reserved -= space;
    }
    void commit(qint64 userId, Space reserved, Space usedDelta) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_accounts[userId].reserved -= reserved;
            m_accounts[userId].used += usedDelta;
        }
        if (onCommit)
            onCommit(usedDelta);
    }
    void adjust(qint64 userId, Space delta) override
    {
        const std::lock_guard lock(m_mutex);
        m_accounts[userId].used += delta;
    }
    Result<protocol::FilesQuotaResult> usage(qint64 userId) override
    {
        const std::lock_guard lock(m_mutex);
        const Account account = m_accounts.value(userId);
        protocol::FilesQuotaResult result;
        result.quota = m_quota;
        result.used = account.used.bytes;
        result.reserved = account.reserved.bytes;
        result.quotaFiles = m_quotaFiles;
        result.files = account.used.files;
        result.reservedFiles = account.reserved.files;
        return result;
    }

    std::function<void(Space added)> onCommit; ///< on the disk pool

    /// Of all users together.
    qint64 used() const { return total(&Account::used).bytes; }
    qint64 reserved() const { return total(&Account::reserved).bytes; }
    Space usedSpace() const { return total(&Account::used); }
    Space reservedSpace() const { return total(&Account::reserved); }

private:
    struct Account
    {
        Space used;
        Space reserved;
    };
    Space total(Space Account::*field) const
    {
        const std::lock_guard lock(m_mutex);
        Space sum;
        for (const Account &account : m_accounts)
            sum += account.*field;
        return sum;
    }

    const qint64 m_quota;
    const qint64 m_quotaFiles;
    mutable std::mutex m_mutex;
    QHash<qint64, Account> m_accounts;
};

} // namespace transom::test
