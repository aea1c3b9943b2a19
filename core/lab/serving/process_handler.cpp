#include "core/lab/serving/process_handler.h"

#include "core/base/clock.h"
#include "core/lab/serving/dialogue.h"

#include <QCoreApplication>
#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace transom::lab {

namespace {

constexpr int ConnectionNumber = 3;
constexpr int ControlNumber = 4;
constexpr qsizetype MostPacket = 512 * 1024;
constexpr int MostReportsPerTurn = 64;
constexpr qint64 GraceMs = 2000;
constexpr qsizetype MostPart = 64 * 1024; ///< of a call's bytes; a packet has to fit into the socket's buffer, and one send may move megabytes
constexpr int PartKey = 13;

/// One packet, or nothing: EAGAIN or the end, by `atEnd`.
QByteArray receivePacket(int descriptor, int flags, bool &atEnd)
{
    QByteArray packet(MostPacket, Qt::Uninitialized);
    ssize_t count = 0;
    // A worker that has gone without reading its last orders shows as ECONNRESET once, before what it has said.
    bool reset = false;
    do {
        count = ::recv(descriptor, packet.data(), static_cast<size_t>(packet.size()), flags);
    } while (count < 0 && (errno == EINTR || (errno == ECONNRESET && !std::exchange(reset, true))));
    atEnd = count == 0 || (count < 0 && errno != EAGAIN);
    packet.truncate(std::max<ssize_t>(count, 0));
    return packet;
}

bool sendPacket(int descriptor, const QCborMap &map)
{
    const QByteArray packet = map.toCborValue().toCbor();
    ssize_t count = 0;
    do {
        count = ::send(descriptor, packet.constData(), static_cast<size_t>(packet.size()), MSG_NOSIGNAL);
    } while (count < 0 && errno == EINTR);
    return count == packet.size();
}

bool sendReport(int descriptor, LabEvent event)
{
    while (event.call.bytes.size() > MostPart) {
        if (!sendPacket(descriptor, {{PartKey, event.call.bytes.first(MostPart)}}))
            return false;
        event.call.bytes.remove(0, MostPart);
    }
    return sendPacket(descriptor, toCbor(event));
}

/// Above the numbers that dup2() is going to fill.
Descriptor lifted(Descriptor descriptor)
{
    return Descriptor(::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, 10));
}

} // namespace

ProcessHandler::ProcessHandler(const HandlerOptions &options, Descriptor connection)
    : m_options(options)
    , m_connection(std::move(connection))
{}

ProcessHandler::~ProcessHandler()
{
    m_notifier.reset();
    if (m_pid > 0)
        stop();
    // What it still has to say is heard; then the end of the control connection tells it to go.
    const qint64 deadline = monotonicMs() + GraceMs;
    bool atEnd = m_pid <= 0 || !m_control;
    while (!atEnd && monotonicMs() < deadline) {
        pollfd waiting{m_control.get(), POLLIN, 0};
        if (::poll(&waiting, 1, 50) > 0) {
            const QByteArray packet = receivePacket(m_control.get(), MSG_DONTWAIT, atEnd);
            if (auto event = eventOf(packet))
                m_options.events->write(std::move(*event));
        }
    }
    m_control.reset();
    while (m_pid > 0 && ::waitpid(m_pid, nullptr, WNOHANG) == 0) {
        if (monotonicMs() > deadline)
            ::kill(m_pid, SIGKILL);
        ::poll(nullptr, 0, 2);
    }
}

void ProcessHandler::start()
{
    if (!launch()) {
        m_error = {ErrorCode::Internal, QCoreApplication::translate("Lab", "The process for this connection could not be started. Check that transomctl is installed beside this program.")};
        m_connection.reset();
        QMetaObject::invokeMethod(this, &ProcessHandler::gone, Qt::QueuedConnection);
        return;
    }
    m_connection.reset(); // the worker has it
    m_notifier = std::make_unique<QSocketNotifier>(m_control.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ProcessHandler::readReports);
    QCborMap parameters;
    for (auto it = m_options.parameters.values().begin(); it != m_options.parameters.values().end(); ++it)
        parameters.insert(it.key(), it.value());
    order({{QStringLiteral("dialect"), m_options.dialect->name()}, {QStringLiteral("parameters"), parameters}, {QStringLiteral("stream"), static_cast<qint64>(m_options.stream)},
           {QStringLiteral("peer"), m_options.peer}});
}

bool ProcessHandler::launch()
{
    std::array<int, 2> pair{};
    if (m_options.worker.isEmpty() || ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return false;
    m_control = Descriptor(pair[0]);
    const Descriptor theirs = lifted(Descriptor(pair[1]));
    const Descriptor connection = lifted(std::move(m_connection));
    if (!theirs || !connection)
        return false;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&how);
    ::posix_spawn_file_actions_adddup2(&files, connection.get(), ConnectionNumber);
    ::posix_spawn_file_actions_adddup2(&files, theirs.get(), ControlNumber);
    // Standard input is the server's: the worker must not read from it.
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    // Out of reach of the terminal's Ctrl-C, which would end it before its server can say that it is to end.
    ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&how, 0);
    QList<QByteArray> words;
    for (const QString &word : m_options.worker)
        words.append(QFile::encodeName(word));
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const int error = ::posix_spawn(&m_pid, argv.front(), &files, &how, argv.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&how);
    if (error != 0)
        m_pid = 0;
    return error == 0;
}

