#pragma once

#include <QStringList>

namespace transom::daemon {

/// `transomd user add|remove|list|set …`. Works beside a running server, which notices within two seconds.
int runUserCommand(const QStringList &words);

} // namespace transom::daemon
