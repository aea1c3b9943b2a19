#pragma once

#include "core/base/descriptor.h"
#include "core/protocol/file_messages.h"

#include <optional>

/// One thing in a recycle bin as it is kept on the disk: a folder named by the entry's id, and in it `item`, which is the thing itself, and `info`, which says
/// where it was. What stands in the info is not trusted: whoever may run commands can write to it.
namespace transom::files::bin {

inline constexpr auto ItemName = "item";
inline constexpr auto InfoName = "info";

/// Twelve hexadecimal digits of time and sixteen of chance, so that names sort by time.
QString newId(qint64 nowMs);
bool isId(const QString &text);
qint64 timeOf(const QString &id);
/// What an entry is called once it is being removed for good.
QByteArray doomedName(const QString &id);
bool isDoomed(const QByteArray &name);

/// On the disk when it returns.
Result<void> writeInfo(int entry, const protocol::FilesBinEntry &info);
/// Nothing where there is no item. `entry` is the folder of the entry.
std::optional<protocol::FilesBinEntry> readEntry(int entry, const QString &id);

} // namespace transom::files::bin
