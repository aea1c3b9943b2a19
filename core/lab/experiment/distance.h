#pragma once

#include "core/lab/relay.h"
#include "core/transport/io_threads.h"

#include <QMap>

#include <mutex>

namespace transom::lab {

/// Puts a relay between the two ends of an experiment, for what loopback does not do by itself: take its time, lose, or go silent.
class Distance
{
public:
    /// `target` is a port of loopback.
    Distance(quint16 target, bool udp);

    /// Error: as Relay::start().
    Result<void> start() { return m_relay.start(); }
    Relay &relay() { return m_relay; }
    quint16 port() const { return m_relay.port(); }
    /// How often each fault was applied so far.
    qint64 injected(FaultKind fault) const;

private:
    mutable std::mutex m_mutex;
    QMap<FaultKind, qint64> m_injected;
    transport::IoThreads m_threads{1};
    Relay m_relay;
};

} // namespace transom::lab
