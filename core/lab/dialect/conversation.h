#pragma once

#include "core/base/error.h"
#include "core/lab/dialect/parameters.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <variant>
#include <vector>

namespace transom::lab {

// What a conversation wants done -------------------------------------------------------------------------------------

/// One send call of these bytes (more than one where the buffers are full). On a datagram socket: to whoever spoke last.
struct SendBytes
{
    QByteArray bytes;
};
/// /bin/sh -c of this, then commandDone().
struct RunCommand
{
    QByteArray command;
};
/// Opens a new file of that name for `size` bytes, then stored(). The name is a peer's: whoever does it checks it.
struct OpenStore
{
    QString name;
    qint64 size = 0;
};
/// The next bytes of it, then stored().
struct WriteStore
{
    QByteArray bytes;
};
/// All is there: it gets its name. Then stored().
struct FinishStore
{};
/// Opens a file of ours, then sourceOpened().
struct OpenSource
{
    QString path;
};
/// Its next block, then sourceRead().
struct ReadSource
{};
/// Then ticked(). A newer one takes the place of an older one.
struct WaitFor
{
    std::chrono::milliseconds time{};
};
/// For whoever watches.
struct Tell
{
    enum class Kind : quint8 {
        Said,    ///< the other side's words
        Info,
        Problem, ///< the other side did what the dialect does not allow, or something went wrong
    };
    Kind kind = Kind::Info;
    QString text;
};
/// A line of the access log.
struct LogLine
{
    QString text;
};
/// The last action: what is queued is sent, and the connection closed.
struct Finish
{
    Error error;        ///< None: as the dialect has it
    bool drain = false; ///< reads on for a moment, so that the close is no reset and our last words arrive
};

using Action = std::variant<SendBytes, RunCommand, OpenStore, WriteStore, FinishStore, OpenSource, ReadSource, WaitFor, Tell, LogLine, Finish>;
using Actions = std::vector<Action>;

// What it is told ----------------------------------------------------------------------------------------------------

struct CommandResult
{
    QByteArray output;
    QByteArray error;
    QByteArray directory;   ///< where it ran
    int status = -1;        ///< of its exit; -1: a signal ended it, or it was ended
    bool timedOut = false;
    bool tooMuch = false;   ///< it was ended because of its output
};

struct SourceInfo
{
    QString name; ///< without folders
    QString path;
    qint64 size = 0;
};

/// One end of one connection in a dialect: what happened in, what is to be done out. Pure: no socket, no timer, no file.
///
/// It reads only when it wants to: after each call below, wants() is how many bytes the next recv may ask for, 0 for no recv. What the other
/// side sends meanwhile stays in the kernel, where the next recv finds it: so programs stumble over "sticky packets".
class Conversation
{
public:
    explicit Conversation(const Parameters &parameters)
        : m_parameters(parameters)
    {}
    virtual ~Conversation() = default;
    Q_DISABLE_COPY_MOVE(Conversation)

    /// The connection is there; of datagrams: the socket is.
    virtual void opened() { readChunk(); }
    /// What one recv returned; `peer` is the sender of a datagram.
    virtual void received(QByteArrayView bytes, const QString &peer) = 0;
    /// recv returned nothing: the other side has ended its direction.
    virtual void ended() { finish(); }
    /// The same while nothing is read, because a line or a moment is waited for. Told once, and of streams only.
    virtual void peerLeft() { ended(); }
    /// The line that wantsLine() has asked for.
    virtual void typed(const QString &line) { Q_UNUSED(line) }
    /// There will be no line any more, and one was wanted.
    virtual void inputEnded() { finish(); }
    virtual void commandDone(const CommandResult &result) { Q_UNUSED(result) }
    virtual void stored(const Result<void> &result) { Q_UNUSED(result) }
    virtual void sourceOpened(const Result<SourceInfo> &result) { Q_UNUSED(result) }
    /// Empty: the file has ended.
    virtual void sourceRead(const Result<QByteArray> &result) { Q_UNUSED(result) }
    virtual void ticked() {}
    /// Everything that was to be sent is with the kernel.
    virtual void sent() {}

    /// What a recv waits for now, to stand behind “waited for: ”, translated; for whoever wonders why nothing happens. Empty: nothing in particular.
    virtual QString awaits() const { return {}; }

    Actions take() { return std::exchange(m_actions, {}); }
    qsizetype wants() const { return m_finished ? 0 : m_wants; }
    bool wantsLine() const { return m_wantsLine && !m_finished; }
    bool isFinished() const { return m_finished; }

protected:
    const Parameters &parameters() const { return m_parameters; }
    QByteArray bytesOf(QStringView text) const { return encode(m_parameters.encoding(), text); }
    QString textOf(QByteArrayView bytes) const { return decode(m_parameters.encoding(), bytes); }

    void act(Action action)
    {
        if (!m_finished)
            m_actions.push_back(std::move(action));
    }
    void send(const QByteArray &bytes) { act(SendBytes{bytes}); }
    void say(Tell::Kind kind, const QString &text) { act(Tell{kind, text}); }
    /// An answer may be long; whoever watches wants its beginning.
    void said(QByteArrayView bytes) { say(Tell::Kind::Said, textOf(bytes.first(std::min(bytes.size(), MostSaid)))); }
    void info(const QString &text) { say(Tell::Kind::Info, text); }
    void problem(const QString &text) { say(Tell::Kind::Problem, text); }
    void finish(Error error = {}, bool drain = false)
    {
        act(Finish{std::move(error), drain});
        m_finished = true;
    }
    /// Says what is wrong and ends with it.
    void giveUp(ErrorCode code, const QString &text, bool drain = false)
    {
        problem(text);
        finish({code, text}, drain);
    }

    void readChunk() { m_wants = m_parameters.chunk(); }
    void readUpTo(qint64 bytes) { m_wants = static_cast<qsizetype>(std::min<qint64>(bytes, m_parameters.chunk())); }
    void readNothing() { m_wants = 0; }
    void askLine(bool ask = true) { m_wantsLine = ask; }

private:
    static constexpr qsizetype MostSaid = 256 * 1024; ///< bytes; whatever they are in text, it is more than an event holds

    const Parameters m_parameters;
    Actions m_actions;
    qsizetype m_wants = 0;
    bool m_wantsLine = false;
    bool m_finished = false;
};

} // namespace transom::lab
