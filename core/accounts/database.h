#pragma once

#include "core/base/error.h"

#include <QList>
#include <QVariant>

#include <memory>
#include <optional>
#include <utility>

namespace transom::accounts {

using Row = QVariantList;

/// One connection to the server's database, in the storage thread only. Statements are prepared once and kept. The SQL is
/// what SQLite (3.35) and PostgreSQL share; what differs is in schema.cpp and in this class.
///
/// Errors: AlreadyExists for a broken UNIQUE, DiskFull, InUse where another process holds the lock for more than five
/// seconds, Internal for the rest (a damaged file says so). The driver's own words go to the log only.
class Database
{
public:
    /// Opens, checks and migrates. See Storage::open.
    static Result<std::unique_ptr<Database>> open(const QString &file);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// A statement without rows; how many rows it changed.
    Result<int> run(const QString &sql, const QVariantList &values = {});
    Result<QList<Row>> rows(const QString &sql, const QVariantList &values = {});
    /// The first row, if there is one.
    Result<std::optional<Row>> row(const QString &sql, const QVariantList &values = {});

    /// Runs `task() -> Result<T>` in a transaction that takes the write lock at once (a read that turns into a write later could
    /// fail halfway): committed when it succeeds, undone when it fails. Inside another one it is part of that.
    template<class Task>
    auto inTransaction(Task &&task) -> std::invoke_result_t<Task>
    {
        if (m_transaction)
            return task();
        if (auto begun = begin(); !begun)
            return tl::make_unexpected(begun.error());
        auto result = task();
        if (!result) {
            rollback();
            return result;
        }
        if (auto committed = commit(); !committed)
            return tl::make_unexpected(committed.error());
        return result;
    }

    /// Runs `task` without waiting for the disk at each commit: after a power failure (not a crash) the last moments may be
    /// missing, the database is sound all the same. For counts that are set right at the next start, and for the audit trail,
    /// which would otherwise cost every file of a large upload a sync.
    template<class Task>
    auto relaxed(Task &&task) -> std::invoke_result_t<Task>
    {
        setRelaxed(true);
        auto result = task();
        setRelaxed(false);
        return result;
    }

    /// Changes whenever another connection or process has committed something.
    Result<qint64> foreignChanges();

private:
    struct Connection;
    explicit Database(std::unique_ptr<Connection> connection);
    Result<void> prepare(const QString &file);
    Result<void> begin();
    Result<void> commit();
    void rollback();
    void setRelaxed(bool on);

    std::unique_ptr<Connection> m_connection;
    bool m_transaction = false;
    bool m_relaxed = false;
};

} // namespace transom::accounts
