#include "core/session/session.h"

#include "core/base/clock.h"
#include "core/base/limits.h"
#include "core/base/text.h"

#include <QTimerEvent>
#include <QtEndian>

#include <algorithm>
#include <atomic>

namespace transom::session {

using protocol::MessageType;
using protocol::Phase;

namespace {

constexpr qint64 ReadBuffer = 256 * 1024;
constexpr qint64 BeginningOfFrame = 16 * 1024;  // one record of TLS
constexpr qint64 ReadPerTurn = 1024 * 1024;     // then the other sessions of the thread have theirs
constexpr qint64 StopReadingAt = 1024 * 1024;   // a peer that asks and never reads the answers waits
constexpr double FastBytesPerSecond = 50e6;     // from here on the largest frames cost no noticeable delay
constexpr qint64 RateWindowNs = 100'000'000;
constexpr qint64 RoundTripLastsNs = 10'000'000'000;

SessionId nextSessionId()
{
    static std::atomic<quint64> last = 0;
    return SessionId{++last};
}

int milliseconds(std::chrono::milliseconds duration)
{
    return static_cast<int>(duration.count());
}

} // namespace

Session::Session(std::unique_ptr<transport::ByteStream> stream, bool isServer)
    : m_id(nextSessionId())
    , m_isServer(isServer)
    , m_stream(std::move(stream))
    , m_decoder([this](const wire::FrameHeader &header) { return checkHeader(header); })
{
    m_stats.openedMs = wallClockMs();
    connect(m_stream.get(), &transport::ByteStream::connected, this, &Session::streamConnected);
    connect(m_stream.get(), &transport::ByteStream::readyRead, this, &Session::readSome);
    connect(m_stream.get(), &transport::ByteStream::drained, this, [this] {
        pump();
        if (m_stream->bytesQueued() < StopReadingAt)
            readSome();
    });
    connect(m_stream.get(), &transport::ByteStream::closed, this, &Session::streamClosed);
    // The stream may be connected already; the subclass is not constructed yet.
    QMetaObject::invokeMethod(this, [this] {
        if (m_stream->isOpen())
            streamConnected();
    }, Qt::QueuedConnection);
}

Session::~Session()
{
    endNow();
}

void Session::endNow()
{
    m_finished = true;
    // Channels tell their handlers before they go; nobody listens to the session itself any more.
    m_state = State::Closed;
    m_stream->disconnect(this);
    closeChannels({ErrorCode::ConnectionLost, {}});
}

Stats Session::stats() const
{
    Stats stats = m_stats;
    stats.channels = openChannels();
    return stats;
}

void Session::enter(State state)
{
    if (m_state >= state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

Phase Session::phase() const
{
    return m_state <= State::Greeting ? Phase::Greeting : m_state == State::SigningIn ? Phase::SigningIn : Phase::SignedIn;
}

void Session::streamConnected()
{
    if (m_state != State::Opening)
        return;
    m_keepalive.started(monotonicMs());
    m_deadlineTimer = startTimer(milliseconds(limits::SignInTimeout), Qt::CoarseTimer);
    announceTap();
    enter(State::Greeting);
    streamReady();
    readSome();
}

void Session::setTap(std::shared_ptr<wire::Tap> tap)
{
    m_tap = std::move(tap);
    if (!m_tap)
        m_stream->watchCalls({});
    if (m_state != State::Opening && m_state != State::Closed)
        announceTap();
}

void Session::announceTap()
{
    if (!m_tap)
        return;
    const auto info = m_stream->info();
    m_tap->began(m_id, {m_isServer, info.local, info.peer, static_cast<qint64>(m_stats.bytesOut),
                        static_cast<qint64>(m_stats.bytesIn) - m_decoder.partialBytes()});
    if (!m_tap->wantsCalls())
        return m_stream->watchCalls({});
    m_stream->watchCalls([tap = m_tap, id = m_id](const transport::StreamCall &call) {
        tap->call(id, call.sent ? wire::Direction::Sent : wire::Direction::Received, {call.encrypted, call.offset, call.length, call.left, call.plain, call.plainEnd});
    });
}

void Session::becomeSignedIn(const Principal &principal)
{
    m_principal = principal;
    if (m_deadlineTimer != 0)
        killTimer(std::exchange(m_deadlineTimer, 0));
    m_keepaliveTimer = startTimer(static_cast<int>(m_keepalive.nextCheckMs(monotonicMs())), Qt::CoarseTimer);
    enter(State::SignedIn);
    Q_EMIT signedIn(principal);
}

void Session::setPrincipal(const Principal &principal)
{
    if (m_principal == principal)
        return;
    m_principal = principal;
    Q_EMIT principalChanged(principal);
}

void Session::adopt(const protocol::Limits &limits)
{
    m_peerData = std::clamp<qint64>(limits.data, 1024, limits::DataPayload);
    m_peerCredit = std::clamp<qint64>(limits.credit, 0, limits::LargestCredit);
    m_peerChannels = static_cast<int>(std::clamp<qint64>(limits.channels, 1, 1024));
}

// Receiving -----------------------------------------------------------------------------------------------------------

void Session::readSome()
{
    if (m_state == State::Opening || m_state >= State::Leaving)
        return;
    // One for each thread: a session needs it only within this call.
    static thread_local const std::unique_ptr<char[]> buffer(new char[ReadBuffer]);
    for (qint64 taken = 0; taken < ReadPerTurn;) {
        if (m_stream->bytesQueued() >= StopReadingAt)
            return; // `drained` comes back here
        // The rest of a large frame goes where it belongs; of the next one only the beginning comes through the buffer.
        const auto room = m_decoder.room();
        const qint64 length = room.empty() ? m_stream->read(buffer.get(), m_largeFrames ? BeginningOfFrame : ReadBuffer)
                                           : m_stream->read(room.data(), static_cast<qint64>(room.size()));
        if (!room.empty())
            m_decoder.filled(std::max<qint64>(length, 0));
        if (length <= 0)
            return;
        taken += length;
        m_stats.bytesIn += static_cast<quint64>(length);
        m_keepalive.heard(monotonicMs());
        QByteArrayView bytes(buffer.get(), room.empty() ? length : 0);
        while (m_state < State::Leaving) {
            auto step = m_decoder.next(bytes);
            if (auto *frame = std::get_if<wire::Frame>(&step)) {
                ++m_stats.framesIn;
                m_largeFrames = frame->payload.size() > BeginningOfFrame;
                dispatch(*frame);
            } else if (auto *error = std::get_if<Error>(&step)) {
                if (m_tap)
                    m_tap->refused(m_id, *error);
                leave(*error);
            } else {
                break;
            }
        }
        if (m_state >= State::Leaving)
            return;
    }
    if (!std::exchange(m_readScheduled, true)) {
        QMetaObject::invokeMethod(this, [this] {
            m_readScheduled = false;
            readSome();
        }, Qt::QueuedConnection);
    }
}

Result<void> Session::checkHeader(const wire::FrameHeader &header)
{
    auto checked = protocol::checkHeader(header, !m_isServer, phase());
    if (!checked && m_state == State::Greeting && m_stats.framesIn == 0) {
        // The first bytes are often somebody else's protocol; say so rather than "frame too large".
        const auto bytes = wire::encodeHeader(header);
        const bool isText = std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c >= ' ' && c <= '~') || c == '\r' || c == '\n'; });
        if (isText)
            return transom::fail(ErrorCode::NotTransom, QStringLiteral("The other side does not speak Transom's protocol: it sent \"%1\".")
                                                  .arg(printable(QByteArrayView(bytes.data(), wire::HeaderSize))));
    }
    if (!checked || m_state >= State::SignedIn)
        return checked;
    m_handshakeBytes += wire::HeaderSize + static_cast<qint64>(header.length);
    if (++m_handshakeFrames > limits::HandshakeFrames || m_handshakeBytes > limits::HandshakeBytes)
        return transom::fail(ErrorCode::Flooding, QT_TRANSLATE_NOOP("Error", "Too much was sent before sign-in."));
    return {};
}

