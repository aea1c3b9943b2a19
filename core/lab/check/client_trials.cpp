#include "core/lab/check/check_runs.h"
#include "core/lab/check/client_talk.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QScopeGuard>
#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::lab {

namespace {

using F = DialectTraits;
using Kind = TrialInfo::Kind;
using Bad = ServerManner::Bad;

/// It has had what it needs and its input has ended: does it end, too?
Finding mustEnd(CheckStage &stage)
{
    CheckedProgram *program = stage.program();
    if (!program)
        return {};
    if (program->waitForEnd(2 * stage.patience(), stage.stopToken()))
        return stage.crash();
    if (program->isBusy(stage.stopToken()))
        return Trouble{QCoreApplication::translate("Lab", "The program did not end: it works without a pause and gets nowhere."),
                       QCoreApplication::translate("Lab", "recv that returns nothing means that the other side has ended: leave the loop then, or it runs for ever."), false};
    return Trouble{QCoreApplication::translate("Lab", "The program did not end: it still waits for something."), {}, false};
}

struct Round
{
    Finding trouble;
    QByteArray said;
    bool wasBad = false;
};

/// An upload that our server could not make a file of.
Trouble incomplete(const CheckStage &stage, const ClientTalk &talk, const ServerManner &manner)
{
    Trouble trouble{QCoreApplication::translate("Lab", "The file did not arrive whole: %1 of %2 bytes came.").arg(talk.stored().size()).arg(manner.contents.size()), {}, false};
    if (!talk.problem().isEmpty())
        trouble.text = QCoreApplication::translate("Lab", "%1 The server says: %2", "a sentence, and what our server has to say").arg(trouble.text, talk.problem());
    const QByteArray &first = talk.first();
    if ((stage.traits().flags & F::Binary) != 0 && first.size() >= 4 && qFromLittleEndian<quint32>(first.constData()) > 65536 && qFromBigEndian<quint32>(first.constData()) <= 65536)
        trouble.hint = QCoreApplication::translate("Lab", "The length has the other byte order: struct.pack('<i', n) writes the little end first, whatever the computer.");
    else if ((stage.traits().flags & F::Binary) != 0 && talk.stored().isEmpty())
        trouble.hint = QCoreApplication::translate("Lab", "Is the length in front that of the header's bytes? Encode the header first, then pack len() of those bytes: a Chinese character is one character, but three bytes.");
    else if (first.endsWith(manner.contents))
        trouble.hint = QCoreApplication::translate("Lab", "After the request call recv and wait for the server's answer; only then send the file, or both stick together.");
    else if (!talk.stored().isEmpty())
        trouble.hint = QCoreApplication::translate("Lab", "Fewer bytes came than the size that was announced: read and send until read() returns nothing, with sendall, and the last piece too.");
    return trouble;
}

/// Starts the program and holds one conversation with it.
Round converse(CheckStage &stage, const ServerManner &manner)
{
    Round round;
    QByteArray typed = QByteArray(stage.traits().typed).replace('|', '\n');
    if ((stage.traits().flags & F::Stores) != 0) {
        stage.writeSource(manner.contents);
        typed = stage.sourcePath().toUtf8();
    }
    if (manner.farewell)
        typed = "hello\nsomething else"; // the goodbye is to be its own doing
    if ((stage.traits().flags & F::Secret) != 0)
        typed = stage.parameters().text("key").toUtf8(); // for those that ask for it
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
            round.trouble = Trouble{ended ? QCoreApplication::translate("Lab", "The program ended before it connected.") : QCoreApplication::translate("Lab", "The program did not connect."), hintFromOutput(stage.output(), Role::Client), stage.options().program.isEmpty()};
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
        const QString hint = (stage.traits().flags & F::Greets) != 0 ? QString() : QCoreApplication::translate("Lab", "The client speaks first in this dialect: send before you call recv, or both sides wait for ever.");
        round.trouble = Trouble{QCoreApplication::translate("Lab", "The program connected, and then said nothing."), hint, false};
    } else if (talk.isStalled() && talk.hasAnnounced()) {
        const QString word = QString::fromLatin1(stage.traits().steps).section("say:"_L1, 2, 2).section(u' ', 0, 0);
        round.trouble = Trouble{QCoreApplication::translate("Lab", "Both sides wait: the server has sent the length, and goes on when the client says “%1”.").arg(word),
                                QCoreApplication::translate("Lab", "Send the word that the dialect asks for behind the length, “%1”, and only then call recv for the output.").arg(word), false};
    } else if (QByteArray(stage.dialect().id) == "chat-turns" && !talk.first().contains(':')) {
        round.trouble = Trouble{QCoreApplication::translate("Lab", "%1 came, without a name in front.").arg(quotedBytes(talk.first())), QCoreApplication::translate("Lab", "Every message is NICK:text in this dialect, the first one too."), false};
    } else if (manner.farewell && !talk.first().endsWith(":bye")) {
        round.trouble = Trouble{talk.isStalled() ? QCoreApplication::translate("Lab", "The server said bye, and the program did not say bye in return.") : QCoreApplication::translate("Lab", "The server said bye; “NICK:bye” was expected in return, but the last that came is %1.").arg(quotedBytes(talk.first().right(40))), {}, false};
    } else if (talk.isStalled() && (stage.traits().flags & (F::Stores | F::Secret | F::Typed)) == 0) {
        round.trouble = Trouble{QCoreApplication::translate("Lab", "Both sides wait: the program has its whole answer, and reads on."), QCoreApplication::translate("Lab", "No newline and no mark ends an answer here: do not loop until one comes, nor for more bytes than were announced."), false};
    } else if ((stage.traits().flags & F::Stores) != 0) {
        const bool ours = stage.options().program.isEmpty() || talk.stored() == manner.contents;
        if (!talk.hasStored())
            round.trouble = incomplete(stage, talk, manner);
        else if (!ours)
            round.trouble = Trouble{QCoreApplication::translate("Lab", "%1 arrived, but the file holds %2.").arg(quotedBytes(talk.stored()), quotedBytes(manner.contents)), QCoreApplication::translate("Lab", "Is the file that it sends the one it was given? {file} on its command line is its path; so is the line on its input."), false};
    } else if ((stage.traits().flags & F::Secret) != 0 && !talk.said().endsWith("验证成功")) {
        round.trouble = Trouble{QCoreApplication::translate("Lab", "Its digest is not the right one."), QCoreApplication::translate("Lab", "HMAC-MD5, with the key, over the digits as they came; send the 16 bytes of digest(), not hexdigest()."), false};
    }
    return round;
}

