#pragma once

#include "core/base/descriptor.h"
#include "core/lab/socket/call_record.h"
#include "core/lab/socket/socket_address.h"

#include <functional>

namespace transom::lab {

/// Called in the thread of the socket, right after the call returned.
using CallObserver = std::function<void(const CallRecord &)>;

/// A socket without a buffer of its own: what one call has moved is what the kernel has given to one call. Non-blocking; each method is one
/// system call (signals aside), and the observer hears of each. One thread at a time.
class NativeSocket
{
public:
    struct Identity
    {
        quint64 stream = 0;
        bool server = false; ///< our end is the server's
    };
    /// What a call returned: -1 is an error, and `error` is its errno.
    struct Outcome
    {
        qint64 result = -1;
        int error = 0;

        bool isOk() const { return result >= 0; }
        bool wouldBlock() const;
    };
    struct Received
    {
        Outcome outcome;
        QByteArray bytes;
        SocketAddress from;     ///< of a datagram
        bool truncated = false;
    };

    NativeSocket() = default;
    NativeSocket(Identity identity, CallObserver observer);
    /// Takes over a descriptor that somebody else has made: accepted, or inherited.
    NativeSocket(Descriptor descriptor, Identity identity, CallObserver observer);
    ~NativeSocket();
    NativeSocket(NativeSocket &&) = default;
    NativeSocket &operator=(NativeSocket &&other) noexcept;

    int get() const { return m_descriptor.get(); }
    explicit operator bool() const { return static_cast<bool>(m_descriptor); }
    const Identity &identity() const { return m_identity; }
    bool isDatagram() const { return m_datagram; }
    SocketAddress localAddress() const;
    SocketAddress peerAddress() const;

    Outcome open(int family, bool datagram);
    /// SO_REUSEADDR at bind(), where it means something: on unless asked for otherwise.
    void setReuseAddress(bool reuse) { m_reuseAddress = reuse; }
    Outcome bind(const SocketAddress &address);
    Outcome listen(int backlog);
    /// The descriptor without a record of its stream: the accepted end gets an identity of its own.
    Outcome accept(Descriptor &into, SocketAddress &peer, quint64 stream);
    /// EINPROGRESS: wait until it can be written, then finishConnect().
    Outcome connect(const SocketAddress &address);
    Outcome finishConnect();
    /// `to`: of a datagram socket that is not connected.
    Outcome send(QByteArrayView bytes, const SocketAddress *to = nullptr);
    Received receive(qsizetype most);
    /// No more sends: a FIN.
    Outcome endWriting();
    void close();
    /// A close that sends a reset.
    void abort();
    /// Leaves the descriptor open for whoever takes it.
    Descriptor release() { return std::move(m_descriptor); }
    /// Connections that the kernel has completed and nobody has accepted yet; -1 where it does not tell (Unix-domain).
    int waitingConnections() const;

private:
    CallRecord record(CallRecord::Call call) const;
    Outcome report(CallRecord record, qint64 result, int error) const;

    Descriptor m_descriptor;
    Identity m_identity;
    CallObserver m_observer;
    bool m_datagram = false;
    bool m_reuseAddress = true;
    qint64 m_sent = 0;
    qint64 m_received = 0;
};

} // namespace transom::lab
