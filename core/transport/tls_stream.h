#pragma once

#include "core/transport/device_stream.h"
#include "core/transport/socket_stream.h"

#include <QAbstractSocket>

#include <deque>
#include <memory>

class QSocketNotifier;
class QTcpSocket;
struct bio_st;
struct bio_method_st;
struct ssl_st;

namespace transom::transport {

/// TCP with TLS; see socket_stream.h. OpenSSL reads from the descriptor, decrypts in its own buffer and copies once, to the reader; what it
/// encrypts is collected and sent in large pieces. QSslSocket, which we had before, copies each byte four times more.
class TlsStream final : public DeviceStream
{
    Q_OBJECT

public:
    explicit TlsStream(const StreamOptions &options);
    ~TlsStream() override;

    void connectTo(const QString &host, quint16 port);
    void accept(qintptr descriptor, const TlsServerConfig &config);

    StreamInfo info() const override { return m_info; }
    QByteArray channelBinding() const override { return m_channelBinding; }
    QByteArray peerKeyHash() const override { return m_peerKeyHash; }

private:
    enum class Step
    {
        Connecting,
        FirstBytes,
        Handshake,
        Done,
        Ended, ///< nothing more comes, and nothing more goes
    };
    struct Free
    {
        void operator()(ssl_st *tls) const;
    };

    qint64 deviceRead(char *into, qint64 most) override;
    bool deviceHasInput() const override { return m_told; }
    void deviceWrite(QByteArrayView bytes) override;
    qint64 deviceQueued() const override { return m_plain.size() + m_out.size() - m_sent; }
    void deviceFlush() override;
    void deviceDisconnect() override;
    void deviceAbort() override;
    qintptr descriptor() const override { return m_descriptor; }
    Error checkOpened() override;
    Error openingTimedOut() const override;

    void connectFailed(QAbstractSocket::SocketError error);
    void tcpConnected();
    bool begin(const TlsContext &context);
    void readable();
    void nothingToRead(int result);
    void messageAfterHandshake();
    void lookAtFirstBytes();
    void shakeHands();
    void encrypt(QByteArrayView bytes);
    void postFlush();
    void encryptRest();
    void send();
    bool takesMore() const;
    void sendingFailed();
    void ended(const Error &error);
    void dropQueue();
    Error handshakeError(QAbstractSocket::SocketError error) const;

    void received(qint64 bytes);
    qint64 plainSent();

    static bio_method_st *collecting();
    static int collect(bio_st *bio, const char *bytes, int length);

    std::unique_ptr<QTcpSocket> m_connecting; ///< a client's, until it is connected
    int m_descriptor = -1;
    QSocketNotifier *m_readNotifier = nullptr;
    QSocketNotifier *m_writeNotifier = nullptr;
    std::unique_ptr<ssl_st, Free> m_tls;
    Step m_step = Step::Connecting;
    bool m_isServer = false;
    bool m_told = false;        ///< there is something to read, and the reader has been told
    bool m_flushPosted = false;
    bool m_ending = false;      ///< when what is queued has gone, the stream ends
    bool m_sendingFailed = false;
    bool m_tooManyMessages = false;
    qint64 m_messagesAfterHandshake = 0; ///< of TLS itself
    QByteArray m_plain;         ///< less than a record
    QByteArray m_out;           ///< encrypted; the first m_sent bytes have gone
    qsizetype m_sent = 0;
    qint64 m_recordsSent = 0;   ///< bytes of TLS records that the kernel has taken, and given
    qint64 m_recordsReceived = 0;
    struct Mark
    {
        qint64 records = 0; ///< so many bytes of records hold
        qint64 plain = 0;   ///< so many of what was written
    };
    std::deque<Mark> m_marks; ///< of records that wait, while calls are watched
    Mark m_gone;              ///< the last that has gone
    qint64 m_encrypted = 0;   ///< bytes of write() that are in records
    qint64 m_plainRead = 0;
    QString m_host;
    QString m_where; ///< the other side, as people know it
    StreamInfo m_info;
    QByteArray m_channelBinding;
    QByteArray m_peerKeyHash;
};

} // namespace transom::transport
