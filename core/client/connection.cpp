#include "core/client/connection.h"

#include "core/base/clock.h"
#include "core/chat/chat_client.h"
#include "core/client/delivery_errands.h"
#include "core/delivery/delivery_client.h"
#include "core/files/remote_files.h"
#include "core/files/transfer_queue.h"
#include "core/transport/socket_stream.h"

#include <QRandomGenerator>
#include <QTimer>

#include <algorithm>

namespace transom::client {

namespace {

constexpr int FirstRetryMs = 1000;
constexpr int LongestRetryMs = 30'000;

bool isWorthRetrying(ErrorCode code)
{
    switch (code) {
    case ErrorCode::ConnectionRefused:
    case ErrorCode::TimedOut:
    case ErrorCode::ConnectionLost:
    case ErrorCode::ShuttingDown:
    case ErrorCode::ServerBusy:
    case ErrorCode::NetworkUnreachable:
    case ErrorCode::HostNotFound:
        return true;
    default:
        return false;
    }
}

} // namespace

Connection::Connection(ConnectionOptions options)
    : m_options(std::move(options))
    , m_knownPeers(m_options.trustFile)
    , m_link(std::make_unique<session::SessionLink>())
    , m_chat(std::make_unique<chat::ChatClient>(*m_link))
    , m_files(std::make_unique<files::RemoteFiles>(*m_link))
    , m_deliveries(std::make_unique<delivery::DeliveryClient>(*m_link))
    , m_transfers(std::make_unique<files::TransferQueue>(*m_link))
    , m_retryTimer(new QTimer(this))
    , m_refreshTimer(new QTimer(this))
{
    qRegisterMetaType<ConnectionStatus>();
    // One parent, so that moveToThread() takes everything along.
    m_link->setParent(this);
    m_chat->setParent(this);
    m_files->setParent(this);
    m_deliveries->setParent(this);
    m_transfers->setParent(this);
    m_transfers->setErrands([link = m_link.get()](const auto &request, const auto &limit, const auto &keep) { return errandJob(*link, request, limit, keep); });
    if (!m_options.transfersFile.isEmpty())
        QMetaObject::invokeMethod(this, [this] { m_transfers->keepIn(m_options.transfersFile); }, Qt::QueuedConnection); // in the thread it is moved to
    m_retryTimer->setSingleShot(true);
    connect(m_retryTimer, &QTimer::timeout, this, &Connection::connectNow);
    connect(m_refreshTimer, &QTimer::timeout, this, [this] {
        if (m_session)
            m_session->ping();
        refresh();
    });
}

Connection::~Connection()
{
    // Services hold on to the link, and channels to the session: in this order.
    m_transfers.reset();
    m_deliveries.reset();
    m_files.reset();
    m_chat.reset();
    delete std::exchange(m_session, nullptr);
    m_link.reset();
}

void Connection::open(const Endpoint &endpoint, const security::Secret &password, const security::SaltedKey &key)
{
    QMetaObject::invokeMethod(this, [this, endpoint, password, key] {
        drop({});
        m_key = key; // never what another password became before
        m_status = {};
        m_status.endpoint = endpoint;
        m_password = password;
        m_attempt = 0;
        m_wasOnline = false;
        connectNow();
    });
}

void Connection::trustPeer()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_status.state != ConnectionState::NeedsTrust)
            return;
        const Endpoint &endpoint = m_status.endpoint;
        if (auto pinned = m_knownPeers.trust(endpoint.host, endpoint.port, m_status.keyHash); !pinned)
            return fail(ConnectionState::Failed, pinned.error());
        connectNow();
    });
}

void Connection::retryNow()
{
    QMetaObject::invokeMethod(this, [this] {
        if (m_status.state == ConnectionState::Waiting)
            connectNow();
    });
}

void Connection::close()
{
    QMetaObject::invokeMethod(this, [this] {
        m_retryTimer->stop();
        m_password.clear();
        m_closing = true;
        if (m_session && m_session->state() != session::State::Closed) {
            m_link->clear({}, false);
            m_session->leave(); // sessionClosed() follows
            return;
        }
        drop({});
        fail(ConnectionState::Idle, {});
    }, Qt::QueuedConnection); // it may be called from a handler of what is about to close
}

void Connection::setTap(std::shared_ptr<wire::Tap> tap)
{
    QMetaObject::invokeMethod(this, [this, tap = std::move(tap)] {
        m_tap = tap;
        if (m_session)
            m_session->setTap(m_tap);
    });
}

void Connection::watchSocket(bool on)
{
    QMetaObject::invokeMethod(this, [this, on] {
        m_socketWatched = on;
        renewSocketWatch();
    });
}

void Connection::renewSocketWatch()
{
    m_socketWatch.reset();
    const qintptr descriptor = m_socketWatched && m_session && m_stream ? m_stream->socketDescriptor() : -1;
    if (descriptor < 0)
        return;
    m_socketWatch = std::make_unique<transport::SocketWatch>(static_cast<int>(descriptor));
    connect(m_socketWatch.get(), &transport::SocketWatch::sampled, this, &Connection::socketSampled);
}

