#pragma once

#include "core/base/descriptor.h"
#include "core/lab/relay_connection.h"

#include <QHash>
#include <QHostAddress>
#include <QSocketNotifier>

#include <sys/socket.h>

namespace transom::lab {

class RelayFlow;

/// The UDP side of a relay: one bound socket for all clients, and one flow, with a socket of its own to the target, for each client's address, until it has been silent for
/// RelayOptions::udpIdle. Lives in one I/O thread.
class RelayDatagrams : public QObject
{
    Q_OBJECT

public:
    struct Address
    {
        sockaddr_storage storage{};
        socklen_t size = 0;
        QString text() const;
    };

    explicit RelayDatagrams(std::shared_ptr<RelayShared> shared);
    ~RelayDatagrams() override;

    /// Port 0: any free one. `host` of the target is resolved at once where it is an address; a name's address comes with resolved().
    Result<quint16> listen(const QHostAddress &address, quint16 port);
    void setTarget(const QHostAddress &address, quint16 port);

private:
    friend class RelayFlow;

    /// What one socket has lost, as the kernel counts (SO_RXQ_OVFL).
    using Losses = quint32;

    qint64 receiveOne(int socket, Address *from, Losses &losses);
    void receive();
    void readErrors();
    RelayFlow *flowOf(const Address &client);
    void forget(RelayFlow *flow, const Error &why);
    void expire();

    const std::shared_ptr<RelayShared> m_shared;
    Descriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_readable;
    Address m_target;
    QString m_targetText;
    QHash<QByteArray, RelayFlow *> m_flows; ///< by the bytes of the client's address
    QByteArray m_buffer;
    Losses m_losses = 0;
    QTimer m_expiry;
};

/// One client's datagrams, to the target and back.
class RelayFlow final : public RelayConnection
{
    Q_OBJECT

public:
    RelayFlow(RelayDatagrams &owner, const RelayDatagrams::Address &client);
    ~RelayFlow() override;

    void start();
    void received(From from, const QByteArray &datagram);
    /// The kernel had no room for so many datagrams; for the listening socket: of any client.
    void lostByKernel(From from, quint32 count);
    void unreachable(From to, const Error &error) { emitEvent(RelayEvent::Kind::PeerError, inspect::otherSide(to), 0, 0, error); }
    qint64 lastHeardNs() const { return m_lastHeardNs; }
    bool isWaiting() const { return lane(From::Client).pieces() + lane(From::Server).pieces() > 0; }
    void close(const Error &why = {});

    /// There is nothing to reset or to half-close in UDP; both end the flow.
    void reset() override;
    void halfClose(From from) override;

private:
    void receive();
    void pump(From from) override;

    RelayDatagrams &m_owner;
    const RelayDatagrams::Address m_client;
    Descriptor m_socket;
    std::unique_ptr<QSocketNotifier> m_readable;
    qint64 m_arrived[2] = {0, 0};
    RelayDatagrams::Losses m_losses = 0;
    qint64 m_lastHeardNs = 0;
    bool m_closed = false;
};

} // namespace transom::lab
