#include "core/lab/check/store_folder.h"

#include "core/lab/check/server_talk.h"

#include <QDirIterator>

namespace transom::lab {

QStringList storedFiles(const CheckStage &stage)
{
    const QDir folder(stage.directory());
    const bool ours = stage.options().directory.isEmpty();
    QStringList result;
    QDirIterator files(folder.path(), QDir::Files | QDir::Hidden, ours ? QDirIterator::Subdirectories : QDirIterator::NoIteratorFlags);
    while (files.hasNext())
        result.append(folder.relativeFilePath(files.next()));
    result.sort();
    return result;
}

QString learnStoreFolder(CheckStage &stage)
{
    if (!stage.options().directory.isEmpty())
        return stage.directory();
    ServerTalk friendly(stage, {});
    friendly.run(); // its trouble is another trial's
    friendly.close();
    return friendly.storeFolder();
}

} // namespace transom::lab
