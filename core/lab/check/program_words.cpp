#include "core/lab/check/program_words.h"

#include <QCoreApplication>
#include <QList>

#include <algorithm>

namespace transom::lab {

namespace {

struct Cause
{
    const char *words;
    const char *hint;
    const char *clientHint = nullptr; ///< where a client is told something else
};

const char *const EndWasRead = QT_TRANSLATE_NOOP("Lab", "recv returned nothing, because the other side had ended, and the program used that as a message. Ask “if not data” first, and leave the loop then.");
const char *const Mixed = QT_TRANSLATE_NOOP("Lab", "A socket takes and gives bytes, not text: encode() what you send, and decode() what you have received.");

const Cause Causes[] = {
        {"Address already in use", QT_TRANSLATE_NOOP("Lab", "The port was still taken: call setsockopt(SOL_SOCKET, SO_REUSEADDR, 1) before bind.")},
        {"Cannot assign requested address", QT_TRANSLATE_NOOP("Lab", "bind takes an address of this computer only: 127.0.0.1, or the empty text '' for all that it has.")},
        {"SyntaxError", QT_TRANSLATE_NOOP("Lab", "Python cannot read the program. Look at the line that it names, and at the one before.")},
        {"IndentationError", QT_TRANSLATE_NOOP("Lab", "Python cannot read the program. Look at the line that it names, and at the one before.")},
        {"TabError", QT_TRANSLATE_NOOP("Lab", "Python cannot read the program. Look at the line that it names, and at the one before.")},
        {"UnicodeDecodeError", QT_TRANSLATE_NOOP("Lab", "decode() met bytes that are no text here: a character cut in two, or another encoding. Collect the bytes first, or use errors=\"replace\".")},
        {"ConnectionResetError", QT_TRANSLATE_NOOP("Lab", "ConnectionResetError was not caught: the other side may reset a connection at any time. Catch it around one client's work, and go on."),
         QT_TRANSLATE_NOOP("Lab", "ConnectionResetError was not caught: the server may reset a connection at any time. Catch it, and tell the user.")},
        {"BrokenPipeError", QT_TRANSLATE_NOOP("Lab", "BrokenPipeError was not caught: the other side has gone while you were sending. Catch it around one client's work, and go on."),
         QT_TRANSLATE_NOOP("Lab", "BrokenPipeError was not caught: the server has gone. A recv that returned nothing said so before: do not send after that.")},
        {"struct.error: unpack", QT_TRANSLATE_NOOP("Lab", "struct.unpack got fewer bytes than it needs: recv(4) may return 1 to 4 bytes, or none at the end. Read until all 4 are there.")},
        {"JSONDecodeError", QT_TRANSLATE_NOOP("Lab", "The JSON was not whole, or more than that came with it: read as many bytes as the header's length says, and no more.")},
        {"base 10: ''", EndWasRead},
        {"base 10: b''", EndWasRead},
        {"invalid literal for int", QT_TRANSLATE_NOOP("Lab", "int() met what is no number: check what came, and catch ValueError for this one client."),
         QT_TRANSLATE_NOOP("Lab", "int() met what is no number: check what came before you use it. Perhaps it came together with what follows it.")},
        {"negative buffersize", QT_TRANSLATE_NOOP("Lab", "recv was asked for a negative number of bytes: check a length that comes from the other side before you use it.")},
        {"MemoryError", QT_TRANSLATE_NOOP("Lab", "A length from the other side was believed: check it against a limit before you make room for it.")},
        {"ConnectionRefusedError", QT_TRANSLATE_NOOP("Lab", "The program went to another port than the one it was given. Use {port} on its command line, or say with the port which one it uses.")},
        {"a bytes-like object is required", Mixed},
        {"must be str, not bytes", Mixed},
        {"can't concat str to bytes", Mixed},
        {"(not \"bytes\") to str", Mixed},
        {"'bytes' object has no attribute 'encode'", Mixed},
        {"'str' object has no attribute 'decode'", Mixed},
        {"'tuple' object has no attribute", QT_TRANSLATE_NOOP("Lab", "recvfrom and accept return two things: data, address = sock.recvfrom(1024), and conn, address = sock.accept().")},
        {"not enough values to unpack", QT_TRANSLATE_NOOP("Lab", "A line or a message had fewer parts than the program takes it apart into: look at what came before you split it."),
         QT_TRANSLATE_NOOP("Lab", "A line or a message had fewer parts than the program takes it apart into. A check types a message, or the path of a file: what else the program wants to read can be given (--type).")},
        {"index out of range", QT_TRANSLATE_NOOP("Lab", "The program looked at a part that is not there. recv may return less than a whole message, and nothing at the end: ask “if not data” first.")},
        {"FileNotFoundError", QT_TRANSLATE_NOOP("Lab", "A file or folder is not there: make the folder first with os.makedirs(name, exist_ok=True), and do not use a path that the other side sent.")},
        {"Transport endpoint is not connected", QT_TRANSLATE_NOOP("Lab", "That socket has no other side: a server talks through the socket that accept() returned, and datagrams need socket.SOCK_DGRAM.")},
        {"Bad file descriptor", QT_TRANSLATE_NOOP("Lab", "A socket was used after its close(): close it when the conversation is over, not inside the loop.")},
        {"BlockingIOError", QT_TRANSLATE_NOOP("Lab", "A socket after setblocking(False) does not wait: ask select first whether something has come.")},
        {"timed out", QT_TRANSLATE_NOOP("Lab", "settimeout was shorter than the other side took: catch the timeout, or wait longer.")},
        {"ModuleNotFoundError", QT_TRANSLATE_NOOP("Lab", "The program imports a module that this Python does not have.")},
};

QString hintIn(const QByteArray &words, Role role)
{
    for (const Cause &cause : Causes) {
        if (words.contains(cause.words))
            return QCoreApplication::translate("Lab", role == Role::Client && cause.clientHint ? cause.clientHint : cause.hint);
    }
    return {};
}

} // namespace

QString hintFromOutput(const QByteArray &output, Role role)
{
    // What it died of says more than what it may have outlived, or printed.
    const QString hint = hintIn(lastException(output), role);
    return hint.isEmpty() ? hintIn(withoutEndOfInput(output), role) : hint;
}

bool looksCrashed(const QByteArray &output)
{
    // The end of what was typed ends a program that reads lines; that is no crash of its conversation.
    const qsizetype at = output.lastIndexOf("Traceback (most recent call last)");
    if (at >= 0)
        return !output.mid(at).contains("EOFError");
    for (const char *words : {"SyntaxError: ", "IndentationError: ", "TabError: ", "Segmentation fault", "panic:", "terminate called", "Exception in thread \"main\""}) {
        if (output.contains(words))
            return true;
    }
    return false;
}

QByteArray lastException(const QByteArray &output)
{
    const QList<QByteArray> lines = withoutEndOfInput(output).split('\n');
    for (qsizetype i = lines.size() - 1; i >= 0; --i) {
        // "json.decoder.JSONDecodeError: Extra data…", at the beginning of a line, where no other line of a report begins
        const QByteArray line = lines[i].trimmed();
        const QByteArray name = line.left(line.indexOf(':') < 0 ? line.size() : line.indexOf(':'));
        const bool dotted = !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'; });
        if (dotted && !lines[i].startsWith(' ') && (name.endsWith("Error") || name.endsWith("error") || name.endsWith("Exception") || name.endsWith("timeout")))
            return line;
    }
    return {};
}

QByteArray withoutEndOfInput(const QByteArray &output)
{
    const qsizetype at = output.lastIndexOf("Traceback (most recent call last)");
    return at >= 0 && output.mid(at).contains("EOFError") ? output.left(at) : output;
}

} // namespace transom::lab
