#include "core/lab/serving/client_loop.h"

#include "core/lab/serving/lab_place.h"
#include "core/lab/socket/describe_call.h"
#include "core/transport/socket_text.h"

#include <QHostInfo>

#include <cerrno>

namespace transom::lab {

ClientLoop::ClientLoop(const ConnectOptions &options, LabSink sink)
    : m_options(options)
    , m_events(std::make_shared<EventWriter>(std::move(sink)))
    , m_patience(this)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] { end(transport::connectTimedOut(where(), m_options.connectTimeout)); });
}

ClientLoop::~ClientLoop()
{
    m_connectNotifier.reset(); // before its socket
}

QString ClientLoop::where() const
{
    return m_options.unixPath.isEmpty() ? transport::endpointText(m_options.host, m_options.port) : m_options.unixPath;
}

void ClientLoop::start()
{
    m_started = true;
    m_patience.start(m_options.connectTimeout);
    if (!m_options.unixPath.isEmpty()) {
        const auto address = SocketAddress::forUnix(m_options.unixPath);
        if (!address)
            return end(address.error());
        m_addresses = {*address};
        return tryNext();
    }
    if (const QHostAddress literal(m_options.host); !literal.isNull())
        return resolved({literal});
    QHostInfo::lookupHost(m_options.host, this, [this](const QHostInfo &info) {
        if (!m_ended)
            resolved(info.addresses());
    });
}

void ClientLoop::resolved(const QList<QHostAddress> &addresses)
{
    for (const QHostAddress &address : addresses)
        m_addresses.append(SocketAddress(address, m_options.port));
    m_lastError = transport::connectError(QAbstractSocket::HostNotFoundError, m_options.host, where());
    tryNext();
}

void ClientLoop::tryNext()
{
    while (!m_addresses.isEmpty()) {
        const SocketAddress address = m_addresses.takeFirst();
        if (const auto allowed = checkTarget(m_options, address); !allowed)
            return end(allowed.error());
        const bool datagram = m_options.dialect->datagram;
        m_socket = NativeSocket({1, false}, [events = m_events](const CallRecord &call) { events->write(call); });
        auto outcome = m_socket.open(address.family(), datagram);
        if (outcome.isOk() && datagram && address.isUnix())
            outcome = m_socket.bind(SocketAddress::autobind()); // without a name there would be no answer
        if (outcome.isOk())
            outcome = m_socket.connect(address);
        if (outcome.isOk())
            return talk();
        if (outcome.error == EINPROGRESS) {
            m_connectNotifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Write);
            connect(m_connectNotifier.get(), &QSocketNotifier::activated, this, &ClientLoop::connectDone);
            return;
        }
        m_lastError = socketError(outcome.error, address.text());
        m_socket.close();
    }
    end(m_lastError);
}

void ClientLoop::connectDone()
{
    m_connectNotifier->setEnabled(false);
    m_connectNotifier.release()->deleteLater(); // this is its signal
    const auto outcome = m_socket.finishConnect();
    if (outcome.isOk())
        return talk();
    m_lastError = socketError(outcome.error, where());
    m_socket.close();
    tryNext();
}

void ClientLoop::talk()
{
    m_patience.stop();
    const QString peer = m_socket.peerAddress().text();
    m_dialogue = std::make_unique<Dialogue>(*m_options.dialect, Role::Client, m_options.parameters, std::move(m_socket), m_events);
    connect(m_dialogue.get(), &Dialogue::lineWanted, this, &ClientLoop::lineWanted, Qt::QueuedConnection);
    connect(m_dialogue.get(), &Dialogue::finished, this, [this](const Error &error) { end(error); });
    m_dialogue->start(peer);
    if (m_inputEnded && m_lines.isEmpty())
        m_dialogue->endInput();
}

void ClientLoop::lineWanted()
{
    if (m_ended || m_lines.isEmpty() || !m_dialogue->wantsLine())
        return;
    m_dialogue->giveLine(m_lines.takeFirst());
    if (m_lines.isEmpty() && m_inputEnded)
        m_dialogue->endInput();
}

void ClientLoop::say(const QString &line)
{
    m_lines.append(line);
    if (m_dialogue && m_dialogue->wantsLine())
        lineWanted();
}

void ClientLoop::endInput()
{
    m_inputEnded = true;
    if (m_dialogue && m_lines.isEmpty())
        m_dialogue->endInput();
}

void ClientLoop::stop()
{
    if (!m_started || m_ended)
        return;
    if (m_dialogue)
        m_dialogue->stop();
    else
        end({ErrorCode::Cancelled, {}});
}

void ClientLoop::end(const Error &error)
{
    if (std::exchange(m_ended, true))
        return;
    m_patience.stop();
    if (m_connectNotifier) {
        m_connectNotifier->setEnabled(false); // before its descriptor goes
        m_connectNotifier.release()->deleteLater();
    }
    m_socket.close();
    LabEvent event;
    event.kind = LabEvent::Kind::Ended;
    event.error = error;
    m_events->write(std::move(event));
}

} // namespace transom::lab
