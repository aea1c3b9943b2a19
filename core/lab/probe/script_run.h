#pragma once

#include "core/lab/probe/script_event.h"

#include <QStringList>

#include <memory>

namespace transom::lab {

struct ScriptOptions
{
    QString script;
    QStringList arguments;
    QString directory; ///< it is run in; empty: the script's own
    QString python;    ///< the interpreter; empty: python3 of PATH
    QString probe = QStringLiteral(":/probe/transom_probe.py"); ///< what is run around it
};

/// Runs a Python program through the probe, as a process group of its own, and tells what it says and each of its socket calls. Linux. The functions
/// may be called from any thread but the sink's; destroying it kills the program.
class ScriptRun
{
public:
    ScriptRun(const ScriptOptions &options, ScriptSink sink);
    ~ScriptRun();
    ScriptRun(const ScriptRun &) = delete;
    ScriptRun &operator=(const ScriptRun &) = delete;

    /// Whatever goes wrong is told by the Ended event.
    void start();
    /// For its standard input. What it does not read is kept, up to 1 MiB; false: that is full.
    bool write(const QByteArray &bytes);
    void endInput();
    /// SIGTERM to all of its processes, and SIGKILL to those that are there two seconds later.
    void stop();
    /// The same, with an interrupt (as Ctrl-C makes it) before.
    void interrupt();

private:
    class Work;
    std::unique_ptr<Work> m_work;
};

} // namespace transom::lab
