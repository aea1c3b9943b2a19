#pragma once

#include "core/transport/byte_stream.h"

#include <QTimer>

#include <chrono>

namespace transom::transport {

struct StreamOptions
{
    std::chrono::milliseconds connectTimeout{10'000}; ///< name lookup and TCP
    std::chrono::milliseconds tlsTimeout{5'000};      ///< limits::TlsTimeout
    std::chrono::milliseconds closeTimeout{3'000}; ///< close(): without any progress for so long, the rest is given up
    qint64 readBuffer = 512 * 1024;                ///< bytes kept for an application that does not read
};

/// What all streams over a socket have in common. The socket's signals may come from deep inside Qt (in the
/// middle of decrypting, or of a failing write); here they only leave a note, and the stream's own signals are emitted
/// in a turn of the event loop of their own. So a handler may read, write, abort or destroy the stream.
///
/// At the end of the stream, `closed` waits until what had arrived before has been read (or the stream is closed).
class DeviceStream : public ByteStream
{
    Q_OBJECT

public:
    ~DeviceStream() override;

    bool isOpen() const override
    {
        return m_phase == Phase::Open || m_phase == Phase::Draining || m_phase == Phase::Ended;
    }
    qint64 read(char *into, qint64 most) final;
    void write(QByteArrayView bytes) final;
    qint64 bytesQueued() const final;
    void flush() final;
    qintptr socketDescriptor() const final { return isOpen() && m_phase != Phase::Ended ? descriptor() : -1; }
    void watchCalls(std::function<void(const StreamCall &)> watcher) override { m_watcher = std::move(watcher); }
    void close() final;
    void abort() final;

protected:
    enum class Phase
    {
        Opening,
        Open,
        Draining, ///< close() was called: what is queued goes out, what comes in is thrown away
        Ended,    ///< the socket has ended, m_leftover is still to be read
        Closed,
    };

    explicit DeviceStream(const StreamOptions &options);

    /// At most so much, 0 when nothing is there now.
    virtual qint64 deviceRead(char *into, qint64 most) = 0;
    /// Whether deviceRead() may give something.
    virtual bool deviceHasInput() const = 0;
    virtual void deviceWrite(QByteArrayView bytes) = 0;
    virtual qint64 deviceQueued() const = 0;
    virtual void deviceFlush() = 0;
    /// Sends what is queued, then disconnects; noteEnded() follows.
    virtual void deviceDisconnect() = 0;
    /// Closes the descriptor; more than once is nothing.
    virtual void deviceAbort() = 0;
    virtual qintptr descriptor() const = 0;
    /// In a turn of its own after noteOpened(): an error ends the stream instead.
    virtual Error checkOpened() { return {}; }
    /// Text for an Opening or Draining that took too long.
    virtual Error openingTimedOut() const = 0;

    // For slots of the socket; all of these only leave a note.
    void noteOpened() { note(Opened); }
    void noteReadable() { note(Readable); }
    void noteDrained() { note(Drained); }
    /// The socket is disconnected. The first error noted is the one reported.
    void noteEnded(const Error &error = {});

    /// For sockets that carry what was written as it is: `bytes` have been sent; all that was read, and `available` bytes more, have been
    /// received. Tells it, where somebody watches.
    void noteSent(qint64 bytes);
    void noteReceived(qint64 available);
    bool isWatched() const { return m_watcher != nullptr; }
    void tellCall(const StreamCall &call) const;

    Phase phase() const { return m_phase; }
    void startOpeningTimer(std::chrono::milliseconds timeout);
    const StreamOptions &options() const { return m_options; }

private:
    enum Note : unsigned
    {
        Opened = 1,
        Readable = 2,
        Drained = 4,
        SocketEnded = 8
    };

    void note(Note what);
    void tell();
    void tellOpened();
    void tellReadable();
    void tellDrained();
    void tellEnded();
    void finish();
    void timedOut();

    StreamOptions m_options;
    Phase m_phase = Phase::Opening;
    unsigned m_notes = 0;
    bool m_posted = false;
    Error m_error;
    std::function<void(const StreamCall &)> m_watcher;
    qint64 m_read = 0;     ///< in all, by read()
    qint64 m_written = 0;  ///< in all, by write()
    qint64 m_received = 0; ///< told of, to a watcher
    QByteArray m_leftover;
    qsizetype m_leftoverRead = 0;
    int m_lingering = -1; ///< a second descriptor of the socket, see LingeringClose
    QTimer m_timer;
};

} // namespace transom::transport
