#include "core/lab/replay.h"

#include "core/base/clock.h"
#include "core/protocol/message_table.h"
#include "core/transport/socket_stream.h"
#include "core/wire/frame.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <sys/socket.h>

namespace transom::lab {

using inspect::Flow;

namespace {

constexpr qsizetype ShownBytes = 16;
constexpr qint64 MostAnswers = 256 << 20; ///< in memory

QString translate(const char *context, const char *text)
{
    return QCoreApplication::translate(context, text);
}

QByteArray bytesOf(const inspect::WatchedFrame &frame)
{
    if (frame.decoded)
        return frame.payload;
    const auto header = wire::encodeHeader(frame.header);
    return QByteArray(header.data(), wire::HeaderSize) + frame.payload;
}

/// A server that answers when its client has ended would otherwise be waited for in vain. Where nothing came afterwards the close does it.
void addEnd(QList<ReplayStep> &steps, qint64 endedNs)
{
    if (endedNs < 0)
        return;
    const auto said = std::find_if(steps.rbegin(), steps.rend(), [](const ReplayStep &step) { return step.flow == Flow::ToServer; }).base();
    const auto after = std::find_if(said, steps.end(), [endedNs](const ReplayStep &step) { return step.atNs >= endedNs; });
    if (after == steps.end())
        return;
    ReplayStep end;
    end.atNs = endedNs;
    end.ends = true;
    steps.insert(after, end);
}

bool isTls(QByteArrayView bytes)
{
    return bytes.size() >= 3 && bytes[0] == 0x16 && bytes[1] == 0x03;
}

} // namespace

Result<QList<ReplayStep>> replaySteps(const inspect::StreamCapture &capture, quint32 stream)
{
    QList<ReplayStep> steps;
    qint64 answers = 0;
    qint64 reached[inspect::Flows] = {0, 0};
    for (quint64 number = capture.firstInMemory(); number <= capture.lastNumber(); ++number) {
        const inspect::WatchedFrame &frame = *capture.frame(number);
        if (frame.stream != stream || frame.isError() || frame.retired || frame.size() == 0)
            continue;
        const bool toServer = frame.flow == Flow::ToServer;
        if (frame.secret || (!frame.decoded && frame.header.type == static_cast<quint8>(protocol::MessageType::Hello)))
            return fail(ErrorCode::BadArgument, translate("ReplayTexts", "This is a session of Transom: its sign-in answers a challenge that is another one each time. Replay a conversation of another protocol."));
        ReplayStep step;
        step.flow = frame.flow;
        step.bytes = bytesOf(frame);
        step.length = frame.size();
        step.atNs = frame.atNs();
        if (steps.isEmpty() && isTls(step.bytes))
            return fail(ErrorCode::BadArgument, translate("ReplayTexts", "This conversation is encrypted: what was sent means nothing on another connection. Record it without TLS."));
        qint64 &end = reached[static_cast<size_t>(frame.flow)];
        if (toServer && (step.bytes.size() < step.length || frame.offset != end))
            return fail(ErrorCode::BadArgument, translate("ReplayTexts", "The recording does not hold everything that the client sent. Record it again with contents."));
        end = frame.offset + frame.size();
        answers += toServer ? 0 : step.length;
        if (answers > MostAnswers)
            return fail(ErrorCode::BadArgument, translate("ReplayTexts", "The answers in this conversation are too large to be compared."));
        steps.append(std::move(step));
    }
    if (const inspect::WatchedStream *known = capture.stream(stream))
        addEnd(steps, known->flow(Flow::ToServer).endedNs);
    const bool anything = std::any_of(steps.begin(), steps.end(), [](const ReplayStep &step) { return step.flow == Flow::ToServer; });
    if (!anything)
        return fail(ErrorCode::BadArgument, translate("ReplayTexts", "The client said nothing in this conversation. Choose another one."));
    return steps;
}

Replay::Replay(QList<ReplayStep> steps, Options options, QObject *parent)
    : QObject(parent)
    , m_steps(std::move(steps))
    , m_options(std::move(options))
{
    for (const ReplayStep &step : m_steps) {
        if (step.flow == Flow::ToClient)
            m_result.expected += step.length;
    }
    m_pause.setSingleShot(true);
    m_pause.setTimerType(Qt::PreciseTimer);
    m_patience.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Replay::say);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_step >= m_steps.size() && m_result.received >= m_result.expected)
            return end(); // nothing more came
        end({ErrorCode::TimedOut, translate("ReplayTexts", "The server sent %1 of %2 bytes and then nothing for %3 s.").arg(m_result.received).arg(m_wanted).arg(static_cast<double>(m_options.patience.count()) / 1000)});
    });
}

Replay::~Replay() = default;

void Replay::start()
{
    m_startedNs = monotonicNs();
    m_stream = transport::connectToHost(m_options.host, m_options.port);
    connect(m_stream.get(), &transport::ByteStream::connected, this, [this] {
        m_lastSaidNs = monotonicNs();
        advance();
    });
    connect(m_stream.get(), &transport::ByteStream::readyRead, this, &Replay::read);
    connect(m_stream.get(), &transport::ByteStream::drained, this, [this] {
        if (m_ending)
            endSending();
    });
    connect(m_stream.get(), &transport::ByteStream::closed, this, &Replay::closed);
}

