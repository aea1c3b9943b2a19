#include "core/lab/serving/dialogue.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QThread>

#include <cerrno>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

namespace transom::lab {

namespace {

using Kind = LabEvent::Kind;
using namespace std::chrono_literals;

constexpr auto DrainTime = 2s;
constexpr auto PeerInterval = 250ms;
constexpr auto PeerGrace = 250ms;
constexpr qint64 MostDrained = 4 * 1024 * 1024;
constexpr qsizetype DrainBlock = 64 * 1024;
constexpr qsizetype MostSaid = 32 * 1024; ///< characters of one event: what a peer says is not limited

template<class... Functions>
struct Overloaded : Functions...
{
    using Functions::operator()...;
};
template<class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace

Dialogue::Dialogue(const Dialect &dialect, Role role, const Parameters &parameters, NativeSocket socket, std::shared_ptr<EventWriter> events, QObject *parent)
    : QObject(parent)
    , m_stream(socket.identity().stream)
    , m_role(role)
    , m_parameters(parameters)
    , m_datagram(socket.isDatagram())
    , m_socket(std::move(socket))
    , m_events(std::move(events))
    , m_conversation(dialect.conversation(role, parameters))
    , m_disk(this)
    , m_timer(this)
    , m_drainTimer(this)
    , m_peerTimer(this)
    , m_silence(this, [this](std::chrono::seconds time) { sayHowSilent(time); })
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // "every 10 seconds" is never 9.5
    m_drainTimer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { tell([](Conversation &conversation) { conversation.ticked(); }); });
    connect(&m_drainTimer, &QTimer::timeout, this, &Dialogue::close);
    connect(&m_peerTimer, &QTimer::timeout, this, &Dialogue::lookAtPeer);
}

Dialogue::~Dialogue()
{
    m_readNotifier.reset(); // before their socket
    m_writeNotifier.reset();
    m_socket.close();
}

void Dialogue::event(Kind kind, const QString &text)
{
    m_events->write(kind, m_stream, text.size() > MostSaid ? text.first(MostSaid) + QStringLiteral("…") : text);
}

void Dialogue::handlerEvent(Kind kind)
{
    LabEvent made;
    made.kind = kind;
    made.stream = m_stream;
    made.local = m_socket ? m_socket.localAddress().text() : QString();
    made.peer = m_peer;
    made.datagram = m_datagram;
    made.process = QCoreApplication::applicationPid();
    made.thread = ::syscall(SYS_gettid);
    if (kind == Kind::Finish) {
        made.number = monotonicNs() - m_began;
        made.error = m_error;
    }
    m_events->write(std::move(made));
}

void Dialogue::start(const QString &peer)
{
    m_peer = peer;
    m_began = monotonicNs();
    handlerEvent(Kind::Setup);
    m_readNotifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
    m_readNotifier->setEnabled(false);
    connect(m_readNotifier.get(), &QSocketNotifier::activated, this, &Dialogue::readable);
    m_writeNotifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Write);
    m_writeNotifier->setEnabled(false);
    connect(m_writeNotifier.get(), &QSocketNotifier::activated, this, &Dialogue::flush);
    handlerEvent(Kind::Handle);
    tell([](Conversation &conversation) { conversation.opened(); });
}

void Dialogue::giveLine(const QString &line)
{
    if (!std::exchange(m_asked, false))
        return;
    tell([&line](Conversation &conversation) { conversation.typed(line); });
}

void Dialogue::endInput()
{
    m_inputEnded = true;
    if (std::exchange(m_asked, false))
        tell([](Conversation &conversation) { conversation.inputEnded(); });
}

void Dialogue::stop()
{
    if (m_error.code == ErrorCode::None && !m_ending)
        m_error = {ErrorCode::Cancelled, {}};
    close();
}

/// One call into the conversation, and what it wants done. No action answers from within.
template<class Call>
void Dialogue::tell(Call call)
{
    if (m_closed || m_ending)
        return;
    call(*m_conversation);
    for (const Action &action : m_conversation->take())
        perform(action);
    flush();
}