void Session::dispatch(const wire::Frame &frame)
{
    const protocol::MessageRow *row = protocol::findMessage(frame.type);
    if (m_tap) {
        wire::Frame shown = frame;
        if (row && row->secret)
            shown.payload.fill('\0');
        m_tap->frame(m_id, wire::Direction::Received, shown);
    }
    if (!row)
        return; // not critical: skipped
    if (row->scope == protocol::Scope::Session)
        dispatchSession(row->type, frame);
    else
        dispatchChannel(row->type, frame);
}

void Session::dispatchSession(MessageType type, const wire::Frame &frame)
{
    switch (type) {
    case MessageType::Ping:
        if (!m_keepalive.pingAllowed(monotonicMs()))
            return leave({ErrorCode::Flooding, QStringLiteral("Too many PINGs.")});
        return sendFrame(MessageType::Pong, 0, {}, frame.payload);
    case MessageType::Pong:
        return handlePong(frame.payload);
    case MessageType::Goodbye:
        return handleGoodbye(frame.payload);
    default:
        return handleHandshake(type, frame.payload);
    }
}

void Session::dispatchChannel(MessageType type, const wire::Frame &frame)
{
    if (type == MessageType::Open)
        return dispatchOpen(frame);
    Channel *channel = m_channels.value(frame.channel.value);
    if (!channel) {
        // A channel that has ended may still be spoken to by a peer that does not know yet; one that never was may not.
        if (frame.channel.value > m_highestChannel)
            leave({ErrorCode::BadFrame, QStringLiteral("A message on channel %1, which was never opened.").arg(frame.channel.value)});
        return;
    }
    const protocol::MessageRow &row = protocol::rowOf(type);
    if (const QLatin1String service(row.service); !service.isEmpty()) {
        const bool fits = channel->service() == service
                || (channel->service().startsWith(service) && channel->service()[service.size()] == u'.');
        if (!fits)
            return leave({ErrorCode::WrongState, QStringLiteral("%1 on a channel of %2.").arg(QLatin1String(row.name), channel->service())});
    }
    if (m_isServer && row.access != protocol::Permission(0) && !m_principal.access.testFlag(row.access))
        return channel->fail({ErrorCode::PermissionDenied, {}});
    channel->receive(type, frame.flags, frame.payload);
}

