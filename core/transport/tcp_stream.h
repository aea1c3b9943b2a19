#pragma once

#include "core/transport/device_stream.h"
#include "core/transport/socket_stream.h"

#include <QAbstractSocket>

class QTcpSocket;
class QSslSocket;

namespace transom::transport {

/// TCP with or without TLS; see socket_stream.h.
class TcpStream final : public DeviceStream
{
    Q_OBJECT

public:
    explicit TcpStream(const StreamOptions &options, bool tls);
    ~TcpStream() override;

    void connectTo(const QString &host, quint16 port);
    /// `tls` is null for plaintext.
    void accept(qintptr descriptor, const TlsServerConfig *tls);

    void watchCalls(std::function<void(const StreamCall &)> watcher) override;
    StreamInfo info() const override { return m_info; }
    QByteArray channelBinding() const override { return m_channelBinding; }
    QByteArray peerKeyHash() const override { return m_peerKeyHash; }

private:
    enum class Step
    {
        Connecting,
        FirstBytes,
        Handshake,
        Done
    };

    QIODevice &device() const override;
    qint64 deviceQueued() const override;
    void deviceFlush() override;
    void deviceDisconnect() override;
    void deviceAbort() override;
    qintptr descriptor() const override;
    Error checkOpened() override;
    Error openingTimedOut() const override;

    void noteRecordsSent(qint64 bytes);
    void noteRecordsReceived();

    void tcpConnected();
    void lookAtFirstBytes();
    void failed(QAbstractSocket::SocketError error);
    void disconnected();
    Error handshakeError(QAbstractSocket::SocketError error) const;

    std::unique_ptr<QTcpSocket> m_socket;
    QSslSocket *m_tls; ///< the same object, or null
    Step m_step = Step::Connecting;
    bool m_isServer = false;
    bool m_heardCloseNotify = false;
    qint64 m_recordsSent = 0;     ///< bytes of TLS records
    qint64 m_recordsReceived = 0;
    QString m_host;
    QString m_where; ///< the other side, as people know it
    StreamInfo m_info;
    QByteArray m_channelBinding;
    QByteArray m_peerKeyHash;
};

} // namespace transom::transport
