#include "core/accounts/database.h"

#include "core/accounts/schema.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QUuid>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

Q_LOGGING_CATEGORY(lcStorage, "transom.storage")

namespace transom::accounts {

namespace {

constexpr qint64 CheckedSize = 64 * 1024 * 1024; // beyond this a full check would hold up the start

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

/// SQLite's result codes (https://www.sqlite.org/rescode.html); Qt reports the extended ones.
Error errorOf(const QSqlError &error)
{
    bool isNumber = false;
    const int native = error.nativeErrorCode().toInt(&isNumber);
    const int code = isNumber ? native & 0xff : 0;
    if (native == 2067 || native == 1555) // SQLITE_CONSTRAINT_UNIQUE, …_PRIMARYKEY: an answer, not a fault
        return {ErrorCode::AlreadyExists, {}};
    qCWarning(lcStorage).noquote() << "SQL error" << native << error.driverText() << error.databaseText();
    switch (code) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return {ErrorCode::InUse, translate("Accounts", "Another program is using the server's database. Try again in a moment.")};
    case 13: // SQLITE_FULL
        return {ErrorCode::DiskFull, {}};
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        return {ErrorCode::InputOutput, translate("Accounts", "The server's database is damaged. Stop the server and restore the file from a copy.")};
    case 8:  // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
    case 23: // SQLITE_AUTH
        return {ErrorCode::LocalAccessDenied, translate("Accounts", "The server's database cannot be opened for writing. Check who owns its folder.")};
    case 10: // SQLITE_IOERR
        return {ErrorCode::InputOutput, translate("Accounts", "The disk failed while the server's database was used.")};
    default:
        return {ErrorCode::Internal, translate("Accounts", "The server's database did not carry this out. Its log says why.")};
    }
}

} // namespace

/// Qt keeps connections by name in a global table; this one's is its own.
struct Database::Connection
{
    QString name = QUuid::createUuid().toString();
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    QHash<QString, std::shared_ptr<QSqlQuery>> statements;

    ~Connection()
    {
        statements.clear();
        database.close();
        database = {};
        QSqlDatabase::removeDatabase(name);
    }

    Result<std::shared_ptr<QSqlQuery>> execute(const QString &sql, const QVariantList &values)
    {
        auto query = statements.value(sql);
        if (!query) {
            query = std::make_shared<QSqlQuery>(database);
            query->setForwardOnly(true);
            if (!query->prepare(sql))
                return tl::make_unexpected(errorOf(query->lastError()));
            statements.insert(sql, query);
        }
        for (int i = 0; i < values.size(); ++i)
            query->bindValue(i, values[i]);
        if (!query->exec()) {
            const Error error = errorOf(query->lastError());
            query->finish();
            return tl::make_unexpected(error);
        }
        return query;
    }
};

Database::Database(std::unique_ptr<Connection> connection)
    : m_connection(std::move(connection))
{}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const QString &file)
{
    // Made here, so that it is never anybody else's to read; SQLite gives its companions (-wal, -shm) the same rights.
    const int fd = ::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (fd < 0)
        return tl::make_unexpected(errorFromErrno(errno, QFileInfo(file).fileName()));
    ::close(fd);
    auto connection = std::make_unique<Connection>();
    connection->database.setDatabaseName(file);
    connection->database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!connection->database.open())
        return tl::make_unexpected(errorOf(connection->database.lastError()));
    std::unique_ptr<Database> database(new Database(std::move(connection)));
    if (auto ready = database->prepare(file); !ready)
        return tl::make_unexpected(ready.error());
    return database;
}

