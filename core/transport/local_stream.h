#pragma once

#include "core/transport/device_stream.h"

#include <QLocalSocket>

namespace transom::transport {

/// A Unix-domain socket; see socket_stream.h. Nothing is encrypted, nothing leaves the computer, and the file's
/// permissions decide who may connect.
class LocalStream final : public DeviceStream
{
    Q_OBJECT

public:
    explicit LocalStream(const StreamOptions &options);
    ~LocalStream() override;

    void connectTo(const QString &path);
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
    void deviceDisconnect() override { m_socket->disconnectFromServer(); }
    void deviceAbort() override { m_socket->abort(); }
    qintptr descriptor() const override { return m_socket->socketDescriptor(); }
    Error openingTimedOut() const override;

    void failed(QLocalSocket::LocalSocketError error);

    std::unique_ptr<QLocalSocket> m_socket;
    StreamInfo m_info;
    bool m_connected = false;
};

} // namespace transom::transport
