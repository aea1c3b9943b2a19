#include "ui/lab/experiments/other_side.h"

#include "ui/lab/experiments/other_side_parts.h"

#include "core/lab/experiment/bench.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

OtherSide::OtherSide(QObject *parent)
    : QObject(parent)
{
    m_drain.setInterval(200);
    connect(&m_drain, &QTimer::timeout, this, &OtherSide::drain);
    connect(&m_work, &LabWork::runningChanged, this, &OtherSide::runningChanged);
}

OtherSide::Part OtherSide::partOf(const QString &experiment)
{
    return clientPart(experiment) ? Part::Client : serverDialect(experiment).isEmpty() ? Part::None : Part::Server;
}

bool OtherSide::usesDatagrams(const QString &experiment)
{
    return experiment == "udp"_L1;
}

quint16 OtherSide::freePort(bool datagrams)
{
    lab::NativeSocket socket({}, {});
    if (!socket.open(AF_INET, datagrams).isOk() || !socket.bind(lab::SocketAddress(QHostAddress(QHostAddress::LocalHost), 0)).isOk())
        return 0;
    return socket.localAddress().port();
}

void OtherSide::start(const QString &experiment, quint16 port)
{
    const auto error = std::make_shared<Error>();
    const ClientPart client = clientPart(experiment);
    const bool datagrams = usesDatagrams(experiment);
    const bool started = m_work.start(
            [=](const lab::CallObserver &calls, const std::stop_token &stop) {
                lab::ExperimentBench bench({}, calls, stop);
                const Result<void> done = !client ? serveOnce(serverDialect(experiment), port, bench, stop)
                        : waitForProgram(bench, port, datagrams) ? client(bench, port)
                                                                 : Result<void>(fail(ErrorCode::TimedOut, nobodyListens(port)));
                if (stop.stop_requested())
                    *error = Error{ErrorCode::Cancelled, {}};
                else if (!done)
                    *error = done.error();
            },
            [this, error] {
                m_drain.stop();
                drain();
                Q_EMIT finished(*error, m_work.calls().dropped());
            });
    if (started)
        m_drain.start();
}

void OtherSide::drain()
{
    if (const auto calls = m_work.calls().take(); !calls.isEmpty())
        Q_EMIT called(calls);
}

} // namespace transom::ui
