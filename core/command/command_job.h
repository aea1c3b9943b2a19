#pragma once

#include "core/base/job.h"
#include "core/protocol/command_messages.h"

#include <QByteArray>
#include <QPointer>

#include <deque>

namespace transom::session {
class Channel;
class SessionLink;
} // namespace transom::session

namespace transom::command {

/// One command on the server, seen from the client: the job runs for as long as the command does.
///
/// May be constructed in any thread (by makeJob<CommandJob>); it moves itself to the link's thread, emits its signals there, and
/// the link must outlive it. The methods may be called from any thread and may be called before the server has accepted,
/// even before start(): input waits.
///
/// The receiver of `output` must answer every byte with consumed(): without it the server runs out of credit after
/// limits::InitialCredit bytes and the command blocks. That is how a slow reader slows the command down.
///
/// The result's error is None whenever the command ran to its own end, also when its status is not 0 or a signal ended it. Details:
///   "exitStatus" int      0…255, -1 when a signal ended it
///   "signal"     QString  "TERM", "KILL", …; empty when it ended by itself
///   "durationMs" qint64   as the server measured it
/// Errors: CommandNotFound, CommandNotExecutable, CommandTimedOut, PermissionDenied, BadArgument, Cancelled, ConnectionLost
/// (the session went away; the server then ends the command), ServerBusy, …
///
/// progress().done counts the bytes of output; there is no total. While the job is suspended no credit goes back to the server, so
/// the command blocks as soon as it has written a window's worth.
class CommandJob : public Job
{
    Q_OBJECT

public:
    CommandJob(session::SessionLink &link, protocol::CommandRun request);
    ~CommandJob() override;

    const protocol::CommandRun &request() const { return m_request; }

    // Any thread ----------------------------------------------------------------------------------------------------
    /// Standard input, or what is typed into the terminal. Waits in memory until the command takes it: whoever has much
    /// to write watches `inputWritten` and keeps no more than about a mebibyte outstanding.
    void writeInput(const QByteArray &bytes);
    /// Nothing more will be written; the command reads an end of file after what is still waiting. In a terminal that is
    /// the key ^D. Signals and sizes may still be sent.
    void closeInput();
    /// To the whole process group: "INT", "TERM", "KILL", "HUP" or "QUIT".
    void sendSignal(const QString &name);
    /// Ignored by a command without a terminal. Both at least 1.
    void resizeTerminal(int rows, int columns);
    /// `bytes` of output have been shown or stored.
    void consumed(qint64 bytes);

Q_SIGNALS:
    void started(const transom::protocol::CommandStarted &started);
    /// Raw bytes in the order they were read; a character may be cut in two, see TextDecoder. Standard output and standard
    /// error come over two pipes, so their order relative to each other is only approximate; with a terminal
    /// everything is standard output.
    void output(const QByteArray &bytes, bool isError);
    /// So many bytes of input have been handed to the session.
    void inputWritten(qint64 bytes);

private:
    void doStart() override;
    void doCancel() override;
    void doResume() override;
    void handleAccepted(const QJsonObject &result);
    void handleClosed(const Error &error, const QJsonObject &result);
    void pushInput();

    session::SessionLink &m_link;
    protocol::CommandRun m_request;
    QPointer<session::Channel> m_channel;
    std::deque<QByteArray> m_input;
    qint64 m_received = 0;
    qint64 m_unconsumed = 0;    ///< received, consumed() not yet called for it
    qint64 m_heldCredit = 0;    ///< consumed while suspended
    bool m_inputClosed = false; ///< closeInput() was called
    bool m_inputEnded = false;  ///< and the server has been told
    bool m_cancelled = false;
};

} // namespace transom::command

Q_DECLARE_METATYPE(transom::protocol::CommandStarted)
