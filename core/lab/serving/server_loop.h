#pragma once

#include "core/lab/serving/handler.h"
#include "core/lab/serving/lab_server.h"
#include "core/lab/socket/native_socket.h"

#include <QSocketNotifier>
#include <QTimer>

#include <deque>
#include <map>

namespace transom::lab {

/// The listening end of a LabServer, in its thread: accepts as the serving model has it, and passes lines to whoever wants them.
class ServerLoop : public QObject
{
    Q_OBJECT

public:
    ServerLoop(const ServeOptions &options, LabSink sink);
    ~ServerLoop() override;

    Result<void> start();
    void stop();
    QString address() const { return m_address; }
    quint16 port() const { return m_port; }
    void say(const QString &line, quint64 stream);
    void endInput();
    void drop(quint64 stream);

private:
    void acceptSome();
    void serve(Descriptor connection, const QString &peer, quint64 stream);
    void serveDatagrams();
    void take(std::unique_ptr<Handler> handler, quint64 stream);
    void lineWanted(quint64 stream);
    void handlerDone(quint64 stream, const Error &error);
    void updateAccepting();
    void lookAtBacklog();
    void stopListening();
    void endIfDone();
    void end(const Error &error = {});

    const ServeOptions m_options;
    const std::shared_ptr<EventWriter> m_events;
    NativeSocket m_listener;
    std::unique_ptr<QSocketNotifier> m_acceptNotifier;
    QTimer m_backlogTimer;
    QTimer m_retryTimer;     ///< after a failed accept
    QByteArray m_unlink;     ///< the path that is ours to remove
    QString m_address;
    quint16 m_port = 0;
    std::map<quint64, std::unique_ptr<Handler>> m_handlers;
    std::deque<QString> m_lines;
    std::deque<quint64> m_asking; ///< streams that wait for a line, the longest first
    quint64 m_lastStream = 0;
    int m_waiting = 0;
    bool m_inputEnded = false;
    bool m_started = false;
    bool m_ended = false;
};

} // namespace transom::lab
