#pragma once

#include "core/lab/experiment/upload_ways.h"
#include "core/lab/relay.h"
#include "core/transport/io_threads.h"

#include <atomic>
#include <map>
#include <mutex>

namespace transom::lab {

/// The line between a sender and its server: a relay that breaks it, or turns a bit over, in the middle of the file. The same for all four ways. Made and used
/// by one thread.
class UploadLine
{
public:
    /// `target` is a port of loopback. `tellsCalls`: its own end of the sender's connections is shown, because the sender is a program of its own.
    UploadLine(ExperimentBench &bench, quint16 target, Disaster disaster, bool tellsCalls);

    /// Error: as Relay::start().
    Result<void> start();
    quint16 port() const { return m_relay.port(); }
    /// The disaster has struck.
    bool hasStruck() const { return m_struck; }
    /// From now on nothing happens any more.
    void mend();
    /// The numbers of a report.
    void count(UploadReport &report) const;

private:
    void note(const RelayEvent &event);
    void tell(const RelayEvent &event);

    ExperimentBench &m_bench;
    const Disaster m_disaster;
    const bool m_tellsCalls;
    std::atomic<bool> m_struck = false;
    mutable std::mutex m_mutex;
    std::map<quint64, qint64> m_sent; ///< by the relay's stream
    std::map<quint64, quint64> m_streams; ///< the run's number of it; the relay's thread only
    transport::IoThreads m_threads{1};
    Relay m_relay;
};

} // namespace transom::lab
