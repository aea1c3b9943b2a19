#include "core/lab/experiment/runs.h"
#include "core/lab/experiment/traces.h"

#include "core/base/clock.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

void setBuffer(const NativeSocket &socket, int option, const QString &value)
{
    if (const int bytes = value.toInt(); bytes > 0)
        ::setsockopt(socket.get(), SOL_SOCKET, option, &bytes, sizeof bytes);
}

int queued(const NativeSocket &socket, unsigned long request)
{
    int bytes = 0;
    return ::ioctl(socket.get(), request, &bytes) == 0 ? bytes : -1;
}

/// The window that the receiver offers, as the sender knows it; -1 where this kernel does not tell.
qint64 offeredWindow(const NativeSocket &socket)
{
    // tcpi_snd_wnd came with Linux 5.4, behind what older headers have: ask for more and see how much is told.
    struct
    {
        tcp_info known;
        char more[256];
    } info{};
    socklen_t size = sizeof info;
    if (::getsockopt(socket.get(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || size < offsetof(tcp_info, tcpi_snd_wnd) + sizeof info.known.tcpi_snd_wnd)
        return -1;
    return info.known.tcpi_snd_wnd;
}

/// Notes the queues of both kernels again and again, in a thread of its own.
class QueueWatch
{
public:
    QueueWatch(const ExperimentBench &bench, const ExperimentBench::Ends &ends)
        : m_bench(bench)
        , m_ends(ends)
        , m_began(monotonicNs())
    {}

    void setAccepted(qint64 bytes) { m_accepted.store(bytes, std::memory_order_relaxed); }

    QueueSample sample() const
    {
        // The receiver's first: what arrives in between is counted at neither end rather than at both.
        QueueSample one;
        one.accepted = m_accepted.load(std::memory_order_relaxed);
        one.inQueue = queued(m_ends.server, SIOCINQ);
        one.outQueue = queued(m_ends.client, SIOCOUTQ);
        one.window = offeredWindow(m_ends.client);
        one.atNs = monotonicNs();
        return one;
    }

    /// The buffers fill within milliseconds, and then little happens.
    void watch(const std::stop_token &stop)
    {
        while (!stop.stop_requested() && !m_bench.isStopped()) {
            m_samples.append(sample());
            m_bench.pause(m_samples.constLast().atNs - m_began < 50'000'000 ? ExperimentBench::ms(1) : ExperimentBench::ms(10));
        }
        m_samples.append(sample());
    }

    /// What is still on its way when send returns arrives soon: until the queues stay as they are, or it is `until`.
    void settle(qint64 until) const
    {
        QueueSample before = sample();
        for (int same = 0; same < 10 && monotonicNs() < until && !m_bench.isStopped();) {
            m_bench.pause(ExperimentBench::ms(10));
            const QueueSample now = sample();
            // What is counted at both ends has come and is not acknowledged yet; that may take a fifth of a second.
            const bool acknowledged = now.outQueue + now.inQueue <= now.accepted;
            same = acknowledged && now.outQueue == before.outQueue && now.inQueue == before.inQueue ? same + 1 : 0;
            before = now;
        }
    }

    /// Once watch() is over.
    const QList<QueueSample> &samples() const { return m_samples; }

private:
    const ExperimentBench &m_bench;
    const ExperimentBench::Ends &m_ends;
    const qint64 m_began;
    std::atomic<qint64> m_accepted = 0;
    QList<QueueSample> m_samples;
};

void readSlowly(const ExperimentBench &bench, NativeSocket &socket, const std::stop_token &stop)
{
    while (!stop.stop_requested() && !bench.isStopped()) {
        const NativeSocket::Received part = bench.receive(socket, 4096, ExperimentBench::ms(10));
        if (part.outcome.isOk() && part.bytes.isEmpty())
            return;
        bench.pause(ExperimentBench::ms(10));
    }
}

struct Writing
{
    qint64 accepted = 0;
    qint64 calls = 0;
    qint64 last = 0;
};

Writing writeUntil(qint64 until, const ExperimentBench &bench, NativeSocket &socket, qint64 size, QueueWatch &queues)
{
    const QByteArray block(64 * 1024, 'x');
    Writing writing;
    while (writing.accepted < size && monotonicNs() < until && !bench.isStopped()) {
        const NativeSocket::Outcome sent = socket.send(QByteArrayView(block).first(static_cast<qsizetype>(std::min<qint64>(block.size(), size - writing.accepted))));
        if (sent.isOk()) {
            ++writing.calls;
            writing.last = sent.result;
            writing.accepted += sent.result;
            queues.setAccepted(writing.accepted);
        } else if (!sent.wouldBlock()) {
            break;
        } else {
            bench.waitWritable(socket, ExperimentBench::ms((until - monotonicNs()) / 1'000'000));
        }
    }
    return writing;
}

} // namespace

Result<ExperimentResult> runSlow(ExperimentBench &bench)
{
    const qint64 size = qint64(bench.number(u"size_mib"_s)) * 1024 * 1024;
    // An accepted socket has the listener's receive buffer: the window is agreed on during the handshake.
    auto ends = bench.connected([&](const NativeSocket &socket) { setBuffer(socket, SO_SNDBUF, bench.text(u"sndbuf"_s)); },
                                [&](const NativeSocket &socket) { setBuffer(socket, SO_RCVBUF, bench.text(u"rcvbuf"_s)); });
    if (!ends)
        return tl::unexpected(ends.error());
    const qint64 until = monotonicNs() + 1'000'000'000;
    QueueWatch queues(bench, *ends);
    Writing writing;
    {
        std::jthread reader;
        if (bench.text(u"reader"_s) == "slow"_L1)
            reader = std::jthread([&](const std::stop_token &stop) { readSlowly(bench, ends->server, stop); });
        const std::jthread watch([&](const std::stop_token &stop) { queues.watch(stop); });
        writing = writeUntil(until, bench, ends->client, size, queues);
        queues.settle(until);
    }
    const QueueSample last = queues.samples().constLast();
    ExperimentResult result;
    if (writing.accepted >= size)
        result.outcome = u"all"_s;
    else
        result.outcome = writing.accepted * 100 < size ? u"little"_s : u"part"_s;
    result.measured = {{u"asked"_s, Measured::bytes(size)},
                       {u"accepted"_s, Measured::bytes(writing.accepted)},
                       {u"calls"_s, Measured::count(writing.calls)},
                       {u"partial"_s, Measured::bytes(writing.last)},
                       {u"out_queue"_s, Measured::bytes(last.outQueue)},
                       {u"in_queue"_s, Measured::bytes(last.inQueue)},
                       {u"window"_s, last.window < 0 ? Measured::text(u"?"_s) : Measured::bytes(last.window)}};
    result.queues = std::make_shared<QueueTrace>(QueueTrace{queues.samples()});
    ends->client.abort();
    return result;
}

} // namespace transom::lab
