#include "core/session/channel.h"

#include "core/base/clock.h"
#include "core/base/limits.h"
#include "core/session/session.h"

#include <QtEndian>

namespace transom::session {

using protocol::MessageType;

namespace {

/// What a channel keeps in memory ahead of its turn; two of the largest frames, so that one is ready while one is sent.
constexpr qint64 ChannelQueue = 2 * limits::DataPayload;

} // namespace

Channel::Channel(Session &session, ChannelId id, Role role, QString service, Priority priority, qint64 sendCredit, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_id(id)
    , m_role(role)
    , m_priority(priority)
    , m_service(std::move(service))
    , m_sendCredit(sendCredit)
    , m_window(limits::InitialCredit)
{}

void Channel::accept(const QJsonObject &result)
{
    if (m_closed || m_accepted || m_role != Role::Acceptor)
        return;
    m_accepted = true;
    enqueue({MessageType::Accept, 0, protocol::encode(protocol::Accept{result})});
}

void Channel::fail(const Error &error)
{
    if (m_closed || m_endSent)
        return;
    // What was queued before the failure is of no use to anybody, but an ACCEPT must not be lost.
    if (m_role == Role::Acceptor && !m_accepted) {
        m_endSent = true;
        m_out.clear();
        m_queuedBytes = 0;
        enqueue({MessageType::Reject, 0, protocol::encode(protocol::Reject{error.code, wireText(error), error.retryAfterMs, error.parts})});
        return;
    }
    m_endSent = true;
    enqueue({MessageType::End, 0, protocol::encode(protocol::End{error.code, wireText(error), {}, error.parts})});
}

void Channel::cancel()
{
    if (m_closed || m_cancelSent || m_role != Role::Opener)
        return;
    m_cancelSent = true;
    m_endSent = true;
    m_out.clear();
    m_queuedBytes = 0;
    m_session.sendFrame(MessageType::Cancel, 0, m_id, {});
}

void Channel::end(const QJsonObject &result)
{
    if (m_closed || m_endSent)
        return;
    if (m_role == Role::Acceptor && !m_accepted)
        accept();
    m_endSent = true;
    enqueue({MessageType::End, 0, protocol::encode(protocol::End{ErrorCode::None, {}, result, {}})});
}

qint64 Channel::sendable() const
{
    if (m_closed || m_endSent)
        return 0;
    return std::max<qint64>(std::min(m_sendCredit, ChannelQueue) - m_queuedBytes, 0);
}

void Channel::sendData(const QByteArray &bytes, quint8 flags)
{
    const qint64 most = preferredDataSize();
    if (bytes.size() <= most) {
        sendPayload(MessageType::Data, bytes, flags);
        return;
    }
    for (qsizetype at = 0; at < bytes.size(); at += most)
        sendPayload(MessageType::Data, bytes.mid(at, most), flags);
}

void Channel::sendPayload(MessageType type, const QByteArray &payload, quint8 flags)
{
    // The opener's END is the end of its data only: a signal may still follow the end of a command's input.
    const bool over = m_role == Role::Acceptor ? m_endSent : m_cancelSent || (m_endSent && type == MessageType::Data);
    if (m_closed || over)
        return;
    m_worked = true;
    m_queuedBytes += payload.size();
    enqueue({type, flags, payload});
}

void Channel::enqueue(Outgoing outgoing)
{
    m_out.push_back(std::move(outgoing));
    m_session.schedulePump();
}

qint64 Channel::preferredDataSize() const
{
    return std::min(m_session.m_dataSize, m_session.m_peerData);
}

void Channel::consumed(qint64 bytes)
{
    if (m_closed || bytes <= 0)
        return;
    const qint64 mayGrow = limits::SessionCredit - m_session.grantedBeyondInitial();
    const qint64 grant = m_window.consumed(bytes, monotonicNs(), std::max<qint64>(m_session.m_stats.roundTripNs, 0), mayGrow);
    if (grant <= 0)
        return;
    m_session.measureRoundTrip();
    QByteArray payload(4, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(grant), payload.data());
    m_session.sendFrame(MessageType::Credit, 0, m_id, payload);
}

bool Channel::hasSendableFrame() const
{
    if (m_out.empty())
        return false;
    const Outgoing &front = m_out.front();
    return !protocol::rowOf(front.type).countsAsCredit || front.payload.size() <= m_sendCredit;
}

Channel::Outgoing Channel::takeFrame()
{
    Outgoing outgoing = std::move(m_out.front());
    m_out.pop_front();
    if (protocol::rowOf(outgoing.type).countsAsCredit) {
        m_queuedBytes -= outgoing.payload.size();
        m_sendCredit -= outgoing.payload.size();
    }
    return outgoing;
}

void Channel::addCredit(quint32 bytes)
{
    m_sendCredit = std::min<qint64>(m_sendCredit + bytes, qint64(1) << 40);
    if (sendable() > 0)
        Q_EMIT writable();
    m_session.schedulePump();
}

void Channel::receive(MessageType type, quint8 flags, const QByteArray &payload)
{
    switch (type) {
    case MessageType::Credit: {
        const auto bytes = qFromBigEndian<quint32>(payload.data());
        if (bytes == 0)
            return violated({ErrorCode::BadMessage, QStringLiteral("CREDIT of nothing.")});
        return addCredit(bytes);
    }
    case MessageType::Accept: {
        const auto message = protocol::decode<protocol::Accept>(payload);
        if (!message || m_accepted)
            return violated(message ? Error{ErrorCode::WrongState, QStringLiteral("A second ACCEPT.")} : message.error());
        m_accepted = true;
        Q_EMIT accepted(message->result);
        return;
    }
    case MessageType::Reject: {
        const auto message = protocol::decode<protocol::Reject>(payload);
        if (!message || m_accepted)
            return violated(message ? Error{ErrorCode::WrongState, QStringLiteral("REJECT after ACCEPT.")} : message.error());
        m_session.channelClosed(this);
        close(receivedError(message->code, message->text, message->parts, message->retryAfter), {});
        return;
    }
    case MessageType::End: {
        const auto message = protocol::decode<protocol::End>(payload);
        if (!message)
            return violated(message.error());
        m_worked = true;
        if (m_role == Role::Acceptor) {
            if (m_inputEnded)
                return violated({ErrorCode::WrongState, QStringLiteral("A second END.")});
            m_inputEnded = true;
            Q_EMIT inputEnded(receivedError(message->code, message->text, message->parts), message->result);
        } else {
            if (!m_accepted)
                return violated({ErrorCode::WrongState, QStringLiteral("END before ACCEPT.")});
            m_session.channelClosed(this);
            close(receivedError(message->code, message->text, message->parts), message->result);
        }
        return;
    }
    case MessageType::Cancel:
        if (!std::exchange(m_cancelReceived, true) && !m_endSent)
            Q_EMIT cancelled();
        return;
    default:
        break;
    }

    if (m_role == Role::Opener && !m_accepted)
        return violated({ErrorCode::WrongState, QStringLiteral("Data before ACCEPT.")});
    if (m_inputEnded && type == MessageType::Data)
        return violated({ErrorCode::WrongState, QStringLiteral("DATA after END.")});
    if (!m_window.received(payload.size()))
        return violated({ErrorCode::CreditExceeded, QStringLiteral("More data than credit was given for.")});
    m_worked = true;
    if (m_endSent && m_role == Role::Acceptor)
        return; // in flight when the channel ended
    if (type == MessageType::Data) {
        // After cancel() nobody listens any more, but the peer may need credit to get to its END.
        if (m_cancelSent)
            consumed(payload.size());
        else
            Q_EMIT data(payload, flags);
    } else {
        Q_EMIT message(type, payload);
        consumed(payload.size());
    }
}

void Channel::violated(const Error &error)
{
    m_session.leave(error);
}

void Channel::close(const Error &error, const QJsonObject &result)
{
    if (std::exchange(m_closed, true))
        return;
    m_out.clear();
    m_queuedBytes = 0;
    Q_EMIT closed(error, result);
    deleteLater();
}

} // namespace transom::session
