#pragma once

#include "core/lab/workbench/bench_call.h"

/// Calls as programs write them. Pure.
namespace transom::lab {

enum class BenchLanguage : quint8 { Python, C };

struct BenchLineStyle
{
    bool whole = false;    ///< all bytes, however many; otherwise long ones are cut with an ellipsis
    bool portable = false; ///< addresses that the kernel chose are asked for, not written down
};

/// b"hello\n", b"x" * 1000
QString pythonBytes(const QByteArray &bytes, bool whole = true);
/// "hello\n": a string literal of C, which may hold NUL and never means a trigraph.
QString cBytes(const QByteArray &bytes, bool whole = true);

/// `s1.sendall(b"hello")`, `s3, address = s1.accept()`; without an end of line. `made`: the number of the socket that the call makes.
QString pythonLine(const BenchCall &call, int made, const BenchLineStyle &style = {});
/// `send(s1, "hello", 5, 0);`, `int s3 = accept(s1, NULL, NULL);`
QString cLine(const BenchCall &call, int made, const BenchLineStyle &style = {});
/// The same without what keeps the result: `accept(s1, NULL, NULL)`.
QString cExpression(const BenchCall &call, const BenchLineStyle &style = {});
QString benchLine(BenchLanguage language, const BenchCall &call, int made);

/// All calls of a log as a program that makes them again, in an order in which it can: a call that waited comes after those that it waited for. What has failed
/// may fail; what was interrupted, or still waits, is a comment.
QString pythonProgram(const QList<BenchEntry> &log);
QString cProgram(const QList<BenchEntry> &log);

} // namespace transom::lab
