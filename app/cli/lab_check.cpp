#include "app/cli/lab_check.h"

#include "app/cli/connect.h"
#include "core/base/text.h"
#include "core/lab/check/class_check.h"
#include "core/lab/check/program_check.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QJsonArray>

#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;

namespace transom::cli {

namespace {

using lab::Role;
using lab::TrialResult;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lab)
};

/// The trials of one program, in a thread of their own, and Ctrl-C.
QList<TrialResult> runCheck(const lab::ProgramCheck &check, const std::function<void(const TrialResult &)> &show, bool &interrupted)
{
    QEventLoop loop;
    QList<TrialResult> results;
    std::jthread worker;
    const InterruptHandler interrupts([&] {
        interrupted = true;
        worker.request_stop();
    });
    worker = std::jthread([&](const std::stop_token &stop) {
        results = check.run(stop, {}, show);
        QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
    });
    loop.exec();
    worker.join();
    return results;
}

QJsonObject toJson(const TrialResult &result)
{
    QJsonArray calls;
    for (const lab::CallRecord &call : result.calls)
        calls.append(QJsonObject{{u"ns"_s, call.monotonicNs}, {u"stream"_s, static_cast<qint64>(call.stream)}, {u"call"_s, lab::callName(call)}, {u"result"_s, call.result}, {u"text"_s, lab::describeCall(call)}, {u"hex"_s, QString::fromLatin1(call.bytes.toHex())}});
    return {{u"trial"_s, QLatin1String(result.trial->id)}, {u"title"_s, result.trial->titleText()}, {u"tried"_s, result.trial->triedText()}, {u"expected"_s, result.trial->expectedText()}, {u"result"_s, QLatin1String(lab::verdictName(result.verdict))},
            {u"happened"_s, result.happened}, {u"hint"_s, result.hint}, {u"ms"_s, result.milliseconds}, {u"calls"_s, calls}, {u"output"_s, QString::fromUtf8(result.output)}};
}

void print(const Invocation &invocation, const TrialResult &result)
{
    invocation.put(toJson(result));
    const char *const mark = result.verdict == TrialResult::Verdict::Passed ? "✓" : result.verdict == TrialResult::Verdict::Failed ? "✗" : "–";
    QString line = u"%1 %2 %3  %4"_s.arg(QString::fromUtf8(mark), lab::verdictText(result.verdict).leftJustified(9), QString::fromLatin1(result.trial->id).leftJustified(14), result.trial->titleText());
    if (result.verdict != TrialResult::Verdict::Passed)
        line += u": "_s + result.happened;
    if (!result.hint.isEmpty())
        line += u" → "_s + result.hint;
    invocation.say(line);
    std::fflush(stdout);
}

int list(const Invocation &invocation, const lab::ProgramCheck &check)
{
    for (const lab::TrialInfo *trial : check.trials()) {
        invocation.put({{u"trial"_s, QLatin1String(trial->id)}, {u"title"_s, trial->titleText()}, {u"tried"_s, trial->triedText()}, {u"expected"_s, trial->expectedText()}, {u"hint"_s, trial->hintText()}});
        invocation.say(u"%1 %2 %3"_s.arg(QString::fromLatin1(trial->id).leftJustified(14), trial->triedText(), trial->expectedText()));
    }
    return Done;
}

int checkClass(const Invocation &invocation, const lab::CheckOptions &options)
{
    const auto students = lab::findStudents(invocation.value("class"), options.role);
    if (!students)
        return invocation.complain(students.error());
    lab::ClassTable table;
    bool interrupted = false;
    const QList<const lab::TrialInfo *> columns = lab::ProgramCheck(options).trials();
    const bool csv = invocation.isSet("csv") && !invocation.json();
    const auto write = [](const QString &text) {
        std::fputs(text.toUtf8().constData(), stdout);
        std::fflush(stdout); // forty programs take a while, and what is known is to be seen
    };
    if (csv)
        write(lab::ClassTable::csvHeader(columns));
    for (const lab::Student &student : *students) {
        lab::ClassTable::Row row{student.name, {}};
        if (student.program.isEmpty()) {
            invocation.put({{u"student"_s, student.name}, {u"error"_s, Text::tr("There is no program that could be started.")}});
        } else {
            row.results = runCheck(lab::ProgramCheck(lab::optionsFor(options, student)), [&](const TrialResult &result) {
                QJsonObject object = toJson(result);
                object.insert(u"student"_s, student.name);
                object.remove(u"calls"_s);
                invocation.put(object);
            }, interrupted);
        }
        if (interrupted)
            return Interrupted;
        table.rows.append(row);
        if (csv) {
            write(lab::ClassTable::csvRow(row, columns));
        } else {
            invocation.say(lab::classLine(row));
            std::fflush(stdout);
        }
    }
    return table.allPassed() ? Done : Failed;
}

} // namespace

