#include "core/lab/check/client_talk.h"

#include "core/base/text.h"
#include "core/lab/socket/describe_call.h"

#include <QCoreApplication>

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace transom::lab {

namespace {

using Bad = ServerManner::Bad;

constexpr qint64 MostHeard = 16 * 1024 * 1024; ///< no dialect's conversation is as long: some programs never stop talking

} // namespace

ClientTalk::ClientTalk(CheckStage &stage, ServerManner manner)
    : m_stage(stage)
    , m_manner(std::move(manner))
    , m_datagram(stage.dialect().datagram)
    , m_conversation(stage.dialect().conversation(Role::Server, stage.parameters()))
    , m_lines(m_manner.farewell ? std::deque<QString>{u"bye"_s} : std::deque<QString>{u"hi there"_s, u"bye"_s})
{}

/// What stands in front of the answer proper and has no framing itself.
bool ClientTalk::isHead(const QByteArray &bytes) const
{
    if ((m_stage.traits().flags & DialectTraits::Announced) == 0)
        return true;
    if ((m_stage.traits().flags & DialectTraits::Binary) != 0)
        return false;
    return bytes.startsWith("Ready|") || (m_answers % 2 == 0 && QByteArray(m_stage.dialect().id) == "exec-length-ack");
}

void ClientTalk::perform()
{
    for (Actions actions = m_conversation->take(); !actions.empty(); actions = m_conversation->take()) {
        for (const Action &action : actions) {
            if (const auto *send = std::get_if<SendBytes>(&action)) {
                m_outgoing.push_back(send->bytes);
                m_conversation->sent();
            } else if (std::holds_alternative<RunCommand>(action)) {
                CommandResult result; // a learner's program does not run anything here
                result.output = m_manner.output;
                result.status = 0;
                m_conversation->commandDone(result);
            } else if (std::holds_alternative<OpenStore>(action)) {
                m_conversation->stored({});
            } else if (const auto *write = std::get_if<WriteStore>(&action)) {
                if (m_stored.size() < 4'000'000)
                    m_stored += write->bytes;
                m_conversation->stored({});
            } else if (std::holds_alternative<FinishStore>(action)) {
                m_hasStored = true;
                m_conversation->stored({});
            } else if (const auto *tell = std::get_if<Tell>(&action); tell && tell->kind == Tell::Kind::Problem) {
                m_problem = tell->text;
            } else if (const auto *finish = std::get_if<Finish>(&action); finish && finish->error.code != ErrorCode::None && m_problem.isEmpty()) {
                m_problem = describe(finish->error);
            }
        }
    }
}

bool ClientTalk::sendCut(const QByteArray &bytes)
{
    const auto sendPiece = [this](const QByteArray &piece) {
        if (m_datagram)
            return m_out->send(piece, &m_peer).isOk();
        return m_stage.bench().sendAll(*m_out, piece).has_value();
    };
    const bool cuttable = !m_datagram && !isHead(bytes);
    if (cuttable && m_manner.eachByte) {
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            if (!sendPiece(bytes.mid(i, 1)))
                return false;
            m_stage.bench().pause(3ms);
        }
        return true;
    }
    if (cuttable && m_manner.cutAt > 0 && m_manner.cutAt < bytes.size()) {
        if (!sendPiece(bytes.first(m_manner.cutAt)))
            return false;
        m_stage.bench().pause(20ms);
        return sendPiece(bytes.sliced(m_manner.cutAt));
    }
    return sendPiece(bytes);
}

/// What the conversation wants said; the bad manners begin with the first answer.
Finding ClientTalk::flush()
{
    if (m_manner.merged && m_outgoing.size() > 1) {
        QByteArray joined;
        for (const QByteArray &bytes : m_outgoing)
            joined += bytes;
        m_outgoing = {joined};
    }
    while (!m_outgoing.empty() && !m_over) {
        QByteArray bytes = m_outgoing.front();
        m_outgoing.pop_front();
        const bool binary = (m_stage.traits().flags & DialectTraits::Binary) != 0;
        if (m_manner.bigEndian && binary && bytes.size() == 4)
            std::reverse(bytes.begin(), bytes.end());
        if (m_manner.delay.count() > 0)
            m_stage.bench().pause(m_manner.delay);
        constexpr quint32 Upload = DialectTraits::Stores | DialectTraits::Silent;
        if (m_heard > 0 && m_manner.bad == Bad::None && (m_stage.traits().flags & Upload) == DialectTraits::Stores && m_stage.bench().waitReadable(m_socket, 150ms)) {
            const NativeSocket::Received early = m_stage.bench().receive(m_socket, 64, 0ms);
            if (early.outcome.isOk() && !early.bytes.isEmpty()) {
                m_over = true;
                return Trouble{QCoreApplication::translate("Lab", "The program sent %1 before the server had answered its request.").arg(quotedBytes(early.bytes)),
                               QCoreApplication::translate("Lab", "After the request call recv and wait for the server's answer; only then send the file, or both stick together."), false};
            }
        }
        switch (m_manner.bad) {
        case Bad::None:
            break;
        case Bad::Close:
            m_over = m_wasBad = true;
            m_socket.close();
            return {};
        case Bad::Reset:
            m_over = m_wasBad = true;
            m_stage.bench().pause(60ms); // its recv waits: that is what the reset is to meet
            m_socket.abort();
            return {};
        case Bad::Garbage:
            bytes = QByteArray::fromHex("fffe80c3280affa0e4bd0a");
            m_wasBad = true;
            break;
        case Bad::NegativeLength:
            if (!binary && !isHead(bytes))
                break;
            bytes = binary ? QByteArray::fromHex("fbffffff") : QByteArray(m_stage.dialect().id) == "exec-ready" ? QByteArray("Ready|-5") : QByteArray("-5");
            m_wasBad = true;
            break;
        case Bad::CutAnswer:
            if (isHead(bytes) || (binary && bytes.size() == 4))
                break;
            m_over = m_wasBad = true;
            sendCut(bytes.first(bytes.size() / 2));
            m_socket.close();
            return {};
        }
        m_all += bytes;
        if (!sendCut(bytes)) {
            m_over = true;
            const int count = static_cast<int>(std::min<qsizetype>(bytes.size(), INT_MAX));
            if (m_manner.bad == Bad::None)
                return Trouble{QCoreApplication::translate("Lab", "The program closed the connection before it had read its answer of %n byte(s).", nullptr, count), {}, false};
            return {};
        }
        m_announced = isHead(bytes) && (m_stage.traits().flags & DialectTraits::Announced) != 0;
        ++m_answers;
        if (m_wasBad) {
            m_over = true;
            if (!m_datagram)
                leave();
            return {};
        }
    }
    return {};
}

