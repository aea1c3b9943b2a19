#include "core/lab/check/check_runs.h"
#include "core/lab/check/server_talk.h"
#include "core/lab/check/server_trials.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QScopeGuard>

#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::lab {

namespace {

using F = DialectTraits;
using Kind = TrialInfo::Kind;

Finding talk(CheckStage &stage, const Manner &manner = {})
{
    ServerTalk talk(stage, manner);
    return talk.run();
}

QString otherByteOrder()
{
    return QCoreApplication::translate("Lab", "It understands the length with the other byte order: struct.unpack('<i', …) reads the little end first, whatever the computer.");
}

Finding plain(CheckStage &stage)
{
    Finding trouble = talk(stage);
    if (!trouble)
        return stage.crash();
    if (Finding crashed = stage.crash(); crashed && trouble->hint.isEmpty())
        trouble->hint = crashed->hint;
    if ((stage.traits().flags & F::Binary) != 0 && (stage.traits().flags & F::Stores) != 0) {
        // A length that only makes sense the other way round is the likeliest mistake of all: ask.
        const auto keep = qScopeGuard([&stage, said = stage.output()] { stage.keepOutput(said); });
        if (!stage.startProgram()) {
            Manner turned;
            turned.bigEndian = true;
            if (!talk(stage, turned))
                trouble->hint = otherByteOrder();
        }
    }
    return trouble;
}

/// A length read the wrong way round is huge, and recv(huge) takes what there is: that does for one upload, until something follows at once.
bool hasOtherByteOrder(CheckStage &stage)
{
    constexpr quint32 Both = F::Binary | F::Stores;
    if ((stage.traits().flags & Both) != Both)
        return false;
    const auto keep = qScopeGuard([&stage, said = stage.output()] { stage.keepOutput(said); });
    Manner manner;
    manner.merged = true;
    if (stage.startProgram() || !talk(stage, manner) || stage.startProgram())
        return false;
    manner.bigEndian = true;
    return !talk(stage, manner);
}

Finding next(CheckStage &stage)
{
    Finding trouble = talk(stage);
    if (!trouble)
        trouble = stillServes(stage);
    if (trouble && hasOtherByteOrder(stage))
        trouble->hint = otherByteOrder();
    return trouble;
}

/// The friendly conversation once for each place where a cut may be.
Finding split(CheckStage &stage)
{
    ServerTalk sample(stage, {});
    qsizetype longest = 0;
    for (const QString &step : QString::fromLatin1(stage.traits().steps).split(u' ')) {
        if (step == u"say:text" || step == u"say:header" || step == u"say:digest")
            longest = std::max(longest, step == u"say:digest" ? qsizetype(16) : sample.bytesOf(step.sliced(4)).size());
    }
    for (qsizetype at = 1; at < longest; ++at) {
        if (stage.bench().isStopped())
            return Trouble{QCoreApplication::translate("Lab", "It was stopped."), {}, true};
        if (stage.program() && (!stage.program()->isRunning() || !stage.isListening())) {
            // One that serves once is started anew; one that has crashed has failed.
            if (Finding crashed = stage.crash())
                return crashed;
            if (Finding trouble = stage.startProgram())
                return trouble;
        }
        Manner manner;
        manner.cut = Manner::Cut::At;
        manner.at = at;
        Finding trouble = talk(stage, manner);
        if (trouble && stage.program() && (stage.program()->waitForEnd(100ms, stage.stopToken()) || !stage.isListening()) && !stage.crash()) {
            // It had served as many as it wants to, and was about to end: the next one does not count.
            if (Finding again = stage.startProgram())
                return again;
            trouble = talk(stage, manner);
        }
        if (trouble) {
            trouble->text = QCoreApplication::translate("Lab", "With a cut behind byte %1: %2").arg(at).arg(trouble->text);
            // What a program says when it got too little is a consequence of the cut, and the trial's own hint names the cause.
            trouble->hint.clear();
            return trouble;
        }
    }
    return {};
}

Finding stall(CheckStage &stage)
{
    Manner manner;
    manner.cut = Manner::Cut::At;
    manner.at = 3;
    manner.pause = 1000ms;
    return talk(stage, manner);
}

Finding crowd(CheckStage &stage)
{
    // Some of the tutorials' servers are to stop listening after a few.
    const int Clients = stage.options().connections > 0 ? std::min(10, stage.options().connections) : 10;
    Manner manner;
    manner.patience = 3 * stage.patience();
    std::vector<std::unique_ptr<ServerTalk>> talks;
    std::vector<Finding> findings(Clients);
    for (int i = 0; i < Clients; ++i)
        talks.push_back(std::make_unique<ServerTalk>(stage, manner));
    {
        // Each by itself: more may come than the backlog holds, and they get in when those before them have been served.
        std::vector<std::jthread> threads;
        for (size_t i = 0; i < talks.size(); ++i) {
            threads.emplace_back([&talks, &findings, i] {
                findings[i] = talks[i]->run();
                talks[i]->close();
            });
        }
    }
    int served = 0;
    Finding first;
    for (const Finding &finding : findings) {
        served += !finding;
        if (finding && !first)
            first = finding;
    }
    if (!first)
        return {};
    first->text = QCoreApplication::translate("Lab", "%1 of %2 clients were served. The first that was not: %3").arg(served).arg(Clients).arg(first->text);
    if (Finding crashed = stage.crash())
        first->hint = crashed->hint;
    else if (stage.program() && !stage.isListening())
        first->hint = QCoreApplication::translate("Lab", "It has stopped listening: accept has to stand in an endless loop. If it is meant to stop after %1 clients, say so with the serving model: one:%1.").arg(std::max(served, 1));
    return first;
}

Finding waiting(CheckStage &stage)
{
    auto silent = stage.connect();
    if (!silent)
        return Trouble{describe(silent.error()), {}, false};
    stage.bench().pause(50ms);
    const bool inTurn = stage.options().model == Serving::Model::OneAtATime;
    Manner manner;
    if (!inTurn)
        return talk(stage, manner);
    Finding trouble;
    manner.patience = 2 * stage.patience();
    {
        const std::jthread second([&] { trouble = talk(stage, manner); });
        stage.bench().pause(400ms);
        silent->close();
    }
    return trouble;
}

Finding hostile(CheckStage &stage, Kind kind)
{
    Manner manner;
    if (kind == Kind::ByteOrder)
        manner.bigEndian = true;
    else if (kind == Kind::Negative)
        manner.size = "-5";
    else if (kind == Kind::Absurd)
        manner.size = "900000000000000";
    else if (kind == Kind::NoNumber)
        manner.size = "many";
    else if (kind == Kind::OtherEncoding)
        manner.text = encode(Encoding::Gbk, u"早安，世界");
    {
        ServerTalk bad(stage, manner);
        if (Finding trouble = bad.open())
            return trouble;
        if (kind == Kind::Vanish) {
            stage.bench().pause(20ms);
            bad.close();
        } else if (Finding trouble = bad.runUntil("say:"_L1)) {
            return trouble;
        } else if (kind == Kind::Reset) {
            const QString steps = QString::fromLatin1(stage.traits().steps);
            const QByteArray bytes = bad.bytesOf(steps.sliced(steps.indexOf("say:"_L1) + 4).section(u' ', 0, 0));
            if (Finding sent = bad.send(bytes.first((bytes.size() + 1) / 2)))
                return sent;
            stage.bench().pause(60ms); // it reads that, and waits for more: the reset meets its recv
            bad.socket().abort();
        } else {
            if (Finding sent = bad.step())
                return sent;
            bad.readQuietly(300ms, 60ms);
            bad.close();
        }
    }
    return stillServes(stage);
}

/// `answer` for a challenge is not to be accepted; then the right digest is.
Finding wrongMac(CheckStage &stage, bool replayed)
{
    const QByteArray accepted = "验证成功"; // the dialect's word, whoever says it
    QByteArray answer(16, 'x');
    QByteArray old;
    for (int i = 0; i < 10; ++i) {
        ServerTalk before(stage, {});
        if (!replayed)
            break;
        if (Finding trouble = before.run())
            return trouble;
        old = before.challenge();
        answer = before.digest(old);
        ServerTalk look(stage, {});
        if (Finding trouble = look.open())
            return trouble;
        if (Finding trouble = look.step())
            return trouble;
        if (look.challenge() == old)
            continue; // one in a hundred; ten times the same is no chance
        if (Finding trouble = look.send(answer))
            return trouble;
        if (look.readQuietly(stage.patience(), 60ms).contains(accepted))
            return Trouble{QCoreApplication::translate("Lab", "The digest for %1 was accepted where %2 was asked.").arg(printable(old), printable(look.challenge())), {}, false};
        look.close(); // a server that takes one at a time still waits for another try of ours
        return stillServes(stage);
    }
    if (replayed)
        return Trouble{QCoreApplication::translate("Lab", "It asked for %1 ten times in a row: its numbers are not random, and whoever has listened once gets in.").arg(printable(old)), {}, false};
    ServerTalk bad(stage, {});
    if (Finding trouble = bad.open())
        return trouble;
    if (Finding trouble = bad.step())
        return trouble;
    if (Finding trouble = bad.send(answer))
        return trouble;
    const QByteArray verdict = bad.readQuietly(stage.patience(), 60ms);
    if (verdict.contains(accepted))
        return Trouble{QCoreApplication::translate("Lab", "Sixteen letters x were accepted as the digest."), {}, false};
    const QByteArray right = bad.digest(bad.challenge());
    if (right.isEmpty() || bad.hasEnded() || bad.send(right) || !bad.readQuietly(stage.patience(), 60ms).contains(accepted))
        return Trouble{QCoreApplication::translate("Lab", "After a wrong digest it did not accept the right one on the same connection."), QCoreApplication::translate("Lab", "In this dialect a wrong digest gets 验证失败, and the server waits for another 16 bytes: leave the loop only when the digest is right."), false};
    bad.close();
    return stillServes(stage);
}

Finding noTime(CheckStage &stage)
{
    ServerTalk talk(stage, {});
    if (Finding trouble = talk.open())
        return trouble;
    if (Finding trouble = talk.send("hello"))
        return trouble;
    if (talk.readQuietly(stage.patience(), 60ms).isEmpty()) {
        if (Finding crashed = stage.crash())
            return Trouble{crashed->text, {}, false}; // the trial's hint names the cause
        return Trouble{talk.hasEnded() ? QCoreApplication::translate("Lab", "It closed the connection at “hello”.") : QCoreApplication::translate("Lab", "It said nothing to “hello”."), {}, false};
    }
    while (!talk.isThrough()) {
        if (Finding trouble = talk.step())
            return trouble;
    }
    return {};
}

/// Datagrams have no end of a connection: this word is all there is.
Finding farewell(CheckStage &stage)
{
    ServerTalk talk(stage, {});
    if (Finding trouble = talk.run())
        return trouble;
    if (Finding trouble = talk.send("bye"))
        return trouble;
    const auto until = std::chrono::steady_clock::now() + stage.patience();
    QByteArray came; // a goodbye in return is no mistake
    do {
        came += talk.readQuietly(20ms, 20ms);
        if (!stage.program()->isRunning() || !stage.isListening())
            return stage.crash();
    } while (!stage.bench().isStopped() && std::chrono::steady_clock::now() < until);
    return Trouble{came.isEmpty() ? QCoreApplication::translate("Lab", "It went on listening after “bye”.") : QCoreApplication::translate("Lab", "It took “bye” for a message like any other, and answered %1.").arg(quotedBytes(came)), {}, stage.bench().isStopped()};
}

} // namespace

