#include "ui/lab/workbench/bench_wire.h"

#include "ui/wire/wire_sources.h"

namespace transom::ui {

using inspect::Flow;
using inspect::From;
using inspect::WatchedChunk;

BenchWire::BenchWire(lab::Workbench &bench, QWidget &inside)
    : QObject(&inside)
    , m_bench(bench)
    , m_inside(inside)
{
    connect(&bench, &lab::Workbench::moved, this, &BenchWire::add);
    connect(&bench, &lab::Workbench::streamOver, this, &BenchWire::end);
}

WireSources *BenchWire::sources() const
{
    return m_inside.window()->findChild<WireSources *>();
}

void BenchWire::add(const lab::CallRecord &record)
{
    WireSources *wire = sources();
    const auto *known = m_bench.streams().stream(record.stream);
    if (!wire || !known || record.result <= 0)
        return;
    quint32 id = m_streams.value(record.stream);
    if (id == 0 || !wire->capture().stream(id)) {
        inspect::WatchedStream stream;
        stream.kind = inspect::WatchedStream::Kind::Lab;
        stream.client = known->client;
        stream.server = known->server;
        stream.clientIsOurs = known->clientIsOurs;
        stream.serverIsOurs = known->serverIsOurs;
        stream.beganMs = record.wallMs;
        id = wire->add(std::move(stream), known->datagram);
        m_streams.insert(record.stream, id);
    }
    const bool sends = record.call == lab::CallRecord::Call::Send;
    const qint64 until = record.offset + record.result;
    WatchedChunk chunk;
    chunk.range = {record.offset, until};
    chunk.atNs = record.monotonicNs;
    chunk.call = sends ? WatchedChunk::Call::Send : WatchedChunk::Call::Receive;
    wire->capture().addChunk(id, record.toServer ? Flow::ToServer : Flow::ToClient, chunk);
    if (inspect::FramedStream *framed = wire->framed(id)) {
        const From from = record.toServer ? From::Client : From::Server;
        const bool senderIsOurs = record.toServer ? known->clientIsOurs : known->serverIsOurs;
        // What comes from elsewhere is first heard of when it is received.
        if (sends || !senderIsOurs)
            framed->read(from, record.bytes, record.monotonicNs, record.wallMs);
        if (!sends)
            framed->delivered(from, until, record.monotonicNs);
    }
    wire->announce();
}

void BenchWire::end(quint64 stream)
{
    WireSources *wire = sources();
    const quint32 id = m_streams.take(stream);
    if (!wire || id == 0 || !wire->capture().stream(id))
        return;
    if (inspect::FramedStream *framed = wire->framed(id)) {
        framed->ended(From::Client);
        framed->ended(From::Server);
    }
    wire->capture().endStream(id, {});
    wire->announce();
}

} // namespace transom::ui
