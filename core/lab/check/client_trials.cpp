#include "core/lab/check/check_runs.h"
#include "core/lab/check/client_talk.h"

#include "core/base/text.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::lab {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lab)
};
using F = DialectTraits;
using Kind = TrialInfo::Kind;
using Bad = ServerManner::Bad;

const QByteArray FileContents = "the contents of a small file\n";

/// It has had what it needs and its input has ended: does it end, too?
Finding mustEnd(CheckStage &stage)
{
    CheckedProgram *program = stage.program();
    if (!program)
        return {};
    if (program->waitForEnd(2 * stage.patience(), stage.stopToken()))
        return stage.crash();
    if (program->isBusy(stage.stopToken()))
        return Trouble{Text::tr("The program did not end: it works without a pause and gets nowhere."),
                       Text::tr("recv that returns nothing means that the other side has ended: leave the loop then, or it runs for ever."), false};
    return Trouble{Text::tr("The program did not end: it still waits for something."), {}, false};
}

struct Round
{
    Finding trouble;
    QByteArray said;
    bool wasBad = false;
};

/// Starts the program and holds one conversation with it.
Round converse(CheckStage &stage, const ServerManner &manner)
{
    Round round;
    QByteArray typed = QByteArray(stage.traits().typed).replace('|', '\n');
    if ((stage.traits().flags & F::Stores) != 0) {
        stage.writeSource(FileContents);
        typed = stage.sourcePath().toUtf8();
    }
    if ((round.trouble = stage.listen()))
        return round;
    if ((round.trouble = stage.startProgram(typed + '\n')))
        return round;
    ClientTalk talk(stage, manner);
    NativeSocket socket;
    if (!stage.dialect().datagram) {
        auto accepted = stage.accept(stage.options().program.isEmpty() ? 20s : 2 * stage.patience());
        if (!accepted) {
            const bool ended = stage.program() && !stage.program()->isRunning();
            if (stage.program())
                stage.program()->waitForEnd(50ms, stage.stopToken());
            round.trouble = Trouble{ended ? Text::tr("The program ended before it connected.") : Text::tr("The program did not connect."), hintFromOutput(stage.output()), stage.options().program.isEmpty()};
            return round;
        }
        socket = std::move(*accepted);
    }
    if (QByteArray(stage.dialect().id) == "exec-reverse") {
        round.trouble = commandClient(stage, std::move(socket), Oracle::HelloCommand);
        return round;
    }
    round.trouble = talk.run(std::move(socket));
    round.said = talk.said();
    round.wasBad = talk.wasBad();
    if (round.trouble || manner.bad != Bad::None)
        return round;
    const bool hears = QByteArray(stage.dialect().id) != "greet-first" || talk.heardSomething();
    if (!talk.heardSomething() || !hears) {
        round.trouble = Trouble{Text::tr("The program connected, and then said nothing."), {}, false};
    } else if ((stage.traits().flags & F::Stores) != 0) {
        const bool ours = stage.options().program.isEmpty() || talk.stored() == FileContents;
        if (!talk.hasStored())
            round.trouble = Trouble{Text::tr("The file did not arrive whole: %n byte(s) came.", nullptr, static_cast<int>(std::min<qsizetype>(talk.stored().size(), INT_MAX))), {}, false};
        else if (!ours)
            round.trouble = Trouble{Text::tr("%1 arrived, but the file holds %2.").arg(quotedBytes(talk.stored()), quotedBytes(FileContents)), Text::tr("Is the file that it sends the one it was given? {file} on its command line is its path; so is the line on its input."), false};
    } else if ((stage.traits().flags & F::Secret) != 0 && !talk.said().endsWith("验证成功")) {
        round.trouble = Trouble{Text::tr("Its digest is not the right one."), Text::tr("HMAC-MD5, with the key, over the digits as they came; send the 16 bytes of digest(), not hexdigest()."), false};
    }
    return round;
}

