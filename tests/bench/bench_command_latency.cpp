// bench_command_latency URL COUNT: the time of COUNT runs of `true`, one after the other, on one open session. Prints milliseconds, one
// a line. The password comes from TRANSOM_PASSWORD, the pinned key from the trust file.

#include "core/base/clock.h"
#include "core/client/connection.h"
#include "core/client/paths.h"
#include "core/command/command_job.h"

#include <QCoreApplication>

#include <cstdio>

using namespace transom;

namespace {

/// Runs the command again and again and then ends the program.
class Runner : public QObject
{
public:
    Runner(client::Connection &connection, int count)
        : m_connection(connection)
        , m_left(count)
    {}

    void next()
    {
        if (m_left-- == 0)
            return QCoreApplication::exit(0);
        protocol::CommandRun request;
        request.argv = {QStringLiteral("true")};
        m_job = makeJob<command::CommandJob>(m_connection.link(), request);
        connect(m_job.get(), &Job::finished, this, [this](const JobResult &result) {
            const qint64 took = monotonicNs() - m_startedNs;
            if (!result.ok() || result.details.value(QStringLiteral("exitStatus")).toInt() != 0) {
                std::fprintf(stderr, "%s\n", qPrintable(describe(result.error)));
                return QCoreApplication::exit(1);
            }
            std::printf("%.4f\n", static_cast<double>(took) / 1e6);
            next();
        }, Qt::QueuedConnection);
        m_startedNs = monotonicNs();
        m_job->start();
    }

private:
    client::Connection &m_connection;
    JobHandle<command::CommandJob> m_job;
    qint64 m_startedNs = 0;
    int m_left;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const auto endpoint = client::Endpoint::parse(words.value(1));
    if (words.size() != 3 || !endpoint) {
        std::fprintf(stderr, "usage: bench_command_latency URL COUNT\n");
        return 2;
    }
    client::ConnectionOptions options;
    options.agent = QStringLiteral("bench");
    options.trustFile = client::Paths::standard().trustFile();
    options.reconnect = false;
    options.statusEveryMs = 0;
    client::Connection connection(options);
    Runner runner(connection, words[2].toInt());
    bool begun = false;
    QObject::connect(&connection, &client::Connection::statusChanged, &runner, [&](const client::ConnectionStatus &now) {
        if (now.state == client::ConnectionState::Online && !std::exchange(begun, true)) {
            runner.next();
        } else if (now.state == client::ConnectionState::Failed || now.state == client::ConnectionState::NeedsTrust) {
            std::fprintf(stderr, "no connection: %s\n", qPrintable(describe(now.error)));
            QCoreApplication::exit(1);
        }
    });
    connection.open(*endpoint, security::Secret(qgetenv("TRANSOM_PASSWORD")));
    return QCoreApplication::exec();
}
