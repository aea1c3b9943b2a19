#pragma once

#include "app/cli/connect.h"
#include "core/base/job.h"

#include <QTimer>

namespace transom::cli {

/// Runs a transfer to its end, with its progress line, its notes and ^C. With `resume` a connection that breaks is waited for, and
/// the transfer goes on when it is back; what has to be given up can be gone on with by the same command.
class TransferRun : public QObject
{
    Q_OBJECT

public:
    using Make = std::function<JobPtr()>;

    /// Deletes itself with `context`.
    TransferRun(const Invocation &invocation, client::Connection &connection, bool resume, Make make, QObject *context, Finish finish);

    void start();

private:
    void ended(const JobResult &result);
    void interrupted();
    void giveUp();
    void tell(const JobResult &result);

    const Invocation &m_invocation;
    client::Connection &m_connection;
    const bool m_resume;
    const Make m_make;
    const Finish m_finish;
    JobPtr m_job;
    ProgressLine m_line;
    std::unique_ptr<InterruptHandler> m_interrupts;
    QTimer m_patience;
    Error m_lost;
    bool m_waiting = false;
    bool m_over = false;
};

} // namespace transom::cli
