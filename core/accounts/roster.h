#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QStringList>

/// A list of people as schools keep it: CSV (RFC 4180). Pure; any thread.
namespace transom::accounts {

struct RosterRow
{
    int line = 0; ///< where it begins in the file, counted from 1
    QString name;
    QString displayName;
    QStringList groups;
    QString password; ///< empty: one is made up for a new account

    bool operator==(const RosterRow &) const = default;
};

/// Columns: account, name for people, groups, password. The first line may name them (in English or Chinese) in any order; otherwise
/// they come in this order. Separated by commas, or by tabs or semicolons where the first line has no comma; several groups in a
/// cell by ';', '|' or '、'. UTF-8 with or without a mark, UTF-16 with one, otherwise GB 18030. Nothing is returned of a file with
/// a fault in it: the error names the line.
Result<QList<RosterRow>> parseRoster(const QByteArray &bytes);

/// One record of RFC 4180, with quotes where they are needed, and its line end.
QByteArray csvRecord(const QStringList &cells);

} // namespace transom::accounts
