// udp-ok, udp-greet, udp-chat

#include "core/lab/dialect/exec_clients.h"
#include "core/lab/dialect/line_client.h"
#include "core/lab/dialect/makers.h"

namespace transom::lab {

namespace {

class DatagramAnswering final : public Conversation
{
public:
    using Conversation::Conversation;
    void received(QByteArrayView bytes, const QString &peer) override
    {
        const int count = static_cast<int>(bytes.size());
        info(QCoreApplication::translate("Lab", "A datagram of %n byte(s) from %1", nullptr, count).arg(peer.isEmpty() ? QCoreApplication::translate("Lab", "an end without a name") : peer));
        said(bytes);
        send(parameters().encoded("text"));
    }
};

/// Whoever has spoken last gets the answer. Both ends show what comes while a line is being typed.
class DatagramChat final : public Conversation
{
public:
    DatagramChat(Role role, const Parameters &parameters)
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
    void received(QByteArrayView bytes, const QString &peer) override
    {
        if (m_role == Role::Server)
            info(QCoreApplication::translate("Lab", "From %1").arg(peer));
        said(bytes);
        if (bytes == "bye")
            return finish();
        readNothing();
        askLine();
    }
    void typed(const QString &line) override
    {
        askLine(false);
        const bool leaving = line == u"bye";
        send(bytesOf(m_role == Role::Client && !leaving ? parameters().text("text") + line : line));
        if (leaving)
            return finish();
        readChunk();
    }
    void inputEnded() override { typed(QStringLiteral("bye")); }
    QString awaits() const override { return QCoreApplication::translate("Lab", "a datagram in answer"); }

private:
    const Role m_role;
};

} // namespace

std::unique_ptr<Conversation> makeUdpOk(Role role, const Parameters &parameters)
{
    if (role == Role::Client)
        return udpLineClient(parameters);
    return std::make_unique<DatagramAnswering>(parameters);
}

std::unique_ptr<Conversation> makeUdpGreet(Role role, const Parameters &parameters)
{
    return makeUdpOk(role, parameters);
}

std::unique_ptr<Conversation> makeUdpChat(Role role, const Parameters &parameters)
{
    return std::make_unique<DatagramChat>(role, parameters);
}

} // namespace transom::lab
