#pragma once

#include "core/files/accounting.h"
#include "core/files/home.h"
#include "core/protocol/file_messages.h"

#include <functional>

/// What can be done with names in a home besides reading and writing files. All of it blocks on the disk; any thread.
namespace transom::files {

/// Entries in any order, page by page; `more` returns false to stop. Names that the protocol cannot carry are left out.
Result<qint64> listFolder(const Home &home, const QString &path, const std::function<bool(QList<protocol::FileEntry>)> &more);
/// `stop` is asked between blocks while a hash is computed.
Result<protocol::FileEntry> statPath(const Home &home, const QString &path, bool hash, const std::function<bool()> &stop);
/// `user` not empty: the oldest things in the bin go where there would be no room for it otherwise.
Result<void> makeFolder(const Home &home, const QString &path, bool parents, Accounting &accounting, qint64 userId, const QString &user = {});
Result<void> renamePath(const Home &home, const QString &from, const QString &to, bool overwrite, Accounting &accounting, qint64 userId);
/// Moves it to the recycle bin; the id of its entry there.
Result<QString> binPath(const Home &home, const QString &path, bool recursive, const QString &user);
/// For good. What cannot be removed is named by the error, which says where it is now; in the recycle bin it was removed by `user`.
Result<void> removePath(const Home &home, const QString &path, bool recursive, Accounting &accounting, qint64 userId, const QString &user = {});
/// Free on the disk that holds it.
qint64 freeBytes(const Home &home);

} // namespace transom::files
