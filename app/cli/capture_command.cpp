// capture: a session's own traffic as a file; what is in such a file; and the client's side of it said again.

#include "app/cli/commands.h"
#include "app/cli/connect.h"
#include "app/cli/session_capture.h"
#include "core/base/text.h"
#include "core/inspect/capture_file.h"
#include "core/inspect/describe_frame.h"
#include "core/inspect/frame_filter.h"
#include "core/lab/replay.h"

#include <QDateTime>
#include <QEventLoop>
#include <QFile>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

namespace transom::cli {

namespace {

constexpr inspect::StreamCapture::Limits ReadLimits{.frames = 2'000'000, .payloadBytes = 512 << 20, .chunks = 200'000, .streams = 10'000};

QString synopsis()
{
    return QStringLiteral("[--out FILE] [--bodies] -- COMMAND …  |  show FILE [--filter EXPR] [--json]  |  replay FILE HOST:PORT [--pace PACE] [--stream N]");
}

struct OpenFile
{
    std::unique_ptr<inspect::StreamCapture> capture;
    inspect::ReadCapture read;
};

Result<OpenFile> openFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QStringLiteral("%1 cannot be read: %2.").arg(printable(path), file.errorString()));
    OpenFile opened{std::make_unique<inspect::StreamCapture>(ReadLimits), {}};
    auto read = inspect::readCapture(file, *opened.capture);
    if (!read)
        return tl::make_unexpected(read.error());
    opened.read = *read;
    return opened;
}

void warn(const QString &text)
{
    std::fprintf(stderr, "transomctl capture: %s\n", qPrintable(text));
}

void sayRest(const Invocation &invocation, const OpenFile &opened)
{
    if (invocation.quiet())
        return;
    if (opened.read.broken.code != ErrorCode::None)
        warn(opened.read.broken.text);
    if (opened.read.missing > 0)
        warn(QStringLiteral("%1 bytes are not in the file.").arg(opened.read.missing));
    if (opened.capture->dropped() > 0)
        warn(QStringLiteral("The oldest %1 frames are left out: there are too many.").arg(opened.capture->dropped()));
}

int around(const QStringList &words, const QStringList &command)
{
    Invocation invocation(QStringLiteral("capture"), synopsis(),
                          QStringLiteral("Runs another command of transomctl and writes its session to FILE (pcapng). What files contain and commands write is left out,\n"
                                         "and only its size told, unless --bodies asks for it. Passwords and proofs are never written.\n"
                                         "show: lists the frames of a capture. replay: says the client's side of an unencrypted conversation to a server again, and\n"
                                         "compares the answers; sessions of Transom itself cannot be replayed."));
    invocation.parser().addOptions({{QStringLiteral("out"), QStringLiteral("The file; without, one is made in this folder."), QStringLiteral("FILE")},
                                    {QStringLiteral("bodies"), QStringLiteral("Contents of files and output of commands, too.")}});
    if (!invocation.parse(words, 0, 0))
        return invocation.status();
    if (command.isEmpty())
        return invocation.wrongUsage(QStringLiteral("Say which command is to be captured, behind \"--\"."));
    if (command.first() == u"capture" || command.first() == u"relay")
        return invocation.wrongUsage(QStringLiteral("\"%1\" opens no session that could be captured.").arg(command.first()));
    const QString path = invocation.isSet("out") ? invocation.value("out") : QStringLiteral("transom-%1.pcapng").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
    SessionCapture capture(path, invocation.isSet("bodies"));
    if (auto opened = capture.open(); !opened)
        return invocation.complain(opened.error());
    const int status = runCommand(command);
    auto written = capture.finish();
    if (!written) {
        const int failed = invocation.complain(written.error());
        return status != Done ? status : failed;
    }
    if (!invocation.quiet())
        warn(QStringLiteral("%1 frames in %2%3").arg(written->frames).arg(printable(path), written->dropped > 0 ? QStringLiteral(", %1 events dropped").arg(written->dropped) : QString()));
    return status;
}