void Session::dispatchOpen(const wire::Frame &frame)
{
    auto open = protocol::decode<protocol::Open>(frame.payload);
    if (!open)
        return leave(open.error());
    if (frame.channel.value <= m_highestChannel)
        return leave({ErrorCode::BadFrame, QStringLiteral("Channel %1 was opened before.").arg(frame.channel.value)});
    m_highestChannel = frame.channel.value;

    const protocol::ServiceRow *service = protocol::findService(open->service);
    Error refusal;
    if (openChannels() >= limits::Channels)
        refusal = {ErrorCode::TooManyChannels, {}};
    else if (!service)
        refusal = sentence(ErrorCode::UnknownService, QT_TRANSLATE_NOOP("Error", "There is no service \"%1\". Update Transom on the other computer."), {printable(open->service, 40)});
    else if (service->access != protocol::Permission(0) && !m_principal.access.testFlag(service->access))
        refusal = {ErrorCode::PermissionDenied, {}};
    if (refusal.code != ErrorCode::None) {
        sendFrame(MessageType::Reject, 0, frame.channel, protocol::encode(protocol::Reject{refusal.code, wireText(refusal), 0, refusal.parts}));
        return;
    }
    const bool bulk = open->service == u"files.get" || open->service == u"deliver.get";
    Channel *channel = makeChannel(frame.channel, Channel::Role::Acceptor, open->service, bulk ? Priority::Bulk : Priority::Interactive);
    handleOpen(*channel, open->request);
}

