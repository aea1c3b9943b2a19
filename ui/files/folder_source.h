#pragma once

#include "core/base/error.h"
#include "core/base/strand.h"
#include "ui/models/folder_model.h"

#include <QObject>
#include <QPointer>
#include <QThread>
#include <QTimer>

#include <functional>

class QFileSystemWatcher;

namespace transom::files {
class RemoteFiles;
}

namespace transom::ui {

/// Where a pane's folders come from. Everything is asked for and answered later, in `context`'s thread, unless `context` is gone.
class FolderSource : public QObject
{
    Q_OBJECT

public:
    using Page = std::function<void(QList<FolderEntry>)>;
    using Done = std::function<void(Result<void>)>;
    using Looked = std::function<void(Result<FolderEntry>)>;
    using Hashed = std::function<void(Result<QString>)>;
    /// Puts back what has been removed; nothing where that cannot be done from here.
    using Undo = std::function<void(QObject *context, Done done)>;
    using Removed = std::function<void(Result<Undo>)>;
    /// Ends what is going on: its `done` comes with Cancelled. May be dropped, and called late.
    using Stop = std::function<void()>;

    using QObject::QObject;

    virtual FolderModel::Side side() const = 0;
    /// `page` as often as needed, then `done`.
    virtual Stop list(const QString &path, QObject *context, Page page, Done done) = 0;
    virtual void makeFolder(const QString &path, QObject *context, Done done) = 0;
    virtual void rename(const QString &from, const QString &to, bool overwrite, QObject *context, Done done) = 0;
    virtual void remove(const QStringList &paths, QObject *context, Removed done) = 0;
    virtual void look(const QString &path, QObject *context, Looked done) = 0;
    /// SHA-256 of a file, in lower-case hex; `progress` in bytes where that is known.
    virtual Stop hash(const QString &path, QObject *context, std::function<void(qint64)> progress, Hashed done) = 0;
    /// Emits `changed` when something happens in this folder, as well as this side can tell; empty: in none.
    virtual void watch(const QString &path) = 0;
    /// Nobody looks for now: nothing needs to be found out.
    virtual void setWatching(bool watching) { Q_UNUSED(watching) }
    /// What remove() does with things, for the question before.
    virtual QString removalText() const = 0;
    virtual QString removalVerb() const = 0;

Q_SIGNALS:
    void changed(const QString &path);
};

/// This computer. All disk work on a strand; what is removed goes to the wastebasket.
class LocalFolders : public FolderSource
{
    Q_OBJECT

public:
    explicit LocalFolders(QObject *parent = nullptr);
    ~LocalFolders() override;

    FolderModel::Side side() const override { return FolderModel::Side::Local; }
    Stop list(const QString &path, QObject *context, Page page, Done done) override;
    void makeFolder(const QString &path, QObject *context, Done done) override;
    void rename(const QString &from, const QString &to, bool overwrite, QObject *context, Done done) override;
    void remove(const QStringList &paths, QObject *context, Removed done) override;
    void look(const QString &path, QObject *context, Looked done) override;
    Stop hash(const QString &path, QObject *context, std::function<void(qint64)> progress, Hashed done) override;
    void watch(const QString &path) override;
    QString removalText() const override;
    QString removalVerb() const override;

private:
    Strand m_disk;
    Strand m_hashing;               ///< beside the rest: a large file must not hold up the folders
    QThread m_watchThread;          ///< the watcher asks the disk about what it watches
    QFileSystemWatcher *m_watcher;
    QString m_listed;               ///< what was read last, and its time before
    qint64 m_listedTime = -1;
};

/// The user's home on the server.
class RemoteFolders : public FolderSource
{
    Q_OBJECT

public:
    explicit RemoteFolders(files::RemoteFiles &files, QObject *parent = nullptr);

    FolderModel::Side side() const override { return FolderModel::Side::Remote; }
    Stop list(const QString &path, QObject *context, Page page, Done done) override;
    void makeFolder(const QString &path, QObject *context, Done done) override;
    void rename(const QString &from, const QString &to, bool overwrite, QObject *context, Done done) override;
    void remove(const QStringList &paths, QObject *context, Removed done) override;
    void look(const QString &path, QObject *context, Looked done) override;
    Stop hash(const QString &path, QObject *context, std::function<void(qint64)> progress, Hashed done) override;
    void watch(const QString &path) override;
    void setWatching(bool watching) override;
    QString removalText() const override;
    QString removalVerb() const override;

private:
    /// What a removal has put into the bin.
    struct Binned
    {
        QString id;
        QString path;
    };
    using Failures = QList<std::pair<QString, Error>>;
    static tl::unexpected<Error> failed(const Failures &failures, const QString &rest);
    void restore(const QList<Binned> &binned, const Failures &failures, QObject *context, const Done &done);
    void poll();
    void setPace();

    files::RemoteFiles &m_files;
    QTimer m_poll;
    QString m_watched;
    qint64 m_modified = -1; ///< of the watched folder, when last asked
    int m_quiet = 0;        ///< polls since the last change or full look
    QString m_lastPath;     ///< what was listed last, and how much that was
    qsizetype m_lastCount = 0;
    bool m_asking = false;
    bool m_watching = false;
};

} // namespace transom::ui
