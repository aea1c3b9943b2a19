// upper, echo, prefix-echo, greet-first, greet-after, hao, time, chat-turns

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/lab/dialect/line_client.h"
#include "core/lab/dialect/makers.h"

#include <QDateTime>

namespace transom::lab {

namespace {

/// Answers each chunk; takes its time where the dialect has a parameter for that.
class Answering final : public Conversation
{
public:
    using Answer = std::function<QByteArray(QByteArrayView)>;

    Answering(const Parameters &parameters, Answer answer)
        : Conversation(parameters)
        , m_answer(std::move(answer))
        , m_work(parameters.number("work"))
    {}
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        m_ready = m_answer(bytes);
        if (m_work.count() == 0)
            return ticked();
        readNothing(); // whoever works does not listen
        act(WaitFor{m_work});
    }
    void ticked() override
    {
        send(std::exchange(m_ready, {}));
        readChunk();
    }
    QString awaits() const override { return QCoreApplication::translate("Lab", "the next chunk, which is answered"); }

private:
    const Answer m_answer;
    const std::chrono::milliseconds m_work;
    QByteArray m_ready;
};

class GreetFirst final : public Conversation
{
public:
    using Conversation::Conversation;
    void opened() override
    {
        if (const QByteArray greeting = parameters().encoded("text"); !greeting.isEmpty())
            send(greeting);
        readChunk();
    }
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        finish();
    }
    QString awaits() const override { return QCoreApplication::translate("Lab", "one chunk, whatever it says"); }
};

class GreetAfter final : public Conversation
{
public:
    using Conversation::Conversation;
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        send(parameters().encoded("text"));
        finish();
    }
    QString awaits() const override { return QCoreApplication::translate("Lab", "one chunk, which is answered with the greeting"); }
};

class TimeServer final : public Conversation
{
public:
    using Conversation::Conversation;
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        // 0001-01-01 to 9999-12-31, what programs of all languages can write.
        constexpr qint64 Least = -62'135'596'800;
        constexpr qint64 Most = 253'402'214'399;
        bool ok = false;
        const qint64 seconds = bytes.toByteArray().trimmed().toLongLong(&ok);
        if (ok && seconds >= Least && seconds <= Most)
            return send(QDateTime::fromSecsSinceEpoch(seconds).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toLatin1());
        problem(QCoreApplication::translate("Lab", "This chunk is no Unix timestamp: %1").arg(printable(bytes, 60)));
        send("error: not a Unix timestamp in decimal digits\n");
    }
    QString awaits() const override { return QCoreApplication::translate("Lab", "a Unix timestamp in decimal digits"); }
};

class TimeClient final : public Conversation
{
public:
    using Conversation::Conversation;
    void opened() override { ticked(); }
    void ticked() override
    {
        send(QByteArray::number(wallClockMs() / 1000));
        readChunk();
    }
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        readNothing();
        const qint64 count = parameters().number("count");
        if (count > 0 && ++m_shown >= count)
            return finish();
        act(WaitFor{std::chrono::seconds(parameters().number("interval"))});
    }
    void ended() override
    {
        if (wants() > 0)
            return giveUp(ErrorCode::Truncated, serverLeft(false).text);
        giveUp(ErrorCode::Truncated, QCoreApplication::translate("Lab", "The server has ended the connection, so no more times can be asked for."));
    }
    QString awaits() const override { return QCoreApplication::translate("Lab", "the time that belongs to the timestamp"); }

private:
    qint64 m_shown = 0;
};

/// "NICK:text", in turns. Both ends are the same but for who begins, and who answers a goodbye.
class ChatTurns final : public Conversation
{
public:
    ChatTurns(Role role, const Parameters &parameters)
        : Conversation(parameters)
        , m_role(role)
    {}
    void opened() override
    {
        if (m_role == Role::Client)
            askLine();
        else
            readChunk();
    }
    void received(QByteArrayView bytes, const QString &) override
    {
        said(bytes);
        readNothing();
        const QString text = textOf(bytes);
        const qsizetype colon = text.indexOf(u':');
        if (colon < 0)
            problem(QCoreApplication::translate("Lab", "A message of this chat is NICK:text; this one has no nickname."));
        if (QStringView(text).sliced(colon + 1).trimmed() != u"bye")
            return askLine();
        if (!m_saidBye)
            speak(QStringLiteral("bye"));
        finish();
    }
    void typed(const QString &line) override
    {
        askLine(false);
        speak(line);
        readChunk();
    }
    void ended() override
    {
        if (m_saidBye) // who has said goodbye need not wait for the answer
            return finish();
        if (m_role == Role::Server) {
            info(QCoreApplication::translate("Lab", "The other side has left without a “bye”."));
            return finish();
        }
        const Error left = serverLeft(wantsLine());
        giveUp(left.code, left.text);
    }
    void peerLeft() override
    {
        if (m_role == Role::Client)
            return ended();
        // One that has ended its direction only can still be answered.
        info(QCoreApplication::translate("Lab", "The other side has ended its direction: nothing will come any more. Whether it still reads, a send will show."));
    }
    void inputEnded() override
    {
        if (!m_saidBye)
            typed(QStringLiteral("bye"));
        else
            finish();
    }
    QString awaits() const override { return m_saidBye ? QCoreApplication::translate("Lab", "the other side's NICK:bye") : QCoreApplication::translate("Lab", "the other side's turn, a NICK:text"); }

private:
    void speak(const QString &line)
    {
        m_saidBye = line.trimmed() == u"bye";
        send(bytesOf(parameters().text("nick") + u':' + line));
    }

    const Role m_role;
    bool m_saidBye = false;
};

QByteArray upperCase(QByteArrayView bytes)
{
    QByteArray result = bytes.toByteArray();
    for (char &c : result) {
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

std::unique_ptr<Conversation> lineClient(const Parameters &parameters, LineClient::Manner manner = {})
{
    return std::make_unique<LineClient>(parameters, manner);
}

} // namespace

std::unique_ptr<Conversation> makeUpper(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return lineClient(parameters);
    return std::make_unique<Answering>(parameters, upperCase);
}

std::unique_ptr<Conversation> makeEcho(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return lineClient(parameters);
    return std::make_unique<Answering>(parameters, [](QByteArrayView bytes) { return bytes.toByteArray(); });
}

std::unique_ptr<Conversation> makePrefixEcho(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return lineClient(parameters, {true, false, false, true});
    return std::make_unique<Answering>(parameters, [prefix = parameters.encoded("text")](QByteArrayView bytes) { return prefix + bytes.toByteArray(); });
}

std::unique_ptr<Conversation> makeGreetFirst(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return lineClient(parameters, {false, true, true, false});
    return std::make_unique<GreetFirst>(parameters);
}

std::unique_ptr<Conversation> makeGreetAfter(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return lineClient(parameters, {false, true, false, true});
    return std::make_unique<GreetAfter>(parameters);
}

std::unique_ptr<Conversation> makeHao(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return lineClient(parameters);
    return std::make_unique<Answering>(parameters, [word = parameters.encoded("text")](QByteArrayView bytes) { return bytes.toByteArray() + word; });
}

std::unique_ptr<Conversation> makeTime(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return std::make_unique<TimeClient>(parameters);
    return std::make_unique<TimeServer>(parameters);
}

std::unique_ptr<Conversation> makeChatTurns(Role role, const Parameters &parameters)
{
    return std::make_unique<ChatTurns>(role, parameters);
}

} // namespace transom::lab
