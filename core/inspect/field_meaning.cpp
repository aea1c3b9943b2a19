#include "core/inspect/field_meaning.h"

#include "core/protocol/message_table.h"

#include <QCoreApplication>
#include <QHash>

namespace transom::inspect {

using protocol::MessageType;

namespace {

struct KeyMeaning
{
    const char *key;
    const char *meaning;
};

/// Keys mean the same in most messages; where they do not, the sentence is true of all.
constexpr KeyMeaning Keys[] = {
        {"service", QT_TRANSLATE_NOOP("Inspect", "Which service the channel is for.")},
        {"request", QT_TRANSLATE_NOOP("Inspect", "What is asked of the service.")},
        {"result", QT_TRANSLATE_NOOP("Inspect", "What came of it.")},
        {"code", QT_TRANSLATE_NOOP("Inspect", "A number for what happened; 0 means that all is well.")},
        {"text", QT_TRANSLATE_NOOP("Inspect", "The text, in UTF-8.")},
        {"target", QT_TRANSLATE_NOOP("Inspect", "Where it is said: a room (#) or a person (@).")},
        {"seq", QT_TRANSLATE_NOOP("Inspect", "The line's number in its room; the server counts.")},
        {"from", QT_TRANSLATE_NOOP("Inspect", "Where it comes from.")},
        {"time", QT_TRANSLATE_NOOP("Inspect", "Milliseconds since 1970 began, in UTC.")},
        {"ref", QT_TRANSLATE_NOOP("Inspect", "A number of the client's choice; the answer brings it back.")},
        {"room", QT_TRANSLATE_NOOP("Inspect", "The room's name.")},
        {"rooms", QT_TRANSLATE_NOOP("Inspect", "The rooms there are.")},
        {"user", QT_TRANSLATE_NOOP("Inspect", "The account's name.")},
        {"members", QT_TRANSLATE_NOOP("Inspect", "Who is in the room.")},
        {"online", QT_TRANSLATE_NOOP("Inspect", "Who is there now.")},
        {"conversations", QT_TRANSLATE_NOOP("Inspect", "The people one has exchanged messages with.")},
        {"present", QT_TRANSLATE_NOOP("Inspect", "Whether they are there now.")},
        {"before", QT_TRANSLATE_NOOP("Inspect", "Only what has a lower number.")},
        {"limit", QT_TRANSLATE_NOOP("Inspect", "At most so many.")},
        {"lines", QT_TRANSLATE_NOOP("Inspect", "The lines, oldest first.")},
        {"more", QT_TRANSLATE_NOOP("Inspect", "Whether there are others.")},
        {"protocol", QT_TRANSLATE_NOOP("Inspect", "The protocol's name, so that a stranger is recognised.")},
        {"versions", QT_TRANSLATE_NOOP("Inspect", "The versions of the protocol that this side speaks.")},
        {"agent", QT_TRANSLATE_NOOP("Inspect", "The program and its version.")},
        {"name", QT_TRANSLATE_NOOP("Inspect", "The name.")},
        {"mechanisms", QT_TRANSLATE_NOOP("Inspect", "The ways to sign in that the server offers.")},
        {"mechanism", QT_TRANSLATE_NOOP("Inspect", "How the client signs in.")},
        {"message", QT_TRANSLATE_NOOP("Inspect", "A message of the sign-in.")},
        {"features", QT_TRANSLATE_NOOP("Inspect", "What this side can do beyond the version.")},
        {"limits", QT_TRANSLATE_NOOP("Inspect", "How much this side takes at once.")},
        {"access", QT_TRANSLATE_NOOP("Inspect", "What the account may do.")},
        {"retryAfter", QT_TRANSLATE_NOOP("Inspect", "Seconds to wait before the next attempt.")},
        {"triesLeft", QT_TRANSLATE_NOOP("Inspect", "How many attempts are left.")},
        {"data", QT_TRANSLATE_NOOP("Inspect", "The largest piece of raw bytes, in bytes.")},
        {"json", QT_TRANSLATE_NOOP("Inspect", "The largest JSON message, in bytes.")},
        {"channels", QT_TRANSLATE_NOOP("Inspect", "How many channels may be open at once.")},
        {"credit", QT_TRANSLATE_NOOP("Inspect", "How many bytes may be sent on a new channel before the first CREDIT.")},
        {"path", QT_TRANSLATE_NOOP("Inspect", "A path, from the account's home folder.")},
        {"paths", QT_TRANSLATE_NOOP("Inspect", "Paths, from the account's home folder.")},
        {"size", QT_TRANSLATE_NOOP("Inspect", "How many bytes.")},
        {"sha256", QT_TRANSLATE_NOOP("Inspect", "The SHA-256 of the contents, to see that they arrived unchanged.")},
        {"modified", QT_TRANSLATE_NOOP("Inspect", "When the file was changed, in milliseconds since 1970.")},
        {"mode", QT_TRANSLATE_NOOP("Inspect", "The file's permission bits.")},
        {"type", QT_TRANSLATE_NOOP("Inspect", "What it is.")},
        {"entries", QT_TRANSLATE_NOOP("Inspect", "The entries of the list.")},
        {"conflict", QT_TRANSLATE_NOOP("Inspect", "What to do when there is something of that name.")},
        {"offset", QT_TRANSLATE_NOOP("Inspect", "The byte to go on from.")},
        {"prefixes", QT_TRANSLATE_NOOP("Inspect", "What is there already, with its SHA-256.")},
        {"resume", QT_TRANSLATE_NOOP("Inspect", "Whether an interrupted upload goes on.")},
        {"skipped", QT_TRANSLATE_NOOP("Inspect", "Whether it was left as it was.")},
        {"count", QT_TRANSLATE_NOOP("Inspect", "How many there were.")},
        {"quota", QT_TRANSLATE_NOOP("Inspect", "How many bytes the account may keep; -1: no limit.")},
        {"used", QT_TRANSLATE_NOOP("Inspect", "How many bytes it keeps.")},
        {"free", QT_TRANSLATE_NOOP("Inspect", "How many bytes are free.")},
        {"argv", QT_TRANSLATE_NOOP("Inspect", "The program and its arguments, one by one.")},
        {"shell", QT_TRANSLATE_NOOP("Inspect", "A line for the shell.")},
        {"directory", QT_TRANSLATE_NOOP("Inspect", "The folder to run in.")},
        {"timeLimit", QT_TRANSLATE_NOOP("Inspect", "Seconds after which it is stopped.")},
        {"terminal", QT_TRANSLATE_NOOP("Inspect", "The terminal's size and type.")},
        {"pid", QT_TRANSLATE_NOOP("Inspect", "The process's number on the server.")},
        {"exitStatus", QT_TRANSLATE_NOOP("Inspect", "What the program returned; 0 means success by custom.")},
        {"signal", QT_TRANSLATE_NOOP("Inspect", "The signal's name.")},
        {"durationMs", QT_TRANSLATE_NOOP("Inspect", "How long it took, in milliseconds.")},
        {"rows", QT_TRANSLATE_NOOP("Inspect", "Lines of the terminal.")},
        {"columns", QT_TRANSLATE_NOOP("Inspect", "Characters in a line of the terminal.")},
        {"recursive", QT_TRANSLATE_NOOP("Inspect", "Whether what is in the folder goes, too.")},
        {"permanent", QT_TRANSLATE_NOOP("Inspect", "Whether it goes past the recycle bin.")},
        {"hash", QT_TRANSLATE_NOOP("Inspect", "Whether the SHA-256 is wanted.")},
        {"id", QT_TRANSLATE_NOOP("Inspect", "The number or name it is known by.")},
        {"files", QT_TRANSLATE_NOOP("Inspect", "How many files, or which.")},
        {"bytes", QT_TRANSLATE_NOOP("Inspect", "How many bytes.")},
        {"lastSeq", QT_TRANSLATE_NOOP("Inspect", "The number of the newest line.")},
        {"readSeq", QT_TRANSLATE_NOOP("Inspect", "Up to which line it has been read.")},
        {"joined", QT_TRANSLATE_NOOP("Inspect", "Whether one is in it.")},
};

const char *meaningOf(MessageType type)
{
    switch (type) {
    case MessageType::Hello:
        return QT_TRANSLATE_NOOP("Inspect", "The first thing either side says: which versions and features it knows, and its limits.");
    case MessageType::AuthStart:
        return QT_TRANSLATE_NOOP("Inspect", "The client begins to sign in, with a name and no password.");
    case MessageType::AuthChallenge:
        return QT_TRANSLATE_NOOP("Inspect", "The server's question to whoever wants to sign in.");
    case MessageType::AuthResponse:
        return QT_TRANSLATE_NOOP("Inspect", "The client's proof that it knows the password, without the password.");
    case MessageType::AuthDone:
        return QT_TRANSLATE_NOOP("Inspect", "The server's own proof, and what the account may do: sign-in is complete.");
    case MessageType::AuthFailed:
        return QT_TRANSLATE_NOOP("Inspect", "The name or the password was not right.");
    case MessageType::Ping:
        return QT_TRANSLATE_NOOP("Inspect", "Are you there? The answer tells how long the way is.");
    case MessageType::Pong:
        return QT_TRANSLATE_NOOP("Inspect", "The answer to PING, with the same bytes.");
    case MessageType::Goodbye:
        return QT_TRANSLATE_NOOP("Inspect", "The last thing said before a connection is closed, with the reason.");
    case MessageType::Account:
        return QT_TRANSLATE_NOOP("Inspect", "What this account may do has changed.");
    case MessageType::Open:
        return QT_TRANSLATE_NOOP("Inspect", "Opens a channel: asks for a service.");
    case MessageType::Accept:
        return QT_TRANSLATE_NOOP("Inspect", "The server takes the channel; work begins.");
    case MessageType::Reject:
        return QT_TRANSLATE_NOOP("Inspect", "The server does not take the channel, and says why.");
    case MessageType::Data:
        return QT_TRANSLATE_NOOP("Inspect", "A piece of a file, or of what a command reads or writes.");
    case MessageType::Credit:
        return QT_TRANSLATE_NOOP("Inspect", "Allows the other side so many more bytes on this channel: a slow reader slows the sender.");
    case MessageType::End:
        return QT_TRANSLATE_NOOP("Inspect", "This side has nothing more to say on the channel; it carries the result.");
    case MessageType::Cancel:
        return QT_TRANSLATE_NOOP("Inspect", "The client does not want the answer any more.");
    case MessageType::ChatSay:
        return QT_TRANSLATE_NOOP("Inspect", "A line of chat on its way to the server.");
    case MessageType::ChatLine:
        return QT_TRANSLATE_NOOP("Inspect", "A line of chat for everybody in the room, with its number.");
    case MessageType::ChatJoin:
        return QT_TRANSLATE_NOOP("Inspect", "The client enters a room.");
    case MessageType::ChatLeave:
        return QT_TRANSLATE_NOOP("Inspect", "The client leaves a room.");
    case MessageType::ChatRoom:
        return QT_TRANSLATE_NOOP("Inspect", "The answer to CHAT_JOIN: who is in the room.");
    case MessageType::ChatPresence:
        return QT_TRANSLATE_NOOP("Inspect", "Somebody came or went.");
    case MessageType::ChatHistory:
        return QT_TRANSLATE_NOOP("Inspect", "Asks for earlier lines.");
    case MessageType::ChatPage:
        return QT_TRANSLATE_NOOP("Inspect", "Earlier lines, oldest first.");
    case MessageType::ChatRead:
        return QT_TRANSLATE_NOOP("Inspect", "Everything up to this line has been read.");
    case MessageType::ChatRefused:
        return QT_TRANSLATE_NOOP("Inspect", "A line or a request was not carried out.");
    case MessageType::CommandSignal:
        return QT_TRANSLATE_NOOP("Inspect", "Sends a signal to the running program.");
    case MessageType::CommandResize:
        return QT_TRANSLATE_NOOP("Inspect", "The terminal has another size now.");
    case MessageType::FilesEntries:
        return QT_TRANSLATE_NOOP("Inspect", "Part of a folder's list.");
    case MessageType::FilesResume:
        return QT_TRANSLATE_NOOP("Inspect", "Where an interrupted upload goes on.");
    case MessageType::FilesResults:
        return QT_TRANSLATE_NOOP("Inspect", "What became of files that were sent together.");
    case MessageType::FilesBinEntries:
        return QT_TRANSLATE_NOOP("Inspect", "What is in the recycle bin.");
    case MessageType::DeliverItems:
        return QT_TRANSLATE_NOOP("Inspect", "Part of the list of deliveries.");
    case MessageType::DeliverFiles:
        return QT_TRANSLATE_NOOP("Inspect", "The files of a delivery, and who has them.");
    case MessageType::DeliverPeople:
        return QT_TRANSLATE_NOOP("Inspect", "The people and groups that may be sent to.");
    case MessageType::DeliverChanged:
        return QT_TRANSLATE_NOOP("Inspect", "Something has changed among the deliveries.");
    }
    return QT_TRANSLATE_NOOP("Inspect", "A type that this version does not know; it is skipped.");
}

} // namespace

QString messageMeaning(quint8 type)
{
    return QCoreApplication::translate("Inspect", meaningOf(static_cast<MessageType>(type)));
}

QString fieldMeaning(const QString &message, const QString &key)
{
    static const auto known = [] {
        QHash<QString, const char *> table;
        for (const auto &[name, meaning] : Keys)
            table.insert(QLatin1String(name), meaning);
        return table;
    }();
    if (const char *meaning = known.value(key))
        return QCoreApplication::translate("Inspect", meaning);
    return QCoreApplication::translate("Inspect", "A field of %1.").arg(message);
}

} // namespace transom::inspect
