// A recording as large as it may get: COUNT frames through a capture and its store, then scrolling and filtering. Prints one JSON object.
//
//   bench_capture COUNT FOLDER

#include "core/base/clock.h"
#include "core/inspect/capture_store.h"
#include "core/inspect/frame_scan.h"
#include "core/inspect/row_map.h"
#include "core/protocol/message_table.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

using namespace transom;
using namespace transom::inspect;

namespace {

double megabytes(const char *field)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (QByteArray line; !(line = status.readLine()).isEmpty();) {
        if (line.startsWith(field))
            return line.mid(static_cast<qsizetype>(qstrlen(field))).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

/// How long the turns of the event loop take, by a timer that wants to be heard every millisecond.
class Heart : public QObject
{
public:
    Heart()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const qint64 now = monotonicNs();
            m_beats.push_back(static_cast<double>(now - m_last) / 1e6 - 1);
            m_last = now;
        });
    }
    void start()
    {
        m_beats.clear();
        m_last = monotonicNs();
        m_timer.start(1);
    }
    double p99()
    {
        m_timer.stop();
        std::sort(m_beats.begin(), m_beats.end());
        return m_beats.empty() ? -1 : m_beats[m_beats.size() * 99 / 100];
    }

private:
    QTimer m_timer;
    qint64 m_last = 0;
    std::vector<double> m_beats;
};

WatchedFrame frameOf(quint64 number, quint32 stream)
{
    WatchedFrame frame;
    frame.stream = stream;
    frame.flow = number % 2 == 0 ? Flow::ToServer : Flow::ToClient;
    frame.offset = static_cast<qint64>(number) * 60;
    frame.payload = "{\"text\":\"line " + QByteArray::number(number) + "\"}";
    frame.header = {static_cast<quint32>(frame.payload.size()), static_cast<quint8>(number % 10 == 0 ? protocol::MessageType::ChatSay : protocol::MessageType::Data), 0, 0, ChannelId{static_cast<quint32>(number % 9)}};
    frame.sentNs = static_cast<qint64>(number) * 1'000;
    return frame;
}

double seconds(qint64 since)
{
    return static_cast<double>(monotonicNs() - since) / 1e9;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_capture COUNT FOLDER\n");
        return 2;
    }
    const quint64 count = QCoreApplication::arguments().at(1).toULongLong();
    CaptureStore::Options options;
    options.directory = QCoreApplication::arguments().at(2);
    CaptureStore store(options);
    StreamCapture capture;
    capture.setStore(&store);
    const quint32 stream = capture.addStream({});
    Heart heart;

    // As the window does: some thousand at a time, in turns of the loop.
    heart.start();
    qint64 began = monotonicNs();
    for (quint64 number = 1; number <= count;) {
        for (int i = 0; i < 2'000 && number <= count; ++i, ++number)
            capture.addFrame(frameOf(number, stream));
        do
            QCoreApplication::processEvents();
        while (store.isBusy());
    }
    store.flush();
    while (store.writtenEnd() < store.endNumber())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double appended = seconds(began);
    const double appendP99 = heart.p99();
    const double memory = megabytes("VmRSS:");

    // Pages from anywhere, each a thumb dragged elsewhere.
    QEventLoop loop;
    std::mt19937_64 random(1);
    int pages = 0;
    began = monotonicNs();
    heart.start();
    const auto jump = [&] {
        quint64 number = 0;
        do
            number = store.firstNumber() + random() % store.size();
        while (store.frame(number));
    };
    QObject::connect(&store, &CaptureStore::pageArrived, &loop, [&] {
        if (++pages == 2'000)
            return loop.quit();
        jump();
    });
    jump();
    loop.exec();
    const double scrolled = seconds(began);
    const double scrollP99 = heart.p99();
    QObject::disconnect(&store, nullptr, &loop, nullptr);

    // A filter by header, and one by contents.
    const auto filter = [&](const QString &text, double &took, double &p99) {
        RowMap rows;
        rows.clear(store.firstNumber());
        FrameScan scan(store);
        QObject::connect(&scan, &FrameScan::found, &loop, [&rows](const FrameScan::Found &found) {
            for (const bool passes : found.passes)
                rows.append(passes);
        });
        QObject::connect(&scan, &FrameScan::finished, &loop, &QEventLoop::quit);
        const qint64 start = monotonicNs();
        heart.start();
        scan.start({*FrameFilter::parse(text), store.firstNumber(), store.endNumber(), 0, {}, false});
        loop.exec();
        took = seconds(start);
        p99 = heart.p99();
        return rows.size();
    };
    double typeTook = 0, typeP99 = 0, textTook = 0, textP99 = 0;
    const auto typeRows = filter(QStringLiteral("type:CHAT_SAY"), typeTook, typeP99);
    const auto textRows = filter(QStringLiteral("text:31415"), textTook, textP99);
    std::printf("{\"frames\":%lld,\"dropped\":%llu,\"disk_MiB\":%.0f,\"append_s\":%.2f,\"append_p99_ms\":%.2f,\"rss_MiB\":%.0f,\"peak_MiB\":%.0f,"
                "\"pages\":%d,\"page_ms\":%.3f,\"scroll_p99_ms\":%.2f,\"type_rows\":%lld,\"type_s\":%.2f,\"type_p99_ms\":%.2f,\"text_rows\":%lld,\"text_s\":%.2f,\"text_p99_ms\":%.2f}\n",
                static_cast<long long>(capture.frameCount()), static_cast<unsigned long long>(capture.dropped()), static_cast<double>(store.diskBytes()) / 1048576, appended, appendP99, memory,
                megabytes("VmHWM:"), pages, scrolled * 1000 / pages, scrollP99, static_cast<long long>(typeRows), typeTook, typeP99, static_cast<long long>(textRows), textTook, textP99);
    return 0;
}
