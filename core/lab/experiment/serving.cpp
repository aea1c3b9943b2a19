#include "core/lab/experiment/runs.h"
#include "core/lab/experiment/traces.h"

#include "core/lab/serving/lab_server.h"

#include <QSet>

#include <algorithm>
#include <mutex>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

/// What the server tells, from its threads and its processes.
class ServerStory
{
public:
    void add(const LabEvent &event)
    {
        const std::lock_guard lock(m_mutex);
        if (event.kind == LabEvent::Kind::Setup || event.kind == LabEvent::Kind::Handle || event.kind == LabEvent::Kind::Finish)
            m_told.append(event);
        if (event.kind == LabEvent::Kind::Call && event.call.call == CallRecord::Call::Accept && event.call.result >= 0) {
            m_served[event.call.stream].from = event.call.monotonicNs;
        } else if (event.kind == LabEvent::Kind::Setup) {
            m_handlers.insert({event.process, event.thread});
        } else if (event.kind == LabEvent::Kind::Finish) {
            m_served[event.stream].to = event.monotonicNs;
        }
    }

    void match(QList<CrowdClient> &crowd)
    {
        const std::lock_guard lock(m_mutex);
        for (const LabEvent &event : std::as_const(m_told)) {
            if (event.kind == LabEvent::Kind::Setup)
                matchCrowd(crowd, event);
        }
    }
    QList<LabEvent> told()
    {
        const std::lock_guard lock(m_mutex);
        return m_told;
    }
    /// Whether two were ever served at the same time: from accept to finish.
    bool anyTogether()
    {
        const std::lock_guard lock(m_mutex);
        QList<Stretch> stretches = m_served.values();
        std::sort(stretches.begin(), stretches.end(), [](const Stretch &one, const Stretch &other) { return one.from < other.from; });
        qint64 busyUntil = 0;
        for (const Stretch &each : stretches) {
            if (each.from < busyUntil)
                return true;
            busyUntil = std::max(busyUntil, each.to);
        }
        return false;
    }
    qint64 handlers()
    {
        const std::lock_guard lock(m_mutex);
        return m_handlers.size();
    }

private:
    struct Stretch
    {
        qint64 from = 0;
        qint64 to = 0;
    };

    std::mutex m_mutex;
    QHash<quint64, Stretch> m_served;
    QList<LabEvent> m_told; ///< setup, handle and finish
    QSet<std::pair<qint64, qint64>> m_handlers; ///< process and thread
};

struct Waits
{
    qint64 served = 0;
    qint64 first = 0;
    qint64 last = 0;
    qint64 total = 0;
};

Waits waitsOf(const QList<CrowdClient> &crowd)
{
    Waits waits;
    qint64 begun = crowd.constFirst().begun;
    qint64 ended = 0;
    for (const CrowdClient &client : crowd) {
        begun = std::min(begun, client.begun);
        ended = std::max(ended, client.ended);
        if (client.answered == 0)
            continue;
        const qint64 wait = client.servedFrom() - client.begun;
        waits.first = waits.served == 0 ? wait : std::min(waits.first, wait);
        waits.last = std::max(waits.last, wait);
        ++waits.served;
    }
    waits.total = ended - begun;
    return waits;
}

} // namespace

Result<ExperimentResult> runServing(ExperimentBench &bench)
{
    const Dialect *dialect = dialectById(u"upper");
    const auto serving = Serving::fromText(bench.text(u"model"_s));
    auto parameters = Parameters::make(*dialect, Role::Server, {{u"work"_s, bench.text(u"work_ms"_s)}});
    if (!serving || !parameters)
        return fail(ErrorCode::BadArgument);
    ServeOptions options;
    options.dialect = dialect;
    options.parameters = *parameters;
    options.serving = *serving;
    // Room for all: a connection that finds the backlog full is tried again by the kernel after a second, which is another lesson.
    options.backlog = bench.number(u"clients"_s) + 1;
    ServerStory story;
    const LabSink observed = [&](const LabEvent &event) {
        story.add(event);
        if (event.kind == LabEvent::Kind::Call && bench.observer())
            bench.observer()(event.call);
    };
    LabServer server(options, observed);
    if (auto started = server.start(); !started)
        return tl::unexpected(started.error());

    CrowdOptions clients;
    clients.port = server.port();
    clients.clients = bench.number(u"clients"_s);
    std::atomic<bool> cancel = false;
    const std::stop_callback stopped(bench.stopToken(), [&cancel] { cancel = true; });
    // Connections come about in the order of the calls, so the n-th client is the n-th that the server accepts: both ends have the same stream.
    auto crowd = runCrowd(clients, [&](const LabEvent &event) {
        if (event.kind == LabEvent::Kind::Call && bench.observer())
            bench.observer()(event.call);
    }, &cancel);
    server.stop();
    if (!crowd)
        return tl::unexpected(crowd.error());
    story.match(*crowd);

    const Waits waits = waitsOf(*crowd);
    const qint64 refused = crowd->size() - waits.served;
    ExperimentResult result;
    if (refused > 0)
        result.outcome = u"refused"_s;
    else
        result.outcome = story.anyTogether() ? u"together"_s : u"turns"_s;
    result.measured = {{u"clients"_s, Measured::count(crowd->size())},
                       {u"served"_s, Measured::count(waits.served)},
                       {u"refused"_s, Measured::count(refused)},
                       {u"first_wait_ms"_s, Measured::nanoseconds(waits.first)},
                       {u"last_wait_ms"_s, Measured::nanoseconds(waits.last)},
                       {u"total_ms"_s, Measured::nanoseconds(waits.total)},
                       {u"handlers"_s, Measured::count(story.handlers())}};
    result.serving = std::make_shared<ServingTrace>(ServingTrace{story.told(), *crowd});
    return result;
}

} // namespace transom::lab