void Dialogue::perform(const Action &action)
{
    const auto stored = [this](const Result<void> &result) { tell([&result](Conversation &conversation) { conversation.stored(result); }); };
    std::visit(Overloaded{
            [this](const SendBytes &send) { m_outgoing.push_back({send.bytes, 0}); },
            [this](const RunCommand &run) {
                m_command = std::make_unique<ShellCommand>();
                connect(m_command.get(), &ShellCommand::done, this, [this](const CommandResult &result) {
                    m_command.release()->deleteLater(); // its signal
                    tell([&result](Conversation &conversation) { conversation.commandDone(result); });
                });
                m_command->start(run.command, m_parameters.text("dir").toUtf8(), {std::chrono::seconds(m_parameters.number("timeout")), m_parameters.number("output")});
            },
            [this, stored](const OpenStore &store) { m_disk.openStore(m_parameters.text("dir"), store.name, store.size, stored); },
            [this, stored](const WriteStore &store) { m_disk.write(store.bytes, stored); },
            [this, stored](const FinishStore &) { m_disk.finish(stored); },
            [this](const OpenSource &source) {
                m_disk.openSource(source.path, [this](const Result<SourceInfo> &result) { tell([&result](Conversation &conversation) { conversation.sourceOpened(result); }); });
            },
            [this](const ReadSource &) {
                m_disk.readSource([this](const Result<QByteArray> &result) { tell([&result](Conversation &conversation) { conversation.sourceRead(result); }); });
            },
            [this](const WaitFor &wait) { m_timer.start(wait.time); },
            [this](const Tell &told) { event(told.kind == Tell::Kind::Said ? Kind::Said : told.kind == Tell::Kind::Info ? Kind::Told : Kind::Problem, told.text); },
            [this](const LogLine &line) {
                const QString text = QStringLiteral("%1 %2 %3").arg(QDateTime::currentDateTime().toString(Qt::ISODate), m_peer.isEmpty() ? QStringLiteral("-") : m_peer, line.text);
                const QString name = m_parameters.text("log");
                const auto base = storedName(name);
                if (!base)
                    return event(Kind::Problem, describe(base.error()));
                ++m_logging;
                m_disk.appendLog(QDir(m_parameters.text("dir")).filePath(*base), text, [this, text](const Result<void> &result) {
                    event(result ? Kind::Logged : Kind::Problem, result ? text : describe(result.error()));
                    --m_logging;
                    if (!m_closed)
                        flush();
                });
            },
            [this](const Finish &finish) { beginEnd(finish); },
    }, action);
}

/// Sends first, then asks for lines, then reads: as a program does that calls send and then recv.
void Dialogue::flush()
{
    m_writeNotifier->setEnabled(false);
    while (!m_closed && !m_outgoing.empty()) {
        Outgoing &next = m_outgoing.front();
        const auto outcome = m_socket.send(QByteArrayView(next.bytes).sliced(next.done), m_datagram && m_role == Role::Server ? &m_lastPeer : nullptr);
        if (outcome.wouldBlock() || (!outcome.isOk() && outcome.error == ENOBUFS)) {
            m_writeNotifier->setEnabled(true);
            m_readNotifier->setEnabled(false);
            m_silence.wait();
            return;
        }
        if (!outcome.isOk() && m_datagram && (m_role == Role::Server || outcome.error == EMSGSIZE)) {
            // One datagram, not the end of the conversation.
            event(Kind::Problem, describe(socketError(outcome.error, m_lastPeer.text())));
            m_outgoing.pop_front();
            continue;
        }
        if (!outcome.isOk())
            return broken(outcome.error);
        m_silence.reset();
        next.done += static_cast<qsizetype>(outcome.result);
        if (next.done >= next.bytes.size() || m_datagram) {
            m_outgoing.pop_front();
            m_sentSomething = true;
        }
    }
    if (m_closed)
        return;
    if (m_ending) {
        if (m_logging > 0)
            return;
        if (m_drain)
            drain();
        else
            close();
        return;
    }
    if (std::exchange(m_sentSomething, false)) {
        tell([](Conversation &conversation) { conversation.sent(); });
        return; // comes here again
    }
    if (m_conversation->wantsLine() && !m_asked) {
        if (m_inputEnded)
            return tell([](Conversation &conversation) { conversation.inputEnded(); });
        m_asked = true;
        event(Kind::LineWanted);
        Q_EMIT lineWanted(m_stream);
        if (m_closed || m_ending)
            return;
    }
    if (!m_conversation->wantsLine())
        m_asked = false;
    m_readNotifier->setEnabled(m_conversation->wants() > 0 && m_outgoing.empty());
    watchPeer();
    watchSilence();
}

/// Whoever is to type is not waited for in vain, and of datagrams from anybody nobody owes one.
void Dialogue::watchSilence()
{
    const bool waits = !m_closed && m_conversation->wants() > 0 && !m_conversation->wantsLine() && !(m_datagram && m_role == Role::Server);
    if (waits)
        m_silence.wait();
    else
        m_silence.reset();
}

void Dialogue::sayHowSilent(std::chrono::seconds time)
{
    if (m_timer.isActive() && m_timer.remainingTimeAsDuration() < 1s)
        return; // the conversation itself is about to say so
    const auto seconds = static_cast<int>(time.count());
    if (!m_outgoing.empty()) {
        qsizetype left = 0;
        for (const Outgoing &each : m_outgoing)
            left += each.bytes.size() - each.done;
        return event(Kind::Silent, QCoreApplication::translate("Lab", "The other side has not read for %1 s: %2 wait to be sent.").arg(seconds).arg(formatBytes(left)));
    }
    const QString awaited = m_conversation->awaits();
    const QString said = m_role == Role::Client ? QCoreApplication::translate("Lab", "Nothing has come from the server for %1 s.").arg(seconds) : QCoreApplication::translate("Lab", "Nothing has come from the client for %1 s; the connection stays.").arg(seconds);
    event(Kind::Silent, awaited.isEmpty() ? said : said + QLatin1Char(' ') + QCoreApplication::translate("Lab", "Waited for: %1.").arg(awaited));
}

