#pragma once

#include "app/cli/connect.h"
#include "app/cli/place.h"
#include "core/files/remote_glob.h"

namespace transom::cli {

/// What places on one server name, patterns looked up there, in the order of the words; without a connection nothing is asked. `done` once.
void expandPlaces(files::RemoteFiles &files, const QList<Place> &places, QObject *context, std::function<void(Result<QStringList>)> done);

/// The same for files here: a shell has done so already unless the pattern was quoted, so what is there as it is written is meant itself.
Result<QStringList> expandLocal(const QStringList &words);

} // namespace transom::cli
