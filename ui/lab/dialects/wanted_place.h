#pragma once

#include "ui/lab/dialects/dialect_run.h"

/// What stands around a form's host and port.
namespace transom::ui {

/// The next port that is free now; 0: none near.
quint16 freePortAfter(const DialectRun::Wanted &wanted);
/// Where a client finds a server that listens there.
QString connectableHost(const QString &host);

} // namespace transom::ui
