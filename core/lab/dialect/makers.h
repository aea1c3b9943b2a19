#pragma once

#include "core/lab/dialect/conversation.h"

#include <memory>

/// The conversations behind the table of dialects.
namespace transom::lab {

using MakeConversation = std::unique_ptr<Conversation>(Role role, const Parameters &parameters);

MakeConversation makeUpper;
MakeConversation makeEcho;
MakeConversation makePrefixEcho;
MakeConversation makeGreetFirst;
MakeConversation makeGreetAfter;
MakeConversation makeHao;
MakeConversation makeTime;
MakeConversation makeChatTurns;
MakeConversation makeExecRaw;
MakeConversation makeExecWelcome;
MakeConversation makeExecReady;
MakeConversation makeExecLengthAck;
MakeConversation makeExecStruct;
MakeConversation makeExecReverse;
MakeConversation makePutJson;
MakeConversation makePutSize;
MakeConversation makePutStruct;
MakeConversation makeHmac;
MakeConversation makeUdpOk;
MakeConversation makeUdpGreet;
MakeConversation makeUdpChat;
MakeConversation makeUdpExec;

} // namespace transom::lab
