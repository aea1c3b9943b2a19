#include "core/protocol/message_table.h"

#include "core/base/limits.h"

#include <QString>

#include <algorithm>
#include <array>

namespace transom::protocol {

namespace {

using enum MessageType;
using L = MessageRow; // keeps the rows short

constexpr auto C = Sender::Client;
constexpr auto S = Sender::Server;
constexpr auto E = Sender::Either;
constexpr auto Sess = Scope::Session;
constexpr auto Chan = Scope::Channel;
constexpr auto Nobody = Permission(0);
constexpr quint32 Small = limits::HandshakePayload;
constexpr quint32 J = limits::JsonPayload;

// clang-format off
constexpr std::array Messages{
    //type           name              from scope phase             payload           largest              access            credit secret service
    L{Hello,         "HELLO",          E, Sess, Phase::Greeting,  Payload::Json,    Small,               Nobody,           false, false, ""},
    L{AuthStart,     "AUTH_START",     C, Sess, Phase::SigningIn, Payload::Json,    Small,               Nobody,           false, false, ""},
    L{AuthChallenge, "AUTH_CHALLENGE", S, Sess, Phase::SigningIn, Payload::Json,    Small,               Nobody,           false, true,  ""},
    L{AuthResponse,  "AUTH_RESPONSE",  C, Sess, Phase::SigningIn, Payload::Json,    Small,               Nobody,           false, true,  ""},
    L{AuthDone,      "AUTH_DONE",      S, Sess, Phase::SigningIn, Payload::Json,    Small,               Nobody,           false, true,  ""},
    L{AuthFailed,    "AUTH_FAILED",    S, Sess, Phase::SigningIn, Payload::Json,    Small,               Nobody,           false, false, ""},
    L{Ping,          "PING",           E, Sess, Phase::SignedIn,  Payload::Opaque8, 8,                   Nobody,           false, false, ""},
    L{Pong,          "PONG",           E, Sess, Phase::SignedIn,  Payload::Opaque8, 8,                   Nobody,           false, false, ""},
    L{Goodbye,       "GOODBYE",        E, Sess, Phase::Any,       Payload::Json,    Small,               Nobody,           false, false, ""},
    L{Account,       "ACCOUNT",        S, Sess, Phase::SignedIn,  Payload::Json,    Small,               Nobody,           false, false, ""},

    L{Open,          "OPEN",           C, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           false, false, ""},
    L{Accept,        "ACCEPT",         S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           false, false, ""},
    L{Reject,        "REJECT",         S, Chan, Phase::SignedIn,  Payload::Json,    Small,               Nobody,           false, false, ""},
    L{Data,          "DATA",           E, Chan, Phase::SignedIn,  Payload::Raw,     limits::DataPayload, Nobody,           true,  false, ""},
    L{Credit,        "CREDIT",         E, Chan, Phase::SignedIn,  Payload::Count32, 4,                   Nobody,           false, false, ""},
    L{End,           "END",            E, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           false, false, ""},
    L{Cancel,        "CANCEL",         C, Chan, Phase::SignedIn,  Payload::None,    0,                   Nobody,           false, false, ""},

    L{ChatSay,       "CHAT_SAY",       C, Chan, Phase::SignedIn,  Payload::Json,    J,                   Permission::Chat, true,  false, "chat"},
    L{ChatLine,      "CHAT_LINE",      S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "chat"},
    L{ChatJoin,      "CHAT_JOIN",      C, Chan, Phase::SignedIn,  Payload::Json,    J,                   Permission::Chat, true,  false, "chat"},
    L{ChatLeave,     "CHAT_LEAVE",     C, Chan, Phase::SignedIn,  Payload::Json,    J,                   Permission::Chat, true,  false, "chat"},
    L{ChatRoom,      "CHAT_ROOM",      S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "chat"},
    L{ChatPresence,  "CHAT_PRESENCE",  S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "chat"},
    L{ChatHistory,   "CHAT_HISTORY",   C, Chan, Phase::SignedIn,  Payload::Json,    J,                   Permission::Chat, true,  false, "chat"},
    L{ChatPage,      "CHAT_PAGE",      S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "chat"},
    L{ChatRead,      "CHAT_READ",      C, Chan, Phase::SignedIn,  Payload::Json,    J,                   Permission::Chat, true,  false, "chat"},
    L{ChatRefused,   "CHAT_REFUSED",   S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "chat"},

    L{CommandSignal, "COMMAND_SIGNAL", C, Chan, Phase::SignedIn,  Payload::Json,    Small,               Permission::Command, true, false, "command"},
    L{CommandResize, "COMMAND_RESIZE", C, Chan, Phase::SignedIn,  Payload::Json,    Small,               Permission::Command, true, false, "command"},

    L{FilesEntries,  "FILES_ENTRIES",  S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "files"},
    L{FilesResume,   "FILES_RESUME",   C, Chan, Phase::SignedIn,  Payload::Json,    Small,               Permission::WriteFiles, true, false, "files"},
    L{FilesResults,  "FILES_RESULTS",  S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "files"},
    L{FilesBinEntries, "FILES_BIN_ENTRIES", S, Chan, Phase::SignedIn, Payload::Json, J,                  Nobody,           true,  false, "files"},

    L{DeliverItems,  "DELIVER_ITEMS",  S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "deliver"},
    L{DeliverFiles,  "DELIVER_FILES",  S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "deliver"},
    L{DeliverPeople, "DELIVER_PEOPLE", S, Chan, Phase::SignedIn,  Payload::Json,    J,                   Nobody,           true,  false, "deliver"},
    L{DeliverChanged, "DELIVER_CHANGED", S, Chan, Phase::SignedIn, Payload::Json,   J,                   Nobody,           true,  false, "deliver"},
};

constexpr std::array Services{
    ServiceRow{"chat",         Permission::Chat,       "Rooms, direct messages, presence and history, for as long as the channel is open."},
    ServiceRow{"command.run",  Permission::Command,    "Runs one program and streams its input and output."},
    ServiceRow{"files.list",   Permission::ReadFiles,  "Lists a folder."},
    ServiceRow{"files.stat",   Permission::ReadFiles,  "Tells what a path is; with its SHA-256 if asked."},
    ServiceRow{"files.quota",  Permission::ReadFiles,  "Tells how much of the quota is used."},
    ServiceRow{"files.get",    Permission::ReadFiles,  "Downloads one file."},
    ServiceRow{"files.put",    Permission::WriteFiles, "Uploads one file."},
    ServiceRow{"files.get-tree", Permission::ReadFiles,  "Downloads folders with all that is in them, or tells what is there."},
    ServiceRow{"files.put-tree", Permission::WriteFiles, "Uploads many small files, folders and links."},
    ServiceRow{"files.mkdir",  Permission::WriteFiles, "Makes a folder."},
    ServiceRow{"files.rename", Permission::WriteFiles, "Renames or moves a file or folder."},
    ServiceRow{"files.remove", Permission::WriteFiles, "Moves a file or folder to the recycle bin, or removes it for good."},
    ServiceRow{"files.bin.list",    Permission::ReadFiles,  "Lists the recycle bin."},
    ServiceRow{"files.bin.restore", Permission::WriteFiles, "Puts something from the recycle bin back."},
    ServiceRow{"files.bin.purge",   Permission::WriteFiles, "Empties the recycle bin, or removes one entry of it for good."},
    ServiceRow{"deliver.watch",    Nobody,             "Tells what changes among one's deliveries, for as long as the channel is open."},
    ServiceRow{"deliver.list",     Nobody,             "Lists what is for one, and what is from one."},
    ServiceRow{"deliver.show",     Nobody,             "Tells of one delivery what is in it, and person by person who has it."},
    ServiceRow{"deliver.whom",     Nobody,             "Lists the people and groups that may be sent to."},
    ServiceRow{"deliver.send",     Nobody,             "Begins a delivery to people or groups."},
    ServiceRow{"deliver.collect",  Permission::Distribute, "Opens a hand-in."},
    ServiceRow{"deliver.handin",   Nobody,             "Begins to hand in."},
    ServiceRow{"deliver.put",      Nobody,             "Uploads one file of what was begun."},
    ServiceRow{"deliver.seal",     Nobody,             "Everything is there: it is delivered, or handed in."},
    ServiceRow{"deliver.get",      Nobody,             "Downloads one file of a delivery."},
    ServiceRow{"deliver.answer",   Nobody,             "Says what has become of a delivery: seen, declined, failed or done."},
    ServiceRow{"deliver.close",    Nobody,             "Withdraws a delivery, or closes a hand-in."},
    ServiceRow{"admin.sessions",   Permission::Admin,  "Lists the sessions that are open on the server."},
    ServiceRow{"admin.disconnect", Permission::Admin,  "Ends a session."},
};
// clang-format on

} // namespace

std::span<const MessageRow> messageTable()
{
    return Messages;
}

const MessageRow *findMessage(quint8 type)
{
    static const auto index = [] {
        std::array<const MessageRow *, 256> rows{};
        for (const MessageRow &row : Messages)
            rows[static_cast<size_t>(row.type)] = &row;
        return rows;
    }();
    return index[type];
}

std::span<const ServiceRow> serviceTable()
{
    return Services;
}

const ServiceRow *findService(const QString &name)
{
    const auto found = std::find_if(Services.begin(), Services.end(), [&](const ServiceRow &row) { return name == QLatin1String(row.name); });
    return found == Services.end() ? nullptr : &*found;
}

Result<void> checkHeader(const wire::FrameHeader &header, bool fromServer, Phase phase)
{
    const MessageRow *row = findMessage(header.type);
    if (!row) {
        if (header.flags & wire::flag::Critical)
            return fail(ErrorCode::UnknownMessage, QStringLiteral("A critical message of the unknown type 0x%1.").arg(header.type, 2, 16, QLatin1Char('0')));
        if (phase != Phase::SignedIn)
            return fail(ErrorCode::UnknownMessage, QStringLiteral("An unknown message type (0x%1) before sign-in.").arg(header.type, 2, 16, QLatin1Char('0')));
        if (header.length > limits::JsonPayload)
            return fail(ErrorCode::FrameTooLarge, QStringLiteral("A frame of an unknown type with %1 bytes.").arg(header.length));
        return {};
    }
    const auto name = QLatin1String(row->name);
    // Size first: it needs nothing else to be right.
    const quint32 most = phase == Phase::SignedIn ? row->largest : std::min(row->largest, limits::HandshakePayload);
    if (header.length > most)
        return fail(ErrorCode::FrameTooLarge, QStringLiteral("%1 with %2 bytes; at most %3 are allowed.").arg(name).arg(header.length).arg(most));
    if ((row->payload == Payload::Opaque8 && header.length != 8) || (row->payload == Payload::Count32 && header.length != 4))
        return fail(ErrorCode::BadFrame, QStringLiteral("%1 with %2 bytes.").arg(name).arg(header.length));
    if (row->sender == (fromServer ? Sender::Client : Sender::Server))
        return fail(ErrorCode::WrongDirection, QStringLiteral("%1 is sent by the other side only.").arg(name));
    if ((row->scope == Scope::Session) != (header.channel.value == 0))
        return fail(ErrorCode::BadFrame, QStringLiteral("%1 on channel %2.").arg(name).arg(header.channel.value));
    if (row->phase != Phase::Any && row->phase != phase)
        return fail(ErrorCode::WrongState, QStringLiteral("%1 at a time when it is not allowed.").arg(name));
    return {};
}

} // namespace transom::protocol
