#include "app/cli/relay_options.h"

#include "app/cli/relay_console.h"
#include "core/base/text.h"

#include <limits>
#include <utility>

namespace transom::cli {

namespace {

using inspect::From;
using lab::Faults;
using lab::RelayCommand;

/// "9001", "ADDRESS:9001", "[::1]:9001".
bool readEndpoint(const QString &text, const QString &defaultHost, QString &host, quint16 &port)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool ok = false;
    port = text.sliced(colon + 1).toUShort(&ok);
    host = colon < 0 ? defaultHost : text.first(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    return ok && !host.isEmpty();
}

bool readNumber(const Invocation &invocation, const char *option, qint64 most, qint64 &into)
{
    if (!invocation.isSet(option))
        return true;
    bool ok = false;
    into = invocation.value(option).toLongLong(&ok);
    return ok && into >= 0 && into <= most;
}

bool readDuration(const Invocation &invocation, const char *option, std::chrono::milliseconds &into)
{
    if (!invocation.isSet(option))
        return true;
    const auto value = lab::readDuration(invocation.value(option));
    into = value.value_or(into);
    return value.has_value();
}

bool readProbability(const Invocation &invocation, const char *option, double &into)
{
    if (!invocation.isSet(option))
        return true;
    const auto value = lab::readProbability(invocation.value(option));
    into = value.value_or(into);
    return value.has_value();
}

/// The options that are faults, each one a word of its own. Nothing, or what is wrong.
QString readFaults(const Invocation &invocation, Faults &faults)
{
    for (const auto &[option, into] : {std::pair("delay", &faults.delay), std::pair("jitter", &faults.jitter), std::pair("split-gap", &faults.splitGap), std::pair("merge", &faults.merge),
                                       std::pair("stall", &faults.stall), std::pair("after", &faults.after)}) {
        if (!readDuration(invocation, option, *into))
            return QStringLiteral("--%1 takes a time up to an hour: milliseconds, or for instance 2s.").arg(QLatin1String(option));
    }
    for (const auto &[option, into] : {std::pair("drop", &faults.loss), std::pair("duplicate", &faults.duplicate), std::pair("reorder", &faults.reorder), std::pair("flip", &faults.flip)}) {
        if (!readProbability(invocation, option, *into))
            return QStringLiteral("--%1 takes a probability from 0 to 1.").arg(QLatin1String(option));
    }
    qint64 split = 0;
    if (!readNumber(invocation, "split", qint64(1) << 30, split))
        return QStringLiteral("--split takes a number of bytes.");
    faults.split = static_cast<qsizetype>(split);
    if (invocation.isSet("rate") && (faults.rate = parseBytes(invocation.value("rate"))) <= 0)
        return QStringLiteral("--rate takes bytes a second, for instance 64K.");
    if (invocation.isSet("from-byte") && (faults.fromByte = parseBytes(invocation.value("from-byte"))) < 0)
        return QStringLiteral("--from-byte takes the number of a byte, counted from 0.");
    faults.reset = invocation.isSet("reset");
    faults.halfClose = invocation.isSet("half-close");
    faults.once = invocation.isSet("next");
    if (!invocation.isSet("udp") && (faults.loss > 0 || faults.duplicate > 0 || faults.reorder > 0))
        return QStringLiteral("--drop, --duplicate and --reorder are for --udp: a stream loses nothing, it would only break.");
    if (invocation.isSet("udp") && (faults.split > 0 || faults.merge.count() > 0 || faults.reset || faults.halfClose))
        return QStringLiteral("--split, --merge, --reset and --half-close are for streams: a datagram stays whole, and has no connection.");
    if ((faults.fromByte > 0 || faults.after.count() > 0 || faults.once) && faults.isNothing())
        return QStringLiteral("--from-byte, --after and --next say when a fault begins, and there is none. Add for instance --flip 1.");
    return {};
}

/// --direction and all fault options as one command; then each --do. Nothing, or what is wrong.
QString readScript(const Invocation &invocation, bool udp, QList<RelayCommand> &script)
{
    RelayCommand command;
    command.verb = RelayCommand::Verb::Faults;
    if (const QString wrong = readFaults(invocation, command.faults); !wrong.isEmpty())
        return wrong;
    const QString direction = invocation.isSet("direction") ? invocation.value("direction") : QStringLiteral("both");
    if (direction != u"both" && direction != u"to-server" && direction != u"to-client")
        return QStringLiteral("--direction takes to-server, to-client or both.");
    command.sides[0] = direction != u"to-client";
    command.sides[1] = direction != u"to-server";
    if (!command.faults.isNothing())
        script += command;
    for (const QString &line : invocation.values("do")) {
        const auto read = RelayCommand::parse(line, udp);
        if (!read)
            return QStringLiteral("--do: ") + describe(read.error());
        script += *read;
    }
    return {};
}

} // namespace

void addRelayOptions(QCommandLineParser &parser)
{
    const auto option = [&parser](const char *name, const char *text, const char *value = nullptr) {
        parser.addOption(value ? QCommandLineOption(QLatin1String(name), QString::fromUtf8(text), QLatin1String(value)) : QCommandLineOption(QLatin1String(name), QString::fromUtf8(text)));
    };
    option("udp", "Datagrams instead of streams.");
    option("framing", "Decode frames: auto (the default), none, transom, u16be, u16le, u32be, u32le, u64be, u64le (add + where the length counts itself), json-header (or json-header:u32be …), "
                      "ascii-ack, ready, newline, crlf, delim:HEX, fixed:N; or CLIENT/SERVER where the two sides differ.", "FRAMING");
    option("direction", "Apply faults to what goes to-server, to-client or both (the default).", "DIRECTION");
    option("delay", "Each chunk leaves so much later.", "MS");
    option("jitter", "And up to so much more, at random.", "MS");
    option("rate", "At most so many bytes a second, for instance 64K.", "RATE");
    option("split", "At most so many bytes in one send.", "N");
    option("split-gap", "Pause between the pieces of --split.", "MS");
    option("merge", "What comes within so long leaves together.", "MS");
    option("stall", "Nothing leaves for so long, once.", "MS");
    option("reset", "Reset both ends instead of passing a chunk on.");
    option("half-close", "End the direction after a chunk.");
    option("flip", "Invert one bit in so many of the chunks.", "P");
    option("drop", "Lose so many of the datagrams, from 0 to 1.", "P");
    option("duplicate", "Send so many of the datagrams twice.", "P");
    option("reorder", "Put so many of the datagrams behind the next one.", "P");
    option("from-byte", "These faults begin at that byte of the direction.", "N");
    option("after", "These faults begin so long after the connection.", "MS");
    option("next", "These faults are for one chunk only.");
    option("do", "A line of the control, for all connections to come: \"flip c>s from 4096 next\". May be given several times.", "LINE");
    option("control", "Take lines on standard input that change faults, hold, step and release; on a terminal that is the default. \"help\" tells them.");
    option("no-control", "Leave the terminal alone.");
    option("client-timeout", "The client gives up after so long a silence: for the countdown while something is held.", "MS");
    option("server-timeout", "The same of the server.", "MS");
    option("seed", "The same seed gives the same chance (1).", "N");
    option("pcapng", "Write a capture for Wireshark.", "FILE");
    option("snaplen", "Keep only so many bytes of each chunk; 0: sizes and times. No frames then.", "N");
    option("hex", "Show every byte, in hexadecimal and as text.");
    option("splice", "Pass large chunks on through a pipe in the kernel: less work here, but slower where the peers are on this computer.");
    option("most", "So many connections at once, at most (4096).", "N");
    option("connect-timeout", "How long the target may take to accept (10s).", "MS");
    option("idle", "With --udp: forget a client after so long without a datagram (120s).", "MS");
    option("count", "End after so many connections, or with --udp datagrams.", "N");
}

std::optional<RelayRequest> readRelayOptions(const Invocation &invocation)
{
    RelayRequest request;
    const auto wrong = [&invocation](const QString &why) -> std::optional<RelayRequest> {
        invocation.wrongUsage(why);
        return {};
    };
    lab::RelayOptions &options = request.relay;
    options.udp = invocation.isSet("udp");
    QString listenHost;
    if (!readEndpoint(invocation.words()[0], QStringLiteral("127.0.0.1"), listenHost, options.listenPort) || !options.listenAddress.setAddress(listenHost))
        return wrong(QStringLiteral("\"%1\" is not PORT or ADDRESS:PORT.").arg(printable(invocation.words()[0])));
    if (!readEndpoint(invocation.words()[1], QStringLiteral("127.0.0.1"), options.targetHost, options.targetPort) || options.targetPort == 0)
        return wrong(QStringLiteral("\"%1\" is not HOST:PORT.").arg(printable(invocation.words()[1])));
    if (const QString why = readScript(invocation, options.udp, request.script); !why.isEmpty())
        return wrong(why);
    const QString framing = invocation.value("framing");
    if (!framing.isEmpty() && framing != u"guess" && framing != u"auto") {
        request.framings = inspect::Framings::fromText(framing);
        if (!request.framings)
            return wrong(QStringLiteral("\"%1\" is no framing. Try auto, u32be, newline or one of those that --help names.").arg(printable(framing)));
    }
    qint64 seed = 1, most = options.mostStreams, snaplen = std::numeric_limits<qint64>::max();
    if (!readNumber(invocation, "count", 1'000'000'000, request.count) || !readNumber(invocation, "seed", std::numeric_limits<qint64>::max(), seed)
        || !readNumber(invocation, "most", 100'000, most) || !readNumber(invocation, "snaplen", qint64(1) << 40, snaplen) || most == 0)
        return wrong(QStringLiteral("--count, --seed, --most and --snaplen take numbers."));
    for (const auto &[option, side] : {std::pair("client-timeout", From::Client), std::pair("server-timeout", From::Server)}) {
        RelayCommand command;
        command.verb = RelayCommand::Verb::Timeout;
        command.sides[0] = side == From::Client;
        command.sides[1] = side == From::Server;
        if (!readDuration(invocation, option, command.timeout))
            return wrong(QStringLiteral("--%1 takes a time up to an hour: milliseconds, or for instance 30s.").arg(QLatin1String(option)));
        if (invocation.isSet(option))
            request.script += command;
    }
    if (!readDuration(invocation, "idle", options.udpIdle) || !readDuration(invocation, "connect-timeout", options.connectTimeout))
        return wrong(QStringLiteral("--idle and --connect-timeout take a time up to an hour: milliseconds, or for instance 30s."));
    options.seed = static_cast<quint64>(seed);
    options.mostStreams = static_cast<int>(most);
    request.control = invocation.isSet("control") || (!invocation.isSet("no-control") && !invocation.quiet() && RelayConsole::hasTerminal());
    // Frames are stepped by the rule that was given; a guess would come too late for the first.
    if (request.control && request.framings)
        options.framings = *request.framings;
    request.target = QStringLiteral("%1:%2").arg(options.targetHost).arg(options.targetPort);
    request.hex = invocation.isSet("hex");
    request.pcapng = invocation.value("pcapng");
    options.keepBytes = (!invocation.quiet() || invocation.isSet("pcapng")) && snaplen > 0;
    options.keepAtMost = snaplen;
    options.splice = invocation.isSet("splice");
    if (invocation.isSet("snaplen"))
        request.framings = inspect::Framings(); // there is nothing whole to decode
    if (!options.keepBytes || invocation.quiet()) { // where no cut is shown, fewer and larger reads cost less
        options.readSize = 256 * 1024; // what a processor's own cache holds: above that it gets slower again
        options.buffer = 4 * 1024 * 1024;
    }
    return request;
}

} // namespace transom::cli
