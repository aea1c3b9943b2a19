// lab: speaks the tutorials' protocols, as server or client, and shows every call.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "app/cli/invocation.h"
#include "app/cli/lab_check.h"
#include "app/cli/lab_crowd.h"
#include "app/cli/lab_printer.h"
#include "app/cli/lab_run.h"
#include "app/cli/standard_input.h"
#include "core/base/text.h"
#include "core/lab/serving/lab_client.h"
#include "core/lab/serving/lab_server.h"
#include "core/lab/serving/process_handler.h"

#ifdef TRANSOM_TRANSLATED
#include "resources/resources.h"
#endif

#include <QEventLoop>
#include <QJsonArray>
#include <QLocale>
#include <QTimer>
#include <QTranslator>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace transom::cli {

namespace {

using lab::Dialect;
using lab::LabEvent;
using lab::Role;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lab)
};

void installTranslator(QTranslator &translator)
{
#ifdef TRANSOM_TRANSLATED
    initTransomResources();
    if (translator.load(QLocale(), QStringLiteral("transom"), QStringLiteral("_"), QStringLiteral(":/translations"))
        || translator.load(QStringLiteral(":/translations/transom_en.qm")))
        QCoreApplication::installTranslator(&translator);
#else
    Q_UNUSED(translator)
#endif
}

/// Events on their way to the screen. When it is full the traffic waits: a list of calls has no holes.
class Queue
{
public:
    void put(const LabEvent &event)
    {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [this] { return !m_bounded || m_events.size() < MostEvents; });
        m_events.append(event);
    }
    QList<LabEvent> take()
    {
        const std::lock_guard lock(m_mutex);
        m_room.notify_all();
        return std::exchange(m_events, {});
    }
    /// From now on nobody waits: the end is near.
    void unbind()
    {
        const std::lock_guard lock(m_mutex);
        m_bounded = false;
        m_room.notify_all();
    }

private:
    static constexpr qsizetype MostEvents = 2'000;
    std::mutex m_mutex;
    std::condition_variable m_room;
    QList<LabEvent> m_events;
    bool m_bounded = true;
};

/// Bytes of standard input as lines.
class Lines
{
public:
    template<class Take>
    void add(const QByteArray &bytes, Take take)
    {
        m_rest += bytes;
        qsizetype begin = 0;
        for (qsizetype end = 0; (end = m_rest.indexOf('\n', begin)) >= 0; begin = end + 1)
            take(text(m_rest.sliced(begin, end - begin)));
        m_rest.remove(0, begin);
        if (m_rest.size() > MostLine)
            take(text(std::exchange(m_rest, {})));
    }
    template<class Take>
    void finish(Take take)
    {
        if (!m_rest.isEmpty())
            take(text(std::exchange(m_rest, {})));
    }

private:
    static constexpr qsizetype MostLine = 64 * 1024; ///< bytes; a longer one comes in pieces, each fit for a process that serves
    static QString text(QByteArray line)
    {
        if (line.endsWith('\r'))
            line.chop(1);
        return QString::fromUtf8(line);
    }
    QByteArray m_rest;
};

/// What “lab VERB --help” is about.
struct VerbHelp
{
    const char *verb;
    const char *synopsis;
    const char *summary;
    const char *options; ///< those that mean something to it, each with a blank around it; of the dialects' parameters all unless it names some
    bool parameters = false;
};
const VerbHelp Verbs[] = {
        {"list", "list [ID]", QT_TRANSLATE_NOOP("Lab", "Shows the protocols of the tutorials, or what one of them can be told."), " "},
        {"serve", "serve ID [OPTION…]", QT_TRANSLATE_NOOP("Lab", "Plays a tutorial's server until Ctrl-C, and shows every call: point your client at it.\nExample: transomctl lab serve echo --port 8080"),
         " port host unix model backlog plain allow-remote-commands ", true},
        {"connect", "connect ID HOST:PORT [OPTION…]", QT_TRANSLATE_NOOP("Lab", "Plays a tutorial's client and shows every call: start your server first. Lines that you type are sent.\nExample: transomctl lab connect echo 127.0.0.1:8080"),
         " unix plain allow-remote-commands ", true},
        {"crowd", "crowd HOST:PORT [OPTION…]", QT_TRANSLATE_NOOP("Lab", "Connects many clients to a server at once, some of them slow, and shows who is served when: which serving model is it?"), " clients slow pause stagger text unix "},
        {"check", "check ID --role server|client [OPTION…] [-- PROGRAM ARG…]",
         QT_TRANSLATE_NOOP("Lab", "Plays friendly and hostile peers against a program, one trial after the other, and says what it did not stand, and why.\n\nIn the words of PROGRAM, {port}, {host}, {dir} and "
                                  "{file} stand for what the trial uses; a server without {port} is looked for at its own port. Without PROGRAM, one that runs already is tried. Trials give up after some seconds: a "
                                  "program that never ends is ended.\n\nWith --class the programs of a folder follow each other, half a minute each: a line for each, a table with --csv, an object for each trial with "
                                  "--json. Exit status: 0 all passed, 1 something failed or could not be tried, 2 wrong usage.\n\nExamples:\n  transomctl lab check echo --role server -- python3 my_server.py\n"
                                  "  transomctl lab check hmac --role client --class handed-in --csv > marks.csv"),
         " port host model dir text key encoding nick name role only list type class csv "},
};

