#pragma once

#include <QHostAddress>
#include <QString>

#include <optional>

/// What the kernel knows about a TCP connection, as far as this system tells it. Linux: TCP_INFO (tcp(7)), SIOCOUTQ and SIOCINQ (tcp(7)),
/// SIOCOUTQNSD, and sock_diag(7) for sockets of other programs. What is not told is absent, never zero. Any thread; nothing blocks.
namespace transom::transport {

struct SocketStatistics
{
    qint64 atNs = 0;                              ///< monotonic clock
    std::optional<int> state;                     ///< TCP_ESTABLISHED = 1, … (linux/tcp_states.h); socketStateName()
    std::optional<quint64> rttUs;                 ///< smoothed round trip, microseconds
    std::optional<quint64> rttVarUs;              ///< its mean deviation
    std::optional<quint64> minRttUs;
    std::optional<quint64> rtoUs;                 ///< an unanswered segment is sent again after so long
    std::optional<quint64> congestionWindow;      ///< segments
    std::optional<quint64> slowStartThreshold;    ///< segments; absent while there has been none (initially infinite)
    std::optional<quint64> segmentSize;           ///< bytes of payload in a segment sent
    std::optional<quint64> unacknowledged;        ///< segments sent and not acknowledged
    std::optional<quint64> retransmits;           ///< segments sent again, in all
    std::optional<quint64> bytesAcknowledged;
    std::optional<quint64> bytesReceived;
    std::optional<quint64> bytesSent;             ///< those sent again counted again
    std::optional<quint64> deliveryRate;          ///< bytes a second, as last measured
    std::optional<quint64> sendWindow;            ///< bytes that the peer says it has room for
    std::optional<quint64> busyUs;                ///< with something to send
    std::optional<quint64> windowLimitedUs;       ///< of these: held up because the peer had no room
    std::optional<quint64> sendBufferLimitedUs;   ///< of these: because the program's bytes did not fit into the send buffer
    std::optional<qint64> sendQueue;              ///< bytes given to the kernel and not acknowledged (SIOCOUTQ)
    std::optional<qint64> notSent;                ///< of these: not sent yet (SIOCOUTQNSD)
    std::optional<qint64> receiveQueue;           ///< bytes that wait for the program to read them (SIOCINQ)
};

/// Nothing where `descriptor` is no TCP socket, or the system does not tell.
std::optional<SocketStatistics> socketStatistics(int descriptor);
/// SIOCINQ.
std::optional<qint64> waitingToBeRead(int descriptor);

/// "ESTABLISHED"; "17" for what has no name here.
QString socketStateName(int state);

struct SocketEndpoint
{
    QHostAddress address;
    quint16 port = 0;

    bool operator==(const SocketEndpoint &) const = default;
};
/// Of the TCP socket of this computer, of whichever program, that has these addresses: the other end of a loopback connection has them the other
/// way round. The queues are there, too. Nothing where there is none, or the system does not tell.
std::optional<SocketStatistics> statisticsOf(const SocketEndpoint &local, const SocketEndpoint &peer);

/// The two ends of a connected TCP descriptor.
std::optional<std::pair<SocketEndpoint, SocketEndpoint>> endpointsOf(int descriptor);

} // namespace transom::transport
