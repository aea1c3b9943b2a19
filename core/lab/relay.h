#pragma once

#include "core/lab/relay_event.h"
#include "core/lab/relay_state.h"

#include <QHostAddress>
#include <QString>

#include <limits>
#include <memory>

namespace transom::transport {
class IoThreads;
}

namespace transom::lab {

struct RelayOptions
{
    bool udp = false;
    QHostAddress listenAddress{QHostAddress::LocalHost};
    quint16 listenPort = 0; ///< 0: any free one
    QString targetHost;     ///< a name or an address
    quint16 targetPort = 0;
    qint64 buffer = 1024 * 1024;      ///< bytes that wait in a direction of a stream; a sender above that has to wait, a datagram is dropped
    qsizetype readSize = 64 * 1024;   ///< bytes asked for in one read
    bool splice = false;              ///< large chunks that are only to be passed on go through a pipe (splice(2)): a fifth less work for this program, but on
                                      ///< loopback, where the peers share the processors and the pages, a third less throughput (Linux 6.18)
    quint64 seed = 1;                 ///< the same seed and traffic give the same faults
    bool keepBytes = true;            ///< events hold the bytes, not only their range
    qint64 keepAtMost = std::numeric_limits<qint64>::max(); ///< of each chunk: its first ones
    inspect::Framings framings;       ///< for stepping by frame
    int mostStreams = 4096;           ///< at once; a client above that is reset, of UDP the one that was silent longest makes room
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds udpIdle{120'000}; ///< after so long without a datagram either way a client of UDP is forgotten; 0: never
};

/// Stands between any client and any server: listens here, forwards there, TCP or UDP. It passes on half-close and reset as such, sets TCP_NODELAY
/// on both sides, and makes a sender wait when the other side does not read. Bytes go through `threads`; the object itself is
/// made, used and destroyed in one thread that is none of them, for instance the window's: no call but start(), stop() and settle() waits.
class Relay
{
public:
    /// Which streams a call is for: those that are open and those to come, or one by RelayEvent::stream.
    static constexpr quint64 AllStreams = 0;

    Relay(transport::IoThreads &threads, const RelayOptions &options, RelaySink sink);
    /// Ends all streams.
    ~Relay();
    Q_DISABLE_COPY_MOVE(Relay)

    /// Errors: AddressInUse, BadArgument, PermissionDenied, HostNotFound (UDP only; TCP looks the name up for each connection).
    Result<void> start();
    /// Closes the listening socket, and resets what is open. No event comes after it has returned.
    void stop();

    QHostAddress address() const;
    quint16 port() const;
    /// "127.0.0.1:9001"
    QString text() const;

    // What is done to a live relay ----------------------------------------------------------------------------------------
    // These ask for what they name and return at once; it happens in the streams' own threads, in the order of the calls. What is done to bytes comes
    // back as RelayEvent::Injected. `stream`: AllStreams, or one by RelayEvent::stream; one that has closed is no error.

    /// From now on, for what `from` sends: instead of all that was set before.
    void setFaults(quint64 stream, From from, const Faults &faults);
    /// On top of it: each with its own beginning (Faults::fromByte, Faults::after).
    void addFaults(quint64 stream, From from, const Faults &faults);
    /// One kind no more; bytes that wait because of it do not wait longer because of what comes.
    void clearFault(quint64 stream, From from, FaultKind kind);
    /// For the next chunk or datagram only, that which `fromByte` and `after` allow. Of one stream, or of each that is open.
    void injectOnce(quint64 stream, From from, const Faults &faults);
    /// While it is on, what `from` sends is read, up to RelayOptions::buffer, and waits.
    void setHold(quint64 stream, From from, bool hold);
    /// For stepFrame(), at any time: where a stream is under way, the first byte that is held (or comes next) is taken as the beginning of a frame.
    void setFramings(quint64 stream, const inspect::Framings &framings);
    /// What is held goes on, one chunk or datagram, or one frame: that which is not complete goes when it is. A framing that needs turns steps chunks.
    void stepChunk(quint64 stream, From from);
    void stepFrame(quint64 stream, From from);
    /// `peer` gives up after so long a silence: for RelayStreamState::patience(). Known by itself where the framing is Transom's. 0: not known.
    void setPeerTimeout(quint64 stream, From peer, std::chrono::milliseconds timeout);
    void reset(quint64 stream);
    void halfClose(quint64 stream, From from);
    /// The calls above only ask for what they name. This waits until it holds: for tests and scripts, not for a window.
    void settle();
    /// The same without waiting: `then` is called in the thread of `context`, if that still exists, when the calls before this one hold.
    void whenSettled(QObject *context, std::function<void()> then);

    /// How the open streams stand now, oldest first: for a window that looks some times a second. Waits for nobody.
    QList<RelayStreamState> streams() const;

private:
    class Private;
    std::unique_ptr<Private> m;
};

} // namespace transom::lab
