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

/// Groups of people, and what is handed out, sent and handed in.
const QStringList Deliveries = {
    QStringLiteral("CREATE TABLE groups (id %identity%, name TEXT NOT NULL, folded_name TEXT NOT NULL UNIQUE)"),
    QStringLiteral("CREATE TABLE group_members ("
                   " group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,"
                   " user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,"
                   " PRIMARY KEY (group_id, user_id))"),
    QStringLiteral("CREATE INDEX group_members_user ON group_members (user_id)"),
    QStringLiteral("CREATE TABLE display_names ("
                   " user_id BIGINT PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,"
                   " display_name TEXT NOT NULL)"),
    QStringLiteral("CREATE TABLE deliveries ("
                   " id %identity%,"
                   " kind TEXT NOT NULL,"
                   " parent_id BIGINT REFERENCES deliveries (id) ON DELETE CASCADE,"
                   " owner_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,"
                   " title TEXT NOT NULL,"
                   " note TEXT NOT NULL,"
                   " addressed TEXT NOT NULL,"
                   " state TEXT NOT NULL,"
                   " created_ms BIGINT NOT NULL,"
                   " until_ms BIGINT NOT NULL,"
                   " grace_ms BIGINT NOT NULL DEFAULT 0,"
                   " refuse_late SMALLINT NOT NULL DEFAULT 0,"
                   " most_bytes BIGINT NOT NULL DEFAULT 0,"
                   " keep_versions INTEGER NOT NULL DEFAULT 0,"
                   " auto_take SMALLINT NOT NULL DEFAULT 0,"
                   " files INTEGER NOT NULL DEFAULT 0,"
                   " bytes BIGINT NOT NULL DEFAULT 0,"
                   " version INTEGER NOT NULL DEFAULT 0,"
                   " late SMALLINT NOT NULL DEFAULT 0,"
                   " sealed_ms BIGINT NOT NULL DEFAULT 0,"
                   " sha256 TEXT NOT NULL DEFAULT '',"
                   " folder TEXT NOT NULL DEFAULT '')"),
    QStringLiteral("CREATE INDEX deliveries_owner ON deliveries (owner_id)"),
    QStringLiteral("CREATE INDEX deliveries_parent ON deliveries (parent_id, owner_id)"),
    QStringLiteral("CREATE TABLE delivery_files ("
                   " delivery_id BIGINT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,"
                   " number INTEGER NOT NULL,"
                   " path TEXT NOT NULL,"
                   " folder SMALLINT NOT NULL,"
                   " size BIGINT NOT NULL,"
                   " modified_ms BIGINT NOT NULL,"
                   " mode INTEGER NOT NULL,"
                   " sha256 TEXT NOT NULL,"
                   " whole SMALLINT NOT NULL DEFAULT 0,"
                   " PRIMARY KEY (delivery_id, number),"
                   " UNIQUE (delivery_id, path))"),
    QStringLiteral("CREATE TABLE delivery_people ("
                   " delivery_id BIGINT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,"
                   " user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,"
                   " state TEXT NOT NULL,"
                   " reason TEXT NOT NULL DEFAULT '',"
                   " changed_ms BIGINT NOT NULL DEFAULT 0,"
                   " PRIMARY KEY (delivery_id, user_id))"),
    QStringLiteral("CREATE INDEX delivery_people_user ON delivery_people (user_id)"),
    QStringLiteral("CREATE TABLE delivery_groups ("
                   " delivery_id BIGINT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,"
                   " group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,"
                   " PRIMARY KEY (delivery_id, group_id))"),
    QStringLiteral("CREATE INDEX delivery_groups_group ON delivery_groups (group_id)"),
};

} // namespace

QList<QStringList> migrations(const Dialect &dialect)
{
    QList<QStringList> steps{First, FileCounts, Deliveries};
    for (QStringList &step : steps)
        step.replaceInStrings(QStringLiteral("%identity%"), dialect.identity).replaceInStrings(QStringLiteral("%blob%"), dialect.blob);
    return steps;
}

} // namespace transom::accounts::schema
