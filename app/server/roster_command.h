#pragma once

#include <QStringList>

namespace transom::daemon {

/// transomd roster import … and transomd group …; the exit status.
int runRosterCommand(const QStringList &words);
int runGroupCommand(const QStringList &words);

} // namespace transom::daemon