/// A close with words of the program still unread would be a reset, and that is another trial.
void ClientTalk::leave()
{
    m_socket.endWriting();
    const auto until = std::chrono::steady_clock::now() + 1s;
    while (std::chrono::steady_clock::now() < until && !m_stage.bench().isStopped()) {
        const NativeSocket::Received part = m_stage.bench().receive(m_socket, 65536, 50ms);
        if (part.outcome.isOk() ? part.bytes.isEmpty() : part.outcome.error != EAGAIN)
            break;
    }
    m_socket.close();
}

Finding ClientTalk::run(NativeSocket socket)
{
    m_socket = std::move(socket);
    m_out = m_datagram ? &m_stage.listener() : &m_socket;
    const int on = 1;
    const int small = 64 * 1024; // a large answer must not fit into the buffers: who does not read it is to be noticed
    if (!m_datagram)
        ::setsockopt(m_socket.get(), SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    if (!m_datagram)
        ::setsockopt(m_socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    m_conversation->opened();
    auto until = std::chrono::steady_clock::now() + 2 * m_stage.patience();
    while (!m_over) {
        perform();
        if (Finding trouble = flush())
            return trouble;
        if (m_over || m_conversation->isFinished() || m_stage.bench().isStopped() || m_heard > MostHeard)
            break;
        if (m_conversation->wantsLine()) {
            if (m_lines.empty()) {
                m_conversation->inputEnded();
            } else {
                m_conversation->typed(m_lines.front());
                m_lines.pop_front();
            }
            continue;
        }
        const qsizetype wants = m_conversation->wants();
        const NativeSocket::Received part = wants > 0 ? m_stage.bench().receive(*m_out, wants, 50ms) : NativeSocket::Received{};
        if (part.outcome.isOk()) {
            until = std::chrono::steady_clock::now() + m_stage.patience();
            if (m_datagram)
                m_peer = part.from;
            if (part.bytes.isEmpty() && !m_datagram) {
                m_conversation->ended();
            } else {
                m_heard += part.bytes.size();
                m_announced = false;
                if (m_first.size() < 1024)
                    m_first += part.bytes.first(std::min<qsizetype>(part.bytes.size(), 1024));
                m_conversation->received(part.bytes, part.from.text());
            }
            continue;
        }
        if (wants > 0 && part.outcome.error != EAGAIN)
            break; // it was reset
        if (std::chrono::steady_clock::now() >= until) {
            m_stalled = m_stage.program() && m_stage.program()->isRunning();
            break;
        }
        if (m_datagram && m_stage.program() && !m_stage.program()->isRunning())
            break;
        // Time clients speak every ten seconds: one round is enough.
        if (QByteArray(m_stage.dialect().id) == "time" && m_answers > 0)
            break;
    }
    perform();
    flush();
    m_socket.endWriting();
    m_stage.bench().pause(30ms);
    m_socket.close();
    return {};
}

Finding commandClient(CheckStage &stage, NativeSocket socket, const QByteArray &command)
{
    auto hail = stage.bench().receive(socket, 1024, 2 * stage.patience());
    if (!hail.outcome.isOk() || hail.bytes.isEmpty())
        return Trouble{QCoreApplication::translate("Lab", "A first message was expected, “1234” for instance; nothing came."), {}, false};
    QByteArray expected;
    const auto parameters = Parameters::make(stage.dialect(), Role::Client, {});
    if (parameters) {
        Oracle right(stage.dialect(), Role::Client, *parameters);
        right.open();
        right.take();
        right.hear(command);
        expected = right.take();
    }
    if (!stage.bench().sendAll(socket, command))
        return Trouble{QCoreApplication::translate("Lab", "The program closed the connection before it got a command."), {}, false};
    const auto came = stage.bench().receiveExactly(socket, expected.size());
    if (!came || *came != expected)
        return Trouble{QCoreApplication::translate("Lab", "%1 was expected as the answer to the command “%2”; %3 came.").arg(quotedBytes(expected), printable(command), quotedBytes(came.value_or(QByteArray()))), {}, false};
    return {};
}

} // namespace transom::lab
