#include "app/cli/lab_run.h"

#include "app/cli/connect.h"
#include "app/cli/invocation.h"
#include "app/cli/standard_input.h"
#include "core/base/text.h"
#include "core/lab/probe/describe_probe_call.h"
#include "core/lab/probe/script_queue.h"
#include "core/lab/probe/script_run.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSet>
#include <QStringDecoder>
#include <QTimer>

#include <cstdio>

#ifndef TRANSOM_TRANSLATED
#include <QDir>
#endif

namespace transom::cli {

namespace {

using lab::ProbeCall;
using lab::ScriptEvent;
using Kind = ScriptEvent::Kind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lab)
};

constexpr int PlaceWidth = 16;
constexpr int CodeWidth = 40;

QString padded(const QString &text, int width)
{
    return text.leftJustified(width);
}

/// Says what a script does, between what it says itself.
class ScriptPrinter
{
public:
    explicit ScriptPrinter(const Invocation &invocation)
        : m_invocation(invocation)
    {}

    void show(const ScriptEvent &event)
    {
        switch (event.kind) {
        case Kind::Output:
            return showOutput(event);
        case Kind::Call:
            m_invocation.put(object(event.call));
            return say(line(event.call) + which(event.call));
        case Kind::Exception:
            return showException(event.exception);
        case Kind::Nonsense:
            m_invocation.put({{QStringLiteral("event"), QStringLiteral("nonsense")}, {QStringLiteral("count"), event.number}, {QStringLiteral("text"), event.nonsense.line}});
            return say(QStringLiteral("! ") + Text::tr("This is no report of the probe, and is not believed: %1").arg(event.nonsense.line));
        case Kind::Started:
            return m_invocation.put({{QStringLiteral("event"), QStringLiteral("started")}, {QStringLiteral("pid"), event.number}});
        case Kind::Process:
            return m_invocation.put({{QStringLiteral("event"), QStringLiteral("process")}, {QStringLiteral("pid"), event.start.pid}, {QStringLiteral("python"), event.start.python}});
        case Kind::Ended:
            if (event.error.code == ErrorCode::None)
                m_invocation.put({{QStringLiteral("event"), QStringLiteral("ended")}, {QStringLiteral("status"), event.exitStatus}, {QStringLiteral("signal"), event.signal}});
            return;
        }
    }

private:
    void showOutput(const ScriptEvent &event)
    {
        if (m_invocation.json()) {
            QStringDecoder &decoder = m_decoders[event.standardError ? 1 : 0];
            return m_invocation.put({{QStringLiteral("event"), QStringLiteral("output")}, {QStringLiteral("stream"), event.standardError ? QStringLiteral("stderr") : QStringLiteral("stdout")},
                                     {QStringLiteral("text"), QString(decoder(event.bytes))}});
        }
        FILE *to = event.standardError ? stderr : stdout;
        std::fwrite(event.bytes.constData(), 1, static_cast<size_t>(event.bytes.size()), to);
        std::fflush(to);
        m_midLine = !event.bytes.endsWith('\n');
    }

    /// On a line of its own, whatever the script has printed last.
    void say(const QString &text)
    {
        if (!m_invocation.json() && !m_invocation.quiet() && std::exchange(m_midLine, false))
            m_invocation.say({});
        m_invocation.say(text);
    }

    /// The source line has that call in it: "socketserver.UDPServer(…)" has no socket().
    static bool names(const QString &code, const QString &call)
    {
        for (qsizetype at = code.indexOf(call); at >= 0; at = code.indexOf(call, at + 1)) {
            const bool begins = at == 0 || !(code[at - 1].isLetterOrNumber() || code[at - 1] == u'_');
            if (begins && QStringView(code).sliced(at + call.size()).trimmed().startsWith(u'('))
                return true;
        }
        return false;
    }

    /// Which of several sockets it was; nothing while there is only one that talks.
    QString which(const ProbeCall &call)
    {
        if (!call.movesBytes() && call.name != u"close")
            return {};
        if (call.movesBytes())
            m_talking.insert(call.socket);
        return m_talking.size() > 1 ? Text::tr("  [socket %1]").arg(call.socket) : QString();
    }

    static QString line(const ProbeCall &call)
    {
        const QString place = lab::probeCallPlace(call.file, call.line);
        const QString code = printable(QStringView(call.code), 100);
        const QString duration = lab::probeCallDuration(call);
        QString what = names(code, call.name) ? QString() : lab::probeCallName(call) + QLatin1Char(' ');
        return QStringLiteral("%1  %2  %3→ %4").arg(padded(place, PlaceWidth), padded(code, CodeWidth), what, lab::probeCallOutcome(call)) + (duration.isEmpty() ? QString() : QStringLiteral("  (%1)").arg(duration));
    }

