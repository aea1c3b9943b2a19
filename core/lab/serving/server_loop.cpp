#include "core/lab/serving/server_loop.h"

#include <QCoreApplication>
#include <QFile>

#include "core/lab/serving/lab_place.h"
#include "core/lab/socket/describe_call.h"

#include <cerrno>
#include <sys/stat.h>

namespace transom::lab {

namespace {

using namespace std::chrono_literals;
using Kind = LabEvent::Kind;

constexpr size_t MostThreads = 256;
constexpr size_t MostProcesses = 64;
constexpr size_t MostInLoop = 512;
constexpr size_t MostLines = 100'000;
constexpr auto BacklogInterval = 50ms;
constexpr auto RetryInterval = 500ms;

size_t mostHandlers(Serving::Model model)
{
    switch (model) {
    case Serving::Model::OneAtATime:
        return 1;
    case Serving::Model::Thread:
        return MostThreads;
    case Serving::Model::Process:
        return MostProcesses;
    case Serving::Model::Loop:
        break;
    }
    return MostInLoop;
}

ServeOptions completed(ServeOptions options)
{
    if (options.worker.isEmpty())
        options.worker = {QCoreApplication::applicationDirPath() + QStringLiteral("/transomctl"), QStringLiteral("lab-worker")};
    return options;
}

} // namespace

ServerLoop::ServerLoop(const ServeOptions &options, LabSink sink)
    : m_options(completed(options))
    , m_events(std::make_shared<EventWriter>(std::move(sink)))
    , m_backlogTimer(this)
    , m_retryTimer(this)
{
    connect(&m_backlogTimer, &QTimer::timeout, this, &ServerLoop::lookAtBacklog);
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &ServerLoop::updateAccepting);
}

ServerLoop::~ServerLoop()
{
    m_acceptNotifier.reset(); // before its socket
}

Result<void> ServerLoop::start()
{
    const auto where = bindPlace(m_options);
    if (!where)
        return tl::make_unexpected(where.error());
    const bool datagram = m_options.dialect->datagram;
    m_listener = NativeSocket({datagram ? quint64(1) : quint64(0), true}, [events = m_events](const CallRecord &call) { events->write(call); });
    NativeSocket::Outcome outcome = m_listener.open(where->family(), datagram);
    if (outcome.isOk())
        outcome = m_listener.bind(*where);
    if (!outcome.isOk() && outcome.error == EADDRINUSE && removeStaleSocket(*where, datagram))
        outcome = m_listener.bind(*where);
    if (outcome.isOk() && where->isUnix() && !where->text().startsWith(u'@'))
        m_unlink = QFile::encodeName(m_options.unixPath);
    if (outcome.isOk() && !datagram)
        outcome = m_listener.listen(m_options.backlog);
    if (!outcome.isOk()) {
        m_listener.close();
        return tl::make_unexpected(socketError(outcome.error, where->text()));
    }
    m_started = true;
    const SocketAddress local = m_listener.localAddress();
    m_address = local.text();
    m_port = local.port();
    LabEvent listening;
    listening.kind = Kind::Listening;
    listening.local = m_address;
    m_events->write(std::move(listening));
    if (datagram) {
        serveDatagrams();
        return {};
    }
    m_acceptNotifier = std::make_unique<QSocketNotifier>(m_listener.get(), QSocketNotifier::Read);
    connect(m_acceptNotifier.get(), &QSocketNotifier::activated, this, &ServerLoop::acceptSome);
    return {};
}

/// One socket, one conversation with everybody.
void ServerLoop::serveDatagrams()
{
    HandlerOptions options{m_options.dialect, m_options.parameters, ++m_lastStream, QStringLiteral("*"), m_events, {}};
    take(Handler::make(Serving::Model::Loop, options, m_listener.release()), options.stream);
}

void ServerLoop::acceptSome()
{
    // One a turn: so that the events of those served by this loop are not starved by a flood of connections.
    Descriptor connection;
    SocketAddress peer;
    const auto outcome = m_listener.accept(connection, peer, m_lastStream + 1);
    if (!outcome.isOk()) {
        if (outcome.wouldBlock() || outcome.error == ECONNABORTED)
            return;
        m_acceptNotifier->setEnabled(false); // no descriptors left: it would be readable all the time
        m_retryTimer.start(RetryInterval);
        return;
    }
    serve(std::move(connection), peer.text(), ++m_lastStream);
}

