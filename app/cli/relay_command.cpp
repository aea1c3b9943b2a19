// relay: stands between any client and any server, and shows what passes.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "app/cli/invocation.h"
#include "app/cli/relay_console.h"
#include "app/cli/relay_options.h"
#include "app/cli/relay_printer.h"
#include "core/base/strand.h"
#include "core/lab/relay_pcapng.h"
#include "core/transport/descriptor_limit.h"
#include "core/transport/io_threads.h"

#include <QEventLoop>
#include <QFile>
#include <QTimer>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace transom::cli {

namespace {

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

} // namespace

int runRelay(const QStringList &words)
{
    Invocation invocation(QStringLiteral("relay"), QStringLiteral("[ADDRESS:]PORT HOST:PORT [OPTION…]"),
                          QStringLiteral("Listens at the first address (127.0.0.1 unless given), passes everything on to the second, and shows it. It sees its own reads, not the peers' sends."));
    addRelayOptions(invocation.parser());
    if (!invocation.parse(words, 2, 2))
        return invocation.status();
    const auto request = readRelayOptions(invocation);
    if (!request)
        return WrongUsage;
    const bool udp = request->relay.udp;
    transport::raiseDescriptorLimit(); // two for each connection

    // The file is opened before anything listens, and written on the strand.
    auto file = std::make_shared<QFile>(request->pcapng);
    std::shared_ptr<inspect::PcapngWriter> writer;
    std::shared_ptr<lab::RelayPcapng> capture;
    if (!request->pcapng.isEmpty()) {
        if (!file->open(QIODevice::WriteOnly))
            return invocation.complain({ErrorCode::InputOutput, QStringLiteral("The capture cannot be written to that file. Check that its folder exists and is yours.")});
        writer = std::make_shared<inspect::PcapngWriter>(*file, QStringLiteral("transomctl relay"));
        capture = std::make_shared<lab::RelayPcapng>(*writer, udp, request->target);
    }
    QEventLoop loop;
    const InterruptHandler interrupts([&loop] { loop.quit(); }); // before anybody is told that it listens
    Queue queue;
    Strand disk;
    RelayPrinter printer(invocation, request->framings, udp, request->hex);
    transport::IoThreads threads;
    // Where nothing is shown, what no capture holds and nobody counts need not come here.
    const bool onlyRecorded = invocation.quiet();
    const bool recorded = capture != nullptr;
    lab::Relay relay(threads, request->relay, [&queue, onlyRecorded, recorded, udp](const RelayEvent &event) {
        const bool isData = event.kind == RelayEvent::Kind::Written || (event.kind == RelayEvent::Kind::Read && !recorded && !udp);
        if (!onlyRecorded || !isData)
            queue.put(event);
    });
    for (const lab::RelayCommand &command : request->script)
        command.applyToCome(relay);
    if (auto started = relay.start(); !started)
        return invocation.complain(started.error());
    printer.listening(relay.text(), request->target);
    std::optional<RelayConsole> console;
    if (request->control) {
        console.emplace(invocation, relay, udp);
        console->framingChosen = [&printer](quint64 stream, const inspect::Framings &framings) { printer.setFramings(stream, framings); };
        QObject::connect(&*console, &RelayConsole::quit, &loop, &QEventLoop::quit);
        if (RelayConsole::hasTerminal())
            invocation.say(QStringLiteral("\"help\" tells what can be done while it runs."));
        console->start();
    }

    qint64 done = 0;
    const auto work = [&] {
        const QList<RelayEvent> events = queue.take();
        for (const RelayEvent &event : events) {
            if (!invocation.quiet())
                printer.show(event);
            done += event.kind == (udp ? RelayEvent::Kind::Read : RelayEvent::Kind::Closed) ? 1 : 0;
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
        if (request->count > 0 && done >= request->count)
            loop.quit();
    };
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, work);
    timer.start(onlyRecorded && !request->relay.keepBytes ? 50 : 10);
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