void addLabCheckOptions(const LabOption &option)
{
    option("role", Text::tr("check: what the program plays, server or client."), "ROLE");
    option("type", Text::tr("check: a line to type into the program instead of the usual ones, {file} is the file to send; may be given several times."), "LINE");
    option("only", Text::tr("check: this trial only; may be given several times."), "TRIAL");
    option("list", Text::tr("check: show the trials, and try nothing."), nullptr);
    option("class", Text::tr("check: the program of each student, FOLDER/NAME.py or FOLDER/NAME/…"), "FOLDER");
    option("csv", Text::tr("with --class: a table of names and trials, separated by commas."), nullptr);
}

int runLabCheck(const Invocation &invocation)
{
    lab::CheckOptions options;
    options.dialect = lab::dialectById(invocation.words()[1]);
    if (!options.dialect)
        return invocation.wrongUsage(Text::tr("There is no dialect “%1”; “transomctl lab list” shows them.").arg(printable(invocation.words()[1])));
    if (invocation.value("role") != u"server" && invocation.value("role") != u"client")
        return invocation.wrongUsage(Text::tr("--role takes server or client: what your program plays."));
    options.role = invocation.value("role") == u"server" ? Role::Server : Role::Client;
    options.program = invocation.words().sliced(2);
    options.model = options.dialect->model == lab::Serving::Model::Loop ? lab::Serving::Model::Loop : lab::Serving::Model::OneAtATime;
    bool ok = true;
    if (invocation.isSet("port"))
        options.port = invocation.value("port").toUShort(&ok);
    if (!ok)
        return invocation.wrongUsage(Text::tr("--port takes a number from 0 to 65535."));
    if (invocation.isSet("host"))
        options.host = invocation.value("host");
    if (invocation.isSet("model")) {
        const auto serving = lab::Serving::fromText(invocation.value("model"));
        if (!serving)
            return invocation.wrongUsage(Text::tr("--model takes one, thread, process or loop, and a number behind a colon."));
        options.model = serving->model;
        options.connections = serving->stopAfter;
    }
    options.directory = invocation.value("dir");
    options.only = invocation.values("only");
    options.typed = invocation.values("type");
    for (const char *id : {"text", "key", "encoding", "nick", "name"}) {
        if (invocation.isSet(id))
            options.parameters.insert(QLatin1String(id), invocation.value(id));
    }
    const lab::ProgramCheck check(options);
    if (const auto good = check.verify(); !good)
        return invocation.wrongUsage(describe(good.error()));
    if (invocation.isSet("list"))
        return list(invocation, check);
    if (invocation.isSet("class"))
        return checkClass(invocation, options);
    bool interrupted = false;
    const QList<TrialResult> results = runCheck(check, [&](const TrialResult &result) { print(invocation, result); }, interrupted);
    if (interrupted)
        return Interrupted;
    const auto count = [&results](TrialResult::Verdict verdict) { return std::count_if(results.begin(), results.end(), [verdict](const TrialResult &result) { return result.verdict == verdict; }); };
    const qsizetype failed = count(TrialResult::Verdict::Failed);
    const qsizetype notTried = count(TrialResult::Verdict::NotTried);
    invocation.say(Text::tr("%1 passed, %2 failed, %3 not tried").arg(results.size() - failed - notTried).arg(failed).arg(notTried));
    // "All passed" is not what nobody has seen.
    return failed > 0 || notTried == results.size() ? Failed : Done;
}

} // namespace transom::cli
