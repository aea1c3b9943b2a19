#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QObject>

#include <functional>

namespace transom::transport {

/// How far a stream's bytes are protected; shown wherever a session is shown.
enum class Protection { Plaintext, LocalOnly, Tls };

/// What a stream knows about its two ends.
struct StreamInfo
{
    QString local;          ///< "127.0.0.1:7160", "[::1]:7160", "unix:/run/…", "memory"
    QString peer;
    Protection protection = Protection::Plaintext;
    QString cipher;         ///< "TLS_AES_128_GCM_SHA256", empty without TLS
};

/// One call that gave bytes to the operating system or took them from it.
struct StreamCall
{
    bool sent = false;
    bool encrypted = false; ///< the bytes are TLS records, and counted as such: not those of read() and write()
    qint64 offset = 0;      ///< of the first, in its direction from the start of the stream
    qint64 length = 0;      ///< what the call answered
    qint64 left = -1;       ///< then still waiting: in this program to be sent, in the system to be received; -1: not known
    qint64 atNs = 0;        ///< monotonic clock, when the call had returned
    /// Where it is encrypted, in bytes of write() and read(): of a send, those that are in these records; of a recv, from which on, its end told by the next.
    qint64 plain = -1;
    qint64 plainEnd = -1;
};

/// An ordered, reliable stream of bytes with back-pressure in both directions. Lives in one thread (an I/O thread) and
/// is used only there. Made connected or connecting; ends exactly once with `closed`.
class ByteStream : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// True from `connected` (for TLS: handshake done) until `closed`.
    virtual bool isOpen() const = 0;
    virtual StreamInfo info() const = 0;
    /// The bytes of RFC 5929 `tls-server-end-point`: SHA-256 of the server certificate's DER form (ours are ECDSA with
    /// SHA-256). Empty where the stream has no TLS.
    virtual QByteArray channelBinding() const = 0;
    /// SHA-256 of the peer's public key (SubjectPublicKeyInfo, DER), 32 bytes; empty where there is none.
    virtual QByteArray peerKeyHash() const = 0;

    /// Reads at most `most` bytes into `into`; 0 when nothing is there now.
    virtual qint64 read(char *into, qint64 most) = 0;
    /// Queues all of `bytes`. Callers keep the queue short by watching bytesQueued() and `drained`.
    virtual void write(QByteArrayView bytes) = 0;
    /// Bytes accepted by write() and not yet given to the operating system, TLS's own queue included.
    virtual qint64 bytesQueued() const = 0;
    /// Hands what is queued to the operating system now, as far as it takes it.
    virtual void flush() {}

    /// Of the socket below, for asking the system about it; -1: there is none. Never to be read, written or closed.
    virtual qintptr socketDescriptor() const { return -1; }
    /// From now on tells every call, in the stream's thread; an empty function ends that. Nothing comes from a stream that makes no calls. The
    /// watcher must be quick, and must not use the stream.
    virtual void watchCalls(std::function<void(const StreamCall &)> watcher) { Q_UNUSED(watcher) }

    /// Sends what is queued, then ends the stream. `closed` follows.
    virtual void close() = 0;
    /// Ends at once; what is queued is lost. `closed` follows.
    virtual void abort() = 0;

Q_SIGNALS:
    void connected();
    /// There is something to read. Repeated only after new bytes have arrived: read until 0, or remember to come back.
    void readyRead();
    /// bytesQueued() has gone down.
    void drained();
    /// The stream has ended; `error.code` is None after an orderly end by either side.
    void closed(const transom::Error &error);
};

} // namespace transom::transport
