#pragma once

#include "app/cli/invocation.h"

namespace transom::cli {

void addLabCheckOptions(QCommandLineParser &parser);
/// "lab check": plays friendly and hostile peers against a program, or against those of a whole class.
int runLabCheck(const Invocation &invocation);

} // namespace transom::cli
