#pragma once

#include "core/base/error.h"
#include "core/base/space.h"

#include <QByteArray>

struct stat;

/// Whole reads and writes on descriptors, and the attributes that travel with a file. Block; any thread.
namespace transom::files {

/// All of it, or an error; interrupted and short writes are continued.
Result<void> writeAll(int descriptor, const QByteArray &bytes);
/// The same at a place of a file; where the bytes are zeros a hole is left. Call endAt() when all has been written.
Result<void> writeSparse(int descriptor, const QByteArray &bytes, qint64 offset);
/// Makes the file that long, holes at its end among it.
Result<void> endAt(int descriptor, qint64 size);
/// At most `most` bytes, fewer only at the end of the file.
Result<QByteArray> readBlock(int descriptor, qint64 most);

/// Where an error is that a disk is full or not to be touched, it says whose, and what to do; any other is as it was. `kept`: what has arrived is not lost.
Error onServersDisk(const Error &error, bool kept);
Error onThisDisk(const Error &error, bool kept);

/// Milliseconds since 1970.
qint64 modifiedMs(const struct stat &status);
/// What a quota gets back when this name of it goes: the bytes of an ordinary file whose only name it is, and a file, a link or a folder (an empty
/// one: what is in it is not looked at).
Space freedBy(const struct stat &status);
/// "file", "directory", "link" or "other".
QString typeName(const struct stat &status);
/// Whether a folder's entry is "." or "..".
bool isDots(const char *name);
/// `modified` 0 leaves the time as it is.
Result<void> setAttributes(int descriptor, qint64 modified, int mode);

} // namespace transom::files
