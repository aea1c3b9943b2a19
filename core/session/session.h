#pragma once

#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/protocol/message_table.h"
#include "core/protocol/session_messages.h"
#include "core/session/authenticator.h"
#include "core/session/channel.h"
#include "core/session/keepalive.h"
#include "core/session/send_scheduler.h"
#include "core/transport/byte_stream.h"
#include "core/wire/frame_decoder.h"
#include "core/wire/tap.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace transom::session {

Q_NAMESPACE

/// Where a session is in its life. It only ever moves down this list.
enum class State : quint8 {
    Opening,   ///< the stream is connecting or doing its TLS handshake
    Greeting,  ///< HELLO is expected
    SigningIn,
    SignedIn,
    Leaving,   ///< GOODBYE said or heard; draining
    Closed,
};
Q_ENUM_NS(State)

/// Numbers about a session, taken at one moment.
struct Stats
{
    quint64 bytesIn = 0;   ///< frames with their headers; TLS's own bytes are not counted
    quint64 bytesOut = 0;
    quint64 framesIn = 0;
    quint64 framesOut = 0;
    qint64 roundTripNs = -1; ///< the latest PING; -1: none yet
    qint64 openedMs = 0;     ///< wall clock
    int channels = 0;
};

/// One connection's life: frames in and out, the checks before any handler, channels with credit, keepalive and goodbye.
/// What differs between the two ends (greeting and sign-in) is in ServerSession and ClientSession. Lives in the thread of
/// its stream.
class Session : public QObject
{
    Q_OBJECT

public:
    ~Session() override;

    SessionId id() const { return m_id; }
    State state() const { return m_state; }
    /// Meaningful once signed in.
    const Principal &principal() const { return m_principal; }
    transport::StreamInfo streamInfo() const { return m_stream->info(); }
    Stats stats() const;

    /// Says GOODBYE with the error's code and text (None: an ordinary parting), sends what is queued for at most
    /// limits::GoodbyeTimeout, and closes.
    void leave(const Error &reason = {});
    /// Ends at once.
    void abort(const Error &reason);
    /// Sends a PING; `pong` follows.
    void ping();
    /// Before the first byte, or at any later time; null takes it away.
    void setTap(std::shared_ptr<wire::Tap> tap);

Q_SIGNALS:
    void stateChanged(transom::session::State state);
    void signedIn(const transom::session::Principal &principal);
    void pong(qint64 roundTripNs);
    /// The peer has changed what this session's user may do (client), or somebody did here (server).
    void principalChanged(const transom::session::Principal &principal);
    /// Exactly once. None: an ordinary parting.
    void closed(const transom::Error &reason);

protected:
    Session(std::unique_ptr<transport::ByteStream> stream, bool isServer);
    /// For the destructors of what derives from this: handlers of channels hear of the end while the session is still all of what it is.
    void endNow();

    virtual void streamReady() = 0;
    /// A message on channel 0 that is about greeting, sign-in or the account.
    virtual void handleHandshake(protocol::MessageType type, const QByteArray &payload) = 0;
    /// OPEN, after its checks.
    virtual void handleOpen(Channel &channel, const QJsonObject &request) = 0;

    void enter(State state);
    void becomeSignedIn(const Principal &principal);
    void setPrincipal(const Principal &principal);
    /// Takes the peer's limits from its HELLO, with what we are willing to believe.
    void adopt(const protocol::Limits &limits);
    /// Breaks off with a GOODBYE: the peer broke the protocol, or may not go on.
    template<protocol::Message T>
    void sendControl(const T &message) { sendFrame(T::Type, 0, {}, protocol::encode(message)); }
    void sendOnChannel(protocol::MessageType type, ChannelId channel, const QByteArray &payload) { sendFrame(type, 0, channel, payload); }
    Channel *makeChannel(ChannelId id, Channel::Role role, const QString &service, Priority priority);
    transport::ByteStream &stream() { return *m_stream; }
    qint64 peerCredit() const { return m_peerCredit; }
    int openChannels() const { return static_cast<int>(m_channels.size()); }
    int peerChannels() const { return m_peerChannels; }

private:
    friend class Channel;
    friend class SendScheduler;

    void readSome();
    void dispatch(const wire::Frame &frame);
    void dispatchSession(protocol::MessageType type, const wire::Frame &frame);
    void dispatchChannel(protocol::MessageType type, const wire::Frame &frame);
    void dispatchOpen(const wire::Frame &frame);
    Result<void> checkHeader(const wire::FrameHeader &header);
    void announceTap();
    void handleGoodbye(const QByteArray &payload);
    void handlePong(const QByteArray &payload);
    void countIdleOpen();

    /// Control: goes out before anything that waits on a channel.
    void sendFrame(protocol::MessageType type, quint8 flags, ChannelId channel, const QByteArray &payload);
    void writeFrame(protocol::MessageType type, quint8 flags, ChannelId channel, const QByteArray &payload);
    void pump();
    void schedulePump();
    void channelClosed(Channel *channel);
    qint64 grantedBeyondInitial() const;
    void measureRoundTrip();
    void streamConnected();
    void streamClosed(const Error &error);
    void closeChannels(const Error &error);
    protocol::Phase phase() const;
    void noteRate(qint64 bytes);
    void drainAndClose();
    void finish(const Error &error);
    void timerEvent(QTimerEvent *event) override;

    SessionId m_id;
    bool m_isServer;
    State m_state = State::Opening;
    std::unique_ptr<transport::ByteStream> m_stream;
    wire::FrameDecoder m_decoder;
    std::shared_ptr<wire::Tap> m_tap;
    Principal m_principal;
    QHash<quint32, Channel *> m_channels;
    quint32 m_highestChannel = 0;
    SendScheduler m_scheduler;
    Keepalive m_keepalive;
    Stats m_stats;
    Error m_reason;             ///< why it ends, once that is known
    qint64 m_peerCredit = limits::InitialCredit;
    qint64 m_peerData = limits::DataPayload;
    qint64 m_dataSize = limits::SmallDataPayload; ///< see Channel::preferredDataSize
    qint64 m_rateSinceNs = 0;
    qint64 m_rateBytes = 0;
    qint64 m_roundTripAskedNs = 0;
    int m_peerChannels = limits::Channels;
    int m_handshakeFrames = 0;
    qint64 m_handshakeBytes = 0;
    int m_idleOpens = 0;        ///< rapid resets in this second
    qint64 m_idleOpensSinceMs = 0;
    int m_keepaliveTimer = 0;
    int m_deadlineTimer = 0;    ///< sign-in, then goodbye
    bool m_largeFrames = false; ///< the last frame that came was one
    bool m_pumpScheduled = false;
    bool m_readScheduled = false;
    bool m_finished = false;
};

} // namespace transom::session
