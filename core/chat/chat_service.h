#pragma once

#include "core/session/service_registry.h"

namespace transom::chat {

class ChatHub;

/// Offers the service "chat". The hub must outlive every session.
void registerChat(session::ServiceRegistry &services, ChatHub &hub);

} // namespace transom::chat
