#include "core/lab/probe/describe_probe_call.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>

#include <cerrno>
#include <limits>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

constexpr qsizetype DataShown = 60;

QString byteCount(qint64 size)
{
    const int count = static_cast<int>(std::min<qint64>(size, std::numeric_limits<int>::max()));
    return QCoreApplication::translate("Lab", "%n byte(s)", nullptr, count);
}

QString valueText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return u"None"_s;
    case QJsonValue::Bool:
        return value.toBool() ? u"True"_s : u"False"_s;
    case QJsonValue::Double:
        return value.toDouble() == static_cast<double>(value.toInteger()) ? QString::number(value.toInteger()) : QString::number(value.toDouble());
    case QJsonValue::String: {
        const QString text = value.toString();
        // Constants have been reported by their names.
        const bool isName = text.startsWith("AF_"_L1) || text.startsWith("SOCK_"_L1) || text.startsWith("SHUT_"_L1);
        return isName ? printable(QStringView(text), 40) : u"\"%1\""_s.arg(printable(QStringView(text), 80));
    }
    case QJsonValue::Array: {
        QStringList parts;
        const QJsonArray values = value.toArray();
        for (qsizetype i = 0; i < values.size() && i < 8; ++i)
            parts.append(valueText(values[i]));
        return u"(%1)"_s.arg(parts.join(u", "_s));
    }
    case QJsonValue::Object:
        if (const QJsonValue bytes = value.toObject().value("bytes"_L1); bytes.isDouble())
            return byteCount(bytes.toInteger());
        return u"…"_s;
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

QString bytesText(const ProbeCall &call)
{
    const QString count = byteCount(call.size);
    if (!call.hasData || call.data.isEmpty())
        return count;
    const bool whole = call.data.size() == call.size && call.data.size() <= DataShown;
    return u"%1 \"%2\""_s.arg(count, printable(QByteArrayView(call.data).first(std::min(call.data.size(), DataShown)), DataShown)) + (whole ? QString() : u" …"_s);
}

} // namespace

QString probeCallName(const ProbeCall &call)
{
    QStringList arguments;
    for (const QJsonValue &argument : call.arguments)
        arguments.append(valueText(argument));
    return u"%1(%2)"_s.arg(printable(QStringView(call.name), 40), arguments.join(u", "_s));
}

QString probeCallOutcome(const ProbeCall &call)
{
    if (call.failed()) {
        if (call.errorName == "BlockingIOError"_L1 || call.errorNumber == EAGAIN || call.errorNumber == EINPROGRESS)
            return u"%1: %2"_s.arg(printable(QStringView(call.errorName), 40), call.name.startsWith("connect"_L1) ? QCoreApplication::translate("Lab", "under way") : QCoreApplication::translate("Lab", "it would have had to wait"));
        if (call.errorText.isEmpty()) // a KeyboardInterrupt has none
            return printable(QStringView(call.errorName), 40);
        return u"%1: %2"_s.arg(printable(QStringView(call.errorName), 40), printable(QStringView(call.errorText), 200));
    }
    if (call.direction == ProbeCall::Direction::In && call.size == 0 && !call.isDatagram())
        return QCoreApplication::translate("Lab", "the end: the other side has closed");
    if (call.movesBytes()) {
        qint64 asked = -1;
        if (call.name == "send"_L1)
            asked = call.arguments.isEmpty() ? -1 : call.arguments[0].toObject().value("bytes"_L1).toInteger(-1);
        if (asked > call.size)
            return QCoreApplication::translate("Lab", "only %1 of %2 bytes: the rest has to be sent again").arg(call.size).arg(asked);
        return bytesText(call);
    }
    if (call.name == "accept"_L1 && !call.peer.isEmpty())
        return QCoreApplication::translate("Lab", "a connection from %1").arg(printable(QStringView(call.peer), 100));
    if (call.name == "connect"_L1 && !call.local.isEmpty())
        return QCoreApplication::translate("Lab", "connected, from %1").arg(printable(QStringView(call.local), 100));
    if (call.name == "bind"_L1 && !call.local.isEmpty())
        return printable(QStringView(call.local), 100);
    if (call.result.isNull() || call.result.isUndefined())
        return QCoreApplication::translate("Lab", "done");
    return valueText(call.result);
}

QString probeCallPlace(const QString &file, int line)
{
    if (file.isEmpty())
        return {};
    return u"%1:%2"_s.arg(printable(QStringView(QFileInfo(file).fileName()), 60)).arg(line);
}

QString probeCallDuration(const ProbeCall &call)
{
    const qint64 ns = call.endNs - call.startNs;
    if (ns < 1'000'000)
        return {};
    return ns < 1'000'000'000 ? u"%1 ms"_s.arg(ns / 1'000'000) : u"%1 s"_s.arg(static_cast<double>(ns) / 1e9, 0, 'f', 1);
}

QString exceptionHint(const ProbeException &exception)
{
    const QString &name = exception.name;
    const QString &text = exception.text;
    if (name == "ConnectionRefusedError"_L1)
        return QCoreApplication::translate("Lab", "Nobody listens at that address and port. Start the server first, and compare the port in both programs.");
    if (name == "OSError"_L1 && (exception.number == EADDRINUSE || text.contains("[Errno 98]"_L1)))
        return QCoreApplication::translate("Lab", "Another program, or this one's last run, still has the port. End it, or set SO_REUSEADDR before bind().");
    if (name == "BrokenPipeError"_L1)
        return QCoreApplication::translate("Lab", "The other side had closed before this was sent. Look at when it closes, and stop sending once recv() has returned b''.");
    if (name == "ConnectionResetError"_L1)
        return QCoreApplication::translate("Lab", "The other side ended the connection hard: its program ended, or it closed with bytes still unread. Look at its output first.");
    if (name == "UnicodeDecodeError"_L1)
        return QCoreApplication::translate("Lab", "A recv() may end in the middle of a character. Collect the bytes of a whole message first, then decode; and use the same encoding on both sides.");
    if (name == "TypeError"_L1 && (text.contains("bytes-like"_L1) || text.contains("'str'"_L1) || text.contains("concat"_L1)))
        return QCoreApplication::translate("Lab", "Sockets carry bytes, not text: encode a str with .encode() before sending, and decode what recv() returned with .decode().");
    if (name == "struct.error"_L1)
        return QCoreApplication::translate("Lab", "unpack() needs exactly as many bytes as its format, and recv(n) may return fewer. Call recv() in a loop until all of them are there.");
    if (name == "json.decoder.JSONDecodeError"_L1)
        return QCoreApplication::translate("Lab", "What recv() returned is not exactly one JSON text: it may be a piece of one, or two in a row. Send a length before it, or one text a line.");
    if (name == "TimeoutError"_L1 || name == "socket.timeout"_L1)
        return QCoreApplication::translate("Lab", "Nothing came within the time that settimeout() allows. Perhaps the other side waits, too: for a message's end that it cannot see.");
    if (name == "BlockingIOError"_L1)
        return QCoreApplication::translate("Lab", "The socket does not block, and nothing was there yet. Wait with select() or selectors before the call, or let the socket block.");
    return {};
}

} // namespace transom::lab
