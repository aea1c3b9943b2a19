#include "core/lab/experiment/distance.h"
#include "core/lab/experiment/runs.h"

#include <linux/sock_diag.h>

#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

/// Datagrams that the kernel had no room for (SK_MEMINFO_DROPS of SO_MEMINFO, socket(7)).
qint64 dropsOf(const NativeSocket &socket)
{
    std::array<quint32, SK_MEMINFO_VARS> info{};
    socklen_t size = sizeof info;
    if (::getsockopt(socket.get(), SOL_SOCKET, SO_MEMINFO, info.data(), &size) != 0 || size <= SK_MEMINFO_DROPS * sizeof info[0])
        return 0;
    return info[SK_MEMINFO_DROPS];
}

struct Sending
{
    qint64 sent = 0;
    qint64 errors = 0;
    QString error;
};

Sending sendDatagrams(const ExperimentBench &bench, NativeSocket &socket, const SocketAddress &to, bool relayed)
{
    const QByteArray datagram(bench.number(u"size"_s), 'd');
    Sending sending;
    for (int i = 0; i < bench.number(u"datagrams"_s) && !bench.isStopped(); ++i) {
        const NativeSocket::Outcome done = socket.send(datagram, &to);
        if (done.isOk()) {
            ++sending.sent;
        } else {
            ++sending.errors;
            sending.error = outcomeText(done);
        }
        // A relay is one more reader with one more buffer: it shall lose what it was told to lose, and nothing else.
        if (relayed && i % 10 == 9)
            bench.pause(ExperimentBench::ms(1));
    }
    return sending;
}

struct Arrived
{
    qint64 count = 0;
    qint64 truncated = 0;
};

Arrived readDatagrams(const ExperimentBench &bench, NativeSocket &socket)
{
    Arrived arrived;
    for (;;) {
        const NativeSocket::Received one = bench.receive(socket, bench.number(u"recv_size"_s), ExperimentBench::ms(250));
        if (!one.outcome.isOk())
            return arrived;
        ++arrived.count;
        arrived.truncated += one.truncated;
    }
}

} // namespace

Result<ExperimentResult> runUdp(ExperimentBench &bench)
{
    const quint64 stream = bench.nextStream();
    auto receiver = bench.datagramSocket(stream, true, [&](NativeSocket &socket) {
        if (const int bytes = bench.number(u"buffer"_s); bytes > 0)
            ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    });
    if (!receiver)
        return tl::unexpected(receiver.error());
    auto sender = bench.datagramSocket(stream, false);
    if (!sender)
        return tl::unexpected(sender.error());
    Faults faults;
    faults.loss = bench.number(u"loss"_s) / 100.0;
    faults.reorder = bench.number(u"reorder"_s) / 100.0;
    std::optional<Distance> between;
    SocketAddress to = receiver->localAddress();
    if (faults != Faults()) {
        between.emplace(to.port(), true);
        if (auto started = between->start(); !started)
            return tl::unexpected(started.error());
        between->relay().setFaults(Relay::AllStreams, From::Client, faults);
        between->relay().settle();
        to = SocketAddress(QHostAddress(QHostAddress::LocalHost), between->port());
    }
    const Sending sending = sendDatagrams(bench, *sender, to, between.has_value());
    if (between)
        bench.pause(ExperimentBench::ms(150)); // the receiver is still busy; what was reordered leaves after 100 ms at most
    const Arrived arrived = readDatagrams(bench, *receiver);

    ExperimentResult result;
    result.outcome = arrived.count == 0 ? u"none"_s : arrived.count == bench.number(u"datagrams"_s) ? u"all"_s : u"some"_s;
    result.measured = {{u"sent"_s, Measured::count(sending.sent)},
                       {u"received"_s, Measured::count(arrived.count)},
                       {u"overflow"_s, Measured::count(dropsOf(*receiver))},
                       {u"truncated"_s, Measured::count(arrived.truncated)},
                       {u"injected"_s, Measured::count(between ? between->injected(FaultKind::Loss) : 0)},
                       {u"errors"_s, Measured::count(sending.errors)},
                       {u"error"_s, Measured::text(sending.errors > 0 ? u'(' + sending.error + u')' : QString())}};
    return result;
}

} // namespace transom::lab
