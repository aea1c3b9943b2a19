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

private:
    session::SessionLink &m_link;
};

} // namespace transom::files
