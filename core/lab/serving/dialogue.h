#pragma once

#include "core/lab/dialect/dialect.h"
#include "core/lab/serving/disk.h"
#include "core/lab/serving/event_writer.h"
#include "core/lab/serving/shell_command.h"
#include "core/lab/serving/silence_watch.h"
#include "core/lab/socket/native_socket.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <deque>
#include <memory>

namespace transom::lab {

/// One conversation on one socket: asks the socket when the conversation wants to read, and does what it wants done. Lives in the thread of
/// whoever serves. A handler of a server reports its setup, handle and finish.
class Dialogue : public QObject
{
    Q_OBJECT

public:
    Dialogue(const Dialect &dialect, Role role, const Parameters &parameters, NativeSocket socket, std::shared_ptr<EventWriter> events, QObject *parent = nullptr);
    ~Dialogue() override;

    quint64 stream() const { return m_stream; }
    /// `peer`: of a stream.
    void start(const QString &peer);
    /// The line that lineWanted() has asked for.
    void giveLine(const QString &line);
    /// There will be none.
    void endInput();
    /// Closes, now.
    void stop();
    bool wantsLine() const { return m_asked; }

Q_SIGNALS:
    void lineWanted(quint64 stream);
    /// The last signal; the socket is closed.
    void finished(const transom::Error &error);

private:
    struct Outgoing
    {
        QByteArray bytes;
        qsizetype done = 0;
    };

    template<class Call>
    void tell(Call call);
    void perform(const Action &action);
    void readable();
    void flush();
    void broken(int error);
    void watchPeer();
    void lookAtPeer();
    bool isIdle() const;
    void watchSilence();
    void sayHowSilent(std::chrono::seconds time);
    void beginEnd(const Finish &finish);
    void drain();
    void close();
    void event(LabEvent::Kind kind, const QString &text = {});
    void handlerEvent(LabEvent::Kind kind);

    const quint64 m_stream;
    const Role m_role;
    const Parameters m_parameters;
    const bool m_datagram;
    NativeSocket m_socket;
    std::shared_ptr<EventWriter> m_events;
    std::unique_ptr<Conversation> m_conversation;
    std::unique_ptr<QSocketNotifier> m_readNotifier;
    std::unique_ptr<QSocketNotifier> m_writeNotifier;
    std::unique_ptr<ShellCommand> m_command;
    Disk m_disk;
    QTimer m_timer;
    QTimer m_drainTimer;
    QTimer m_peerTimer;      ///< while nothing is read, and bytes nobody asked for keep the read notifier from telling of an end
    SilenceWatch m_silence;
    std::deque<Outgoing> m_outgoing;
    SocketAddress m_lastPeer;
    QString m_peer;
    qint64 m_began = 0;
    qint64 m_drained = 0;
    bool m_sentSomething = false;
    bool m_asked = false;
    bool m_inputEnded = false;
    bool m_peerEnded = false;
    bool m_patient = false; ///< the moment for whoever types has been given
    bool m_unasked = false; ///< bytes are there that no recv has been asked for
    bool m_ending = false;
    bool m_drain = false;
    bool m_draining = false;
    bool m_closed = false;
    int m_logging = 0; ///< lines on their way into the log
    Error m_error;
};

} // namespace transom::lab
