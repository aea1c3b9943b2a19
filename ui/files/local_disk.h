#pragma once

#include "core/base/error.h"
#include "ui/models/folder_entry.h"

#include <QList>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>

/// What the window does on this computer's disk. Everything here blocks: on a strand, never in the GUI thread. Paths are this program's
/// own or a person's, not a peer's.
namespace transom::ui::disk {

/// True when what is going on should end.
using Stopped = std::function<bool()>;

/// Reads a folder page by page, in no order. One thread at a time.
class FolderReader
{
public:
    explicit FolderReader(QString path);
    ~FolderReader();

    /// Some thousand entries; none at the end.
    Result<QList<FolderEntry>> next();

private:
    const QString m_path;
    void *m_folder = nullptr; ///< DIR
};

/// One thing; of a link what it leads to, as list() has it.
Result<FolderEntry> look(const QString &path);

/// When something was last made, renamed or removed in a folder, in nanoseconds; -1 where that cannot be told.
qint64 folderTime(const QString &path);

/// Lower-case hex. `done` counts bytes for whoever watches.
Result<QString> sha256(const QString &path, std::atomic<qint64> &done, const Stopped &stopped);

/// Bytes free for this user where `path` is; -1 where that is not known.
qint64 freeBytes(const QString &path);

enum class Conflict { Fail, Overwrite, Rename, Skip };

/// What copying or moving is at; read from the GUI thread while it goes on.
struct CarryProgress
{
    std::atomic<qint64> total{-1}; ///< bytes; -1: still counting
    std::atomic<qint64> done{0};
    std::atomic<int> files{0};
    std::atomic<bool> stop{false};
};

struct CarryOrder
{
    QStringList sources;
    QString target;      ///< a folder that is there
    bool move = false;
    Conflict conflict = Conflict::Fail;
};

/// Copies or moves things with everything in them: times and permissions stay, links stay links, and a file appears under its name only
/// when it is whole. What is moved to another disk is removed only after its copy is complete. Special files are left out and named in
/// `left`. After an error what has been done stays done.
Result<void> carry(const CarryOrder &order, CarryProgress &progress, QStringList &left);

} // namespace transom::ui::disk
