#include "core/lab/check/program_check.h"

#include "core/lab/check/check_runs.h"

#include "core/base/text.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

namespace transom::lab {

namespace {

using namespace Qt::StringLiterals;
using Verdict = TrialResult::Verdict;

/// A program says itself what it died of, or what one of its threads did: nobody should have to look for that.
void addLastWords(TrialResult &result, bool hinted)
{
    const QString words = printable(QString::fromUtf8(lastException(result.output)), 160);
    if (words.isEmpty())
        return;
    if (!result.happened.contains(words))
        result.happened = QCoreApplication::translate("Lab", "%1 It said: %2", "a sentence, and what a program said").arg(result.happened, words);
    // What follows from cuts and hostile peers has a hint of its own.
    if (const QString hint = hintFromOutput(result.output, result.trial->role); !hint.isEmpty() && !hinted && result.trial->isBasic())
        result.hint = hint;
}

} // namespace

ProgramCheck::ProgramCheck(CheckOptions options)
    : m_options(std::move(options))
{}

Result<void> ProgramCheck::verify() const
{
    if (auto parameters = Parameters::make(*m_options.dialect, Role::Server, m_options.parameters); !parameters)
        return tl::unexpected(parameters.error());
    for (const QString &id : m_options.only) {
        const bool known = std::any_of(lab::trials().begin(), lab::trials().end(), [&](const TrialInfo &trial) { return id == QLatin1String(trial.id) && trial.fits(*m_options.dialect, m_options.role); });
        if (!known)
            return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "There is no trial “%1” for this dialect and role; --list shows them.").arg(printable(id)));
    }
    if (!m_options.directory.isEmpty() && !QFileInfo(m_options.directory).isDir())
        return fail(ErrorCode::BadArgument, QCoreApplication::translate("Lab", "“%1” is no folder. Give the one where the program stores what it receives.").arg(printable(m_options.directory)));
    return {};
}

QList<const TrialInfo *> ProgramCheck::trials() const
{
    QList<const TrialInfo *> result;
    for (const TrialInfo &trial : lab::trials()) {
        if (trial.fits(*m_options.dialect, m_options.role) && (m_options.only.isEmpty() || m_options.only.contains(QLatin1String(trial.id))))
            result.append(&trial);
    }
    return result;
}

QList<TrialResult> ProgramCheck::run(const std::stop_token &stop, const Began &began, const Ended &ended) const
{
    QList<TrialResult> results;
    const TrialInfo *basic = nullptr; ///< the first of those that failed without which the others say nothing
    for (const TrialInfo *trial : trials()) {
        if (stop.stop_requested())
            break;
        if (began)
            began(*trial);
        TrialResult result;
        if (basic) {
            result.trial = trial;
            result.happened = QCoreApplication::translate("Lab", "Not before “%1” passes.").arg(basic->titleText());
        } else {
            result = runOne(*trial, stop);
        }
        if (stop.stop_requested())
            break;
        if (!basic && trial->isBasic() && result.verdict != Verdict::Passed)
            basic = trial;
        if (ended)
            ended(result);
        results.append(std::move(result));
    }
    return results;
}

TrialResult ProgramCheck::runOne(const TrialInfo &trial, const std::stop_token &stop) const
{
    QElapsedTimer clock;
    clock.start();
    CheckStage stage(m_options, stop);
    const Finding trouble = trial.role == Role::Server ? runServerTrial(stage, trial) : runClientTrial(stage, trial);
    TrialResult result;
    result.trial = &trial;
    result.verdict = !trouble ? Verdict::Passed : trouble->notTried ? Verdict::NotTried : Verdict::Failed;
    if (trouble) {
        result.happened = trouble->text;
        result.hint = trouble->hint.isEmpty() && !trouble->notTried ? trial.hintText() : trouble->hint;
    } else {
        result.happened = QCoreApplication::translate("Lab", "As expected.");
    }
    result.calls = stage.takeCalls();
    stage.endProgram();
    result.output = stage.output();
    if (result.verdict == Verdict::Failed)
        addLastWords(result, !trouble->hint.isEmpty());
    result.milliseconds = clock.elapsed();
    return result;
}

QStringList wordsOfCommandLine(const QString &line)
{
    return QProcess::splitCommand(line);
}

} // namespace transom::lab
