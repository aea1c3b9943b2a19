#pragma once

#include "core/lab/probe/probe_streams.h"

#include <QHash>
#include <QSet>

#include <deque>

namespace transom::lab {

/// Puts the datagrams of Python programs into a StreamCapture: one stream for each two ends that have talked. A recvfrom is joined with the sendto of the
/// same bytes where both are watched, in whichever order they are reported; what nobody has read stays without a reader. One thread.
class ProbeDatagrams
{
public:
    ProbeDatagrams(inspect::StreamCapture &capture, ProbeStreams streams)
        : m_capture(capture)
        , m_streams(std::move(streams))
    {}

    /// As ProbeCapture::add(). Of a datagram larger than what reports keep, the range has what is kept.
    inspect::Selection add(const ProbeCall &call);
    /// All programs have ended. Before that nobody knows: datagrams have no end, and whoever reads late reads what a closed socket has sent.
    void finish();

private:
    using From = inspect::From;

    struct Datagram
    {
        qint64 offset = 0;
        QByteArray data;
    };
    struct Direction
    {
        qint64 end = 0;
        std::deque<Datagram> unread;  ///< sent, and not yet seen at the other end
        std::deque<Datagram> unsent;  ///< read, and the sender has not told of it
    };
    struct Pair
    {
        quint32 stream = 0;
        QString client;
        QString server;
        Direction directions[inspect::Flows];
        bool joined = false; ///< the stream is somebody else's
    };

    Pair *pairOf(const ProbeCall &call, const QString &local, const QString &other);
    void openStream(Pair &pair);
    inspect::ByteRange sent(Pair &pair, const ProbeCall &call, From sender);
    inspect::ByteRange received(Pair &pair, const ProbeCall &call, From sender);
    inspect::ByteRange put(Pair &pair, const ProbeCall &call, From sender);
    void keep(std::deque<Datagram> &waiting, const Datagram &datagram);
    void forget(std::deque<Datagram> &waiting, std::deque<Datagram>::iterator datagram);

    inspect::StreamCapture &m_capture;
    ProbeStreams m_streams;
    QSet<QString> m_bound;         ///< ports that programs have chosen themselves
    QHash<QString, Pair> m_pairs;  ///< by client and server
    qint64 m_openBytes = 0;        ///< of what waits for its other end
};

} // namespace transom::lab
