#include "core/transport/discovery.h"

#include "core/base/clock.h"
#include "core/transport/socket_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkDatagram>
#include <QNetworkInterface>
#include <QNetworkProxy>
#include <QPointer>
#include <QRandomGenerator>
#include <QUdpSocket>

#include <algorithm>

namespace transom::transport {

using namespace Qt::StringLiterals;

namespace {

constexpr int FormatVersion = 1;
constexpr qsizetype KeyHashBytes = 32;
constexpr qsizetype LongestId = 32;
constexpr int DatagramsPerTurn = 64;
constexpr auto FirstPause =
    std::chrono::milliseconds(250); ///< datagrams get lost: asked again soon, then once a second
constexpr auto LaterPause = std::chrono::milliseconds(1000);

const QHostAddress &group()
{
    static const QHostAddress address(u"239.255.71.60"_s);
    return address;
}

const QHostAddress &loopbackBroadcast()
{
    static const QHostAddress address(u"127.255.255.255"_s);
    return address;
}

/// The object in a datagram, if it is one of this format and of this type.
QJsonObject parse(const QByteArray &datagram, QLatin1String type)
{
    if (datagram.size() > discovery::LargestDatagram)
        return {};
    const QJsonObject object = QJsonDocument::fromJson(datagram).object();
    if (object.value("transom"_L1).toInt() != FormatVersion || object.value("type"_L1).toString() != type)
        return {};
    return object;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

bool isOwn(const QHostAddress &address)
{
    return address.isLoopback() || QNetworkInterface::allAddresses().contains(address);
}

bool isUsable(const QNetworkInterface &interface)
{
    return interface.flags().testFlags(QNetworkInterface::IsUp | QNetworkInterface::IsRunning);
}

} // namespace

namespace discovery {

QByteArray makeQuery(const QByteArray &id)
{
    QJsonObject query{{u"transom"_s, FormatVersion},
                      {u"type"_s, u"query"_s},
                      {u"id"_s, QString::fromLatin1(id)},
                      {u"pad"_s, QString()}};
    const qsizetype missing = QueryBytes - compact(query).size();
    query.insert(u"pad"_s, QString(std::max<qsizetype>(missing, 0), u' '));
    return compact(query);
}

QByteArray parseQuery(const QByteArray &datagram)
{
    if (datagram.size() < QueryBytes)
        return {};
    const QByteArray id = parse(datagram, "query"_L1).value("id"_L1).toString().toUtf8();
    return id.size() <= LongestId ? id : QByteArray();
}

QByteArray makeAnswer(const QByteArray &id, const Answer &answer)
{
    // An escape takes up to six bytes for one: names full of control characters are cut until the answer fits.
    QString name = answer.name;
    for (;;) {
        const QByteArray datagram = compact({{u"transom"_s, FormatVersion},
                                             {u"type"_s, u"answer"_s},
                                             {u"id"_s, QString::fromUtf8(id)},
                                             {u"name"_s, name},
                                             {u"port"_s, answer.port},
                                             {u"fingerprint"_s, QString::fromLatin1(answer.keyHash.toHex())}});
        if ((datagram.size() <= QueryBytes && name.toUtf8().size() <= NameBytes) || name.isEmpty())
            return datagram;
        name.chop(name.back().isLowSurrogate() ? 2 : 1);
    }
}

Result<Answer> parseAnswer(const QByteArray &datagram, const QByteArray &expectedId)
{
    const QJsonObject object = parse(datagram, "answer"_L1);
    Answer answer;
    answer.name = object.value("name"_L1).toString();
    const int port = object.value("port"_L1).toInt();
    const QByteArray fingerprint = object.value("fingerprint"_L1).toString().toLatin1();
    answer.keyHash = QByteArray::fromHex(fingerprint);
    if (object.value("id"_L1).toString().toUtf8() != expectedId || expectedId.isEmpty() || port <= 0 || port > 0xffff ||
        answer.name.toUtf8().size() > NameBytes || answer.keyHash.size() != KeyHashBytes ||
        answer.keyHash.toHex() != fingerprint) {
        return fail(ErrorCode::BadMessage);
    }
    answer.port = static_cast<quint16>(port);
    return answer;
}

} // namespace discovery

// Asking --------------------------------------------------------------------------------------------------------------

Discovery::Discovery(DiscoveryOptions options)
    : m_options(options)
{
    m_again.setSingleShot(true);
    m_end.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &Discovery::ask);
    connect(&m_end, &QTimer::timeout, this, [this] {
        stop();
        Q_EMIT finished();
    });
}

Discovery::~Discovery()
{
    stop();
}

void Discovery::search(std::chrono::milliseconds duration)
{
    stop();
    m_found.clear();
    m_asked = 0;
    m_id = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    const auto open = [this](const QHostAddress &address) {
        auto socket = std::make_unique<QUdpSocket>();
        socket->setProxy(QNetworkProxy::NoProxy);
        if (!socket->bind(address, 0)) // without IPv6, or without IPv4: the other one does
            return std::unique_ptr<QUdpSocket>();
        connect(socket.get(), &QUdpSocket::readyRead, this, [this, raw = socket.get()] { receive(*raw); });
        return socket;
    };
    m_ipv4 = open(m_options.loopbackOnly ? QHostAddress::LocalHost : QHostAddress::AnyIPv4);
    m_ipv6 = open(QHostAddress::LocalHostIPv6);
    m_end.start(duration);
    ask();
}

void Discovery::stop()
{
    m_again.stop();
    m_end.stop();
    // Not at once: this may be called from a slot of `found`, with the socket's own slot further down.
    for (auto *socket : {&m_ipv4, &m_ipv6}) {
        if (*socket) {
            (*socket)->disconnect(this);
            socket->release()->deleteLater();
        }
    }
}

void Discovery::ask()
{
    const QByteArray query = discovery::makeQuery(m_id);
    if (m_ipv4) {
        m_ipv4->writeDatagram(query, QHostAddress::LocalHost, m_options.port);
        m_ipv4->writeDatagram(query, loopbackBroadcast(), m_options.port);
        const auto interfaces =
            m_options.loopbackOnly ? QList<QNetworkInterface>() : QNetworkInterface::allInterfaces();
        for (const QNetworkInterface &interface : interfaces) {
            if (!isUsable(interface) || interface.flags().testFlag(QNetworkInterface::IsLoopBack))
                continue;
            for (const QNetworkAddressEntry &entry : interface.addressEntries()) {
                if (!entry.broadcast().isNull())
                    m_ipv4->writeDatagram(query, entry.broadcast(), m_options.port);
            }
            if (interface.flags().testFlag(QNetworkInterface::CanMulticast)) {
                m_ipv4->setMulticastInterface(interface);
                m_ipv4->writeDatagram(query, group(), m_options.port);
            }
        }
    }
    if (m_ipv6)
        m_ipv6->writeDatagram(query, QHostAddress::LocalHostIPv6, m_options.port);
    m_again.start(m_asked++ == 0 ? FirstPause : LaterPause);
}

void Discovery::receive(QUdpSocket &socket)
{
    for (int i = 0; i < DatagramsPerTurn && socket.hasPendingDatagrams(); ++i) {
        const QNetworkDatagram datagram = socket.receiveDatagram(discovery::LargestDatagram + 1);
        const auto answer = discovery::parseAnswer(datagram.data(), m_id);
        if (!answer || m_found.size() >= discovery::LargestResult)
            continue;
        const QHostAddress address = plainAddress(datagram.senderAddress());
        const FoundServer server{answer->name, isOwn(address) ? QHostAddress(QHostAddress::LocalHost) : address,
                                 answer->port, answer->keyHash};
        if (m_found.contains(server))
            continue;
        m_found.append(server);
        const QPointer<Discovery> alive(this);
        Q_EMIT found(server); // may stop the search, or destroy it
        if (!alive)
            return;
        if (&socket != m_ipv4.get() && &socket != m_ipv6.get())
            return;
    }
}

// Answering -----------------------------------------------------------------------------------------------------------

Announcer::Announcer(const QString &name, quint16 port, const QByteArray &keyHash, DiscoveryOptions options)
    : m_answer{name, port, keyHash}
    , m_options(options)
{}

Announcer::~Announcer() = default;

QUdpSocket *Announcer::bind(const QHostAddress &address, quint16 port)
{
    auto socket = std::make_unique<QUdpSocket>();
    socket->setProxy(QNetworkProxy::NoProxy); // the system would be asked for one, which takes its time
    if (!socket->bind(address, port, QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint))
        return nullptr;
    connect(socket.get(), &QUdpSocket::readyRead, this, [this, raw = socket.get()] { receive(*raw); });
    m_sockets.push_back(std::move(socket));
    return m_sockets.back().get();
}

Result<void> Announcer::start()
{
    m_sockets.clear();
    QUdpSocket *main = bind(m_options.loopbackOnly ? QHostAddress::LocalHost : QHostAddress::AnyIPv4, m_options.port);
    if (!main) {
        return fail(ErrorCode::AddressInUse, tr("Another program keeps UDP port %1 for itself, so searches do not find "
                                                "this server. Connect by its address.")
                                                 .arg(m_options.port));
    }
    const quint16 port = main->localPort();
    if (m_options.loopbackOnly) {
        // Of several sockets with one address only the last gets what is sent to 127.0.0.1; a broadcast reaches all.
        bind(loopbackBroadcast(), port);
    } else {
        for (const QNetworkInterface &interface : QNetworkInterface::allInterfaces()) {
            if (isUsable(interface) && interface.flags().testFlag(QNetworkInterface::CanMulticast))
                main->joinMulticastGroup(group(), interface);
        }
    }
    bind(QHostAddress::LocalHostIPv6, port);
    return {};
}

quint16 Announcer::discoveryPort() const
{
    return m_sockets.empty() ? quint16(0) : m_sockets.front()->localPort();
}

void Announcer::receive(QUdpSocket &socket)
{
    for (int i = 0; i < DatagramsPerTurn && socket.hasPendingDatagrams(); ++i) {
        const QNetworkDatagram datagram = socket.receiveDatagram(discovery::LargestDatagram + 1);
        const QByteArray id = discovery::parseQuery(datagram.data());
        if (id.isEmpty() || datagram.senderPort() <= 0 || !mayAnswer(datagram.senderAddress()))
            continue;
        const QByteArray answer = discovery::makeAnswer(id, m_answer);
        if (answer.size() > datagram.data().size())
            continue;
        // The socket of the broadcast address cannot send.
        QUdpSocket &out = socket.localAddress() == loopbackBroadcast() ? *m_sockets.front() : socket;
        out.writeDatagram(answer, datagram.senderAddress(), static_cast<quint16>(datagram.senderPort()));
        ++m_answered;
    }
}

bool Announcer::mayAnswer(const QHostAddress &source)
{
    const qint64 second = monotonicMs() / 1000;
    if (second != m_second) {
        m_second = second;
        m_answers.clear();
        m_answersThisSecond = 0;
    }
    if (m_answersThisSecond >= discovery::AnswersPerSecond)
        return false;
    int &ofSource = m_answers[source];
    if (ofSource >= discovery::AnswersPerSecondAndSource)
        return false;
    ++ofSource;
    ++m_answersThisSecond;
    return true;
}

} // namespace transom::transport
