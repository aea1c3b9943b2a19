#pragma once

#include "core/lab/workbench/bench_streams.h"

#include <QObject>

#include <map>
#include <memory>
#include <thread>

namespace transom::lab {

/// Any number of real sockets, and each call on them made singly and for real. What cannot wait is made at once; what may wait is made in a thread of its own, so
/// that a call that blocks blocks nobody else, and can be interrupted by a signal, as kill(1) would. One thread; everything it says, it says there.
class Workbench : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype MostSockets = 64;
    static constexpr qsizetype MostEntries = 5'000;
    static constexpr qint64 MostBytes = 16 * 1024 * 1024;     ///< of one call
    static constexpr qint64 MostKeptBytes = 96 * 1024 * 1024; ///< in the log; older calls go

    explicit Workbench(QObject *parent = nullptr);
    /// Interrupts what waits.
    ~Workbench() override;

    QList<const BenchSocket *> sockets() const;
    const BenchSocket *socket(int number) const;
    const QList<BenchEntry> &log() const { return m_log; }
    const BenchEntry *entry(quint64 number) const;
    const BenchStreams &streams() const { return m_streams; }

    /// Makes the call; its number in the log, where its outcome is now or will be. 0: there are too many sockets or waiting calls, or a size is beyond the limits.
    quint64 call(BenchCall call);
    /// A call that waits returns EINTR, unless it is done before.
    void interrupt(quint64 entry);
    /// Listens, connects and accepts: six calls. The numbers of listener, client and accepted end; nothing if one of them fails (the log says which).
    QList<int> makePair(BenchFamily family = BenchFamily::IPv4);
    /// Asks the kernel anew how the sockets are.
    void refresh();
    /// Closed sockets and calls that are over go.
    void clear();
    /// A closed socket goes.
    void remove(int socket);
    /// Of the next socket: "s3".
    int nextNumber() const { return m_lastSocket + 1; }
    /// The socket whose address it is; 0: none.
    int ownerOf(const SocketAddress &address) const;

Q_SIGNALS:
    void entryAdded(quint64 number);
    void entryChanged(quint64 number);
    /// Calls have gone from the log.
    void logCut();
    /// A socket has come, gone or changed.
    void socketsChanged();
    /// Bytes were moved, one record a system call.
    void moved(const transom::lab::CallRecord &record);
    /// Nobody has this stream any more.
    void streamOver(quint64 stream);

private:
    struct Waiting;

    BenchSocket *find(int number);
    BenchEntry *findEntry(quint64 number);
    void start(const BenchEntry &entry);
    quint64 callAndWait(const BenchCall &call);
    void finish(quint64 number, const BenchOutcome &outcome, qint64 endedNs);
    void take(BenchEntry &entry);
    void adopt(BenchEntry &entry, const BenchSocket *listener);
    void tellWire(const BenchEntry &entry);
    void shrinkLog();

    std::map<int, BenchSocket> m_sockets;
    std::map<quint64, std::unique_ptr<Waiting>> m_waiting;
    QList<BenchEntry> m_log;
    BenchStreams m_streams;
    int m_lastSocket = 0;
    quint64 m_lastEntry = 0;
    qint64 m_keptBytes = 0;
};

} // namespace transom::lab
