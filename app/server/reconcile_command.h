#pragma once

#include <QStringList>

namespace transom::daemon {

/// `transomd reconcile`: counts what is in every home and puts the books right, while no server is running. The exit status.
int runReconcileCommand(const QStringList &words);

} // namespace transom::daemon
