#include "core/lab/serving/lab_event.h"

#include "core/base/text.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>

namespace transom::lab {

namespace {

using Kind = LabEvent::Kind;

QString handler(const LabEvent &event)
{
    return QCoreApplication::translate("Lab", "process %1, thread %2").arg(event.process).arg(event.thread);
}

} // namespace

const char *eventName(Kind kind)
{
    static const char *const names[] = {"listening", "not-listening", "waiting", "setup", "handle", "finish", "call", "said", "told", "problem", "line-wanted", "logged", "silent", "ended"};
    return names[static_cast<size_t>(kind)];
}

QString describeEvent(const LabEvent &event)
{
    const QString peer = event.peer.isEmpty() ? QCoreApplication::translate("Lab", "an end without a name") : event.peer;
    const int number = static_cast<int>(event.number);
    switch (event.kind) {
    case Kind::Listening:
        return QCoreApplication::translate("Lab", "listening %1").arg(event.local);
    case Kind::NotListening:
        return QCoreApplication::translate("Lab", "does not listen any more");
    case Kind::Waiting:
        return QCoreApplication::translate("Lab", "%n connection(s) in the backlog: connected, and not accepted yet", nullptr, number);
    case Kind::Setup:
        if (event.datagram)
            return event.peer == u"*" || event.peer.isEmpty() ? QCoreApplication::translate("Lab", "setup: a socket for datagrams from anybody (%1)").arg(handler(event)) : QCoreApplication::translate("Lab", "setup: a socket for datagrams to %1 (%2)").arg(peer, handler(event));
        return QCoreApplication::translate("Lab", "setup: a connection with %1 (%2)").arg(peer, handler(event));
    case Kind::Handle:
        return QCoreApplication::translate("Lab", "handle (%1)").arg(handler(event));
    case Kind::Finish:
        return QCoreApplication::translate("Lab", "finish after %1 (%2)").arg(formatRoundTrip(event.number), handler(event));
    case Kind::Call:
        return describeCall(event.call);
    case Kind::Said:
    case Kind::Told:
    case Kind::Problem:
    case Kind::Silent:
        return event.text;
    case Kind::LineWanted:
        return QCoreApplication::translate("Lab", "waits for a line from you");
    case Kind::Logged:
        return QCoreApplication::translate("Lab", "access log: %1").arg(event.text);
    case Kind::Ended:
        return event.error.code == ErrorCode::None ? QCoreApplication::translate("Lab", "ended") : describe(event.error);
    }
    return {};
}

} // namespace transom::lab
