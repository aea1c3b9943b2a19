#pragma once

#include "core/protocol/file_messages.h"
#include "core/session/session_link.h"

#include <QObject>

#include <functional>

namespace transom::files {

/// Questions about the files on a server. Lives in the thread of its link; the methods may be called from any, and `done` is
/// called once in `context`'s thread, unless `context` is gone. ConnectionLost where there is no session now.
class RemoteFiles : public QObject
{
    Q_OBJECT

public:
    template<class T>
    using Done = std::function<void(Result<T>)>;
    /// Ends a question that is no longer of interest: `done` then comes with Cancelled. Any thread; may be dropped, called late and called
    /// twice.
    using Stop = std::function<void()>;

    explicit RemoteFiles(session::SessionLink &link);
    ~RemoteFiles() override;

    /// All entries, in no order.
    void list(const QString &path, QObject *context, Done<QList<protocol::FileEntry>> done);
    /// The same page by page, of some thousand entries each; `page` may be called many times before `done`.
    Stop list(const QString &path, QObject *context, std::function<void(QList<protocol::FileEntry>)> page, Done<void> done);
    Stop stat(const QString &path, bool hash, QObject *context, Done<protocol::FileEntry> done);
    void quota(QObject *context, Done<protocol::FilesQuotaResult> done);
    void makeFolder(const QString &path, bool parents, QObject *context, Done<void> done);
    void rename(const QString &from, const QString &to, bool overwrite, QObject *context, Done<void> done);
    void remove(const QString &path, bool recursive, QObject *context, Done<void> done);

    /// Tells where it went: `id` in the recycle bin, to restore it with. `permanent`: it is gone at once.
    void remove(const QString &path, bool recursive, bool permanent, QObject *context, Done<protocol::FilesRemoveResult> done);
    /// The recycle bin, newest first.
    void binList(QObject *context, Done<QList<protocol::FilesBinEntry>> done);
    /// To where it was, or to `to` where that is not empty; `conflict` is "fail" or "rename".
    void binRestore(const QString &id, const QString &to, const QString &conflict, QObject *context, Done<protocol::FilesBinRestoreResult> done);
    /// For good. `id` empty: all of it.
    void binPurge(const QString &id, QObject *context, Done<protocol::FilesBinPurgeResult> done);

private:
    session::SessionLink &m_link;
};

} // namespace transom::files