const VerbHelp *helpFor(const QString &verb)
{
    const auto found = std::find_if(std::begin(Verbs), std::end(Verbs), [&verb](const VerbHelp &help) { return verb == QLatin1String(help.verb); });
    return found == std::end(Verbs) ? nullptr : found;
}

bool concerns(const VerbHelp *help, const char *option, bool parameter = false)
{
    return !help || (parameter && help->parameters) || QByteArrayView(help->options).contains(QByteArray(' ' + QByteArray(option) + ' '));
}

/// All of them are understood everywhere; those that concern the verb are shown.
void addOptions(QCommandLineParser &parser, const VerbHelp *help)
{
    bool parameter = false;
    const LabOption option = [&](const char *name, const QString &text, const char *value) {
        // "check: what the program plays": whoever asks for the help of check knows
        const qsizetype colon = help ? text.indexOf(QStringLiteral(": ")) : -1;
        const bool prefixed = colon > 0 && helpFor(text.first(colon));
        const bool checked = help && qstrcmp(help->verb, "check") == 0 && qstrcmp(name, "port") == 0;
        QCommandLineOption made(QLatin1String(name), checked ? Text::tr("the port that the program uses, where it cannot be found out.") : prefixed ? text.sliced(colon + 2) : text, QLatin1String(value));
        if (!concerns(help, name, parameter))
            made.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(made);
    };
    option("port", Text::tr("serve: the port; the dialect's own unless given, 0 for any free one."), "P");
    option("host", Text::tr("serve: the address to listen at; 127.0.0.1 unless given."), "H");
    option("unix", Text::tr("A Unix-domain socket at that path instead of an address; @NAME is an abstract one."), "PATH");
    option("model", Text::tr("serve: one, thread, process or loop; with :N it stops listening after N connections."), "MODEL");
    option("backlog", Text::tr("serve: how many connections may wait to be accepted (16)."), "N");
    option("plain", Text::tr("Print only what the other side says."), nullptr);
    option("allow-remote-commands", Text::tr("Let a dialect that runs commands talk to other computers: whoever connects can run anything as you."), nullptr);
    option("clients", Text::tr("crowd: how many clients (10)."), "N");
    option("slow", Text::tr("crowd: how many of them are slow (1)."), "N");
    option("pause", Text::tr("crowd: milliseconds that a slow one keeps the server waiting (1000)."), "MS");
    option("stagger", Text::tr("crowd: milliseconds from one client to the next (0)."), "MS");
    parameter = true;
    for (const lab::ParameterInfo &info : lab::parameterInfos())
        option(info.id, info.hintText(), "VALUE");
    parameter = false;
    addLabCheckOptions(option);
}

Result<lab::Parameters> readParameters(const Invocation &invocation, const Dialect &dialect, Role role)
{
    QHash<QString, QString> given;
    for (const lab::ParameterInfo &info : lab::parameterInfos()) {
        if (invocation.isSet(info.id))
            given.insert(QLatin1String(info.id), invocation.value(info.id));
    }
    return lab::Parameters::make(dialect, role, given);
}

/// "HOST:PORT", "[::1]:PORT".
bool readPlace(const QString &text, QString &host, quint16 &port)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool ok = false;
    port = text.sliced(colon + 1).toUShort(&ok);
    host = text.first(std::max<qsizetype>(colon, 0));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    return ok && port > 0 && !host.isEmpty();
}

QJsonObject describeRole(const Dialect &dialect, Role role)
{
    QJsonArray parameters;
    for (const lab::ParameterUse &use : dialect.parameters) {
        if (use.isFor(role))
            parameters.append(QJsonObject{{QStringLiteral("id"), QLatin1String(use.id)}, {QStringLiteral("title"), use.titleText()}, {QStringLiteral("hint"), use.info().hintText()}, {QStringLiteral("default"), QString::fromUtf8(use.standard)}});
    }
    return {{QStringLiteral("does"), dialect.text(role)}, {QStringLiteral("executes"), dialect.executes(role)}, {QStringLiteral("parameters"), parameters}};
}

