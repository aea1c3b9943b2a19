#include "core/lab/relay_stream.h"

#include "core/base/clock.h"
#include "core/transport/socket_text.h"

#include <cerrno>
#include <sys/socket.h>

namespace transom::lab {

namespace {

/// Reads in one turn of the event loop, so that one busy stream leaves room for the others of its thread.
constexpr int ReadsPerTurn = 8;
/// From here on a pipe costs less than copying.
constexpr qint64 Large = 24 * 1024;
using Kind = RelayEvent::Kind;

} // namespace

RelayStream::RelayStream(std::shared_ptr<RelayShared> shared, Descriptor client, const QString &clientText, const Target &target)
    : RelayConnection(std::move(shared), false)
    , m_clientText(clientText)
    , m_target(target)
{
    leg(From::Client).socket = std::move(client);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_addresses.clear();
        connectFailed(transport::connectTimedOut(transport::endpointText(m_target.host, m_target.port), m_target.patience));
    });
}

RelayStream::~RelayStream()
{
    for (Leg &each : m_legs) { // before their sockets
        each.readable.reset();
        each.writable.reset();
    }
}

void RelayStream::watch(From from)
{
    Leg &side = leg(from);
    side.readable = std::make_unique<QSocketNotifier>(side.socket.get(), QSocketNotifier::Read);
    connect(side.readable.get(), &QSocketNotifier::activated, this, [this, from] { read(from); });
    side.writable = std::make_unique<QSocketNotifier>(side.socket.get(), QSocketNotifier::Write);
    side.writable->setEnabled(false);
    connect(side.writable.get(), &QSocketNotifier::activated, this, [this, from] { pump(otherSide(from)); });
}

void RelayStream::read(From from)
{
    for (int i = 0; i < ReadsPerTurn && !m_finished && !leg(from).readEnded; ++i) {
        if (lane(from).room() - passing(from) <= 0) {
            leg(from).readable->setEnabled(false); // until pump() has made room: the sender waits
            break;
        }
        if (!readOnce(from))
            break;
        pump(from);
    }
    if (!m_finished)
        RelayPipe::giveBack(leg(from).pipe && passing(from) == 0 ? std::move(leg(from).pipe) : nullptr);
}

/// False: there was nothing.
bool RelayStream::readOnce(From from)
{
    Leg &side = leg(from);
    if (passing(from) > 0 || (side.busy && !leg(otherSide(from)).writeEnded && lane(from).isPlain(monotonicNs()))) {
        if (!side.pipe)
            side.pipe = RelayPipe::borrow();
        if (side.pipe)
            return readPassing(from);
    }
    QByteArray buffer = m_spare.isDetached() && m_spare.size() == m_shared->readSize ? std::exchange(m_spare, {}) : QByteArray(m_shared->readSize, Qt::Uninitialized);
    const auto most = static_cast<size_t>(std::min<qint64>(buffer.size(), lane(from).room()));
    const ssize_t count = ::recv(side.socket.get(), buffer.data(), most, 0);
    if (count <= 0) {
        const int number = errno;
        m_spare = std::move(buffer);
        if (count == 0)
            endRead(from);
        else
            readFailed(from, number);
        return count == 0 || number == EINTR;
    }
    side.busy = m_shared->splice && count >= Large;
    QByteArray chunk;
    if (count <= m_shared->readSize / 2) { // copied, so that what waits takes little more memory than its bytes
        chunk = buffer.first(count);
        m_spare = std::move(buffer);
    } else {
        buffer.truncate(count);
        chunk = std::move(buffer);
    }
    qint64 &arrived = m_arrived[static_cast<size_t>(from)];
    emitRead(from, arrived, chunk, count);
    arrived += count;
    lane(from).push(chunk, monotonicNs());
    return true;
}

void RelayStream::readFailed(From from, int number)
{
    if (number != EAGAIN && number != EINTR)
        broken(from, number);
}

void RelayStream::endRead(From from)
{
    collect(from);
    leg(from).readEnded = true;
    leg(from).readable->setEnabled(false);
    emitEvent(Kind::EndRead, from, m_arrived[static_cast<size_t>(from)]);
    lane(from).pushEnd(RelayLane::End::Orderly, monotonicNs());
}

void RelayStream::pump(From from)
{
    if (m_finished)
        return;
    Leg &to = leg(otherSide(from));
    if (to.writable) // not yet connected otherwise
        to.writable->setEnabled(false);
    else
        return publish(from);
    lane(from).tick(monotonicNs());
    bool more = pour(from);
    while (more && !m_finished) {
        auto out = lane(from).next(monotonicNs());
        if (!out)
            break;
        if (out->end != RelayLane::End::None) {
            lane(from).written(0, monotonicNs());
            passEnd(from, out->end);
        } else {
            more = sendSome(from, *out);
        }
    }
    if (m_finished)
        return;
    if (!to.writable->isEnabled())
        pumpLater(from);
    resumeReading(from);
    publish(from);
}

