#pragma once

#include "core/lab/probe/probe_datagrams.h"

#include <QMap>

namespace transom::lab {

/// Puts the calls of Python programs into a StreamCapture: one stream for each TCP connection, with the calls of both its ends where both are watched, and
/// with its bytes cut into frames as far as they are known from either end. A connection that a lab socket of ours is the other end of is joined with that
/// stream. Datagrams have ProbeDatagrams; sockets without addresses are left out. One thread.
class ProbeCapture
{
public:
    ProbeCapture(inspect::StreamCapture &capture, const ProbeStreams &streams)
        : m_capture(capture)
        , m_streams(streams)
        , m_datagrams(capture, streams)
    {}

    /// Where in which stream the call's bytes are; stream 0: it is of none. Of a batch, give them by orderNs().
    inspect::Selection add(const ProbeCall &call);
    /// All programs have ended.
    void finish();
    static qint64 orderNs(const ProbeCall &call) { return probeOrderNs(call); }

private:
    using Socket = std::pair<qint64, qint64>; ///< process and number
    using From = inspect::From;

    struct Assembly
    {
        qint64 known = 0;                   ///< bytes that have been given to the framing
        QMap<qint64, QByteArray> later;     ///< by offset: those after a hole that may yet be filled
        qint64 laterBytes = 0;
        bool givenUp = false;
    };
    struct Connection
    {
        quint32 stream = 0;
        QString client;
        QString server;
        QSet<Socket> users;
        Assembly flows[inspect::Flows];
        bool joined = false;                ///< the stream is somebody else's
        bool ended = false;
    };

    void learn(const ProbeCall &call);
    From roleOf(const ProbeCall &call) const;
    Connection *connectionOf(const ProbeCall &call, From role);
    quint32 openStream(Connection &connection, From role);
    void moved(Connection &connection, const ProbeCall &call, From sender);
    void assemble(Connection &connection, inspect::Flow flow, qint64 offset, const QByteArray &bytes, qint64 atNs);
    void end(Connection &connection);

    inspect::StreamCapture &m_capture;
    ProbeStreams m_streams;
    ProbeDatagrams m_datagrams;
    QHash<Socket, From> m_roles;
    QHash<Socket, QString> m_ofSocket;      ///< its connection
    QSet<QString> m_listening;              ///< ports
    QHash<QString, Connection> m_connections;
};

} // namespace transom::lab
