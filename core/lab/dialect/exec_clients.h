#pragma once

#include "core/lab/dialect/conversation.h"

#include <memory>

/// The ends that command.
namespace transom::lab {

/// What an answer may be announced to hold: it is kept in memory until it is whole.
inline constexpr qint64 MostAnswer = 64 * 1024 * 1024;

std::unique_ptr<Conversation> execReadyClient(const Parameters &parameters);
std::unique_ptr<Conversation> execLengthAckClient(const Parameters &parameters);
std::unique_ptr<Conversation> execStructClient(const Parameters &parameters);
std::unique_ptr<Conversation> execReverseServer(const Parameters &parameters);
/// Sends lines as datagrams, and reads one datagram for each.
std::unique_ptr<Conversation> udpLineClient(const Parameters &parameters);

} // namespace transom::lab
