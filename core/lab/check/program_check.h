#pragma once

#include "core/lab/check/stage.h"
#include "core/lab/check/trial.h"

#include <functional>
#include <stop_token>

namespace transom::lab {

/// Plays friendly and hostile peers against a program and says what it did not stand. run() blocks for as long as the trials take, a minute or so: it is
/// for a thread of its own, and ends soon once it is stopped.
class ProgramCheck
{
public:
    explicit ProgramCheck(CheckOptions options);

    /// Errors: BadArgument (an unknown trial, a parameter that cannot be, a role that cannot be checked).
    Result<void> verify() const;
    /// What will be tried, in order.
    QList<const TrialInfo *> trials() const;
    using Began = std::function<void(const TrialInfo &)>;
    using Ended = std::function<void(const TrialResult &)>;
    /// Called in this thread.
    QList<TrialResult> run(const std::stop_token &stop, const Began &began, const Ended &ended) const;

private:
    TrialResult runOne(const TrialInfo &trial, const std::stop_token &stop) const;

    const CheckOptions m_options;
};

/// The words of a command line: quotes and backslashes as a shell has them, and nothing else of a shell.
QStringList wordsOfCommandLine(const QString &line);

} // namespace transom::lab