/// False: the socket takes no more now.
bool RelayStream::sendSome(From from, RelayLane::Out &out)
{
    Leg &to = leg(otherSide(from));
    if (to.writeEnded) { // after an injected half-close
        emitEvent(Kind::Dropped, from, out.offset, out.bytes.size());
        lane(from).written(out.bytes.size(), monotonicNs());
        return true;
    }
    const ssize_t count = ::send(to.socket.get(), out.bytes.data(), static_cast<size_t>(out.bytes.size()), MSG_NOSIGNAL);
    if (count < 0) {
        const int number = errno;
        if (number == EINTR)
            return true;
        if (number == EAGAIN)
            to.writable->setEnabled(true);
        else
            broken(otherSide(from), number);
        return false;
    }
    emitWritten(from, out, count);
    // A buffer that nobody else keeps is read into again.
    QByteArray whole = std::move(out.whole);
    lane(from).written(count, monotonicNs());
    if (m_spare.size() != m_shared->readSize && whole.size() == count && whole.isDetached() && whole.capacity() >= m_shared->readSize) {
        whole.resize(m_shared->readSize);
        m_spare = std::move(whole);
    }
    return true;
}

void RelayStream::passEnd(From from, RelayLane::End end)
{
    Leg &to = leg(otherSide(from));
    if (end == RelayLane::End::Reset) {
        if (!std::exchange(m_resetting, true))
            abortLeg(from); // injected: both ends
        abortLeg(otherSide(from));
        emitEvent(Kind::ResetWritten, from, m_arrived[static_cast<size_t>(from)]);
        return finish();
    }
    if (!std::exchange(to.writeEnded, true)) {
        ::shutdown(to.socket.get(), SHUT_WR);
        emitEvent(Kind::EndWritten, from, m_arrived[static_cast<size_t>(from)]);
    }
    finishIfDone();
}

void RelayStream::resumeReading(From from)
{
    Leg &side = leg(from);
    if (side.readable && !side.readEnded && !m_resetting && lane(from).room() - passing(from) > 0)
        side.readable->setEnabled(true);
}

/// The connection of `from` is gone, by its own reset or because the system has given it up. What it had sent before still goes out.
void RelayStream::broken(From from, int number)
{
    if (std::exchange(m_resetting, true))
        return;
    Error error;
    if (number != ECONNRESET && number != EPIPE)
        error = socketFailure(number, from == From::Client ? m_clientText : transport::endpointText(m_target.host, m_target.port));
    emitEvent(Kind::ResetRead, from, m_arrived[static_cast<size_t>(from)], 0, error);
    for (Leg &each : m_legs) {
        each.readEnded = true;
        each.readable->setEnabled(false);
    }
    collect(from);
    collect(otherSide(from));
    RelayLane &unheard = lane(otherSide(from));
    if (unheard.waiting() > 0)
        emitEvent(Kind::Dropped, otherSide(from), m_arrived[static_cast<size_t>(otherSide(from))] - unheard.waiting(), unheard.waiting());
    unheard.clear();
    lane(from).pushEnd(RelayLane::End::Reset, monotonicNs());
    // Not from here: this may be the other lane's pump().
    QMetaObject::invokeMethod(this, [this, from] { pump(from); }, Qt::QueuedConnection);
}

void RelayStream::reset()
{
    if (m_finished)
        return;
    RelayEvent event;
    event.kind = Kind::Injected;
    event.fault = FaultKind::Reset;
    event.offset = m_arrived[0];
    emitEvent(std::move(event));
    m_resetting = true;
    for (const From from : {From::Client, From::Server}) {
        abortLeg(from);
        emitEvent(Kind::ResetWritten, otherSide(from), m_arrived[static_cast<size_t>(otherSide(from))]);
    }
    finish();
}

void RelayStream::halfClose(From from)
{
    Leg &to = leg(otherSide(from));
    if (m_finished || !to.writable || to.writeEnded)
        return;
    RelayEvent event;
    event.kind = Kind::Injected;
    event.fault = FaultKind::HalfClose;
    event.from = from;
    event.offset = m_arrived[static_cast<size_t>(from)];
    emitEvent(std::move(event));
    collect(from);
    lane(from).pushEnd(RelayLane::End::Orderly, monotonicNs());
    pump(from);
}

/// A close with SO_LINGER of no time sends a reset (socket(7)).
void RelayStream::abortLeg(From from)
{
    Leg &side = leg(from);
    if (!side.socket)
        return;
    for (auto *notifier : {&side.readable, &side.writable}) {
        if (*notifier) {
            (*notifier)->setEnabled(false);
            notifier->release()->deleteLater(); // it may be its signal that has led here
        }
    }
    const linger none{1, 0};
    ::setsockopt(side.socket.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    side.socket.reset();
}

void RelayStream::finishIfDone()
{
    bool done = true;
    for (const From from : {From::Client, From::Server})
        done = done && leg(from).writeEnded && lane(otherSide(from)).waiting() + passing(otherSide(from)) == 0 && leg(from).readEnded;
    if (done)
        finish();
}

void RelayStream::finish()
{
    if (std::exchange(m_finished, true))
        return;
    m_patience.stop();
    stopTimers();
    for (Leg &side : m_legs) {
        for (auto *notifier : {&side.readable, &side.writable}) {
            if (*notifier) {
                (*notifier)->setEnabled(false);
                notifier->release()->deleteLater();
            }
        }
        side.socket.reset();
        RelayPipe::giveBack(std::move(side.pipe));
    }
    emitEvent(Kind::Closed, From::Client);
    deleteLater();
}

} // namespace transom::lab
