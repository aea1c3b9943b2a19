#include "core/lab/dialect/exec_clients.h"

#include "core/base/text.h"
#include "core/lab/dialect/line_client.h"

#include <QtEndian>

namespace transom::lab {

namespace {

using namespace std::chrono_literals;

/// A command out; a length in, in one form or another; then exactly so many bytes.
class LengthClient : public Conversation
{
public:
    using Conversation::Conversation;
    void opened() override { askLine(); }
    QString awaits() const final
    {
        const int missing = static_cast<int>(std::min<qint64>(m_left, INT_MAX));
        return m_left < 0 ? awaitedHead() : QCoreApplication::translate("Lab", "%n more byte(s) of the output", nullptr, missing);
    }
    void typed(const QString &line) final
    {
        if (line.isEmpty())
            return info(QCoreApplication::translate("Lab", "An empty line has no bytes to send."));
        askLine(false);
        m_answer.clear();
        m_left = -1;
        send(bytesOf(line));
        command(line);
    }
    void received(QByteArrayView bytes, const QString &) final
    {
        if (m_left < 0)
            return head(bytes);
        m_answer += bytes;
        m_left -= bytes.size();
        readBody();
    }
    void ended() final
    {
        if (m_left < 0 && m_answer.isEmpty()) {
            const Error left = serverLeft(wantsLine());
            return giveUp(left.code, left.text);
        }
        said(m_answer);
        const int missing = static_cast<int>(std::min<qint64>(m_left, INT_MAX));
        giveUp(ErrorCode::Truncated, QCoreApplication::translate("Lab", "The server has ended the connection in the middle: %n announced byte(s) are missing.", nullptr, missing));
    }

protected:
    /// `line` has been sent: what is read now?
    virtual void command(const QString &line) = 0;
    /// Something that is or belongs to the length.
    virtual void head(QByteArrayView bytes) = 0;
    virtual QString awaitedHead() const = 0;
    void wrongLength(const QString &why) { giveUp(ErrorCode::BadMessage, why); }
    void body(qint64 length)
    {
        if (length < 0)
            return wrongLength(QCoreApplication::translate("Lab", "The announced length is negative (%1): was it written with the other byte order, or overflowed?").arg(length));
        if (length > MostAnswer)
            return wrongLength(QCoreApplication::translate("Lab", "The announced length is absurd (%1 bytes): was it written with the other byte order?").arg(length));
        m_left = length;
        readBody();
    }

private:
    void readBody()
    {
        if (m_left > 0)
            return readUpTo(m_left);
        readNothing();
        said(m_answer);
        m_answer.clear();
        m_left = -1;
        askLine();
    }

