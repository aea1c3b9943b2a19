#pragma once

#include "core/lab/socket/native_socket.h"
#include "ui/wire/wire_sources.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <memory>
#include <mutex>
#include <vector>

namespace transom::ui {

/// Takes the calls of a run from the run's threads until the window comes for them, within a fixed amount of memory: the first are kept, those that come
/// when it is full are counted. Any thread.
class CallCollector : public std::enable_shared_from_this<CallCollector>
{
public:
    static constexpr qsizetype MostCalls = 20'000;
    static constexpr qint64 MostBytes = 48 * 1024 * 1024;

    lab::CallObserver observer();
    void add(const lab::CallRecord &call);
    /// What has come since the last time, by the time at which the calls returned.
    QList<lab::CallRecord> take();
    qsizetype count() const;
    quint64 dropped() const;

private:
    mutable std::mutex m_mutex;
    QList<lab::CallRecord> m_waiting;
    qsizetype m_count = 0;
    qint64 m_bytes = 0;
    quint64 m_dropped = 0;
};

/// Puts calls of lab sockets among watched streams: one stream for each connection, a chunk for each call that moved bytes, and the bytes cut into frames.
/// A direction whose sender is not ours is known from what was received. GUI thread.
class CallFeed
{
public:
    /// More connections than these are not drawn: nobody could look at them.
    static constexpr qsizetype MostStreams = 100;

    /// Without `guess` each send is a frame, otherwise what the bytes look like.
    CallFeed(WireSources &sources, bool guess)
        : m_sources(sources)
        , m_guess(guess)
    {}
    /// Call finish() or WireSources::announce() afterwards.
    void add(const QList<lab::CallRecord> &calls);
    /// All that was opened is over.
    void finish();
    QList<quint32> streams() const { return m_order; }
    /// The lab's own number of a watched stream; 0 for none.
    quint64 numberOf(quint32 id) const;

private:
    struct Side
    {
        bool ours = false; ///< its sends are known
        qint64 end = 0;
        quint64 goodbye = 0; ///< the frame of a shutdown or close
        bool goodbyeRead = false;
        QList<std::pair<QByteArray, qint64>> undelivered; ///< datagrams: contents, offset
    };
    struct Stream
    {
        quint32 id = 0;
        bool datagram = false;
        bool open = true;
        Side sides[2]; ///< by inspect::Flow
    };

    void begin(const QList<lab::CallRecord> &calls);
    void moved(Stream &stream, const lab::CallRecord &call);
    void datagram(Stream &stream, const lab::CallRecord &call);
    /// The calls that end a direction, and the one at the other end that says so, are arrows of the ladder, too.
    void goodbye(Stream &stream, const lab::CallRecord &call);
    void end(Stream &stream);
    void addChunks();

    WireSources &m_sources;
    const bool m_guess;
    QHash<quint64, Stream> m_streams; ///< by the lab's number
    QList<quint32> m_order;
    struct Chunk
    {
        quint32 stream = 0;
        inspect::Flow flow = inspect::Flow::ToServer;
        inspect::WatchedChunk chunk;
    };
    std::vector<Chunk> m_chunks; ///< of what is being added
};

} // namespace transom::ui
