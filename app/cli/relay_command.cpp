// relay: stands between any client and any server, and shows what passes.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "app/cli/invocation.h"
#include "app/cli/relay_printer.h"
#include "core/base/strand.h"
#include "core/base/text.h"
#include "core/lab/relay.h"
#include "core/lab/relay_pcapng.h"
#include "core/transport/io_threads.h"

#include <QEventLoop>
#include <QFile>
#include <QTimer>

#include <condition_variable>
#include <limits>
#include <mutex>
#include <optional>
#include <tuple>

namespace transom::cli {

namespace {

using namespace std::chrono_literals;
using lab::Faults;
using lab::RelayEvent;

/// Events that wait for the screen or the disk. When it is full the traffic waits: a capture has no holes.
class Queue
{
public:
    void put(const RelayEvent &event)
    {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [this] { return !m_bounded || (m_bytes < MostBytes && m_events.size() < MostEvents); });
        m_events.append(event);
        m_bytes += event.bytes.size();
    }
    QList<RelayEvent> take()
    {
        const std::lock_guard lock(m_mutex);
        m_bytes = 0;
        m_room.notify_all();
        return std::exchange(m_events, {});
    }
    /// From now on nobody waits: the end is near.
    void unbind()
    {
        const std::lock_guard lock(m_mutex);
        m_bounded = false;
        m_room.notify_all();
    }

private:
    static constexpr qint64 MostBytes = 32 * 1024 * 1024;
    static constexpr qsizetype MostEvents = 50'000;
    std::mutex m_mutex;
    std::condition_variable m_room;
    QList<RelayEvent> m_events;
    qint64 m_bytes = 0;
    bool m_bounded = true;
};

/// "9001", "ADDRESS:9001", "[::1]:9001".
bool readEndpoint(const QString &text, const QString &defaultHost, QString &host, quint16 &port)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool ok = false;
    port = text.sliced(colon + 1).toUShort(&ok);
    host = colon < 0 ? defaultHost : text.first(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    return ok && !host.isEmpty();
}

bool readNumber(const Invocation &invocation, const char *option, qint64 most, qint64 &into)
{
    if (!invocation.isSet(option))
        return true;
    bool ok = false;
    into = invocation.value(option).toLongLong(&ok);
    return ok && into >= 0 && into <= most;
}

bool readProbability(const Invocation &invocation, const char *option, double &into)
{
    if (!invocation.isSet(option))
        return true;
    bool ok = false;
    into = invocation.value(option).toDouble(&ok);
    return ok && into >= 0 && into <= 1;
}

/// Nothing, or what is wrong.
QString readFaults(const Invocation &invocation, Faults &faults)
{
    qint64 delay = 0, jitter = 0, split = 0, gap = 0, merge = 0;
    constexpr qint64 Hour = 3'600'000;
    for (const auto &[option, most, into] : {std::tuple("delay", Hour, &delay), std::tuple("jitter", Hour, &jitter), std::tuple("split", qint64(1) << 30, &split),
                                             std::tuple("split-gap", Hour, &gap), std::tuple("merge", Hour, &merge)}) {
        if (!readNumber(invocation, option, most, *into))
            return QStringLiteral("--%1 takes a number from 0 to %2.").arg(QLatin1String(option)).arg(most);
    }
    for (const auto &[option, into] : {std::pair("drop", &faults.loss), std::pair("duplicate", &faults.duplicate), std::pair("reorder", &faults.reorder), std::pair("flip", &faults.flip)}) {
        if (!readProbability(invocation, option, *into))
            return QStringLiteral("--%1 takes a probability from 0 to 1.").arg(QLatin1String(option));
    }
    if (invocation.isSet("rate") && (faults.rate = parseBytes(invocation.value("rate"))) <= 0)
        return QStringLiteral("--rate takes bytes a second, for instance 64K.");
    faults.delay = std::chrono::milliseconds(delay);
    faults.jitter = std::chrono::milliseconds(jitter);
    faults.split = static_cast<qsizetype>(split);
    faults.splitGap = std::chrono::milliseconds(gap);
    faults.merge = std::chrono::milliseconds(merge);
    if (!invocation.isSet("udp") && (faults.loss > 0 || faults.duplicate > 0 || faults.reorder > 0))
        return QStringLiteral("--drop, --duplicate and --reorder are for --udp: a stream loses nothing, it would only break.");
    if (invocation.isSet("udp") && (faults.split > 0 || faults.merge.count() > 0))
        return QStringLiteral("--split and --merge are for streams: a datagram stays whole.");
    return {};
}

void addOptions(QCommandLineParser &parser)
{
    const auto option = [&parser](const char *name, const char *text, const char *value = nullptr) {
        parser.addOption(value ? QCommandLineOption(QLatin1String(name), QLatin1String(text), QLatin1String(value)) : QCommandLineOption(QLatin1String(name), QLatin1String(text)));
    };
    option("udp", "Datagrams instead of streams.");
    option("framing", "Decode frames: guess (the default), none, transom, length2, length4, length8 (add le for the little end, + where the length counts itself), json4le, ascii, ready, newline, "
                      "crlf, delimiter=HEX, fixed=N; or CLIENT/SERVER where the two sides differ.", "FRAMING");
    option("direction", "Apply faults to what goes to-server, to-client or both (the default).", "DIRECTION");
    option("delay", "Each chunk leaves so much later.", "MS");
    option("jitter", "And up to so much more, at random.", "MS");
    option("rate", "At most so many bytes a second, for instance 64K.", "RATE");
    option("split", "At most so many bytes in one send.", "N");
    option("split-gap", "Pause between the pieces of --split.", "MS");
    option("merge", "What comes within so long leaves together.", "MS");
    option("drop", "Lose so many of the datagrams, from 0 to 1.", "P");
    option("duplicate", "Send so many of the datagrams twice.", "P");
    option("reorder", "Put so many of the datagrams behind the next one.", "P");
    option("flip", "Invert one bit in so many of the chunks.", "P");
    option("seed", "The same seed gives the same chance (1).", "N");
    option("pcapng", "Write a capture for Wireshark.", "FILE");
    option("hex", "Show every byte, in hexadecimal and as text.");
    option("count", "End after so many connections, or with --udp datagrams.", "N");
}

} // namespace

