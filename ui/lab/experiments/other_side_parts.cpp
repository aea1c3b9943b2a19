#include "ui/lab/experiments/other_side_parts.h"

#include "core/lab/serving/crowd.h"
#include "core/lab/serving/lab_server.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace transom::ui {

using lab::ExperimentBench;
using lab::NativeSocket;
using lab::SocketAddress;

namespace {

constexpr int PatienceSeconds = 120;
constexpr int TalkSeconds = 60;

SocketAddress here(quint16 port)
{
    return {QHostAddress(QHostAddress::LocalHost), port};
}

/// All of it, also where the other side lets it wait for long.
Result<void> send(const ExperimentBench &bench, NativeSocket &socket, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size() && !bench.isStopped()) {
        const NativeSocket::Outcome sent = socket.send(QByteArrayView(bytes).sliced(done));
        if (sent.isOk())
            done += static_cast<qsizetype>(sent.result);
        else if (!sent.wouldBlock())
            return fail(ErrorCode::ConnectionLost, lab::outcomeText(sent));
        else if (!bench.waitWritable(socket, std::chrono::seconds(TalkSeconds)))
            return fail(ErrorCode::TimedOut);
    }
    return {};
}

/// What the program still says, until it has ended its direction. An end with an error is an end, too: its call is in the list.
Result<void> readToEnd(const ExperimentBench &bench, NativeSocket &socket)
{
    for (;;) {
        const NativeSocket::Received part = bench.receive(socket, 1024, std::chrono::seconds(TalkSeconds));
        if (!part.outcome.isOk() || part.bytes.isEmpty())
            return {};
    }
}

/// Says these things, each in a send of its own; then nothing more, or waits for the program's end first.
Result<void> say(ExperimentBench &bench, quint16 port, const QList<QByteArray> &texts, bool endFirst = true, ExperimentBench::ms pause = {})
{
    auto socket = bench.connect(here(port), bench.nextStream());
    if (!socket)
        return tl::unexpected(socket.error());
    for (const QByteArray &text : texts) {
        if (auto sent = send(bench, *socket, text); !sent)
            return sent;
        if (pause > ExperimentBench::ms(0))
            bench.pause(pause);
    }
    if (endFirst)
        socket->endWriting();
    return readToEnd(bench, *socket);
}

QByteArray framed(const QByteArray &text)
{
    QByteArray length(4, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(text.size()), length.data());
    return length + text;
}

Result<void> sayTwice(ExperimentBench &bench, quint16 port)
{
    return say(bench, port, {"hello", "world"});
}

/// Two messages at once, then one that is cut where it hurts.
Result<void> sayFramed(ExperimentBench &bench, quint16 port)
{
    const QByteArray cut = framed("cut in its length, and whole again");
    return say(bench, port, {framed("hello") + framed("world"), cut.first(2), cut.mid(2)}, true, ExperimentBench::ms(50));
}

Result<void> sayCharacters(ExperimentBench &bench, quint16 port)
{
    return say(bench, port, {u"你好，世界"_s.toUtf8()});
}

/// The program is to close first: it is its end that stays in TIME_WAIT.
Result<void> letItClose(ExperimentBench &bench, quint16 port)
{
    return say(bench, port, {"hello"}, false);
}

Result<void> halfClose(ExperimentBench &bench, quint16 port)
{
    return say(bench, port, {"the last words"});
}

Result<void> sendMuch(ExperimentBench &bench, quint16 port)
{
    // More than both kernels have room for.
    return say(bench, port, QList<QByteArray>(256, QByteArray(64 * 1024, 's')));
}

Result<void> sendDatagrams(ExperimentBench &bench, quint16 port)
{
    auto socket = bench.datagramSocket(bench.nextStream(), false);
    if (!socket)
        return tl::unexpected(socket.error());
    const SocketAddress to = here(port);
    for (int number = 0; number < 500 && !bench.isStopped(); ++number)
        socket->send(QByteArray::number(number).leftJustified(100, '.'), &to);
    return {};
}

