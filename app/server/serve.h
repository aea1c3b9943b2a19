#pragma once

#include <QStringList>

namespace transom::daemon {

/// Serves in the foreground until SIGTERM or SIGINT. Exit status 0: stopped as asked; 1: could not serve; 2: wrong usage.
int runServer(const QStringList &words);

} // namespace transom::daemon
