#pragma once

#include "core/transport/device_stream.h"
#include "core/transport/socket_stream.h"

#include <QTcpSocket>

namespace transom::transport {

/// TCP in plaintext; see socket_stream.h.
class TcpStream final : public DeviceStream
{
    Q_OBJECT

public:
    explicit TcpStream(const StreamOptions &options);
    ~TcpStream() override;

    void connectTo(const QString &host, quint16 port);
    void accept(qintptr descriptor);

    StreamInfo info() const override { return m_info; }
    QByteArray channelBinding() const override { return {}; }
    QByteArray peerKeyHash() const override { return {}; }

private:
    qint64 deviceRead(char *into, qint64 most) override { return m_socket->read(into, most); }
    bool deviceHasInput() const override { return m_socket->bytesAvailable() > 0; }
    void deviceWrite(QByteArrayView bytes) override { m_socket->write(bytes.data(), bytes.size()); }
    qint64 deviceQueued() const override { return m_socket->bytesToWrite(); }
    void deviceFlush() override { m_socket->flush(); }
    void deviceDisconnect() override { m_socket->disconnectFromHost(); }
    void deviceAbort() override { m_socket->abort(); }
    qintptr descriptor() const override { return m_socket->socketDescriptor(); }
    Error openingTimedOut() const override;

    void tcpConnected();
    void failed(QAbstractSocket::SocketError error);

    std::unique_ptr<QTcpSocket> m_socket;
    bool m_isConnected = false;
    QString m_host;
    QString m_where; ///< the other side, as people know it
    StreamInfo m_info;
};

} // namespace transom::transport
