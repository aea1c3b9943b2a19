#pragma once

#include "core/lab/serving/dialogue.h"
#include "core/lab/serving/lab_client.h"

#include <QHostAddress>

namespace transom::lab {

/// The work of a LabClient, in its thread.
class ClientLoop : public QObject
{
    Q_OBJECT

public:
    ClientLoop(const ConnectOptions &options, LabSink sink);
    ~ClientLoop() override;

    void start();
    void stop();
    void say(const QString &line);
    void endInput();

private:
    void resolved(const QList<QHostAddress> &addresses);
    void tryNext();
    void connectDone();
    void talk();
    void lineWanted();
    void end(const Error &error);
    QString where() const;

    const ConnectOptions m_options;
    const std::shared_ptr<EventWriter> m_events;
    QList<SocketAddress> m_addresses;
    NativeSocket m_socket;
    std::unique_ptr<QSocketNotifier> m_connectNotifier;
    std::unique_ptr<Dialogue> m_dialogue;
    QTimer m_patience;
    QStringList m_lines;
    Error m_lastError;
    bool m_inputEnded = false;
    bool m_started = false;
    bool m_ended = false;
};

} // namespace transom::lab
