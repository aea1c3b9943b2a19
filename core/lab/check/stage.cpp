#include "core/lab/check/stage.h"

#include "core/base/text.h"
#include "core/lab/check/listening.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <cerrno>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::lab {

namespace {

constexpr qsizetype MostCalls = 300;
constexpr qsizetype MostKept = 128; ///< bytes of one call

/// A port that is free now. Somebody else may take it before the program does: then the trial says so.
quint16 freePort(bool datagram)
{
    NativeSocket socket({0, true}, {});
    if (!socket.open(AF_INET, datagram).isOk() || !socket.bind(SocketAddress(QHostAddress(QHostAddress::LocalHost), 0)).isOk())
        return 0;
    return socket.localAddress().port();
}

bool mentions(const QStringList &words, QLatin1String what)
{
    return std::any_of(words.begin(), words.end(), [what](const QString &word) { return word.contains(what); });
}

} // namespace

QString quotedBytes(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return QCoreApplication::translate("Lab", "nothing");
    const int count = static_cast<int>(std::min<qsizetype>(bytes.size(), INT_MAX));
    return QCoreApplication::translate("Lab", "“%1” (%n byte(s))", nullptr, count).arg(printable(bytes, 60));
}

CheckStage::CheckStage(const CheckOptions &options, std::stop_token stop)
    : m_options(options)
    , m_stop(std::move(stop))
    , m_parameters(Parameters::make(*options.dialect, Role::Server, options.parameters).value_or(Parameters()))
    , m_bench({}, [this](const CallRecord &call) { observe(call); }, m_stop)
{
    m_files.setAutoRemove(true);
    QDir(m_files.path()).mkdir(u"uploads"_s);
}

CheckStage::~CheckStage()
{
    endProgram();
    m_listener = NativeSocket(); // while there is still somebody who hears of its close
}

void CheckStage::observe(const CallRecord &call)
{
    const std::lock_guard lock(m_mutex);
    if (m_calls.size() >= MostCalls || (call.result < 0 && (call.error == EAGAIN || call.error == EINPROGRESS)) || call.call == CallRecord::Call::Socket)
        return;
    CallRecord kept = call;
    kept.bytes = kept.bytes.first(std::min(kept.bytes.size(), MostKept));
    kept.bytes.squeeze();
    m_calls.append(kept);
}

QList<CallRecord> CheckStage::takeCalls()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_calls, {});
}

QString CheckStage::directory() const
{
    if (!m_options.directory.isEmpty())
        return m_options.directory;
    return m_options.program.isEmpty() || m_options.role == Role::Client || (traits().flags & DialectTraits::Stores) == 0 ? QString() : m_files.filePath(u"uploads"_s);
}

