#pragma once

#include "core/base/descriptor.h"
#include "core/base/error.h"

#include <QStringList>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace transom::lab {

/// A learner's program while it is under test: a process group of its own, its output kept as far as it fits. Blocks. One thread starts
/// and ends it; meanwhile any may ask how it is.
class CheckedProgram
{
public:
    struct Start
    {
        QStringList words;
        QString directory; ///< empty: where we are
        QByteArray input;  ///< what is typed
        bool inputEnds = true; ///< behind it; a server waits for more
    };

    /// Error: LocalNotFound and the like, with a sentence that names the program.
    static Result<std::unique_ptr<CheckedProgram>> start(const Start &start);
    ~CheckedProgram();
    Q_DISABLE_COPY_MOVE(CheckedProgram)

    pid_t processId() const { return m_pid; }
    bool isRunning() const;
    /// False: it still runs after that time.
    bool waitForEnd(std::chrono::milliseconds time, const std::stop_token &stop) const;
    /// SIGTERM, and SIGKILL to what is left of its group after a moment.
    void end();
    /// Of one that ended by itself; 128 + N: by signal N; -1: it did not.
    int exitStatus() const { return m_status; }
    /// Whether it works all the time while it should wait: measured over a moment.
    bool isBusy(const std::stop_token &stop) const;
    /// Both streams in the order in which they came; the middle of what is long is left out.
    QByteArray output() const;

private:
    CheckedProgram() = default;
    void read(const std::stop_token &stop);
    bool hasReadAll() const;
    qint64 cpuTicks() const;

    static constexpr qsizetype MostHead = 48 * 1024;
    static constexpr qsizetype MostTail = 16 * 1024;

    int m_pid = -1;
    mutable std::atomic<int> m_status = -1;
    mutable std::atomic<bool> m_gone = false;
    Descriptor m_output;
    Descriptor m_input; ///< kept open where its input does not end
    mutable std::mutex m_mutex;
    QByteArray m_head;
    QByteArray m_tail;
    qint64 m_total = 0;
    std::jthread m_reader;
};

} // namespace transom::lab
