#pragma once

#include "ui/models/folder_model.h"

class QMimeData;

namespace transom::ui {

/// Files and folders on their way from one place to another by drag and drop or by the clipboard.
struct FileThings
{
    FolderModel::Side side = FolderModel::Side::Local;
    QStringList paths;
    bool move = false;
    QString account; ///< whose files on which server; empty: not known

    bool isEmpty() const { return paths.isEmpty(); }
};

/// In the forms other programs understand where these are files of this computer. The caller owns it.
QMimeData *mimeOf(const FileThings &things);
FileThings thingsIn(const QMimeData *mime);
/// Without what is in `folder` already, or would have to go into itself there.
FileThings fitting(FileThings things, FolderModel::Side side, const QString &folder);

} // namespace transom::ui
