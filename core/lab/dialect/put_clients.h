#pragma once

#include "core/lab/dialect/conversation.h"

#include <memory>

/// The three uploads, as who sends sees them.
namespace transom::lab {

std::unique_ptr<Conversation> putJsonClient(const Parameters &parameters);
std::unique_ptr<Conversation> putSizeClient(const Parameters &parameters);
std::unique_ptr<Conversation> putStructClient(const Parameters &parameters);

} // namespace transom::lab
