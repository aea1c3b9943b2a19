#include "core/transport/tls_stream.h"

#include "core/base/clock.h"
#include "core/base/sha256.h"
#include "core/transport/socket_statistics.h"
#include "core/transport/socket_text.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QSocketNotifier>
#include <QTcpSocket>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace transom::transport {

namespace {

constexpr unsigned char HandshakeRecord = 0x16; ///< first byte of every TLS connection (RFC 8446 5.1)
constexpr qsizetype Record = 16 * 1024;         ///< the most plaintext of one record (RFC 8446 5.1)
constexpr qsizetype SendAt = 256 * 1024;        ///< encrypted bytes that are not kept until the end of the turn
constexpr qsizetype Urgent = 16 * 1024;         ///< no more than this goes without asking whether the kernel has much already
constexpr qsizetype KeptBuffer = 4 * 1024;      ///< what an idle stream may keep of its buffer
constexpr int PeeksPerTurn = 16;                ///< blocks of a stranger's bytes that are thrown away before it is somebody else's turn

/// Messages of TLS itself that a peer may send after the handshake (RFC 8446 4.6: new keys, tickets), and one more for so many bytes of its own. OpenSSL goes
/// through them inside one call of SSL_read: a peer that sends nothing else, and has not even signed in, would keep the thread to itself.
constexpr qint64 MostMessages = 32;
constexpr qint64 BytesPerMessage = 1024 * 1024;

/// For somebody who opens the port in a browser. Sent once, without waiting.
constexpr char HttpAnswer[] =
    "HTTP/1.1 400 Bad Request\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Connection: close\r\n\r\n"
    "This port belongs to a Transom server. It speaks Transom's own protocol over TLS, not HTTP:\n"
    "connect with Transom instead of a browser.\n";

bool looksLikeHttp(QByteArrayView bytes)
{
    for (const char *method : {"GET ", "HEAD ", "POST ", "PUT ", "OPTIONS ", "CONNECT ", "DELETE ", "PATCH ", "PRI "}) {
        if (bytes.startsWith(
                QByteArrayView(method).first(std::min<qsizetype>(bytes.size(), qsizetype(std::strlen(method))))))
            return true;
    }
    return false;
}

template<class Name>
QString endpointOf(int descriptor, Name name)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto *generic = reinterpret_cast<sockaddr *>(&address);
    if (name(descriptor, generic, &size) != 0)
        return {};
    // The port lies at the same place for both families.
    return endpointText(QHostAddress(generic), ntohs(reinterpret_cast<const sockaddr_in *>(generic)->sin_port));
}

template<auto Encode, class T>
QByteArray hashOfDer(T *object)
{
    unsigned char *der = nullptr;
    const int size = Encode(object, &der);
    const QByteArray hash = size > 0 ? Sha256::of(QByteArrayView(der, size)) : QByteArray();
    OPENSSL_free(der);
    return hash;
}

} // namespace

void TlsStream::Free::operator()(ssl_st *tls) const
{
    SSL_free(tls);
}

TlsStream::TlsStream(const StreamOptions &streamOptions)
    : DeviceStream(streamOptions)
{
    m_info.protection = Protection::Tls;
}

TlsStream::~TlsStream()
{
    deviceAbort();
}

// Opening -------------------------------------------------------------------------------------------------------------

void TlsStream::connectTo(const QString &host, quint16 port)
{
    m_host = host;
    m_where = endpointText(host, port);
    m_info.peer = m_where;
    startOpeningTimer(options().connectTimeout);
    // Qt looks up the name, tries one address after the other and tells errors apart; then the connection is ours.
    m_connecting = std::make_unique<QTcpSocket>();
    m_connecting->setProxy(QNetworkProxy::NoProxy);
    connect(m_connecting.get(), &QTcpSocket::connected, this, &TlsStream::tcpConnected, Qt::QueuedConnection);
    connect(m_connecting.get(), &QTcpSocket::errorOccurred, this, &TlsStream::connectFailed);
    m_connecting->connectToHost(host, port);
}

