#include "core/lab/experiment/runs.h"

#include "core/lab/serving/lab_client.h"
#include "core/lab/serving/lab_server.h"

#include <condition_variable>
#include <mutex>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

/// What the client has shown so far, and whether it has come to its end.
class Shown
{
public:
    void add(const LabEvent &event)
    {
        const std::lock_guard lock(m_mutex);
        if (event.kind == LabEvent::Kind::Said)
            m_texts.append(event.text);
        else if (event.kind == LabEvent::Kind::Ended)
            m_ended = true;
        m_changed.notify_all();
    }
    /// The n-th text, from 0; empty: it did not come.
    QString wait(const ExperimentBench &bench, qsizetype number)
    {
        const auto until = std::chrono::steady_clock::now() + 2 * ExperimentBench::Patience;
        std::unique_lock lock(m_mutex);
        while (m_texts.size() <= number && !m_ended && !bench.isStopped() && std::chrono::steady_clock::now() < until)
            m_changed.wait_for(lock, std::chrono::milliseconds(50));
        return m_texts.value(number);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    QStringList m_texts;
    bool m_ended = false;
};

/// What `seq 1 lines` prints.
qint64 outputSize(int lines)
{
    qint64 size = 0;
    for (int line = 1; line <= lines; ++line)
        size += QByteArray::number(line).size() + 1;
    return size;
}

QString beginningOf(const QString &text)
{
    const QString line = text.simplified();
    return line.size() > 24 ? line.left(24) + u'…' : line;
}

} // namespace

Result<ExperimentResult> runRest(ExperimentBench &bench)
{
    const Dialect *dialect = dialectById(bench.text(u"dialect"_s));
    if (!dialect)
        return fail(ErrorCode::BadArgument);
    auto serverParameters = Parameters::make(*dialect, Role::Server, {{u"dir"_s, u"/"_s}});
    auto clientParameters = Parameters::make(*dialect, Role::Client, {{u"chunk"_s, bench.text(u"recv_size"_s)}});
    if (!serverParameters)
        return tl::unexpected(serverParameters.error());
    if (!clientParameters)
        return tl::unexpected(clientParameters.error());
    const auto watch = [&bench](const LabEvent &event) {
        if (event.kind == LabEvent::Kind::Call && bench.observer())
            bench.observer()(event.call);
    };
    ServeOptions serve; // on loopback, where the two commands below are the only ones that come
    serve.dialect = dialect;
    serve.parameters = *serverParameters;
    serve.serving.stopAfter = 1;
    LabServer server(serve, watch);
    if (auto started = server.start(); !started)
        return tl::unexpected(started.error());

    Shown shown;
    ConnectOptions connect;
    connect.dialect = dialect;
    connect.parameters = *clientParameters;
    connect.port = server.port();
    LabClient client(connect, [&](const LabEvent &event) {
        shown.add(event);
        watch(event);
    });
    const int lines = bench.number(u"lines"_s);
    client.start();
    client.say(u"seq 1 %1"_s.arg(lines));
    const QString first = shown.wait(bench, 0);
    client.say(u"echo done"_s);
    const QString second = shown.wait(bench, 1);
    client.stop();
    server.stop();

    const qint64 size = outputSize(lines);
    ExperimentResult result;
    if (second.isEmpty())
        result.outcome = u"nothing"_s;
    else
        result.outcome = second == "done\n"_L1 ? u"answer"_s : u"rest"_s;
    result.measured = {{u"output"_s, Measured::bytes(size)},
                       {u"shown"_s, Measured::bytes(first.size())},
                       {u"left"_s, Measured::bytes(size - first.size())},
                       {u"second"_s, Measured::text(beginningOf(second))}};
    return result;
}

} // namespace transom::lab
