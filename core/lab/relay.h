#pragma once

#include "core/lab/relay_event.h"

#include <QHostAddress>
#include <QString>

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
    quint64 seed = 1;                 ///< the same seed and traffic give the same faults
    bool keepBytes = true;            ///< events hold the bytes, not only their range
    inspect::Framings framings;       ///< for stepping by frame
    int mostStreams = 512;            ///< at once; a client above that is reset
    std::chrono::milliseconds connectTimeout{10'000};
};

/// Stands between any client and any server: listens here, forwards there, TCP or UDP. It passes on half-close and reset as such, sets TCP_NODELAY
/// on both sides, and makes a sender wait when the other side does not read. Bytes go through `threads`; the object itself is
/// made, used and destroyed in one thread that is none of them.
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

    /// From now on, for what `from` sends.
    void setFaults(quint64 stream, From from, const Faults &faults);
    /// For the next chunk or datagram only. Of one stream, or of each that is open.
    void injectOnce(quint64 stream, From from, const Faults &faults);
    /// While it is on, what `from` sends is read, up to RelayOptions::buffer, and waits.
    void setHold(quint64 stream, From from, bool hold);
    void setFramings(quint64 stream, const inspect::Framings &framings);
    void stepChunk(quint64 stream, From from);
    void stepFrame(quint64 stream, From from);
    void reset(quint64 stream);
    void halfClose(quint64 stream, From from);
    /// The calls above only ask for what they name. This waits until it holds: for tests and scripts, not for a window.
    void settle();

private:
    class Private;
    std::unique_ptr<Private> m;
};

} // namespace transom::lab
