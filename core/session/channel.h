#pragma once

#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/protocol/json_codec.h"
#include "core/protocol/message_table.h"
#include "core/protocol/session_messages.h"
#include "core/session/receive_window.h"

#include <QObject>

#include <deque>

namespace transom::session {

class Session;

/// Chat and input before bulk; see SendScheduler.
enum class Priority : quint8 { Interactive, Bulk };

/// One conversation on a session: OPEN → ACCEPT or REJECT → DATA and messages both ways under credit → END.
///
/// Made and owned by its session and deleted by it, later, after `closed`. Lives in the session's thread. The opener is
/// always the client. After `closed` nothing may be sent; calls then are ignored, so a handler that is still cleaning
/// up needs no special case.
class Channel : public QObject
{
    Q_OBJECT

public:
    enum class Role : quint8 { Opener, Acceptor };

    ChannelId id() const { return m_id; }
    Role role() const { return m_role; }
    const QString &service() const { return m_service; }
    Session &session() const { return m_session; }
    bool isClosed() const { return m_closed; }

    // The acceptor's side -------------------------------------------------------------------------------------------
    /// Once, before anything else is sent.
    void accept(const QJsonObject &result = {});
    template<protocol::Message T>
    void accept(const T &result) { accept(protocol::toJson(result)); }
    /// The end of the channel, without success: REJECT before accept(), END with the error after it.
    void fail(const Error &error);

    // The opener's side ---------------------------------------------------------------------------------------------
    /// Asks the other side to stop. It answers with END when it has cleaned up; `closed` follows then.
    void cancel();

    // Both ----------------------------------------------------------------------------------------------------------
    /// The opener: no more DATA will be sent (messages may still be). The acceptor: the end of the channel, with its result; accepts first if
    /// that has not been done. Goes out after everything that was sent before.
    void end(const QJsonObject &result = {});
    template<protocol::Message T>
    void end(const T &result) { end(protocol::toJson(result)); }

    /// Queues a message; it waits in memory for credit if it must, so watch queuedBytes() where the peer can be slow.
    template<protocol::Message T>
    void send(const T &message) { sendPayload(T::Type, protocol::encode(message)); }

    /// How many bytes of DATA may be sent now: what credit and the short queue allow. `writable` tells when it grows.
    qint64 sendable() const;
    /// Sends raw bytes, cut into frames. Callers send at most sendable() bytes at a time.
    void sendData(const QByteArray &bytes, quint8 flags = 0);
    /// Bytes waiting on this channel, for credit or for their turn.
    qint64 queuedBytes() const { return m_queuedBytes; }
    /// A good size for reads that will be sent: grows with the measured rate from 64 KiB to 256 KiB.
    qint64 preferredDataSize() const;

    /// Gives back credit for DATA that has been dealt with (written to disk, shown). Messages count as dealt with when
    /// they have been delivered.
    void consumed(qint64 bytes);

Q_SIGNALS:
    /// To the opener.
    void accepted(const QJsonObject &result);
    void data(const QByteArray &bytes, quint8 flags);
    /// A message of the service; decode with protocol::decode<T>, and call violated() if that fails.
    void message(transom::protocol::MessageType type, const QByteArray &payload);
    /// To the acceptor: the opener has sent its END. `result` is what it put there.
    void inputEnded(const transom::Error &error, const QJsonObject &result);
    /// To the acceptor: stop, clean up, then call fail({Cancelled}).
    void cancelled();
    void writable();
    /// Everything that was queued has been handed to the stream.
    void drained();
    /// The end, exactly once. To the opener: the acceptor's result or error. To the acceptor: None after its own END or
    /// REJECT, otherwise why the session went away.
    void closed(const transom::Error &error, const QJsonObject &result);

public:
    /// The peer sent something on this channel that breaks the protocol: ends the session with a GOODBYE.
    void violated(const Error &error);

private:
    friend class Session;
    friend class SendScheduler;

    struct Outgoing
    {
        protocol::MessageType type;
        quint8 flags;
        QByteArray payload;
    };

    Channel(Session &session, ChannelId id, Role role, QString service, Priority priority, qint64 sendCredit, QObject *parent);

    void sendPayload(protocol::MessageType type, const QByteArray &payload, quint8 flags = 0);
    void enqueue(Outgoing outgoing);
    bool hasSendableFrame() const;
    Outgoing takeFrame();
    void addCredit(quint32 bytes);
    void receive(protocol::MessageType type, quint8 flags, const QByteArray &payload);
    void close(const Error &error, const QJsonObject &result);

    Session &m_session;
    ChannelId m_id;
    Role m_role;
    Priority m_priority;
    QString m_service;
    std::deque<Outgoing> m_out;
    qint64 m_queuedBytes = 0;       ///< payload bytes in m_out that cost credit
    qint64 m_sendCredit;
    ReceiveWindow m_window;
    bool m_accepted = false;
    bool m_endSent = false;
    bool m_cancelSent = false;
    bool m_inputEnded = false;
    bool m_cancelReceived = false;
    bool m_starved = false;         ///< `writable` is owed
    bool m_closed = false;
    bool m_worked = false;          ///< anything but OPEN and CANCEL passed: not a rapid reset
};

} // namespace transom::session