Result<void> Database::prepare(const QString &file)
{
    for (const auto &pragma : {QStringLiteral("PRAGMA foreign_keys = ON"), QStringLiteral("PRAGMA trusted_schema = OFF")}) {
        if (auto set = rows(pragma); !set)
            return tl::make_unexpected(set.error());
    }
    if (QFileInfo(file).size() <= CheckedSize) {
        const auto verdict = row(QStringLiteral("PRAGMA quick_check(1)"));
        if (!verdict)
            return tl::make_unexpected(verdict.error());
        if (!*verdict || (*verdict)->first().toString() != QLatin1String("ok"))
            return fail(ErrorCode::InputOutput, translate("Accounts", "The server's database is damaged. Stop the server and restore the file from a copy."));
    }
    // WAL: readers and the one writer do not wait for each other. FULL: what has been acknowledged survives a power failure.
    for (const auto &pragma : {QStringLiteral("PRAGMA journal_mode = WAL"), QStringLiteral("PRAGMA synchronous = FULL")}) {
        if (auto set = rows(pragma); !set)
            return tl::make_unexpected(set.error());
    }
    m_connection->statements.clear();
    return inTransaction([this]() -> Result<void> {
        const auto objects = row(QStringLiteral("SELECT count(*) FROM sqlite_master"));
        const auto application = row(QStringLiteral("PRAGMA application_id"));
        const auto current = row(QStringLiteral("PRAGMA user_version"));
        if (!objects || !application || !current)
            return fail(ErrorCode::Internal);
        if ((*objects)->first().toInt() != 0 && (*application)->first().toInt() != schema::ApplicationId)
            return fail(ErrorCode::BadArgument, translate("Accounts", "This file is a database of another program."));
        const auto steps = schema::migrations(schema::Sqlite);
        const int version = (*current)->first().toInt();
        if (version > steps.size())
            return fail(ErrorCode::VersionMismatch, translate("Accounts", "The server's database was made by a newer version of Transom. Update this one."));
        for (qsizetype i = version; i < steps.size(); ++i) {
            for (const QString &statement : steps[i]) {
                if (auto done = run(statement); !done)
                    return tl::make_unexpected(done.error());
            }
        }
        if (version == steps.size())
            return {};
        auto marked = rows(QStringLiteral("PRAGMA application_id = %1").arg(schema::ApplicationId));
        if (marked)
            marked = rows(QStringLiteral("PRAGMA user_version = %1").arg(steps.size()));
        return marked ? Result<void>() : Result<void>(tl::make_unexpected(marked.error()));
    });
}

Result<int> Database::run(const QString &sql, const QVariantList &values)
{
    return m_connection->execute(sql, values).map([](const std::shared_ptr<QSqlQuery> &query) {
        const int changed = query->numRowsAffected();
        query->finish();
        return changed;
    });
}

Result<QList<Row>> Database::rows(const QString &sql, const QVariantList &values)
{
    return m_connection->execute(sql, values).and_then([](const std::shared_ptr<QSqlQuery> &query) -> Result<QList<Row>> {
        QList<Row> found;
        const int columns = static_cast<int>(query->isSelect() ? query->record().count() : 0);
        while (query->next()) {
            Row one;
            one.reserve(columns);
            for (int i = 0; i < columns; ++i)
                one += query->value(i);
            found += one;
        }
        const QSqlError error = query->lastError();
        query->finish();
        if (error.isValid())
            return tl::make_unexpected(errorOf(error));
        return found;
    });
}

Result<std::optional<Row>> Database::row(const QString &sql, const QVariantList &values)
{
    return rows(sql, values).map([](const QList<Row> &found) {
        return found.isEmpty() ? std::nullopt : std::optional(found.first());
    });
}

Result<void> Database::begin()
{
    // PostgreSQL: BEGIN.
    auto begun = run(QStringLiteral("BEGIN IMMEDIATE"));
    if (!begun)
        return tl::make_unexpected(begun.error());
    m_transaction = true;
    return {};
}

Result<void> Database::commit()
{
    const auto committed = run(QStringLiteral("COMMIT"));
    if (!committed) {
        rollback();
        return tl::make_unexpected(committed.error());
    }
    m_transaction = false;
    return {};
}

void Database::rollback()
{
    (void)run(QStringLiteral("ROLLBACK")); // SQLite may have rolled back by itself (disk full), and then says so here
    m_transaction = false;
}

void Database::setRelaxed(bool on)
{
    if (m_relaxed == on || m_transaction) // SQLite takes this only between transactions
        return;
    // PostgreSQL: SET synchronous_commit.
    if (rows(on ? QStringLiteral("PRAGMA synchronous = NORMAL") : QStringLiteral("PRAGMA synchronous = FULL")))
        m_relaxed = on;
}

Result<qint64> Database::foreignChanges()
{
    // PostgreSQL: a counter kept by a trigger.
    return row(QStringLiteral("PRAGMA data_version")).map([](const std::optional<Row> &found) {
        return found ? found->first().toLongLong() : 0;
    });
}

} // namespace transom::accounts
