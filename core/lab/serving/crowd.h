#pragma once

#include "core/lab/serving/lab_event.h"

#include <QHostAddress>
#include <QList>

#include <atomic>
#include <chrono>

namespace transom::lab {

/// Ten clients at once, one of them slow: what a serving model does to them.
struct CrowdOptions
{
    QHostAddress address{QHostAddress::LocalHost};
    quint16 port = 0;
    QString unixPath; ///< instead
    int clients = 10;
    QByteArray message = "hello";
    QList<int> slow;  ///< numbers from 0 of those that connect and then keep the server waiting
    std::chrono::milliseconds pause{1000};  ///< before a slow one sends its message
    std::chrono::milliseconds stagger{0};   ///< from the start of one client to that of the next
    std::chrono::milliseconds timeout{30'000}; ///< for all of it
    qsizetype chunk = 1024;
};

/// What became of one client. Times in nanoseconds of the monotonic clock; 0: it did not get there.
struct CrowdClient
{
    int number = 0;
    bool slow = false;
    qint64 begun = 0;     ///< connect was called
    qint64 connected = 0; ///< the kernel says so: the server may not know of it yet
    qint64 accepted = 0;  ///< by a server of ours: matchCrowd()
    qint64 sent = 0;
    qint64 answered = 0;  ///< the first byte of an answer was read
    qint64 ended = 0;
    QString local;        ///< its address, which a server sees as its peer
    QByteArray answer;    ///< its first chunk
    Error error;

    /// When it was being served from: accepted where that is known, its first answer otherwise.
    qint64 servedFrom() const { return accepted > 0 ? accepted : answered; }
};

/// Runs them in the calling thread, and returns when the last has ended or the time is over. `calls` hears of each call, and of each
/// connection as Setup, its stream being the client's number and one; `cancel` may be set from
/// another thread. Each sends the message, reads one chunk, and closes. Streams only. Error: BadArgument.
Result<QList<CrowdClient>> runCrowd(const CrowdOptions &options, const LabSink &calls = {}, const std::atomic<bool> *cancel = nullptr);

/// Completes what a crowd has seen by what a server of ours has: `event` of kind Setup says when a client was accepted.
void matchCrowd(QList<CrowdClient> &crowd, const LabEvent &event);

} // namespace transom::lab
