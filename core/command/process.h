#pragma once

#include "core/command/reaper.h"
#include "core/command/spawn.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <deque>
#include <memory>
#include <mutex>

namespace transom::command {

/// A running child's pipes and its end, as events of the thread it lives in.
///
/// Reads only what has been asked for: while the budget is used up nothing is read, the pipe fills, and the child blocks. After
/// the child has exited, what is left in the pipes is delivered before `ended`, but something that the child left
/// behind with its pipes open is waited for only until it has been silent for Silence. Whatever is still in the child's process group
/// at `ended` has been killed; what has left the group on purpose (setsid) lives on.
///
/// Deleting it while the child runs hands the child to the Reaper.
class Process : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Silence{500};

    enum class Output { Deliver, Discard };

    explicit Process(Spawned spawned, QObject *parent = nullptr);
    ~Process() override;

    qint64 pid() const { return m_pid; }
    /// How many bytes of output may be delivered from now on; 0 to begin with.
    void setReadBudget(qint64 bytes);
    /// Queues standard input. Once the child has closed its end, input is thrown away and counts as written.
    void write(const QByteArray &bytes);
    /// End of file after what is queued; in a terminal the key ^D.
    void closeInput();
    /// To the process group; in a terminal to the group in the foreground.
    void sendSignal(int number);
    void resize(const TerminalSize &size);
    /// Ends the child and all that belongs to it (see Reaper); `ended` follows when that has happened.
    void terminate(Output output, std::chrono::milliseconds grace = Reaper::Grace);

Q_SIGNALS:
    void output(const QByteArray &bytes, bool isError);
    /// So many bytes of input have been taken by the child, or thrown away.
    void inputWritten(qint64 bytes);
    /// Exactly once, and the last signal.
    void ended(const transom::command::ProcessExit &exit);

private:
    struct Stream
    {
        Descriptor descriptor;
        std::unique_ptr<QSocketNotifier> notifier; ///< destroyed before its descriptor is closed

        bool isOpen() const { return static_cast<bool>(descriptor); }
        void close();
    };
    /// What the reaper's thread reaches us through: emptied when we go.
    struct Address
    {
        std::mutex mutex;
        Process *process = nullptr;
    };

    void watch(Stream &stream, QSocketNotifier::Type type, void (Process::*slot)());
    void readOutput() { readFrom(m_output, false); }
    void readError() { readFrom(m_error, true); }
    void readFrom(Stream &stream, bool isError);
    void updateReading();
    void writeSome();
    void dropInput();
    void writeEndOfFile();
    void checkExit();
    void exited(const ProcessExit &exit);
    void stopWatchingExit();
    void takeRest();
    void outputSilent();
    void endIfDrained();
    void finish();

    Child m_child;
    qint64 m_pid;
    bool m_hasTerminal;
    Stream m_input;
    Stream m_output;
    Stream m_error;
    std::unique_ptr<QSocketNotifier> m_exitNotifier;
    QTimer m_exitPoll;          ///< where there is no pidfd
    QTimer m_silence;
    qint64 m_budget = 0;
    std::deque<QByteArray> m_queue;
    qint64 m_written = 0;       ///< of the first in m_queue
    char m_lastWritten = '\n';
    bool m_inputClosing = false;
    bool m_terminating = false;
    bool m_discarding = false;
    bool m_exited = false;
    bool m_ended = false;
    ProcessExit m_exit;
    std::shared_ptr<Address> m_address;
};

} // namespace transom::command

Q_DECLARE_METATYPE(transom::command::ProcessExit)