void CheckStage::writeSource(const QByteArray &bytes) const
{
    QFile file(sourcePath());
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

QStringList CheckStage::words() const
{
    QStringList result;
    for (QString word : m_options.program) {
        // It is started in the folder of its uploads: what names a file from here has to go on doing so.
        if (QFileInfo(word).isFile() && QFileInfo(word).isRelative() && word.contains(u'.'))
            word = QFileInfo(word).absoluteFilePath();
        word.replace("{port}"_L1, QString::number(m_port));
        word.replace("{host}"_L1, m_options.host);
        word.replace("{dir}"_L1, directory().isEmpty() ? m_files.path() : QFileInfo(directory()).absoluteFilePath());
        word.replace("{file}"_L1, sourcePath());
        result.append(word);
    }
    return result;
}

bool CheckStage::isListening() const
{
    return isPortTaken(m_port, dialect().datagram);
}

Finding CheckStage::waitUntilListening(bool told, bool taken)
{
    const bool stated = told || m_options.port != 0;
    const auto began = std::chrono::steady_clock::now();
    for (;;) {
        const quint16 own = listeningPort(m_program->processId(), dialect().datagram);
        // Nobody said which port: tutorials write it into the program, and there it is.
        if (own != 0 && !stated)
            m_port = own;
        // A process that it has started may listen in its place.
        if ((own != 0 && own == m_port) || (!taken && isListening()))
            return {};
        if (!m_program->isRunning()) {
            m_program->waitForEnd(0ms, m_stop);
            const QByteArray words = output();
            const QString said = QString::fromUtf8(lastException(words));
            const bool strangers = taken && words.contains("Address already in use");
            return Trouble{said.isEmpty() ? QCoreApplication::translate("Lab", "The program ended before it listened at port %1.").arg(m_port) : QCoreApplication::translate("Lab", "The program ended before it listened at port %1: %2").arg(m_port).arg(printable(said, 160)),
                           strangers ? QCoreApplication::translate("Lab", "Something else listens at port %1. End it first.").arg(m_port) : hintFromOutput(words, m_options.role), strangers};
        }
        const auto passed = std::chrono::steady_clock::now() - began;
        if (own != 0 && stated && passed >= 500ms)
            return Trouble{QCoreApplication::translate("Lab", "The program listens at port %1, not at port %2.").arg(own).arg(m_port),
                           told ? QCoreApplication::translate("Lab", "Take the port from the command line, port = int(sys.argv[1]), or leave {port} out: then the program's own is used.") : QCoreApplication::translate("Lab", "Leave the port out: then the program's own is used."), !told};
        if (passed >= 10s || m_bench.isStopped())
            return Trouble{QCoreApplication::translate("Lab", "The program does not listen at any port. A server calls bind, then listen, and only then accept."), {}, m_bench.isStopped()};
        m_bench.pause(10ms);
    }
}

QByteArray CheckStage::typedByWish() const
{
    QString lines;
    for (QString line : m_options.typed)
        lines += line.replace("{file}"_L1, sourcePath()) + u'\n';
    return lines.toUtf8();
}

Finding CheckStage::startProgram(const QByteArray &typed)
{
    endProgram();
    m_lastOutput.clear();
    if (m_options.program.isEmpty()) {
        if (m_options.role == Role::Server)
            m_port = m_options.port != 0 ? m_options.port : dialect().port;
        return {};
    }
    const bool told = mentions(m_options.program, "{port}"_L1);
    bool taken = false;
    if (m_options.role == Role::Server) {
        m_port = m_options.port != 0 ? m_options.port : told ? freePort(dialect().datagram) : dialect().port;
        taken = isListening();
        if (taken && (told || m_options.port != 0))
            return Trouble{QCoreApplication::translate("Lab", "Something already listens at port %1. End it, or let the program take its port from the command line: {port}.").arg(m_port), {}, true};
    }
    CheckedProgram::Start start;
    start.words = words();
    start.input = m_options.typed.isEmpty() ? typed : typedByWish();
    start.inputEnds = m_options.role == Role::Client;
    if (m_options.role == Role::Server && (traits().flags & DialectTraits::Stores) != 0)
        start.directory = directory();
    auto program = CheckedProgram::start(start);
    if (!program)
        return Trouble{describe(program.error()), {}, true};
    m_program = std::move(*program);
    if (m_options.role == Role::Client)
        return {};
    return waitUntilListening(told, taken);
}

Result<NativeSocket> CheckStage::connect(ExperimentBench::ms time)
{
    QHostAddress address;
    if (!address.setAddress(m_options.host == u"localhost" ? u"127.0.0.1"_s : m_options.host))
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "“%1” is no address. Give one like 127.0.0.1.").arg(printable(m_options.host)));
    const SocketAddress place(address, m_port);
    if (!dialect().datagram)
        return m_bench.connect(place, m_bench.nextStream(), {}, time);
    NativeSocket socket({m_bench.nextStream(), false}, m_bench.observer());
    NativeSocket::Outcome done = socket.open(place.family(), true);
    if (done.isOk())
        done = socket.connect(place);
    if (!done.isOk())
        return tl::unexpected(socketError(done.error, place.text()));
    return socket;
}

Finding CheckStage::listen()
{
    QHostAddress address(m_options.host == u"localhost" ? u"127.0.0.1"_s : m_options.host);
    const bool told = m_options.program.isEmpty() ? m_options.port != 0 : mentions(m_options.program, "{port}"_L1);
    const quint16 port = m_options.port != 0 ? m_options.port : told ? 0 : dialect().port;
    m_listener = NativeSocket({dialect().datagram ? quint64(1) : 0, true}, m_bench.observer());
    NativeSocket::Outcome done = m_listener.open(address.protocol() == QAbstractSocket::IPv6Protocol ? AF_INET6 : AF_INET, dialect().datagram);
    if (done.isOk())
        done = m_listener.bind(SocketAddress(address, port));
    if (done.isOk() && !dialect().datagram)
        done = m_listener.listen(16);
    if (!done.isOk())
        return Trouble{describe(socketError(done.error, u"%1:%2"_s.arg(m_options.host).arg(port))), {}, true};
    m_port = m_listener.localAddress().port();
    return {};
}

Result<NativeSocket> CheckStage::accept(ms time)
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (!m_bench.waitReadable(m_listener, 50ms)) {
        if (m_bench.isStopped() || std::chrono::steady_clock::now() >= until || (m_program && !m_program->isRunning()))
            return fail(ErrorCode::TimedOut);
    }
    return m_bench.accept(m_listener, m_bench.nextStream());
}

void CheckStage::endProgram()
{
    if (!m_program)
        return;
    m_program->end();
    m_lastOutput = m_program->output();
    m_program.reset();
}

Finding CheckStage::crash()
{
    if (!m_program)
        return {};
    const QByteArray words = output();
    const bool ended = !m_program->isRunning();
    if (ended && m_program->exitStatus() > 128)
        return Trouble{QCoreApplication::translate("Lab", "The program was ended by signal %1.").arg(m_program->exitStatus() - 128), hintFromOutput(words, m_options.role), false};
    if (ended && (looksCrashed(words) || (m_options.role == Role::Server && m_program->exitStatus() != 0))) {
        const QByteArray exception = lastException(words);
        const QByteArray last = exception.isEmpty() ? words.trimmed().split('\n').last() : exception;
        return Trouble{QCoreApplication::translate("Lab", "The program has ended by itself: %1").arg(printable(last, 160)), hintFromOutput(words, m_options.role), false};
    }
    return {};
}

} // namespace transom::lab