int list(const Invocation &invocation)
{
    const QString only = invocation.words().value(1);
    if (!only.isEmpty() && !lab::dialectById(only))
        return invocation.wrongUsage(Text::tr("There is no dialect “%1”; “transomctl lab list” shows them.").arg(printable(only)));
    for (const Dialect &dialect : lab::dialects()) {
        if (!only.isEmpty() && only != dialect.name())
            continue;
        invocation.put({{QStringLiteral("id"), dialect.name()}, {QStringLiteral("title"), dialect.titleText()}, {QStringLiteral("port"), dialect.port}, {QStringLiteral("datagram"), dialect.datagram},
                        {QStringLiteral("server"), describeRole(dialect, Role::Server)}, {QStringLiteral("client"), describeRole(dialect, Role::Client)}});
        invocation.say(QStringLiteral("%1 %2 %3  %4").arg(dialect.name(), -16).arg(dialect.datagram ? QStringLiteral("udp") : QStringLiteral("tcp")).arg(dialect.port, 5).arg(dialect.titleText()));
        if (only.isEmpty())
            continue;
        for (const Role role : {Role::Server, Role::Client}) {
            invocation.say(QStringLiteral("\n%1: %2").arg(role == Role::Server ? Text::tr("server") : Text::tr("client"), dialect.text(role)));
            for (const lab::ParameterUse &use : dialect.parameters) {
                if (use.isFor(role))
                    invocation.say(QStringLiteral("  --%1  %2 [%3]").arg(QLatin1String(use.id), -10).arg(use.info().hintText(), QString::fromUtf8(use.standard)));
            }
        }
    }
    return Done;
}

/// What a server and a client of the lab have in common for a terminal: events out, lines in, Ctrl-C.
class Session
{
public:
    Session(const Invocation &invocation, bool wantsLines)
        : m_printer(invocation, invocation.isSet("plain"))
        , m_interrupts([this] {
            m_interrupted = true;
            m_loop.quit();
        })
        , m_wantsLines(wantsLines)
    {
        QObject::connect(&m_timer, &QTimer::timeout, &m_loop, [this] { work(); });
        m_timer.start(5);
    }

    lab::LabSink sink()
    {
        return [this](const LabEvent &event) { m_queue.put(event); };
    }
    /// Until it has ended, or been interrupted; then `stop`.
    template<class Peer>
    void run(Peer &peer)
    {
        Lines lines;
        if (m_wantsLines) {
            const auto take = [&peer](const QString &line) { peer.say(line); };
            QObject::connect(&m_input, &StandardInput::bytes, &m_loop, [this, &lines, take](const QByteArray &bytes) {
                lines.add(bytes, take);
                m_input.done(bytes.size());
            });
            QObject::connect(&m_input, &StandardInput::ended, &m_loop, [&lines, &peer, take] {
                lines.finish(take);
                peer.endInput();
            });
            m_input.start();
        }
        if (!m_ended)
            m_loop.exec();
        m_queue.unbind();
        peer.stop();
        work();
    }
    bool interrupted() const { return m_interrupted; }
    const Error &error() const { return m_error; }

private:
    void work()
    {
        const QList<LabEvent> events = m_queue.take();
        for (const LabEvent &event : events) {
            m_printer.show(event);
            if (event.kind == LabEvent::Kind::Ended) {
                m_ended = true;
                m_error = event.error;
                m_loop.quit();
            }
        }
    }

    LabPrinter m_printer;
    QEventLoop m_loop;
    InterruptHandler m_interrupts; ///< before anybody is told that it listens
    Queue m_queue;
    QTimer m_timer;
    StandardInput m_input;
    Error m_error;
    const bool m_wantsLines;
    bool m_interrupted = false;
    bool m_ended = false;
};

