#pragma once

#include "core/inspect/stream_capture.h"
#include "core/transport/byte_stream.h"

#include <QTimer>

#include <chrono>
#include <memory>

/// Says the client's side of a recorded conversation to a server again, over plain TCP.
///
/// Limits: every byte of the client must be in the recording. What is encrypted cannot be said again (its keys were those of that connection), nor can a
/// session of Transom itself: its sign-in answers a challenge that is another one each time, and its proofs are never recorded. Where the server's answers
/// contain times or random numbers, they differ. Where the client was seen to end its direction before the server's last words, it is ended there again.
namespace transom::lab {

struct ReplayStep
{
    inspect::Flow flow = inspect::Flow::ToServer;
    QByteArray bytes;
    qint64 length = 0; ///< of an answer: as many bytes as came; of which `bytes` are known
    qint64 atNs = 0;   ///< when it was recorded
    bool ends = false; ///< the client ends its direction: there are no bytes
};

/// In the order in which it was recorded. BadArgument where it cannot be said again, with the reason.
Result<QList<ReplayStep>> replaySteps(const inspect::StreamCapture &capture, quint32 stream);

struct ReplayDifference
{
    qint64 offset = 0;      ///< in what the server sends
    QByteArray recorded;    ///< a few bytes from there on; empty: nothing more was recorded
    QByteArray answered;    ///< empty: nothing more came
};

struct ReplayResult
{
    Error error;            ///< why it came to no end
    qint64 sent = 0;
    qint64 received = 0;
    qint64 expected = 0;    ///< bytes of answers in the recording
    std::optional<ReplayDifference> difference; ///< the first
    qint64 tookNs = 0;

    bool isSame() const { return error.code == ErrorCode::None && !difference; }
};

/// One conversation said again. Before each thing that the client says, as many bytes of answers are waited for as had come by then. In the thread
/// that makes it, which needs an event loop; ends exactly once with finished().
class Replay : public QObject
{
    Q_OBJECT

public:
    enum class Pace {
        Recorded, ///< with the pauses that there were
        Fast,     ///< as soon as the answers are there
        Step,     ///< when next() is called
    };
    struct Options
    {
        QString host;
        quint16 port = 0;
        Pace pace = Pace::Recorded;
        double speed = 1;                             ///< of Pace::Recorded
        std::chrono::milliseconds patience{10'000};   ///< for an answer
        std::chrono::milliseconds quiet{200};         ///< at the end: so long for what was not in the recording
    };

    Replay(QList<ReplayStep> steps, Options options, QObject *parent = nullptr);
    ~Replay() override;

    void start();
    /// Pace::Step: the next thing is said, once its answers are there.
    void next();
    void cancel();

Q_SIGNALS:
    void stepped(qsizetype step, const transom::lab::ReplayStep &what);
    /// Pace::Step: next() is waited for.
    void waiting(qsizetype step);
    void finished(const transom::lab::ReplayResult &result);

private:
    void advance();
    void say();
    void endSending();
    void read();
    void compare(QByteArrayView bytes);
    void closed(const Error &error);
    void end(const Error &error = {});

    const QList<ReplayStep> m_steps;
    const Options m_options;
    std::unique_ptr<transport::ByteStream> m_stream;
    QByteArray m_expected;        ///< what is known of the recorded answers, from m_expectedBegin on
    qint64 m_wanted = 0;          ///< bytes of answers before the step at hand
    qsizetype m_step = 0;
    qint64 m_lastRecordedNs = -1;
    qint64 m_lastSaidNs = 0;
    qint64 m_startedNs = 0;
    QTimer m_pause;
    QTimer m_patience;
    bool m_ending = false;        ///< the direction ends when what is queued has gone
    bool m_asked = false;         ///< next() has been called
    bool m_over = false;
    ReplayResult m_result;
};

} // namespace transom::lab