Finding stillServes(CheckStage &stage)
{
    stage.bench().pause(50ms);
    if (Finding trouble = stage.crash())
        return trouble;
    Finding trouble = talk(stage);
    if (!trouble)
        return {};
    if (Finding crashed = stage.crash())
        return crashed;
    if (stage.program() && stage.program()->isBusy(stage.stopToken()))
        return Trouble{QCoreApplication::translate("Lab", "The next client is not served: the program works without a pause and gets nowhere."),
                       QCoreApplication::translate("Lab", "recv that returns nothing means that the other side has ended: leave the loop then, or it runs for ever."), false};
    return Trouble{QCoreApplication::translate("Lab", "The next client is not served as it should be. %1").arg(trouble->text), trouble->hint, false};
}

Finding runServerTrial(CheckStage &stage, const TrialInfo &trial)
{
    // Whoever answers with what somebody types finds it on its input.
    const QByteArray typed = (stage.traits().flags & F::Typed) == 0 ? QByteArray() : QByteArray(stage.dialect().id) == "exec-reverse" ? "echo hello\n" : trial.kind == Kind::Farewell ? "hi there\nand more\n" : "hi there\nbye\n";
    if ((stage.traits().flags & F::Typed) != 0 && stage.options().program.isEmpty())
        return Trouble{QCoreApplication::translate("Lab", "This server waits for somebody to type: it can only be tried when it is started here."), {}, true};
    if (Finding trouble = stage.startProgram(typed))
        return trouble;
    Manner manner;
    switch (trial.kind) {
    case Kind::Plain:
        return plain(stage);
    case Kind::Next:
        return next(stage);
    case Kind::Split:
        return split(stage);
    case Kind::EachByte:
        manner.cut = Manner::Cut::EachByte;
        manner.pause = 3ms;
        break;
    case Kind::Merged:
        manner.merged = true;
        break;
    case Kind::Stall:
        return stall(stage);
    case Kind::HalfClose:
        manner.halfClose = true;
        break;
    case Kind::Empty:
        manner.command = Oracle::QuietCommand;
        manner.body.clear();
        if (stage.dialect().datagram)
            manner.text.clear();
        break;
    case Kind::Large:
    case Kind::SlowReader:
        manner.slowReader = trial.kind == Kind::SlowReader;
        manner.text = QByteArray(manner.slowReader ? 300'000 : 1'000'000, 'a');
        manner.body = QByteArray(1'000'000, 'b');
        manner.command = Oracle::LargeCommand;
        break;
    case Kind::Foreign:
        manner.text = "早安，世界";
        manner.command = Oracle::ForeignCommand;
        break;
    case Kind::AnyBytes:
        manner.body = anyBytes();
        break;
    case Kind::Errors: // where one stands for the other, the other is not there
        manner.command = QByteArray(stage.dialect().id) == "exec-ready" ? Oracle::FailingCommand : Oracle::MixedCommand;
        break;
    case Kind::NoTime:
        return noTime(stage);
    case Kind::Farewell:
        return farewell(stage);
    case Kind::CutCharacter:
        manner.text = "早安，世界";
        manner.cut = Manner::Cut::At;
        manner.at = 4;
        manner.pause = 60ms;
        break;
    case Kind::Crowd:
        return crowd(stage);
    case Kind::Waiting:
        return waiting(stage);
    case Kind::ShortBody:
        return shortBody(stage);
    case Kind::Escape:
        return escape(stage);
    case Kind::Existing:
        return existing(stage);
    case Kind::WrongMac:
    case Kind::ReplayedMac:
        return wrongMac(stage, trial.kind == Kind::ReplayedMac);
    default:
        return hostile(stage, trial.kind);
    }
    Finding trouble = talk(stage, manner);
    if (!trouble)
        return stage.crash();
    if (Finding crashed = stage.crash(); crashed && (trial.kind == Kind::CutCharacter || trial.kind == Kind::Foreign))
        trouble->hint = crashed->hint;
    else if (trial.kind == Kind::EachByte || trial.kind == Kind::Merged || trial.kind == Kind::AnyBytes || (trial.kind == Kind::Large && (stage.traits().flags & F::Output) == 0))
        trouble->hint.clear(); // the cuts are the cause, whatever the program died of
    return trouble;
}

} // namespace transom::lab
