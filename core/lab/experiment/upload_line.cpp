#include "core/lab/experiment/upload_line.h"

#include <cerrno>

namespace transom::lab {

namespace {

/// 100 Mbit/s. On loopback the sender would be through before anybody at the other end has looked.
constexpr qint64 Rate = 12'500'000;
constexpr qint64 Middle = UploadSize / 2;

RelayOptions optionsFor(quint16 target, bool keepBytes)
{
    RelayOptions options;
    options.targetHost = QStringLiteral("127.0.0.1");
    options.targetPort = target;
    options.keepBytes = keepBytes;
    return options;
}

Faults steady()
{
    Faults faults;
    faults.rate = Rate;
    return faults;
}

} // namespace

UploadLine::UploadLine(ExperimentBench &bench, quint16 target, Disaster disaster, bool tellsCalls)
    : m_bench(bench)
    , m_disaster(disaster)
    , m_tellsCalls(tellsCalls && bench.observer())
    , m_relay(m_threads, optionsFor(target, m_tellsCalls), [this](const RelayEvent &event) { note(event); })
{}

Result<void> UploadLine::start()
{
    if (auto started = m_relay.start(); !started)
        return started;
    m_relay.setFaults(Relay::AllStreams, From::Client, steady());
    Faults trouble;
    trouble.fromByte = Middle;
    trouble.once = true;
    trouble.reset = m_disaster == Disaster::Break;
    trouble.flip = m_disaster == Disaster::Flip ? 1 : 0;
    if (trouble.reset || trouble.flip > 0)
        m_relay.addFaults(Relay::AllStreams, From::Client, trouble);
    m_relay.settle();
    return {};
}

void UploadLine::mend()
{
    m_relay.setFaults(Relay::AllStreams, From::Client, steady());
    m_relay.settle();
}

void UploadLine::count(UploadReport &report) const
{
    const std::lock_guard lock(m_mutex);
    report.connections = static_cast<int>(m_sent.size());
    for (const auto &[stream, bytes] : m_sent) {
        report.sent += bytes;
        report.sentLast = bytes;
    }
}

void UploadLine::note(const RelayEvent &event)
{
    if (event.kind == RelayEvent::Kind::Injected && (event.fault == FaultKind::Reset || event.fault == FaultKind::Flip))
        m_struck = true;
    if (event.kind == RelayEvent::Kind::Opened || (event.kind == RelayEvent::Kind::Written && event.from == From::Client)) {
        const std::lock_guard lock(m_mutex);
        m_sent[event.stream] += event.kind == RelayEvent::Kind::Written ? event.length : 0;
    }
    if (m_tellsCalls)
        tell(event);
}

/// The calls with which the line serves the sender's connection.
void UploadLine::tell(const RelayEvent &event)
{
    using Kind = RelayEvent::Kind;
    using Call = CallRecord::Call;
    if (event.kind == Kind::Opened)
        m_streams[event.stream] = m_bench.nextStream();
    CallRecord call;
    call.stream = m_streams[event.stream];
    call.server = true;
    call.toServer = event.from == From::Client;
    call.offset = event.offset;
    call.monotonicNs = event.monotonicNs;
    call.wallMs = event.wallMs;
    if (event.kind == Kind::Opened) {
        call.call = Call::Accept;
        call.address = event.client;
    } else if (event.kind == Kind::Read) {
        // What the server says goes on at once.
        call.call = event.from == From::Client ? Call::Receive : Call::Send;
        call.asked = event.from == From::Client ? RelayOptions().readSize : event.length;
        call.result = event.length;
        call.bytes = event.bytes;
    } else if ((event.kind == Kind::EndRead || event.kind == Kind::ResetRead) && event.from == From::Client) {
        call.call = Call::Receive;
        call.asked = RelayOptions().readSize;
        call.result = event.kind == Kind::EndRead ? 0 : -1;
        call.error = event.kind == Kind::EndRead ? 0 : ECONNRESET;
    } else if (event.kind == Kind::Closed) {
        call.call = Call::Close;
    } else {
        return;
    }
    m_bench.observer()(call);
}

} // namespace transom::lab
