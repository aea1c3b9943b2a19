#pragma once

#include "core/lab/serving/lab_event.h"
#include "ui/wire/wire_sources.h"

#include <QHash>
#include <QSet>

namespace transom::ui {

/// Puts the traffic of lab servers and clients on the Wire page: one stream for each connection, whichever of its ends are ours. Events come from
/// several logs, so they are sorted by their times, and taken over a little later than they happened. GUI thread.
class LabWire
{
public:
    explicit LabWire(WireSources &sources)
        : m_sources(sources)
    {}

    /// `run`: who has seen it, a number of the caller's.
    void add(int run, bool server, bool datagrams, const QList<lab::LabEvent> &events);
    /// Takes over what is old enough, for as long as a tick may take; all of it with `all`.
    void takeOver(bool all = false);
    bool isIdle() const { return m_pending.isEmpty(); }
    /// More than a tick takes over waits: whoever adds should add less.
    bool isBehind() const { return m_behind; }
    /// The newest of a run's streams that has carried bytes; 0: none.
    quint32 streamOf(int run) const { return m_newest.value(run); }

private:
    struct Seen
    {
        int run = 0;
        bool server = false;
        bool datagrams = false;
        lab::LabEvent event;
    };
    struct Key
    {
        int run = 0;
        quint64 stream = 0;
        QString peer; ///< of a datagram server only

        bool operator==(const Key &) const = default;
        friend size_t qHash(const Key &key, size_t seed) { return qHashMulti(seed, key.run, key.stream, key.peer); }
    };
    struct Stream
    {
        quint32 id = 0;
        bool clientIsOurs = false;
        bool serverIsOurs = false;
        int openEnds = 0;
        QHash<bool, qint64> sent;     ///< by "to the server": of datagrams, whose offsets are the socket's and not the peer's
        QHash<bool, qint64> received;
        QHash<bool, qint64> handedOver;   ///< how far sends of ours have come, by "to the server"
        QHash<bool, QList<Seen>> early;   ///< what was read before the send that it is from had told of itself
    };

    void see(const Seen &seen);
    void begin(const Key &key, const Seen &seen, const QString &client, const QString &server);
    bool laterHasOtherEnd(const QString &client, const QString &server) const;
    void moved(const Key &key, const Seen &seen);
    void put(Stream &stream, const Seen &seen, qint64 offset);
    void ended(const Key &key, const Seen &seen);

    WireSources &m_sources;
    QList<Seen> m_pending;
    bool m_behind = false;
    QSet<QString> m_listening;               ///< addresses where servers of ours are
    QHash<int, QString> m_local;             ///< of datagram servers
    QHash<QString, std::shared_ptr<Stream>> m_open; ///< by both addresses
    QHash<Key, std::shared_ptr<Stream>> m_streams;
    QHash<int, quint32> m_newest;
};

} // namespace transom::ui
