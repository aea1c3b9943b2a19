#include "ui/wire/relay_station.h"

#include "core/base/clock.h"
#include "core/lab/relay_pcapng.h"
#include "core/transport/io_threads.h"

#include <QElapsedTimer>
#include <QHostInfo>

#include <algorithm>

namespace transom::ui {

using namespace Qt::StringLiterals;
using inspect::Flow;
using inspect::From;
using inspect::WatchedChunk;
using Kind = lab::RelayEvent::Kind;

namespace {

constexpr auto TakeEvery = std::chrono::milliseconds(33);
constexpr qint64 SliceMs = 8;
constexpr qsizetype MostAtOnce = 256;
constexpr qsizetype MostConnections = 200;

Flow flowOf(From from)
{
    return from == From::Client ? Flow::ToServer : Flow::ToClient;
}

} // namespace

const RelayStation::Connection *RelayStation::Entry::connection(quint64 number) const
{
    const auto found = std::find_if(connections.begin(), connections.end(), [number](const Connection &each) { return each.number == number; });
    return found == connections.end() ? nullptr : &*found;
}

RelayStation::RelayStation(WireSources &sources, QObject *parent)
    : QObject(parent)
    , m_sources(sources)
{
    m_timer.setInterval(TakeEvery);
    connect(&m_timer, &QTimer::timeout, this, &RelayStation::take);
    connect(&sources, &WireSources::cutAnew, this, &RelayStation::shareFraming);
}

RelayStation::~RelayStation()
{
    for (const auto &live : std::as_const(m_live))
        live->relay.reset();
}

const RelayStation::Entry *RelayStation::relay(int id) const
{
    const auto found = m_entries.constFind(id);
    return found == m_entries.constEnd() ? nullptr : &*found;
}

int RelayStation::start(const Wanted &wanted)
{
    const int id = ++m_last;
    Entry entry;
    entry.id = id;
    entry.wanted = wanted;
    m_entries.insert(id, entry);
    lab::RelayOptions options;
    options.udp = wanted.udp;
    options.listenAddress = QHostAddress(wanted.listenHost);
    options.listenPort = wanted.listenPort;
    options.targetHost = wanted.targetHost;
    options.targetPort = wanted.targetPort;
    if (options.listenAddress.isNull()) {
        m_entries[id].error = {ErrorCode::BadArgument, tr("%1 is not an address of this computer. Enter one like 127.0.0.1.").arg(wanted.listenHost)};
    } else if (wanted.udp && QHostAddress(wanted.targetHost).isNull()) {
        // Looking a name up takes a while, and the window does not wait.
        QHostInfo::lookupHost(wanted.targetHost, this, [this, id, options](const QHostInfo &info) mutable {
            if (!m_entries.contains(id))
                return;
            if (!info.addresses().isEmpty()) {
                options.targetHost = info.addresses().first().toString();
                return listen(id, options);
            }
            m_entries[id].error = {ErrorCode::HostNotFound, {}};
            Q_EMIT changed();
        });
        return id;
    } else {
        listen(id, options);
        return id;
    }
    Q_EMIT changed();
    return id;
}

void RelayStation::listen(int id, const lab::RelayOptions &options)
{
    if (!m_threads)
        m_threads = std::make_unique<transport::IoThreads>(1);
    auto live = std::make_shared<Live>();
    live->relay = std::make_unique<lab::Relay>(*m_threads, options, live->log.sink());
    if (const auto started = live->relay->start(); started) {
        m_entries[id].listening = live->relay->text();
        m_live.insert(id, live);
        m_timer.start();
    } else {
        m_entries[id].error = started.error();
    }
    Q_EMIT changed();
}

void RelayStation::stop(int id)
{
    const auto live = m_live.value(id);
    if (!live)
        return;
    live->relay->stop();
    Entry &entry = m_entries[id];
    while (drain(entry, *live)) { // what it saw before
    }
    m_live.remove(id);
    entry.listening.clear();
    for (Connection &each : entry.connections) {
        if (std::exchange(each.open, false))
            m_sources.capture().endStream(each.stream, {});
    }
    if (m_live.isEmpty())
        m_timer.stop();
    m_sources.announce();
    Q_EMIT changed();
}

void RelayStation::remove(int id)
{
    stop(id);
    m_entries.remove(id);
    Q_EMIT changed();
}

/// True: there is more.
bool RelayStation::drain(Entry &entry, Live &live)
{
    const auto batch = live.log.drain(MostAtOnce);
    entry.dropped += batch.dropped;
    for (const lab::RelayEvent &event : batch.events)
        see(entry, live, event);
    m_seen = m_seen || !batch.events.isEmpty();
    return batch.more;
}

void RelayStation::take()
{
    QElapsedTimer timer;
    timer.start();
    for (const auto &[id, live] : m_live.asKeyValueRange()) {
        while (drain(m_entries[id], *live) && timer.elapsed() < SliceMs) {
        }
    }
    if (!std::exchange(m_seen, false))
        return;
    m_sources.announce();
    Q_EMIT changed();
}

void RelayStation::opened(Entry &entry, Live &live, const lab::RelayEvent &event)
{
    inspect::WatchedStream stream;
    stream.kind = inspect::WatchedStream::Kind::Relay;
    stream.client = event.client;
    stream.server = u"%1:%2"_s.arg(entry.wanted.targetHost).arg(entry.wanted.targetPort);
    stream.beganMs = event.wallMs;
    Connection connection;
    connection.number = event.stream;
    connection.stream = m_sources.add(std::move(stream), entry.wanted.udp);
    connection.client = event.client;
    for (const From from : {From::Client, From::Server}) {
        connection.of(from).hold = live.holdNew[static_cast<size_t>(from)];
        connection.of(from).holdSinceNs = event.monotonicNs;
    }
    live.secrets.insert(event.stream, std::make_shared<inspect::SecretBlanker>());
    if (entry.connections.size() >= MostConnections) {
        const auto over = std::find_if(entry.connections.begin(), entry.connections.end(), [](const Connection &each) { return !each.open; });
        if (over != entry.connections.end())
            entry.connections.erase(over);
    }
    entry.connections.append(connection);
    Q_EMIT connectionOpened(connection.stream);
}

void RelayStation::see(Entry &entry, Live &live, const lab::RelayEvent &event)
{
    if (event.kind == Kind::Opened)
        return opened(entry, live, event);
    const auto found = std::find_if(entry.connections.begin(), entry.connections.end(), [&event](const Connection &each) { return each.number == event.stream; });
    if (found == entry.connections.end())
        return;
    Connection &connection = *found;
    inspect::FramedStream *framed = m_sources.framed(connection.stream);
    switch (event.kind) {
    case Kind::Read:
    case Kind::Written:
        return moved(connection, live, event);
    case Kind::Connected:
        connection.connected = true;
        return;
    case Kind::ConnectFailed:
    case Kind::PeerError:
        connection.news = describe(event.error);
        return note(connection, event, tr("not delivered"), connection.news);
    case Kind::EndRead:
        connection.of(event.from).ended = true;
        m_sources.capture().endFlow(connection.stream, flowOf(event.from), event.monotonicNs);
        if (framed)
            framed->ended(event.from);
        return note(connection, event, u"FIN"_s, tr("this side sends nothing more"));
    case Kind::ResetRead:
        if (framed)
            framed->ended(event.from);
        return note(connection, event, u"RST"_s, tr("this side has reset the connection"));
    case Kind::ResetWritten:
        return note(connection, event, u"RST"_s, tr("sent on by the relay"));
    case Kind::Injected:
        connection.news = tr("injected: %1").arg(lab::describeFault(event));
        return;
    case Kind::Dropped:
        connection.of(event.from).written += event.length;
        connection.news = tr("%n byte(s) dropped", nullptr, static_cast<int>(event.length));
        return;
    case Kind::Closed:
        connection.open = false;
        live.secrets.remove(event.stream);
        m_sources.capture().endStream(connection.stream, {});
        return;
    default:
        return;
    }
}

void RelayStation::moved(Connection &connection, Live &live, const lab::RelayEvent &event)
{
    inspect::FramedStream *framed = m_sources.framed(connection.stream);
    const bool read = event.kind == Kind::Read;
    const qint64 end = event.offset + event.length;
    // What the relay wrote in other pieces than it had read is the fault's doing.
    m_sources.capture().addChunk(connection.stream, flowOf(event.from),
                                 {{event.offset, end}, event.monotonicNs, read ? WatchedChunk::Call::Receive : WatchedChunk::Call::Send, !read && !event.bytes.isEmpty(), -1});
    auto &side = connection.of(event.from);
    (read ? side.read : side.written) += event.length;
    if (!framed)
        return;
    if (!read)
        return framed->delivered(event.from, end, event.monotonicNs);
    const auto secrets = live.secrets.value(event.stream);
    framed->read(event.from, secrets ? secrets->blanked(event.from, event.bytes) : event.bytes, event.monotonicNs, event.wallMs);
}

/// A row for what is no bytes.
void RelayStation::note(const Connection &connection, const lab::RelayEvent &event, const QString &name, const QString &summary)
{
    auto shown = std::make_shared<inspect::ForeignFrame>();
    shown->name = name;
    shown->summary = summary;
    inspect::WatchedFrame frame;
    frame.stream = connection.stream;
    frame.flow = flowOf(event.from);
    frame.offset = connection.of(event.from).read;
    (event.kind == Kind::ResetWritten ? frame.receivedNs : frame.sentNs) = event.monotonicNs;
    frame.wallMs = event.wallMs;
    frame.error = event.error;
    frame.decoded = std::move(shown);
    m_sources.capture().addFrame(std::move(frame));
}

/// Stepping by frames needs the framing that the view uses.
void RelayStation::shareFraming(quint32 stream)
{
    const inspect::FramedStream *framed = m_sources.framed(stream);
    for (const auto &[id, live] : m_live.asKeyValueRange()) {
        for (const Connection &each : std::as_const(m_entries[id].connections)) {
            if (each.stream == stream && framed)
                live->relay->setFramings(each.number, framed->framings());
        }
    }
    Q_EMIT changed();
}

void RelayStation::setFaults(int id, quint64 connection, From from, const lab::Faults &faults)
{
    if (const auto live = m_live.value(id))
        live->relay->setFaults(connection, from, faults);
}

void RelayStation::injectOnce(int id, quint64 connection, From from, const lab::Faults &faults)
{
    if (const auto live = m_live.value(id))
        live->relay->injectOnce(connection, from, faults);
}

void RelayStation::setHold(int id, quint64 connection, From from, bool hold)
{
    const auto live = m_live.value(id);
    if (!live)
        return;
    live->relay->setHold(connection, from, hold);
    if (connection == lab::Relay::AllStreams)
        live->holdNew[static_cast<size_t>(from)] = hold;
    for (Connection &each : m_entries[id].connections) {
        if (connection == lab::Relay::AllStreams || each.number == connection) {
            if (hold && !each.of(from).hold)
                each.of(from).holdSinceNs = monotonicNs();
            each.of(from).hold = hold;
        }
    }
    Q_EMIT changed();
}

bool RelayStation::isHeld(int id, quint64 connection, From from) const
{
    const Entry *entry = relay(id);
    const auto live = m_live.value(id);
    if (!entry || !live)
        return false;
    const Connection *one = connection == lab::Relay::AllStreams ? nullptr : entry->connection(connection);
    return one ? one->of(from).hold : live->holdNew[static_cast<size_t>(from)];
}

bool RelayStation::stepsFrames(int id, quint64 connection, From from) const
{
    const Entry *entry = relay(id);
    int turning = 0;
    int others = 0;
    for (const Connection &each : entry ? entry->connections : QList<Connection>()) {
        if (!each.open || (connection != lab::Relay::AllStreams && each.number != connection))
            continue;
        const inspect::FramedStream *framed = m_sources.framed(each.stream);
        ++(framed && framed->framings().of(from).needsTurns() ? turning : others);
    }
    return turning == 0 || others > 0;
}

void RelayStation::stepChunk(int id, quint64 connection, From from)
{
    if (const auto live = m_live.value(id))
        live->relay->stepChunk(connection, from);
}

void RelayStation::stepFrame(int id, quint64 connection, From from)
{
    if (const auto live = m_live.value(id))
        live->relay->stepFrame(connection, from);
}

void RelayStation::reset(int id, quint64 connection)
{
    if (const auto live = m_live.value(id))
        live->relay->reset(connection);
}

void RelayStation::halfClose(int id, quint64 connection, From from)
{
    if (const auto live = m_live.value(id))
        live->relay->halfClose(connection, from);
}

void RelayStation::whenSettled(int id, QObject *context, std::function<void()> then)
{
    if (const auto live = m_live.value(id))
        live->relay->whenSettled(context, std::move(then));
}

std::optional<qint64> RelayStation::patienceMs(int id, const Connection &connection, From from, qint64 nowNs) const
{
    const auto live = m_live.value(id);
    if (!live || !connection.of(from).hold)
        return {};
    const auto states = live->relay->streams();
    const auto state = std::find_if(states.begin(), states.end(), [&connection](const lab::RelayStreamState &each) { return each.stream == connection.number; });
    const auto left = state == states.end() ? std::nullopt : state->patience(inspect::otherSide(from), nowNs);
    return left ? std::optional<qint64>(left->count()) : std::nullopt;
}

} // namespace transom::ui
