#include "core/lab/dialect/dialect.h"

#include "core/lab/dialect/makers.h"

#include <QCoreApplication>

namespace transom::lab {

namespace {

constexpr quint8 Server = ParameterUse::ForServer;
constexpr quint8 Client = ParameterUse::ForClient;
constexpr quint8 Both = Server | Client;
using Model = Serving::Model;

constexpr ParameterUse Chunk{"chunk", "1024", Both};
constexpr ParameterUse EncodingUse{"encoding", "UTF-8", Both};

std::vector<ParameterUse> plain(std::vector<ParameterUse> more = {})
{
    more.push_back(EncodingUse);
    more.push_back(Chunk);
    return more;
}

/// `who` runs the commands.
std::vector<ParameterUse> executing(quint8 who, std::vector<ParameterUse> more = {})
{
    more.insert(more.end(), {{"dir", ".", who}, {"timeout", "30", who}, {"output", "8M", who}});
    return plain(std::move(more));
}

std::vector<ParameterUse> storing(std::vector<ParameterUse> more = {})
{
    more.insert(more.end(), {{"dir", ".", Server}, {"largest", "1G", Server}, {"file", "", Client}, Chunk});
    return more;
}

std::vector<Dialect> makeTable()
{
    std::vector<Dialect> table;
    table.push_back({"upper", QT_TRANSLATE_NOOP("Lab", "Upper-case echo"), QT_TRANSLATE_NOOP("Lab", "Sends each chunk back with its ASCII letters in upper case."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a line and shows one chunk."), 9000, false, false, false, Model::OneAtATime,
                     plain({{"work", "0", Server}}), makeUpper});
    table.push_back({"echo", QT_TRANSLATE_NOOP("Lab", "Echo"), QT_TRANSLATE_NOOP("Lab", "Sends each chunk back unchanged."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a line and shows one chunk."), 8080, false, false, false, Model::OneAtATime, plain(), makeEcho});
    table.push_back({"prefix-echo", QT_TRANSLATE_NOOP("Lab", "Echo with a prefix"), QT_TRANSLATE_NOOP("Lab", "Sends a prefix and each chunk back."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a line and shows one chunk; an empty line ends."), 11111, false, false, false, Model::OneAtATime,
                     plain({{"text", "收到:", Server, QT_TRANSLATE_NOOP("Lab", "Prefix")}}), makePrefixEcho});
    table.push_back({"greet-first", QT_TRANSLATE_NOOP("Lab", "The server greets first"), QT_TRANSLATE_NOOP("Lab", "Greets whoever connects, then reads one chunk."),
                     QT_TRANSLATE_NOOP("Lab", "Reads the greeting, sends one message and closes."), 9999, false, false, false, Model::OneAtATime,
                     plain({{"text", "welcome to my service~", Server, QT_TRANSLATE_NOOP("Lab", "Greeting")}}), makeGreetFirst});
    table.push_back({"greet-after", QT_TRANSLATE_NOOP("Lab", "The server greets after"), QT_TRANSLATE_NOOP("Lab", "Reads one chunk, sends a greeting and ends the connection."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a line, reads one chunk and closes."), 6000, false, false, false, Model::OneAtATime,
                     plain({{"text", "hello~", Server, QT_TRANSLATE_NOOP("Lab", "Greeting")}}), makeGreetAfter});
    table.push_back({"hao", QT_TRANSLATE_NOOP("Lab", "Echo from an event loop"), QT_TRANSLATE_NOOP("Lab", "Sends each chunk back with a word behind it, to many clients from one event loop."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a line and shows one chunk."), 6000, false, false, false, Model::Loop,
                     plain({{"text", "好", Server, QT_TRANSLATE_NOOP("Lab", "Word")}}), makeHao});
    table.push_back({"time", QT_TRANSLATE_NOOP("Lab", "Time server"), QT_TRANSLATE_NOOP("Lab", "Turns a Unix timestamp into local time."),
                     QT_TRANSLATE_NOOP("Lab", "Sends the time now and then, and shows each reply."), 8081, false, false, false, Model::OneAtATime,
                     plain({{"interval", "10", Client}, {"count", "0", Client}}), makeTime});
    table.push_back({"chat-turns", QT_TRANSLATE_NOOP("Lab", "Chat in turns"), QT_TRANSLATE_NOOP("Lab", "Answers each message with a line that you type; “bye” ends."),
                     QT_TRANSLATE_NOOP("Lab", "Speaks first, then in turns; “bye” ends."), 8081, false, false, false, Model::OneAtATime,
                     plain({{"nick", "server", Server}, {"nick", "client", Client}}), makeChatTurns});
    table.push_back({"exec-raw", QT_TRANSLATE_NOOP("Lab", "Commands without framing"), QT_TRANSLATE_NOOP("Lab", "Runs each chunk as a command and sends its standard output, if there is any."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a command and shows one recv: longer output spills into the next answer."), 8080, false, true, false, Model::OneAtATime,
                     executing(Server), makeExecRaw});
    table.push_back({"exec-welcome", QT_TRANSLATE_NOOP("Lab", "Commands with a welcome"), QT_TRANSLATE_NOOP("Lab", "Sends a welcome line; then each command's output, or its errors, or the current folder."),
                     QT_TRANSLATE_NOOP("Lab", "Reads the welcome, then sends commands and shows one recv of each answer."), 9000, false, true, false, Model::OneAtATime,
                     executing(Server, {{"text", "Welcome to the command server", Server, QT_TRANSLATE_NOOP("Lab", "Welcome")}}), makeExecWelcome});
    table.push_back({"exec-ready", QT_TRANSLATE_NOOP("Lab", "Commands with Ready and a length"), QT_TRANSLATE_NOOP("Lab", "Announces the length behind the word “Ready”, waits for “start”, then sends the output."),
                     QT_TRANSLATE_NOOP("Lab", "Reads “Ready” and the length n, sends “start”, then reads exactly n bytes."), 9001, false, true, false, Model::OneAtATime,
                     executing(Server), makeExecReady});
    table.push_back({"exec-length-ack", QT_TRANSLATE_NOOP("Lab", "Commands with length and ok"), QT_TRANSLATE_NOOP("Lab", "Sends the length as text, waits for any answer, then sends output and errors; “q” ends."),
                     QT_TRANSLATE_NOOP("Lab", "Reads the length, sends “ok”, then reads exactly as much; “q” ends."), 8080, false, true, false, Model::OneAtATime,
                     executing(Server), makeExecLengthAck});
    table.push_back({"exec-struct", QT_TRANSLATE_NOOP("Lab", "Commands with a length prefix"), QT_TRANSLATE_NOOP("Lab", "Sends the length in four bytes, little end first, then output and errors; “q” ends."),
                     QT_TRANSLATE_NOOP("Lab", "Reads four bytes, then exactly as much as they say; “q” ends."), 8080, false, true, false, Model::OneAtATime,
                     executing(Server), makeExecStruct});
    table.push_back({"exec-reverse", QT_TRANSLATE_NOOP("Lab", "Commands in reverse"), QT_TRANSLATE_NOOP("Lab", "Waits for a client, sends it the commands that you type, and shows what comes back."),
                     QT_TRANSLATE_NOOP("Lab", "Announces itself, then runs what the server sends and returns output and errors."), 8088, false, false, true, Model::OneAtATime,
                     executing(Client, {{"text", "1234", Client, QT_TRANSLATE_NOOP("Lab", "First message")}}), makeExecReverse});
    table.push_back({"put-json", QT_TRANSLATE_NOOP("Lab", "Upload with a JSON request"), QT_TRANSLATE_NOOP("Lab", "Sends a welcome line, reads a JSON request, answers with a status, then stores the file."),
                     QT_TRANSLATE_NOOP("Lab", "Reads the welcome, sends the request, waits for status 200, then sends the file."), 9000, false, false, false, Model::Thread,
                     storing({{"text", "Welcome to the upload server", Server, QT_TRANSLATE_NOOP("Lab", "Welcome")}}), makePutJson});
    table.push_back({"put-size", QT_TRANSLATE_NOOP("Lab", "Upload with a size"), QT_TRANSLATE_NOOP("Lab", "Reads the size as text, confirms it, then stores so many bytes under a name that you choose."),
                     QT_TRANSLATE_NOOP("Lab", "Sends the size, waits for the confirmation, then sends the file."), 9999, false, false, false, Model::OneAtATime,
                     storing({{"text", "已收到", Server, QT_TRANSLATE_NOOP("Lab", "Confirmation")}, {"name", "recv1.jpg", Server}}), makePutSize});
    table.push_back({"put-struct", QT_TRANSLATE_NOOP("Lab", "Upload with a length-prefixed header"), QT_TRANSLATE_NOOP("Lab", "Reads a header with its length in front, then stores the file; answers nothing."),
                     QT_TRANSLATE_NOOP("Lab", "Sends the header with its length in front, then the file; reads nothing."), 8080, false, false, false, Model::OneAtATime,
                     storing(), makePutStruct});
    table.push_back({"hmac", QT_TRANSLATE_NOOP("Lab", "HMAC challenge"), QT_TRANSLATE_NOOP("Lab", "Sends a random number and compares the answer with HMAC-MD5 of it; keeps an access log."),
                     QT_TRANSLATE_NOOP("Lab", "Reads the number, sends its HMAC-MD5, and shows the verdict."), 8080, false, false, false, Model::Thread,
                     {{"key", "secret", Both}, {"dir", ".", Server}, {"log", "access.log", Server}, Chunk}, makeHmac});
    table.push_back({"udp-ok", QT_TRANSLATE_NOOP("Lab", "Datagrams answered with ok"), QT_TRANSLATE_NOOP("Lab", "Answers each datagram with “ok”."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a line as a datagram and shows the answer."), 9999, true, false, false, Model::Loop,
                     plain({{"text", "ok", Server, QT_TRANSLATE_NOOP("Lab", "Answer")}, {"patience", "5", Client}}), makeUdpOk});
    table.push_back({"udp-greet", QT_TRANSLATE_NOOP("Lab", "Datagrams answered with a greeting"), QT_TRANSLATE_NOOP("Lab", "Answers each datagram with a greeting, and shows who sent it."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a line as a datagram and shows the answer."), 9999, true, false, false, Model::Loop,
                     plain({{"text", "你好,我是服务器~", Server, QT_TRANSLATE_NOOP("Lab", "Greeting")}, {"patience", "5", Client}}), makeUdpGreet});
    table.push_back({"udp-chat", QT_TRANSLATE_NOOP("Lab", "Chat by datagrams"), QT_TRANSLATE_NOOP("Lab", "Shows each datagram; the line that you type goes to whoever spoke last; “bye” ends."),
                     QT_TRANSLATE_NOOP("Lab", "Sends your lines with a prefix and shows the answers; “bye” ends."), 8080, true, false, false, Model::Loop,
                     plain({{"text", "来自用户1的消息:", Client, QT_TRANSLATE_NOOP("Lab", "Prefix")}}), makeUdpChat});
    table.push_back({"udp-exec", QT_TRANSLATE_NOOP("Lab", "Commands by datagrams"), QT_TRANSLATE_NOOP("Lab", "Runs each datagram as a command and answers with two: output and errors."),
                     QT_TRANSLATE_NOOP("Lab", "Sends a command and reads one datagram: the second stays behind."), 8080, true, true, false, Model::Loop,
                     executing(Server, {{"patience", "35", Client}}), makeUdpExec});
    for (Dialect &dialect : table) {
        const QByteArray id(dialect.id);
        dialect.serverAsks = id == "chat-turns" || id == "exec-reverse" || id == "udp-chat";
        dialect.clientAsks = id != "time" && id != "exec-reverse" && id != "hmac" && !id.startsWith("put-");
    }
    return table;
}

} // namespace

std::optional<Serving> Serving::fromText(QStringView text)
{
    Serving serving;
    const qsizetype colon = text.indexOf(u':');
    const QStringView word = colon < 0 ? text : text.first(colon);
    if (word == u"one")
        serving.model = Model::OneAtATime;
    else if (word == u"thread")
        serving.model = Model::Thread;
    else if (word == u"process")
        serving.model = Model::Process;
    else if (word == u"loop")
        serving.model = Model::Loop;
    else
        return std::nullopt;
    if (colon >= 0) {
        bool ok = false;
        serving.stopAfter = text.sliced(colon + 1).toInt(&ok);
        if (!ok || serving.stopAfter < 1)
            return std::nullopt;
    }
    return serving;
}

QString Serving::text() const
{
    static const char *const words[] = {"one", "thread", "process", "loop"};
    const QString word = QLatin1String(words[static_cast<size_t>(model)]);
    return stopAfter > 0 ? QStringLiteral("%1:%2").arg(word).arg(stopAfter) : word;
}

QString Dialect::titleText() const
{
    return QCoreApplication::translate("Lab", title);
}

QString Dialect::serverText() const
{
    return QCoreApplication::translate("Lab", serverDoes);
}

QString Dialect::clientText() const
{
    return QCoreApplication::translate("Lab", clientDoes);
}

const std::vector<Dialect> &dialects()
{
    static const std::vector<Dialect> table = makeTable();
    return table;
}

const Dialect *dialectById(QStringView id)
{
    for (const Dialect &dialect : dialects()) {
        if (id == QLatin1String(dialect.id))
            return &dialect;
    }
    return nullptr;
}

} // namespace transom::lab
