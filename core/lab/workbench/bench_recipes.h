#pragma once

#include "core/lab/workbench/bench_call.h"

namespace transom::lab {

/// A few calls to make one after the other, for the first minutes. Sockets are counted from 1 within the recipe, in the order in which they are made.
struct BenchRecipe
{
    struct Step
    {
        BenchCall call;      ///< `address` null and `addressOf` set: that socket's
        QString sentence;    ///< what to look at: translated
        bool waits = false;  ///< it is meant to wait for a later step
    };

    QString id;
    QString title;           ///< translated
    QString about;
    QList<Step> steps;
};

/// Translated anew each time.
QList<BenchRecipe> benchRecipes();

} // namespace transom::lab
