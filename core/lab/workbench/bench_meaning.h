#pragma once

#include "core/lab/workbench/bench_call.h"

namespace transom::lab {

/// What a person asks for, in words: "s1: send 5 bytes". Translated.
QString benchWords(const BenchCall &call, int made);
/// What the call returned, as a program gets it: "5", "0", "b\"hello\"", "ECONNREFUSED (111)", "('127.0.0.1', 9000)".
QString benchResult(const BenchEntry &entry);
/// What that means, in one translated sentence.
QString benchMeaning(const BenchEntry &entry);

} // namespace transom::lab
