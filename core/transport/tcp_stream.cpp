#include "core/transport/tcp_stream.h"

#include "core/base/clock.h"
#include "core/transport/socket_statistics.h"
#include "core/transport/socket_text.h"

#include <QNetworkProxy>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslSocket>
#include <QTcpSocket>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

namespace transom::transport {

namespace {

constexpr char HandshakeRecord = 0x16; ///< first byte of every TLS connection (RFC 8446 5.1)

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

} // namespace

TcpStream::TcpStream(const StreamOptions &streamOptions, bool tls)
    : DeviceStream(streamOptions)
    , m_socket(tls ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>())
    , m_tls(qobject_cast<QSslSocket *>(m_socket.get()))
{
    m_info.protection = tls ? Protection::Tls : Protection::Plaintext;
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(streamOptions.readBuffer);
    connect(m_socket.get(), &QTcpSocket::connected, this, &TcpStream::tcpConnected);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, [this] {
        if (!m_tls)
            noteReceived();
        if (m_step == Step::FirstBytes)
            lookAtFirstBytes();
        else
            noteReadable();
    });
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, [this](qint64 bytes) {
        if (!m_tls)
            noteSent(bytes);
        noteDrained();
    });
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &TcpStream::failed);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &TcpStream::disconnected);
    if (m_tls) {
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, [this](qint64 bytes) {
            noteRecordsSent(bytes);
            noteDrained();
        });
        // Only a note: asking the socket for its cipher in here has crashed Qt 6.4.
        connect(m_tls, &QSslSocket::encrypted, this, [this] {
            m_step = Step::Done;
            noteOpened();
        });
    }
}

TcpStream::~TcpStream()
{
    m_socket->disconnect(this);
}

void TcpStream::connectTo(const QString &host, quint16 port)
{
    m_host = host;
    m_where = endpointText(host, port);
    m_info.peer = m_where;
    startOpeningTimer(options().connectTimeout);
    m_socket->connectToHost(host, port);
}

void TcpStream::accept(qintptr descriptor, const TlsServerConfig *tls)
{
    m_isServer = true;
    if (!m_socket->setSocketDescriptor(descriptor)) {
        ::close(static_cast<int>(descriptor));
        return noteEnded({ErrorCode::ConnectionLost, tr("The connection ended before it could be served.")});
    }
    tuneTcp(descriptor);
    m_info.local = endpointText(m_socket->localAddress(), m_socket->localPort());
    m_info.peer = endpointText(m_socket->peerAddress(), m_socket->peerPort());
    m_where = m_info.peer;
    if (!tls) {
        m_step = Step::Done;
        return noteOpened();
    }
    m_step = Step::FirstBytes;
    m_tls->setSslConfiguration(tls->configuration());
    m_channelBinding = tls->channelBinding();
    startOpeningTimer(options().tlsTimeout);
}

// Calls of an encrypted stream are those of the plain socket below: what goes through them are TLS records.

void TcpStream::noteRecordsSent(qint64 bytes)
{
    m_recordsSent += bytes;
    if (isWatched())
        tellCall({true, true, m_recordsSent - bytes, bytes, m_tls->encryptedBytesToWrite(), monotonicNs()});
}

void TcpStream::noteRecordsReceived()
{
    // The socket does not say how much a call took. What has come to the computer less what still waits is what was taken.
    const auto waiting = waitingToBeRead(static_cast<int>(descriptor()));
    const auto statistics = socketStatistics(static_cast<int>(descriptor()));
    if (!waiting || !statistics || !statistics->bytesReceived)
        return;
    const qint64 end = static_cast<qint64>(*statistics->bytesReceived) - *waiting;
    const qint64 begin = m_recordsReceived;
    if (end <= begin)
        return;
    m_recordsReceived = end;
    tellCall({false, true, begin, end - begin, *waiting, monotonicNs()});
}

void TcpStream::watchCalls(std::function<void(const StreamCall &)> watcher)
{
    const bool began = watcher && !isWatched();
    DeviceStream::watchCalls(std::move(watcher));
    if (!m_tls)
        return;
    auto *below = m_tls->findChild<QTcpSocket *>();
    if (!below)
        return;
    if (!isWatched()) {
        below->disconnect(this);
    } else if (began) {
        if (const auto statistics = socketStatistics(static_cast<int>(descriptor())); statistics && statistics->bytesReceived)
            m_recordsReceived = static_cast<qint64>(*statistics->bytesReceived) - waitingToBeRead(static_cast<int>(descriptor())).value_or(0);
        connect(below, &QTcpSocket::readyRead, this, &TcpStream::noteRecordsReceived);
    }
}

void TcpStream::tcpConnected()
{
    if (m_isServer)
        return;
    tuneTcp(m_socket->socketDescriptor());
    m_info.local = endpointText(m_socket->localAddress(), m_socket->localPort());
    m_info.peer = endpointText(m_socket->peerAddress(), m_socket->peerPort());
    if (!m_tls) {
        m_step = Step::Done;
        return noteOpened();
    }
    m_step = Step::Handshake;
    startOpeningTimer(options().tlsTimeout);
    m_tls->setSslConfiguration(tlsClientConfiguration());
    m_tls->startClientEncryption();
}