void TlsStream::connectFailed(QAbstractSocket::SocketError error)
{
    ended(m_connecting->state() == QAbstractSocket::ConnectedState || error == QAbstractSocket::RemoteHostClosedError
              ? handshakeError(QAbstractSocket::RemoteHostClosedError)
              : connectError(error, m_host, m_where));
}

void TlsStream::tcpConnected()
{
    if (m_step != Step::Connecting || !m_connecting)
        return;
    m_step = Step::Handshake;
    m_connecting->disconnect(this);
    const bool spokeFirst = m_connecting->bytesAvailable() > 0;
    m_descriptor = ::fcntl(static_cast<int>(m_connecting->socketDescriptor()), F_DUPFD_CLOEXEC, 0);
    m_connecting.reset(); // its own descriptor only
    if (m_descriptor < 0)
        return ended(connectError(QAbstractSocket::SocketResourceError, m_host, m_where));
    if (spokeFirst) // no TLS server does
        return ended(handshakeError(QAbstractSocket::SslHandshakeFailedError));
    tuneTcp(m_descriptor);
    m_info.local = endpointOf(m_descriptor, ::getsockname);
    m_info.peer = endpointOf(m_descriptor, ::getpeername);
    startOpeningTimer(options().tlsTimeout);
    if (!begin(tlsClientContext()))
        return;
    SSL_set_connect_state(m_tls.get());
    QByteArray name = m_host.toUtf8();
    if (!QHostAddress().setAddress(m_host)) // RFC 6066: names only
        SSL_ctrl(m_tls.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    shakeHands();
}

void TlsStream::accept(qintptr descriptor, const TlsServerConfig &config)
{
    m_isServer = true;
    m_descriptor = static_cast<int>(descriptor);
    m_info.local = endpointOf(m_descriptor, ::getsockname);
    m_info.peer = endpointOf(m_descriptor, ::getpeername);
    m_where = m_info.peer;
    if (m_info.peer.isEmpty())
        return ended({ErrorCode::ConnectionLost, tr("The connection ended before it could be served.")});
    ::fcntl(m_descriptor, F_SETFL, ::fcntl(m_descriptor, F_GETFL) | O_NONBLOCK);
    tuneTcp(m_descriptor);
    m_channelBinding = config.channelBinding();
    if (!begin(config.context()))
        return;
    SSL_set_accept_state(m_tls.get());
    m_step = Step::FirstBytes;
    startOpeningTimer(options().tlsTimeout);
}

bool TlsStream::begin(const TlsContext &context)
{
    m_tls.reset(context ? SSL_new(context.get()) : nullptr);
    BIO *in = m_tls ? BIO_new_socket(m_descriptor, BIO_NOCLOSE) : nullptr;
    BIO *out = in ? BIO_new(collecting()) : nullptr;
    if (!out) {
        BIO_free(in);
        ended(handshakeError(QAbstractSocket::SslInternalError));
        return false;
    }
    // After each recv that OpenSSL has made.
    BIO_set_callback_ex(in, [](BIO *bio, int what, const char *, size_t, int, long, int result, size_t *length) -> long {
        if (what == (BIO_CB_READ | BIO_CB_RETURN) && result > 0 && length)
            reinterpret_cast<TlsStream *>(BIO_get_callback_arg(bio))->received(static_cast<qint64>(*length));
        return result;
    });
    BIO_set_callback_arg(in, reinterpret_cast<char *>(this));
    BIO_set_data(out, this);
    BIO_set_init(out, 1);
    SSL_set_bio(m_tls.get(), in, out);
    SSL_set_msg_callback(m_tls.get(), [](int written, int, int type, const void *, size_t, SSL *, void *self) {
        if (written == 0 && type == SSL3_RT_HANDSHAKE)
            static_cast<TlsStream *>(self)->messageAfterHandshake();
    });
    SSL_set_msg_callback_arg(m_tls.get(), this);
    m_readNotifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(m_readNotifier, &QSocketNotifier::activated, this, &TlsStream::readable);
    m_writeNotifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Write, this);
    m_writeNotifier->setEnabled(false);
    connect(m_writeNotifier, &QSocketNotifier::activated, this, &TlsStream::send);
    return true;
}

