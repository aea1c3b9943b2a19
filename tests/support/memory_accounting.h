#pragma once

#include "core/files/accounting.h"

#include <QHash>

#include <mutex>

namespace transom::test {

/// Books of the files service kept in memory, the same quota for everyone.
class MemoryAccounting : public files::Accounting
{
public:
    explicit MemoryAccounting(qint64 quota = -1)
        : m_quota(quota)
    {}

    Result<void> reserve(qint64 userId, qint64 bytes) override
    {
        const std::lock_guard lock(m_mutex);
        Account &account = m_accounts[userId];
        if (m_quota >= 0 && account.used + account.reserved + bytes > m_quota)
            return fail(ErrorCode::QuotaExceeded);
        account.reserved += bytes;
        return {};
    }
    void release(qint64 userId, qint64 bytes) override
    {
        const std::lock_guard lock(m_mutex);
        m_accounts[userId].reserved -= bytes;
    }
    void commit(qint64 userId, qint64 reserved, qint64 usedDelta) override
    {
        const std::lock_guard lock(m_mutex);
        m_accounts[userId].reserved -= reserved;
        m_accounts[userId].used += usedDelta;
    }
    void adjust(qint64 userId, qint64 delta) override
    {
        const std::lock_guard lock(m_mutex);
        m_accounts[userId].used += delta;
    }
    Result<protocol::FilesQuotaResult> usage(qint64 userId) override
    {
        const std::lock_guard lock(m_mutex);
        const Account account = m_accounts.value(userId);
        return protocol::FilesQuotaResult{m_quota, account.used, account.reserved, -1};
    }

    /// Of all users together.
    qint64 used() const { return total(&Account::used); }
    qint64 reserved() const { return total(&Account::reserved); }

private:
    struct Account
    {
        qint64 used = 0;
        qint64 reserved = 0;
    };
    qint64 total(qint64 Account::*field) const
    {
        const std::lock_guard lock(m_mutex);
        qint64 sum = 0;
        for (const Account &account : m_accounts)
            sum += account.*field;
        return sum;
    }

    const qint64 m_quota;
    mutable std::mutex m_mutex;
    QHash<qint64, Account> m_accounts;
};

} // namespace transom::test
