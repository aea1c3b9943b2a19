#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

namespace transom::server {

/// Makes sure that one server, or one `transomd reconcile`, works with a data directory at a time: two would each clear the other's reservations. Held
/// for as long as the descriptor is open, and gone with the process. InUse where somebody has it.
Result<Descriptor> lockData(const QString &directory);

} // namespace transom::server
