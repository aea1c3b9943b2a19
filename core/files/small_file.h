#pragma once

#include "core/base/space.h"
#include "core/protocol/file_messages.h"

#include <QByteArray>

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

/// Gives it its name, as the conflict policy says. `again`: what is there with the same bytes is the file itself, put there before. The temporary name is gone
/// afterwards, whatever happens.
Result<Placed> placeSmall(int from, const QByteArray &temporary, int folder, const QByteArray &name, const protocol::FilesRecord &record,
                          const QString &conflict, bool again);

/// A link, where it leads to something inside: `below` is where it is, seen from what it may not leave. OutsideHome where it leads out.
Result<Placed> placeLink(int folder, const QByteArray &name, const QStringList &below, const QString &target, int above = 0);
/// Whether it stays inside, by its words alone. `above`: so many folders higher is inside, too.
bool staysInside(const QStringList &below, const QString &target, int above = 0);

} // namespace transom::files
