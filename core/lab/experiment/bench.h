#pragma once

#include "core/lab/socket/native_socket.h"

#include <QHash>

#include <atomic>
#include <chrono>
#include <stop_token>

namespace transom::lab {

/// What an experiment works with: the knobs as they are set, sockets whose calls are recorded, and waits that end when somebody stops the run. May be used
/// from the experiment's own threads; the observer is then called from these.
class ExperimentBench
{
public:
    using ms = std::chrono::milliseconds;
    /// Before bind or connect, for options of the socket.
    using Prepare = std::function<void(NativeSocket &)>;

    /// The longest that a run waits for something that should come at once.
    static constexpr ms Patience{5000};

    struct Ends
    {
        NativeSocket listener;
        NativeSocket client;
        NativeSocket server;
    };

    ExperimentBench(QHash<QString, QString> knobs, CallObserver observer, std::stop_token stop = {});
    Q_DISABLE_COPY_MOVE(ExperimentBench)

    QString text(const QString &knob) const { return m_knobs.value(knob); }
    int number(const QString &knob) const { return m_knobs.value(knob).toInt(); }
    ms time(const QString &knob) const { return ms(number(knob)); }

    const std::stop_token &stopToken() const { return m_stop; }
    bool isStopped() const { return m_stop.stop_requested(); }
    void pause(ms time) const;

    /// Listens on a free port of loopback.
    Result<NativeSocket> listener(const Prepare &prepare = {}, int backlog = 16);
    /// Connects; `stream` counts from 1 over the run, the same number for both ends. Where the backlog is full, the kernel tries again after 1, 3 and 7 seconds.
    Result<NativeSocket> connect(const SocketAddress &address, quint64 stream, const Prepare &prepare = {}, ms time = Patience);
    Result<NativeSocket> accept(NativeSocket &listener, quint64 stream);
    Result<Ends> connected(const Prepare &prepareClient = {}, const Prepare &prepareListener = {});
    Result<NativeSocket> datagramSocket(quint64 stream, bool server, const Prepare &prepare = {});
    quint64 nextStream() { return ++m_streams; }
    const CallObserver &observer() const { return m_observer; }

    /// Without Nagle's algorithm: a send behind one that nobody has answered would wait for its acknowledgement, which takes 40 ms and more.
    static void sendAtOnce(const NativeSocket &socket);

    /// Until there is something to read, the time is over or the run is stopped.
    bool waitReadable(const NativeSocket &socket, ms time = Patience) const { return wait(socket, false, time); }
    bool waitWritable(const NativeSocket &socket, ms time = Patience) const { return wait(socket, true, time); }
    /// One recv, as soon as there is something; EAGAIN after `time`.
    NativeSocket::Received receive(NativeSocket &socket, qsizetype most, ms time = Patience) const;
    /// As many send calls as it takes.
    Result<void> sendAll(NativeSocket &socket, const QByteArray &bytes) const;
    /// Reads until the other side has ended its direction, or nothing comes any more.
    Result<QByteArray> receiveExactly(NativeSocket &socket, qsizetype bytes) const;

private:
    bool wait(const NativeSocket &socket, bool write, ms time) const;

    const QHash<QString, QString> m_knobs;
    const CallObserver m_observer;
    const std::stop_token m_stop;
    std::atomic<quint64> m_streams = 0;
};

/// How the kernel calls the state of a connection of this computer, as "TIME_WAIT"; empty where it has none any more (proc(5), /proc/net/tcp).
QString tcpState(quint16 localPort, quint16 peerPort);
/// "5, 5"
QString sizesText(const QList<qint64> &sizes);
/// What a call has said: "no error", or the name of its error and what that means.
QString outcomeText(const NativeSocket::Outcome &outcome);

} // namespace transom::lab