void Connection::connectNow()
{
    m_retryTimer->stop();
    m_closing = false;
    m_status.error = {};
    m_status.retryAtMs = 0;
    m_status.trusted = false;
    setState(ConnectionState::Connecting);

    session::ClientConfig config;
    config.agent = m_options.agent;
    config.user = m_status.endpoint.user;
    config.password = m_password;
    config.key = m_key;
    config.allowPlaintext = m_status.endpoint.plaintext;
    config.checkPeerKey = [this](const QByteArray &keyHash) { return checkKey(keyHash); };

    auto stream = makeStream();
    m_stream = stream.get();
    m_session = new session::ClientSession(std::move(stream), std::move(config));
    m_session->setParent(this);
    m_session->setTap(m_tap);
    connect(m_session, &session::Session::signedIn, this, &Connection::sessionSignedIn);
    connect(m_session, &session::Session::closed, this, &Connection::sessionClosed);
    connect(m_session, &session::Session::principalChanged, this, [this](const session::Principal &principal) {
        m_status.access = principal.access;
        refresh();
    });
    connect(m_session, &session::Session::pong, this, [this](qint64 roundTripNs) {
        m_status.roundTripNs = roundTripNs;
        Q_EMIT pong(roundTripNs);
    });
    connect(m_session, &session::Session::stateChanged, this, [this](session::State state) {
        if (state == session::State::Greeting || state == session::State::SigningIn) {
            const auto info = m_session->streamInfo();
            m_status.protection = info.protection;
            m_status.cipher = info.cipher;
            m_status.peerAddress = info.peer;
            setState(ConnectionState::SigningIn);
        }
    });
}

std::unique_ptr<transport::ByteStream> Connection::makeStream() const
{
    const Endpoint &endpoint = m_status.endpoint;
    if (endpoint.isLocalSocket())
        return transport::connectToLocal(endpoint.host);
    return endpoint.plaintext ? transport::connectToHost(endpoint.host, endpoint.port)
                              : transport::connectToHostByTls(endpoint.host, endpoint.port);
}

Result<void> Connection::checkKey(const QByteArray &keyHash)
{
    m_status.keyHash = keyHash;
    auto known = m_knownPeers.check(m_status.endpoint.host, m_status.endpoint.port, keyHash);
    if (!known)
        return tl::make_unexpected(known.error());
    switch (known->trust) {
    case security::Trust::Trusted:
        m_status.trusted = true;
        return {};
    case security::Trust::Unknown:
        return transom::fail(ErrorCode::PeerKeyUnknown);
    case security::Trust::Changed:
        m_status.expectedKeyHash = known->expected;
        return transom::fail(ErrorCode::PeerKeyChanged);
    }
    return transom::fail(ErrorCode::Internal);
}

void Connection::sessionSignedIn()
{
    m_attempt = 0;
    m_wasOnline = true;
    m_key = m_session->key();
    const auto &principal = m_session->principal();
    m_status.user = principal.user;
    m_status.access = principal.access;
    m_status.serverName = m_session->serverName();
    m_status.openedMs = m_session->stats().openedMs;
    m_status.state = ConnectionState::Online;
    m_transfers->setPlace({m_status.endpoint.address(), m_status.user});
    // The services first: whoever hears of Online may use them at once.
    m_link->set(m_session);
    renewSocketWatch();
    refresh();
    if (m_options.statusEveryMs > 0) {
        m_session->ping();
        m_refreshTimer->start(m_options.statusEveryMs);
    }
}

void Connection::sessionClosed(const Error &reason)
{
    refresh();
    m_refreshTimer->stop();
    auto *gone = std::exchange(m_session, nullptr);
    m_socketWatch.reset();
    const bool again = !m_closing && m_options.reconnect && m_wasOnline && isWorthRetrying(reason.code);
    m_link->clear(reason, again);
    gone->deleteLater();

    if (m_closing)
        return fail(ConnectionState::Idle, {});
    if (reason.code == ErrorCode::PeerKeyUnknown)
        return fail(ConnectionState::NeedsTrust, {});
    if (reason.code == ErrorCode::PeerKeyChanged)
        return fail(ConnectionState::KeyChanged, reason);
    if (again)
        return wait(reason);
    fail(reason.code == ErrorCode::None ? ConnectionState::Idle : ConnectionState::Failed, reason);
}

void Connection::wait(const Error &reason)
{
    qint64 delay = std::min<qint64>(qint64(FirstRetryMs) << std::min(m_attempt++, 10), LongestRetryMs);
    // Some chance in it, so that a class does not come back all at once; and never sooner than the server asks.
    delay += QRandomGenerator::global()->bounded(static_cast<int>(delay / 4 + 1));
    delay = std::max(delay, reason.retryAfterMs);
    m_status.error = reason;
    m_status.retryAtMs = monotonicMs() + delay;
    m_retryTimer->start(static_cast<int>(std::min<qint64>(delay, 3'600'000)));
    setState(ConnectionState::Waiting);
}

void Connection::fail(ConnectionState state, const Error &reason)
{
    m_status.error = reason;
    setState(state);
}

void Connection::drop(const Error &reason)
{
    m_retryTimer->stop();
    m_refreshTimer->stop();
    m_socketWatch.reset();
    if (!m_session)
        return;
    auto *gone = std::exchange(m_session, nullptr);
    gone->disconnect(this);
    m_link->clear(reason, false);
    gone->leave();
    // It says goodbye on its own time.
    connect(gone, &session::Session::closed, gone, &QObject::deleteLater);
    if (gone->state() == session::State::Closed)
        gone->deleteLater();
}

void Connection::setState(ConnectionState state)
{
    m_status.state = state;
    refresh();
}

void Connection::refresh()
{
    if (m_session) {
        const auto stats = m_session->stats();
        m_status.bytesIn = stats.bytesIn;
        m_status.bytesOut = stats.bytesOut;
    }
    Q_EMIT statusChanged(m_status);
}

} // namespace transom::client
