#pragma once

#include "core/transport/socket_statistics.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>
#include <mutex>
#include <vector>

namespace transom::transport {

/// Looks at a socket, and at its other end where that is on this computer, some times a second, for as long as it exists: make one when somebody
/// looks at the numbers, and destroy it when they do not. Lives in the socket's thread; series() is for any.
class SocketWatch : public QObject
{
    Q_OBJECT

public:
    struct Sample
    {
        SocketStatistics own;
        std::optional<SocketStatistics> other; ///< of the peer's socket
    };

    /// A second descriptor would keep the connection open after its owner has closed it, so there is none: when the number stands for another socket, the
    /// watch ends.
    explicit SocketWatch(int descriptor, std::chrono::milliseconds every = std::chrono::milliseconds(100), qsizetype most = 600, QObject *parent = nullptr);
    ~SocketWatch() override;

    /// Oldest first.
    std::vector<Sample> series() const;
    std::optional<Sample> last() const;
    /// Now, too.
    void take();

Q_SIGNALS:
    void sampled(const transom::transport::SocketWatch::Sample &sample);

private:
    const int m_descriptor;
    const qsizetype m_most;
    const std::optional<std::pair<SocketEndpoint, SocketEndpoint>> m_ends;
    QTimer m_timer;
    mutable std::mutex m_mutex;
    std::deque<Sample> m_samples;
};

} // namespace transom::transport

Q_DECLARE_METATYPE(transom::transport::SocketWatch::Sample)