int show(const QStringList &words)
{
    Invocation invocation(QStringLiteral("capture show"), QStringLiteral("FILE [--filter EXPR] [--json]"),
                          QStringLiteral("Lists the frames of a capture: one saved here, or any pcapng or pcap with TCP connections.\n"
                                         "Filters are those of the Wire page: \"type:CHAT_SAY\", \"dir:server size>1000\", \"channel:3 or is:error\"."));
    invocation.parser().addOption({QStringLiteral("filter"), QStringLiteral("Only frames that pass."), QStringLiteral("EXPR")});
    if (!invocation.parse(words, 1, 1))
        return invocation.status();
    const auto filter = inspect::FrameFilter::parse(invocation.value("filter"));
    if (!filter)
        return invocation.wrongUsage(filter.error().text);
    auto opened = openFile(invocation.words().first());
    if (!opened)
        return invocation.complain(opened.error());
    const inspect::StreamCapture &capture = *opened->capture;
    if (!invocation.json()) {
        for (const quint32 id : capture.streamIds())
            invocation.say(QStringLiteral("stream %1: %2").arg(id).arg(printable(capture.stream(id)->name())));
    }
    const qint64 origin = capture.frameCount() > 0 ? capture.frame(capture.firstNumber())->atNs() : 0;
    for (quint64 number = capture.firstNumber(); number <= capture.lastNumber(); ++number) {
        const inspect::WatchedFrame &frame = *capture.frame(number);
        const bool marked = opened->read.marks.contains(number);
        if (!filter->matches(frame, capture, origin, marked))
            continue;
        const bool toServer = frame.flow == inspect::Flow::ToServer;
        const QString name = frame.isError() ? QStringLiteral("refused") : frame.decoded ? frame.decoded->name : inspect::frameName(frame.header.type);
        QString text = frame.isError() ? describe(frame.error) : frame.decoded ? frame.decoded->summary : inspect::summarizeFrame(frame.header, frame.payload);
        const QString note = opened->read.marks.value(number);
        if (invocation.json()) {
            QJsonObject object{{QStringLiteral("number"), static_cast<qint64>(number)}, {QStringLiteral("stream"), static_cast<qint64>(frame.stream)}, {QStringLiteral("to"), toServer ? QStringLiteral("server") : QStringLiteral("client")},
                               {QStringLiteral("seconds"), static_cast<double>(frame.atNs() - origin) / 1e9}, {QStringLiteral("name"), name}, {QStringLiteral("offset"), frame.offset},
                               {QStringLiteral("size"), frame.size()}, {QStringLiteral("known"), frame.knownSize()}, {QStringLiteral("text"), text}};
            if (!frame.decoded && !frame.isError())
                object.insert(QStringLiteral("channel"), static_cast<qint64>(frame.header.channel.value));
            if (const QString service = capture.serviceOf(frame); !service.isEmpty())
                object.insert(QStringLiteral("service"), service);
            if (marked)
                object.insert(QStringLiteral("mark"), note);
            invocation.put(object);
        } else {
            if (marked)
                text += QStringLiteral("   [%1]").arg(note.isEmpty() ? QStringLiteral("marked") : note);
            invocation.say(QStringLiteral("%1  %2  %3 %4  %5  %6").arg(number, 6).arg(static_cast<double>(frame.atNs() - origin) / 1e9, 11, 'f', 6).arg(frame.stream).arg(toServer ? QStringLiteral("→") : QStringLiteral("←"))
                                   .arg(printable(name, 60), -18).arg(printable(QStringLiteral("%1 B  %2").arg(frame.size()).arg(text), 160)));
        }
    }
    sayRest(invocation, *opened);
    return Done;
}

QJsonObject objectOf(const lab::ReplayResult &result)
{
    QJsonObject object{{QStringLiteral("same"), result.isSame()}, {QStringLiteral("sent"), result.sent}, {QStringLiteral("received"), result.received},
                       {QStringLiteral("expected"), result.expected}, {QStringLiteral("seconds"), static_cast<double>(result.tookNs) / 1e9}};
    if (result.difference) {
        object.insert(QStringLiteral("offset"), result.difference->offset);
        object.insert(QStringLiteral("recorded"), QString::fromLatin1(result.difference->recorded.toHex()));
        object.insert(QStringLiteral("answered"), QString::fromLatin1(result.difference->answered.toHex()));
    }
    return object;
}

/// The only stream, or the one that was asked for.
Result<quint32> streamOf(const Invocation &invocation, const inspect::StreamCapture &capture)
{
    const auto ids = capture.streamIds();
    const auto wanted = invocation.value("stream").toUInt();
    if (invocation.isSet("stream") && !ids.contains(wanted))
        return fail(ErrorCode::BadArgument, QStringLiteral("The capture has no stream %1: \"transomctl capture show\" lists them.").arg(printable(invocation.value("stream"))));
    if (!invocation.isSet("stream") && ids.size() != 1)
        return fail(ErrorCode::BadArgument, QStringLiteral("The capture has %1 conversations: say which with --stream N.").arg(ids.size()));
    return invocation.isSet("stream") ? wanted : ids.first();
}