    static QJsonObject object(const ProbeCall &call)
    {
        QJsonObject object{{QStringLiteral("event"), QStringLiteral("call")}, {QStringLiteral("pid"), call.pid}, {QStringLiteral("thread"), call.thread},
                           {QStringLiteral("socket"), call.socket}, {QStringLiteral("descriptor"), call.descriptor}, {QStringLiteral("kind"), call.kind},
                           {QStringLiteral("call"), call.name}, {QStringLiteral("arguments"), call.arguments}, {QStringLiteral("start"), call.startNs},
                           {QStringLiteral("end"), call.endNs}, {QStringLiteral("file"), call.file}, {QStringLiteral("line"), call.line}, {QStringLiteral("code"), call.code},
                           {QStringLiteral("text"), lab::probeCallName(call) + QStringLiteral(" → ") + lab::probeCallOutcome(call)}};
        if (!call.local.isEmpty())
            object.insert(QStringLiteral("local"), call.local);
        if (!call.peer.isEmpty())
            object.insert(QStringLiteral("peer"), call.peer);
        if (call.failed()) {
            object.insert(QStringLiteral("error"), call.errorName);
            object.insert(QStringLiteral("errno"), call.errorNumber);
        } else if (call.movesBytes()) {
            object.insert(QStringLiteral("direction"), call.direction == ProbeCall::Direction::In ? QStringLiteral("in") : QStringLiteral("out"));
            object.insert(QStringLiteral("offset"), call.offset);
            object.insert(QStringLiteral("size"), call.size);
            if (call.hasData)
                object.insert(QStringLiteral("hex"), QLatin1String(call.data.toHex()));
        } else {
            object.insert(QStringLiteral("result"), call.result);
        }
        return object;
    }

    void showException(const lab::ProbeException &exception)
    {
        const QString hint = lab::exceptionHint(exception);
        m_invocation.put({{QStringLiteral("event"), QStringLiteral("exception")}, {QStringLiteral("pid"), exception.pid}, {QStringLiteral("thread"), exception.thread},
                          {QStringLiteral("name"), exception.name}, {QStringLiteral("text"), exception.text}, {QStringLiteral("file"), exception.file},
                          {QStringLiteral("line"), exception.line}, {QStringLiteral("code"), exception.code}, {QStringLiteral("hint"), hint}});
        say(QStringLiteral("%1  %2  ! %3").arg(padded(lab::probeCallPlace(exception.file, exception.line), PlaceWidth), padded(printable(QStringView(exception.code), 100), CodeWidth),
                                               printable(QStringView(exception.sentence()), 300)));
        if (!hint.isEmpty())
            say(QString(PlaceWidth + 2, u' ') + hint);
    }

    const Invocation &m_invocation;
    QSet<qint64> m_talking;
    bool m_midLine = false;
    QStringDecoder m_decoders[2]{QStringDecoder(QStringDecoder::Utf8), QStringDecoder(QStringDecoder::Utf8)};
};

/// The words of this program, and those of the script: its name is the first that is no option.
std::pair<QStringList, QStringList> split(const QStringList &words)
{
    qsizetype names = 0;
    for (qsizetype i = 1; i < words.size(); ++i) {
        const bool isOption = words[i].startsWith(u'-') && words[i].size() > 1;
        if (words[i] == u"--python" || words[i] == u"--password-file")
            ++i; // and its value
        else if (!isOption && ++names == 2)
            return {words.first(i + 1), words.sliced(i + 1)};
    }
    return {words, {}};
}

} // namespace

int runLabScript(const QStringList &words)
{
    const auto [own, arguments] = split(words);
    Invocation invocation(QStringLiteral("lab run"), QStringLiteral("[OPTION…] SCRIPT.py [ARGUMENT…]"),
                          Text::tr("Runs a Python program and shows each of its socket calls with its line: what it sent, what recv() returned, where the cuts were. Its exit status is the program's."));
    invocation.parser().addOption({QStringLiteral("python"), Text::tr("The Python 3 to run it with; python3 unless given."), QStringLiteral("PROGRAM")});
    if (!invocation.parse(own, 2, 2))
        return invocation.status();
    lab::ScriptOptions options;
    options.script = invocation.words()[1];
    options.arguments = arguments;
    options.python = invocation.value("python");
#ifndef TRANSOM_TRANSLATED
    options.probe = QCoreApplication::applicationDirPath() + QStringLiteral("/../share/transom/transom_probe.py");
#endif
    QEventLoop loop;
    lab::ScriptQueue queue;
    ScriptPrinter printer(invocation);
    ScriptEvent end;
    lab::ScriptRun run(options, queue.sink());
    bool ended = false;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        for (const ScriptEvent &event : queue.take()) {
            printer.show(event);
            if (event.kind == Kind::Ended) {
                end = event;
                ended = true;
                loop.quit();
            }
        }
    });
    const InterruptHandler interrupts([&run] { run.interrupt(); });
    StandardInput input;
    QList<QByteArray> waiting; // until the script has read what it has
    const auto feed = [&] {
        while (!waiting.isEmpty() && run.write(waiting.first()))
            input.done(waiting.takeFirst().size());
    };
    bool inputEnded = false;
    QObject::connect(&input, &StandardInput::bytes, &loop, [&](const QByteArray &bytes) {
        waiting.append(bytes);
        feed();
    });
    QObject::connect(&input, &StandardInput::ended, &loop, [&] { inputEnded = true; });
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        feed();
        if (inputEnded && waiting.isEmpty())
            run.endInput();
    });
    timer.start(5);
    input.start();
    run.start();
    if (!ended)
        loop.exec();
    return end.error.code == ErrorCode::None ? end.exitStatus : invocation.complain(end.error);
}

} // namespace transom::cli
