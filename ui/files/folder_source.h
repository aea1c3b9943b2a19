#pragma once

#include "core/base/error.h"
#include "core/base/strand.h"
#include "ui/models/folder_model.h"

#include <QObject>

#include <functional>

namespace transom::files {
class RemoteFiles;
}

namespace transom::ui {

/// Where a pane's folders come from. Everything is asked for and answered later, in `context`'s thread, unless `context` is gone.
class FolderSource : public QObject
{
    Q_OBJECT

public:
    using Listed = std::function<void(Result<QList<FolderEntry>>)>;
    using Done = std::function<void(Result<void>)>;

    using QObject::QObject;

    virtual FolderModel::Side side() const = 0;
    virtual void list(const QString &path, QObject *context, Listed done) = 0;
    virtual void makeFolder(const QString &path, QObject *context, Done done) = 0;
    virtual void rename(const QString &from, const QString &to, QObject *context, Done done) = 0;
    virtual void remove(const QStringList &paths, QObject *context, Done done) = 0;
    /// What remove() does with things, for the question before.
    virtual QString removalText() const = 0;
    virtual QString removalVerb() const = 0;
};

/// This computer. All disk work on a strand; what is removed goes to the wastebasket.
class LocalFolders : public FolderSource
{
    Q_OBJECT

public:
    using FolderSource::FolderSource;

    FolderModel::Side side() const override { return FolderModel::Side::Local; }
    void list(const QString &path, QObject *context, Listed done) override;
    void makeFolder(const QString &path, QObject *context, Done done) override;
    void rename(const QString &from, const QString &to, QObject *context, Done done) override;
    void remove(const QStringList &paths, QObject *context, Done done) override;
    QString removalText() const override;
    QString removalVerb() const override;

private:
    Strand m_disk;
};

/// The user's home on the server.
class RemoteFolders : public FolderSource
{
    Q_OBJECT

public:
    explicit RemoteFolders(files::RemoteFiles &files, QObject *parent = nullptr);

    FolderModel::Side side() const override { return FolderModel::Side::Remote; }
    void list(const QString &path, QObject *context, Listed done) override;
    void makeFolder(const QString &path, QObject *context, Done done) override;
    void rename(const QString &from, const QString &to, QObject *context, Done done) override;
    void remove(const QStringList &paths, QObject *context, Done done) override;
    QString removalText() const override;
    QString removalVerb() const override;

private:
    files::RemoteFiles &m_files;
};

} // namespace transom::ui