int runPlan(const Invocation &invocation, const QList<lab::ReplayStep> &steps, const lab::Replay::Options &options)
{
    QEventLoop loop;
    lab::Replay replay(steps, options);
    const InterruptHandler interrupts([&replay] { replay.cancel(); });
    lab::ReplayResult result;
    QObject::connect(&replay, &lab::Replay::finished, &loop, [&](const lab::ReplayResult &ended) {
        result = ended;
        loop.quit();
    });
    QObject::connect(&replay, &lab::Replay::stepped, &loop, [&](qsizetype number, const lab::ReplayStep &step) {
        if (step.ends)
            return invocation.say(QStringLiteral("%1 → end of what the client says").arg(number + 1, 5));
        invocation.say(QStringLiteral("%1 %2 %3 bytes").arg(number + 1, 5).arg(step.flow == inspect::Flow::ToServer ? QStringLiteral("→") : QStringLiteral("←")).arg(step.length));
    });
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    input.setEnabled(options.pace == lab::Replay::Pace::Step);
    QObject::connect(&input, &QSocketNotifier::activated, &loop, [&] {
        char bytes[256];
        const ssize_t length = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (length <= 0)
            return replay.cancel();
        for (ssize_t i = 0; i < length; ++i) {
            if (bytes[i] == '\n')
                replay.next();
        }
    });
    QMetaObject::invokeMethod(&replay, &lab::Replay::start, Qt::QueuedConnection);
    loop.exec();
    invocation.put(objectOf(result));
    if (result.difference && !invocation.json()) {
        const auto hex = [](const QByteArray &bytes) { return bytes.isEmpty() ? QStringLiteral("nothing") : QString::fromLatin1(bytes.toHex(' ')) + QStringLiteral("   ") + printable(bytes, 16); };
        invocation.say(QStringLiteral("The answers differ from byte %1 on.\n    recorded: %2\n    answered: %3").arg(result.difference->offset).arg(hex(result.difference->recorded), hex(result.difference->answered)));
    }
    if (result.error.code != ErrorCode::None)
        return invocation.complain(result.error);
    if (!result.difference)
        invocation.say(QStringLiteral("Every answer is the same: %1 bytes sent, %2 received.").arg(result.sent).arg(result.received));
    return result.isSame() ? Done : Failed;
}

int replay(const QStringList &words)
{
    Invocation invocation(QStringLiteral("capture replay"), QStringLiteral("FILE HOST:PORT [--pace recorded|fast|step] [--speed X] [--stream N] [--json]"),
                          QStringLiteral("Says the client's side of a recorded, unencrypted conversation to a server, waits each time until as many bytes of answers have come as\n"
                                         "had come then, and tells the first difference. Status 1: the answers differ. Encrypted conversations and sessions of Transom itself\n"
                                         "cannot be replayed: their keys and challenges are new each time."));
    invocation.parser().addOptions({{QStringLiteral("pace"), QStringLiteral("recorded (with its pauses; the default), fast, or step (a line on standard input each)."), QStringLiteral("PACE"), QStringLiteral("recorded")},
                                    {QStringLiteral("speed"), QStringLiteral("So many times as fast as recorded."), QStringLiteral("X"), QStringLiteral("1")},
                                    {QStringLiteral("stream"), QStringLiteral("Which conversation of the file, where it has several."), QStringLiteral("N")},
                                    {QStringLiteral("timeout"), QStringLiteral("Seconds to wait for an answer (10)."), QStringLiteral("S"), QStringLiteral("10")}});
    if (!invocation.parse(words, 2, 2))
        return invocation.status();
    lab::Replay::Options options;
    const QString address = invocation.words().at(1);
    const qsizetype colon = address.lastIndexOf(u':');
    options.host = address.left(colon).remove(u'[').remove(u']');
    options.port = colon < 1 ? 0 : address.mid(colon + 1).toUShort();
    options.speed = invocation.value("speed").toDouble();
    options.patience = std::chrono::milliseconds(static_cast<qint64>(invocation.value("timeout").toDouble() * 1000));
    const QString pace = invocation.value("pace");
    if (options.port == 0)
        return invocation.wrongUsage(QStringLiteral("\"%1\" is no HOST:PORT.").arg(printable(address)));
    if ((pace != u"recorded" && pace != u"fast" && pace != u"step") || options.speed <= 0 || options.patience.count() <= 0)
        return invocation.wrongUsage(QStringLiteral("--pace takes recorded, fast or step; --speed and --timeout a number above 0."));
    options.pace = pace == u"fast" ? lab::Replay::Pace::Fast : pace == u"step" ? lab::Replay::Pace::Step : lab::Replay::Pace::Recorded;
    auto opened = openFile(invocation.words().first());
    if (!opened)
        return invocation.complain(opened.error());
    const auto stream = streamOf(invocation, *opened->capture);
    if (!stream)
        return invocation.complain(stream.error());
    const auto steps = lab::replaySteps(*opened->capture, *stream);
    if (!steps)
        return invocation.complain(steps.error());
    return runPlan(invocation, *steps, options);
}

} // namespace

int runCapture(const QStringList &words)
{
    if (words.value(1) == u"show")
        return show(words.mid(1));
    if (words.value(1) == u"replay")
        return replay(words.mid(1));
    const qsizetype dashes = words.indexOf(QStringLiteral("--"));
    return around(dashes < 0 ? words : words.first(dashes), dashes < 0 ? QStringList() : words.mid(dashes + 1));
}

} // namespace transom::cli