    QByteArray m_answer;
    qint64 m_left = -1; ///< -1: the length has not come yet
};

/// -1: not decimal digits only.
qint64 decimal(QByteArrayView text)
{
    if (text.isEmpty() || text.size() > 18)
        return -1;
    qint64 value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

class ReadyClient final : public LengthClient
{
    using LengthClient::LengthClient;
    void command(const QString &) override { readChunk(); }
    void head(QByteArrayView bytes) override
    {
        const qint64 length = bytes.startsWith("Ready|") ? decimal(bytes.sliced(6).trimmed()) : -1;
        if (length < 0)
            return wrongLength(QCoreApplication::translate("Lab", "“Ready” and a number were expected, but this came: %1").arg(printable(bytes, 60)));
        send("start");
        body(length);
    }
    QString awaitedHead() const override { return QCoreApplication::translate("Lab", "%1 and the number of bytes of the output").arg(QStringLiteral("“Ready|”")); }
};

class LengthAckClient final : public LengthClient
{
    using LengthClient::LengthClient;
    void command(const QString &line) override
    {
        m_leaving = line == u"q";
        readChunk();
    }
    void head(QByteArrayView bytes) override
    {
        if (m_leaving) {
            said(bytes);
            return finish();
        }
        const qint64 length = decimal(bytes.trimmed());
        if (length < 0)
            return wrongLength(QCoreApplication::translate("Lab", "A length in decimal digits was expected, but this came: %1").arg(printable(bytes, 60)));
        send("ok");
        body(length);
    }
    QString awaitedHead() const override { return m_leaving ? QCoreApplication::translate("Lab", "“q” in answer to “q”") : QCoreApplication::translate("Lab", "the number of bytes of the output, in decimal digits"); }

    bool m_leaving = false;
};

class StructClient final : public LengthClient
{
    using LengthClient::LengthClient;
    void command(const QString &line) override
    {
        if (line == u"q")
            return finish();
        m_head.clear();
        readUpTo(4);
    }
    void head(QByteArrayView bytes) override
    {
        m_head += bytes;
        if (m_head.size() < 4)
            return readUpTo(4 - m_head.size());
        body(qFromLittleEndian<qint32>(m_head.constData()));
    }
    QString awaitedHead() const override
    {
        const int missing = 4 - static_cast<int>(m_head.size());
        return QCoreApplication::translate("Lab", "%n of the 4 bytes of the length", nullptr, missing);
    }

    QByteArray m_head;
};

/// The listener that commands. How many chunks an answer has, nobody knows: the next command is asked for when "stderr:" has come, or when the
/// other side has been silent for a moment.
class ReverseServer final : public Conversation
{
public:
    using Conversation::Conversation;
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        if (!std::exchange(m_announced, true))
            return askLine();
        const QByteArray seen = m_tail + bytes.toByteArray();
        m_tail = seen.right(Mark.size() - 1); // a mark that is cut in two is one
        if (seen.contains(Mark))
            return askLine();
        act(WaitFor{500ms});
    }
    void ticked() override
    {
        if (m_announced)
            askLine();
    }
    void typed(const QString &line) override
    {
        if (line.isEmpty())
            return info(QCoreApplication::translate("Lab", "An empty line has no bytes to send."));
        askLine(false);
        m_tail.clear();
        send(bytesOf(line));
    }
    void ended() override
    {
        info(QCoreApplication::translate("Lab", "The other side has ended the connection."));
        finish();
    }
    QString awaits() const override { return m_announced ? QCoreApplication::translate("Lab", "what the command has printed") : QCoreApplication::translate("Lab", "a first chunk, with which the other side reports"); }

private:
    static constexpr QByteArrayView Mark = "stderr:";
    bool m_announced = false;
    QByteArray m_tail;
};

class UdpLineClient final : public Conversation
{
public:
    using Conversation::Conversation;
    void opened() override { askLine(); }
    void typed(const QString &line) override
    {
        askLine(false);
        m_waiting = true;
        send(bytesOf(line));
        readChunk();
        act(WaitFor{std::chrono::seconds(parameters().number("patience"))});
    }
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        m_waiting = false;
        readNothing();
        askLine();
    }
    void ticked() override
    {
        if (!std::exchange(m_waiting, false))
            return;
        problem(QCoreApplication::translate("Lab", "No answer came in time. Datagrams may be lost, and nobody is told."));
        m_lost = true;
        readNothing();
        askLine();
    }
    void inputEnded() override
    {
        finish(m_lost ? Error{ErrorCode::TimedOut, QCoreApplication::translate("Lab", "At least one datagram was not answered.")} : Error{});
    }
    QString awaits() const override { return QCoreApplication::translate("Lab", "a datagram in answer"); }

private:
    bool m_waiting = false;
    bool m_lost = false;
};

} // namespace

std::unique_ptr<Conversation> execReadyClient(const Parameters &parameters)
{
    return std::make_unique<ReadyClient>(parameters);
}

std::unique_ptr<Conversation> execLengthAckClient(const Parameters &parameters)
{
    return std::make_unique<LengthAckClient>(parameters);
}

std::unique_ptr<Conversation> execStructClient(const Parameters &parameters)
{
    return std::make_unique<StructClient>(parameters);
}

std::unique_ptr<Conversation> execReverseServer(const Parameters &parameters)
{
    return std::make_unique<ReverseServer>(parameters);
}

std::unique_ptr<Conversation> udpLineClient(const Parameters &parameters)
{
    return std::make_unique<UdpLineClient>(parameters);
}

} // namespace transom::lab
