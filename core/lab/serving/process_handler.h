#pragma once

#include "core/lab/serving/handler.h"

#include <QSocketNotifier>

#include <optional>

#include <sys/types.h>

namespace transom::lab {

/// A connection served by a process of its own: a program that calls runWorker(). It inherits the connection as descriptor 3 and a
/// SOCK_SEQPACKET pair as descriptor 4, over which it gets its orders and reports its events. A program of its own and no bare
/// fork(), because a fork of a program with threads may call next to nothing (fork(2)).
class ProcessHandler final : public Handler
{
    Q_OBJECT

public:
    ProcessHandler(const HandlerOptions &options, Descriptor connection);
    ~ProcessHandler() override;

    void start() override;
    void giveLine(const QString &line) override;
    void endInput() override;
    void stop() override;

private:
    bool launch();
    void order(const QCborMap &map);
    void readReports();
    std::optional<LabEvent> eventOf(const QByteArray &packet);
    void gone();

    const HandlerOptions m_options;
    Descriptor m_connection;
    Descriptor m_control;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_parts; ///< the beginning of a call's bytes, where they are too many for one packet
    pid_t m_pid = 0;
    bool m_finishSeen = false;
    bool m_stopping = false;
    Error m_error;
};

/// The whole life of such a process; returns its exit status. Needs a QCoreApplication.
int runWorker();

} // namespace transom::lab
