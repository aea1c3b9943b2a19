#include "core/lab/experiment/runs.h"

#include "core/base/clock.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

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

Writing writeForASecond(const ExperimentBench &bench, NativeSocket &socket, qint64 size)
{
    const QByteArray block(64 * 1024, 'x');
    const qint64 until = monotonicNs() + 1'000'000'000;
    Writing writing;
    while (writing.accepted < size && monotonicNs() < until && !bench.isStopped()) {
        const NativeSocket::Outcome sent = socket.send(QByteArrayView(block).first(static_cast<qsizetype>(std::min<qint64>(block.size(), size - writing.accepted))));
        if (sent.isOk()) {
            ++writing.calls;
            writing.last = sent.result;
            writing.accepted += sent.result;
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
    Writing writing;
    {
        std::jthread reader;
        if (bench.text(u"reader"_s) == "slow"_L1)
            reader = std::jthread([&](const std::stop_token &stop) { readSlowly(bench, ends->server, stop); });
        writing = writeForASecond(bench, ends->client, size);
    }
    ExperimentResult result;
    if (writing.accepted >= size)
        result.outcome = u"all"_s;
    else
        result.outcome = writing.accepted * 100 < size ? u"little"_s : u"part"_s;
    const qint64 window = offeredWindow(ends->client);
    result.measured = {{u"asked"_s, Measured::bytes(size)},
                       {u"accepted"_s, Measured::bytes(writing.accepted)},
                       {u"calls"_s, Measured::count(writing.calls)},
                       {u"partial"_s, Measured::bytes(writing.last)},
                       {u"out_queue"_s, Measured::bytes(queued(ends->client, SIOCOUTQ))},
                       {u"in_queue"_s, Measured::bytes(queued(ends->server, SIOCINQ))},
                       {u"window"_s, window < 0 ? Measured::text(u"?"_s) : Measured::bytes(window)}};
    ends->client.abort();
    return result;
}

} // namespace transom::lab
