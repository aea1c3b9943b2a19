#pragma once

#include "core/base/error.h"
#include "core/protocol/command_messages.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <optional>

namespace transom::command {

/// What to start. The environment is exactly what is given here.
struct ProcessSpec
{
    QStringList argv;
    QString directory;
    QStringList environment;                  ///< "NAME=value"
    std::optional<protocol::Terminal> terminal;
};

/// A child process in a session and process group of its own, with pipes (or a terminal) that are read only when somebody wants
/// to have something: a child that writes more than is wanted blocks, and nothing piles up. Lives in a thread with an event loop,
/// and never blocks it. Destroying it kills the whole group.
class Process : public QObject
{
    Q_OBJECT

public:
    explicit Process(QObject *parent);
    ~Process() override;

    /// The process id. CommandNotFound, CommandNotExecutable, NotADirectory, … before anything has run.
    Result<qint64> start(const ProcessSpec &spec);

    /// At most so many bytes of output may be read from now on; 0 stops reading.
    void want(qint64 bytes);
    /// Queues input; `written` tells what the process has taken.
    void write(const QByteArray &bytes);
    /// After what is queued.
    void closeInput();
    void resize(int rows, int columns);
    /// To the process group (kill(2)).
    void signalGroup(int number);
    /// TERM, and KILL after five seconds.
    void terminate();

Q_SIGNALS:
    void output(const QByteArray &bytes, bool isError);
    void written(qint64 bytes);
    /// Once, when the process has ended and its output has been read. `exitStatus` is -1 when signal `signalNumber` ended it.
    void finished(int exitStatus, int signalNumber);

private:
    struct Pipe
    {
        int descriptor = -1;
        bool isError = false;
        std::unique_ptr<QSocketNotifier> notifier;
    };

    Result<void> openPipes(const ProcessSpec &spec, int childEnds[3], QByteArray &terminalPath);
    void watch(Pipe &pipe, int descriptor, bool isError);
    void read(Pipe &pipe);
    void closePipe(Pipe &pipe);
    void writeSome();
    void childExited();
    void finishIfDone();
    void closeAll();

    qint64 m_pid = -1;
    int m_pidDescriptor = -1;
    int m_input = -1;
    bool m_isTerminal = false;
    Pipe m_output;
    Pipe m_errors;
    std::unique_ptr<QSocketNotifier> m_inputNotifier;
    std::unique_ptr<QSocketNotifier> m_exitNotifier;
    QByteArray m_queue;
    QTimer m_killTimer;
    QTimer m_graceTimer;
    qint64 m_wanted = 0;
    int m_exitStatus = -1;
    int m_signal = 0;
    bool m_inputClosed = false;
    bool m_exited = false;
    bool m_finished = false;
};

/// "TERM" for 15; the number as text for what has no usual name. And back; 0 for unknown ones.
QString signalName(int number);
int signalNumber(const QString &name);

} // namespace transom::command
