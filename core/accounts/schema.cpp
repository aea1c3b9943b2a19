#include "core/accounts/schema.h"

namespace transom::accounts::schema {

namespace {

// AUTOINCREMENT, so that the number of a removed account is never given to another: sessions and homes go by it.
const QStringList First = {
    QStringLiteral("CREATE TABLE users ("
                   " id %identity%,"
                   " name TEXT NOT NULL,"
                   " folded_name TEXT NOT NULL UNIQUE,"
                   " access TEXT NOT NULL,"
                   " quota_bytes BIGINT NOT NULL,"
                   " used_bytes BIGINT NOT NULL DEFAULT 0 CHECK (used_bytes >= 0),"
                   " reserved_bytes BIGINT NOT NULL DEFAULT 0 CHECK (reserved_bytes >= 0),"
                   " enabled SMALLINT NOT NULL DEFAULT 1,"
                   " created_ms BIGINT NOT NULL,"
                   " salt %blob% NOT NULL,"
                   " iterations INTEGER NOT NULL,"
                   " stored_key %blob% NOT NULL,"
                   " server_key %blob% NOT NULL)"),
    QStringLiteral("CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value %blob% NOT NULL)"),
    QStringLiteral("CREATE TABLE chat_targets (target TEXT PRIMARY KEY NOT NULL, last_seq BIGINT NOT NULL)"),
    QStringLiteral("CREATE TABLE chat_lines ("
                   " target TEXT NOT NULL REFERENCES chat_targets (target) ON DELETE CASCADE,"
                   " seq BIGINT NOT NULL,"
                   " sender TEXT NOT NULL,"
                   " time_ms BIGINT NOT NULL,"
                   " body TEXT NOT NULL,"
                   " ref BIGINT NOT NULL,"
                   " PRIMARY KEY (target, seq))"),
    QStringLiteral("CREATE TABLE chat_members ("
                   " folded_name TEXT NOT NULL,"
                   " target TEXT NOT NULL REFERENCES chat_targets (target) ON DELETE CASCADE,"
                   " peer TEXT NOT NULL,"
                   " PRIMARY KEY (folded_name, target))"),
    QStringLiteral("CREATE INDEX chat_members_target ON chat_members (target)"),
    QStringLiteral("CREATE TABLE chat_read_marks ("
                   " user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,"
                   " target TEXT NOT NULL REFERENCES chat_targets (target) ON DELETE CASCADE,"
                   " seq BIGINT NOT NULL,"
                   " PRIMARY KEY (user_id, target))"),
    QStringLiteral("CREATE INDEX chat_read_marks_target ON chat_read_marks (target)"),
    QStringLiteral("CREATE TABLE audit ("
                   " id %identity%,"
                   " time_ms BIGINT NOT NULL,"
                   " user_name TEXT NOT NULL,"
                   " peer TEXT NOT NULL,"
                   " action TEXT NOT NULL,"
                   " subject TEXT NOT NULL,"
                   " outcome INTEGER NOT NULL,"
                   " detail TEXT NOT NULL)"),
    QStringLiteral("CREATE INDEX audit_user ON audit (user_name, id)"),
};

// How many files, folders and links an account may have; counted anew from the disk at every start.
const QStringList FileCounts = {
    QStringLiteral("ALTER TABLE users ADD COLUMN quota_files BIGINT NOT NULL DEFAULT -1"),
    QStringLiteral("ALTER TABLE users ADD COLUMN used_files BIGINT NOT NULL DEFAULT 0 CHECK (used_files >= 0)"),
    QStringLiteral("ALTER TABLE users ADD COLUMN reserved_files BIGINT NOT NULL DEFAULT 0 CHECK (reserved_files >= 0)"),
};

} // namespace

QList<QStringList> migrations(const Dialect &dialect)
{
    QList<QStringList> steps{First, FileCounts};
    for (QStringList &step : steps)
        step.replaceInStrings(QStringLiteral("%identity%"), dialect.identity).replaceInStrings(QStringLiteral("%blob%"), dialect.blob);
    return steps;
}

} // namespace transom::accounts::schema
