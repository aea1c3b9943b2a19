#include "core/lab/probe/probe_report.h"

#include "core/base/text.h"

#include <QJsonDocument>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

constexpr qsizetype LongestText = 1'000;
constexpr qsizetype MostArguments = 16;
constexpr qsizetype MostData = 32 * 1024;

QString textOf(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toString().left(LongestText);
}

/// A whole number that is not below zero; nothing for everything else.
std::optional<qint64> countOf(const QJsonValue &value)
{
    const qint64 number = value.toInteger(-1);
    return value.isDouble() && number >= 0 ? std::optional(number) : std::nullopt;
}

bool readPlace(const QJsonObject &object, QString &file, int &line, QString &code)
{
    file = object.value("file"_L1).toString();
    code = textOf(object, "code"_L1);
    const auto number = countOf(object.value("line"_L1));
    if (!number || *number > std::numeric_limits<int>::max() || file.size() > 4096)
        return false;
    line = static_cast<int>(*number);
    return true;
}

void readError(const QJsonObject &error, QString &name, int &number, QString &text)
{
    name = textOf(error, "name"_L1);
    number = error.value("number"_L1).toInt();
    text = textOf(error, "text"_L1);
}

bool readBytes(const QJsonObject &object, ProbeCall &call)
{
    const QString direction = object.value("direction"_L1).toString();
    if (direction.isEmpty())
        return !object.contains("offset"_L1) && !object.contains("data"_L1);
    const auto offset = countOf(object.value("offset"_L1));
    const auto size = countOf(object.value("size"_L1));
    if ((direction != "in"_L1 && direction != "out"_L1) || !offset || !size || *size > std::numeric_limits<qint64>::max() / 2 - *offset)
        return false;
    call.direction = direction == "in"_L1 ? ProbeCall::Direction::In : ProbeCall::Direction::Out;
    call.offset = *offset;
    call.size = *size;
    if (!object.contains("data"_L1))
        return true;
    const QByteArray hex = object.value("data"_L1).toString().toLatin1();
    call.data = QByteArray::fromHex(hex);
    call.hasData = true;
    // fromHex() leaves out what is no digit, and says nothing of it.
    return hex.size() == 2 * call.data.size() && call.data.size() <= std::min<qint64>(call.size, MostData);
}

std::optional<ProbeCall> callOf(const QJsonObject &object)
{
    ProbeCall call;
    const auto pid = countOf(object.value("pid"_L1));
    const auto socket = countOf(object.value("socket"_L1));
    const auto start = countOf(object.value("start"_L1));
    const auto end = countOf(object.value("end"_L1));
    call.name = textOf(object, "call"_L1);
    call.kind = textOf(object, "kind"_L1);
    if (!pid || !socket || !start || !end || *end < *start || call.name.isEmpty() || !readPlace(object, call.file, call.line, call.code) || !readBytes(object, call))
        return std::nullopt;
    call.pid = *pid;
    call.socket = *socket;
    call.startNs = *start;
    call.endNs = *end;
    call.thread = textOf(object, "thread"_L1);
    call.descriptor = object.value("fd"_L1).toInt(-1);
    call.arguments = object.value("arguments"_L1).toArray();
    if (call.arguments.size() > MostArguments)
        return std::nullopt;
    if (object.contains("error"_L1)) {
        readError(object.value("error"_L1).toObject(), call.errorName, call.errorNumber, call.errorText);
        if (call.errorName.isEmpty() || call.movesBytes())
            return std::nullopt;
    }
    call.result = object.value("result"_L1);
    call.local = probeAddress(object.value("local"_L1));
    call.peer = probeAddress(object.value("peer"_L1));
    call.other = probeAddress(object.value("with"_L1));
    if (call.name == "accept"_L1 && call.result.isObject()) {
        call.acceptedSocket = countOf(call.result.toObject().value("socket"_L1)).value_or(0);
        call.peer = probeAddress(call.result.toObject().value("peer"_L1));
    }
    return call;
}

std::optional<ProbeException> exceptionOf(const QJsonObject &object)
{
    ProbeException exception;
    exception.pid = countOf(object.value("pid"_L1)).value_or(0);
    exception.thread = textOf(object, "thread"_L1);
    exception.atNs = countOf(object.value("end"_L1)).value_or(0);
    readError(object.value("error"_L1).toObject(), exception.name, exception.number, exception.text);
    if (exception.name.isEmpty() || !readPlace(object, exception.file, exception.line, exception.code))
        return std::nullopt;
    return exception;
}

} // namespace

QString probeAddress(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().left(LongestText);
    const QJsonArray parts = value.toArray();
    const auto port = parts.size() == 2 ? countOf(parts[1]) : std::nullopt;
    if (!port || *port > 65'535 || !parts[0].isString())
        return {};
    const QString host = parts[0].toString().left(LongestText);
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(*port);
}

ProbeReport ProbeReader::nonsense(QByteArrayView line, bool tooLong)
{
    ++m_nonsense;
    ProbeReport report;
    report.nonsense = ProbeNonsense{printable(line, 120), tooLong};
    return report;
}

ProbeReport ProbeReader::reportOf(QByteArrayView line)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(line.toByteArray(), &error).object();
    ProbeReport report;
    const QString event = object.value("event"_L1).toString();
    if (event == "call"_L1)
        report.call = callOf(object);
    else if (event == "exception"_L1)
        report.exception = exceptionOf(object);
    else if (event == "start"_L1 && countOf(object.value("pid"_L1)))
        report.start = ProbeStart{*countOf(object.value("pid"_L1)), textOf(object, "program"_L1), textOf(object, "python"_L1)};
    return report.call || report.exception || report.start ? report : nonsense(line, false);
}

QList<ProbeReport> ProbeReader::read(QByteArrayView bytes)
{
    QList<ProbeReport> reports;
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView part = end < 0 ? bytes : bytes.first(end);
        bytes = end < 0 ? QByteArrayView() : bytes.sliced(end + 1);
        if (!m_skipping) {
            m_rest += part.first(std::min(part.size(), LongestLine + 1 - m_rest.size()));
            if (m_rest.size() > LongestLine) {
                reports.append(nonsense(m_rest, true));
                m_rest.clear();
                m_skipping = true;
            }
        }
        if (end < 0)
            break;
        if (!std::exchange(m_skipping, false) && !m_rest.isEmpty())
            reports.append(reportOf(m_rest));
        m_rest.clear();
    }
    return reports;
}

QList<ProbeReport> ProbeReader::finish()
{
    QList<ProbeReport> reports;
    if (!m_rest.isEmpty())
        reports.append(nonsense(m_rest, false));
    m_rest.clear();
    m_skipping = false;
    return reports;
}

} // namespace transom::lab
