#include "core/lab/experiment/runs.h"

#include <cerrno>
#include <netinet/in.h>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

/// What the connection's state is, as soon as it has left ESTABLISHED and its like: the last acknowledgement may still be on its way.
QString settledState(const ExperimentBench &bench, quint16 local, quint16 peer)
{
    QString state;
    for (int tries = 0; tries < 100 && !bench.isStopped(); ++tries) {
        state = tcpState(local, peer);
        if (state.isEmpty() || state == "TIME_WAIT"_L1)
            break;
        bench.pause(ExperimentBench::ms(2));
    }
    return state;
}

} // namespace

Result<ExperimentResult> runPort(ExperimentBench &bench)
{
    const bool reuse = bench.text(u"reuse"_s) == "on"_L1;
    const bool serverFirst = bench.text(u"first"_s) == "server"_L1;
    const bool keepListening = bench.text(u"listener"_s) == "still-open"_L1;
    auto ends = bench.connected({}, [reuse](NativeSocket &socket) { socket.setReuseAddress(reuse); });
    if (!ends)
        return tl::unexpected(ends.error());
    const SocketAddress address = ends->listener.localAddress();
    const quint16 clientPort = ends->client.localAddress().port();
    NativeSocket &first = serverFirst ? ends->server : ends->client;
    NativeSocket &second = serverFirst ? ends->client : ends->server;
    first.close();
    bench.receive(second, 1);
    second.close();
    if (!keepListening)
        ends->listener.close();
    const QString onServer = settledState(bench, address.port(), clientPort);

    NativeSocket again({0, true}, bench.observer());
    NativeSocket::Outcome done = again.open(AF_INET, false);
    again.setReuseAddress(reuse);
    if (done.isOk())
        done = again.bind(address);
    if (done.isOk())
        done = again.listen(16);
    ExperimentResult result;
    result.outcome = done.isOk() ? u"bound"_s : done.error == EADDRINUSE ? u"refused"_s : u"other"_s;
    result.measured = {{u"port"_s, Measured::text(QString::number(address.port()))},
                       {u"error"_s, Measured::text(outcomeText(done))},
                       {u"state"_s, Measured::text(onServer.isEmpty() ? u"CLOSED"_s : onServer)}};
    return result;
}

} // namespace transom::lab
