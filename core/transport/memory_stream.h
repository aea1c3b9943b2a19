#pragma once

#include "core/transport/byte_stream.h"

#include <memory>
#include <optional>
#include <utility>

namespace transom::transport {

/// One end of a pipe in memory: the byte stream of tests, and of a session with oneself. Both ends live in one thread.
/// Bytes become readable in a later turn of the event loop, as on a socket, and `closed` waits until what came before
/// it has been read.
class MemoryStream : public ByteStream
{
    Q_OBJECT

public:
    struct Options
    {
        QByteArray channelBinding;     ///< what both ends report; empty: as without TLS
        QByteArray keyHash;            ///< what the second end reports as its peer's
        qsizetype largestRead = 0;     ///< cut reads to so many bytes; 0: no cuts
        qsizetype largestDelivery = 0; ///< deliver at most so many bytes in one turn of the loop; 0: whatever there is
        qint64 pipe = 256 * 1024;      ///< bytes on their way before the writer's queue grows, as in a socket's buffers
    };

    /// Both open. The first end is the server's, the second the client's.
    static std::pair<std::unique_ptr<MemoryStream>, std::unique_ptr<MemoryStream>> pair(const Options &options);
    ~MemoryStream() override;

    bool isOpen() const override { return m_open; }
    StreamInfo info() const override;
    QByteArray channelBinding() const override { return m_options.channelBinding; }
    QByteArray peerKeyHash() const override { return m_isClient ? m_options.keyHash : QByteArray(); }
    qint64 read(char *into, qint64 most) override;
    void write(QByteArrayView bytes) override;
    qint64 bytesQueued() const override { return m_queue.size(); }
    void close() override;
    void abort() override;

    // What can go wrong on a wire, for tests --------------------------------------------------------------------------
    /// Bytes written here stay here until release().
    void hold();
    void release();
    /// One bit in the middle of the next write of at least so many bytes arrives inverted.
    void flipOneBitOfTheNext(qsizetype atLeast) { m_flipFrom = atLeast; }
    bool hasFlipped() const { return m_flipped; }
    /// Both ends see a lost connection, at once; whatever was on its way is lost. One of them may be destroyed by it.
    void cut();
    /// Everything this end has written, from the beginning (at most 4 MiB of it).
    const QByteArray &transcript() const { return m_transcript; }

private:
    MemoryStream(Options options, bool isClient);
    void push();
    void schedulePush();
    void arrive(QByteArrayView bytes);
    void end(const Error &error);
    void endIfRead();
    void finish(const Error &error);

    Options m_options;
    bool m_isClient;
    MemoryStream *m_peer = nullptr;
    QByteArray m_queue;   ///< written, not yet on its way
    QByteArray m_arrived; ///< readable
    QByteArray m_transcript;
    std::optional<Error> m_end; ///< the peer has ended; reported once m_arrived has been read
    bool m_open = true;
    bool m_closing = false;
    bool m_held = false;
    bool m_pushScheduled = false;
    qsizetype m_flipFrom = 0; ///< 0: nothing is flipped
    bool m_flipped = false;
};

} // namespace transom::transport
