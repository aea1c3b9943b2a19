#pragma once

#include "core/lab/relay_lane.h"
#include "core/lab/relay_state.h"

#include <QHash>
#include <QList>
#include <QMutex>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>

namespace transom::lab {

class RelayConnection;

/// What all connections of a relay share. Any thread.
struct RelayShared
{
    RelaySink sink;
    qint64 keep = 0; ///< bytes of each chunk that events hold, at most
    bool splice = false;
    quint64 seed = 0;
    qint64 buffer = 0;
    qsizetype readSize = 0;
    int mostFlows = 0;
    std::chrono::milliseconds flowIdle{0};

    std::atomic<quint64> lastSeq = 0;
    std::atomic<quint64> lastStream = 0;

    QMutex mutex; ///< for what follows
    QHash<quint64, RelayConnection *> connections; ///< by stream; each takes itself out before it goes
    QList<Faults> faults[2]; ///< by From: of streams to come
    std::chrono::milliseconds timeouts[2]{};
    bool hold[2] = {false, false};
    inspect::Framings framings;
};

/// One relayed stream or flow: two lanes and what is common to TCP and UDP. Lives in an I/O thread.
class RelayConnection : public QObject
{
    Q_OBJECT

public:
    RelayConnection(std::shared_ptr<RelayShared> shared, bool datagrams, QObject *parent = nullptr);
    ~RelayConnection() override;

    quint64 stream() const { return m_stream; }
    /// Any thread, while this exists.
    RelayStreamState state() const;

    void setFaults(From from, const Faults &faults);
    void addFaults(From from, const Faults &faults);
    void clearFault(From from, FaultKind kind);
    void setNextFaults(From from, const Faults &faults);
    void setTimeout(From peer, std::chrono::milliseconds timeout);
    void setHold(From from, bool hold);
    void setFramings(const inspect::Framings &framings);
    void step(From from, bool frame);
    /// Ends both connections with a reset, now.
    virtual void reset() = 0;
    /// Ends the direction of `from` after what waits in it, now.
    virtual void halfClose(From from) = 0;

protected:
    RelayLane &lane(From from) { return m_lanes[static_cast<size_t>(from)]; }
    const RelayLane &lane(From from) const { return m_lanes[static_cast<size_t>(from)]; }
    /// Sends what may be sent now of what `from` has said, and calls wakeUp() for what may be later.
    virtual void pump(From from) = 0;
    void pumpLater(From from);
    /// The lane is about to do something to bytes: those that would pass by it go to it.
    virtual void collect(From from) { Q_UNUSED(from) }
    /// Bytes of this direction that wait, but not in its lane.
    virtual qint64 passing(From from) const
    {
        Q_UNUSED(from)
        return 0;
    }
    /// Tells state() how the direction stands.
    void publish(From from);
    void stopTimers();
    /// What was set for streams to come. After the event Opened, before any byte.
    void takeDefaults();

    void emitEvent(RelayEvent event);
    void emitEvent(RelayEvent::Kind kind, From from, qint64 offset = 0, qint64 length = 0, const Error &error = {});
    /// `length` bytes of which `bytes` are the first.
    void emitRead(From from, qint64 offset, const QByteArray &bytes, qint64 length);
    void emitWritten(From from, const RelayLane::Out &out, qint64 count);
    void emitWritten(From from, qint64 offset, qint64 count);

    const std::shared_ptr<RelayShared> m_shared;

private:
    void written(From from, qint64 offset, qint64 count, const QByteArray &bytes);

    const quint64 m_stream;
    mutable QMutex m_stateMutex;
    RelayStreamState m_state; ///< under m_stateMutex
    RelayLane m_lanes[2];
    QTimer m_timers[2];
};

} // namespace transom::lab
