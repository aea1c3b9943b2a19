#pragma once

#include "core/command/command_job.h"
#include "core/command/text_decoder.h"
#include "ui/models/output_document.h"

#include <QElapsedTimer>
#include <QTimer>

namespace transom::ui {

/// One run of a command as a person sees it: the job, what it has written, how it ended. GUI thread; the job lives in its own.
///
/// Output is taken in by a timer in slices of a few milliseconds, and its credit goes back only then: a command that
/// writes for ever is slowed to what the window can take, and the window stays alive.
class CommandRun : public QObject
{
    Q_OBJECT

public:
    enum class State { Starting, Running, Stopping, Done, Signalled, Failed };
    Q_ENUM(State)

    /// What was asked for, enough to ask for it again.
    struct Request
    {
        QString line;      ///< as it was typed
        bool shell = false;
        QString directory;
        int timeLimit = 0; ///< seconds; 0: none
        command::TextEncoding encoding = command::TextEncoding::Utf8;
    };

    /// `job` has not been started yet.
    CommandRun(Request request, JobHandle<command::CommandJob> job, QObject *parent = nullptr);
    /// Without a job: for what could not even begin.
    CommandRun(Request request, Error error, QObject *parent = nullptr);
    ~CommandRun() override;

    void start();
    /// The first time SIGINT, later the end of the whole process group.
    void stop();
    /// A line for its standard input; a line end is added.
    void sendLine(const QString &line);
    void closeInput();

    const Request &request() const { return m_request; }
    State state() const { return m_state; }
    bool isOver() const { return m_state == State::Done || m_state == State::Signalled || m_state == State::Failed; }
    bool inputIsOpen() const { return !isOver() && !m_inputClosed; }
    int exitStatus() const { return m_exitStatus; }
    QString signalName() const { return m_signal; }
    const Error &error() const { return m_error; }
    qint64 startedMs() const { return m_startedMs; } ///< wall clock
    qint64 durationMs() const;
    qint64 received() const { return m_received; }   ///< bytes of output shown so far
    OutputDocument &output() { return m_output; }

    /// "Running", "Done", "Exit status 3", "Ended by signal KILL", …
    QString stateText() const;
    /// "12 ms" when it was short and is over, "8 s" otherwise.
    QString durationText() const;

Q_SIGNALS:
    void changed();

private:
    struct Chunk
    {
        QByteArray bytes;
        bool isError = false;
    };

    void take(const QByteArray &bytes, bool isError);
    void drain();
    void setState(State state);
    void ended(const JobResult &result);
    void settle();

    const Request m_request;
    JobHandle<command::CommandJob> m_job;
    OutputDocument m_output;
    command::TextDecoder m_outputDecoder;
    command::TextDecoder m_errorDecoder;
    std::deque<Chunk> m_waiting;
    QTimer m_drainTimer;
    QElapsedTimer m_clock;
    State m_state = State::Starting;
    std::optional<JobResult> m_result;
    Error m_error;
    QString m_signal;
    int m_exitStatus = -1;
    qint64 m_startedMs = 0;
    qint64 m_durationMs = -1;
    qint64 m_received = 0;
    bool m_inputClosed = false;
};

} // namespace transom::ui