/// Whether something other than the socket is waited for: a line that somebody types or, at a client, the time.
bool Dialogue::isIdle() const
{
    return !m_closed && !m_ending && !m_datagram && m_outgoing.empty() && m_conversation->wants() <= 0 && (m_asked || (m_role == Role::Client && m_timer.isActive()));
}

/// Without a recv that would take bytes: whether somebody is still there. What becomes readable next is the end, or bytes that nobody asked for.
void Dialogue::watchPeer()
{
    m_peerTimer.stop();
    if (!isIdle() || m_peerEnded)
        return;
    if (m_unasked)
        m_peerTimer.start(PeerInterval); // the notifier would tell of those bytes all the time
    else
        m_readNotifier->setEnabled(true);
}

void Dialogue::lookAtPeer()
{
    pollfd state{m_socket.get(), POLLIN | POLLRDHUP, 0};
    if (!isIdle() || m_peerEnded)
        return m_peerTimer.stop();
    if (::poll(&state, 1, 0) <= 0)
        return watchPeer();
    if ((state.revents & POLLERR) != 0) {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(m_socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
        return broken(error != 0 ? error : ECONNRESET);
    }
    int unread = 0;
    ::ioctl(m_socket.get(), FIONREAD, &unread);
    m_unasked = unread > 0;
    if ((state.revents & POLLRDHUP) == 0)
        return watchPeer();
    // Whoever types may be through as well, and only slower to say so than the server was to close: then this is no failure.
    if (m_asked && !std::exchange(m_patient, true))
        return m_peerTimer.start(PeerGrace);
    m_peerEnded = true;
    m_peerTimer.stop();
    if (unread > 0)
        event(Kind::Told, QCoreApplication::translate("Lab", "%n byte(s) that came before the end were never read.", nullptr, unread));
    tell([](Conversation &conversation) { conversation.peerLeft(); });
}

void Dialogue::readable()
{
    if (m_closed)
        return;
    if (m_draining) {
        const auto rest = m_socket.receive(DrainBlock);
        m_drained += rest.bytes.size();
        // A server that resets now has not read all that a client has sent, and takes for its success.
        if (m_role == Role::Client && !rest.outcome.isOk() && !rest.outcome.wouldBlock())
            return broken(rest.outcome.error);
        if (!rest.outcome.wouldBlock() && (rest.outcome.result <= 0 || m_drained > MostDrained))
            close();
        return;
    }
    m_readNotifier->setEnabled(false);
    if (isIdle())
        return lookAtPeer();
    const qsizetype most = m_conversation->wants();
    if (most <= 0)
        return;
    m_unasked = false;
    const auto received = m_socket.receive(most);
    if (received.outcome.wouldBlock())
        return m_readNotifier->setEnabled(true);
    m_silence.reset();
    if (!received.outcome.isOk()) {
        if (m_datagram && m_role == Role::Server) // an ICMP message about something sent earlier
            return m_readNotifier->setEnabled(true);
        return broken(received.outcome.error);
    }
    if (m_datagram) {
        m_lastPeer = received.from;
        const int asked = static_cast<int>(most);
        if (received.truncated)
            event(Kind::Problem, QCoreApplication::translate("Lab", "The datagram is larger than the %n byte(s) that were asked for; the rest of it is lost.", nullptr, asked));
    }
    const bool atEnd = !m_datagram && received.outcome.result == 0;
    tell([&](Conversation &conversation) {
        if (atEnd)
            conversation.ended();
        else
            conversation.received(received.bytes, m_datagram ? received.from.text() : m_peer);
    });
}

void Dialogue::broken(int error)
{
    if (m_error.code == ErrorCode::None) {
        const QString where = m_peer.isEmpty() ? QCoreApplication::translate("Lab", "The other side") : m_peer;
        m_error = socketError(error, where);
        event(Kind::Problem, describe(m_error));
    }
    close();
}

void Dialogue::beginEnd(const Finish &finish)
{
    m_ending = true;
    m_error = finish.error;
    m_drain = finish.drain && !m_datagram;
    m_silence.reset();
    m_timer.stop();
}

void Dialogue::drain()
{
    if (std::exchange(m_draining, true))
        return;
    m_socket.endWriting();
    m_drainTimer.start(DrainTime);
    m_readNotifier->setEnabled(true);
}

void Dialogue::close()
{
    if (std::exchange(m_closed, true))
        return;
    m_timer.stop();
    m_drainTimer.stop();
    m_peerTimer.stop();
    m_silence.reset();
    m_command.reset();
    for (auto *notifier : {&m_readNotifier, &m_writeNotifier}) {
        if (*notifier) {
            (*notifier)->setEnabled(false);
            notifier->release()->deleteLater(); // it may be its signal that has led here
        }
    }
    m_socket.close();
    handlerEvent(Kind::Finish);
    Q_EMIT finished(m_error);
}

} // namespace transom::lab
