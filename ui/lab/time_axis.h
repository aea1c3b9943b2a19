#pragma once

#include <QString>

/// The ticks of a chart's time axis. Nanoseconds.
namespace transom::ui {

/// 1, 2 or 5 times a power of ten, for some six ticks in `span`.
qint64 timeTick(qint64 span);
/// What stands at a tick, as exact as ticks so far apart need it, in the user's language.
QString timeTickText(qint64 time, qint64 tick);

} // namespace transom::ui
