#include "core/lab/workbench/workbench.h"

#include "core/base/clock.h"
#include "core/base/strand.h"
#include "core/lab/workbench/bench_execute.h"

#include <QTimer>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>

namespace transom::lab {

namespace {

using Kind = BenchCall::Kind;

constexpr qsizetype MostWaiting = 128;
constexpr auto SignalAgain = std::chrono::milliseconds(10);

} // namespace

/// A call under way. Its thread has a descriptor of its own: a number that is closed meanwhile may be somebody else's at once. To the kernel that is what close()
/// during a call is anyway: the socket stays until the call has returned.
struct Workbench::Waiting
{
    std::atomic<bool> stop = false;
    std::atomic<bool> done = false;
    Descriptor descriptor;
    std::pair<BenchOutcome, qint64> result; ///< once it is done
    std::thread thread;
    QTimer again;

    void signal()
    {
        if (!done)
            ::pthread_kill(thread.native_handle(), benchSignal());
    }
};

Workbench::Workbench(QObject *parent)
    : QObject(parent)
{
    benchSignal();
}

Workbench::~Workbench()
{
    for (auto &[number, waiting] : m_waiting)
        waiting->stop = true;
    for (auto &[number, waiting] : m_waiting) {
        // Again and again: a signal that comes before the call has begun interrupts nothing.
        while (!waiting->done) {
            waiting->signal();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        waiting->thread.join();
        const BenchEntry *entry = findEntry(number);
        if (const BenchOutcome &outcome = waiting->result.first; entry && entry->call.kind == Kind::Accept && outcome.isOk())
            const Descriptor nobodys(static_cast<int>(outcome.result)); // accepted a moment too late
    }
}

QList<const BenchSocket *> Workbench::sockets() const
{
    QList<const BenchSocket *> all;
    for (const auto &[number, socket] : m_sockets)
        all.append(&socket);
    return all;
}

const BenchSocket *Workbench::socket(int number) const
{
    const auto found = m_sockets.find(number);
    return found == m_sockets.end() ? nullptr : &found->second;
}

BenchSocket *Workbench::find(int number)
{
    const auto found = m_sockets.find(number);
    return found == m_sockets.end() ? nullptr : &found->second;
}

BenchEntry *Workbench::findEntry(quint64 number)
{
    const auto found = std::lower_bound(m_log.begin(), m_log.end(), number, [](const BenchEntry &entry, quint64 wanted) { return entry.number < wanted; });
    return found != m_log.end() && found->number == number ? &*found : nullptr;
}

const BenchEntry *Workbench::entry(quint64 number) const
{
    return const_cast<Workbench *>(this)->findEntry(number);
}

int Workbench::ownerOf(const SocketAddress &address) const
{
    const QString text = address.text();
    for (const auto &[number, socket] : m_sockets) {
        if (socket.isOpen() && socket.isBound() && socket.acceptedBy == 0 && socket.local.text() == text)
            return number;
    }
    return 0;
}

quint64 Workbench::call(BenchCall call)
{
    const bool tooMany = (call.kind == Kind::Socket || call.kind == Kind::Accept) && static_cast<qsizetype>(m_sockets.size()) >= MostSockets;
    const bool tooLarge = call.bytes.size() > MostBytes || (call.receives() && (call.size < 0 || call.size > MostBytes));
    BenchSocket *socket = find(call.socket);
    if (tooMany || tooLarge || (!socket && call.kind != Kind::Socket) || (call.mayWait() && static_cast<qsizetype>(m_waiting.size()) >= MostWaiting))
        return 0;
    if (!call.address.isNull()) {
        const BenchSocket *owner = this->socket(ownerOf(call.address));
        if (owner && owner->portByKernel)
            call.addressOf = owner->number;
    }
    BenchEntry entry;
    entry.number = ++m_lastEntry;
    entry.call = call;
    entry.nonBlocking = socket && !socket->blocking;
    entry.datagram = socket ? socket->datagram : call.datagram;
    entry.beganNs = monotonicNs();
    entry.wallMs = wallClockMs();
    entry.running = true;
    m_keptBytes += call.bytes.size();
    m_log.append(entry);
    if (call.mayWait()) {
        if (socket)
            socket->running.append(entry.number);
        start(entry);
        Q_EMIT entryAdded(entry.number);
        Q_EMIT socketsChanged();
    } else {
        const std::atomic<bool> stop = false;
        BenchEntry &made = m_log.last();
        made.outcome = executeBenchCall(socket ? socket->descriptor.get() : -1, call, stop);
        made.endedNs = monotonicNs();
        made.running = false;
        take(made);
        Q_EMIT entryAdded(entry.number);
        refresh();
        Q_EMIT socketsChanged();
    }
    shrinkLog();
    return entry.number;
}

void Workbench::start(const BenchEntry &entry)
{
    BenchSocket *socket = find(entry.call.socket);
    auto waiting = std::make_unique<Waiting>();
    Waiting &mine = *waiting;
    if (entry.call.kind == Kind::Close)
        mine.descriptor = std::move(socket->descriptor);
    else if (socket->isOpen())
        mine.descriptor = Descriptor(::fcntl(socket->descriptor.get(), F_DUPFD_CLOEXEC, 0));
    mine.again.setInterval(SignalAgain);
    connect(&mine.again, &QTimer::timeout, this, [&mine] { mine.signal(); });
    m_waiting.emplace(entry.number, std::move(waiting));
    const auto back = Strand::guardFor(this);
    mine.thread = std::thread([this, &mine, back, number = entry.number, call = entry.call] {
        const BenchOutcome outcome = executeBenchCall(mine.descriptor.get(), call, mine.stop);
        const qint64 endedNs = monotonicNs();
        // close() has taken the number, whatever it said (close(2)).
        if (call.kind == Kind::Close)
            (void)mine.descriptor.release();
        else
            mine.descriptor.reset();
        mine.result = {outcome, endedNs};
        mine.done = true;
        back([this, number] {
            const auto found = m_waiting.find(number);
            if (found == m_waiting.end())
                return; // somebody has waited for it
            found->second->thread.join();
            const auto [result, at] = found->second->result;
            m_waiting.erase(found);
            finish(number, result, at);
        });
    });
}

void Workbench::finish(quint64 number, const BenchOutcome &outcome, qint64 endedNs)
{
    BenchEntry *entry = findEntry(number);
    if (!entry)
        return;
    entry->outcome = outcome;
    entry->endedNs = endedNs;
    entry->running = false;
    m_keptBytes += outcome.bytes.size();
    if (BenchSocket *socket = find(entry->call.socket))
        socket->running.removeOne(number);
    take(*entry);
    refresh();
    const BenchEntry done = *entry; // whoever hears of it may make further calls
    tellWire(done);
    Q_EMIT entryChanged(number);
    Q_EMIT socketsChanged();
    if (done.call.kind == Kind::Close) {
        for (const quint64 over : m_streams.closed(done.call.socket))
            Q_EMIT streamOver(over);
    }
    shrinkLog();
}

/// What the outcome changes of what the kernel cannot be asked.
void Workbench::take(BenchEntry &entry)
{
    const BenchCall &call = entry.call;
    BenchSocket *socket = find(call.socket);
    if (socket && call.kind == Kind::Connect && (entry.outcome.isOk() || entry.outcome.error == EINPROGRESS))
        socket->connectedAs = entry.number;
    if (!entry.outcome.isOk())
        return;
    if (call.kind == Kind::Socket || call.kind == Kind::Accept)
        return adopt(entry, socket);
    if (!socket)
        return;
    switch (call.kind) {
    case Kind::Bind:
        socket->portByKernel = call.address.isUnix() ? call.address.text().isEmpty() : call.address.port() == 0;
        break;
    case Kind::Shutdown:
        socket->writeEnded = socket->writeEnded || call.how != 0;
        socket->readEnded = socket->readEnded || call.how != 1;
        break;
    default:
        break;
    }
}

void Workbench::adopt(BenchEntry &entry, const BenchSocket *listener)
{
    BenchSocket made;
    made.number = ++m_lastSocket;
    made.descriptor = Descriptor(static_cast<int>(entry.outcome.result));
    made.family = listener ? listener->family : entry.call.family;
    made.datagram = listener ? listener->datagram : entry.call.datagram;
    made.acceptedBy = listener ? listener->number : 0;
    entry.outcome.made = made.number;
    refreshBenchSocket(made);
    if (listener) {
        // Whoever has waited longest: of Unix-domain ends the order is all there is.
        BenchSocket *client = nullptr;
        for (auto &[number, each] : m_sockets) {
            if (each.partner != 0 || each.datagram || each.acceptedBy != 0 || each.connectedAs == 0)
                continue;
            const bool named = !made.peer.isUnix() && each.local.text() == made.peer.text();
            const bool byOrder = made.peer.isUnix() && each.peer.text() == made.local.text() && (!client || each.connectedAs < client->connectedAs);
            if (named || byOrder)
                client = &each;
        }
        if (client) {
            client->partner = made.number;
            made.partner = client->number;
        }
    }
    m_sockets.emplace(made.number, std::move(made));
}

void Workbench::tellWire(const BenchEntry &entry)
{
    const BenchSocket *mine = socket(entry.call.socket);
    if (!mine)
        return;
    const QList<CallRecord> records = m_streams.records(entry, *mine, sockets());
    for (const CallRecord &record : records)
        Q_EMIT moved(record);
}

void Workbench::interrupt(quint64 number)
{
    const auto found = m_waiting.find(number);
    BenchEntry *entry = findEntry(number);
    if (found == m_waiting.end() || !entry)
        return;
    entry->interrupted = true;
    found->second->stop = true;
    found->second->signal();
    found->second->again.start();
}

QList<int> Workbench::makePair(BenchFamily family)
{
    const auto made = [this](quint64 number) {
        const BenchEntry *entry = this->entry(number);
        return entry && entry->outcome.isOk();
    };
    BenchCall call;
    call.kind = Kind::Socket;
    call.family = family;
    if (!made(this->call(call)))
        return {};
    const int listener = m_lastSocket;
    call.socket = listener;
    call.kind = Kind::Bind;
    call.address = family == BenchFamily::Unix ? SocketAddress::autobind() : SocketAddress(QHostAddress(family == BenchFamily::IPv6 ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost), 0);
    if (!made(this->call(call)))
        return {};
    call.kind = Kind::Listen;
    call.address = {};
    if (!made(this->call(call)))
        return {};
    call.kind = Kind::Socket;
    call.socket = 0;
    if (!made(this->call(call)))
        return {};
    const int client = m_lastSocket;
    // To a listener of this computer that has room in its queue neither of them waits.
    call.kind = Kind::Connect;
    call.socket = client;
    call.address = socket(listener)->local;
    if (!made(callAndWait(call)))
        return {};
    call.kind = Kind::Accept;
    call.socket = listener;
    call.address = {};
    if (!made(callAndWait(call)))
        return {};
    return {listener, client, m_lastSocket};
}

/// For calls that are known not to wait, though others of their kind may.
quint64 Workbench::callAndWait(const BenchCall &call)
{
    const quint64 number = this->call(call);
    const auto found = m_waiting.find(number);
    if (found == m_waiting.end())
        return number;
    found->second->thread.join();
    const auto [outcome, endedNs] = found->second->result;
    m_waiting.erase(found);
    finish(number, outcome, endedNs);
    return number;
}

void Workbench::refresh()
{
    bool changed = false;
    for (auto &[number, socket] : m_sockets)
        changed = refreshBenchSocket(socket) || changed;
    if (changed)
        Q_EMIT socketsChanged();
}

void Workbench::remove(int number)
{
    const BenchSocket *socket = this->socket(number);
    if (!socket || socket->isOpen() || !socket->running.isEmpty())
        return;
    m_sockets.erase(number);
    Q_EMIT socketsChanged();
}

void Workbench::clear()
{
    m_log.removeIf([](const BenchEntry &entry) { return !entry.running; });
    m_keptBytes = 0;
    for (const BenchEntry &entry : std::as_const(m_log))
        m_keptBytes += entry.call.bytes.size();
    std::erase_if(m_sockets, [](const auto &each) { return !each.second.isOpen() && each.second.running.isEmpty(); });
    Q_EMIT logCut();
    Q_EMIT socketsChanged();
}

void Workbench::shrinkLog()
{
    bool cut = false;
    while (m_log.size() > 1 && (m_log.size() > MostEntries || m_keptBytes > MostKeptBytes)) {
        // What waits stays: its outcome is still to come.
        const auto oldest = std::find_if(m_log.begin(), m_log.end() - 1, [](const BenchEntry &entry) { return !entry.running; });
        if (oldest == m_log.end() - 1)
            break;
        m_keptBytes -= oldest->call.bytes.size() + oldest->outcome.bytes.size();
        m_log.erase(oldest);
        cut = true;
    }
    if (cut)
        Q_EMIT logCut();
}

} // namespace transom::lab
