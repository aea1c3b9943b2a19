#pragma once

#include "core/lab/check/trial.h"

namespace transom::lab {

/// What was expected of a server, and what came instead.
struct WrongAnswer
{
    QByteArray expected;
    QByteArray came;
    QString next;    ///< the step that would have followed, as in DialectTraits::steps; empty: none
    QString refusal; ///< the dialect's word for no, if it has one
};

/// The mistake that such an answer betrays; empty: none of the known ones.
QString hintFromAnswer(const DialectTraits &traits, const WrongAnswer &answer);

} // namespace transom::lab
