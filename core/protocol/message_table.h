#pragma once

#include "core/base/error.h"
#include "core/protocol/access.h"
#include "core/wire/frame.h"

#include <QObject>

#include <span>

/// The one table of messages and the one table of services. The dispatcher, the inspector, PROTOCOL.md's tables and the
/// Wireshark dissector all come from these or are tested against them.
namespace transom::protocol {

Q_NAMESPACE

/// The type byte of a frame's header.
enum class MessageType : quint8 {
    Hello = 0x01,
    AuthStart = 0x02,
    AuthChallenge = 0x03,
    AuthResponse = 0x04,
    AuthDone = 0x05,
    AuthFailed = 0x06,
    Ping = 0x07,
    Pong = 0x08,
    Goodbye = 0x09,
    Account = 0x0a,

    Open = 0x10,
    Accept = 0x11,
    Reject = 0x12,
    Data = 0x13,
    Credit = 0x14,
    End = 0x15,
    Cancel = 0x16,

    ChatSay = 0x20,
    ChatLine = 0x21,
    ChatJoin = 0x22,
    ChatLeave = 0x23,
    ChatRoom = 0x24,
    ChatPresence = 0x25,
    ChatHistory = 0x26,
    ChatPage = 0x27,
    ChatRead = 0x28,
    ChatRefused = 0x29,

    CommandSignal = 0x30,
    CommandResize = 0x31,

    FilesEntries = 0x38,
    FilesResume = 0x39,
    FilesResults = 0x3a,
    FilesBinEntries = 0x3f,

    DeliverItems = 0x40,
    DeliverFiles = 0x41,
    DeliverPeople = 0x42,
    DeliverChanged = 0x43,
};
Q_ENUM_NS(MessageType)

/// Who may send it. On channels: the opener is always the client in version 1.
enum class Sender : quint8 { Client, Server, Either };
/// On channel 0, or on an open channel.
enum class Scope : quint8 { Session, Channel };
/// The part of a session's life in which it may arrive.
enum class Phase : quint8 { Greeting, SigningIn, SignedIn, Any };
/// How the payload is to be read.
enum class Payload : quint8 {
    Json,   ///< one object
    Raw,    ///< any bytes
    Opaque8, ///< 8 bytes, sent back as they are
    Count32, ///< one u32, big-endian
    None,
};

struct MessageRow
{
    MessageType type;
    const char *name;      ///< as in PROTOCOL.md: "CHAT_SAY"
    Sender sender;
    Scope scope;
    Phase phase;
    Payload payload;
    quint32 largest;       ///< payload bytes
    Permission access;     ///< needed by the signed-in user; Permission(0): none
    bool countsAsCredit;   ///< its payload is paid for with the channel's credit
    bool secret;           ///< taps see zeros instead of its payload
    const char *service;   ///< "chat": only on channels whose service is this or begins with this and a dot; "" anywhere
};

std::span<const MessageRow> messageTable();
/// nullptr for a type this version does not know.
const MessageRow *findMessage(quint8 type);
inline const MessageRow &rowOf(MessageType type) { return *findMessage(static_cast<quint8>(type)); }

/// A service is what OPEN names.
struct ServiceRow
{
    const char *name;    ///< "files.put"
    Permission access;
    const char *summary; ///< one English line for PROTOCOL.md
};

std::span<const ServiceRow> serviceTable();
const ServiceRow *findService(const QString &name);

/// What a frame's header must satisfy before its payload is read, whoever receives it: known type or skippable, sender,
/// scope, phase, size, in this order. `fromServer`: the peer is the server.
Result<void> checkHeader(const wire::FrameHeader &header, bool fromServer, Phase phase);

} // namespace transom::protocol
