#include "app/cli/transfer_run.h"

#include "core/base/text.h"

#include <cstdio>

namespace transom::cli {

namespace {

/// So long a connection that broke is waited for.
constexpr int PatienceMs = 120'000;

bool isBreak(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ConnectionLost:
    case ErrorCode::TimedOut:
    case ErrorCode::ShuttingDown:
    case ErrorCode::ConnectionRefused:
    case ErrorCode::NetworkUnreachable:
    case ErrorCode::Truncated:
        return true;
    default:
        return false;
    }
}

} // namespace

TransferRun::TransferRun(const Invocation &invocation, client::Connection &connection, bool resume, Make make, QObject *context, Finish finish)
    : QObject(context)
    , m_invocation(invocation)
    , m_connection(connection)
    , m_resume(resume)
    , m_make(std::move(make))
    , m_finish(std::move(finish))
    , m_line(invocation.progress())
    , m_interrupts(std::make_unique<InterruptHandler>([this] { interrupted(); }))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TransferRun::giveUp);
    connect(&connection, &client::Connection::statusChanged, this, [this](const client::ConnectionStatus &now) {
        using client::ConnectionState;
        if (!m_waiting || m_over)
            return;
        if (now.state == ConnectionState::Online) {
            m_patience.stop();
            start();
        } else if (now.state == ConnectionState::Failed || now.state == ConnectionState::Idle) {
            giveUp();
        }
    });
}

void TransferRun::start()
{
    m_waiting = false;
    m_job = m_make();
    connect(m_job.get(), &Job::progressChanged, this, [this](const Progress &progress) {
        m_line.show(printable(progress.current.section(u'/', -1), 40), progress);
    });
    connect(m_job.get(), &Job::finished, this, &TransferRun::ended);
    m_job->start();
}

void TransferRun::ended(const JobResult &result)
{
    if (m_over)
        return;
    m_line.clear();
    if (m_resume && isBreak(result.error.code)) {
        m_lost = result.error;
        m_waiting = true;
        if (m_connection.status().state == client::ConnectionState::Idle || m_connection.status().state == client::ConnectionState::Failed)
            return giveUp();
        std::fprintf(stderr, "%s\n", qPrintable(QStringLiteral("The connection broke; going on as soon as it is back.")));
        m_patience.start(PatienceMs);
        if (m_connection.status().state == client::ConnectionState::Online)
            start();
        return;
    }
    m_over = true;
    m_interrupts.reset();
    tell(result);
}

void TransferRun::tell(const JobResult &result)
{
    constexpr std::pair<const char *, const char *> Lists[] = {{"skipped", "skipped"},
                                                                {"failed", "failed"},
                                                                {"startedOver", "changed since, sent from the beginning"},
                                                                {"triedAgain", "changed while it was read, tried again"}};
    for (const auto &[list, words] : Lists) {
        const auto notes = result.details.value(QLatin1String(list)).toStringList();
        for (const QString &note : notes) {
            std::fprintf(stderr, "%s: %s\n", words, qPrintable(printable(note, 4096)));
            m_invocation.put({{QLatin1String(list), note}});
        }
    }
    if (result.details.value(QStringLiteral("brokenPipe")).toBool())
        return m_finish(BrokenPipe);
    const qint64 count = result.details.value(QStringLiteral("files")).toLongLong();
    const qint64 resumed = result.details.value(QStringLiteral("resumedBytes")).toLongLong();
    const qint64 bytes = m_job->progress().done;
    m_invocation.put({{QStringLiteral("files"), count}, {QStringLiteral("bytes"), bytes}, {QStringLiteral("resumedBytes"), resumed}});
    if (!result.ok())
        return m_finish(m_invocation.complain(result.error));
    QString text = count == 1 ? QStringLiteral("1 file, %1").arg(formatBytes(bytes)) : QStringLiteral("%1 files, %2").arg(count).arg(formatBytes(bytes));
    if (resumed > 0)
        text += QStringLiteral(" (%1 of it were there already)").arg(formatBytes(resumed));
    m_invocation.say(text);
    m_finish(Done);
}

void TransferRun::interrupted()
{
    if (m_over)
        return;
    if (!m_resume)
        return m_job->cancel();
    m_lost = {ErrorCode::Interrupted, {}};
    giveUp();
}

/// What has come so far stays at both ends.
void TransferRun::giveUp()
{
    if (std::exchange(m_over, true))
        return;
    m_line.clear();
    m_interrupts.reset();
    m_finish(m_invocation.complain({ErrorCode::Interrupted, QStringLiteral("%1 Run the same command again to go on.").arg(describe(m_lost))}));
}

} // namespace transom::cli
