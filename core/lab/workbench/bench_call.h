#pragma once

#include "core/lab/socket/socket_address.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <optional>

namespace transom::lab {

enum class BenchFamily : quint8 { IPv4, IPv6, Unix };

enum class BenchOption : quint8 {
    ReuseAddress,
    ReusePort,
    NoDelay,
    Cork,
    KeepAlive,
    Linger,
    SendBuffer,
    ReceiveBuffer,
    ReceiveTimeout,
    SendTimeout,
    Broadcast,
    V6Only,
};
inline constexpr int BenchOptions = 12;

/// An option as setsockopt(2) knows it, and as programs write it.
struct BenchOptionInfo
{
    enum class Value : quint8 { Switch, Number, Linger, Time };

    BenchOption option;
    const char *levelName;
    const char *name;
    int level;
    int number;
    Value value;
};
const std::array<BenchOptionInfo, BenchOptions> &benchOptions();
const BenchOptionInfo &benchOption(BenchOption option);

/// One call as it is to be made. Which members count depends on the kind.
struct BenchCall
{
    enum class Kind : quint8 {
        Socket,
        Bind,
        Listen,
        Connect,
        Accept,
        Send,
        SendAll,
        SendTo,
        Receive,
        ReceiveFrom,
        Shutdown,
        Close,
        SetOption,
        GetOption,
        SetBlocking,
        LocalName,
        PeerName,
        Poll,
        Readable, ///< FIONREAD
        Unsent,   ///< SIOCOUTQ
    };

    Kind kind = Kind::Socket;
    int socket = 0;                ///< "s1" is 1; of Socket: nothing
    BenchFamily family = BenchFamily::IPv4;
    bool datagram = false;
    SocketAddress address;         ///< of Bind, Connect, SendTo
    int addressOf = 0;             ///< the socket that has this address because the kernel chose it: programs ask for it, it is another each time
    int backlog = 16;
    qint64 size = 1024;            ///< of Receive, ReceiveFrom
    QByteArray bytes;              ///< of Send, SendAll, SendTo
    int how = 1;                   ///< of Shutdown: SHUT_RD 0, SHUT_WR 1, SHUT_RDWR 2
    BenchOption option = BenchOption::ReuseAddress;
    qint64 value = 0;              ///< of SetOption: a number, seconds of Linger, milliseconds of a time-out
    bool on = true;                ///< of SetOption: Linger's switch; of SetBlocking: whether it blocks
    int timeoutMs = 0;             ///< of Poll; -1: as long as it takes

    bool sends() const { return kind == Kind::Send || kind == Kind::SendAll || kind == Kind::SendTo; }
    bool receives() const { return kind == Kind::Receive || kind == Kind::ReceiveFrom; }
    /// Whether it may wait: such calls are made in a thread of their own.
    bool mayWait() const { return sends() || receives() || kind == Kind::Accept || kind == Kind::Connect || kind == Kind::Poll || kind == Kind::Close; }
};
inline constexpr int BenchKinds = static_cast<int>(BenchCall::Kind::Unsent) + 1;

/// What came of it.
struct BenchOutcome
{
    /// A system call within sendall().
    struct Part
    {
        qint64 bytes = 0;
        qint64 atNs = 0;
    };

    qint64 result = -1;        ///< what it returned; -1 is an error. Of sendall: the bytes that went
    int error = 0;             ///< errno then
    QByteArray bytes;          ///< received
    SocketAddress address;     ///< accepted from, received from, or asked for
    bool truncated = false;    ///< the rest of the datagram is lost
    int made = 0;              ///< of Socket and Accept: the number of the new socket
    int events = 0;            ///< of Poll: POLLIN, POLLOUT, POLLHUP, POLLERR
    qint64 value = 0;          ///< of GetOption, Readable, Unsent
    bool on = false;           ///< of GetOption: Linger's switch
    qint64 left = -1;          ///< of Receive: then still in the queue; -1: not known
    QList<Part> parts;         ///< of sendall

    bool isOk() const { return result >= 0; }
};

/// A call in the log.
struct BenchEntry
{
    quint64 number = 0;        ///< counts from 1
    BenchCall call;
    BenchOutcome outcome;
    bool running = false;
    bool interrupted = false;  ///< somebody has pressed the button
    bool nonBlocking = false;  ///< the socket was, then
    bool datagram = false;     ///< the socket is
    qint64 beganNs = 0;        ///< monotonic
    qint64 endedNs = 0;
    qint64 wallMs = 0;

    qint64 tookNs() const { return running ? 0 : endedNs - beganNs; }
};

/// "sendall": as Python calls it where the two differ.
QString benchCallName(BenchCall::Kind kind);
/// "127.0.0.1:9000", "[::1]:9000", ":9000", "localhost:9000", "9000"; of Unix a path or "@name". Error: BadArgument, with what to write instead.
Result<SocketAddress> benchAddress(BenchFamily family, const QString &text);

} // namespace transom::lab
