#pragma once

#include "core/base/error.h"
#include "core/base/limits.h"

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>
#include <vector>

class QUdpSocket;

/// Finding servers nearby. UDP, port 7160 by default; every datagram is one JSON object in UTF-8.
///
/// QUERY, from any port of the client to the discovery port of
///   - 239.255.71.60 (multicast, RFC 2365 site-local scope, TTL 1) on every interface,
///   - the broadcast address of every IPv4 network of the computer (127.255.255.255 for its own servers),
///   - 127.0.0.1 and ::1:
///
///   {"id":"5f0c9a1e77d2b346","pad":"      …      ","transom":1,"type":"query"}
///
///   transom  the number 1: version of this format
///   type     "query"
///   id       1 to 32 characters chosen by the client, fresh for each search
///   pad      anything: makes the datagram exactly 512 bytes long
///
/// ANSWER, from each server to the query's source address and port:
///
///   {"fingerprint":"<64 hexadecimal digits>","id":"5f0c9a1e77d2b346","name":"Room
///   12","port":7160,"transom":1,"type":"answer"}
///
///   id           as in the query: a client drops answers to questions it has not asked
///   name         the server's name for people, at most 120 bytes of UTF-8
///   port         TCP port of the server at the address the answer comes from
///   fingerprint  SHA-256 of the server's public key (SubjectPublicKeyInfo), lower case; a hint: whoever connects
///   compares
///                the key that TLS shows
///
/// Order of members and unknown members mean nothing. An answer is never larger than the query, and a query under 512
/// bytes gets none, so a server cannot be used to amplify a flood towards a forged address. Servers answer at most 50
/// queries a second, and at most 8 of one address. Datagrams over 1,024 bytes and all others that are no such object
/// are ignored. Nothing here is authenticated: a name in the list is a claim.
namespace transom::transport {

namespace discovery {

inline constexpr int QueryBytes = 512;
inline constexpr int LargestDatagram = 1024;
inline constexpr int NameBytes = 120;
inline constexpr int AnswersPerSecond = 50;
inline constexpr int AnswersPerSecondAndSource = 8;
inline constexpr int LargestResult = 256; ///< servers one search reports

struct Answer
{
    QString name;
    quint16 port = 0;
    QByteArray keyHash; ///< 32 bytes
};

QByteArray makeQuery(const QByteArray &id);
/// The query's id; empty when this is no query that may be answered.
QByteArray parseQuery(const QByteArray &datagram);
QByteArray makeAnswer(const QByteArray &id, const Answer &answer);
/// Error: BadMessage.
Result<Answer> parseAnswer(const QByteArray &datagram, const QByteArray &expectedId);

} // namespace discovery

/// A server that has answered. The name is a peer's text: escape it where it is shown as more than plain text.
struct FoundServer
{
    QString name;
    QHostAddress address; ///< 127.0.0.1 for a server of this computer
    quint16 port = 0;
    QByteArray keyHash; ///< 32 bytes, as the server claims

    bool operator==(const FoundServer &) const = default;
};

struct DiscoveryOptions
{
    quint16 port = limits::DefaultPort;
    bool loopbackOnly = false; ///< neither sends nor hears anything beyond this computer
};

/// The asking side. One thread.
class Discovery : public QObject
{
    Q_OBJECT

public:
    explicit Discovery(DiscoveryOptions options = {});
    ~Discovery() override;

    /// Asks at once and repeatedly until `duration` has passed, then emits `finished`. A new search forgets what the
    /// one before has found.
    void search(std::chrono::milliseconds duration);
    void stop();

Q_SIGNALS:
    /// Once for each server and address.
    void found(const transom::transport::FoundServer &server);
    void finished();

private:
    void ask();
    void receive(QUdpSocket &socket);

    DiscoveryOptions m_options;
    std::unique_ptr<QUdpSocket> m_ipv4;
    std::unique_ptr<QUdpSocket> m_ipv6;
    QByteArray m_id;
    QList<FoundServer> m_found;
    QTimer m_again;
    QTimer m_end;
    int m_asked = 0;
};

/// The answering side. One thread.
class Announcer : public QObject
{
    Q_OBJECT

public:
    /// `keyHash`: SHA-256 of the server's public key, 32 bytes. `port`: of the server (TCP).
    Announcer(const QString &name, quint16 port, const QByteArray &keyHash, DiscoveryOptions options = {});
    ~Announcer() override;

    /// Several announcers on one computer share the port. Port 0: any free one. Error: AddressInUse when somebody keeps
    /// the port for themselves; the server works without.
    Result<void> start();
    quint16 discoveryPort() const;
    int answered() const { return m_answered; }

private:
    void receive(QUdpSocket &socket);
    bool mayAnswer(const QHostAddress &source);
    QUdpSocket *bind(const QHostAddress &address, quint16 port);

    discovery::Answer m_answer;
    DiscoveryOptions m_options;
    std::vector<std::unique_ptr<QUdpSocket>> m_sockets;
    qint64 m_second = 0; ///< which second m_answers counts
    QHash<QHostAddress, int> m_answers;
    int m_answersThisSecond = 0;
    int m_answered = 0;
};

} // namespace transom::transport

Q_DECLARE_METATYPE(transom::transport::FoundServer)