void Replay::next()
{
    m_asked = true;
    advance();
}

void Replay::cancel()
{
    end({ErrorCode::Cancelled, translate("ReplayTexts", "Cancelled.")});
}

void Replay::advance()
{
    if (m_over || !m_stream || !m_stream->isOpen() || m_pause.isActive())
        return;
    // Answers are no steps of ours: they are waited for.
    for (; m_step < m_steps.size() && m_steps[m_step].flow == Flow::ToClient; ++m_step) {
        const ReplayStep &step = m_steps[m_step];
        m_expected += step.bytes.leftJustified(static_cast<qsizetype>(step.length), '\0', true);
        m_wanted += step.length;
        m_lastRecordedNs = std::max(m_lastRecordedNs, step.atNs);
        Q_EMIT stepped(m_step, step);
    }
    if (m_over)
        return;
    if (m_result.received < m_wanted)
        return m_patience.start(m_options.patience);
    m_patience.stop();
    if (m_step >= m_steps.size())
        return m_patience.start(m_options.quiet);
    if (m_options.pace == Pace::Step && !m_asked)
        return Q_EMIT waiting(m_step);
    qint64 pause = 0;
    if (m_options.pace == Pace::Recorded && m_lastRecordedNs >= 0 && m_options.speed > 0) {
        const auto recorded = static_cast<double>(std::max<qint64>(m_steps[m_step].atNs - m_lastRecordedNs, 0)) / m_options.speed;
        pause = static_cast<qint64>(std::min(recorded, 3.6e12)) - (monotonicNs() - m_lastSaidNs);
    }
    m_pause.start(std::chrono::milliseconds(std::max<qint64>(pause, 0) / 1'000'000));
}

void Replay::say()
{
    if (m_over || !m_stream->isOpen() || m_step >= m_steps.size())
        return;
    const ReplayStep &step = m_steps[m_step];
    m_asked = false;
    m_lastRecordedNs = step.atNs;
    m_lastSaidNs = monotonicNs();
    m_result.sent += step.bytes.size();
    if (step.ends)
        endSending();
    else
        m_stream->write(step.bytes);
    Q_EMIT stepped(m_step++, step);
    advance();
}

/// Streams have no half-close of their own: Transom's protocol has none. What is queued goes first.
void Replay::endSending()
{
    m_stream->flush();
    m_ending = m_stream->bytesQueued() > 0;
    if (!m_ending && m_stream->socketDescriptor() >= 0)
        ::shutdown(static_cast<int>(m_stream->socketDescriptor()), SHUT_WR);
}

void Replay::read()
{
    std::array<char, 64 * 1024> buffer;
    while (!m_over) {
        const qint64 length = m_stream->read(buffer.data(), buffer.size());
        if (length <= 0)
            break;
        compare(QByteArrayView(buffer.data(), length));
        m_result.received += length;
        m_lastSaidNs = monotonicNs();
    }
    advance();
}

void Replay::compare(QByteArrayView bytes)
{
    if (m_result.difference)
        return;
    // A server may answer sooner than it did: what is not expected yet is compared with what will be.
    QByteArray expected = m_expected;
    for (qsizetype step = m_step; step < m_steps.size() && expected.size() < m_result.received + bytes.size(); ++step) {
        if (m_steps[step].flow == Flow::ToClient)
            expected += m_steps[step].bytes.leftJustified(static_cast<qsizetype>(m_steps[step].length), '\0', true);
    }
    const QByteArrayView rest = QByteArrayView(expected).sliced(std::min<qsizetype>(expected.size(), static_cast<qsizetype>(m_result.received)));
    const auto differs = std::mismatch(bytes.begin(), bytes.end(), rest.begin(), rest.end());
    if (differs.first == bytes.end())
        return;
    const qsizetype at = differs.first - bytes.begin();
    m_result.difference = ReplayDifference{m_result.received + at, rest.sliced(at).first(std::min(ShownBytes, rest.size() - at)).toByteArray(),
                                           bytes.sliced(at).first(std::min(ShownBytes, bytes.size() - at)).toByteArray()};
}

void Replay::closed(const Error &error)
{
    if (m_step >= m_steps.size() && m_result.received >= m_wanted)
        return end();
    if (error.code != ErrorCode::None)
        return end(error);
    end({ErrorCode::ConnectionLost, translate("ReplayTexts", "The server ended the connection after %1 of %2 bytes.").arg(m_result.received).arg(m_result.expected)});
}

void Replay::end(const Error &error)
{
    if (std::exchange(m_over, true))
        return;
    m_pause.stop();
    m_patience.stop();
    m_result.error = error;
    m_result.tookNs = m_startedNs == 0 ? 0 : monotonicNs() - m_startedNs;
    if (!m_result.difference && m_result.received < m_result.expected) {
        QByteArray all;
        for (const ReplayStep &step : m_steps)
            all += step.flow == Flow::ToClient ? step.bytes.leftJustified(static_cast<qsizetype>(step.length), '\0', true) : QByteArray();
        m_result.difference = ReplayDifference{m_result.received, all.mid(static_cast<qsizetype>(m_result.received), ShownBytes), {}};
    }
    if (m_stream) {
        m_stream->disconnect(this);
        if (m_stream->isOpen())
            m_stream->close();
    }
    Q_EMIT finished(m_result);
}

} // namespace transom::lab
