#include "core/transport/tcp_stream.h"

#include "core/transport/socket_text.h"
#include "core/transport/tls_stream.h"

#include <QNetworkProxy>

#include <unistd.h>

namespace transom::transport {

TcpStream::TcpStream(const StreamOptions &streamOptions)
    : DeviceStream(streamOptions)
    , m_socket(std::make_unique<QTcpSocket>())
{
    m_info.protection = Protection::Plaintext;
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(streamOptions.readBuffer);
    connect(m_socket.get(), &QTcpSocket::connected, this, &TcpStream::tcpConnected);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, [this] {
        noteReceived(m_socket->bytesAvailable());
        noteReadable();
    });
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, [this](qint64 bytes) {
        noteSent(bytes);
        noteDrained();
    });
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &TcpStream::failed);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, [this] { noteEnded(); });
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

void TcpStream::accept(qintptr descriptor)
{
    m_isConnected = true;
    if (!m_socket->setSocketDescriptor(descriptor)) {
        ::close(static_cast<int>(descriptor));
        return noteEnded({ErrorCode::ConnectionLost, tr("The connection ended before it could be served.")});
    }
    tcpConnected();
    m_where = m_info.peer;
}

void TcpStream::tcpConnected()
{
    m_isConnected = true;
    tuneTcp(m_socket->socketDescriptor());
    m_info.local = endpointText(m_socket->localAddress(), m_socket->localPort());
    m_info.peer = endpointText(m_socket->peerAddress(), m_socket->peerPort());
    noteOpened();
}

void TcpStream::failed(QAbstractSocket::SocketError error)
{
    if (!m_isConnected)
        noteEnded(connectError(error, m_host, m_where));
    else if (error != QAbstractSocket::RemoteHostClosedError) // disconnected() follows that one
        noteEnded(connectionError(error, m_where));
}

Error TcpStream::openingTimedOut() const
{
    return connectTimedOut(m_where, options().connectTimeout);
}

// Making them ---------------------------------------------------------------------------------------------------------

std::unique_ptr<ByteStream> connectToHostByTls(const QString &host, quint16 port, const StreamOptions &options)
{
    auto stream = std::make_unique<TlsStream>(options);
    stream->connectTo(host, port);
    return stream;
}

std::unique_ptr<ByteStream> connectToHost(const QString &host, quint16 port, const StreamOptions &options)
{
    auto stream = std::make_unique<TcpStream>(options);
    stream->connectTo(host, port);
    return stream;
}

std::unique_ptr<ByteStream> acceptTls(qintptr descriptor, const TlsServerConfig &config, const StreamOptions &options)
{
    auto stream = std::make_unique<TlsStream>(options);
    stream->accept(descriptor, config);
    return stream;
}

std::unique_ptr<ByteStream> acceptPlaintext(qintptr descriptor, const StreamOptions &options)
{
    auto stream = std::make_unique<TcpStream>(options);
    stream->accept(descriptor);
    return stream;
}

} // namespace transom::transport
