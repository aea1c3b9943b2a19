// Every JSON message: what can be decoded is encoded to something that decodes to the same.

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/protocol/chat_messages.h"
#include "core/protocol/command_messages.h"
#include "core/protocol/file_messages.h"
#include "core/protocol/session_messages.h"
#include "tests/fuzz/fuzz.h"

using namespace transom;
using namespace transom::protocol;

namespace {

template<class T>
void tryAs(const QJsonObject &object)
{
    const auto message = fromJson<T>(object);
    if (!message) {
        MUST(message.error().code == ErrorCode::BadMessage);
        MUST(!message.error().text.isEmpty());
        return;
    }
    const QByteArray bytes = encode(*message);
    const auto again = decode<T>(bytes);
    MUST(again.has_value());
    MUST(encode(*again) == bytes);
}

template<class... T>
void tryAll(const QJsonObject &object)
{
    (tryAs<T>(object), ...);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes = fuzz::view(data, size);
    // What a log shows of any bytes has nothing in it that could steer a terminal.
    for (const QChar c : printable(bytes))
        MUST(c.unicode() >= 0x20 && (c.unicode() < 0x7f || c.unicode() >= 0xa0));

    const auto object = parseObject(bytes);
    if (!object) {
        MUST(object.error().code == ErrorCode::BadMessage);
        return 0;
    }
    tryAll<Limits, Hello, AuthStart, AuthChallenge, AuthResponse, AuthDone, AuthFailed, Account, Goodbye, Open, Accept, Reject, End>(*object);
    tryAll<ChatRoomInfo, ChatWelcome, ChatSay, ChatLine, ChatJoin, ChatLeave, ChatRoom, ChatPresence, ChatHistory, ChatPage, ChatRead, ChatRefused>(*object);
    tryAll<CommandRun, CommandStarted, CommandEnded, CommandSignal, CommandResize>(*object);
    tryAll<FileEntry, FilesList, FilesEntries, FilesStat, FilesQuota, FilesQuotaResult, FilesGet, FilesPut, FilesSum, FilesPutResult, FilesMkdir,
           FilesRename, FilesRemove, FilesBinEntries, FilesBinRestore, FilesBinPurge>(*object);
    return 0;
}
