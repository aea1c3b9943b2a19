#include "core/accounts/users.h"

#include "core/base/clock.h"

#include <QCoreApplication>

namespace transom::accounts {

namespace {

constexpr qsizetype MostCharacters = 64;

const QString Columns = QStringLiteral("id, name, access, quota_bytes, used_bytes, reserved_bytes, enabled, created_ms, salt, "
                                       "iterations, stored_key, server_key, quota_files, used_files, reserved_files");

User userOf(const Row &row)
{
    User user;
    user.id = row[0].toLongLong();
    user.name = row[1].toString();
    user.access = protocol::accessFromNames(row[2].toString().split(u',', Qt::SkipEmptyParts));
    user.quotaBytes = row[3].toLongLong();
    user.usedBytes = row[4].toLongLong();
    user.reservedBytes = row[5].toLongLong();
    user.enabled = row[6].toInt() != 0;
    user.createdMs = row[7].toLongLong();
    user.verifier = {row[8].toByteArray(), row[9].toInt(), row[10].toByteArray(), row[11].toByteArray()};
    user.quotaFiles = row[12].toLongLong();
    user.usedFiles = row[13].toLongLong();
    user.reservedFiles = row[14].toLongLong();
    return user;
}

QString accessText(protocol::Access access)
{
    const QString text = protocol::accessToNames(access).join(u',');
    return text.isNull() ? QLatin1String("") : text; // a null text would be stored as NULL
}

tl::unexpected<Error> badName()
{
    return fail(ErrorCode::BadName,
                QCoreApplication::translate("Accounts", "A name has 1 to 64 letters, digits, dots, dashes and underscores, and begins and "
                                                       "ends with a letter or digit."));
}

/// Names of devices on Windows, where a client might make a folder of this name.
bool isDeviceName(const QString &folded)
{
    const QString stem = folded.section(u'.', 0, 0);
    static const QStringList devices{QStringLiteral("con"), QStringLiteral("prn"), QStringLiteral("aux"), QStringLiteral("nul")};
    if (devices.contains(stem))
        return true;
    return stem.size() == 4 && (stem.startsWith(QLatin1String("com")) || stem.startsWith(QLatin1String("lpt"))) && stem[3].isDigit();
}

Result<void> one(const Result<int> &changed)
{
    if (!changed)
        return tl::make_unexpected(changed.error());
    return *changed == 1 ? Result<void>() : Result<void>(fail(ErrorCode::NoSuchUser));
}

Result<std::optional<User>> userWhere(Database &database, const QString &condition, const QVariant &value)
{
    return database.row(QStringLiteral("SELECT %1 FROM users WHERE %2").arg(Columns, condition), {value})
        .map([](const std::optional<Row> &row) { return row ? std::optional(userOf(*row)) : std::nullopt; });
}

} // namespace

Result<QString> validUserName(const QString &name)
{
    const QString normal = name.normalized(QString::NormalizationForm_KC);
    const auto points = normal.toUcs4();
    if (points.isEmpty() || points.size() > MostCharacters)
        return badName();
    for (const char32_t c : points) {
        // A combining mark belongs to the letter before it, and some scripts cannot be written without.
        const bool mark = QChar::isMark(c) && c != points.front();
        if (!QChar::isLetterOrNumber(c) && !mark && c != U'.' && c != U'_' && c != U'-')
            return badName();
    }
    const auto isEdge = [](char32_t c) { return c != U'.' && c != U'_' && c != U'-'; };
    if (!isEdge(points.front()) || !isEdge(points.back()) || isDeviceName(foldUserName(normal)))
        return badName();
    return normal;
}

QString foldUserName(const QString &name)
{
    // Folding can undo the normal form (for 'İ', for one), hence twice.
    return name.normalized(QString::NormalizationForm_KC).toCaseFolded().normalized(QString::NormalizationForm_KC);
}

Result<User> addUser(Database &database, const NewUser &user)
{
    const auto name = validUserName(user.name);
    if (!name)
        return tl::make_unexpected(name.error());
    auto stored = database.row(
        QStringLiteral("INSERT INTO users (name, folded_name, access, quota_bytes, enabled, created_ms, salt, iterations, stored_key, "
                       "server_key, quota_files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING %1")
            .arg(Columns),
        {*name, foldUserName(*name), accessText(user.access), std::max(user.quotaBytes, NoQuota), user.enabled ? 1 : 0, wallClockMs(),
         user.verifier.salt, user.verifier.iterations, user.verifier.storedKey, user.verifier.serverKey, std::max(user.quotaFiles, NoQuota)});
    if (!stored && stored.error().code == ErrorCode::AlreadyExists)
        return fail(ErrorCode::AlreadyExists, QCoreApplication::translate("Accounts", "There is an account of this name."));
    if (!stored)
        return tl::make_unexpected(stored.error());
    if (!*stored)
        return fail(ErrorCode::Internal);
    return userOf(**stored);
}

Result<User> removeUser(Database &database, qint64 id)
{
    return database.inTransaction([&]() -> Result<User> {
        const auto user = findUser(database, id);
        if (!user)
            return tl::make_unexpected(user.error());
        if (!*user)
            return fail(ErrorCode::NoSuchUser);
        auto gone = database.run(QStringLiteral("DELETE FROM chat_targets WHERE target IN"
                                                " (SELECT target FROM chat_members WHERE folded_name = ?)"),
                                 {foldUserName((*user)->name)});
        if (gone)
            gone = database.run(QStringLiteral("DELETE FROM users WHERE id = ?"), {id});
        if (!gone)
            return tl::make_unexpected(gone.error());
        return **user;
    });
}

Result<QList<User>> listUsers(Database &database)
{
    return database.rows(QStringLiteral("SELECT %1 FROM users ORDER BY folded_name").arg(Columns)).map([](const QList<Row> &rows) {
        QList<User> users;
        for (const Row &row : rows)
            users += userOf(row);
        return users;
    });
}

Result<std::optional<User>> findUser(Database &database, const QString &name)
{
    return userWhere(database, QStringLiteral("folded_name = ?"), foldUserName(name));
}

Result<std::optional<User>> findUser(Database &database, qint64 id)
{
    return userWhere(database, QStringLiteral("id = ?"), id);
}

Result<bool> hasUsers(Database &database)
{
    return database.row(QStringLiteral("SELECT 1 FROM users LIMIT 1")).map([](const std::optional<Row> &row) { return row.has_value(); });
}

Result<void> setUserAccess(Database &database, qint64 id, protocol::Access access)
{
    return one(database.run(QStringLiteral("UPDATE users SET access = ? WHERE id = ?"), {accessText(access), id}));
}

Result<void> setUserQuota(Database &database, qint64 id, qint64 quotaBytes)
{
    return one(database.run(QStringLiteral("UPDATE users SET quota_bytes = ? WHERE id = ?"), {std::max(quotaBytes, NoQuota), id}));
}

Result<void> setUserFilesQuota(Database &database, qint64 id, qint64 quotaFiles)
{
    return one(database.run(QStringLiteral("UPDATE users SET quota_files = ? WHERE id = ?"), {std::max(quotaFiles, NoQuota), id}));
}

Result<void> setUserEnabled(Database &database, qint64 id, bool enabled)
{
    return one(database.run(QStringLiteral("UPDATE users SET enabled = ? WHERE id = ?"), {enabled ? 1 : 0, id}));
}

Result<void> setUserVerifier(Database &database, qint64 id, const security::ScramVerifier &verifier)
{
    return one(database.run(QStringLiteral("UPDATE users SET salt = ?, iterations = ?, stored_key = ?, server_key = ? WHERE id = ?"),
                            {verifier.salt, verifier.iterations, verifier.storedKey, verifier.serverKey, id}));
}

} // namespace transom::accounts