Result<void> sendCrowd(ExperimentBench &bench, quint16 port)
{
    lab::CrowdOptions options;
    options.port = port;
    std::atomic<bool> cancel = false;
    // The crowd asks for a flag; the bench has a token.
    const std::jthread watch([&](const std::stop_token &over) {
        while (!over.stop_requested() && !bench.isStopped())
            bench.pause(ExperimentBench::ms(20));
        cancel = bench.isStopped();
    });
    const auto crowd = lab::runCrowd(options, [&bench](const lab::LabEvent &event) {
        if (event.kind == lab::LabEvent::Kind::Call)
            bench.observer()(event.call);
    }, &cancel);
    return crowd ? Result<void>() : Result<void>(tl::unexpected(crowd.error()));
}

bool isListening(quint16 port, bool datagrams)
{
    if (!datagrams)
        return lab::tcpState(port, 0) == "LISTEN"_L1;
    QFile table(u"/proc/net/udp"_s); // proc(5)
    if (!table.open(QIODevice::ReadOnly))
        return false;
    const QByteArray wanted = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    const QList<QByteArray> lines = table.readAll().split('\n');
    return std::any_of(lines.begin(), lines.end(), [&](const QByteArray &line) { return line.simplified().split(' ').value(1).endsWith(wanted); });
}

} // namespace

ClientPart clientPart(const QString &experiment)
{
    static const QHash<QString, ClientPart> parts{{u"sticky"_s, sayTwice}, {u"cures"_s, sayFramed}, {u"udp"_s, sendDatagrams}, {u"serving"_s, sendCrowd},
                                                  {u"characters"_s, sayCharacters}, {u"port"_s, letItClose}, {u"goodbye"_s, halfClose}, {u"slow"_s, sendMuch}};
    return parts.value(experiment);
}

QString serverDialect(const QString &experiment)
{
    static const QHash<QString, QString> dialects{{u"rest"_s, u"exec-raw"_s}, {u"product"_s, u"put-size"_s}, {u"secret"_s, u"hmac"_s}};
    return dialects.value(experiment);
}

bool waitForProgram(const ExperimentBench &bench, quint16 port, bool datagrams)
{
    // Looking does not disturb the program: a connection on trial would be its first client.
    for (int tenths = 0; tenths < PatienceSeconds * 10 && !bench.isStopped(); ++tenths) {
        if (isListening(port, datagrams))
            return true;
        bench.pause(ExperimentBench::ms(100));
    }
    return false;
}

QString nobodyListens(quint16 port)
{
    return QCoreApplication::translate("Experiment", "No program listened on port %1 for two minutes. Start yours, then start the other side again.").arg(port);
}

Result<void> serveOnce(const QString &dialect, quint16 port, const ExperimentBench &bench, const std::stop_token &stop)
{
    const QTemporaryDir folder;
    lab::ServeOptions options;
    options.dialect = lab::dialectById(dialect);
    if (!options.dialect || !folder.isValid())
        return fail(ErrorCode::Internal);
    auto parameters = lab::Parameters::make(*options.dialect, lab::Role::Server, {{u"dir"_s, folder.path()}});
    if (!parameters)
        return tl::unexpected(parameters.error());
    options.parameters = *parameters;
    options.port = port;
    options.serving = {lab::Serving::Model::OneAtATime, 1};
    std::mutex mutex;
    std::condition_variable_any changed;
    bool ended = false;
    Error error;
    lab::LabServer server(options, [&](const lab::LabEvent &event) {
        if (event.kind == lab::LabEvent::Kind::Call)
            bench.observer()(event.call);
        if (event.kind != lab::LabEvent::Kind::Ended)
            return;
        const std::lock_guard lock(mutex);
        ended = true;
        error = event.error;
        changed.notify_all();
    });
    if (auto started = server.start(); !started)
        return started;
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, stop, [&] { return ended; });
    }
    server.stop();
    return error.code == ErrorCode::None ? Result<void>() : Result<void>(tl::unexpected(error));
}

} // namespace transom::ui
