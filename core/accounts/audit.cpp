#include "core/accounts/audit.h"

#include "core/base/clock.h"
#include "core/base/text.h"

#include <array>
#include <utility>

namespace transom::accounts {

namespace {

constexpr qsizetype MostText = 1024;
constexpr int MostEntries = 1000;

constexpr std::array Names{
    std::pair(AuditAction::SignIn, QLatin1String("sign-in")),
    std::pair(AuditAction::SignInFailed, QLatin1String("sign-in-failed")),
    std::pair(AuditAction::SignOut, QLatin1String("sign-out")),
    std::pair(AuditAction::Disconnect, QLatin1String("disconnect")),
    std::pair(AuditAction::CommandStart, QLatin1String("command-start")),
    std::pair(AuditAction::CommandEnd, QLatin1String("command-end")),
    std::pair(AuditAction::FileRead, QLatin1String("file-read")),
    std::pair(AuditAction::FileWrite, QLatin1String("file-write")),
    std::pair(AuditAction::FileRemove, QLatin1String("file-remove")),
    std::pair(AuditAction::FileRename, QLatin1String("file-rename")),
    std::pair(AuditAction::MakeFolder, QLatin1String("make-folder")),
    std::pair(AuditAction::AccountChange, QLatin1String("account-change")),
    std::pair(AuditAction::ServerStart, QLatin1String("server-start")),
    std::pair(AuditAction::ServerStop, QLatin1String("server-stop")),
    std::pair(AuditAction::Other, QLatin1String("other")),
};

AuditAction actionFromName(const QString &name)
{
    for (const auto &[action, actionName] : Names) {
        if (name == actionName)
            return action;
    }
    return AuditAction::Other;
}

QString storable(const QString &text)
{
    const QString safe = printable(QStringView(text), MostText);
    return safe.isNull() ? QLatin1String("") : safe; // a null text would be stored as NULL
}

} // namespace

QString auditActionName(AuditAction action)
{
    for (const auto &[known, name] : Names) {
        if (known == action)
            return name;
    }
    return QStringLiteral("other");
}

Result<void> appendAudit(Database &database, const AuditEntry &entry)
{
    const auto stored = database.relaxed([&] {
        return database.run(QStringLiteral("INSERT INTO audit (time_ms, user_name, peer, action, subject, outcome, detail)"
                                           " VALUES (?, ?, ?, ?, ?, ?, ?)"),
                            {entry.timeMs != 0 ? entry.timeMs : wallClockMs(), storable(entry.user), storable(entry.peer),
                             auditActionName(entry.action), storable(entry.subject), static_cast<int>(entry.outcome),
                             storable(entry.detail)});
    });
    return stored ? Result<void>() : Result<void>(tl::make_unexpected(stored.error()));
}

Result<QList<AuditEntry>> auditPage(Database &database, const AuditFilter &filter)
{
    QString conditions = QStringLiteral("1 = 1");
    QVariantList values;
    const auto require = [&](const QString &condition, const QVariant &value) {
        conditions += QStringLiteral(" AND ") + condition;
        values += value;
    };
    if (!filter.user.isEmpty())
        require(QStringLiteral("user_name = ?"), filter.user);
    if (filter.action)
        require(QStringLiteral("action = ?"), auditActionName(*filter.action));
    if (filter.failuresOnly)
        require(QStringLiteral("outcome <> ?"), static_cast<int>(ErrorCode::None));
    if (filter.fromMs > 0)
        require(QStringLiteral("time_ms >= ?"), filter.fromMs);
    if (filter.untilMs > 0)
        require(QStringLiteral("time_ms < ?"), filter.untilMs);
    if (filter.beforeId > 0)
        require(QStringLiteral("id < ?"), filter.beforeId);
    values += std::clamp(filter.limit, 0, MostEntries);
    return database
        .rows(QStringLiteral("SELECT id, time_ms, user_name, peer, action, subject, outcome, detail FROM audit WHERE %1"
                             " ORDER BY id DESC LIMIT ?")
                  .arg(conditions),
              values)
        .map([](const QList<Row> &rows) {
            QList<AuditEntry> entries;
            for (const Row &row : rows) {
                entries += AuditEntry{row[0].toLongLong(), row[1].toLongLong(),          row[2].toString(),
                                      row[3].toString(),   actionFromName(row[4].toString()), row[5].toString(),
                                      errorCodeFromNumber(row[6].toLongLong()), row[7].toString()};
            }
            return entries;
        });
}

} // namespace transom::accounts
