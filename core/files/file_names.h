#pragma once

#include "core/base/error.h"

#include <QStringList>

#include <optional>

/// The rules for names, the same on every system, for names of clients at the server and of servers at the client: both
/// can be hostile. Pure; any thread.
namespace transom::files {

/// Where uploads under way are kept, in the root of each home; nobody can name it.
inline constexpr char KeptPartialPrefix[] = "kept-"; ///< of those in it that another upload may go on with
inline const QString PartialFolder = QStringLiteral(".partial");
/// Where the recycle bin is, beside it and on the same disk.
inline const QString BinFolder = QStringLiteral(".transom-bin");
/// Whether a name in the root of a home is one of these two: they are not listed, and no path leads into them.
bool isReserved(const QString &name);

/// One component of a path, in NFC. BadName: empty, too long, `.` or `..`, `/` or `\`, NUL or another control character, not
/// valid Unicode, ending in a space or dot, or a device of Windows (`con`, `nul.txt`, …).
Result<QString> validName(const QString &name);

/// A name on the disk as the protocol would write it; nothing where it could not be named again.
std::optional<QString> nameable(const char *raw);

/// The components of a path of the protocol; none for "/". OutsideHome where it climbs out with `..`, BadName for the rest,
/// among it the reserved folders.
Result<QStringList> splitPath(const QString &path);
/// The components of a path in a record: relative, every one of them a valid name as it stands.
Result<QStringList> splitRecordPath(const QString &path);
QString joinPath(const QStringList &components);
QString joinPath(const QString &folder, const QString &name);

/// "report (2).txt" for ("report.txt", 2).
QString numberedName(const QString &name, int number);

} // namespace transom::files
