#pragma once

#include "core/lab/dialect/dialect.h"

#include <QByteArray>
#include <QString>

namespace transom::lab {

// What a program under test has printed, read as its teacher would read it.

/// The hint that a program's last words deserve; empty: none of the known ones.
QString hintFromOutput(const QByteArray &output, Role role);
/// Whether a program has died of something it did not catch.
bool looksCrashed(const QByteArray &output);
/// The line that names the last exception ("TypeError: …"), whether the program outlived it or not; empty: none. The end of what was typed is none.
QByteArray lastException(const QByteArray &output);
/// Without the report that the end of what was typed makes Python print: its file names are no answers.
QByteArray withoutEndOfInput(const QByteArray &output);

} // namespace transom::lab
