// The remote command with its three cures for sticky packets, and without one. Servers and the obedient client of exec-reverse.

#include "core/lab/dialect/exec_clients.h"
#include "core/lab/dialect/line_client.h"
#include "core/lab/dialect/makers.h"

#include <QtEndian>

#include <algorithm>

namespace transom::lab {

namespace {

/// Runs one command after the other; what is answered is the dialect's.
class ExecServer : public Conversation
{
public:
    using Conversation::Conversation;
    void commandDone(const CommandResult &result) final
    {
        if (result.timedOut)
            problem(QCoreApplication::translate("Lab", "The command ran past its time limit and was ended."));
        if (result.tooMuch)
            problem(QCoreApplication::translate("Lab", "The command wrote more than the limit and was ended."));
        readChunk();
        const Encoding encoding = parameters().encoding();
        answer(fromSystem(encoding, result.output), fromSystem(encoding, result.error), result);
    }
    QString awaits() const override { return QCoreApplication::translate("Lab", "a command"); }

protected:
    /// The output is there, and a word was to come before it.
    void leftWaiting(const QString &word)
    {
        giveUp(ErrorCode::Truncated, QCoreApplication::translate("Lab", "The connection ended where %1 was to come: the output was not sent.").arg(word));
    }
    virtual void answer(const QByteArray &output, const QByteArray &error, const CommandResult &result) = 0;
    /// The tutorials' clients send UTF-8, and read GBK only because that is what commands print on Windows: an encoding is one of answers. A command in GBK is understood
    /// as well. "目录" in GBK is UTF-8, too, but for "Ŀ¼": Chinese has to come out.
    void run(QByteArrayView bytes)
    {
        const QByteArray sent = bytes.toByteArray();
        const QString text = QString::fromUtf8(sent);
        const bool utf8 = text.toUtf8() == sent && std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x2e80; });
        const QByteArray command = utf8 ? sent : toSystem(parameters().encoding(), sent);
        say(Tell::Kind::Said, QString::fromUtf8(command));
        readNothing();
        act(RunCommand{command});
    }
};

class ExecRawServer final : public ExecServer
{
public:
    using ExecServer::ExecServer;
    void received(QByteArrayView bytes, const QString &) override { run(bytes); }

private:
    void answer(const QByteArray &output, const QByteArray &, const CommandResult &) override
    {
        if (output.isEmpty())
            return info(QCoreApplication::translate("Lab", "The command printed nothing, so nothing is sent: a client that reads now waits."));
        send(output);
    }
};

class ExecRawClient final : public LineClient
{
public:
    explicit ExecRawClient(const Parameters &parameters)
        : LineClient(parameters, {})
    {}
    QString awaits() const override { return QCoreApplication::translate("Lab", "what the command has printed; a command that prints nothing has no answer in this dialect"); }
};

class ExecWelcomeServer final : public ExecServer
{
public:
    using ExecServer::ExecServer;
    void opened() override
    {
        send(parameters().encoded("text") + '\n');
        readChunk();
    }
    void received(QByteArrayView bytes, const QString &) override { run(bytes); }

private:
    void answer(const QByteArray &output, const QByteArray &error, const CommandResult &result) override
    {
        if (!error.isEmpty())
            send(error);
        else if (!output.isEmpty())
            send(output);
        else
            send("current directory is " + fromSystem(parameters().encoding(), result.directory));
    }
};

class ExecReadyServer final : public ExecServer
{
public:
    using ExecServer::ExecServer;
    void received(QByteArrayView bytes, const QString &) override
    {
        if (!m_waiting)
            return run(bytes);
        said(bytes);
        if (!bytes.startsWith("start"))
            return problem(QCoreApplication::translate("Lab", "“start” was expected here; what came is left out, and “start” is waited for."));
        const int after = static_cast<int>(bytes.size() - 5);
        if (after > 0)
            problem(QCoreApplication::translate("Lab", "%n byte(s) after “start” came in the same chunk and are left out.", nullptr, after));
        m_waiting = false;
        if (!m_output.isEmpty())
            send(std::exchange(m_output, {}));
    }
    void ended() override { m_waiting ? leftWaiting(QCoreApplication::translate("Lab", "“start”")) : finish(); }
    QString awaits() const override { return m_waiting ? QCoreApplication::translate("Lab", "“start”, which the output follows") : ExecServer::awaits(); }

private:
    void answer(const QByteArray &output, const QByteArray &error, const CommandResult &) override
    {
        m_output = output.isEmpty() ? error : output;
        m_waiting = true;
        send("Ready|" + QByteArray::number(m_output.size()));
    }

    QByteArray m_output;
    bool m_waiting = false;
};

