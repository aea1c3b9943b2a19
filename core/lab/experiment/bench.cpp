#include "core/lab/experiment/bench.h"

#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringList>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

Error failed(const QString &what, int error)
{
    return socketError(error, what);
}

} // namespace

ExperimentBench::ExperimentBench(QHash<QString, QString> knobs, CallObserver observer, std::stop_token stop)
    : m_knobs(std::move(knobs))
    , m_observer(std::move(observer))
    , m_stop(std::move(stop))
{}

void ExperimentBench::pause(ms time) const
{
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, m_stop, time, [] { return false; });
}

Result<NativeSocket> ExperimentBench::listener(const Prepare &prepare, int backlog)
{
    NativeSocket socket({0, true}, m_observer);
    NativeSocket::Outcome done = socket.open(AF_INET, false);
    if (done.isOk() && prepare)
        prepare(socket);
    if (done.isOk())
        done = socket.bind(SocketAddress(QHostAddress(QHostAddress::LocalHost), 0));
    if (done.isOk())
        done = socket.listen(backlog);
    if (!done.isOk())
        return tl::unexpected(failed(u"listen"_s, done.error));
    return socket;
}

Result<NativeSocket> ExperimentBench::connect(const SocketAddress &address, quint64 stream, const Prepare &prepare, ms time)
{
    NativeSocket socket({stream, false}, m_observer);
    NativeSocket::Outcome done = socket.open(address.family(), false);
    if (done.isOk() && prepare)
        prepare(socket);
    if (done.isOk())
        done = socket.connect(address);
    if (!done.isOk() && done.error == EINPROGRESS) {
        if (!waitWritable(socket, time)) // SO_ERROR says nothing of a connection that is still under way
            return isStopped() ? fail(ErrorCode::Cancelled) : tl::unexpected(failed(address.text(), ETIMEDOUT));
        done = socket.finishConnect();
    }
    if (!done.isOk())
        return tl::unexpected(failed(address.text(), done.error));
    return socket;
}

Result<NativeSocket> ExperimentBench::accept(NativeSocket &listener, quint64 stream)
{
    waitReadable(listener);
    Descriptor descriptor;
    SocketAddress peer;
    const NativeSocket::Outcome done = listener.accept(descriptor, peer, stream);
    if (!done.isOk())
        return tl::unexpected(failed(u"accept"_s, done.error));
    return NativeSocket(std::move(descriptor), {stream, true}, m_observer);
}

Result<ExperimentBench::Ends> ExperimentBench::connected(const Prepare &prepareClient, const Prepare &prepareListener)
{
    const quint64 stream = nextStream();
    auto listening = listener(prepareListener);
    if (!listening)
        return tl::unexpected(listening.error());
    auto client = connect(listening->localAddress(), stream, prepareClient);
    if (!client)
        return tl::unexpected(client.error());
    auto server = accept(*listening, stream);
    if (!server)
        return tl::unexpected(server.error());
    return Ends{std::move(*listening), std::move(*client), std::move(*server)};
}

Result<NativeSocket> ExperimentBench::datagramSocket(quint64 stream, bool server, const Prepare &prepare)
{
    NativeSocket socket({stream, server}, m_observer);
    NativeSocket::Outcome done = socket.open(AF_INET, true);
    if (done.isOk() && prepare)
        prepare(socket);
    if (done.isOk())
        done = socket.bind(SocketAddress(QHostAddress(QHostAddress::LocalHost), 0));
    if (!done.isOk())
        return tl::unexpected(failed(u"bind"_s, done.error));
    return socket;
}

bool ExperimentBench::wait(const NativeSocket &socket, bool write, ms time) const
{
    const auto until = std::chrono::steady_clock::now() + time;
    const short wanted = write ? POLLOUT : POLLIN;
    while (!isStopped()) {
        const auto left = std::chrono::duration_cast<ms>(until - std::chrono::steady_clock::now());
        pollfd watched{socket.get(), wanted, 0};
        // In slices, so that a stopped run ends soon.
        if (::poll(&watched, 1, static_cast<int>(std::clamp(left, ms(0), ms(50)).count())) > 0)
            return true;
        if (left <= ms(0))
            return false;
    }
    return false;
}

NativeSocket::Received ExperimentBench::receive(NativeSocket &socket, qsizetype most, ms time) const
{
    if (waitReadable(socket, time))
        return socket.receive(most);
    NativeSocket::Received nothing;
    nothing.outcome.error = EAGAIN;
    return nothing;
}

void ExperimentBench::sendAtOnce(const NativeSocket &socket)
{
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Result<void> ExperimentBench::sendAll(NativeSocket &socket, const QByteArray &bytes) const
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const NativeSocket::Outcome sent = socket.send(QByteArrayView(bytes).sliced(done));
        if (sent.isOk())
            done += static_cast<qsizetype>(sent.result);
        else if (!sent.wouldBlock() || !waitWritable(socket))
            return tl::unexpected(failed(u"send"_s, sent.error));
    }
    return {};
}

Result<QByteArray> ExperimentBench::receiveExactly(NativeSocket &socket, qsizetype bytes) const
{
    QByteArray all;
    while (all.size() < bytes) {
        const NativeSocket::Received part = receive(socket, bytes - all.size());
        if (!part.outcome.isOk())
            return tl::unexpected(failed(u"recv"_s, part.outcome.error));
        if (part.bytes.isEmpty())
            return fail(ErrorCode::Truncated);
        all += part.bytes;
    }
    return all;
}

QString tcpState(quint16 localPort, quint16 peerPort)
{
    static const QStringList names{u""_s, u"ESTABLISHED"_s, u"SYN_SENT"_s, u"SYN_RECV"_s, u"FIN_WAIT1"_s, u"FIN_WAIT2"_s, u"TIME_WAIT"_s,
                                   u"CLOSE"_s, u"CLOSE_WAIT"_s, u"LAST_ACK"_s, u"LISTEN"_s, u"CLOSING"_s};
    QFile table(u"/proc/net/tcp"_s);
    if (!table.open(QIODevice::ReadOnly))
        return {};
    const auto portOf = [](const QByteArray &address) { return address.mid(address.indexOf(':') + 1).toUShort(nullptr, 16); };
    const QList<QByteArray> lines = table.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() > 3 && portOf(words[1]) == localPort && portOf(words[2]) == peerPort)
            return names.value(words[3].toInt(nullptr, 16));
    }
    return {};
}

QString sizesText(const QList<qint64> &sizes)
{
    QStringList texts;
    for (const qint64 size : sizes.first(std::min<qsizetype>(sizes.size(), 12)))
        texts.append(QString::number(size));
    if (sizes.size() > 12)
        texts.append(u"…"_s);
    return texts.join(", "_L1);
}

QString outcomeText(const NativeSocket::Outcome &outcome)
{
    return outcome.isOk() ? QCoreApplication::translate("Lab", "no error") : describeErrno(outcome.error);
}

} // namespace transom::lab
