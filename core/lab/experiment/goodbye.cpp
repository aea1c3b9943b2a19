#include "core/lab/experiment/distance.h"
#include "core/lab/experiment/runs.h"

#include "core/base/clock.h"

#include <QCoreApplication>

#include <cerrno>
#include <optional>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

constexpr ExperimentBench::ms Wait{1000};

struct Ends
{
    NativeSocket client;
    NativeSocket server;
};

/// The server greets; whether the client reads that is part of how it says goodbye.
Result<void> greet(ExperimentBench &bench, Ends &ends, bool clientReads)
{
    const QByteArray hello("hello");
    const QByteArray welcome("welcome");
    if (auto sent = bench.sendAll(ends.client, hello); !sent)
        return sent;
    if (auto came = bench.receiveExactly(ends.server, hello.size()); !came)
        return tl::unexpected(came.error());
    if (auto sent = bench.sendAll(ends.server, welcome); !sent)
        return sent;
    if (!clientReads) {
        bench.waitReadable(ends.client); // it lies in the buffer when the client closes
        return {};
    }
    if (auto came = bench.receiveExactly(ends.client, welcome.size()); !came)
        return tl::unexpected(came.error());
    return {};
}

void leave(Ends &ends, const QString &way)
{
    if (way == "half-close"_L1)
        ends.client.endWriting();
    else if (way == "reset"_L1)
        ends.client.abort();
    else
        ends.client.close();
}

/// The state once the acknowledgement of a FIN, which is on its way, has come.
QString settledState(const ExperimentBench &bench, quint16 local, quint16 peer)
{
    QString state = tcpState(local, peer);
    for (int tries = 0; tries < 50 && (state == "FIN_WAIT1"_L1 || state == "CLOSING"_L1) && !bench.isStopped(); ++tries) {
        bench.pause(ExperimentBench::ms(2));
        state = tcpState(local, peer);
    }
    return state.isEmpty() ? u"CLOSED"_s : state;
}

qint64 lateReply(ExperimentBench &bench, Ends &ends)
{
    const NativeSocket::Outcome sent = ends.server.send("late reply");
    if (!sent.isOk() || !ends.client)
        return 0;
    return bench.receive(ends.client, 1024, Wait).bytes.size();
}

} // namespace

Result<ExperimentResult> runGoodbye(ExperimentBench &bench)
{
    const QString way = bench.text(u"way"_s);
    const bool vanishes = way == "vanish"_L1;
    auto listener = bench.listener();
    if (!listener)
        return tl::unexpected(listener.error());
    std::optional<Distance> between;
    if (vanishes) {
        between.emplace(listener->localAddress().port(), false);
        if (auto started = between->start(); !started)
            return tl::unexpected(started.error());
    }
    const SocketAddress address = vanishes ? SocketAddress(QHostAddress(QHostAddress::LocalHost), between->port()) : listener->localAddress();
    const quint64 stream = bench.nextStream();
    auto client = bench.connect(address, stream);
    if (!client)
        return tl::unexpected(client.error());
    auto server = bench.accept(*listener, stream);
    if (!server)
        return tl::unexpected(server.error());
    Ends ends{std::move(*client), std::move(*server)};
    if (auto greeted = greet(bench, ends, way != "unread"_L1); !greeted)
        return tl::unexpected(greeted.error());

    const quint16 serverPeer = ends.server.peerAddress().port();
    const quint16 clientPort = ends.client.localAddress().port();
    if (vanishes) {
        between->relay().setHold(Relay::AllStreams, From::Client, true);
        between->relay().settle();
    }
    const qint64 began = monotonicNs();
    leave(ends, way);
    const NativeSocket::Received said = bench.receive(ends.server, 1024, Wait);
    const qint64 took = monotonicNs() - began;
    ExperimentResult result;
    result.outcome = said.outcome.isOk() ? u"eof"_s : said.outcome.wouldBlock() ? u"nothing"_s : u"error"_s;
    const QString clientState = settledState(bench, clientPort, address.port());
    const QString serverState = settledState(bench, ends.server.localAddress().port(), serverPeer);
    result.measured = {{u"waited_ms"_s, Measured::nanoseconds(took)},
                       {u"error"_s, Measured::text(said.outcome.isOk() ? QCoreApplication::translate("Lab", "no bytes, and no error") : outcomeText(said.outcome))},
                       {u"client_state"_s, Measured::text(clientState)},
                       {u"server_state"_s, Measured::text(serverState)},
                       {u"replied"_s, Measured::bytes(result.outcome == "eof"_L1 ? lateReply(bench, ends) : 0)}};
    return result;
}

} // namespace transom::lab
