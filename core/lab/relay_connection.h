#pragma once

#include "core/lab/relay_lane.h"

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
    bool keepBytes = true;
    quint64 seed = 0;
    qint64 buffer = 0;
    qsizetype readSize = 0;

    std::atomic<quint64> lastSeq = 0;
    std::atomic<quint64> lastStream = 0;

    QMutex mutex; ///< for what follows
    QHash<quint64, RelayConnection *> connections; ///< by stream; each takes itself out before it goes
    Faults faults[2];  ///< by From: of streams to come
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

    void setFaults(From from, const Faults &faults);
    void setNextFaults(From from, const Faults &faults);
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
    void stopTimers();
    /// What was set for streams to come. After the event Opened, before any byte.
    void takeDefaults();

    void emitEvent(RelayEvent event);
    void emitEvent(RelayEvent::Kind kind, From from, qint64 offset = 0, qint64 length = 0, const Error &error = {});
    void emitRead(From from, qint64 offset, const QByteArray &bytes);
    void emitWritten(From from, const RelayLane::Out &out, qint64 count);

    const std::shared_ptr<RelayShared> m_shared;

private:
    const quint64 m_stream;
    RelayLane m_lanes[2];
    QTimer m_timers[2];
};

} // namespace transom::lab
