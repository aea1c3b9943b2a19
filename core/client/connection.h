#pragma once

#include "core/client/endpoint.h"
#include "core/protocol/access.h"
#include "core/security/known_peers.h"
#include "core/security/secret.h"
#include "core/session/session_link.h"
#include "core/transport/byte_stream.h"
#include "core/transport/socket_watch.h"
#include "core/wire/tap.h"

#include <QObject>
#include <QPointer>

#include <memory>

class QTimer;

namespace transom::chat {
class ChatClient;
}
namespace transom::delivery {
class DeliveryClient;
}
namespace transom::files {
class RemoteFiles;
class TransferQueue;
}

namespace transom::client {

Q_NAMESPACE

enum class ConnectionState {
    Idle,         ///< nothing wanted
    Connecting,
    NeedsTrust,   ///< the server's key is not known: compare `fingerprint`, then trustPeer() or close()
    KeyChanged,   ///< the server's key is not the one that was trusted: a full stop
    SigningIn,
    Online,
    Waiting,      ///< the connection was lost; another attempt follows at `retryAtMs`
    Failed,       ///< `error` says why; open() again
};
Q_ENUM_NS(ConnectionState)

/// Everything a person should see about a connection, taken at one moment.
struct ConnectionStatus
{
    ConnectionState state = ConnectionState::Idle;
    Endpoint endpoint;
    QString user;               ///< as the server writes it, once online
    QString serverName;
    protocol::Access access;
    transport::Protection protection = transport::Protection::Plaintext;
    QString cipher;
    bool trusted = false;       ///< the server's key is the one that was pinned
    QByteArray keyHash;         ///< of the server's key, 32 bytes; format with security::formatFingerprint
    QByteArray expectedKeyHash; ///< in KeyChanged: the pinned one
    QString peerAddress;
    Error error;
    qint64 retryAtMs = 0;       ///< monotonic clock
    qint64 openedMs = 0;        ///< wall clock
    qint64 roundTripNs = -1;
    quint64 bytesIn = 0;
    quint64 bytesOut = 0;
};

struct ConnectionOptions
{
    QString agent;
    QString trustFile;          ///< path of the known-peers file
    QString transfersFile;      ///< where the list of transfers is kept; empty: nowhere
    bool reconnect = true;      ///< after a lost connection, with a delay of 1, 2, 4, … 30 s and some chance in it
    int statusEveryMs = 2500;   ///< how often numbers are refreshed with a PING (at most 10 in 10 s are allowed); 0: only on changes
};

/// A client's connection to one server over its whole life: connects, asks for trust, signs in, comes back after a loss,
/// and carries the client sides of the services.
///
/// Lives in an I/O thread. The methods may be called from any thread; they are carried out in the connection's own.
/// Signals are emitted there: connect with a context object. chat(), files() and transfers() never change and may be
/// fetched from any thread; their own methods say what they allow.
class Connection : public QObject
{
    Q_OBJECT

public:
    explicit Connection(ConnectionOptions options);
    ~Connection() override;

    /// By the password, or by a key that was kept of it (KeptKeys).
    void open(const Endpoint &endpoint, const security::Secret &password, const security::SaltedKey &key = {});
    /// In NeedsTrust: pins the key that was shown and goes on.
    void trustPeer();
    /// In Waiting: try now.
    void retryNow();
    /// Says goodbye; ends in Idle.
    void close();
    void setTap(std::shared_ptr<wire::Tap> tap);
    /// While somebody looks at them: what the system knows about the socket, and about its other end where that is on this computer, ten times a
    /// second by socketSampled().
    void watchSocket(bool on);

    session::SessionLink &link() { return *m_link; }
    chat::ChatClient &chat() { return *m_chat; }
    files::RemoteFiles &files() { return *m_files; }
    delivery::DeliveryClient &deliveries() { return *m_deliveries; }
    files::TransferQueue &transfers() { return *m_transfers; }

    /// The connection's thread only.
    const ConnectionStatus &status() const { return m_status; }

Q_SIGNALS:
    void statusChanged(const transom::client::ConnectionStatus &status);
    /// Every answer to a PING, for `transomctl ping` and the round-trip display.
    void pong(qint64 roundTripNs);
    void socketSampled(const transom::transport::SocketWatch::Sample &sample);

private:
    void connectNow();
    void sessionSignedIn();
    void sessionClosed(const Error &reason);
    void wait(const Error &reason);
    void fail(ConnectionState state, const Error &reason);
    void setState(ConnectionState state);
    void refresh();
    void drop(const Error &reason);
    void renewSocketWatch();
    std::unique_ptr<transport::ByteStream> makeStream() const;
    Result<void> checkKey(const QByteArray &keyHash);

    ConnectionOptions m_options;
    security::KnownPeers m_knownPeers;
    ConnectionStatus m_status;
    security::Secret m_password;
    security::SaltedKey m_key;
    std::shared_ptr<wire::Tap> m_tap;
    QPointer<transport::ByteStream> m_stream; ///< the session's
    std::unique_ptr<transport::SocketWatch> m_socketWatch;
    bool m_socketWatched = false;
    std::unique_ptr<session::SessionLink> m_link;
    std::unique_ptr<chat::ChatClient> m_chat;
    std::unique_ptr<files::RemoteFiles> m_files;
    std::unique_ptr<delivery::DeliveryClient> m_deliveries;
    std::unique_ptr<files::TransferQueue> m_transfers;
    session::ClientSession *m_session = nullptr;
    QTimer *m_retryTimer = nullptr;
    QTimer *m_refreshTimer = nullptr;
    int m_attempt = 0;
    bool m_wasOnline = false;
    bool m_closing = false;
};

} // namespace transom::client

Q_DECLARE_METATYPE(transom::client::ConnectionStatus)
