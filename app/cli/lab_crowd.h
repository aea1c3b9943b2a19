#pragma once

#include "app/cli/invocation.h"

namespace transom::cli {

/// "lab crowd": many clients at once, and what became of each.
int runLabCrowd(const Invocation &invocation, const QString &host, quint16 port);

} // namespace transom::cli
