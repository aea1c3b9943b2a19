#include "core/accounts/settings.h"

#include "core/security/secret.h"

namespace transom::accounts {

namespace {

const QString SecretName = QStringLiteral("server-secret");

} // namespace

Result<std::optional<QByteArray>> setting(Database &database, const QString &key)
{
    return database.row(QStringLiteral("SELECT value FROM settings WHERE name = ?"), {key}).map([](const std::optional<Row> &row) {
        return row ? std::optional(row->first().toByteArray()) : std::nullopt;
    });
}

Result<void> setSetting(Database &database, const QString &key, const QByteArray &value)
{
    const auto changed = database.run(QStringLiteral("INSERT INTO settings (name, value) VALUES (?, ?)"
                                                     " ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
                                      {key, value});
    return changed ? Result<void>() : Result<void>(tl::make_unexpected(changed.error()));
}

Result<QByteArray> serverSecret(Database &database)
{
    // Two programs may come here at once: whoever inserts first, both read the same.
    const auto inserted = database.run(QStringLiteral("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"),
                                       {SecretName, security::randomBytes(32)});
    if (!inserted)
        return tl::make_unexpected(inserted.error());
    return setting(database, SecretName).and_then([](const std::optional<QByteArray> &secret) -> Result<QByteArray> {
        if (!secret)
            return fail(ErrorCode::Internal);
        return *secret;
    });
}

} // namespace transom::accounts
