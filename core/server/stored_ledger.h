#pragma once

#include "core/accounts/deliveries.h"
#include "core/accounts/storage.h"
#include "core/delivery/ledger.h"
#include "core/delivery/spool.h"
#include "core/files/accounting.h"
#include "core/files/home.h"

namespace transom::server {

/// The books of deliveries in the accounts' database, and what is handed in in the homes of those who collect it. Blocks a thread
/// of the disk pool for as long as the storage thread takes.
class StoredLedger : public delivery::Ledger
{
public:
    StoredLedger(accounts::Storage &storage, files::Homes &homes, files::Accounting &accounting, bool homeIsShared)
        : m_storage(storage)
        , m_homes(homes)
        , m_accounting(accounting)
        , m_homeIsShared(homeIsShared)
    {}

    /// Opens the spool and drops what was under way when the server ended. Before anything else.
    Result<void> open(const QString &spoolPath);
    const delivery::Spool &spool() const { return *m_spool; }

    Result<protocol::DeliverGroups> groups() override;
    Result<QList<protocol::DeliverPerson>> whom() override;
    Result<qint64> send(qint64 userId, const protocol::DeliverSend &request) override;
    Result<qint64> collect(qint64 userId, const QString &user, const protocol::DeliverCollect &request) override;
    Result<qint64> handIn(qint64 userId, const protocol::DeliverHandIn &request) override;
    Result<Slot> addFile(qint64 userId, const protocol::DeliverPut &file) override;
    Result<void> finishFile(qint64 id, int number, const QString &sha256) override;
    Result<void> seal(qint64 userId, qint64 id) override;
    Result<QList<protocol::DeliverItem>> items(qint64 userId) override;
    Result<protocol::DeliverItem> item(qint64 userId, qint64 id) override;
    Result<QList<protocol::DeliverPerson>> people(qint64 userId, qint64 id, const QString &onlyUser) override;
    Result<QList<protocol::DeliverFile>> files(qint64 userId, qint64 id) override;
    Result<std::optional<protocol::DeliverReceipt>> receipt(qint64 userId, qint64 id) override;
    Result<protocol::DeliverFile> takeFile(qint64 userId, qint64 id, int number) override;
    Result<bool> answer(qint64 userId, const protocol::DeliverAnswer &answer) override;
    Result<bool> close(qint64 userId, qint64 id) override;
    Result<QList<qint64>> expire() override;
    Result<QList<std::pair<qint64, QString>>> audience(qint64 id) override;

private:
    Result<void> publish(accounts::Submission &submission);
    Result<void> moveFiles(const files::Home &home, const accounts::Submission &submission, const QString &folder, Space &moved);
    void removeOldVersions(const accounts::Submission &submission);

    accounts::Storage &m_storage;
    files::Homes &m_homes;
    files::Accounting &m_accounting;
    const bool m_homeIsShared;
    std::optional<delivery::Spool> m_spool;
};

} // namespace transom::server
