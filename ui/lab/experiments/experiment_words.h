#pragma once

#include "ui/lab/experiments/experiment_book.h"
#include "ui/lab/experiments/lesson_text.h"

/// What knobs, values, numbers and answers are called, and what a run comes to in words. GUI thread.
namespace transom::ui {

QString knobName(const QString &knob);
QString knobValueName(const lab::Knob &knob, const QString &value);
QString measuredName(const QString &name);
/// Markdown. "None of these" for an outcome that no option names.
QString optionName(const lab::Lesson &lesson, const QString &option);
/// Each knob's name and how it stands.
QList<std::pair<QString, QString>> allKnobs(const lab::Experiment &experiment, const KnobSettings &knobs);
/// The knobs that are not as they were at first.
QString turnedKnobs(const lab::Experiment &experiment, const KnobSettings &knobs);
/// The first numbers that there are.
QString numbersText(const lab::Experiment &experiment, const lab::ExperimentResult &result, qsizetype most);
/// Markdown, with what was measured.
QString explanationOf(const lab::Lesson &lesson, const lab::ExperimentResult &result);
/// "You predicted: … The run showed: …", in Markdown.
QString verdictOf(const lab::Lesson &lesson, const RunEntry &run);

} // namespace transom::ui
