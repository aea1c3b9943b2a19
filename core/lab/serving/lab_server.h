#pragma once

#include "core/lab/dialect/dialect.h"
#include "core/lab/serving/lab_event.h"

#include <QHostAddress>
#include <QStringList>
#include <QThread>

#include <memory>

namespace transom::lab {

class ServerLoop;

struct ServeOptions
{
    const Dialect *dialect = nullptr;
    Parameters parameters;
    QHostAddress address{QHostAddress::LocalHost};
    quint16 port = 0;      ///< 0: any free one
    QString unixPath;      ///< instead: a Unix-domain socket there; "@NAME" is an abstract one
    Serving serving;       ///< of streams
    int backlog = 16;
    bool executeForAnybody = false; ///< a dialect that runs commands may listen beyond loopback
    /// The program of model Process, and its words. Empty: "transomctl lab-worker" beside this program.
    QStringList worker;
};

/// Listens and speaks a dialect. All its network work is in threads of its own; it is made, used and destroyed in one thread that needs no
/// event loop. The last event is Ended, and none comes after stop() has returned.
class LabServer
{
public:
    LabServer(const ServeOptions &options, LabSink sink);
    ~LabServer();
    Q_DISABLE_COPY_MOVE(LabServer)

    /// Errors: AddressInUse, BadArgument, PermissionDenied (the system's, or a dialect that runs commands beyond loopback).
    Result<void> start();
    void stop();

    /// "127.0.0.1:9000", or the path.
    QString address() const { return m_address; }
    quint16 port() const { return m_port; }

    /// A line typed by the user: for whoever has waited longest for one, or will be the first to. With `stream`: for that one.
    void say(const QString &line, quint64 stream = 0);
    /// There will be no more.
    void endInput();
    /// Ends one connection.
    void drop(quint64 stream);

private:
    ServerLoop *m_loop;
    QThread m_thread;
    QString m_address;
    quint16 m_port = 0;
};

} // namespace transom::lab