int serve(const Invocation &invocation, const Dialect &dialect)
{
    lab::ServeOptions options;
    options.dialect = &dialect;
    options.port = dialect.port;
    options.serving.model = dialect.model;
    options.unixPath = invocation.value("unix");
    options.executeForAnybody = invocation.isSet("allow-remote-commands");
    bool ok = true;
    if (invocation.isSet("port"))
        options.port = invocation.value("port").toUShort(&ok);
    if (!ok)
        return invocation.wrongUsage(Text::tr("--port takes a number from 0 to 65535."));
    if (invocation.isSet("host") && !options.address.setAddress(invocation.value("host")))
        return invocation.wrongUsage(Text::tr("--host takes an address of this computer, for instance 127.0.0.1 or 0.0.0.0."));
    if (invocation.isSet("backlog") && ((options.backlog = invocation.value("backlog").toInt(&ok)) < 0 || !ok))
        return invocation.wrongUsage(Text::tr("--backlog takes a number."));
    if (invocation.isSet("model")) {
        const auto serving = lab::Serving::fromText(invocation.value("model"));
        if (!serving || dialect.datagram)
            return invocation.wrongUsage(dialect.datagram ? Text::tr("Datagrams have no connections, so there is no serving model to choose.") : Text::tr("--model takes one, thread, process or loop, and a number behind a colon."));
        options.serving = *serving;
    }
    const auto parameters = readParameters(invocation, dialect, Role::Server);
    if (!parameters)
        return invocation.wrongUsage(describe(parameters.error()));
    options.parameters = *parameters;
    Session session(invocation, dialect.serverAsks);
    lab::LabServer server(options, session.sink());
    if (const auto started = server.start(); !started)
        return invocation.complain(started.error());
    session.run(server);
    // A server that is told to end has done its work.
    return session.interrupted() || session.error().code == ErrorCode::None ? Done : invocation.complain(session.error());
}

int connectTo(const Invocation &invocation, const Dialect &dialect, const QString &host, quint16 port)
{
    lab::ConnectOptions options;
    options.dialect = &dialect;
    options.host = host;
    options.port = port;
    options.unixPath = invocation.value("unix");
    options.executeForAnybody = invocation.isSet("allow-remote-commands");
    const auto parameters = readParameters(invocation, dialect, Role::Client);
    if (!parameters)
        return invocation.wrongUsage(describe(parameters.error()));
    options.parameters = *parameters;
    Session session(invocation, dialect.clientAsks);
    lab::LabClient client(options, session.sink());
    client.start();
    session.run(client);
    if (session.interrupted())
        return Interrupted;
    return session.error().code == ErrorCode::None ? Done : invocation.complain(session.error());
}

} // namespace

int runLab(const QStringList &words)
{
    QTranslator translator;
    installTranslator(translator);
    const auto verbAt = std::find_if(words.begin() + std::min<qsizetype>(1, words.size()), words.end(), [](const QString &word) { return !word.startsWith(u'-'); });
    if (verbAt != words.end() && *verbAt == u"run")
        return runLabScript(words);
    const VerbHelp *const help = verbAt == words.end() ? nullptr : helpFor(*verbAt);
    Invocation invocation(QStringLiteral("lab"), help ? QString::fromUtf8(help->synopsis) : QStringLiteral("list [ID] | serve ID [OPTION…] | connect ID HOST:PORT [OPTION…] | crowd HOST:PORT [OPTION…] | run SCRIPT.py [ARGUMENT…] | check ID --role server|client [OPTION…] [-- PROGRAM ARG…]"),
                          help ? Text::tr(help->summary) : Text::tr("Speaks the small protocols of socket tutorials, as server or client, and shows every call. “transomctl lab list” shows them, “transomctl lab list ID” what one can be told, “transomctl lab check --help” how a program is checked."));
    addOptions(invocation.parser(), help);
    if (!invocation.parse(words, 1, words.contains(QStringLiteral("check")) ? 1000 : 3))
        return invocation.status();
    const QString verb = invocation.words()[0];
    if (verb == u"list" && invocation.words().size() <= 2)
        return list(invocation);
    if (verb == u"check" && invocation.words().size() >= 2)
        return runLabCheck(invocation);
    const bool toUnix = invocation.isSet("unix");
    const qsizetype places = verb == u"serve" || toUnix ? 0 : 1;
    const qsizetype ids = verb == u"crowd" ? 0 : 1;
    if ((verb != u"serve" && verb != u"connect" && verb != u"crowd") || invocation.words().size() != 1 + ids + places)
        return invocation.wrongUsage(Text::tr("That is not how it is used."));
    QString host;
    quint16 port = 0;
    if (places == 1 && !readPlace(invocation.words().last(), host, port))
        return invocation.wrongUsage(Text::tr("“%1” is not HOST:PORT.").arg(printable(invocation.words().last())));
    if (verb == u"crowd")
        return runLabCrowd(invocation, host, port);
    const Dialect *dialect = lab::dialectById(invocation.words()[1]);
    if (!dialect)
        return invocation.wrongUsage(Text::tr("There is no dialect “%1”; “transomctl lab list” shows them.").arg(printable(invocation.words()[1])));
    return verb == u"serve" ? serve(invocation, *dialect) : connectTo(invocation, *dialect, host, port);
}

int runLabWorker()
{
    QTranslator translator;
    installTranslator(translator);
    return lab::runWorker();
}

} // namespace transom::cli
