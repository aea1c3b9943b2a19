#pragma once

#include "core/base/space.h"
#include "core/protocol/file_messages.h"

#include <QByteArray>

#include <optional>

/// Small files that come whole, in a record: one write and one rename each. What is durable when, its caller decides. Blocks.
namespace transom::files {

/// A new file with its time and mode, under a name of our own making.
Result<void> writeSmall(int folder, const QByteArray &temporary, const QByteArray &contents, const protocol::FilesRecord &record);

struct Placed
{
    QByteArray name;      ///< the one it got
    bool skipped = false; ///< the policy says that what is there stays
    Space added;          ///< what there is more than before
};

/// What may be taken for the file itself, put there by an attempt before this one: what has the same bytes and came there after so many microseconds since
/// 1970, by the disk. With 0 whenever it came; without a value there was no attempt before.
using PutSince = std::optional<qint64>;

/// Where a file is to be kept beside what is there already, the same bytes alone do not say that it was put there before.
PutSince putSince(bool again, const QString &conflict, qint64 since);

/// Gives it its name, as the conflict policy says. The temporary name is gone afterwards, whatever happens.
Result<Placed> placeSmall(int from, const QByteArray &temporary, int folder, const QByteArray &name, const protocol::FilesRecord &record,
                          const QString &conflict, PutSince since);

/// What the disk of that folder takes for now, as in PutSince. Makes a file of that name and removes it.
Result<qint64> diskTime(int folder, const QByteArray &temporary);

/// A link, where it leads to something inside: `below` is where it is, seen from what it may not leave. OutsideHome where it leads out.
Result<Placed> placeLink(int folder, const QByteArray &name, const QStringList &below, const QString &target, int above = 0);
/// Whether it stays inside, by its words alone. `above`: so many folders higher is inside, too.
bool staysInside(const QStringList &below, const QString &target, int above = 0);

} // namespace transom::files