/// A friendly conversation in that manner: the program ends, and has shown what it was told.
Finding friendly(CheckStage &stage, const ServerManner &manner, const QByteArray &shown)
{
    Round round = converse(stage, manner);
    if (round.trouble) {
        if (Finding crashed = stage.crash(); crashed && !round.trouble->notTried)
            round.trouble->hint = crashed->hint;
        return round.trouble;
    }
    // A time client never ends by itself, nor does one that sends datagrams and reads one in return.
    const QByteArray id(stage.dialect().id);
    if (id != "time") {
        if (Finding trouble = mustEnd(stage))
            return trouble;
    }
    if (!stage.program() || shown.isEmpty())
        return {};
    const QByteArray output = stage.output();
    if (!output.contains(shown))
        return Trouble{Text::tr("The program ended without showing %1.").arg(quotedBytes(shown)), hintFromOutput(output), false};
    return {};
}

QByteArray shownBy(CheckStage &stage)
{
    const QByteArray shown = stage.traits().shown;
    for (const ParameterUse &use : stage.dialect().parameters) {
        // Where it is what the server says by itself, that may have been set otherwise.
        if (qstrcmp(use.id, "text") == 0 && use.isFor(Role::Server) && QByteArray(use.standard).contains(shown))
            return stage.parameters().text("text") == QString::fromUtf8(use.standard) ? shown : stage.parameters().text("text").trimmed().toUtf8();
    }
    return shown;
}

Finding plain(CheckStage &stage)
{
    Finding trouble = friendly(stage, {}, shownBy(stage));
    if (trouble && !trouble->notTried && (stage.traits().flags & F::Announced) != 0 && (stage.traits().flags & F::Binary) != 0) {
        ServerManner turned;
        turned.bigEndian = true;
        if (!friendly(stage, turned, shownBy(stage)))
            trouble->hint = Text::tr("It understands the length with the other byte order: struct.unpack('<i', …) reads the little end first, whatever the computer.");
    }
    return trouble;
}

/// Answers cut at every byte, the program started for each.
Finding split(CheckStage &stage)
{
    const QByteArray answer = "hello, you there\n";
    for (qsizetype at = 1; at < answer.size(); ++at) {
        if (stage.bench().isStopped())
            return Trouble{Text::tr("It was stopped."), {}, true};
        ServerManner manner;
        manner.output = answer;
        manner.cutAt = at;
        if (Finding trouble = friendly(stage, manner, answer.trimmed())) {
            trouble->text = Text::tr("With a cut behind byte %1: %2").arg(at).arg(trouble->text);
            trouble->hint.clear();
            return trouble;
        }
    }
    return {};
}

} // namespace

Finding runClientTrial(CheckStage &stage, const TrialInfo &trial)
{
    ServerManner manner;
    switch (trial.kind) {
    case Kind::Plain:
        return plain(stage);
    case Kind::Split:
        return split(stage);
    case Kind::EachByte:
        manner.eachByte = true;
        break;
    case Kind::Merged:
        manner.merged = true;
        break;
    case Kind::Large:
        manner.output = QByteArray(999'990, 'a') + '\n';
        break;
    case Kind::Empty:
        manner.output.clear();
        break;
    case Kind::Foreign:
        manner.output = "早安，世界\n";
        break;
    case Kind::Delayed:
        manner.delay = 1000ms;
        break;
    case Kind::CloseEarly:
        manner.bad = Bad::Close;
        break;
    case Kind::CutAnswer:
        manner.bad = Bad::CutAnswer;
        break;
    case Kind::ResetEarly:
        manner.bad = Bad::Reset;
        break;
    case Kind::Garbage:
        manner.bad = Bad::Garbage;
        break;
    default:
        manner.bad = Bad::NegativeLength;
        break;
    }
    if (manner.bad == Bad::None) {
        const QByteArray shown = trial.kind == Kind::Empty || trial.kind == Kind::Large ? QByteArray() : (stage.traits().flags & F::Output) != 0 ? manner.output.trimmed() : shownBy(stage);
        Finding trouble = friendly(stage, manner, shown);
        if (trouble && (trial.kind == Kind::EachByte || trial.kind == Kind::Large || trial.kind == Kind::Merged))
            trouble->hint.clear(); // the cuts are the cause, whatever it died of
        return trouble;
    }
    const Round round = converse(stage, manner);
    if (round.trouble)
        return round.trouble;
    if (!round.wasBad)
        return Trouble{Text::tr("The program had gone before its turn came."), {}, true};
    if (QByteArray(stage.dialect().id) == "time" && trial.kind == Kind::Garbage) {
        stage.bench().pause(500ms);
        return stage.crash();
    }
    return mustEnd(stage);
}

} // namespace transom::lab