void Session::handlePong(const QByteArray &payload)
{
    const qint64 sent = qFromBigEndian<qint64>(payload.data());
    const qint64 now = monotonicNs();
    if (sent <= 0 || sent > now || now - sent > 120'000'000'000)
        return; // not one of ours
    m_stats.roundTripNs = now - sent;
    Q_EMIT pong(m_stats.roundTripNs);
}

void Session::handleGoodbye(const QByteArray &payload)
{
    const auto goodbye = protocol::decode<protocol::Goodbye>(payload);
    const Error reason = goodbye ? Error{goodbye->code, goodbye->text, goodbye->retryAfter} : goodbye.error();
    if (m_reason.code == ErrorCode::None)
        m_reason = reason;
    enter(State::Leaving);
    closeChannels(reason.code == ErrorCode::None ? Error{ErrorCode::Disconnected, {}} : reason);
    drainAndClose();
}

// Channels ------------------------------------------------------------------------------------------------------------

Channel *Session::makeChannel(ChannelId id, Channel::Role role, const QString &service, Priority priority)
{
    auto *channel = new Channel(*this, id, role, service, priority, m_peerCredit, this);
    m_channels.insert(id.value, channel);
    m_highestChannel = std::max(m_highestChannel, id.value);
    m_scheduler.add(channel);
    return channel;
}

void Session::channelClosed(Channel *channel)
{
    m_scheduler.remove(channel);
    m_channels.remove(channel->id().value);
    if (m_isServer && !channel->m_worked && channel->m_cancelReceived)
        countIdleOpen();
}

void Session::countIdleOpen()
{
    const qint64 now = monotonicMs();
    if (now - m_idleOpensSinceMs >= 1000) {
        m_idleOpensSinceMs = now;
        m_idleOpens = 0;
    }
    if (++m_idleOpens > limits::IdleOpensPerSecond)
        leave({ErrorCode::Flooding, QStringLiteral(QT_TRANSLATE_NOOP("Error", "Too many channels opened and cancelled."))});
}

void Session::closeChannels(const Error &error)
{
    const auto channels = std::exchange(m_channels, {});
    for (Channel *channel : channels) {
        m_scheduler.remove(channel);
        channel->close(error, {});
    }
}

qint64 Session::grantedBeyondInitial() const
{
    qint64 bytes = 0;
    for (const Channel *channel : m_channels)
        bytes += channel->m_window.size() - limits::InitialCredit;
    return bytes;
}

// Sending -------------------------------------------------------------------------------------------------------------

void Session::sendFrame(MessageType type, quint8 flags, ChannelId channel, const QByteArray &payload)
{
    if (m_state == State::Opening || m_state >= State::Leaving)
        return;
    writeFrame(type, flags, channel, payload);
}

void Session::writeFrame(MessageType type, quint8 flags, ChannelId channel, const QByteArray &payload)
{
    if (m_tap) {
        const bool secret = protocol::rowOf(type).secret;
        m_tap->frame(m_id, wire::Direction::Sent,
                     {static_cast<quint8>(type), flags, channel, secret ? QByteArray(payload.size(), '\0') : payload});
    }
    const auto header = wire::encodeHeader({static_cast<quint32>(payload.size()), static_cast<quint8>(type), flags, 0, channel});
    m_stream->write(QByteArrayView(header.data(), wire::HeaderSize));
    if (!payload.isEmpty())
        m_stream->write(payload);
    const qint64 bytes = wire::HeaderSize + payload.size();
    m_stats.bytesOut += static_cast<quint64>(bytes);
    ++m_stats.framesOut;
    noteRate(bytes);
}

void Session::noteRate(qint64 bytes)
{
    const qint64 now = monotonicNs();
    m_rateBytes += bytes;
    const qint64 elapsed = now - m_rateSinceNs;
    if (elapsed < RateWindowNs)
        return;
    const bool fast = static_cast<double>(m_rateBytes) * 1e9 / static_cast<double>(elapsed) > FastBytesPerSecond;
    m_dataSize = fast ? limits::DataPayload : limits::SmallDataPayload;
    m_rateSinceNs = now;
    m_rateBytes = 0;
}

void Session::schedulePump()
{
    if (std::exchange(m_pumpScheduled, true))
        return;
    // Later in this turn of the event loop: what a handler sends in one go leaves in one go.
    QMetaObject::invokeMethod(this, [this] {
        m_pumpScheduled = false;
        pump();
    }, Qt::QueuedConnection);
}

void Session::pump()
{
    while (m_state == State::SignedIn) {
        Channel *channel = m_scheduler.next(m_stream->bytesQueued());
        if (!channel)
            return;
        const bool wasFull = channel->sendable() == 0;
        const Channel::Outgoing outgoing = channel->takeFrame();
        writeFrame(outgoing.type, outgoing.flags, channel->m_id, outgoing.payload);
        const bool over = channel->m_role == Channel::Role::Acceptor
                && (outgoing.type == MessageType::End || outgoing.type == MessageType::Reject);
        if (over) {
            channelClosed(channel);
            channel->close({}, {});
        } else {
            if (wasFull && channel->sendable() > 0)
                Q_EMIT channel->writable();
            if (channel->m_out.empty())
                Q_EMIT channel->drained();
        }
    }
}

void Session::ping()
{
    QByteArray payload(8, Qt::Uninitialized);
    qToBigEndian(monotonicNs(), payload.data());
    sendFrame(MessageType::Ping, 0, {}, payload);
}

/// A window that much passes through grows with the distance: how far it is must be known, and not from long ago.
void Session::measureRoundTrip()
{
    const qint64 now = monotonicNs();
    if (m_roundTripAskedNs != 0 && now - m_roundTripAskedNs < RoundTripLastsNs)
        return;
    m_roundTripAskedNs = now;
    ping();
}

// The end -------------------------------------------------------------------------------------------------------------

void Session::leave(const Error &reason)
{
    if (m_state >= State::Leaving)
        return;
    if (m_reason.code == ErrorCode::None)
        m_reason = reason;
    if (m_state == State::Opening)
        return abort(reason);
    writeFrame(MessageType::Goodbye, 0, {}, protocol::encode(protocol::Goodbye{reason.code, wireText(reason), reason.retryAfterMs, reason.parts}));
    enter(State::Leaving);
    closeChannels(reason.code == ErrorCode::None ? Error{ErrorCode::Disconnected, {}} : reason);
    drainAndClose();
}

void Session::drainAndClose()
{
    if (m_deadlineTimer != 0)
        killTimer(m_deadlineTimer);
    m_deadlineTimer = startTimer(milliseconds(limits::GoodbyeTimeout), Qt::CoarseTimer);
    m_stream->close();
}

void Session::abort(const Error &reason)
{
    if (m_reason.code == ErrorCode::None)
        m_reason = reason;
    enter(State::Leaving);
    m_stream->abort();
}

void Session::streamClosed(const Error &error)
{
    if (m_state < State::Leaving && m_reason.code == ErrorCode::None)
        m_reason = error.code == ErrorCode::None ? Error{ErrorCode::ConnectionLost, {}} : error;
    finish(m_reason);
}

void Session::finish(const Error &error)
{
    if (std::exchange(m_finished, true))
        return;
    enter(State::Closed);
    for (int *timer : {&m_keepaliveTimer, &m_deadlineTimer}) {
        if (*timer != 0)
            killTimer(std::exchange(*timer, 0));
    }
    closeChannels(error.code == ErrorCode::None ? Error{ErrorCode::Disconnected, {}} : error);
    if (m_tap)
        m_tap->ended(m_id, error);
    Q_EMIT closed(error);
}

void Session::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_deadlineTimer) {
        killTimer(std::exchange(m_deadlineTimer, 0));
        if (m_state >= State::Leaving)
            m_stream->abort();
        else
            leave({ErrorCode::TimedOut, QStringLiteral(QT_TRANSLATE_NOOP("Error", "Sign-in took too long."))});
        return;
    }
    if (event->timerId() != m_keepaliveTimer)
        return;
    killTimer(std::exchange(m_keepaliveTimer, 0));
    const qint64 now = monotonicMs();
    switch (m_keepalive.check(now)) {
    case Keepalive::Verdict::Dead:
        return abort({ErrorCode::ConnectionLost, QStringLiteral(QT_TRANSLATE_NOOP("Error", "The other side has been silent for too long."))});
    case Keepalive::Verdict::SendPing:
        m_keepalive.pinged(now);
        ping();
        break;
    case Keepalive::Verdict::Fine:
        break;
    }
    m_keepaliveTimer = startTimer(static_cast<int>(m_keepalive.nextCheckMs(now)), Qt::CoarseTimer);
}

} // namespace transom::session