int runRelay(const QStringList &words)
{
    Invocation invocation(QStringLiteral("relay"), QStringLiteral("[ADDRESS:]PORT HOST:PORT [OPTION…]"),
                          QStringLiteral("Listens at the first address (127.0.0.1 unless given), passes everything on to the second, and shows it. It sees its own reads, not the peers' sends."));
    addOptions(invocation.parser());
    if (!invocation.parse(words, 2, 2))
        return invocation.status();

    lab::RelayOptions options;
    options.udp = invocation.isSet("udp");
    QString listenHost;
    if (!readEndpoint(invocation.words()[0], QStringLiteral("127.0.0.1"), listenHost, options.listenPort) || !options.listenAddress.setAddress(listenHost))
        return invocation.wrongUsage(QStringLiteral("\"%1\" is not PORT or ADDRESS:PORT.").arg(printable(invocation.words()[0])));
    if (!readEndpoint(invocation.words()[1], QStringLiteral("127.0.0.1"), options.targetHost, options.targetPort) || options.targetPort == 0)
        return invocation.wrongUsage(QStringLiteral("\"%1\" is not HOST:PORT.").arg(printable(invocation.words()[1])));
    Faults faults;
    if (const QString wrong = readFaults(invocation, faults); !wrong.isEmpty())
        return invocation.wrongUsage(wrong);
    const QString direction = invocation.isSet("direction") ? invocation.value("direction") : QStringLiteral("both");
    if (direction != u"both" && direction != u"to-server" && direction != u"to-client")
        return invocation.wrongUsage(QStringLiteral("--direction takes to-server, to-client or both."));
    std::optional<inspect::Framings> framings;
    if (invocation.isSet("framing") && invocation.value("framing") != u"guess") {
        framings = inspect::Framings::fromText(invocation.value("framing"));
        if (!framings)
            return invocation.wrongUsage(QStringLiteral("\"%1\" is no framing.").arg(printable(invocation.value("framing"))));
    }
    qint64 count = 0, seed = 1;
    if (!readNumber(invocation, "count", 1'000'000'000, count) || !readNumber(invocation, "seed", std::numeric_limits<qint64>::max(), seed))
        return invocation.wrongUsage(QStringLiteral("--count and --seed take numbers."));
    options.seed = static_cast<quint64>(seed);
    options.keepBytes = !invocation.quiet() || invocation.isSet("pcapng");
    if (!options.keepBytes) { // where no cut is shown, fewer and larger reads cost less
        options.readSize = 512 * 1024;
        options.buffer = 4 * 1024 * 1024;
    }
    const QString targetText = QStringLiteral("%1:%2").arg(options.targetHost).arg(options.targetPort);

    // The file is opened before anything listens, and written on the strand.
    auto file = std::make_shared<QFile>(invocation.value("pcapng"));
    std::shared_ptr<inspect::PcapngWriter> writer;
    std::shared_ptr<lab::RelayPcapng> capture;
    if (invocation.isSet("pcapng")) {
        if (!file->open(QIODevice::WriteOnly))
            return invocation.complain({ErrorCode::InputOutput, QStringLiteral("The capture cannot be written to that file. Check that its folder exists and is yours.")});
        writer = std::make_shared<inspect::PcapngWriter>(*file, QStringLiteral("transomctl relay"));
        capture = std::make_shared<lab::RelayPcapng>(*writer, options.udp, targetText);
    }
    QEventLoop loop;
    const InterruptHandler interrupts([&loop] { loop.quit(); }); // before anybody is told that it listens
    Queue queue;
    Strand disk;
    RelayPrinter printer(invocation, framings, options.udp, invocation.isSet("hex"));
    transport::IoThreads threads;
    lab::Relay relay(threads, options, [&queue](const RelayEvent &event) { queue.put(event); });
    if (direction != u"to-client")
        relay.setFaults(lab::Relay::AllStreams, lab::From::Client, faults);
    if (direction != u"to-server")
        relay.setFaults(lab::Relay::AllStreams, lab::From::Server, faults);
    if (auto started = relay.start(); !started)
        return invocation.complain(started.error());
    printer.listening(relay.text(), targetText);

    qint64 done = 0;
    const auto work = [&] {
        const QList<RelayEvent> events = queue.take();
        for (const RelayEvent &event : events) {
            if (!invocation.quiet())
                printer.show(event);
            done += event.kind == (options.udp ? RelayEvent::Kind::Read : RelayEvent::Kind::Closed) ? 1 : 0;
        }
        if (capture && !events.isEmpty()) {
            disk.post([events, capture, file, writer] {
                for (const RelayEvent &event : events)
                    capture->add(event);
                file->flush();
            });
            // Not faster than the disk.
            while (disk.pending() > 4)
                Strand::waitForAll();
        }
        if (count > 0 && done >= count)
            loop.quit();
    };
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, work);
    timer.start(10);
    loop.exec();
    queue.unbind();
    relay.stop();
    work();
    Strand::waitForAll();
    if (capture && (file->error() != QFileDevice::NoError || !file->flush()))
        return invocation.complain({ErrorCode::DiskFull, QStringLiteral("The capture is not complete: the disk is full or reports an error.")});
    return Done;
}

} // namespace transom::cli
