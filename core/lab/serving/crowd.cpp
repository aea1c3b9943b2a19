#include "core/lab/serving/crowd.h"

#include "core/base/clock.h"
#include "core/lab/serving/event_writer.h"
#include "core/lab/socket/describe_call.h"
#include "core/lab/socket/native_socket.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <vector>

namespace transom::lab {

namespace {

constexpr int MostClients = 1000;
constexpr qint64 Ms = 1'000'000;
constexpr qint64 Slice = 20; ///< ms between looks at `cancel`

/// One client; the times tell its state.
class Runner
{
public:
    Runner(const CrowdOptions &options, const SocketAddress &target, int number, qint64 start, const std::shared_ptr<EventWriter> &events)
        : m_options(options)
        , m_target(target)
        , m_start(start)
        , m_events(events)
        , m_socket({static_cast<quint64>(number) + 1, false}, [events](const CallRecord &call) { events->write(call); })
    {
        client.number = number;
        client.slow = options.slow.contains(number);
    }

    bool isDone() const { return client.ended != 0; }
    /// What to wait for: events of the socket, or a time.
    short events() const { return !m_socket || isDone() ? short(0) : client.connected == 0 ? short(POLLOUT) : client.sent == 0 ? (monotonicNs() >= m_sendAt ? short(POLLOUT) : short(0)) : short(POLLIN); }
    int descriptor() const { return m_socket.get(); }
    qint64 due() const { return client.begun == 0 ? m_start : client.connected != 0 && client.sent == 0 ? m_sendAt : 0; }

    void step(bool ready, qint64 now)
    {
        if (isDone())
            return;
        if (client.begun == 0) {
            if (now >= m_start)
                begin();
            return;
        }
        if (!ready)
            return;
        if (client.connected == 0)
            connected(m_socket.finishConnect());
        else if (client.sent == 0)
            send();
        else
            receive();
    }
    void giveUp(const Error &error)
    {
        if (isDone())
            return;
        client.error = error;
        m_socket.close();
        client.ended = monotonicNs();
    }

    CrowdClient client;

private:
    void begin()
    {
        client.begun = monotonicNs();
        if (const auto opened = m_socket.open(m_target.family(), false); !opened.isOk())
            return failed(opened.error);
        const auto outcome = m_socket.connect(m_target);
        if (outcome.isOk() || outcome.error != EINPROGRESS)
            connected(outcome);
    }
    void connected(const NativeSocket::Outcome &outcome)
    {
        if (!outcome.isOk())
            return failed(outcome.error);
        client.connected = monotonicNs();
        client.local = m_socket.localAddress().text();
        LabEvent setup;
        setup.kind = LabEvent::Kind::Setup;
        setup.stream = static_cast<quint64>(client.number) + 1;
        setup.monotonicNs = client.connected;
        setup.wallMs = wallClockMs();
        setup.local = client.local;
        setup.peer = m_target.text();
        m_events->write(std::move(setup));
        m_sendAt = client.connected + (client.slow ? std::chrono::nanoseconds(m_options.pause).count() : 0);
    }
    void send()
    {
        const auto outcome = m_socket.send(QByteArrayView(m_options.message).sliced(m_done));
        if (outcome.wouldBlock())
            return;
        if (!outcome.isOk())
            return failed(outcome.error);
        m_done += static_cast<qsizetype>(outcome.result);
        if (m_done >= m_options.message.size())
            client.sent = monotonicNs();
    }
    void receive()
    {
        const auto received = m_socket.receive(m_options.chunk);
        if (received.outcome.wouldBlock())
            return;
        if (!received.outcome.isOk())
            return failed(received.outcome.error);
        if (received.bytes.isEmpty())
            return giveUp({ErrorCode::Truncated, QCoreApplication::translate("Lab", "The server has ended the connection before its answer.")});
        client.answered = monotonicNs();
        client.answer = received.bytes;
        m_socket.close();
        client.ended = monotonicNs();
    }
    void failed(int error) { giveUp(socketError(error, m_target.text())); }

    const CrowdOptions &m_options;
    const SocketAddress &m_target;
    const qint64 m_start;
    const std::shared_ptr<EventWriter> m_events;
    qint64 m_sendAt = 0;
    qsizetype m_done = 0;
    NativeSocket m_socket;
};

} // namespace

Result<QList<CrowdClient>> runCrowd(const CrowdOptions &options, const LabSink &calls, const std::atomic<bool> *cancel)
{
    if (options.clients < 1 || options.clients > MostClients || options.message.isEmpty() || options.chunk < 1)
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "A crowd has 1 to %1 clients and a message that is not empty.").arg(MostClients));
    SocketAddress target(options.address, options.port);
    if (!options.unixPath.isEmpty()) {
        const auto path = SocketAddress::forUnix(options.unixPath);
        if (!path)
            return tl::make_unexpected(path.error());
        target = *path;
    }
    const auto events = std::make_shared<EventWriter>(calls);
    const qint64 start = monotonicNs();
    const qint64 deadline = start + std::chrono::nanoseconds(options.timeout).count();
    std::vector<std::unique_ptr<Runner>> runners;
    for (int number = 0; number < options.clients; ++number)
        runners.push_back(std::make_unique<Runner>(options, target, number, start + number * std::chrono::nanoseconds(options.stagger).count(), events));

    std::vector<pollfd> waiting(runners.size());
    for (;;) {
        qint64 now = monotonicNs();
        qint64 wait = std::min(Slice * Ms, deadline - now);
        bool allDone = true;
        for (size_t i = 0; i < runners.size(); ++i) {
            const Runner &runner = *runners[i];
            allDone = allDone && runner.isDone();
            const short wanted = runner.events();
            waiting[i] = {wanted != 0 ? runner.descriptor() : -1, wanted, 0};
            if (!runner.isDone() && runner.due() > 0 && wanted == 0)
                wait = std::min(wait, runner.due() - now);
        }
        const bool cancelled = cancel && cancel->load();
        if (allDone || cancelled || now >= deadline) {
            for (const auto &runner : runners)
                runner->giveUp(cancelled ? Error{ErrorCode::Cancelled, {}} : Error{ErrorCode::TimedOut, QCoreApplication::translate("Lab", "No answer came in time: the server was busy with somebody else, or does not answer.")});
            break;
        }
        const timespec patience{0, std::max<qint64>(wait, 0)};
        ::ppoll(waiting.data(), waiting.size(), &patience, nullptr);
        now = monotonicNs();
        for (size_t i = 0; i < runners.size(); ++i)
            runners[i]->step(waiting[i].revents != 0, now);
    }
    QList<CrowdClient> crowd;
    for (const auto &runner : runners)
        crowd.append(runner->client);
    return crowd;
}

void matchCrowd(QList<CrowdClient> &crowd, const LabEvent &event)
{
    if (event.kind != LabEvent::Kind::Setup)
        return;
    for (CrowdClient &client : crowd) {
        // A port may be used again by a later connection: the first one that fits in time is it.
        if (!client.local.isEmpty() && client.local == event.peer && client.accepted == 0 && event.monotonicNs >= client.begun && (client.ended == 0 || event.monotonicNs <= client.ended))
            client.accepted = event.monotonicNs;
    }
}

} // namespace transom::lab