QString notShown(const CheckStage &stage, const QByteArray &output)
{
    if (const QString hint = hintFromOutput(output, Role::Client); !hint.isEmpty())
        return hint;
    return stage.dialect().datagram ? QCoreApplication::translate("Lab", "Receive each answer and print it; recvfrom(n) cuts off what is longer than n bytes, and the rest is lost.") : QCoreApplication::translate("Lab", "Receive the answer, all of it, and print it.");
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
    const QByteArray output = withoutEndOfInput(stage.output());
    if (!output.contains(shown))
        return Trouble{QCoreApplication::translate("Lab", "The program ended without showing %1.").arg(quotedBytes(shown)), notShown(stage, output), false};
    return {};
}

QByteArray shownBy(CheckStage &stage)
{
    // Whoever chose what is typed knows what comes back.
    if (!stage.options().typed.isEmpty() && (stage.traits().flags & F::Words) != 0)
        return {};
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
        const auto keep = qScopeGuard([&stage, said = stage.output()] { stage.keepOutput(said); });
        ServerManner turned;
        turned.bigEndian = true;
        if (!friendly(stage, turned, shownBy(stage)))
            trouble->hint = QCoreApplication::translate("Lab", "It understands the length with the other byte order: struct.unpack('<i', …) reads the little end first, whatever the computer.");
    }
    return trouble;
}

/// Answers cut at every byte, the program started for each.
Finding split(CheckStage &stage)
{
    const QByteArray answer = "hello, you there\n";
    for (qsizetype at = 1; at < answer.size(); ++at) {
        if (stage.bench().isStopped())
            return Trouble{QCoreApplication::translate("Lab", "It was stopped."), {}, true};
        ServerManner manner;
        manner.output = answer;
        manner.cutAt = at;
        if (Finding trouble = friendly(stage, manner, answer.trimmed())) {
            trouble->text = QCoreApplication::translate("Lab", "With a cut behind byte %1: %2").arg(at).arg(trouble->text);
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
    case Kind::AnyBytes:
        manner.contents = anyBytes();
        break;
    case Kind::Farewell:
        manner.farewell = true;
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
        const bool mixedUp = trial.kind == Kind::Foreign && !looksCrashed(stage.output()); // it counted otherwise: what came of that says less
        if (trouble && (mixedUp || trial.kind == Kind::AnyBytes || trial.kind == Kind::Empty || trial.kind == Kind::EachByte || trial.kind == Kind::Large || trial.kind == Kind::Merged))
            trouble->hint.clear(); // the cuts are the cause, whatever it died of
        return trouble;
    }
    const Round round = converse(stage, manner);
    if (round.trouble)
        return round.trouble;
    if (!round.wasBad)
        return Trouble{QCoreApplication::translate("Lab", "The program had gone before its turn came."), {}, true};
    if (QByteArray(stage.dialect().id) == "time" && trial.kind == Kind::Garbage) {
        stage.bench().pause(500ms);
        return stage.crash();
    }
    return mustEnd(stage);
}

} // namespace transom::lab
