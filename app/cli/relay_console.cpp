#include "app/cli/relay_console.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/lab/relay_script.h"

#include <QJsonArray>

#include <csignal>
#include <unistd.h>

namespace transom::cli {

namespace {

using inspect::From;
using lab::RelayCommand;
using lab::RelayStreamState;

constexpr qsizetype LongestLine = 4096;
constexpr int WatchEveryMs = 200;

QString sideName(From from)
{
    return from == From::Client ? QStringLiteral("client") : QStringLiteral("server");
}

QString arrow(From from)
{
    return from == From::Client ? QStringLiteral("→") : QStringLiteral("←");
}

/// "12 bytes in 2 chunks, 1 whole frame, 3 more bytes needed for the next"
QString heldText(const RelayStreamState::Side &side, bool udp)
{
    QString text = QStringLiteral("%1 bytes in %2 %3%4").arg(side.held).arg(side.heldChunks).arg(udp ? QStringLiteral("datagram") : QStringLiteral("chunk"), side.heldChunks == 1 ? QString() : QStringLiteral("s"));
    if (side.heldFrames > 0)
        text += QStringLiteral(", %1 whole %2").arg(side.heldFrames).arg(side.heldFrames == 1 ? QStringLiteral("frame") : QStringLiteral("frames"));
    if (side.missing > 0)
        text += QStringLiteral(", %1 more bytes needed for the next").arg(side.missing);
    return text;
}

QJsonObject sideObject(const RelayStreamState::Side &side)
{
    return {{QStringLiteral("arrived"), side.arrived}, {QStringLiteral("written"), side.written}, {QStringLiteral("waiting"), side.waiting}, {QStringLiteral("hold"), side.hold},
            {QStringLiteral("held"), side.held}, {QStringLiteral("held-chunks"), side.heldChunks}, {QStringLiteral("held-frames"), side.heldFrames}, {QStringLiteral("missing"), side.missing}};
}

} // namespace

RelayConsole::RelayConsole(const Invocation &invocation, lab::Relay &relay, bool udp)
    : m_invocation(invocation)
    , m_relay(relay)
    , m_udp(udp)
{
    connect(&m_input, &StandardInput::bytes, this, &RelayConsole::take);
    connect(&m_watch, &QTimer::timeout, this, &RelayConsole::watch);
}

bool RelayConsole::hasTerminal()
{
    return ::isatty(STDIN_FILENO) && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
}

void RelayConsole::start()
{
    std::signal(SIGTTIN, SIG_IGN); // sent to the background later: then there is nothing to read, but no reason to stop
    m_input.start();
    m_watch.start(WatchEveryMs);
}

void RelayConsole::take(const QByteArray &bytes)
{
    m_line += bytes;
    for (qsizetype end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n')) {
        const QString line = QString::fromUtf8(m_line.first(end)).trimmed();
        m_line = m_line.sliced(end + 1);
        if (!line.isEmpty() && !line.startsWith(u"//"))
            obey(line);
    }
    if (m_line.size() > LongestLine)
        m_line.clear();
    m_input.done(bytes.size());
}

void RelayConsole::obey(const QString &line)
{
    const auto command = RelayCommand::parse(line, m_udp);
    if (!command) {
        m_invocation.complain(command.error());
        return;
    }
    switch (command->verb) {
    case RelayCommand::Verb::Status:
        return status();
    case RelayCommand::Verb::Help:
        for (const QString &each : lab::relayCommandHelp())
            m_invocation.say(QStringLiteral("  ") + each);
        return;
    case RelayCommand::Verb::Quit:
        Q_EMIT quit();
        return;
    case RelayCommand::Verb::Framing:
        if (framingChosen)
            framingChosen(command->stream, command->framings);
        break;
    default:
        break;
    }
    command->apply(m_relay);
    // The answer means: from now on. Not waited for: an I/O thread may wait for this one, to show what it has seen.
    m_relay.whenSettled(this, [this, line] {
        m_invocation.say(QStringLiteral("  ok: %1").arg(printable(line)));
        m_invocation.put({{QStringLiteral("event"), QStringLiteral("control")}, {QStringLiteral("line"), line}, {QStringLiteral("monotonic"), monotonicNs()}});
    });
}

void RelayConsole::status() const
{
    const QList<RelayStreamState> streams = m_relay.streams();
    QJsonArray all;
    for (const RelayStreamState &stream : streams) {
        QJsonObject object{{QStringLiteral("stream"), static_cast<qint64>(stream.stream)}, {QStringLiteral("client"), stream.client}, {QStringLiteral("target"), stream.target}};
        m_invocation.say(QStringLiteral("  #%1 %2 → %3").arg(stream.stream).arg(stream.client, stream.target.isEmpty() ? QStringLiteral("(not connected yet)") : stream.target));
        for (const From from : {From::Client, From::Server}) {
            const RelayStreamState::Side &side = stream.of(from);
            QString text = QStringLiteral("     %1 %2 bytes in, %3 out").arg(arrow(from)).arg(side.arrived).arg(side.written);
            if (side.waiting > side.held)
                text += QStringLiteral(", %1 wait").arg(side.waiting - side.held);
            if (side.hold)
                text += QStringLiteral("; on hold: %1").arg(heldText(side, m_udp));
            QJsonObject sideJson = sideObject(side);
            if (const auto left = stream.patience(inspect::otherSide(from), monotonicNs())) {
                text += QStringLiteral("; the %1 gives up in %2 s").arg(sideName(inspect::otherSide(from))).arg(std::max<qint64>(left->count(), 0) / 1000);
                sideJson.insert(QStringLiteral("patience-ms"), static_cast<qint64>(left->count()));
            }
            m_invocation.say(text);
            object.insert(sideName(from), sideJson);
        }
        all.append(object);
    }
    if (streams.isEmpty())
        m_invocation.say(QStringLiteral("  nobody is connected"));
    m_invocation.put({{QStringLiteral("event"), QStringLiteral("status")}, {QStringLiteral("streams"), all}});
}

/// Tells when something begins to wait, and how the other side's patience runs out.
void RelayConsole::watch()
{
    const qint64 now = monotonicNs();
    QHash<std::pair<quint64, int>, Told> told;
    for (const RelayStreamState &stream : m_relay.streams()) {
        for (const From from : {From::Client, From::Server}) {
            const RelayStreamState::Side &side = stream.of(from);
            if (side.heldChunks == 0)
                continue;
            const std::pair<quint64, int> key(stream.stream, static_cast<int>(from));
            const Told before = m_told.value(key);
            Told next{side.held, -1};
            QString patience;
            QJsonObject object = sideObject(side);
            if (const auto left = stream.patience(inspect::otherSide(from), now)) {
                next.secondsLeft = std::max<qint64>((left->count() + 999) / 1000, 0);
                patience = next.secondsLeft > 0 ? QStringLiteral("; the %1 gives up in %2 s").arg(sideName(inspect::otherSide(from))).arg(next.secondsLeft)
                                                : QStringLiteral("; the %1 has given up by now").arg(sideName(inspect::otherSide(from)));
                object.insert(QStringLiteral("patience-ms"), static_cast<qint64>(left->count()));
            }
            told.insert(key, next);
            const bool runsOut = next.secondsLeft != before.secondsLeft && (next.secondsLeft == 10 || (next.secondsLeft >= 0 && next.secondsLeft <= 5));
            if (side.held == before.held && m_told.contains(key) && !runsOut)
                continue;
            m_invocation.say(QStringLiteral("  #%1 %2 held: %3%4").arg(stream.stream).arg(arrow(from), heldText(side, m_udp), patience));
            object.insert(QStringLiteral("event"), QStringLiteral("held"));
            object.insert(QStringLiteral("stream"), static_cast<qint64>(stream.stream));
            object.insert(QStringLiteral("from"), sideName(from));
            m_invocation.put(object);
        }
    }
    m_told = told;
}

} // namespace transom::cli
