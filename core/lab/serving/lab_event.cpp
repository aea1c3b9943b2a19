#include "core/lab/serving/lab_event.h"

#include "core/base/text.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>

namespace transom::lab {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lab)
};
using Kind = LabEvent::Kind;

QString handler(const LabEvent &event)
{
    return Text::tr("process %1, thread %2").arg(event.process).arg(event.thread);
}

} // namespace

const char *eventName(Kind kind)
{
    static const char *const names[] = {"listening", "not-listening", "waiting", "setup", "handle", "finish", "call", "said", "told", "problem", "line-wanted", "logged", "silent", "ended"};
    return names[static_cast<size_t>(kind)];
}

QString describeEvent(const LabEvent &event)
{
    const QString peer = event.peer.isEmpty() ? Text::tr("an end without a name") : event.peer;
    switch (event.kind) {
    case Kind::Listening:
        return Text::tr("listening %1").arg(event.local);
    case Kind::NotListening:
        return Text::tr("does not listen any more");
    case Kind::Waiting:
        return Text::tr("%n connection(s) in the backlog: connected, and not accepted yet", nullptr, static_cast<int>(event.number));
    case Kind::Setup:
        if (event.datagram)
            return event.peer == u"*" || event.peer.isEmpty() ? Text::tr("setup: a socket for datagrams from anybody (%1)").arg(handler(event)) : Text::tr("setup: a socket for datagrams to %1 (%2)").arg(peer, handler(event));
        return Text::tr("setup: a connection with %1 (%2)").arg(peer, handler(event));
    case Kind::Handle:
        return Text::tr("handle (%1)").arg(handler(event));
    case Kind::Finish:
        return Text::tr("finish after %1 (%2)").arg(formatRoundTrip(event.number), handler(event));
    case Kind::Call:
        return describeCall(event.call);
    case Kind::Said:
    case Kind::Told:
    case Kind::Problem:
    case Kind::Silent:
        return event.text;
    case Kind::LineWanted:
        return Text::tr("waits for a line from you");
    case Kind::Logged:
        return Text::tr("access log: %1").arg(event.text);
    case Kind::Ended:
        return event.error.code == ErrorCode::None ? Text::tr("ended") : describe(event.error);
    }
    return {};
}

} // namespace transom::lab
