#include "app/cli/lab_printer.h"

#include "core/base/text.h"
#include "core/lab/socket/describe_call.h"

#include <QDateTime>

#include <cstdio>
#include <limits>
#include <unistd.h>

namespace transom::cli {

namespace {

using lab::LabEvent;
using Kind = LabEvent::Kind;

/// Lines stay lines; everything else that could move a terminal's cursor is escaped.
QString harmless(const QString &text)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines) {
        line.replace(u'\t', QStringLiteral("    "));
        line = printable(QStringView(line), std::numeric_limits<int>::max());
    }
    return lines.join(u'\n');
}

} // namespace

LabPrinter::LabPrinter(const Invocation &invocation, bool plain)
    : m_invocation(invocation)
    , m_plain(plain)
    , m_prompts(::isatty(STDIN_FILENO) != 0)
{}

void LabPrinter::show(const LabEvent &event) const
{
    m_invocation.put(object(event));
    if (!m_invocation.json())
        showProse(event);
}

void LabPrinter::showProse(const LabEvent &event) const
{
    if (m_plain) {
        if (event.kind == Kind::Said)
            m_invocation.say(harmless(event.text.endsWith(u'\n') ? event.text.chopped(1) : event.text));
        else if (event.kind == Kind::Silent && !m_invocation.quiet()) // not among the answers
            std::fprintf(stderr, "%s\n", harmless(event.text).toUtf8().constData());
        return;
    }
    const QString time = QDateTime::fromMSecsSinceEpoch(event.wallMs).toString(QStringLiteral("HH:mm:ss.zzz"));
    const QString stream = event.stream > 0 ? QStringLiteral(" #%1").arg(event.stream) : QString();
    switch (event.kind) {
    case Kind::Listening: // the first line, which scripts wait for
        return m_invocation.say(lab::describeEvent(event));
    case Kind::LineWanted:
        if (!m_prompts)
            return;
        break;
    case Kind::Said: {
        QString text = event.text;
        if (text.endsWith(u'\n'))
            text.chop(1);
        const QStringList lines = harmless(text).split(u'\n');
        for (const QString &line : lines)
            m_invocation.say(QStringLiteral("%1%2 | %3").arg(time, stream, line));
        return;
    }
    case Kind::Ended:
        return; // the exit status says it
    default:
        break;
    }
    const QString mark = event.kind == Kind::Problem ? QStringLiteral(" !") : QString();
    m_invocation.say(QStringLiteral("%1%2%3 %4").arg(time, stream, mark, harmless(lab::describeEvent(event))));
}

QJsonObject LabPrinter::object(const LabEvent &event) const
{
    QJsonObject object{{QStringLiteral("event"), QLatin1String(lab::eventName(event.kind))}, {QStringLiteral("seq"), static_cast<qint64>(event.seq)},
                       {QStringLiteral("time"), event.wallMs}, {QStringLiteral("monotonic"), event.monotonicNs}, {QStringLiteral("text"), lab::describeEvent(event)}};
    if (event.stream > 0)
        object.insert(QStringLiteral("stream"), static_cast<qint64>(event.stream));
    switch (event.kind) {
    case Kind::Listening:
        object.insert(QStringLiteral("address"), event.local);
        break;
    case Kind::Waiting:
        object.insert(QStringLiteral("count"), event.number);
        break;
    case Kind::Setup:
    case Kind::Handle:
    case Kind::Finish:
        object.insert(QStringLiteral("peer"), event.peer);
        object.insert(QStringLiteral("process"), event.process);
        object.insert(QStringLiteral("thread"), event.thread);
        if (event.kind == Kind::Finish)
            object.insert(QStringLiteral("duration"), event.number);
        break;
    case Kind::Call: {
        const lab::CallRecord &call = event.call;
        object.insert(QStringLiteral("call"), lab::callName(call));
        object.insert(QStringLiteral("descriptor"), call.descriptor);
        object.insert(QStringLiteral("asked"), call.asked);
        object.insert(QStringLiteral("result"), call.result);
        object.insert(QStringLiteral("errno"), call.error);
        if (call.call == lab::CallRecord::Call::Send || call.call == lab::CallRecord::Call::Receive) {
            object.insert(QStringLiteral("from"), call.toServer ? QStringLiteral("client") : QStringLiteral("server"));
            object.insert(QStringLiteral("offset"), call.offset);
            object.insert(QStringLiteral("hex"), QLatin1String(call.bytes.toHex()));
        }
        if (!call.address.isEmpty())
            object.insert(QStringLiteral("address"), call.address);
        break;
    }
    default:
        break;
    }
    if (event.error.code != ErrorCode::None)
        object.insert(QStringLiteral("error"), static_cast<int>(event.error.code));
    return object;
}

} // namespace transom::cli
