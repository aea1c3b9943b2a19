#pragma once

#include <QStringList>

namespace transom::cli {

/// "lab run": a Python program, and each of its socket calls. What stands behind the program's name is the program's.
int runLabScript(const QStringList &words);

} // namespace transom::cli