void TlsStream::readable()
{
    switch (m_step) {
    case Step::FirstBytes:
        return lookAtFirstBytes();
    case Step::Handshake:
        return shakeHands();
    case Step::Connecting:
    case Step::Ended:
    case Step::Done:
        break;
    }
    if (m_step != Step::Done || m_told) { // told, and not read since: it comes back by itself
        m_readNotifier->setEnabled(false);
        return;
    }
    // Only what is for the reader is told of; an end is noticed though nobody reads.
    char first = 0;
    ERR_clear_error();
    const int result = SSL_peek(m_tls.get(), &first, 1);
    if (result <= 0)
        return nothingToRead(result);
    m_told = true;
    noteReadable();
}

/// Before OpenSSL sees them: it would only say "wrong version number", and the peer would get an alert it cannot read.
void TlsStream::lookAtFirstBytes()
{
    std::array<char, 4096> request;
    const ssize_t length = ::recv(m_descriptor, request.data(), 16, MSG_PEEK | MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0)
        return ended(handshakeError(QAbstractSocket::RemoteHostClosedError));
    m_step = Step::Handshake;
    if (static_cast<unsigned char>(request.front()) == HandshakeRecord)
        return shakeHands();
    const bool http = looksLikeHttp(QByteArrayView(request.data(), length));
    if (http) {
        ::send(m_descriptor, HttpAnswer, sizeof HttpAnswer - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
        ::shutdown(m_descriptor, SHUT_WR);
    }
    // Read, so that closing does not reset the connection before the answer has arrived.
    for (int i = 0; i < PeeksPerTurn && ::recv(m_descriptor, request.data(), request.size(), MSG_DONTWAIT) > 0; ++i) {
    }
    ended({ErrorCode::NotTransom,
           (http ? tr("%1 speaks HTTP; this port serves Transom only. Connect to it with Transom.")
                 : tr("%1 does not speak TLS; this port serves Transom only. Connect to it with Transom."))
               .arg(m_where)});
}

void TlsStream::shakeHands()
{
    ERR_clear_error();
    const int result = SSL_do_handshake(m_tls.get());
    const int problem = result == 1 ? SSL_ERROR_NONE : SSL_get_error(m_tls.get(), result);
    const int why = ERR_GET_REASON(ERR_peek_error());
    if (problem == SSL_ERROR_NONE)
        m_step = Step::Done;
    send(); // an alert, too
    if (m_step == Step::Ended || problem == SSL_ERROR_WANT_READ)
        return;
    if (problem == SSL_ERROR_NONE)
        return noteOpened();
    if (problem == SSL_ERROR_SSL && why == SSL_R_NO_APPLICATION_PROTOCOL)
        return ended({ErrorCode::NotTransom,
                      tr("%1 speaks TLS, but not Transom's protocol. Connect to this port with Transom.").arg(m_where)});
    const bool cut = problem == SSL_ERROR_SYSCALL || problem == SSL_ERROR_ZERO_RETURN || why == SSL_R_UNEXPECTED_EOF_WHILE_READING;
    ended(handshakeError(cut ? QAbstractSocket::RemoteHostClosedError : QAbstractSocket::SslHandshakeFailedError));
}

Error TlsStream::checkOpened()
{
    const unsigned char *protocol = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(m_tls.get(), &protocol, &length);
    if (QByteArrayView(protocol, length) != QByteArrayView(AlpnName)) {
        return {ErrorCode::NotTransom,
                (m_isServer ? tr("%1 speaks TLS, but not Transom's protocol. Connect to this port with Transom.")
                            : tr("%1 speaks TLS, but is no Transom server. Check the address and the port."))
                    .arg(m_where)};
    }
    m_info.cipher = QString::fromLatin1(SSL_CIPHER_get_name(SSL_get_current_cipher(m_tls.get())));
    m_told = SSL_has_pending(m_tls.get()) == 1; // it came with the last of the handshake
    if (m_isServer)
        return {};
    X509 *certificate = SSL_get0_peer_certificate(m_tls.get());
    m_channelBinding = certificate ? hashOfDer<i2d_X509>(certificate) : QByteArray();
    m_peerKeyHash = certificate ? hashOfDer<i2d_X509_PUBKEY>(X509_get_X509_PUBKEY(certificate)) : QByteArray();
    if (m_peerKeyHash.isEmpty())
        return {ErrorCode::TlsFailed,
                tr("%1 showed no certificate, so it cannot be recognised. Do not trust it.").arg(m_where)};
    return {};
}

Error TlsStream::handshakeError(QAbstractSocket::SocketError error) const
{
    switch (error) {
    case QAbstractSocket::RemoteHostClosedError:
        return {
            ErrorCode::ConnectionLost,
            m_isServer
                ? tr("%1 left before the connection was encrypted.").arg(m_where)
                : tr("%1 ended the connection before it was encrypted. It may be busy, or no Transom server: check the "
                     "port, or try again in a moment.")
                      .arg(m_where)};
    default:
        return {
            ErrorCode::TlsFailed,
            m_isServer
                ? tr("%1 could not agree with this server on encryption (TLS 1.3). Update Transom on that computer.")
                      .arg(m_where)
                : tr("%1 does not speak Transom's encryption (TLS 1.3). Check the port, and that a Transom server "
                     "listens there.")
                      .arg(m_where)};
    }
}

Error TlsStream::openingTimedOut() const
{
    if (m_step == Step::Connecting)
        return connectTimedOut(m_where, options().connectTimeout);
    const double seconds = static_cast<double>(options().tlsTimeout.count()) / 1000;
    return {ErrorCode::TimedOut, (m_isServer ? tr("%1 connected, but did not begin an encrypted session within %2 s.")
                                             : tr("%1 accepted the connection, but did not answer in TLS within %2 s. "
                                                  "Check the port, and that a Transom "
                                                  "server listens there."))
                                     .arg(m_where)
                                     .arg(seconds)};
}

// Open ----------------------------------------------------------------------------------------------------------------

qint64 TlsStream::deviceRead(char *into, qint64 most)
{
    if (m_step != Step::Done)
        return 0;
    qint64 taken = 0;
    while (taken < most) {
        ERR_clear_error();
        const int length = SSL_read(m_tls.get(), into + taken, static_cast<int>(std::min<qint64>(most - taken, 1 << 30)));
        if (length > 0) {
            taken += length;
            m_plainRead += length;
            continue;
        }
        nothingToRead(length);
        break;
    }
    return taken;
}

/// After OpenSSL has said so: more will come, or that was the end.
void TlsStream::nothingToRead(int result)
{
    const int problem = SSL_get_error(m_tls.get(), result);
    m_told = false;
    if (problem == SSL_ERROR_WANT_READ) {
        if (!m_readNotifier->isEnabled())
            m_readNotifier->setEnabled(true);
        return;
    }
    m_readNotifier->setEnabled(false);
    if (m_ending) // what is queued may still arrive
        return;
    if (m_tooManyMessages)
        return ended({ErrorCode::TlsFailed, tr("%1 changes its encryption keys without end, so the connection was closed. Update the program on that computer.").arg(m_where)});
    if (problem != SSL_ERROR_ZERO_RETURN)
        return ended(connectionError(QAbstractSocket::NetworkError, m_where)); // cut, perhaps by somebody in between
    SSL_shutdown(m_tls.get()); // close_notify: we say the same, and go
    send();
    ended({});
}

/// In the middle of a read: nothing more is taken from here on, and nothingToRead() ends it.
void TlsStream::messageAfterHandshake()
{
    if (m_step != Step::Done || ++m_messagesAfterHandshake <= MostMessages + m_plainRead / BytesPerMessage)
        return;
    m_tooManyMessages = true;
    SSL_set_shutdown(m_tls.get(), SSL_get_shutdown(m_tls.get()) | SSL_RECEIVED_SHUTDOWN);
}

void TlsStream::deviceWrite(QByteArrayView bytes)
{
    if (m_step != Step::Done || m_ending || m_sendingFailed)
        return;
    if (!m_plain.isEmpty()) {
        const qsizetype part = std::min(Record - m_plain.size(), bytes.size());
        m_plain.append(bytes.first(part));
        bytes = bytes.sliced(part);
        if (m_plain.size() == Record) {
            encrypt(m_plain);
            m_plain.resize(0);
        }
    }
    if (const qsizetype whole = bytes.size() / Record * Record; whole > 0) {
        encrypt(bytes.first(whole));
        bytes = bytes.sliced(whole);
    }
    m_plain.append(bytes);
    if (m_out.size() - m_sent >= SendAt)
        send();
    if (!m_plain.isEmpty() || m_out.size() - m_sent < SendAt)
        postFlush(); // the rest of what is large, too: nobody else asks for it
}

/// Later in this turn of the event loop: what is written in one go leaves in one go.
void TlsStream::postFlush()
{
    if (std::exchange(m_flushPosted, true))
        return;
    QMetaObject::invokeMethod(this, [this] {
        m_flushPosted = false;
        deviceFlush();
    }, Qt::QueuedConnection);
}

void TlsStream::encrypt(QByteArrayView bytes)
{
    if (bytes.size() >= Record && m_out.capacity() < SendAt)
        m_out.reserve(SendAt + 2 * Record);
    while (!bytes.isEmpty()) {
        ERR_clear_error();
        const Mark before{m_recordsSent + m_out.size() - m_sent, m_encrypted};
        const int length = SSL_write(m_tls.get(), bytes.data(), static_cast<int>(std::min<qsizetype>(bytes.size(), 1 << 30)));
        if (length <= 0)
            return sendingFailed(); // it never waits: collect() takes all
        bytes = bytes.sliced(length);
        m_encrypted += length;
        if (!isWatched())
            continue;
        if (m_marks.empty())
            m_gone = before;
        m_marks.push_back({m_recordsSent + m_out.size() - m_sent, m_encrypted});
    }
}

/// As far as it is in records that have gone; of records that have gone in part, a part.
qint64 TlsStream::plainSent()
{
    while (!m_marks.empty() && m_marks.front().records <= m_recordsSent) {
        m_gone = m_marks.front();
        m_marks.pop_front();
    }
    if (m_marks.empty() || m_recordsSent <= m_gone.records)
        return m_gone.plain;
    const Mark &next = m_marks.front();
    const double share = static_cast<double>(m_recordsSent - m_gone.records) / static_cast<double>(next.records - m_gone.records);
    return m_gone.plain + static_cast<qint64>(share * static_cast<double>(next.plain - m_gone.plain));
}

void TlsStream::deviceFlush()
{
    encryptRest();
    send();
}

void TlsStream::encryptRest()
{
    if (m_step != Step::Done || m_plain.isEmpty())
        return;
    encrypt(m_plain);
    if (m_plain.capacity() > KeptBuffer && m_out.size() < SendAt / 2)
        m_plain = {};
    else
        m_plain.resize(0);
}

/// Whether the kernel wants more: with TCP_NOTSENT_LOWAT it says so only while little waits unsent.
bool TlsStream::takesMore() const
{
    pollfd waiting{m_descriptor, POLLOUT, 0};
    return ::poll(&waiting, 1, 0) > 0;
}

void TlsStream::send()
{
    if (m_descriptor < 0 || m_step == Step::Ended || m_sendingFailed)
        return;
    const qsizetype before = m_sent;
    bool waits = m_out.size() - m_sent > Urgent && !takesMore();
    while (!waits && m_sent < m_out.size()) {
        const ssize_t length = ::send(m_descriptor, m_out.constData() + m_sent, static_cast<size_t>(m_out.size() - m_sent), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (length >= 0) {
            m_sent += length;
            const qint64 plainBefore = isWatched() ? plainSent() : 0;
            m_recordsSent += length;
            if (isWatched())
                tellCall({true, true, m_recordsSent - length, length, m_out.size() - m_sent, monotonicNs(), plainBefore, plainSent()});
            else if (!m_marks.empty())
                m_marks.clear();
        } else if (errno == EAGAIN)
            waits = true;
        else if (errno != EINTR)
            return sendingFailed();
        waits = waits || (length >= 0 && m_sent < m_out.size());
    }
    if (m_sent > before)
        noteDrained();
    if (m_sent == m_out.size()) {
        m_sent = 0;
        if (m_out.capacity() > KeptBuffer)
            m_out = {};
        else
            m_out.resize(0);
    } else if (m_sent > m_out.size() / 2) { // a long queue does not keep what has gone
        m_out.remove(0, m_sent);
        m_sent = 0;
    }
    if (waits != m_writeNotifier->isEnabled())
        m_writeNotifier->setEnabled(waits);
    if (!waits && m_ending)
        ended({});
}

void TlsStream::received(qint64 bytes)
{
    m_recordsReceived += bytes;
    if (isWatched())
        tellCall({false, true, m_recordsReceived - bytes, bytes, waitingToBeRead(m_descriptor).value_or(-1), monotonicNs(), m_plainRead, -1});
}

bio_method_st *TlsStream::collecting()
{
    static BIO_METHOD *const method = [] {
        BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "collecting");
        BIO_meth_set_write(made, &TlsStream::collect);
        // OpenSSL flushes after the handshake's messages.
        BIO_meth_set_ctrl(made, [](BIO *, int command, long, void *) -> long { return command == BIO_CTRL_FLUSH ? 1 : 0; });
        return made;
    }();
    return method;
}

int TlsStream::collect(bio_st *bio, const char *bytes, int length)
{
    static_cast<TlsStream *>(BIO_get_data(bio))->m_out.append(bytes, length);
    return length;
}

// The end -------------------------------------------------------------------------------------------------------------

void TlsStream::deviceDisconnect()
{
    if (m_step != Step::Done)
        return ended({});
    encryptRest();
    m_ending = true;
    ERR_clear_error();
    SSL_shutdown(m_tls.get());
    send();
}

/// What the peer said before it went is still to be read: the end is told after that.
void TlsStream::sendingFailed()
{
    if (m_step == Step::Handshake)
        return ended(handshakeError(QAbstractSocket::RemoteHostClosedError));
    m_sendingFailed = true;
    m_writeNotifier->setEnabled(false);
    dropQueue();
    m_told = true;
    noteEnded(connectionError(QAbstractSocket::NetworkError, m_where));
}

void TlsStream::ended(const Error &error)
{
    m_step = Step::Ended;
    for (QSocketNotifier *notifier : {m_readNotifier, m_writeNotifier}) {
        if (notifier)
            notifier->setEnabled(false);
    }
    dropQueue();
    noteEnded(error);
}

void TlsStream::dropQueue()
{
    m_plain = {};
    m_out = {};
    m_sent = 0;
}

void TlsStream::deviceAbort()
{
    m_step = Step::Ended;
    for (QSocketNotifier **notifier : {&m_readNotifier, &m_writeNotifier}) {
        if (QSocketNotifier *gone = std::exchange(*notifier, nullptr)) {
            gone->setEnabled(false); // before its descriptor goes
            gone->deleteLater();     // this may be its own signal
        }
    }
    if (m_connecting)
        m_connecting->disconnect(this);
    m_connecting.reset();
    m_tls.reset();
    dropQueue();
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

} // namespace transom::transport