/// Before OpenSSL sees them: it would only say "wrong version number", and the peer would get an alert it cannot read.
void TcpStream::lookAtFirstBytes()
{
    const QByteArray first = m_socket->peek(16);
    if (first.isEmpty())
        return;
    if (first.front() == HandshakeRecord) {
        m_step = Step::Handshake;
        m_tls->startServerEncryption();
        return;
    }
    const bool http = looksLikeHttp(first);
    m_step = Step::Done;
    if (http) {
        ::send(static_cast<int>(m_socket->socketDescriptor()), HttpAnswer, sizeof HttpAnswer - 1,
               MSG_DONTWAIT | MSG_NOSIGNAL);
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    }
    // Read, so that closing does not reset the connection before the answer has arrived.
    std::array<char, 4096> request;
    while (m_socket->read(request.data(), request.size()) > 0) {
    }
    noteEnded({ErrorCode::NotTransom,
               (http ? tr("%1 speaks HTTP; this port serves Transom only. Connect to it with Transom.")
                     : tr("%1 does not speak TLS; this port serves Transom only. Connect to it with Transom."))
                   .arg(m_where)});
    m_socket->close();
}

void TcpStream::failed(QAbstractSocket::SocketError error)
{
    switch (m_step) {
    case Step::Connecting:
        return noteEnded(connectError(error, m_host, m_where));
    case Step::FirstBytes:
    case Step::Handshake:
        return noteEnded(handshakeError(error));
    case Step::Done:
        break;
    }
    if (error != QAbstractSocket::RemoteHostClosedError) // disconnected() follows that one
        noteEnded(connectionError(error, m_where));
    else if (m_tls && m_socket->errorString() == QSslSocket::tr("The TLS/SSL connection has been closed"))
        m_heardCloseNotify = true; // Qt tells close_notify from a bare FIN by this text only
}

void TcpStream::disconnected()
{
    if (m_step == Step::Done && m_tls && !m_heardCloseNotify && phase() == Phase::Open)
        noteEnded(connectionError(QAbstractSocket::NetworkError, m_where)); // cut, perhaps by somebody in between
    else if (m_step == Step::Done)
        noteEnded();
    else
        noteEnded(handshakeError(QAbstractSocket::RemoteHostClosedError));
}

Error TcpStream::handshakeError(QAbstractSocket::SocketError error) const
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
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return {
            ErrorCode::TlsFailed,
            m_isServer
                ? tr("%1 could not agree with this server on encryption (TLS 1.3). Update Transom on that computer.")
                      .arg(m_where)
                : tr("%1 does not speak Transom's encryption (TLS 1.3). Check the port, and that a Transom server "
                     "listens there.")
                      .arg(m_where)};
    default:
        return connectionError(error, m_where);
    }
}

Error TcpStream::openingTimedOut() const
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

Error TcpStream::checkOpened()
{
    if (!m_tls)
        return {};
    if (m_tls->sslConfiguration().nextNegotiatedProtocol() != AlpnName) {
        return {ErrorCode::NotTransom,
                (m_isServer ? tr("%1 speaks TLS, but not Transom's protocol. Connect to this port with Transom.")
                            : tr("%1 speaks TLS, but is no Transom server. Check the address and the port."))
                    .arg(m_where)};
    }
    m_info.cipher = m_tls->sessionCipher().name();
    if (m_isServer)
        return {};
    const QSslCertificate certificate = m_tls->peerCertificate();
    m_channelBinding = certificate.isNull() ? QByteArray() : certificateHash(certificate);
    m_peerKeyHash = certificate.isNull() ? QByteArray() : publicKeyHash(certificate);
    if (m_peerKeyHash.isEmpty())
        return {ErrorCode::TlsFailed,
                tr("%1 showed no certificate, so it cannot be recognised. Do not trust it.").arg(m_where)};
    return {};
}

QIODevice &TcpStream::device() const
{
    return *m_socket;
}

qint64 TcpStream::deviceQueued() const
{
    return m_socket->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

void TcpStream::deviceFlush()
{
    m_socket->flush();
}

void TcpStream::deviceDisconnect()
{
    m_socket->disconnectFromHost();
}

void TcpStream::deviceAbort()
{
    m_step = Step::Done;
    m_socket->abort();
}

qintptr TcpStream::descriptor() const
{
    return m_socket->socketDescriptor();
}

// Making them ---------------------------------------------------------------------------------------------------------

std::unique_ptr<ByteStream> connectToHostByTls(const QString &host, quint16 port, const StreamOptions &options)
{
    auto stream = std::make_unique<TcpStream>(options, true);
    stream->connectTo(host, port);
    return stream;
}

std::unique_ptr<ByteStream> connectToHost(const QString &host, quint16 port, const StreamOptions &options)
{
    auto stream = std::make_unique<TcpStream>(options, false);
    stream->connectTo(host, port);
    return stream;
}

std::unique_ptr<ByteStream> acceptTls(qintptr descriptor, const TlsServerConfig &config, const StreamOptions &options)
{
    auto stream = std::make_unique<TcpStream>(options, true);
    stream->accept(descriptor, &config);
    return stream;
}

std::unique_ptr<ByteStream> acceptPlaintext(qintptr descriptor, const StreamOptions &options)
{
    auto stream = std::make_unique<TcpStream>(options, false);
    stream->accept(descriptor, nullptr);
    return stream;
}

} // namespace transom::transport