class ExecLengthAckServer final : public ExecServer
{
public:
    using ExecServer::ExecServer;
    void received(QByteArrayView bytes, const QString &) override
    {
        if (std::exchange(m_waiting, false)) {
            said(bytes);
            for (QByteArray *part : {&m_output, &m_error}) {
                if (!part->isEmpty())
                    send(std::exchange(*part, {}));
            }
            return;
        }
        if (bytes.trimmed() == "q") {
            said(bytes);
            send("q");
            return finish();
        }
        run(bytes);
    }
    void ended() override { m_waiting ? leftWaiting(QCoreApplication::translate("Lab", "“ok”")) : finish(); }
    QString awaits() const override { return m_waiting ? QCoreApplication::translate("Lab", "“ok” or any other chunk, which the output follows") : ExecServer::awaits(); }

private:
    void answer(const QByteArray &output, const QByteArray &error, const CommandResult &) override
    {
        m_output = output;
        m_error = error;
        m_waiting = true;
        send(QByteArray::number(output.size() + error.size()));
    }

    QByteArray m_output;
    QByteArray m_error;
    bool m_waiting = false;
};

class ExecStructServer final : public ExecServer
{
public:
    using ExecServer::ExecServer;
    void received(QByteArrayView bytes, const QString &) override
    {
        if (bytes.trimmed() == "q") {
            said(bytes);
            return finish();
        }
        run(bytes);
    }

private:
    void answer(const QByteArray &output, const QByteArray &error, const CommandResult &) override
    {
        QByteArray length(4, '\0');
        qToLittleEndian(static_cast<qint32>(output.size() + error.size()), length.data());
        send(length);
        for (const QByteArray &part : {output, error}) {
            if (!part.isEmpty())
                send(part);
        }
    }
};

/// The connector that obeys.
class ExecReverseClient final : public ExecServer
{
public:
    using ExecServer::ExecServer;
    void opened() override
    {
        send(parameters().encoded("text"));
        readChunk();
    }
    void received(QByteArrayView bytes, const QString &) override { run(bytes); }
    void ended() override
    {
        info(QCoreApplication::translate("Lab", "The server has ended the connection."));
        finish();
    }
    void ticked() override
    {
        send(std::exchange(m_late, {}));
        readChunk();
    }

private:
    /// A tutorial's program needs a moment from one send to the next, and the one that commands it may count on a recv for each.
    static constexpr std::chrono::milliseconds Breath{5};

    void answer(const QByteArray &output, const QByteArray &error, const CommandResult &) override
    {
        send("stdout:" + output);
        m_late = "stderr:" + error;
        readNothing();
        act(WaitFor{Breath});
    }

    QByteArray m_late;
};

class UdpExecServer final : public ExecServer
{
public:
    using ExecServer::ExecServer;
    void received(QByteArrayView bytes, const QString &peer) override
    {
        info(QCoreApplication::translate("Lab", "A command from %1").arg(peer));
        run(bytes);
    }

private:
    void answer(const QByteArray &output, const QByteArray &error, const CommandResult &) override
    {
        send("stdout:" + output);
        send("stderr:" + error);
    }
};

} // namespace

std::unique_ptr<Conversation> makeExecRaw(Role role, const Parameters &parameters)
{
    if (role == Role::Server)
        return std::make_unique<ExecRawServer>(parameters);
    return std::make_unique<ExecRawClient>(parameters);
}

std::unique_ptr<Conversation> makeExecWelcome(Role role, const Parameters &parameters)
{
    if (role == Role::Server)
        return std::make_unique<ExecWelcomeServer>(parameters);
    return std::make_unique<LineClient>(parameters, LineClient::Manner{false, false, true, true});
}

std::unique_ptr<Conversation> makeExecReady(Role role, const Parameters &parameters)
{
    if (role == Role::Server)
        return std::make_unique<ExecReadyServer>(parameters);
    return execReadyClient(parameters);
}

std::unique_ptr<Conversation> makeExecLengthAck(Role role, const Parameters &parameters)
{
    if (role == Role::Server)
        return std::make_unique<ExecLengthAckServer>(parameters);
    return execLengthAckClient(parameters);
}

std::unique_ptr<Conversation> makeExecStruct(Role role, const Parameters &parameters)
{
    if (role == Role::Server)
        return std::make_unique<ExecStructServer>(parameters);
    return execStructClient(parameters);
}

std::unique_ptr<Conversation> makeExecReverse(Role role, const Parameters &parameters)
{
    if (role == Role::Server)
        return execReverseServer(parameters);
    return std::make_unique<ExecReverseClient>(parameters);
}

std::unique_ptr<Conversation> makeUdpExec(Role role, const Parameters &parameters)
{
    if (role == Role::Server)
        return std::make_unique<UdpExecServer>(parameters);
    return udpLineClient(parameters);
}

} // namespace transom::lab
