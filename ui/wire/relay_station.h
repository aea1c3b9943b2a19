#pragma once

#include "core/inspect/secret_blanker.h"
#include "core/lab/relay.h"
#include "core/lab/relay_log.h"
#include "ui/wire/wire_sources.h"

#include <QMap>
#include <QTimer>

#include <functional>
#include <memory>

namespace transom::ui {

/// The relays of the window: the one place in it that talks to core/lab's. What they see goes into the recording as streams; what is done to them is
/// asked for here. GUI thread.
class RelayStation : public QObject
{
    Q_OBJECT

public:
    using From = lab::From;

    struct Wanted
    {
        bool udp = false;
        QString listenHost = QStringLiteral("127.0.0.1");
        quint16 listenPort = 0; ///< 0: any free one
        QString targetHost;
        quint16 targetPort = 0;
    };
    struct Side
    {
        qint64 read = 0;    ///< bytes that came from this side
        qint64 written = 0; ///< of these, passed on
        bool hold = false;
        qint64 holdSinceNs = 0;
        bool ended = false;
    };
    struct Connection
    {
        quint64 number = 0;  ///< within its relay
        quint32 stream = 0;  ///< in the recording
        QString client;
        bool open = true;
        bool connected = false;
        QString news;        ///< the last thing that was done to it, in words
        Side sides[2];       ///< by From
        const Side &of(From from) const { return sides[static_cast<size_t>(from)]; }
        Side &of(From from) { return sides[static_cast<size_t>(from)]; }
        qint64 waiting(From from) const { return std::max<qint64>(0, of(from).read - of(from).written); }
    };
    struct Entry
    {
        int id = 0;
        Wanted wanted;
        QString listening;   ///< "127.0.0.1:9001"; empty while it is not
        Error error;         ///< why it did not start
        quint64 dropped = 0; ///< events that nobody could keep
        QList<Connection> connections; ///< those that are over go after MostConnections
        bool isRunning() const { return !listening.isEmpty(); }
        const Connection *connection(quint64 number) const;
    };

    RelayStation(WireSources &sources, QObject *parent = nullptr);
    ~RelayStation() override;

    const QMap<int, Entry> &relays() const { return m_entries; }
    const Entry *relay(int id) const;
    /// Its number; whether it listens, changed() tells.
    int start(const Wanted &wanted);
    void stop(int id);
    void remove(int id);

    // `connection` 0: all of the relay, those to come as well.
    void setFaults(int id, quint64 connection, From from, const lab::Faults &faults);
    void injectOnce(int id, quint64 connection, From from, const lab::Faults &faults);
    void setHold(int id, quint64 connection, From from, bool hold);
    bool isHeld(int id, quint64 connection, From from) const;
    void stepChunk(int id, quint64 connection, From from);
    void stepFrame(int id, quint64 connection, From from);
    /// False: the frames of all of them end with the other side's turn, and a step is a chunk.
    bool stepsFrames(int id, quint64 connection, From from) const;
    void reset(int id, quint64 connection);
    void halfClose(int id, quint64 connection, From from);
    /// `then` is called in the thread of `context` when what was asked for before holds.
    void whenSettled(int id, QObject *context, std::function<void()> then);
    /// How long the receiver of a held direction will go on waiting, where its protocol is known to give up; nothing otherwise.
    std::optional<qint64> patienceMs(int id, const Connection &connection, From from, qint64 nowNs) const;

Q_SIGNALS:
    /// A relay or a connection has come, gone or changed.
    void changed();
    void connectionOpened(quint32 stream);

private:
    struct Live
    {
        lab::RelayLog log;
        std::unique_ptr<lab::Relay> relay; ///< before the log
        QHash<quint64, std::shared_ptr<inspect::SecretBlanker>> secrets;
        bool holdNew[2] = {false, false};
    };

    void listen(int id, const lab::RelayOptions &options);
    void take();
    bool drain(Entry &entry, Live &live);
    void see(Entry &entry, Live &live, const lab::RelayEvent &event);
    void opened(Entry &entry, Live &live, const lab::RelayEvent &event);
    void moved(Connection &connection, Live &live, const lab::RelayEvent &event);
    void note(const Connection &connection, const lab::RelayEvent &event, const QString &name, const QString &summary);
    void shareFraming(quint32 stream);

    WireSources &m_sources;
    std::unique_ptr<transport::IoThreads> m_threads;
    QMap<int, Entry> m_entries;
    QMap<int, std::shared_ptr<Live>> m_live;
    QTimer m_timer;
    int m_last = 0;
    bool m_seen = false; ///< something since views were told
};

} // namespace transom::ui
