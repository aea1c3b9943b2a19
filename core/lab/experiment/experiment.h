#pragma once

#include "core/base/error.h"

#include <QMap>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <vector>

namespace transom::lab {

class ExperimentBench;
struct QueueTrace;
struct ServingTrace;

/// What a learner may turn between two runs.
struct Knob
{
    QString id;
    QStringList values; ///< the first is the one to begin with
    bool free = false;  ///< any text is good, and `values` are suggestions
};

/// A number or text that a run has measured.
struct Measured
{
    enum class Unit : quint8 { Count, Bytes, Milliseconds, Text };

    QVariant value;
    Unit unit = Unit::Count;

    static Measured count(qint64 number) { return {number, Unit::Count}; }
    static Measured bytes(qint64 number) { return {number, Unit::Bytes}; }
    static Measured nanoseconds(qint64 time) { return {static_cast<double>(time) / 1e6, Unit::Milliseconds}; }
    static Measured text(const QString &text) { return {text, Unit::Text}; }

    /// Fit to stand in a sentence, in the user's language: "5,000", "12.3 ms", "1.05 s".
    QString toText() const;
};

struct ExperimentResult
{
    QString outcome; ///< one of Experiment::outcomes, or another word where none of them fits
    QMap<QString, Measured> measured;
    /// What some runs measured over time (traces.h), beyond the calls; nullptr for the others.
    std::shared_ptr<const ServingTrace> serving;
    std::shared_ptr<const QueueTrace> queues;

    bool operator==(const ExperimentResult &) const = delete;
};

/// One question about sockets and the way to find the answer, on real sockets of this computer. Its words are in resources/lessons.
struct Experiment
{
    QString id;
    std::vector<Knob> knobs;
    QStringList outcomes;
    QStringList measured; ///< the names that every run fills
    /// Blocks for seconds at most; ends soon once the bench is stopped. Any thread but one with an event loop.
    Result<ExperimentResult> (*run)(ExperimentBench &bench) = nullptr;

    const Knob *knob(QStringView id) const;
};

/// All of them, in the order in which a course meets them.
const std::vector<Experiment> &experiments();
const Experiment *experimentById(QStringView id);

} // namespace transom::lab
