#include "ui/wire/wire_sources.h"

#include "core/base/clock.h"
#include "core/base/strand.h"
#include "core/lab/loopback_demo.h"

#include <QThreadPool>

#include <algorithm>

namespace transom::ui {

using inspect::Flow;
using inspect::From;
using inspect::FramedStream;
using inspect::WatchedChunk;
using inspect::WatchedStream;

namespace {

/// Each keeps up to a megabyte for a framing that is chosen later.
constexpr qsizetype MostFramed = 256;

} // namespace

WireSources::WireSources(WireRecorder &recorder, QObject *parent)
    : QObject(parent)
    , m_recorder(recorder)
{
    connect(&recorder, &WireRecorder::cleared, this, &WireSources::forgetClosed);
}

quint32 WireSources::add(WatchedStream stream, bool datagrams)
{
    if (m_framed.size() >= MostFramed)
        forgetClosed();
    stream.datagrams = datagrams;
    const quint32 id = capture().addStream(std::move(stream));
    m_framed.insert(id, std::make_shared<FramedStream>(capture(), id, datagrams));
    Q_EMIT streamsChanged();
    return id;
}

void WireSources::forgetClosed()
{
    m_framed.removeIf([this](const auto &entry) {
        const WatchedStream *stream = capture().stream(entry.key());
        return !stream || !stream->open;
    });
    Q_EMIT streamsChanged();
}

void WireSources::choose(quint32 stream, const std::optional<inspect::Framings> &framings)
{
    if (FramedStream *framed = this->framed(stream)) {
        framed->choose(framings);
        announce();
        Q_EMIT streamsChanged();
    }
}

void WireSources::announce()
{
    bool any = false;
    for (const auto &[id, framed] : m_framed.asKeyValueRange()) {
        if (framed->takeCutAnew()) {
            any = true;
            Q_EMIT cutAnew(id);
        }
    }
    m_recorder.announce();
    if (any)
        Q_EMIT streamsChanged();
}

void WireSources::runDemo()
{
    if (std::exchange(m_demoRunning, true))
        return;
    const auto back = Strand::guardFor(this);
    QThreadPool::globalInstance()->start([this, back] {
        const auto run = lab::runLoopbackDemo();
        back([this, run] {
            m_demoRunning = false;
            if (!run) {
                Q_EMIT demoDone(0, run.error());
                return;
            }
            WatchedStream stream;
            stream.kind = WatchedStream::Kind::Lab;
            stream.client = run->client;
            stream.server = run->server;
            stream.clientIsOurs = stream.serverIsOurs = true;
            stream.beganMs = wallClockMs();
            const quint32 id = add(std::move(stream), false);
            const qint64 wallNow = wallClockMs();
            const qint64 now = monotonicNs();
            FramedStream &framed = *m_framed.value(id);
            for (const lab::DemoCall &call : run->calls) {
                const Flow flow = call.from == From::Client ? Flow::ToServer : Flow::ToClient;
                const qint64 end = call.offset + call.bytes.size();
                capture().addChunk(id, flow, {{call.offset, end}, call.atNs, call.send ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive, false, call.left});
                if (call.send)
                    framed.read(call.from, call.bytes, call.atNs, wallNow - (now - call.atNs) / 1'000'000);
                else
                    framed.delivered(call.from, end, call.atNs);
            }
            framed.ended(From::Client);
            framed.ended(From::Server);
            capture().endStream(id, {});
            announce();
            Q_EMIT demoDone(id, {});
        });
    });
}

} // namespace transom::ui
