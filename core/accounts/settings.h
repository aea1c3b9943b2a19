#pragma once

#include "core/accounts/database.h"

#include <QByteArray>

/// Small values the server keeps. Storage thread only.
namespace transom::accounts {

Result<std::optional<QByteArray>> setting(Database &database, const QString &key);
Result<void> setSetting(Database &database, const QString &key, const QByteArray &value);

/// 32 random bytes, made on first use and the same ever after: the source of the salts that unknown names get.
Result<QByteArray> serverSecret(Database &database);

} // namespace transom::accounts