void ProcessHandler::order(const QCborMap &map)
{
    if (m_control)
        sendPacket(m_control.get(), map); // a worker that has gone shows as the end of its reports
}

void ProcessHandler::giveLine(const QString &line)
{
    order({{QStringLiteral("line"), line}});
}

void ProcessHandler::endInput()
{
    order({{QStringLiteral("endInput"), true}});
}

void ProcessHandler::stop()
{
    if (!std::exchange(m_stopping, true))
        order({{QStringLiteral("stop"), true}});
}

/// Nothing: there was none, or it goes on in the next packet.
std::optional<LabEvent> ProcessHandler::eventOf(const QByteArray &packet)
{
    if (packet.isEmpty())
        return std::nullopt;
    const QCborMap map = QCborValue::fromCbor(packet).toMap();
    if (map.contains(PartKey)) {
        m_parts += map.value(PartKey).toByteArray();
        return std::nullopt;
    }
    LabEvent event = eventFromCbor(map);
    if (!m_parts.isEmpty())
        event.call.bytes.prepend(std::exchange(m_parts, {}));
    return event;
}

void ProcessHandler::readReports()
{
    for (int i = 0; i < MostReportsPerTurn; ++i) {
        bool atEnd = false;
        const QByteArray packet = receivePacket(m_control.get(), MSG_DONTWAIT, atEnd);
        if (atEnd)
            return gone();
        if (packet.isEmpty())
            return;
        auto event = eventOf(packet);
        if (!event)
            continue;
        if (event->kind == LabEvent::Kind::Finish) {
            m_finishSeen = true;
            m_error = event->error;
        }
        const bool wanted = event->kind == LabEvent::Kind::LineWanted;
        m_options.events->write(std::move(*event));
        if (wanted)
            Q_EMIT lineWanted(m_options.stream);
    }
}

void ProcessHandler::gone()
{
    if (m_notifier) {
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater(); // its signal
    }
    if (m_pid > 0) {
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
        }
        m_pid = 0;
    }
    if (!m_finishSeen) {
        if (m_error.code == ErrorCode::None)
            m_error = {ErrorCode::Internal, QCoreApplication::translate("Lab", "The process that served this connection has ended by itself.")};
        LabEvent event;
        event.kind = LabEvent::Kind::Finish;
        event.stream = m_options.stream;
        event.peer = m_options.peer;
        event.error = m_error;
        m_options.events->write(std::move(event));
    }
    Q_EMIT finished(m_options.stream, m_error);
}

int runWorker()
{
    bool atEnd = false;
    const Descriptor control(ControlNumber);
    ::fcntl(ControlNumber, F_SETFD, FD_CLOEXEC);
    const QCborMap orders = QCborValue::fromCbor(receivePacket(control.get(), 0, atEnd)).toMap();
    const Dialect *dialect = dialectById(orders.value(QStringLiteral("dialect")).toString());
    if (!dialect)
        return 2;
    QHash<QString, QString> given;
    const QCborMap values = orders.value(QStringLiteral("parameters")).toMap();
    for (auto it = values.begin(); it != values.end(); ++it)
        given.insert(it.key().toString(), it.value().toString());
    const auto parameters = Parameters::make(*dialect, Role::Server, given);
    if (!parameters)
        return 2;
    // A server that has gone reads no reports: then there is nobody to serve for.
    const auto events = std::make_shared<EventWriter>([](const LabEvent &event) {
        if (!sendReport(ControlNumber, event))
            QCoreApplication::exit(1);
    });
    const auto stream = static_cast<quint64>(orders.value(QStringLiteral("stream")).toInteger());
    NativeSocket socket(Descriptor(ConnectionNumber), {stream, true}, [events](const CallRecord &call) { events->write(call); });
    Dialogue dialogue(*dialect, Role::Server, *parameters, std::move(socket), events);
    QObject::connect(&dialogue, &Dialogue::finished, &dialogue, [] { QCoreApplication::exit(0); }, Qt::QueuedConnection);
    QSocketNotifier notifier(control.get(), QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &dialogue, [&dialogue, &notifier] {
        bool over = false;
        const QCborMap order = QCborValue::fromCbor(receivePacket(ControlNumber, MSG_DONTWAIT, over)).toMap();
        if (over || order.contains(QStringLiteral("stop"))) {
            notifier.setEnabled(false);
            dialogue.stop();
        } else if (order.contains(QStringLiteral("line"))) {
            dialogue.giveLine(order.value(QStringLiteral("line")).toString());
        } else if (order.contains(QStringLiteral("endInput"))) {
            dialogue.endInput();
        }
    });
    const QString peer = orders.value(QStringLiteral("peer")).toString();
    QMetaObject::invokeMethod(&dialogue, [&dialogue, peer] { dialogue.start(peer); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace transom::lab