void ServerLoop::serve(Descriptor connection, const QString &peer, quint64 stream)
{
    HandlerOptions options{m_options.dialect, m_options.parameters, stream, peer, m_events, m_options.worker};
    take(Handler::make(m_options.serving.model, options, std::move(connection)), stream);
    if (m_options.serving.stopAfter > 0 && stream >= static_cast<quint64>(m_options.serving.stopAfter))
        stopListening();
    else
        updateAccepting();
}

void ServerLoop::take(std::unique_ptr<Handler> handler, quint64 stream)
{
    connect(handler.get(), &Handler::lineWanted, this, &ServerLoop::lineWanted, Qt::QueuedConnection);
    connect(handler.get(), &Handler::finished, this, &ServerLoop::handlerDone, Qt::QueuedConnection);
    Handler *const started = m_handlers.emplace(stream, std::move(handler)).first->second.get();
    started->start();
    if (m_inputEnded)
        started->endInput();
}

void ServerLoop::lineWanted(quint64 stream)
{
    const auto found = m_handlers.find(stream);
    if (found == m_handlers.end())
        return;
    if (m_lines.empty()) {
        m_asking.push_back(stream);
        return;
    }
    const QString line = m_lines.front();
    m_lines.pop_front();
    found->second->giveLine(line);
    if (m_inputEnded && m_lines.empty()) {
        for (const auto &[number, handler] : m_handlers)
            handler->endInput();
    }
}

void ServerLoop::say(const QString &line, quint64 stream)
{
    if (stream == 0 && !m_asking.empty())
        stream = m_asking.front();
    const auto asking = std::find(m_asking.begin(), m_asking.end(), stream);
    const auto found = m_handlers.find(stream);
    if (asking != m_asking.end() && found != m_handlers.end()) {
        m_asking.erase(asking);
        found->second->giveLine(line);
    } else if (m_lines.size() < MostLines) {
        m_lines.push_back(line);
    }
}

void ServerLoop::endInput()
{
    m_inputEnded = true;
    if (!m_lines.empty())
        return; // they are given out first
    for (const auto &[number, handler] : m_handlers)
        handler->endInput();
}

void ServerLoop::drop(quint64 stream)
{
    if (const auto found = m_handlers.find(stream); found != m_handlers.end())
        found->second->stop();
}

void ServerLoop::handlerDone(quint64 stream, const Error &error)
{
    m_handlers.erase(stream);
    std::erase(m_asking, stream);
    if (m_options.dialect->datagram)
        return end(error);
    updateAccepting();
    endIfDone();
}

void ServerLoop::updateAccepting()
{
    if (!m_acceptNotifier)
        return;
    const bool room = m_handlers.size() < mostHandlers(m_options.serving.model);
    m_acceptNotifier->setEnabled(room);
    if (room) {
        m_backlogTimer.stop();
        lookAtBacklog();
    } else if (!m_backlogTimer.isActive()) {
        m_backlogTimer.start(BacklogInterval);
    }
}

void ServerLoop::lookAtBacklog()
{
    const int waiting = m_listener.waitingConnections();
    if (waiting < 0 || waiting == m_waiting)
        return;
    m_waiting = waiting;
    LabEvent event;
    event.kind = Kind::Waiting;
    event.number = waiting;
    m_events->write(std::move(event));
}

void ServerLoop::stopListening()
{
    m_backlogTimer.stop();
    m_retryTimer.stop();
    if (m_acceptNotifier) {
        m_acceptNotifier->setEnabled(false);
        m_acceptNotifier.release()->deleteLater(); // it may be its signal
    }
    if (m_listener) {
        m_listener.close();
        m_events->write(Kind::NotListening, 0);
    }
    if (!m_unlink.isEmpty())
        QFile::remove(QFile::decodeName(std::exchange(m_unlink, {})));
}

void ServerLoop::endIfDone()
{
    if (!m_acceptNotifier && m_handlers.empty())
        end();
}

void ServerLoop::stop()
{
    if (!m_started || m_ended)
        return;
    // Each says how it has ended before it goes; processes and threads do so in their own time, so they are asked all at once and then waited for.
    for (const auto &[stream, handler] : m_handlers)
        handler->stop();
    m_handlers.clear();
    end();
}

void ServerLoop::end(const Error &error)
{
    if (std::exchange(m_ended, true))
        return;
    stopListening();
    LabEvent event;
    event.kind = Kind::Ended;
    event.error = error;
    m_events->write(std::move(event));
}

} // namespace transom::lab
