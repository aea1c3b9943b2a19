#pragma once

#include "core/accounts/storage.h"
#include "core/files/accounting.h"

#include <memory>

namespace transom::server {

/// Quotas, kept in the accounts' database. Blocks a thread of the disk pool for as long as the storage thread takes.
///
/// What has happened on the disk is counted, whatever the database says just then: what it cannot take, because its own disk is full, is owed and
/// paid before anything else is asked. What is still owed when the server ends is found by counting at its next start.
class StoredAccounting : public files::Accounting
{
public:
    explicit StoredAccounting(accounts::Storage &storage);

    Result<void> reserve(qint64 userId, Space space) override;
    void release(qint64 userId, Space space) override { commit(userId, space, {}); }
    void commit(qint64 userId, Space reserved, Space usedDelta) override;
    void adjust(qint64 userId, Space delta) override { commit(userId, {}, delta); }
    Result<protocol::FilesQuotaResult> usage(qint64 userId) override;

private:
    class Owed;

    accounts::Storage &m_storage;
    std::shared_ptr<Owed> m_owed; ///< the storage thread's alone
};

} // namespace transom::server
