#include "core/lab/experiment/runs.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <thread>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

struct Reading
{
    QList<qint64> sizes;
    QByteArray first;
};

Reading readAll(const ExperimentBench &bench, NativeSocket &socket)
{
    Reading reading;
    bench.pause(bench.time(u"wait_ms"_s));
    for (;;) {
        const NativeSocket::Received part = bench.receive(socket, bench.number(u"recv_size"_s));
        if (!part.outcome.isOk() || part.bytes.isEmpty())
            return reading;
        if (reading.sizes.isEmpty())
            reading.first = part.bytes;
        reading.sizes.append(part.bytes.size());
    }
}

} // namespace

Result<ExperimentResult> runSticky(ExperimentBench &bench)
{
    const QByteArray first("hello");
    const QByteArray second("world");
    const bool small = bench.text(u"segment"_s) != "normal"_L1;
    const auto prepareListener = [small](const NativeSocket &socket) {
        const int most = 100; // 88 bytes of payload: 12 go to the time stamps
        if (small)
            ::setsockopt(socket.get(), IPPROTO_TCP, TCP_MAXSEG, &most, sizeof most);
    };
    const auto prepareClient = [&](const NativeSocket &socket) {
        prepareListener(socket);
        const int on = bench.text(u"nodelay"_s) == "on"_L1;
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    };
    auto ends = bench.connected(prepareClient, prepareListener);
    if (!ends)
        return tl::unexpected(ends.error());

    Reading reading;
    Result<void> sent;
    {
        const std::jthread reader([&] { reading = readAll(bench, ends->server); });
        sent = bench.sendAll(ends->client, first);
        bench.pause(bench.time(u"pause_ms"_s));
        if (sent)
            sent = bench.sendAll(ends->client, second);
        ends->client.endWriting();
    }
    if (!sent)
        return tl::unexpected(sent.error());

    qint64 bytes = 0;
    for (const qint64 size : reading.sizes)
        bytes += size;
    ExperimentResult result;
    if (reading.first == first + second)
        result.outcome = u"one"_s;
    else if (reading.sizes == QList<qint64>{first.size(), second.size()})
        result.outcome = u"two"_s;
    else
        result.outcome = u"cut"_s;
    result.measured = {{u"sends"_s, Measured::count(2)},
                       {u"recvs"_s, Measured::count(reading.sizes.size())},
                       {u"bytes"_s, Measured::bytes(bytes)},
                       {u"first_recv"_s, Measured::bytes(reading.first.size())},
                       {u"sizes"_s, Measured::text(sizesText(reading.sizes))}};
    return result;
}

} // namespace transom::lab
