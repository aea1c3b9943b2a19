#pragma once

#include "core/lab/dialect/dialect.h"
#include "core/lab/serving/lab_event.h"

#include <QThread>

namespace transom::lab {

class ClientLoop;

struct ConnectOptions
{
    const Dialect *dialect = nullptr;
    Parameters parameters;
    QString host = QStringLiteral("127.0.0.1"); ///< a name or an address
    quint16 port = 0;
    QString unixPath;               ///< instead
    bool executeForAnybody = false; ///< a dialect whose client runs commands may connect beyond loopback
    std::chrono::milliseconds connectTimeout{10'000};
};

/// Connects and speaks a dialect. Its network work is in a thread of its own; it is made, used and destroyed in one thread that needs no event
/// loop. The last event is Ended, and none comes after stop() has returned.
class LabClient
{
public:
    LabClient(const ConnectOptions &options, LabSink sink);
    ~LabClient();
    Q_DISABLE_COPY_MOVE(LabClient)

    /// What becomes of it comes as events.
    void start();
    void stop();
    /// A line typed by the user; it is kept until one is wanted.
    void say(const QString &line);
    void endInput();

private:
    ClientLoop *m_loop;
    QThread m_thread;
};

} // namespace transom::lab
