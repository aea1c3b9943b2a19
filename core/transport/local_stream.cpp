#include "core/transport/local_stream.h"

#include "core/transport/socket_stream.h"
#include "core/transport/socket_text.h"

#include <unistd.h>

namespace transom::transport {

LocalStream::LocalStream(const StreamOptions &streamOptions)
    : DeviceStream(streamOptions)
    , m_socket(std::make_unique<QLocalSocket>())
{
    m_info.protection = Protection::LocalOnly;
    m_socket->setReadBufferSize(streamOptions.readBuffer);
    connect(m_socket.get(), &QLocalSocket::connected, this, [this] {
        m_connected = true;
        noteOpened();
    });
    connect(m_socket.get(), &QLocalSocket::readyRead, this, [this] { noteReadable(); });
    connect(m_socket.get(), &QLocalSocket::bytesWritten, this, [this] { noteDrained(); });
    connect(m_socket.get(), &QLocalSocket::errorOccurred, this, &LocalStream::failed);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, [this] { noteEnded(); });
}

LocalStream::~LocalStream()
{
    m_socket->disconnect(this);
}

void LocalStream::connectTo(const QString &path)
{
    m_info.peer = QStringLiteral("unix:") + path;
    startOpeningTimer(options().connectTimeout);
    m_socket->connectToServer(path);
}

void LocalStream::accept(qintptr descriptor)
{
    m_info.peer = QStringLiteral("unix:");
    m_connected = true;
    if (!m_socket->setSocketDescriptor(descriptor)) {
        ::close(static_cast<int>(descriptor));
        return noteEnded({ErrorCode::ConnectionLost, tr("The connection ended before it could be served.")});
    }
    noteOpened();
}

void LocalStream::failed(QLocalSocket::LocalSocketError error)
{
    if (m_connected) {
        if (error != QLocalSocket::PeerClosedError)
            noteEnded(connectionError(QAbstractSocket::NetworkError, m_info.peer));
        return;
    }
    switch (error) {
    case QLocalSocket::ServerNotFoundError:
    case QLocalSocket::ConnectionRefusedError:
        return noteEnded(connectError(QAbstractSocket::ConnectionRefusedError, m_info.peer, m_info.peer));
    case QLocalSocket::SocketAccessError:
        return noteEnded(
            {ErrorCode::LocalAccessDenied,
             tr("%1 belongs to another user of this computer. Ask whoever runs the server.").arg(m_info.peer)});
    default:
        return noteEnded(connectError(QAbstractSocket::UnknownSocketError, m_info.peer, m_info.peer));
    }
}

Error LocalStream::openingTimedOut() const
{
    return connectTimedOut(m_info.peer, options().connectTimeout);
}

std::unique_ptr<ByteStream> connectToLocal(const QString &path, const StreamOptions &options)
{
    auto stream = std::make_unique<LocalStream>(options);
    stream->connectTo(path);
    return stream;
}

std::unique_ptr<ByteStream> acceptLocal(qintptr descriptor, const StreamOptions &options)
{
    auto stream = std::make_unique<LocalStream>(options);
    stream->accept(descriptor);
    return stream;
}

} // namespace transom::transport
