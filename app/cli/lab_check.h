#pragma once

#include "app/cli/invocation.h"

namespace transom::cli {

using LabOption = std::function<void(const char *name, const QString &text, const char *value)>;
void addLabCheckOptions(const LabOption &option);
/// "lab check": plays friendly and hostile peers against a program, or against those of a whole class.
int runLabCheck(const Invocation &invocation);

} // namespace transom::cli
